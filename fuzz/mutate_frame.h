/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Changes of a frame that leave it worth looking at: one field of its TCP
 * header gets a value that matters, numbers among them that stand in another
 * frame, or one beside, or half the circle away.
 */
#ifndef FUZZ_MUTATE_FRAME_H
#define FUZZ_MUTATE_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct frame { uint8_t *at; size_t n; };	/* Ethernet, then whatever */

/* The octets of a segment: where its header begins; 0 if it holds none. */
size_t frame_tcp(struct frame f);

/* Changes F; its numbers may come from OTHER, or from F itself. */
void frame_change(struct frame f, struct frame other, uint64_t *seed);

/* F's headers before OTHER's text, in F: F.n or fewer octets, with the lengths
 * that say so. Returns how many. */
size_t frame_splice(struct frame f, struct frame other);

#endif
