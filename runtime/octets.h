/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Octets, moved in the plainest words a prover can read (a compiler turns
 * these loops back into memcpy() and memset()), and numbers of them.
 */
#ifndef OCTETS_H
#define OCTETS_H

#include <stddef.h>
#include <stdint.h>

/* Copies n octets; the two areas do not overlap. */
void octets_copy(uint8_t *restrict to, const uint8_t *restrict from, size_t n);

/* Sets n octets to zero. */
void octets_zero(void *at, size_t n);

static inline uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static inline uint32_t most(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

#endif
