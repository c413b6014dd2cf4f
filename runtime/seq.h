/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sequence numbers (RFC 9293 section 3.4): 32 bits, modulo 2^32.
 *
 *      a < b   when b lies in the half of the circle ahead of a
 *
 * Nothing else in the runtime compares sequence numbers.
 *
 * The two axioms are the only ones of the runtime: what C says of a number
 * that is at most one turn out of range (C11 6.3.1.3). A contract speaks of
 * sequence numbers with seq_gap, seq_lt and seq_le; arithmetic that may wrap
 * is written (uint32_t)(...), step by step as the code does it.
 */
#ifndef SEQ_H
#define SEQ_H

#include <stdbool.h>
#include <stdint.h>

#define SEQ_HALF 0x80000000u

/*@ axiomatic SequenceNumbers {
	axiom seq_wrap_below: \forall integer n; -4294967296 <= n < 0 ==>
		(uint32_t)n == n + 4294967296;
	axiom seq_wrap_above: \forall integer n;
		4294967296 <= n < 8589934592 ==>
		(uint32_t)n == n - 4294967296;
    } */
/*@ logic integer seq_gap(integer a, integer b) = (uint32_t)(b - a); */
/*@ logic boolean seq_lt(integer a, integer b) =
	(uint32_t)(b - a) != 0 && (uint32_t)(b - a) < 0x80000000; */
/*@ logic boolean seq_le(integer a, integer b) =
	(uint32_t)(b - a) < 0x80000000; */

/* Octets from a to b, going up. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == seq_gap(a, b); */
static inline uint32_t seq_from(uint32_t a, uint32_t b)
{
	return b - a;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == (seq_lt(a, b) ? 1 : 0); */
static inline bool seq_before(uint32_t a, uint32_t b)
{
	return a != b && seq_from(a, b) < SEQ_HALF;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == (seq_le(a, b) ? 1 : 0); */
static inline bool seq_upto(uint32_t a, uint32_t b)
{
	return seq_from(a, b) < SEQ_HALF;
}

#endif
