/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists of connections, first in first out, with removal from the middle: the
 * links stand in the connection, one pair for each list it may be in.
 */
#ifndef QUEUE_H
#define QUEUE_H

#include "connection.h"

/* Appends, unless it is a member already. */
void queue_append(struct queue *queue, enum queue_name name,
                  struct connection *c);

/* Removes, if it is a member. */
void queue_remove(struct queue *queue, enum queue_name name,
                  struct connection *c);

#endif
