/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The axioms of the proofs, asked of the compiler: a number up to one turn
 * out of range, made a uint32_t, is that number a turn on or back (C11
 * 6.3.1.3). The numbers:
 *
 *      -2^32           0          2^32         2^33
 *        |--- below ---|--- same ---|--- above ---|
 *
 * Every number within 70000 of each edge and of the middle of each part, then
 * a million between, spread by a full-period generator.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#define TURN INT64_C(4294967296)
#define NEAR 70000
#define DRAWS 1000000

/* volatile: the conversion happens when the test runs. */
static void ask(int64_t number)
{
	volatile int64_t n = number;
	int64_t wrapped = (uint32_t)n;

	if (number < -TURN || number >= 2 * TURN)
		return;
	if (number < 0)
		assert_true(wrapped == number + TURN);
	else if (number < TURN)
		assert_true(wrapped == number);
	else
		assert_true(wrapped == number - TURN);
}

static void test_around_edges_and_middles(void **state)
{
	(void)state;
	for (int64_t half = -2; half <= 4; half++)
		for (int64_t d = -NEAR; d <= NEAR; d++)
			ask(half * TURN / 2 + d);
}

static void test_numbers_between(void **state)
{
	uint64_t draw = 1;

	(void)state;
	for (int i = 0; i < DRAWS; i++) {
		draw = draw * UINT64_C(6364136223846793005) + 1;
		ask((int64_t)(draw >> 16) % (3 * TURN) - TURN);
	}
}

/* What the code relies on: the difference of two numbers, and their sum. */
static void test_sums_and_differences(void **state)
{
	uint64_t draw = 7;

	(void)state;
	for (int i = 0; i < DRAWS; i++) {
		draw = draw * UINT64_C(6364136223846793005) + 1;
		volatile uint32_t a = (uint32_t)(draw >> 32);
		volatile uint32_t b = (uint32_t)draw;
		int64_t less = (int64_t)a - b, more = (int64_t)a + b;

		assert_true((uint32_t)(a - b) ==
			(less < 0 ? less + TURN : less));
		assert_true((uint32_t)(a + b) ==
			(more < TURN ? more : more - TURN));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_around_edges_and_middles),
		cmocka_unit_test(test_numbers_between),
		cmocka_unit_test(test_sums_and_differences),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
