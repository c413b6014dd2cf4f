/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The caller's block of memory, dealt out once and for all:
 *
 *      memory   base                                    base + used
 *        |skew  | array | array | ... | array           |   left    |
 *
 * Every array begins at a multiple of ARENA_ALIGNMENT. An arena without a
 * base only counts, so that the size needed and the memory used cannot
 * disagree.
 */
#ifndef ARENA_H
#define ARENA_H

#include <stdint.h>

#define ARENA_ALIGNMENT 16u

struct arena {
	uint8_t *base;          /* NULL: only count */
	uint64_t used;          /* octets */
};

/* An arena in `memory`, of which it leaves out ARENA_ALIGNMENT octets. */
struct arena arena_in(void *memory);

/* Room for n things of `size` octets each; NULL if the arena only counts. */
void *arena_take(struct arena *arena, uint64_t n, uint64_t size);

#endif
