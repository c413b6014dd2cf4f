/* SPDX-License-Identifier: BSD-2-Clause */
#include "arena.h"

#include <stddef.h>

/*
 * The contracts stand here: proofs/eva/model.c has functions of these names
 * that do something else. They are about the count: of a pointer as a number,
 * or as one to another type, a prover knows nothing.
 */
/*@ // Octets that are taken for n.
    logic integer arena_round(integer n) =
      (n + ARENA_ALIGNMENT - 1) / ARENA_ALIGNMENT * ARENA_ALIGNMENT; */

/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result.used == 0; */
struct arena arena_in(void *memory)
{
	uintptr_t skew = ARENA_ALIGNMENT - (uintptr_t)memory % ARENA_ALIGNMENT;

	return (struct arena){(uint8_t *)memory + skew, 0};
}

/*@ requires \valid(arena);
    requires rounds: n * size <= UINT64_MAX - ARENA_ALIGNMENT;
    requires fits: arena_round(n * size) <= UINT64_MAX - arena->used;
    terminates \true; exits \false; assigns arena->used;
    ensures used: arena->used == \old(arena->used) + arena_round(n * size);
    ensures enough: n * size <= arena->used - \old(arena->used);
    ensures multiple: \old(arena->used) % ARENA_ALIGNMENT == 0 ==>
      arena->used % ARENA_ALIGNMENT == 0; */
void *arena_take(struct arena *arena, uint64_t n, uint64_t size)
{
	uint64_t at = arena->used;

	arena->used += (n * size + ARENA_ALIGNMENT - 1) / ARENA_ALIGNMENT *
	               ARENA_ALIGNMENT;
	return arena->base ? arena->base + at : NULL;
}
