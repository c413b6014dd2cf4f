/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Random numbers that are the same in every run: SplitMix64. A test that
 * fails names the case, and fails there again.
 */
#ifndef PRNG_H
#define PRNG_H

#include <stdint.h>

static inline uint64_t prng(uint64_t *seed)
{
	uint64_t z = (*seed += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static inline uint32_t prng32(uint64_t *seed)
{
	return (uint32_t)(prng(seed) >> 32);
}

/* A number below n, n > 0. */
static inline uint32_t prng_below(uint64_t *seed, uint32_t n)
{
	return prng32(seed) % n;
}

#endif
