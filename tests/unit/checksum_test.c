/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fast sum equals the sum of the words, and both equal RFC 1071's
 * example; a segment finished from a partial checksum verifies.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../runtime/checksum.h"
#include "../../runtime/order.h"
#include "guard.h"
#include "prng.h"

enum { LENGTHS = 2000, ALIGNMENTS = 16 };

static void fill(uint8_t *p, size_t n, uint64_t *seed)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (uint8_t)prng(seed);
}

/* The definition: word after word, and every carry brought round. */
static uint32_t words(const uint8_t *p, uint32_t n)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < n; i += 2) {
		sum += p[i] * 256u + (i + 1 < n ? p[i + 1] : 0);
		sum = sum % 65536 + sum / 65536;
	}
	return sum;
}

static void rfc1071_section_3_example(void **state)
{
	static const uint8_t p[] = {0x00, 0x01, 0xf2, 0x03,
				    0xf4, 0xf5, 0xf6, 0xf7};

	(void)state;
	assert_int_equal(words(p, 8), 0xddf2);
	assert_int_equal(checksum_sum(p, 8), 0xddf2);
}

static void odd_octet_is_padded_on_its_right(void **state)
{
	static const uint8_t p[] = {0x12, 0x34, 0x56};

	(void)state;
	assert_int_equal(words(p, 3), 0x1234 + 0x5600);
	assert_int_equal(checksum_sum(p, 3), 0x1234 + 0x5600);
}

static void nothing_sums_to_zero(void **state)
{
	struct guard g = guard_new();

	(void)state;
	assert_int_equal(checksum_sum(guard_end(g, 0), 0), 0);
	assert_int_equal(words(guard_end(g, 0), 0), 0);
	guard_free(g);
}

/* Every length, every alignment of the end and of the start. */
static void fast_equals_simple_everywhere(void **state)
{
	struct guard g = guard_new();
	uint64_t seed = 1071;
	uint8_t *p;

	(void)state;
	fill(g.at, GUARD_SIZE, &seed);
	for (uint32_t n = 0; n <= LENGTHS; n++) {
		for (uint32_t back = 0; back < ALIGNMENTS; back++) {
			p = guard_end(g, n + back);
			assert_int_equal(checksum_sum(p, n),
					 words(p, n));
		}
	}
	guard_free(g);
}

static void fast_equals_simple_at_the_extremes(void **state)
{
	static const uint8_t octets[] = {0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff};
	struct guard g = guard_new();
	uint8_t *p = guard_end(g, 65535);

	(void)state;
	for (size_t i = 0; i < sizeof octets; i++) {
		memset(p, octets[i], 65535);
		assert_int_equal(checksum_sum(p, 65535),
				 words(p, 65535));
		assert_int_equal(checksum_sum(p, 65534),
				 octets[i] == 0 ? 0 :
				 words(p, 65534));
	}
	guard_free(g);
}

static void all_ones_sum_to_65535_not_to_zero(void **state)
{
	struct guard g = guard_new();
	uint8_t *p = guard_end(g, 65535);

	(void)state;
	memset(p, 0xff, 65535);
	assert_int_equal(checksum_sum(p, 65534), 65535);
	assert_int_equal(checksum_sum(p, 2), 65535);
	assert_int_equal(checksum_join(65535, 65535), 65535);
	assert_int_equal(checksum_join(0, 0), 0);
	guard_free(g);
}

/* The sum of the words is 2^64 - 1, and a carry is still to be added. */
static void a_carry_may_carry_again(void **state)
{
	uint8_t p[24];

	(void)state;
	memset(p, 0xff, 16);
	for (uint32_t at = 16; at < 24; at++) {
		memset(p + 16, 0, 8);
		p[at] = 1;
		assert_int_equal(checksum_sum(p, 24),
				 words(p, 24));
	}
}

static void pieces_join_to_the_whole(void **state)
{
	struct guard g = guard_new();
	uint64_t seed = 2;
	uint8_t *p = guard_end(g, LENGTHS);
	uint32_t cut;

	(void)state;
	for (uint32_t i = 0; i < 10000; i++) {
		fill(p, LENGTHS, &seed);
		cut = prng_below(&seed, LENGTHS / 2) * 2;
		assert_int_equal(checksum_join(checksum_sum(p, cut),
				 checksum_sum(p + cut, LENGTHS - cut)),
				 checksum_sum(p, LENGTHS));
	}
	guard_free(g);
}

static void pseudo_header_equals_its_octets(void **state)
{
	uint64_t seed = 9293;
	uint8_t p[12];

	(void)state;
	for (uint32_t i = 0; i < 10000; i++) {
		fill(p, sizeof p, &seed);
		p[8] = 0;
		assert_int_equal(checksum_pseudo(rd32(p), rd32(p + 4), p[9],
						 rd16(p + 10)),
				 words(p, 12));
	}
}

/* What a device does with NEEDS_CSUM: sum all, the field included. */
static void partial_is_finished_by_summing_on(void **state)
{
	uint64_t seed = 3;
	uint8_t p[64];
	uint32_t pseudo;

	(void)state;
	for (uint32_t i = 0; i < 10000; i++) {
		fill(p, sizeof p, &seed);
		pseudo = checksum_pseudo(prng32(&seed), prng32(&seed), 6, 64);
		wr16(p + 16, (uint16_t)pseudo);
		wr16(p + 16, checksum_finish(checksum_sum(p, 64)));
		assert_int_equal(checksum_join(pseudo, checksum_sum(p, 64)),
				 65535);
	}
}

/* One's complement cannot see two exchanged words; any single bit it can. */
static void every_single_bit_flip_is_seen(void **state)
{
	uint64_t seed = 4;
	uint8_t p[61];
	uint32_t sum;

	(void)state;
	fill(p, sizeof p, &seed);
	sum = checksum_sum(p, sizeof p);
	for (uint32_t bit = 0; bit < 8 * sizeof p; bit++) {
		p[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_int_not_equal(checksum_sum(p, sizeof p), sum);
		p[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rfc1071_section_3_example),
		cmocka_unit_test(odd_octet_is_padded_on_its_right),
		cmocka_unit_test(nothing_sums_to_zero),
		cmocka_unit_test(fast_equals_simple_everywhere),
		cmocka_unit_test(fast_equals_simple_at_the_extremes),
		cmocka_unit_test(all_ones_sum_to_65535_not_to_zero),
		cmocka_unit_test(a_carry_may_carry_again),
		cmocka_unit_test(pieces_join_to_the_whole),
		cmocka_unit_test(pseudo_header_equals_its_octets),
		cmocka_unit_test(partial_is_finished_by_summing_on),
		cmocka_unit_test(every_single_bit_flip_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
