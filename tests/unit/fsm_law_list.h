/* SPDX-License-Identifier: BSD-2-Clause */
/* All laws, in the order of fsm_laws.h and fsm_laws_state.h. */
#ifndef FSM_LAW_LIST_H
#define FSM_LAW_LIST_H

#include "fsm_laws.h"
#include "fsm_laws_state.h"

struct law {
	const char *name;
	enum verdict (*of)(const struct step *s);
};

#define LAW(name) {#name, name}

static const struct law laws[] = {
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

#endif
