/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Changes of an input by one who knows what the harnesses' inputs are made of:
 *
 *     stack     8 octets, then records of 8, a frame behind some (script.h)
 *     pair      16 octets, then acts of 4, as many as the last of the 16 says,
 *               then fates of one
 *     parser    6 octets, then a frame
 *
 * Records are taken away, put in again, swapped, taken from another input, and
 * what one says is changed: a segment's control bits, its numbers to a place
 * and at most one beside; in a frame the fields of its headers
 * (mutate_frame.h), after which its checksums are right, seven times of eight.
 */
#ifndef FUZZ_MUTATE_H
#define FUZZ_MUTATE_H

#include <stddef.h>
#include <stdint.h>

struct form;				/* what an input is made of */

struct work {
	const struct form *form;
	uint8_t *data;
	size_t size, max;
	const uint8_t *other;		/* of the same form; may be NULL */
	size_t other_size;
	uint64_t seed;
};

/* The form of a harness's inputs, or NULL. */
const struct form *mutate_form(const char *harness);

/* Changes W->data, of at most W->max octets; its new size. */
size_t mutate(struct work *w);

/* The same, and only by what W->other has. */
size_t mutate_by_other(struct work *w);

#endif
