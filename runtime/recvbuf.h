/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The receive buffer: text for the user, and text held because octets before
 * it are missing (SHLD-31).
 *
 *        start          start + ready                       start + size
 *          |   on hand      |   missing   | held |  missing |held|   |
 *       ---+----------------+-------------+------+----------+----+---+
 *                        RCV.NXT
 *
 * Held text lies at once where it will be read, so nothing is copied twice.
 * Which octets are held is a set of numbers that count from RCV.NXT. When its
 * spans run out, the text is not kept, as if the network had lost it. The
 * number of a FIN that came too early is held beside them; text at or behind
 * it is nobody's.
 */
#ifndef RECVBUF_H
#define RECVBUF_H

#include <stdbool.h>
#include <stdint.h>

#include "ring.h"
#include "spans.h"

struct recvbuf {
	struct ring ring;
	uint32_t start;         /* ring position of the next octet to read */
	uint32_t ready;         /* octets on hand, =< size */
	struct spans held;      /* octets from RCV.NXT, < size - ready */
	bool fin;               /* a FIN is held ... */
	uint32_t fin_at;        /* ... so many octets from RCV.NXT */
};

/*@ predicate recvbuf_ok(struct recvbuf *buffer) =
      ring_ok(&buffer->ring) &&
      (buffer->start < buffer->ring.size || buffer->start == 0) &&
      buffer->ready <= buffer->ring.size &&
      spans_ok(&buffer->held) &&
      spans_end(&buffer->held) <= buffer->ring.size - buffer->ready;

    // The octet at a position that counts from the next one to read.
    logic integer recvbuf_octet(struct recvbuf *buffer, integer position) =
      ring_octet(&buffer->ring, buffer->start + position);

    // Is the octet held that is so many behind RCV.NXT?
    predicate recvbuf_holds(struct recvbuf *buffer, integer offset) =
      spans_have(&buffer->held, offset);

    predicate recvbuf_apart(struct recvbuf *buffer, uint8_t *octets,
                            integer n) =
      \separated(buffer->ring.octets + (0 .. buffer->ring.size - 1),
                 octets + (0 .. n - 1)); */

/* An empty buffer over `size` octets of memory. */
/*@ requires \valid(buffer) && size <= RING_MAX;
    requires \valid(memory + (0 .. size - 1));
    terminates \true; exits \false;
    assigns buffer->ring.octets, buffer->ring.size, buffer->start,
      buffer->ready, buffer->held.n, buffer->fin, buffer->fin_at;
    ensures ok: recvbuf_ok(buffer);
    ensures buffer->ready == 0 && buffer->held.n == 0 && !buffer->fin;
    ensures buffer->ring.octets == memory && buffer->ring.size == size; */
void recvbuf_init(struct recvbuf *buffer, uint8_t *memory, uint32_t size);

/* Room from RCV.NXT on. */
/*@ requires \valid_read(buffer) && recvbuf_ok(buffer);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == buffer->ring.size - buffer->ready; */
uint32_t recvbuf_space(const struct recvbuf *buffer);

/*
 * Holds n octets that begin `offset` octets from RCV.NXT; what exceeds the
 * room is left out. Returns false if the spans have run out.
 */
/*@ requires \valid(buffer) && recvbuf_ok(buffer);
    requires \valid_read(from + (0 .. n - 1));
    requires recvbuf_apart(buffer, from, n);
    terminates \true; exits \false;
    assigns buffer->held.n, buffer->held.from[0 .. SPANS_MAX - 1],
      buffer->held.to[0 .. SPANS_MAX - 1],
      buffer->ring.octets[0 .. buffer->ring.size - 1];
    ensures ok: recvbuf_ok(buffer);
    ensures holds: \forall integer k; recvbuf_holds(buffer, k) <==>
      \old(recvbuf_holds(buffer, k)) ||
      (\result && offset <= k < offset + n &&
       k < buffer->ring.size - buffer->ready);
    ensures held: \result ==> \forall integer i; 0 <= i < n &&
      offset + i < buffer->ring.size - buffer->ready ==>
      recvbuf_octet(buffer, buffer->ready + offset + i) ==
      \old(octet_at(from, i));
    ensures kept: \forall integer k; 0 <= k < buffer->ring.size ==>
      (\result && buffer->ready + offset <= k < buffer->ready + offset + n) ||
      recvbuf_octet(buffer, k) == \old(recvbuf_octet(buffer, k)); */
bool recvbuf_hold(struct recvbuf *buffer, uint32_t offset,
                  const uint8_t *from, uint32_t n);

/* Holds a FIN whose number is RCV.NXT + offset; the first one counts. */
/*@ requires \valid(buffer) && recvbuf_ok(buffer);
    terminates \true; exits \false; assigns buffer->fin, buffer->fin_at;
    ensures ok: recvbuf_ok(buffer);
    ensures holds: \forall integer k; recvbuf_holds(buffer, k) <==>
      \old(recvbuf_holds(buffer, k));
    ensures buffer->fin;
    ensures buffer->fin_at ==
      (\old(buffer->fin) ? \old(buffer->fin_at) : offset); */
void recvbuf_hold_fin(struct recvbuf *buffer, uint32_t offset);

/* Octets held that begin at RCV.NXT and end before a held FIN. */
/*@ requires \valid_read(buffer) && recvbuf_ok(buffer);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <= buffer->ring.size - buffer->ready;
    ensures \forall integer k; 0 <= k < \result ==> recvbuf_holds(buffer, k);
    ensures buffer->fin ==> \result <= buffer->fin_at;
    ensures !recvbuf_holds(buffer, \result) ||
      (buffer->fin && \result == buffer->fin_at); */
uint32_t recvbuf_contiguous(const struct recvbuf *buffer);

/* Does a held FIN come right after the contiguous octets? */
/*@ requires \valid_read(buffer) && recvbuf_ok(buffer);
    terminates \true; exits \false; assigns \nothing;
    ensures \result ==> buffer->fin &&
      \forall integer k; 0 <= k < buffer->fin_at ==>
        recvbuf_holds(buffer, k); */
bool recvbuf_fin_is_next(const struct recvbuf *buffer);

/* RCV.NXT has passed n octets that are held: they are on hand now. */
/*@ requires \valid(buffer) && recvbuf_ok(buffer);
    requires n <= buffer->ring.size - buffer->ready;
    terminates \true; exits \false;
    assigns buffer->ready, buffer->fin_at, buffer->held.n,
      buffer->held.from[0 .. SPANS_MAX - 1],
      buffer->held.to[0 .. SPANS_MAX - 1];
    ensures ok: recvbuf_ok(buffer);
    ensures buffer->ready == \old(buffer->ready) + n;
    ensures holds: \forall integer k; k >= 0 ==>
      (recvbuf_holds(buffer, k) <==> \old(recvbuf_holds(buffer, k + n)));
    ensures buffer->fin_at ==
      (\old(buffer->fin_at) > n ? \old(buffer->fin_at) - n : 0);
    ensures kept: \forall integer k;
      recvbuf_octet(buffer, k) == \old(recvbuf_octet(buffer, k)); */
void recvbuf_deliver(struct recvbuf *buffer, uint32_t n);

/* The same for n =< recvbuf_space() octets that arrive just now. */
/*@ requires \valid(buffer) && recvbuf_ok(buffer);
    requires n <= buffer->ring.size - buffer->ready;
    requires \valid_read(from + (0 .. n - 1));
    requires recvbuf_apart(buffer, from, n);
    terminates \true; exits \false;
    assigns buffer->ready, buffer->fin_at, buffer->held.n,
      buffer->held.from[0 .. SPANS_MAX - 1],
      buffer->held.to[0 .. SPANS_MAX - 1],
      buffer->ring.octets[0 .. buffer->ring.size - 1];
    ensures ok: recvbuf_ok(buffer);
    ensures buffer->ready == \old(buffer->ready) + n;
    ensures holds: \forall integer k; k >= 0 ==>
      (recvbuf_holds(buffer, k) <==> \old(recvbuf_holds(buffer, k + n)));
    ensures taken: \forall integer i; 0 <= i < n ==>
      recvbuf_octet(buffer, \old(buffer->ready) + i) == \old(octet_at(from, i));
    ensures kept: \forall integer k; 0 <= k < buffer->ring.size ==>
      \old(buffer->ready) <= k < buffer->ready ||
      recvbuf_octet(buffer, k) == \old(recvbuf_octet(buffer, k)); */
void recvbuf_take(struct recvbuf *buffer, const uint8_t *from, uint32_t n);

/* Copies up to n octets on hand out, and frees them. Returns how many. */
/*@ requires \valid(buffer) && recvbuf_ok(buffer);
    requires \valid(to + (0 .. n - 1));
    requires recvbuf_apart(buffer, to, n);
    requires \separated(buffer, to + (0 .. n - 1));
    terminates \true; exits \false;
    assigns buffer->start, buffer->ready, to[0 .. n - 1];
    ensures ok: recvbuf_ok(buffer);
    ensures \result == (n < \old(buffer->ready) ? n : \old(buffer->ready));
    ensures buffer->ready == \old(buffer->ready) - \result;
    ensures read: \forall integer i; 0 <= i < \result ==>
      to[i] == \old(recvbuf_octet(buffer, i));
    ensures kept: \forall integer k; 0 <= k < buffer->ring.size - \result ==>
      recvbuf_octet(buffer, k) == \old(recvbuf_octet(buffer, k + \result)); */
uint32_t recvbuf_read(struct recvbuf *buffer, uint8_t *to, uint32_t n);

/* Octets held ahead of missing ones. */
/*@ requires \valid_read(buffer) && recvbuf_ok(buffer);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <= buffer->ring.size - buffer->ready; */
uint32_t recvbuf_held(const struct recvbuf *buffer);

/* Forgets what is held; what is on hand stays. */
/*@ requires \valid(buffer);
    terminates \true; exits \false;
    assigns buffer->held.n, buffer->fin, buffer->fin_at;
    ensures buffer->held.n == 0 && !buffer->fin;
    ensures ok: \old(recvbuf_ok(buffer)) ==> recvbuf_ok(buffer); */
void recvbuf_forget(struct recvbuf *buffer);

/* Forgets everything. */
/*@ requires \valid(buffer);
    terminates \true; exits \false;
    assigns buffer->start, buffer->ready, buffer->held.n, buffer->fin,
      buffer->fin_at;
    ensures buffer->start == 0 && buffer->ready == 0;
    ensures buffer->held.n == 0 && !buffer->fin;
    ensures ok: ring_ok(&buffer->ring) ==> recvbuf_ok(buffer); */
void recvbuf_clear(struct recvbuf *buffer);

#endif
