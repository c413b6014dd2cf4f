/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A ring of octets: the store under sendbuf and recvbuf. It knows neither
 * beginning nor end; whoever uses it counts, and a position is always reduced
 * modulo the size:
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

struct ring {
	uint8_t *octets;
	uint32_t size;          /* octets, 0..2^29 */
};

/* Writes n =< size octets at position `at` < 2 * size. */
void ring_put(const struct ring *ring, uint32_t at, const uint8_t *from,
              uint32_t n);

/* Reads n =< size octets from position `at` < 2 * size. */
void ring_get(const struct ring *ring, uint32_t at, uint8_t *to, uint32_t n);

#endif
