/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The receive buffer: text for the user, and text held because octets before
 * it are missing (SHLD-31).
 *
 *        start          start + ready                       start + size
 *          |   on hand      |   missing   | held |  missing |held|   |
 *       ---+----------------+-------------+------+----------+----+---+
 *                        RCV.NXT          ^ from ^ to
 *
 * Held text lies at once where it will be read, so nothing is copied twice. A
 * span counts octets from RCV.NXT. Spans neither overlap nor touch, stand in
 * order, and are few: when they run out, the text is not kept, as if the
 * network had lost it, and no segment costs more than RECVBUF_SPANS steps.
 * The number of a FIN that came too early is held beside them; text at or
 * behind it is nobody's.
 */
#ifndef RECVBUF_H
#define RECVBUF_H

#include <stdbool.h>
#include <stdint.h>

#include "ring.h"

#define RECVBUF_SPANS 32

struct recvbuf_span {
	uint32_t from;          /* octets from RCV.NXT */
	uint32_t to;            /* after the last, > from, =< size - ready */
};

struct recvbuf {
	struct ring ring;
	uint32_t start;         /* ring position of the next octet to read */
	uint32_t ready;         /* octets on hand, =< size */
	uint32_t spans;         /* 0..RECVBUF_SPANS */
	struct recvbuf_span span[RECVBUF_SPANS];
	bool fin;               /* a FIN is held ... */
	uint32_t fin_at;        /* ... so many octets from RCV.NXT */
};

/* An empty buffer over `size` octets of memory. */
void recvbuf_init(struct recvbuf *buffer, uint8_t *memory, uint32_t size);

/* Room from RCV.NXT on. */
uint32_t recvbuf_space(const struct recvbuf *buffer);

/*
 * Holds n octets that begin `offset` octets from RCV.NXT; what exceeds the
 * room is left out. Returns false if the spans have run out.
 */
bool recvbuf_hold(struct recvbuf *buffer, uint32_t offset,
                  const uint8_t *from, uint32_t n);

/* Holds a FIN whose number is RCV.NXT + offset; the first one counts. */
void recvbuf_hold_fin(struct recvbuf *buffer, uint32_t offset);

/* Octets held that begin at RCV.NXT and end before a held FIN. */
uint32_t recvbuf_contiguous(const struct recvbuf *buffer);

/* Does a held FIN come right after the contiguous octets? */
bool recvbuf_fin_is_next(const struct recvbuf *buffer);

/* RCV.NXT has passed n octets that are held: they are on hand now. */
void recvbuf_deliver(struct recvbuf *buffer, uint32_t n);

/* The same for n =< recvbuf_space() octets that arrive just now. */
void recvbuf_take(struct recvbuf *buffer, const uint8_t *from, uint32_t n);

/* Copies up to n octets on hand out, and frees them. Returns how many. */
uint32_t recvbuf_read(struct recvbuf *buffer, uint8_t *to, uint32_t n);

/* Octets held ahead of missing ones. */
uint32_t recvbuf_held(const struct recvbuf *buffer);

/* Forgets what is held; what is on hand stays. */
void recvbuf_forget(struct recvbuf *buffer);

/* Forgets everything. */
void recvbuf_clear(struct recvbuf *buffer);

#endif
