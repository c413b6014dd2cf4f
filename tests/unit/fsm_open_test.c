/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bugs of other stacks in opening and resetting a connection, by name: each a
 * step or a few that went wrong there.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fsm_steps.h"

/* ------------------------------------------------------------------ RST */

static void rst_in_window_does_not_kill(void **state)
{
	struct fsm_tcb t;

	(void)state;
	for (uint8_t k = FSM_ESTABLISHED; k < FSM_TIME_WAIT; k++) {
		t = in(k, 10);
		arrives(&t, NXT + 1, 0, R, 0);
		assert_int_equal(t.state, k);
		assert_sent(UNA + 10, NXT, A);
		arrives(&t, NXT, 0, R, 0);
		assert_int_equal(t.state, FSM_CLOSED);
	}
}

/* Text may reach into the window though SEG.SEQ does not. */
static void rst_before_the_window_with_text_does_not_kill(void **state)
{
	struct fsm_tcb t;

	(void)state;
	for (uint8_t k = FSM_ESTABLISHED; k <= FSM_TIME_WAIT; k++) {
		t = in(k, 0);
		arrives(&t, NXT - 1, UNA, R | A, 50);
		assert_int_equal(t.state, k);
		assert_silent();
	}
}

static void no_storm_of_rst_ack_and_challenges_smoltcp_338(void **state)
{
	struct fsm_tcb t = in(FSM_ESTABLISHED, 0);

	(void)state;
	arrives(&t, NXT + 5, UNA, R | A, 0);
	assert_sent(UNA, NXT, A);
	assert_int_equal(out.operations & FSM_OP_THROTTLE, FSM_OP_THROTTLE);
	arrives(&t, NXT - 5, UNA, R | A, 0);
	assert_silent();
	arrives(&t, 0, UNA, R | A, 0);
	assert_silent();
}

static void limit_does_not_mute_acks_of_old_text_smoltcp_1162(void **state)
{
	struct fsm_tcb t = in(FSM_ESTABLISHED, 0);

	(void)state;
	arrives(&t, NXT - 10, UNA, A, 10);
	assert_sent(UNA, NXT, A);
	assert_int_equal(out.operations & FSM_OP_THROTTLE, 0);
}

static void rst_numbers_of_closed_gvisor_6076(void **state)
{
	struct fsm_tcb t = {.state = FSM_CLOSED};

	(void)state;
	arrives(&t, 700, 0, S, 0);
	assert_sent(0, 701, R | A);
	arrives(&t, 700, 0, F, 20);
	assert_sent(0, 721, R | A);
	arrives(&t, 700, 44, A | F, 20);
	assert_sent(44, 0, R);
	arrives(&t, 700, 44, A | R, 0);
	assert_silent();
}

static void rst_in_syn_received_returns_to_listen_lwIP_25467(void **state)
{
	struct fsm_tcb t = opening(FSM_SYN_RECEIVED, 1);

	(void)state;
	arrives(&t, NXT, 0, R, 0);
	assert_int_equal(t.state, FSM_LISTEN);
	assert_int_equal(out.operations & FSM_OP_RELEASE, FSM_OP_RELEASE);
	assert_silent();
}

static void syn_ack_is_not_accepted_in_listen_wolfIP(void **state)
{
	struct fsm_tcb t = {.state = FSM_LISTEN, .passive = 1};

	(void)state;
	arrives(&t, 700, 44, S | A, 0);
	assert_int_equal(t.state, FSM_LISTEN);
	assert_sent(44, 0, R);
}

static void listener_lets_a_rst_pass_smoltcp_1058(void **state)
{
	struct fsm_tcb t = {.state = FSM_LISTEN, .passive = 1};

	(void)state;
	arrives(&t, 700, 44, R | A, 0);
	assert_int_equal(t.state, FSM_LISTEN);
	assert_silent();
}

static void refused_is_not_pending_wolfIP_171(void **state)
{
	struct fsm_tcb t = opening(FSM_SYN_SENT, 0);

	(void)state;
	expires(&t, FSM_E_RETRANSMISSION_TIMEOUT, 0);
	assert_int_equal(out.signals, 0);
	arrives(&t, 0, ISS + 1, R | A, 0);
	assert_int_equal(t.state, FSM_CLOSED);
	assert_int_not_equal(out.signals, 0);
}

/* ------------------------------------------------------------------ SYN */

static void syn_of_a_rebooted_peer_is_challenged_smoltcp_815(void **state)
{
	struct fsm_tcb t;

	(void)state;
	for (uint8_t k = FSM_ESTABLISHED; k < FSM_TIME_WAIT; k++) {
		t = in(k, 0);
		arrives(&t, 123456, 0, S, 0);
		assert_sent(t.snd_nxt, NXT, A);
		arrives(&t, NXT, 0, S, 0);
		assert_sent(t.snd_nxt, NXT, A);
		assert_int_equal(t.state, k);
	}
}

static void simultaneous_open_establishes_both_ends(void **state)
{
	struct fsm_tcb a = opening(FSM_SYN_SENT, 0);
	struct fsm_tcb b = opening(FSM_SYN_SENT, 0);
	struct fsm_segment to_b;

	(void)state;
	arrives(&a, ISS, 0, S, 0);
	assert_int_equal(a.state, FSM_SYN_RECEIVED);
	assert_sent(ISS, ISS + 1, S | A);
	arrives(&b, ISS, 0, S, 0);
	assert_sent(ISS, ISS + 1, S | A);
	arrives(&b, ISS, ISS + 1, S | A, 0);
	assert_sent(ISS + 1, ISS + 1, A);
	to_b = out.segment;
	arrives(&a, to_b.seq, to_b.ack, A, 0);
	assert_int_equal(a.state, FSM_ESTABLISHED);
	assert_int_equal(out.signals, FSM_SIGNAL_ESTABLISHED);
	arrives(&b, ISS + 1, ISS + 1, A, 0);
	assert_int_equal(b.state, FSM_ESTABLISHED);
}

static void fin_alone_does_not_open_freertos_1301(void **state)
{
	struct fsm_tcb t = opening(FSM_SYN_SENT, 0);

	(void)state;
	arrives(&t, 5000, 0, F, 0);
	assert_int_equal(t.state, FSM_SYN_SENT);
	arrives(&t, 5000, ISS + 1, F | A, 0);
	assert_int_equal(t.state, FSM_SYN_SENT);
}

static void new_syn_reopens_from_time_wait_asterinas(void **state)
{
	struct fsm_tcb t = in(FSM_TIME_WAIT, 0);

	(void)state;
	arrives(&t, NXT + 70000, 0, S, 0);
	assert_int_equal(t.state, FSM_SYN_RECEIVED);
	assert_sent(900000, NXT + 70001, S | A);
	assert_int_equal(t.armed_time_wait, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	cmocka_unit_test(rst_in_window_does_not_kill),
	cmocka_unit_test(rst_before_the_window_with_text_does_not_kill),
	cmocka_unit_test(no_storm_of_rst_ack_and_challenges_smoltcp_338),
	cmocka_unit_test(limit_does_not_mute_acks_of_old_text_smoltcp_1162),
	cmocka_unit_test(rst_numbers_of_closed_gvisor_6076),
	cmocka_unit_test(rst_in_syn_received_returns_to_listen_lwIP_25467),
	cmocka_unit_test(syn_ack_is_not_accepted_in_listen_wolfIP),
	cmocka_unit_test(listener_lets_a_rst_pass_smoltcp_1058),
	cmocka_unit_test(refused_is_not_pending_wolfIP_171),
	cmocka_unit_test(syn_of_a_rebooted_peer_is_challenged_smoltcp_815),
	cmocka_unit_test(simultaneous_open_establishes_both_ends),
	cmocka_unit_test(fin_alone_does_not_open_freertos_1301),
	cmocka_unit_test(new_syn_reopens_from_time_wait_asterinas),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
