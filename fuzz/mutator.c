/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The mutator (mutate.h) as the fuzzers want it, from one source: a library
 * for AFL++ (AFL_CUSTOM_MUTATOR_LIBRARY), and linked in for libFuzzer. Whose
 * inputs they are is said by FUZZ_HARNESS in the environment, or else by the
 * name of the program.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../tests/unit/prng.h"
#include "mutate.h"

enum { LARGEST = 1 << 16 };

static const struct form *form(void)
{
	const char *name = getenv("FUZZ_HARNESS");

	return mutate_form(name ? name : program_invocation_short_name);
}

/* -------------------------------------------------------------- libFuzzer */

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max)
	__attribute__((weak));
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max,
			       unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data, size_t size,
				 const uint8_t *other, size_t other_size,
				 uint8_t *out, size_t max, unsigned seed);

/* Half of the time what libFuzzer knows: it has a dictionary. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max,
			       unsigned seed)
{
	struct work w = { form(), data, size, max, NULL, 0, seed };

	if (LLVMFuzzerMutate != NULL &&
	    (w.form == NULL || prng_below(&w.seed, 2) == 0))
		return LLVMFuzzerMutate(data, size, max);
	return w.form == NULL ? size : mutate(&w);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *data, size_t size,
				 const uint8_t *other, size_t other_size,
				 uint8_t *out, size_t max, unsigned seed)
{
	struct work w = { form(), out, size < max ? size : max, max,
			  other, other_size, seed };

	memcpy(out, data, w.size);
	return w.form == NULL ? w.size : mutate_by_other(&w);
}

/* ------------------------------------------------------------------ AFL++ */

struct afl { uint64_t seed; uint8_t out[LARGEST]; };

void *afl_custom_init(void *afl, unsigned seed);
size_t afl_custom_fuzz(void *data, uint8_t *in, size_t size, uint8_t **out,
		       uint8_t *other, size_t other_size, size_t max);
void afl_custom_deinit(void *data);

void *afl_custom_init(void *afl, unsigned seed)
{
	struct afl *a = calloc(1, sizeof *a);

	(void)afl;
	if (a != NULL)
		a->seed = seed;
	return a;
}

size_t afl_custom_fuzz(void *data, uint8_t *in, size_t size, uint8_t **out,
		       uint8_t *other, size_t other_size, size_t max)
{
	struct afl *a = data;
	struct work w = { form(), a->out, size, max, other, other_size,
			  prng(&a->seed) };

	w.max = w.max < LARGEST ? w.max : LARGEST;
	w.size = w.size < w.max ? w.size : w.max;
	memcpy(a->out, in, w.size);
	*out = a->out;
	return w.form == NULL ? w.size : mutate(&w);
}

void afl_custom_deinit(void *data)
{
	free(data);
}
