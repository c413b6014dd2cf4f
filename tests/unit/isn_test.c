/* SPDX-License-Identifier: BSD-2-Clause */
/* ISN predictable: NUMBER:JACK, nine stacks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../runtime/isn.h"
#include "../../runtime/seq.h"

static uint64_t prf(void *context, const void *data, size_t size)
{
	uint64_t hash = *(const uint64_t *)context;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ ((const uint8_t *)data)[i]) * 1099511628211u;
	return hash;
}

static const struct isn_sockets sockets = {0x0a000001, 0x0a000002, 7, 9};

static uint32_t isn(uint64_t key, struct isn_sockets s, uint64_t now)
{
	return isn_fresh(prf, &key, s, now);
}

static void the_clock_ticks_every_four_microseconds(void **unused)
{
	(void)unused;
	assert_int_equal(isn(1, sockets, 4003) - isn(1, sockets, 0), 1000);
}

static void every_part_of_the_pair_and_the_key_count(void **unused)
{
	struct isn_sockets other[4] = {sockets, sockets, sockets, sockets};
	uint32_t n = isn(1, sockets, 0);

	(void)unused;
	other[0].local_address++;
	other[1].remote_address++;
	other[2].local_port++;
	other[3].remote_port++;
	for (int i = 0; i < 4; i++)
		assert_int_not_equal(isn(1, other[i], 0), n);
	assert_int_not_equal(isn(2, sockets, 0), n);
}

static void ports_and_numbers_are_unrelated(void **unused)
{
	uint64_t key = 1;

	(void)unused;
	assert_int_not_equal(isn_port_offset(prf, &key, sockets),
	                     isn(1, sockets, 0));
}

static void a_reopened_connection_goes_forward(void **unused)
{
	(void)unused;
	assert_int_equal(isn_again(500, 400), 500);
	assert_true(seq_before(400, isn_again(400, 400)));
	assert_true(seq_before(0xffffff00, isn_again(0xfffffe00, 0xffffff00)));
	assert_int_equal(isn_again(5, 0xffffff00), 5);
}

static void comparison_is_modular(void **unused)
{
	(void)unused;
	assert_true(seq_before(0xffffffff, 0));
	assert_false(seq_before(0, 0xffffffff));
	assert_false(seq_before(7, 7));
	assert_true(seq_upto(7, 7));
	assert_true(seq_before(0, SEQ_HALF - 1));
	assert_false(seq_before(0, SEQ_HALF));
	assert_false(seq_before(SEQ_HALF, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_clock_ticks_every_four_microseconds),
		cmocka_unit_test(every_part_of_the_pair_and_the_key_count),
		cmocka_unit_test(ports_and_numbers_are_unrelated),
		cmocka_unit_test(a_reopened_connection_goes_forward),
		cmocka_unit_test(comparison_is_modular),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
