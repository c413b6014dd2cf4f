/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One file of the runtime is replaced for Eva, arena.c: here every array is a
 * block of its own, so that an index that leaves its array leaves all memory,
 * and is an alarm.
 */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/arena.h"

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

void reads(const void *p, size_t n)
{
	const uint8_t *octets = p;
	volatile uint8_t octet;

	if (n == 0)
		return;
	octet = octets[0];
	octet = octets[n - 1];
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
