/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The send buffer: send queue and retransmission queue in one. Where one ends
 * and the other begins is SND.NXT, and the table's business:
 *
 *         start                                     start + used
 *           |  sent, not acknowledged |  not yet sent  |  free ...
 *        ---+-------------------------+----------------+-----------
 *        SND.UNA                   SND.NXT
 *
 * Offsets count octets of text from the oldest one kept. `pushed` is the
 * offset after the last octet the user pushed (RFC 9293 section 3.9.1.2:
 * successive pushes may be collapsed into the last).
 */
#ifndef SENDBUF_H
#define SENDBUF_H

#include <stdbool.h>
#include <stdint.h>

#include "ring.h"

struct sendbuf {
	struct ring ring;
	uint32_t start;         /* ring position of the oldest octet, < size */
	uint32_t used;          /* octets kept, =< size */
	uint32_t pushed;        /* offset after the last push, =< used */
};

/* An empty buffer over `size` octets of memory. */
void sendbuf_init(struct sendbuf *buffer, uint8_t *memory, uint32_t size);

/* Octets that may be appended. */
uint32_t sendbuf_space(const struct sendbuf *buffer);

/* Appends n =< sendbuf_space() octets. */
void sendbuf_append(struct sendbuf *buffer, const uint8_t *from, uint32_t n,
                    bool push);

/* Drops the n oldest octets, or all when there are fewer. */
void sendbuf_drop(struct sendbuf *buffer, uint32_t n);

/* Copies n octets from `offset` out; offset + n =< used. */
void sendbuf_copy(const struct sendbuf *buffer, uint32_t offset, uint8_t *to,
                  uint32_t n);

/* Do the n octets from `offset` reach the last push? */
bool sendbuf_ends_push(const struct sendbuf *buffer, uint32_t offset,
                       uint32_t n);

/* Forgets everything. */
void sendbuf_clear(struct sendbuf *buffer);

#endif
