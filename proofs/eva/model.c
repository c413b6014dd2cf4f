/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two files of the runtime are replaced for Eva. arena.c: here every array is
 * a block of its own, so that an index that leaves its array leaves all
 * memory, and is an alarm. octets.c: here it is memset() and memcpy(), which
 * Eva knows; WP proves that octets.c does the same.
 */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/arena.h"
#include "runtime/octets.h"

static volatile uint64_t unknown;
static volatile uint8_t octet;

uint64_t any(void)
{
	return unknown;
}

uint64_t any_upto(uint64_t most)
{
	uint64_t n = unknown;

	return n <= most ? n : most;
}

void any_octets(uint8_t *at, size_t n)
{
	memset(at, octet, n);
}

struct arena arena_in(void *memory)
{
	return (struct arena){memory, 0};
}

void *arena_take(struct arena *arena, uint64_t n, uint64_t size)
{
	arena->used += n * size;
	return arena->base ? calloc(n, size) : NULL;
}

void octets_copy(uint8_t *restrict to, const uint8_t *restrict from, size_t n)
{
	memcpy(to, from, n);
}

void octets_zero(void *at, size_t n)
{
	memset(at, 0, n);
}
