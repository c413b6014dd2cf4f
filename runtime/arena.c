/* SPDX-License-Identifier: BSD-2-Clause */
#include "arena.h"

#include <stddef.h>

struct arena arena_in(void *memory)
{
	uintptr_t skew = ARENA_ALIGNMENT - (uintptr_t)memory % ARENA_ALIGNMENT;

	return (struct arena){(uint8_t *)memory + skew, 0};
}

void *arena_take(struct arena *arena, uint64_t n, uint64_t size)
{
	uint64_t at = arena->used;

	arena->used += (n * size + ARENA_ALIGNMENT - 1) / ARENA_ALIGNMENT *
	               ARENA_ALIGNMENT;
	return arena->base ? arena->base + at : NULL;
}
