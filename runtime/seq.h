/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sequence numbers (RFC 9293 section 3.4): 32 bits, modulo 2^32.
 *
 *      a < b   when b lies in the half of the circle ahead of a
 *
 * Nothing else in the runtime compares sequence numbers.
 */
#ifndef SEQ_H
#define SEQ_H

#include <stdbool.h>
#include <stdint.h>

#define SEQ_HALF 0x80000000u

/* Octets from a to b, going up. */
static inline uint32_t seq_from(uint32_t a, uint32_t b)
{
	return b - a;
}

static inline bool seq_before(uint32_t a, uint32_t b)
{
	return a != b && seq_from(a, b) < SEQ_HALF;
}

static inline bool seq_upto(uint32_t a, uint32_t b)
{
	return seq_from(a, b) < SEQ_HALF;
}

#endif
