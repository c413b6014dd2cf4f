/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../runtime/timers.h"
#include "prng.h"

#define OWNERS 100

static struct timers_entry at[OWNERS];
static uint32_t place[OWNERS];

static uint64_t least(const uint64_t *when)
{
	uint64_t least = TIMERS_NEVER;

	for (int i = 0; i < OWNERS; i++)
		if (when[i] < least)
			least = when[i];
	return least;
}

static void the_next_deadline_is_the_earliest(void **unused)
{
	struct timers timers;
	uint64_t when[OWNERS], seed = 11;
	uint32_t owner;

	(void)unused;
	timers_init(&timers, at, place, OWNERS);
	for (int i = 0; i < OWNERS; i++)
		when[i] = TIMERS_NEVER;
	for (int round = 0; round < 20000; round++) {
		owner = prng_below(&seed, OWNERS);
		when[owner] = prng_below(&seed, 3) ? prng_below(&seed, 1000)
		                                   : TIMERS_NEVER;
		timers_set(&timers, owner, when[owner]);
		assert_true(timers_next(&timers) == least(when));
		owner = timers_owner(&timers);
		if (owner != TIMERS_NONE)
			assert_true(when[owner] == timers_next(&timers));
		else
			assert_true(least(when) == TIMERS_NEVER);
	}
}

static void removing_what_is_not_there_is_harmless(void **unused)
{
	struct timers timers;

	(void)unused;
	timers_init(&timers, at, place, OWNERS);
	timers_set(&timers, 5, TIMERS_NEVER);
	assert_int_equal(timers.n, 0);
	timers_set(&timers, 5, 10);
	timers_set(&timers, 5, 10);
	assert_int_equal(timers.n, 1);
	timers_set(&timers, 5, TIMERS_NEVER);
	timers_set(&timers, 5, TIMERS_NEVER);
	assert_int_equal(timers.n, 0);
	assert_int_equal(timers_owner(&timers), TIMERS_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_next_deadline_is_the_earliest),
		cmocka_unit_test(removing_what_is_not_there_is_harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
