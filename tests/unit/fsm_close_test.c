/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bugs of other stacks in closing a connection and in its timers, by name: each
 * a step or a few that went wrong there.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fsm_steps.h"

/* -------------------------------------------------------------- closing */

static void only_the_ack_of_our_fin_closes_smoltcp_470(void **state)
{
	struct fsm_tcb t = in(FSM_LAST_ACK, 11);

	(void)state;
	arrives(&t, NXT, UNA, A, 0);
	assert_int_equal(t.state, FSM_LAST_ACK);
	arrives(&t, NXT, UNA + 10, A, 0);
	assert_int_equal(t.state, FSM_LAST_ACK);
	arrives(&t, NXT, UNA + 11, A, 0);
	assert_int_equal(t.state, FSM_CLOSED);
}

static void ack_of_snd_nxt_minus_1_is_not_of_our_fin_picotcp_527(void **state)
{
	struct fsm_tcb t = in(FSM_FIN_WAIT_1, 11);

	(void)state;
	arrives(&t, NXT, UNA + 10, A, 0);
	assert_int_equal(t.state, FSM_FIN_WAIT_1);
	assert_int_equal(t.armed_retransmission, 1);
	arrives(&t, NXT, UNA + 11, A, 0);
	assert_int_equal(t.state, FSM_FIN_WAIT_2);
}

static void simultaneous_close_resends_its_fin_smoltcp_279(void **state)
{
	struct fsm_tcb t = in(FSM_FIN_WAIT_1, 1);

	(void)state;
	arrives(&t, NXT, UNA, F | A, 0);
	assert_int_equal(t.state, FSM_CLOSING);
	expires(&t, FSM_E_RETRANSMISSION_TIMEOUT, 0);
	assert_sent(UNA, NXT + 1, F | A);
	arrives(&t, NXT + 1, UNA + 1, A, 0);
	assert_int_equal(t.state, FSM_TIME_WAIT);
}

static void fin_in_fin_wait_is_not_last_ack_freertos_1303(void **state)
{
	struct fsm_tcb t = in(FSM_FIN_WAIT_1, 1);

	(void)state;
	arrives(&t, NXT, UNA + 1, F | A, 0);
	assert_int_equal(t.state, FSM_TIME_WAIT);
	t = in(FSM_FIN_WAIT_2, 0);
	arrives(&t, NXT, UNA, F | A, 0);
	assert_int_equal(t.state, FSM_TIME_WAIT);
}

static void close_wait_closes_to_last_ack_cyclonetcp(void **state)
{
	struct fsm_tcb t = in(FSM_CLOSE_WAIT, 0);

	(void)state;
	call(&t, FSM_E_CLOSE, 0, 0);
	assert_int_equal(t.state, FSM_CLOSE_WAIT);
	transmits(&t, 10, 1);
	assert_int_equal(t.state, FSM_LAST_ACK);
	assert_sent(UNA, NXT, F | A);
	assert_int_equal(t.snd_nxt, UNA + 11);
}

static void fin_with_text_in_fin_wait_2_zephyr_37842(void **state)
{
	struct fsm_tcb t = in(FSM_FIN_WAIT_2, 0);

	(void)state;
	arrives(&t, NXT, UNA, F | A, 7);
	assert_int_equal(t.state, FSM_TIME_WAIT);
	assert_int_equal(out.deliver, 7);
	assert_int_equal(t.rcv_nxt, NXT + 8);
}

static void text_after_our_fin_is_delivered_zephyr_61181(void **state)
{
	struct fsm_tcb t = in(FSM_FIN_WAIT_1, 1);

	(void)state;
	arrives(&t, NXT, UNA, A, 7);
	assert_int_equal(out.deliver, 7);
	t = in(FSM_FIN_WAIT_2, 0);
	arrives(&t, NXT, UNA, A, 7);
	assert_int_equal(out.deliver, 7);
	assert_int_equal(t.ack_owed, 1);
}

static void text_after_a_full_close_is_reset_dragonos_1900(void **state)
{
	struct fsm_tcb t = in(FSM_FIN_WAIT_2, 0);

	(void)state;
	call(&t, FSM_E_CLOSE, 0, 1);
	arrives(&t, NXT, UNA, A, 7);
	assert_int_equal(t.state, FSM_CLOSED);
	assert_sent(UNA, 0, R);
}

static void close_with_unread_text_resets_SHLD_3(void **state)
{
	struct fsm_tcb t = in(FSM_ESTABLISHED, 0);

	(void)state;
	call(&t, FSM_E_CLOSE, 5, 1);
	assert_int_equal(t.state, FSM_CLOSED);
	assert_sent(UNA, 0, R);
}

static void time_wait_acks_the_fin_again_picotcp(void **state)
{
	struct fsm_tcb t = in(FSM_TIME_WAIT, 0);

	(void)state;
	arrives(&t, NXT - 1, UNA, F | A, 0);
	assert_int_equal(t.state, FSM_TIME_WAIT);
	assert_sent(UNA, NXT, A);
	assert_int_equal(out.started, FSM_TIMER_TIME_WAIT);
}

static void fin_waits_for_earlier_text_smoltcp_112(void **state)
{
	struct fsm_tcb t = in(FSM_ESTABLISHED, 0);

	(void)state;
	arrives(&t, NXT + 10, UNA, F | A, 5);
	assert_int_equal(t.state, FSM_ESTABLISHED);
	assert_int_equal(t.rcv_nxt, NXT);
	assert_int_equal(out.operations & FSM_OP_HOLD, FSM_OP_HOLD);
}

static void nothing_counts_behind_a_fin_lwIP_28288(void **state)
{
	struct fsm_tcb t = in(FSM_ESTABLISHED, 0);

	(void)state;
	arrives(&t, NXT, UNA, F | A, 5);
	assert_int_equal(t.state, FSM_CLOSE_WAIT);
	arrives(&t, NXT + 6, UNA, F | A, 5);
	assert_int_equal(t.rcv_nxt, NXT + 6);
	assert_int_equal(out.operations & FSM_OP_DELIVER, 0);
	assert_int_equal(out.signals, 0);
}

/* --------------------------------------------------------------- timers */

static void close_wait_retransmits_netsem(void **state)
{
	struct fsm_tcb t = in(FSM_CLOSE_WAIT, 0);

	(void)state;
	transmits(&t, 10, 0);
	assert_int_equal(t.armed_retransmission, 1);
	expires(&t, FSM_E_RETRANSMISSION_TIMEOUT, 10);
	assert_sent(UNA, NXT, A);
	assert_int_equal(out.segment.data, 10);
}

static void fin_is_retransmitted_zephyr_46350(void **state)
{
	struct fsm_tcb t;

	(void)state;
	for (uint8_t k = FSM_FIN_WAIT_1; k <= FSM_LAST_ACK; k++) {
		if (k == FSM_FIN_WAIT_2 || k == FSM_CLOSE_WAIT)
			continue;
		t = in(k, 1);
		expires(&t, FSM_E_RETRANSMISSION_TIMEOUT, 0);
		assert_sent(UNA, NXT, F | A);
		assert_int_equal(t.armed_retransmission, 1);
	}
}

static void fin_wait_2_is_not_for_ever_tricep_33(void **state)
{
	struct fsm_tcb t = in(FSM_FIN_WAIT_1, 1);

	(void)state;
	t.rcv_shut = 1;
	arrives(&t, NXT, UNA + 1, A, 0);
	assert_int_equal(t.state, FSM_FIN_WAIT_2);
	assert_int_equal(t.armed_user, 1);
	expires(&t, FSM_E_USER_TIMEOUT, 0);
	assert_int_equal(t.state, FSM_CLOSED);
}

static void fin_at_a_zero_window_is_probed_gvisor_13393(void **state)
{
	struct fsm_tcb t = in(FSM_ESTABLISHED, 0);

	(void)state;
	t.snd_wnd = 0;
	call(&t, FSM_E_CLOSE, 0, 0);
	transmits(&t, 0, 1);
	assert_silent();
	expires(&t, FSM_E_PROBE, 0);
	assert_sent(UNA, NXT, F | A);
	assert_int_equal(t.fin_sent, 1);
	assert_int_equal(t.armed_retransmission, 1);
}

static void window_probe_is_not_a_keep_alive_zephyr_47966(void **state)
{
	struct fsm_tcb t = in(FSM_ESTABLISHED, 0);

	(void)state;
	t.snd_wnd = 0;
	expires(&t, FSM_E_PROBE, 1);
	assert_sent(UNA, NXT, A);
	assert_int_equal(out.segment.data, 1);
	t = in(FSM_ESTABLISHED, 0);
	step(&t, (struct fsm_event){.kind = FSM_E_PROBE, .keepalive = 1});
	assert_sent(UNA - 1, NXT, A);
	assert_int_equal(out.segment.data, 0);
}

static void zero_windows_do_not_ack_each_other_esp_idf_2425(void **state)
{
	struct fsm_tcb t = in(FSM_ESTABLISHED, 0);

	(void)state;
	t.rcv_wnd = 0;
	arrives(&t, NXT, UNA, A, 0);
	assert_silent();
	assert_int_equal(t.ack_owed, 0);
}

static void opened_window_is_told_at_once_smoltcp_199(void **state)
{
	struct fsm_tcb t = in(FSM_ESTABLISHED, 0);

	(void)state;
	t.rcv_wnd = 0;
	call(&t, FSM_E_RECEIVE, 50, 0);
	assert_int_equal(t.rcv_wnd, WINDOW);
	assert_int_equal(t.ack_now, 1);
	expires(&t, FSM_E_ACK_DUE, 0);
	assert_sent(UNA, NXT, A);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	cmocka_unit_test(only_the_ack_of_our_fin_closes_smoltcp_470),
	cmocka_unit_test(ack_of_snd_nxt_minus_1_is_not_of_our_fin_picotcp_527),
	cmocka_unit_test(simultaneous_close_resends_its_fin_smoltcp_279),
	cmocka_unit_test(fin_in_fin_wait_is_not_last_ack_freertos_1303),
	cmocka_unit_test(close_wait_closes_to_last_ack_cyclonetcp),
	cmocka_unit_test(fin_with_text_in_fin_wait_2_zephyr_37842),
	cmocka_unit_test(text_after_our_fin_is_delivered_zephyr_61181),
	cmocka_unit_test(text_after_a_full_close_is_reset_dragonos_1900),
	cmocka_unit_test(close_with_unread_text_resets_SHLD_3),
	cmocka_unit_test(time_wait_acks_the_fin_again_picotcp),
	cmocka_unit_test(fin_waits_for_earlier_text_smoltcp_112),
	cmocka_unit_test(nothing_counts_behind_a_fin_lwIP_28288),
	cmocka_unit_test(close_wait_retransmits_netsem),
	cmocka_unit_test(fin_is_retransmitted_zephyr_46350),
	cmocka_unit_test(fin_wait_2_is_not_for_ever_tricep_33),
	cmocka_unit_test(fin_at_a_zero_window_is_probed_gvisor_13393),
	cmocka_unit_test(window_probe_is_not_a_keep_alive_zephyr_47966),
	cmocka_unit_test(zero_windows_do_not_ack_each_other_esp_idf_2425),
	cmocka_unit_test(opened_window_is_told_at_once_smoltcp_199),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
