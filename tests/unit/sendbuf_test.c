/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../runtime/sendbuf.h"
#include "prng.h"

#define SIZE 37

static uint8_t memory[SIZE];

static void octets_come_out_as_they_went_in(void **unused)
{
	struct sendbuf b;
	uint8_t in[SIZE], out[SIZE];
	uint32_t head = 0, tail = 0, n;
	uint64_t seed = 7;

	(void)unused;
	sendbuf_init(&b, memory, SIZE);
	for (int round = 0; round < 5000; round++) {
		n = prng_below(&seed, sendbuf_space(&b) + 1);
		for (uint32_t i = 0; i < n; i++)
			in[i] = (uint8_t)(tail + i);
		sendbuf_append(&b, in, n, false);
		tail += n;
		assert_int_equal(b.used, tail - head);
		n = prng_below(&seed, b.used + 1);
		sendbuf_copy(&b, b.used - n, out, n);
		for (uint32_t i = 0; i < n; i++)
			assert_int_equal(out[i], (uint8_t)(tail - n + i));
		n = prng_below(&seed, b.used + 1);
		sendbuf_drop(&b, n);
		head += n;
	}
}

static void the_last_push_counts(void **unused)
{
	struct sendbuf b;

	(void)unused;
	sendbuf_init(&b, memory, SIZE);
	sendbuf_append(&b, (const uint8_t *)"abcdef", 6, true);
	sendbuf_append(&b, (const uint8_t *)"gh", 2, false);
	assert_false(sendbuf_ends_push(&b, 0, 5));
	assert_true(sendbuf_ends_push(&b, 0, 6));
	assert_true(sendbuf_ends_push(&b, 3, 5));
	assert_false(sendbuf_ends_push(&b, 6, 2));
	sendbuf_drop(&b, 4);
	assert_true(sendbuf_ends_push(&b, 0, 2));
	sendbuf_drop(&b, 3);
	assert_false(sendbuf_ends_push(&b, 0, 1));
}

static void dropping_more_than_there_is_empties(void **unused)
{
	struct sendbuf b;

	(void)unused;
	sendbuf_init(&b, memory, SIZE);
	sendbuf_append(&b, (const uint8_t *)"abc", 3, true);
	sendbuf_drop(&b, 4);
	assert_int_equal(b.used, 0);
	assert_int_equal(sendbuf_space(&b), SIZE);
}

static void a_buffer_without_memory_holds_nothing(void **unused)
{
	struct sendbuf b;

	(void)unused;
	sendbuf_init(&b, NULL, 0);
	assert_int_equal(sendbuf_space(&b), 0);
	sendbuf_append(&b, NULL, 0, false);
	sendbuf_drop(&b, 0);
	assert_int_equal(b.used, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(octets_come_out_as_they_went_in),
		cmocka_unit_test(the_last_push_counts),
		cmocka_unit_test(dropping_more_than_there_is_empties),
		cmocka_unit_test(a_buffer_without_memory_holds_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
