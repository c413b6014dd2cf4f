/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A ring of octets: the store under sendbuf and recvbuf. It knows neither
 * beginning nor end; whoever uses it counts, and a position is reduced modulo
 * the size here:
 *
 *              +---+---+---+---+---+---+---+---+
 *              | 8 | 9 | 2 | 3 | 4 | 5 | 6 | 7 |      positions 2..9, size 8
 *              +---+---+---+---+---+---+---+---+
 *
 * Positions run up to 2 * size, so that `start + count` never needs care.
 */
#ifndef RING_H
#define RING_H

#include <stddef.h>
#include <stdint.h>

#define RING_MAX 0x20000000u    /* 2^29 */

struct ring {
	uint8_t *octets;
	uint32_t size;          /* octets, 0..RING_MAX */
};

/*@ predicate ring_ok(struct ring *ring) =
      ring->size <= RING_MAX &&
      \valid(ring->octets + (0 .. ring->size - 1));

    // What stands i octets behind `from`.
    logic integer octet_at(uint8_t *from, integer i) = from[i];

    logic integer ring_index(integer size, integer at) =
      at < size ? at : at - size;

    logic integer ring_octet(struct ring *ring, integer at) =
      ring->octets[ring_index(ring->size, at)];

    // Do the n positions from `at` on lie over index j?
    predicate ring_covers(integer size, integer at, integer n, integer j) =
      at <= j < at + n || at <= j + size < at + n; */

/* The index of a position. */
/*@ requires size <= RING_MAX;
    terminates \true; exits \false; assigns \nothing;
    ensures \result == ring_index(size, at); */
static inline uint32_t ring_at(uint32_t size, uint32_t at)
{
	return at < size ? at : at - size;
}

/* Writes n =< size octets at position `at`; at + n =< 2 * size. */
/*@ requires \valid_read(ring) && ring_ok(ring);
    requires n <= ring->size && at + n <= 2 * ring->size;
    requires \valid_read(from + (0 .. n - 1));
    requires \separated(ring->octets + (0 .. ring->size - 1),
                        from + (0 .. n - 1));
    terminates \true; exits \false;
    assigns ring->octets[0 .. ring->size - 1];
    ensures written: \forall integer i; 0 <= i < n ==>
      ring_octet(ring, at + i) == \old(from[i]);
    ensures kept: \forall integer j; 0 <= j < ring->size ==>
      ring_covers(ring->size, at, n, j) ||
      ring->octets[j] == \old(ring->octets[j]); */
void ring_put(const struct ring *ring, uint32_t at, const uint8_t *from,
              uint32_t n);

/* Reads n =< size octets from position `at`; at + n =< 2 * size. */
/*@ requires \valid_read(ring) && ring_ok(ring);
    requires n <= ring->size && at + n <= 2 * ring->size;
    requires \valid(to + (0 .. n - 1));
    requires \separated(ring->octets + (0 .. ring->size - 1),
                        to + (0 .. n - 1));
    terminates \true; exits \false; assigns to[0 .. n - 1];
    ensures \forall integer i; 0 <= i < n ==>
      to[i] == ring_octet(ring, at + i); */
void ring_get(const struct ring *ring, uint32_t at, uint8_t *to, uint32_t n);

#endif
