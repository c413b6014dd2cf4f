/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../runtime/tcpwright.h"

static void the_version_is_the_headers(void **state)
{
	(void)state;
	assert_int_equal(tw_version(), TW_VERSION_NUM);
	assert_int_equal(TW_VERSION_MAJOR * 10000 + TW_VERSION_MINOR * 100 +
	                 TW_VERSION_PATCH, TW_VERSION_NUM);
	assert_in_range(TW_VERSION_MINOR, 0, 99);
	assert_in_range(TW_VERSION_PATCH, 0, 99);
}

static void everything_has_its_name(void **state)
{
	(void)state;
	assert_string_equal(tw_state_name(FSM_SYN_SENT), "SYN_SENT");
	assert_string_equal(tw_event_name(FSM_E_SEGMENT), "SEGMENT");
	assert_string_equal(tw_row_name(FSM_R_RST_1), "RST_1");
	for (unsigned i = 0; i < FSM_STATES; i++)
		assert_string_equal(tw_state_name(i), fsm_state_name[i]);
	for (unsigned i = 0; i < FSM_EVENTS; i++)
		assert_string_equal(tw_event_name(i), fsm_event_name[i]);
	for (unsigned i = FSM_R_NONE + 1; i < FSM_ROWS; i++)
		assert_string_equal(tw_row_name(i), fsm_row_name[i]);
}

static void what_is_not_there_has_none(void **state)
{
	(void)state;
	assert_string_equal(tw_state_name(FSM_STATES), "?");
	assert_string_equal(tw_event_name(FSM_EVENTS), "?");
	assert_string_equal(tw_row_name(FSM_R_NONE), "?");
	assert_string_equal(tw_row_name(FSM_ROWS), "?");
	assert_string_equal(tw_row_name(UINT32_MAX), "?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_version_is_the_headers),
		cmocka_unit_test(everything_has_its_name),
		cmocka_unit_test(what_is_not_there_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
