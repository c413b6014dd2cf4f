/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../runtime/table.h"
#include "prng.h"

#define SLOTS   500
#define BUCKETS 1000

static uint32_t bucket[BUCKETS];
static struct table_entry entry[SLOTS];
static const uint64_t random_numbers[2] = {0x123456789abcdef, 77};

static struct table fresh(void)
{
	struct table t;

	table_init(&t, bucket, BUCKETS, entry, SLOTS, random_numbers);
	return t;
}

static struct table_key key_of(uint32_t slot)
{
	return (struct table_key){0x0a000000 + slot % 7,
	                          (uint16_t)(1 + slot / 7), 80};
}

static void what_was_put_in_is_found_until_it_is_taken_out(void **unused)
{
	struct table t = fresh();
	uint8_t in[SLOTS] = {0};
	uint64_t seed = 5;
	uint32_t slot;

	(void)unused;
	for (int round = 0; round < 20000; round++) {
		slot = prng_below(&seed, SLOTS);
		assert_int_equal(table_find(&t, key_of(slot)),
		                 in[slot] ? slot : TABLE_NONE);
		if (in[slot])
			table_remove(&t, slot);
		else
			table_insert(&t, slot, key_of(slot));
		in[slot] = !in[slot];
	}
	for (slot = 0; slot < SLOTS; slot++)
		assert_int_equal(table_find(&t, key_of(slot)),
		                 in[slot] ? slot : TABLE_NONE);
}

static void every_part_of_the_key_counts(void **unused)
{
	struct table t = fresh();

	(void)unused;
	table_insert(&t, 3, (struct table_key){1, 2, 3});
	assert_int_equal(table_find(&t, (struct table_key){1, 2, 3}), 3);
	assert_int_equal(table_find(&t, (struct table_key){0, 2, 3}),
	                 TABLE_NONE);
	assert_int_equal(table_find(&t, (struct table_key){1, 0, 3}),
	                 TABLE_NONE);
	assert_int_equal(table_find(&t, (struct table_key){1, 2, 4}),
	                 TABLE_NONE);
}

/* A peer's consecutive ports spread: the longest chain stays short. */
static void chains_stay_short(void **unused)
{
	struct table t = fresh();
	uint32_t length, longest = 0;

	(void)unused;
	for (uint32_t slot = 0; slot < SLOTS; slot++)
		table_insert(&t, slot, (struct table_key){
			0x0a000001, (uint16_t)(32768 + 2 * slot), 80});
	for (uint32_t i = 0; i < BUCKETS; i++) {
		length = 0;
		for (uint32_t s = bucket[i]; s != TABLE_NONE; s = entry[s].next)
			length++;
		if (length > longest)
			longest = length;
	}
	assert_in_range(longest, 1, 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		        what_was_put_in_is_found_until_it_is_taken_out),
		cmocka_unit_test(every_part_of_the_key_counts),
		cmocka_unit_test(chains_stay_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
