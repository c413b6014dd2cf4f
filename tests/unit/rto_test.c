/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../runtime/rto.h"

#define MS 1000u

static struct rto fresh(void)
{
	struct rto rto;

	rto_init(&rto, 1000 * MS, 200 * MS, 60000 * MS);
	return rto;
}

static void the_first_sample_sets_all(void **unused)
{
	struct rto rto = fresh();

	(void)unused;
	assert_int_equal(rto.rto, 1000 * MS);
	rto_sample(&rto, 300 * MS);
	assert_int_equal(rto.srtt, 300 * MS);
	assert_int_equal(rto.rttvar, 150 * MS);
	assert_int_equal(rto.rto, 900 * MS);
}

static void further_samples_smooth(void **unused)
{
	struct rto rto = fresh();

	(void)unused;
	rto_sample(&rto, 800 * MS);
	rto_sample(&rto, 400 * MS);
	assert_int_equal(rto.rttvar, 400 * MS);
	assert_int_equal(rto.srtt, 750 * MS);
	assert_int_equal(rto.rto, 2350 * MS);
}

static void bounds_hold(void **unused)
{
	struct rto rto = fresh();

	(void)unused;
	rto_sample(&rto, 10);
	assert_int_equal(rto.rto, 200 * MS);
	for (int i = 0; i < 100; i++)
		rto_expired(&rto);
	assert_int_equal(rto.rto, 60000 * MS);
}

/* Karn: what was sent twice is not measured, and the backed-off RTO stays. */
static void a_retransmission_is_not_measured(void **unused)
{
	struct rto rto = fresh();

	(void)unused;
	rto_sent(&rto, 100, 0);
	rto_expired(&rto);
	rto_acked(&rto, 100, 50 * MS);
	assert_false(rto.measured);
	assert_int_equal(rto.rto, 2000 * MS);
	rto_sent(&rto, 200, 100 * MS);
	rto_resent(&rto);
	rto_acked(&rto, 200, 150 * MS);
	assert_false(rto.measured);
	rto_sent(&rto, 300, 200 * MS);
	rto_acked(&rto, 300, 500 * MS);
	assert_true(rto.measured);
	assert_int_equal(rto.rto, 900 * MS);
}

static void one_segment_is_timed_at_a_time(void **unused)
{
	struct rto rto = fresh();

	(void)unused;
	rto_sent(&rto, 0xfffffff0, 0);
	rto_sent(&rto, 0x10, 100 * MS);
	rto_acked(&rto, 0xffffffef, 300 * MS);
	assert_false(rto.measured);
	rto_acked(&rto, 0x5, 400 * MS);
	assert_int_equal(rto.srtt, 400 * MS);
}

static void a_syn_sent_twice_means_three_seconds(void **unused)
{
	struct rto rto = fresh();

	(void)unused;
	rto_expired(&rto);
	rto_after_syn(&rto);
	assert_int_equal(rto.rto, 3000 * MS);
	rto_sample(&rto, 100 * MS);
	rto_after_syn(&rto);
	assert_int_equal(rto.rto, 300 * MS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_sample_sets_all),
		cmocka_unit_test(further_samples_smooth),
		cmocka_unit_test(bounds_hold),
		cmocka_unit_test(a_retransmission_is_not_measured),
		cmocka_unit_test(one_segment_is_timed_at_a_time),
		cmocka_unit_test(a_syn_sent_twice_means_three_seconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
