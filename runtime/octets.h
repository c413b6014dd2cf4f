/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Octets, moved in the plainest words a prover can read (a compiler turns
 * these loops back into memcpy() and memset()), and numbers of them.
 *
 * In contracts be16, be32 and be48 are the numbers that stand at p in network
 * order; has48 says that v stands there, if it is one of 48 bits.
 */
#ifndef OCTETS_H
#define OCTETS_H

#include <stddef.h>
#include <stdint.h>

/*@ logic integer be16(uint8_t *p) = p[0] * 256 + p[1]; */
/*@ logic integer be32(uint8_t *p) = be16(p) * 65536 + be16(p + 2); */
/*@ logic integer be48(uint8_t *p) = be16(p) * 4294967296 + be32(p + 2); */
/*@ predicate has48(uint8_t *p, integer v) =
	v < 281474976710656 ==> be48(p) == v; */

/* Copies n octets; the two areas do not overlap. */
/*@ requires \valid(to + (0 .. n - 1));
    requires \valid_read(from + (0 .. n - 1));
    requires \separated(to + (0 .. n - 1), from + (0 .. n - 1));
    terminates \true; exits \false; assigns to[0 .. n - 1];
    ensures \forall integer i; 0 <= i < n ==> to[i] == \old(from[i]); */
void octets_copy(uint8_t *restrict to, const uint8_t *restrict from, size_t n);

/* Sets n octets to zero. */
/*@ requires \valid(to + (0 .. n - 1));
    terminates \true; exits \false; assigns to[0 .. n - 1];
    ensures \forall integer i; 0 <= i < n ==> to[i] == 0; */
void octets_clear(uint8_t *to, size_t n);

/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == (a < b ? a : b); */
static inline uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == (a > b ? a : b); */
static inline uint32_t most(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

#endif
