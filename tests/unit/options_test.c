/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TCP options: the bugs of other stacks by name, what Linux really sends, and
 * every short list of the octets that matter.
 * All inputs end at a page that cannot be read.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../runtime/options.h"
#include "guard.h"
#include "prng.h"
#include "segments.h"

static struct guard guard;

static struct options read_as(const uint8_t *octets, uint32_t n, uint8_t syn)
{
	const uint8_t *p = guard_copy(guard, octets, n);

	return options_read(p, options_find(p, n), syn);
}

#define OPTIONS(syn, ...) \
	read_as((const uint8_t[]){__VA_ARGS__}, \
		sizeof (const uint8_t[]){__VA_ARGS__}, syn)

/* ------------------------------------------- bugs of other stacks, named */

static void length_0_does_not_loop_CVE_2020_24337(void **state)
{
	struct options o = OPTIONS(1, 99, 0, 2, 4, 5, 180);

	(void)state;
	assert_int_equal(o.malformed, 1);
	assert_int_equal(o.has_mss, 0);
}

static void length_1_does_not_loop_CVE_2021_26788(void **state)
{
	struct options o = OPTIONS(1, 99, 1, 2, 4, 5, 180);

	(void)state;
	assert_int_equal(o.malformed, 1);
	assert_int_equal(o.has_mss, 0);
}

static void mss_length_0_does_not_loop_CVE_2020_13988(void **state)
{
	struct options o = OPTIONS(1, 2, 0, 5, 180);

	(void)state;
	assert_int_equal(o.malformed, 1);
	assert_int_equal(o.has_mss, 0);
}

static void kind_in_last_octet_is_not_read_beyond_haproxy(void **state)
{
	struct options o = OPTIONS(1, 2, 4, 5, 180, 1, 1, 1, 8);

	(void)state;
	assert_int_equal(o.malformed, 1);
	assert_int_equal(o.mss, 1460);
}

static void length_beyond_the_header_is_not_read_linux_9609dad26(void **state)
{
	struct options o = OPTIONS(1, 2, 4, 5, 180, 3, 3, 7, 2, 4, 5);

	(void)state;
	assert_int_equal(o.malformed, 1);
	assert_int_equal(o.mss, 1460);
	assert_int_equal(o.scale, 7);
}

static void mss_value_cut_by_the_header_is_not_read(void **state)
{
	assert_int_equal((OPTIONS(1, 2, 4)).has_mss, 0);
	assert_int_equal((OPTIONS(1, 2, 4, 5)).has_mss, 0);
	assert_int_equal((OPTIONS(1, 2, 4, 5, 180)).has_mss, 1);
	(void)state;
}

static void mss_0_is_raised_to_the_floor_CVE_2018_16523(void **state)
{
	struct options o = OPTIONS(1, 2, 4, 0, 0);

	(void)state;
	assert_int_equal(o.has_mss, 1);
	assert_int_equal(o.mss, OPTIONS_MSS_FLOOR);
}

static void mss_tiny_is_raised_to_the_floor_CVE_2019_11479(void **state)
{
	(void)state;
	assert_int_equal((OPTIONS(1, 2, 4, 0, 1)).mss, OPTIONS_MSS_FLOOR);
	assert_int_equal((OPTIONS(1, 2, 4, 0, 48)).mss, OPTIONS_MSS_FLOOR);
	assert_int_equal((OPTIONS(1, 2, 4, 0, OPTIONS_MSS_FLOOR - 1)).mss,
			 OPTIONS_MSS_FLOOR);
	assert_int_equal((OPTIONS(1, 2, 4, 0, OPTIONS_MSS_FLOOR + 1)).mss,
			 OPTIONS_MSS_FLOOR + 1);
	assert_int_equal((OPTIONS(1, 2, 4, 255, 255)).mss, 65535);
}

static void ordinary_linux_syn_is_understood(void **state)
{
	struct options o = OPTIONS(1, 2, 4, 5, 180, 4, 2, 8, 10, 79, 183, 84,
				   131, 0, 0, 0, 0, 1, 3, 3, 10);

	(void)state;
	assert_int_equal(o.malformed, 0);
	assert_int_equal(o.mss, 1460);
	assert_int_equal(o.permitted, 1);
	assert_int_equal(o.has_timestamps, 1);
	assert_int_equal(o.ts_val, 0x4fb75483);
	assert_int_equal(o.ts_ecr, 0);
	assert_int_equal(o.has_scale, 1);
	assert_int_equal(o.scale, 10);
}

static void unknown_options_are_skipped_MUST_6(void **state)
{
	struct options o = OPTIONS(1, 254, 6, 1, 2, 3, 4, 30, 2, 2, 4, 5, 180,
				   6, 3, 0, 3, 3, 7);

	(void)state;
	assert_int_equal(o.malformed, 0);
	assert_int_equal(o.mss, 1460);
	assert_int_equal(o.scale, 7);
}

static void every_unknown_kind_is_skipped_MUST_6(void **state)
{
	struct options o;

	(void)state;
	for (unsigned kind = 2; kind < 256; kind++) {
		o = OPTIONS(1, (uint8_t)kind, 6, 0, 0, 0, 0, 3, 3, 9);
		assert_int_equal(o.malformed, 0);
		assert_int_equal(o.scale, 9);
		assert_int_equal(o.has_mss | o.sacks | o.has_timestamps, 0);
	}
}

static void options_at_any_octet_MUST_64(void **state)
{
	uint8_t p[OPTIONS_MAX];

	(void)state;
	for (uint32_t nops = 0; nops <= OPTIONS_MAX - 4; nops++) {
		memset(p, OPTION_NOP, nops);
		memcpy(p + nops, (const uint8_t[]){2, 4, 5, 180}, 4);
		assert_int_equal(read_as(p, nops + 4, 1).mss, 1460);
	}
}

static void nothing_counts_behind_end_of_list(void **state)
{
	struct options o = OPTIONS(1, 3, 3, 7, 0, 4, 99, 0, 2, 4, 5, 180);

	(void)state;
	assert_int_equal(o.scale, 7);
	assert_int_equal(o.has_mss, 0);
	assert_int_equal(o.malformed, 0);
}

static void known_kind_of_other_length_is_skipped(void **state)
{
	struct options o = OPTIONS(1, 2, 3, 5, 3, 4, 1, 1, 8, 2, 5, 9, 0, 0, 0,
				   0, 0, 0, 0, 4, 3, 0, 3, 3, 7);

	(void)state;
	assert_int_equal(o.malformed, 0);
	assert_int_equal(o.has_mss | o.has_timestamps | o.permitted, 0);
	assert_int_equal(o.sacks, 0);
	assert_int_equal(o.scale, 7);
}

static void sack_of_no_block_is_skipped(void **state)
{
	struct options o = OPTIONS(0, 5, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2);

	(void)state;
	assert_int_equal(o.sacks, 0);
	assert_int_equal(o.malformed, 0);
	assert_int_equal(o.ts_val, 1);
	assert_int_equal(o.ts_ecr, 2);
}

static void sack_of_four_blocks_fills_the_header(void **state)
{
	uint8_t p[OPTIONS_MAX] = {1, 1, 1, 1, 1, 1, 5, 34};
	struct options o;

	(void)state;
	for (uint8_t i = 0; i < 32; i++)
		p[8 + i] = i;
	o = read_as(p, OPTIONS_MAX, 0);
	assert_int_equal(o.sacks, 4);
	assert_int_equal(o.sack[0].left, 0x00010203);
	assert_int_equal(o.sack[3].right, 0x1c1d1e1f);
}

static void scale_above_14_is_14_rfc7323(void **state)
{
	(void)state;
	assert_int_equal((OPTIONS(1, 3, 3, 14)).scale, 14);
	assert_int_equal((OPTIONS(1, 3, 3, 15)).scale, 14);
	assert_int_equal((OPTIONS(1, 3, 3, 255)).scale, 14);
}

static void syn_options_without_syn_are_ignored(void **state)
{
	struct options o = OPTIONS(0, 2, 4, 5, 180, 4, 2, 3, 3, 7);

	(void)state;
	assert_int_equal(o.has_mss | o.has_scale | o.permitted, 0);
	assert_int_equal(o.mss | o.scale, 0);
}

static void of_two_the_last_counts(void **state)
{
	(void)state;
	assert_int_equal((OPTIONS(1, 2, 4, 1, 0, 2, 4, 5, 180)).mss, 1460);
}

/* ------------------------------------------------------------ properties */

/* Kinds and lengths that matter, in every order, up to five octets long. */
static void every_short_list_ends_inside_the_header(void **state)
{
	static const uint8_t v[] = {0, 1, 2, 3, 4, 5, 8, 10, 255};
	uint8_t p[5];
	uint32_t cases = 0;
	struct options_at at;

	(void)state;
	for (uint32_t i = 0; i < 9 * 9 * 9 * 9 * 9; i++) {
		for (uint32_t k = 0, r = i; k < 5; k++, r /= 9)
			p[k] = v[r % 9];
		for (uint32_t n = 0; n <= 5; n++) {
			at = options_find(guard_copy(guard, p, n), n);
			assert_true(at.mss == 0 || at.mss + 2u <= n);
			assert_true(at.scale == 0 || at.scale + 1u <= n);
			assert_true(at.permitted <= n);
			assert_int_equal(at.timestamps | at.sack, 0);
			cases++;
		}
	}
	assert_int_equal(cases, 6 * 59049);
}

static void read_of_write_is_the_same(void **state)
{
	uint64_t seed = 7323;
	uint8_t p[OPTIONS_MAX];
	struct options o, r;

	(void)state;
	for (uint32_t i = 0; i < 100000; i++) {
		o = any_options(&seed, 1);
		memset(p, 0xee, sizeof p);
		options_write(guard_copy(guard, p, options_length(&o)), &o);
		memcpy(p, guard_end(guard, options_length(&o)),
		       options_length(&o));
		assert_int_equal(options_length(&o) % 4, 0);
		r = read_as(p, options_length(&o), 1);
		assert_same_options(&o, &r);
	}
}

static void random_octets_never_reach_beyond(void **state)
{
	uint64_t seed = 6;
	uint8_t p[OPTIONS_MAX];
	uint32_t n, malformed = 0;
	struct options o;

	(void)state;
	for (uint32_t i = 0; i < 200000; i++) {
		n = prng_below(&seed, OPTIONS_MAX + 1);
		for (uint32_t k = 0; k < n; k++)
			p[k] = (uint8_t)prng_below(&seed, 12);
		o = read_as(p, n, 1);
		assert_true(o.sacks <= OPTIONS_SACKS && o.scale <= 14);
		assert_true(!o.has_mss || o.mss >= OPTIONS_MSS_FLOOR);
		malformed += o.malformed;
	}
	assert_in_range(malformed, 1, 199999);
}

static int open_guard(void **state)
{
	(void)state;
	guard = guard_new();
	return 0;
}

static int close_guard(void **state)
{
	(void)state;
	guard_free(guard);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	cmocka_unit_test(length_0_does_not_loop_CVE_2020_24337),
	cmocka_unit_test(length_1_does_not_loop_CVE_2021_26788),
	cmocka_unit_test(mss_length_0_does_not_loop_CVE_2020_13988),
	cmocka_unit_test(kind_in_last_octet_is_not_read_beyond_haproxy),
	cmocka_unit_test(length_beyond_the_header_is_not_read_linux_9609dad26),
	cmocka_unit_test(mss_value_cut_by_the_header_is_not_read),
	cmocka_unit_test(mss_0_is_raised_to_the_floor_CVE_2018_16523),
	cmocka_unit_test(mss_tiny_is_raised_to_the_floor_CVE_2019_11479),
	cmocka_unit_test(ordinary_linux_syn_is_understood),
	cmocka_unit_test(unknown_options_are_skipped_MUST_6),
	cmocka_unit_test(every_unknown_kind_is_skipped_MUST_6),
	cmocka_unit_test(options_at_any_octet_MUST_64),
	cmocka_unit_test(nothing_counts_behind_end_of_list),
	cmocka_unit_test(known_kind_of_other_length_is_skipped),
	cmocka_unit_test(sack_of_no_block_is_skipped),
	cmocka_unit_test(sack_of_four_blocks_fills_the_header),
	cmocka_unit_test(scale_above_14_is_14_rfc7323),
	cmocka_unit_test(syn_options_without_syn_are_ignored),
	cmocka_unit_test(of_two_the_last_counts),
	cmocka_unit_test(every_short_list_ends_inside_the_header),
	cmocka_unit_test(read_of_write_is_the_same),
	cmocka_unit_test(random_octets_never_reach_beyond),
	};

	return cmocka_run_group_tests(tests, open_guard, close_guard);
}
