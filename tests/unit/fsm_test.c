/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Long random walks of the generated machine, every step of them judged by
 * every law of fsm_laws*.h. A law that is broken once fails; so does one that
 * never had anything to say. Most steps are walked with the default choices,
 * the rest with others.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "fsm_laws.h"
#include "fsm_laws_state.h"

enum { STEPS = 1000000, OTHER_WALKS = 256, OTHER_STEPS = 1000 };

#define LAW(name) {#name, name, 0, 0}

static struct law {
	const char *name;
	enum verdict (*of)(const struct step *s);
	uint32_t held, broken;		/* steps */
} laws[] = {
	LAW(no_rst_is_answered_by_rst),
	LAW(only_answer_to_rst_is_a_challenge),
	LAW(rst_inside_the_window_is_challenged),
	LAW(rst_outside_the_window_is_ignored),
	LAW(rst_is_ignored_where_nothing_is_open),
	LAW(rst_in_syn_sent_needs_our_ack),
	LAW(rst_has_the_numbers_of_3_10_7_1),
	LAW(closed_answers_all_but_rst_by_rst),
	LAW(rst_of_a_call_is_at_snd_nxt),
	LAW(rcv_nxt_never_goes_back),
	LAW(rcv_nxt_stays_in_the_window),
	LAW(right_edge_never_shrinks),
	LAW(only_receive_opens_the_window),
	LAW(rcv_nxt_is_frozen_behind_a_fin),
	LAW(snd_una_is_at_most_snd_nxt),
	LAW(snd_una_never_goes_back),
	LAW(snd_una_moves_by_what_was_sent),
	LAW(only_output_moves_snd_nxt),
	LAW(transmit_stays_in_the_window),
	LAW(probe_goes_one_octet_beyond),
	LAW(fin_is_the_last_number),
	LAW(iss_is_new_only_at_the_start),
	LAW(in_flight_both_timers_run),
	LAW(time_wait_always_ends),
	LAW(nothing_runs_without_a_connection),
	LAW(runtime_is_told_of_every_timer),
	LAW(states_follow_figure_5),
	LAW(established_by_ack_of_our_syn),
	LAW(only_ack_of_our_fin_moves_on),
	LAW(nothing_is_left_in_closed),
	LAW(terminal_signals_only_at_the_end),
	LAW(every_ack_acknowledges_rcv_nxt),
	LAW(text_is_never_sent_without_ack),
	LAW(retransmission_is_of_what_is_in_flight),
	LAW(retransmission_timer_runs_on),
	LAW(every_call_is_answered),
	LAW(only_calls_are_answered),
	LAW(every_event_fires_a_row),
	LAW(acceptable_ack_moves_snd_una),
	LAW(ack_of_our_fin_moves_on),
	LAW(ack_of_nothing_opens_nothing),
	LAW(ack_of_what_was_never_sent_is_told_so),
	LAW(old_segments_leave_the_window_MUST_34),
	LAW(new_segments_set_the_window),
	LAW(unacceptable_text_is_acked_at_once),
	LAW(only_a_fin_prolongs_time_wait),
	LAW(no_access_no_service),
	LAW(what_is_open_cannot_be_opened),
	LAW(send_is_queued_or_refused),
	LAW(send_after_close_is_refused),
	LAW(send_before_close_is_taken),
	LAW(send_turns_a_listener_active),
	LAW(closed_knows_no_connection),
	LAW(receive_needs_something_to_give),
	LAW(status_changes_nothing),
	LAW(abort_ends_every_connection),
};

enum { LAWS = sizeof laws / sizeof *laws };

static uint32_t visits[FSM_STATES];	/* steps that ended there */
static uint32_t firings[FSM_ROWS];

static void tell(const struct step *s, const struct law *law, uint32_t i)
{
	print_error("%s, step %u: %s in %s -> %s\n", law->name, i,
		    fsm_event_name[s->e.kind], fsm_state_name[s->t.state],
		    fsm_state_name[s->u.state]);
	for (uint32_t k = 0; k < s->o.fired; k++)
		print_error("  %s\n", fsm_row_name[s->o.row[k]]);
}

static void judge(const struct step *s, uint32_t i)
{
	enum verdict v;

	for (uint32_t k = 0; k < LAWS; k++) {
		v = laws[k].of(s);
		laws[k].held += v == HOLDS;
		if (v == BROKEN && laws[k].broken++ == 0)
			tell(s, &laws[k], i);
	}
}

static void walk(struct fsm_choices choices, uint64_t seed, uint32_t steps)
{
	struct step s = {.choices = choices};
	struct fsm_event e;

	for (uint32_t i = 0; i < steps; i++) {
		e = any_event(&seed, &s.u);
		take_step(&s, &e);
		judge(&s, i);
		visits[s.u.state]++;
		for (uint32_t k = 0; k < s.o.fired; k++)
			firings[s.o.row[k]]++;
	}
}

static int walk_all(void **state)
{
	uint64_t seed = 793;
	struct fsm_choices c;
	uint8_t *flag = (uint8_t *)&c;

	(void)state;
	walk(fsm_choices_default, 9293, STEPS);
	for (uint32_t i = 0; i < OTHER_WALKS; i++) {
		for (size_t k = 0; k < sizeof c; k++)
			flag[k] = prng(&seed) % 2;
		walk(c, prng(&seed), OTHER_STEPS);
	}
	return 0;
}

static void holds_at_every_step(void **state)
{
	const struct law *law = *state;

	assert_int_equal(law->broken, 0);
	assert_int_not_equal(law->held, 0);
}

static void all_eleven_states_are_visited(void **state)
{
	(void)state;
	for (uint32_t k = 0; k < FSM_STATES; k++)
		assert_in_range(visits[k], 1000, STEPS);
}

/* Rows that no walk fires are rows that no law has judged. */
static void nearly_every_row_was_fired(void **state)
{
	uint32_t missing = 0;

	(void)state;
	for (uint32_t k = FSM_R_NONE + 1; k < FSM_ROWS; k++) {
		if (firings[k] != 0)
			continue;
		print_message("not fired: %s\n", fsm_row_name[k]);
		missing++;
	}
	assert_true(missing * 50 <= FSM_ROWS);
}

int main(void)
{
	struct CMUnitTest tests[LAWS + 2] = {
		cmocka_unit_test(all_eleven_states_are_visited),
		cmocka_unit_test(nearly_every_row_was_fired),
	};

	for (uint32_t k = 0; k < LAWS; k++)
		tests[k + 2] = (struct CMUnitTest){.name = laws[k].name,
			.test_func = holds_at_every_step,
			.initial_state = &laws[k]};
	return cmocka_run_group_tests(tests, walk_all, NULL);
}
