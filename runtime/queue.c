/* SPDX-License-Identifier: BSD-2-Clause */
#include "queue.h"

void queue_append(struct queue *queue, enum queue_name name,
                  struct connection *c)
{
	struct queue_link *link = &c->link[name];

	if (link->member)
		return;
	link->member = true;
	link->next = NULL;
	link->previous = queue->last;
	if (queue->last)
		queue->last->link[name].next = c;
	else
		queue->first = c;
	queue->last = c;
}

void queue_remove(struct queue *queue, enum queue_name name,
                  struct connection *c)
{
	struct queue_link *link = &c->link[name];

	if (!link->member)
		return;
	link->member = false;
	if (link->previous)
		link->previous->link[name].next = link->next;
	else
		queue->first = link->next;
	if (link->next)
		link->next->link[name].previous = link->previous;
	else
		queue->last = link->previous;
}
