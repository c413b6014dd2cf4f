/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As much of cmocka as the tests use, for machines that there is no cmocka
 * for. The closing lines are cmocka's, so tests/unit/run.sh can add them up.
 */
#ifndef CMOCKA_H
#define CMOCKA_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void (*CMUnitTestFunction)(void **state);

struct CMUnitTest {
	const char *name;
	CMUnitTestFunction test_func;
	int (*setup_func)(void **state);
	int (*teardown_func)(void **state);
	void *initial_state;
};

#define cmocka_unit_test(test) { #test, test, NULL, NULL, NULL }
#define cmocka_run_group_tests(tests, setup, teardown) \
	cross_run(tests, sizeof(tests) / sizeof *(tests), setup, teardown)
#define cmocka_run_group_tests_name(name, tests, setup, teardown) \
	cross_run(tests, sizeof(tests) / sizeof *(tests), setup, teardown)

/* The values of the tests are whole numbers and pointers, no negative ones
 * beside unsigned ones of another width. */
#define cross_value(x) ((uintmax_t)(x))

static inline int cross_in_range(uintmax_t x, uintmax_t low, uintmax_t high)
{
	return low <= x && x <= high;
}

#define cross_check(good, text) \
	((good) ? (void)0 : cross_fail(text, __FILE__, __LINE__))
#define assert_true(x) cross_check((x), #x)
#define assert_false(x) cross_check(!(x), "not " #x)
#define assert_null(x) cross_check((x) == NULL, #x " == NULL")
#define assert_non_null(x) cross_check((x) != NULL, #x " != NULL")
#define assert_ptr_equal(a, b) cross_check((a) == (b), #a " == " #b)
#define assert_int_equal(a, b) \
	cross_check(cross_value(a) == cross_value(b), #a " == " #b)
#define assert_int_not_equal(a, b) \
	cross_check(cross_value(a) != cross_value(b), #a " != " #b)
#define assert_in_range(x, low, high) \
	cross_check(cross_in_range(cross_value(x), cross_value(low), \
	                           cross_value(high)), #x " in range")
#define assert_memory_equal(a, b, n) \
	cross_check(memcmp(a, b, n) == 0, #a " == " #b)
#define assert_memory_not_equal(a, b, n) \
	cross_check(memcmp(a, b, n) != 0, #a " != " #b)
#define assert_string_equal(a, b) \
	cross_check(strcmp(a, b) == 0, #a " == " #b)
#define print_message printf
#define print_error printf
#define fail_msg(...) \
	(printf(__VA_ARGS__), cross_fail("fails", __FILE__, __LINE__))

/* The first failure is the last word: status 1. */
static inline _Noreturn void cross_fail(const char *text, const char *file,
                                        int line)
{
	printf("%s:%d: %s\n[  FAILED  ] 1 test(s)\n", file, line, text);
	exit(1);
}

static inline int cross_run(const struct CMUnitTest *tests, size_t n,
                            int (*setup)(void **), int (*teardown)(void **))
{
	void *group = NULL;

	if (setup != NULL && setup(&group) != 0)
		cross_fail("setup", __FILE__, __LINE__);
	for (size_t i = 0; i < n; i++) {
		void *state = tests[i].initial_state != NULL
		              ? tests[i].initial_state : group;

		printf("[ RUN      ] %s\n", tests[i].name);
		tests[i].test_func(&state);
	}
	if (teardown != NULL && teardown(&group) != 0)
		cross_fail("teardown", __FILE__, __LINE__);
	printf("[  PASSED  ] %zu test(s).\n", n);
	return 0;
}

#endif
