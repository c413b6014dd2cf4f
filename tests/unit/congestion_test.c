/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../runtime/congestion.h"

#define MSS 1000

static struct congestion fresh(void)
{
	struct congestion c;

	congestion_init(&c, MSS);
	return c;
}

/* RFC 6928: min(10 MSS, max(2 MSS, 14600)) */
static void the_initial_window(void **unused)
{
	struct congestion c = fresh();

	(void)unused;
	assert_int_equal(c.window, 10000);
	congestion_init(&c, 1460);
	assert_int_equal(c.window, 14600);
	congestion_init(&c, 9000);
	assert_int_equal(c.window, 18000);
}

static void slow_start_grows_by_what_is_acknowledged(void **unused)
{
	struct congestion c = fresh();

	(void)unused;
	assert_false(congestion_acked(&c, 500, 500, 0));
	assert_int_equal(c.window, 10500);
	congestion_acked(&c, 50000, 50500, 0);
	assert_int_equal(c.window, 12500);
}

static void avoidance_grows_one_segment_a_window(void **unused)
{
	struct congestion c = fresh();
	uint32_t una = 0;

	(void)unused;
	c.threshold = c.window;
	for (int i = 0; i < 10; i++)
		congestion_acked(&c, MSS, una += MSS, 0);
	assert_int_equal(c.window, 11000);
	for (int i = 0; i < 10; i++)
		congestion_acked(&c, MSS, una += MSS, 0);
	assert_int_equal(c.window, 11000);
	congestion_acked(&c, MSS, una += MSS, 0);
	assert_int_equal(c.window, 12000);
}

/* RFC 6582 section 3.2. */
static void recovery_ends_when_all_is_acknowledged(void **unused)
{
	struct congestion c = fresh();

	(void)unused;
	assert_false(congestion_duplicate(&c, 0, 8000));
	assert_false(congestion_duplicate(&c, 0, 8000));
	assert_true(congestion_duplicate(&c, 0, 8000));
	assert_int_equal(c.threshold, 4000);
	assert_int_equal(c.window, 7000);
	assert_false(congestion_duplicate(&c, 0, 8000));
	assert_int_equal(c.window, 8000);
	assert_true(congestion_acked(&c, 3000, 3000, 5000));
	assert_int_equal(c.window, 6000);
	assert_false(congestion_acked(&c, 5000, 8000, 0));
	assert_int_equal(c.window, 2000);
	assert_false(c.recovering);
}

static void a_timeout_begins_again_with_one_segment(void **unused)
{
	struct congestion c = fresh();

	(void)unused;
	congestion_timeout(&c, 0, 10000);
	assert_int_equal(c.window, MSS);
	assert_int_equal(c.threshold, 5000);
	congestion_timeout(&c, 0, 10000);
	assert_int_equal(c.threshold, 5000);
	/* Duplicates of what is sent again are no new loss. */
	for (int i = 0; i < 5; i++)
		assert_false(congestion_duplicate(&c, 0, 10000));
	assert_true(congestion_acked(&c, MSS, MSS, 9000));
	assert_false(congestion_acked(&c, 9000, 10000, 0));
}

static void the_threshold_is_two_segments_at_least(void **unused)
{
	struct congestion c = fresh();

	(void)unused;
	congestion_timeout(&c, 0, 100);
	assert_int_equal(c.threshold, 2 * MSS);
}

static void the_window_stays_in_its_bounds(void **unused)
{
	struct congestion c = fresh();
	uint32_t una = 0;

	(void)unused;
	for (int i = 0; i < 1000000; i++)
		congestion_acked(&c, 2000, una += 2000, 0);
	assert_int_equal(c.window, CONGESTION_MAX);
	for (int i = 0; i < 3; i++)
		congestion_duplicate(&c, una, una + 3 * MSS);
	congestion_acked(&c, 0x7fffffff, una + 1, MSS);
	assert_in_range(c.window, MSS, CONGESTION_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_initial_window),
		cmocka_unit_test(slow_start_grows_by_what_is_acknowledged),
		cmocka_unit_test(avoidance_grows_one_segment_a_window),
		cmocka_unit_test(recovery_ends_when_all_is_acknowledged),
		cmocka_unit_test(a_timeout_begins_again_with_one_segment),
		cmocka_unit_test(the_threshold_is_two_segments_at_least),
		cmocka_unit_test(the_window_stays_in_its_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
