/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * More laws, of the kind fsm_laws.h explains: timers, states, segments,
 * acknowledgments and calls.
 */
#ifndef FSM_LAWS_STATE_H
#define FSM_LAWS_STATE_H

#include "fsm_laws.h"

/* --------------------------------------------------------------- timers */

static enum verdict in_flight_both_timers_run(const struct step *s)
{
	if (!in_flight(&s->u))
		return SILENT;
	return JUDGE(s->u.armed_retransmission && s->u.armed_user);
}

static enum verdict time_wait_always_ends(const struct step *s)
{
	if (s->u.state != FSM_TIME_WAIT)
		return SILENT;
	return JUDGE(s->u.armed_time_wait && !s->u.armed_retransmission);
}

static enum verdict nothing_runs_without_a_connection(const struct step *s)
{
	if (s->u.state > FSM_LISTEN)
		return SILENT;
	return JUDGE(!s->u.armed_retransmission && !s->u.armed_user &&
		     !s->u.armed_time_wait);
}

static uint8_t told(const struct step *s, uint32_t timer, uint8_t before,
		    uint8_t after)
{
	if ((s->o.started & timer) != 0)
		return after && (s->o.cancelled & timer) == 0;
	return before == after || (before && !after);
}

/* An armed timer was told of; one that expired is not running any more. */
static enum verdict runtime_is_told_of_every_timer(const struct step *s)
{
	uint8_t gone = s->e.kind == FSM_E_RETRANSMISSION_TIMEOUT;

	return JUDGE((s->o.started & s->o.cancelled) == 0 &&
		told(s, FSM_TIMER_RETRANSMISSION, !gone &&
		     s->t.armed_retransmission, s->u.armed_retransmission) &&
		told(s, FSM_TIMER_USER, s->t.armed_user, s->u.armed_user) &&
		told(s, FSM_TIMER_TIME_WAIT, s->t.armed_time_wait,
		     s->u.armed_time_wait));
}

/* --------------------------------------------------------------- states */

#define TO(state) (1u << FSM_##state)

/* RFC 9293 figure 5, section 3.10, and CLOSED from everywhere. A segment may
 * carry what takes two arrows. */
static const uint32_t arrows[FSM_STATES] = {
	[FSM_CLOSED]       = TO(LISTEN) | TO(SYN_SENT),
	[FSM_LISTEN]       = TO(SYN_SENT) | TO(SYN_RECEIVED),
	[FSM_SYN_SENT]     = TO(SYN_RECEIVED) | TO(ESTABLISHED) |
			     TO(CLOSE_WAIT),
	[FSM_SYN_RECEIVED] = TO(ESTABLISHED) | TO(FIN_WAIT_1) | TO(LISTEN) |
			     TO(CLOSE_WAIT) | TO(TIME_WAIT),
	[FSM_ESTABLISHED]  = TO(FIN_WAIT_1) | TO(CLOSE_WAIT),
	[FSM_FIN_WAIT_1]   = TO(FIN_WAIT_2) | TO(CLOSING) | TO(TIME_WAIT),
	[FSM_FIN_WAIT_2]   = TO(TIME_WAIT),
	[FSM_CLOSE_WAIT]   = TO(LAST_ACK),
	[FSM_CLOSING]      = TO(TIME_WAIT),
	[FSM_LAST_ACK]     = 0,
	[FSM_TIME_WAIT]    = TO(SYN_RECEIVED),
};

static enum verdict states_follow_figure_5(const struct step *s)
{
	if (s->t.state == s->u.state)
		return SILENT;
	return JUDGE(((arrows[s->t.state] | TO(CLOSED)) >> s->u.state) % 2);
}

static uint8_t our_syn_is_acked(const struct step *s)
{
	return is_segment(s) && s->e.ack && !s->e.rst &&
	       s->e.seg_ack == s->t.iss + 1 &&
	       s->t.snd_nxt == s->t.iss + 1;
}

static enum verdict established_by_ack_of_our_syn(const struct step *s)
{
	if ((s->o.signals & FSM_SIGNAL_ESTABLISHED) == 0 &&
	    (s->u.state != FSM_ESTABLISHED ||
	     s->t.state == FSM_ESTABLISHED))
		return SILENT;
	if (s->t.state == FSM_SYN_SENT)
		return JUDGE(our_syn_is_acked(s) && s->e.syn);
	return JUDGE(s->t.state == FSM_SYN_RECEIVED && our_syn_is_acked(s) &&
		     !s->e.syn);
}

static enum verdict only_ack_of_our_fin_moves_on(const struct step *s)
{
	uint8_t moved = (s->t.state == FSM_FIN_WAIT_1 &&
			 (s->u.state == FSM_FIN_WAIT_2 ||
			  s->u.state == FSM_TIME_WAIT)) ||
			(s->t.state == FSM_CLOSING &&
			 s->u.state == FSM_TIME_WAIT) ||
			(s->t.state == FSM_LAST_ACK && s->o.signals == 0 &&
			 s->u.state == FSM_CLOSED && is_segment(s));

	if (!moved)
		return SILENT;
	return JUDGE(s->t.fin_sent && s->e.ack &&
		     s->e.seg_ack == s->t.snd_nxt);
}

static enum verdict nothing_is_left_in_closed(const struct step *s)
{
	struct step empty = {.u = s->u};

	if (s->t.state == FSM_CLOSED || s->u.state != FSM_CLOSED)
		return SILENT;
	return JUDGE(tcb_unchanged(&empty));
}

static enum verdict terminal_signals_only_at_the_end(const struct step *s)
{
	const uint32_t terminal = FSM_SIGNAL_REFUSED | FSM_SIGNAL_RESET |
				  FSM_SIGNAL_TIMEOUT;
	uint32_t told_now = s->o.signals & terminal;

	if (told_now == 0)
		return SILENT;
	return JUDGE((told_now & (told_now - 1)) == 0 &&
		     s->t.state != FSM_CLOSED && s->u.state == FSM_CLOSED);
}

/* ------------------------------------------------------------- segments */

static enum verdict every_ack_acknowledges_rcv_nxt(const struct step *s)
{
	if (!s->o.sent || sends_rst(s) ||
	    (s->o.segment.ctl & FSM_CTL_ACK) == 0)
		return SILENT;
	return JUDGE(s->o.segment.ack == s->u.rcv_nxt &&
	             (!s->u.ack_owed || (s->o.operations & FSM_OP_THROTTLE)));
}

static enum verdict text_is_never_sent_without_ack(const struct step *s)
{
	if (!s->o.sent || (s->o.segment.data == 0 &&
			   (s->o.segment.ctl & FSM_CTL_FIN) == 0))
		return SILENT;
	return JUDGE((s->o.segment.ctl & FSM_CTL_ACK) != 0);
}

static enum verdict retransmission_is_of_what_is_in_flight(const struct step
							   *s)
{
	if (s->e.kind != FSM_E_RETRANSMISSION_TIMEOUT || !s->o.sent)
		return SILENT;
	return JUDGE(s->o.segment.seq == s->t.snd_una &&
		     s->o.segment.data <= text_in_flight(&s->t) &&
		     ((s->o.segment.ctl & FSM_CTL_FIN) == 0 ||
		      s->o.segment.data == text_in_flight(&s->t)));
}

static enum verdict retransmission_timer_runs_on(const struct step *s)
{
	if (s->e.kind != FSM_E_RETRANSMISSION_TIMEOUT || !in_flight(&s->t))
		return SILENT;
	return JUDGE((s->o.started & FSM_TIMER_RETRANSMISSION) != 0);
}

static enum verdict every_call_is_answered(const struct step *s)
{
	if (s->e.kind > FSM_E_STATUS)
		return SILENT;
	return JUDGE(s->o.reply != FSM_REPLY_NONE);
}

static enum verdict only_calls_are_answered(const struct step *s)
{
	if (s->e.kind <= FSM_E_STATUS)
		return SILENT;
	return JUDGE(s->o.reply == FSM_REPLY_NONE);
}

static enum verdict every_event_fires_a_row(const struct step *s)
{
	return JUDGE(s->o.fired <= FSM_FIRED_MAX &&
		     (s->o.fired > 0 || s->e.kind == FSM_E_HELD));
}

/* ------------------------------------------------------ acknowledgments */

static uint8_t acks_something(const struct step *s)
{
	return less(s->t.snd_una, s->e.seg_ack) &&
	       at_most(s->e.seg_ack, s->t.snd_nxt);
}

static enum verdict acceptable_ack_moves_snd_una(const struct step *s)
{
	if (!is_good_ack(s) || !acks_something(s) ||
	    s->u.state == FSM_CLOSED)
		return SILENT;
	return JUDGE(s->u.snd_una == s->e.seg_ack &&
		     (s->o.operations & FSM_OP_ACKED) != 0);
}

static enum verdict ack_of_our_fin_moves_on(const struct step *s)
{
	if (!is_good_ack(s) || !s->t.fin_sent ||
	    s->e.seg_ack != s->t.snd_nxt || !acks_something(s))
		return SILENT;
	return JUDGE(s->u.state != s->t.state &&
		     (s->t.state != FSM_LAST_ACK ||
		      s->u.state == FSM_CLOSED));
}

static enum verdict ack_of_nothing_opens_nothing(const struct step *s)
{
	if (s->t.state != FSM_SYN_RECEIVED || !is_good_ack(s) ||
	    acks_something(s))
		return SILENT;
	return JUDGE(sends_rst(s) && s->o.segment.seq == s->e.seg_ack &&
		     s->u.state == FSM_SYN_RECEIVED);
}

static enum verdict ack_of_what_was_never_sent_is_told_so(const struct step
							  *s)
{
	if (s->t.state < FSM_ESTABLISHED || s->t.syn_unacked ||
	    !is_good_ack(s) || at_most(s->e.seg_ack, s->t.snd_nxt))
		return SILENT;
	return JUDGE(s->o.sent && s->o.segment.ctl == FSM_CTL_ACK &&
		     s->u.snd_una == s->t.snd_una);
}

/* SND.WL1 < SEG.SEQ, or they are the same and SND.WL2 =< SEG.ACK. */
static uint8_t is_fresh(const struct step *s)
{
	return less(s->t.snd_wl1, s->e.seg_seq) ||
	       (s->t.snd_wl1 == s->e.seg_seq &&
		at_most(s->t.snd_wl2, s->e.seg_ack));
}

static enum verdict old_segments_leave_the_window_MUST_34(const struct step
							  *s)
{
	if (s->t.state < FSM_ESTABLISHED || s->t.syn_unacked ||
	    !same_incarnation(s) || s->t.snd_wnd == s->u.snd_wnd)
		return SILENT;
	return JUDGE(is_segment(s) && s->e.ack && is_fresh(s) &&
		     s->u.snd_wnd == s->e.seg_wnd &&
		     s->u.snd_wl1 == s->e.seg_seq &&
		     s->u.snd_wl2 == s->e.seg_ack);
}

static enum verdict new_segments_set_the_window(const struct step *s)
{
	if (s->t.state < FSM_ESTABLISHED || s->t.state == FSM_TIME_WAIT ||
	    s->u.state <= FSM_LISTEN || s->u.state == FSM_TIME_WAIT ||
	    s->t.syn_unacked || !is_good_ack(s) || !is_fresh(s) ||
	    !at_most(s->t.snd_una, s->e.seg_ack) ||
	    !at_most(s->e.seg_ack, s->t.snd_nxt))
		return SILENT;
	return JUDGE(s->u.snd_wnd == s->e.seg_wnd);
}

static enum verdict unacceptable_text_is_acked_at_once(const struct step *s)
{
	if (!is_segment(s) || s->t.state < FSM_SYN_RECEIVED ||
	    s->u.state != s->t.state || acceptable(s) || s->e.rst ||
	    s->t.rcv_wnd == 0)
		return SILENT;
	return JUDGE(s->o.sent && s->o.segment.ctl == FSM_CTL_ACK &&
		     s->o.segment.seq == s->t.snd_nxt);
}

static enum verdict only_a_fin_prolongs_time_wait(const struct step *s)
{
	if (s->t.state != FSM_TIME_WAIT || s->u.state != FSM_TIME_WAIT ||
	    s->choices.time_wait_any_ack ||
	    (s->o.started & FSM_TIMER_TIME_WAIT) == 0)
		return SILENT;
	return JUDGE(is_segment(s) && s->e.fin && !s->e.rst);
}

/* ---------------------------------------------------------------- calls */

static enum verdict no_access_no_service(const struct step *s)
{
	if (s->e.kind > FSM_E_STATUS || s->e.allowed ||
	    (s->e.kind == FSM_E_OPEN && s->t.state > FSM_LISTEN))
		return SILENT;
	return JUDGE(s->o.reply == FSM_REPLY_ILLEGAL && ignored(s));
}

static enum verdict what_is_open_cannot_be_opened(const struct step *s)
{
	if (s->e.kind != FSM_E_OPEN || s->t.state < FSM_SYN_SENT)
		return SILENT;
	return JUDGE(s->o.reply == FSM_REPLY_EXISTS && ignored(s));
}

static enum verdict send_is_queued_or_refused(const struct step *s)
{
	if (s->e.kind != FSM_E_SEND)
		return SILENT;
	return JUDGE((s->o.reply == FSM_REPLY_OK) ==
		     ((s->o.operations & FSM_OP_QUEUE) != 0));
}

/* A CLOSE that waits in SYN_RECEIVED is repeated when ESTABLISHED. */
static enum verdict send_after_close_is_refused(const struct step *s)
{
	if (s->e.kind != FSM_E_SEND || !s->e.allowed ||
	    !(s->t.fin_owed || (s->t.close_queued &&
				s->t.state == FSM_SYN_RECEIVED)))
		return SILENT;
	return JUDGE(s->o.reply == FSM_REPLY_CLOSING && ignored(s));
}

static enum verdict send_before_close_is_taken(const struct step *s)
{
	if (s->e.kind != FSM_E_SEND || !s->e.allowed || !s->e.room ||
	    s->t.state < FSM_SYN_SENT || s->t.state > FSM_CLOSE_WAIT ||
	    s->t.fin_owed || s->t.close_queued)
		return SILENT;
	return JUDGE(s->o.reply == FSM_REPLY_OK &&
		     (!s->e.urgent || (s->u.snd_urg &&
				       s->u.snd_up == s->e.end)));
}

static enum verdict send_turns_a_listener_active(const struct step *s)
{
	if (s->e.kind != FSM_E_SEND || s->t.state != FSM_LISTEN ||
	    !s->e.allowed || !s->e.room || !s->e.remote)
		return SILENT;
	return JUDGE(s->u.state == FSM_SYN_SENT && !s->u.passive &&
		     s->o.sent && s->o.segment.ctl == FSM_CTL_SYN &&
		     s->o.segment.seq == s->e.isn);
}

static enum verdict closed_knows_no_connection(const struct step *s)
{
	if (s->t.state != FSM_CLOSED || s->e.kind == FSM_E_OPEN ||
	    s->e.kind > FSM_E_STATUS || !s->e.allowed)
		return SILENT;
	return JUDGE(s->o.reply == FSM_REPLY_NOT_EXIST && ignored(s));
}

static enum verdict receive_needs_something_to_give(const struct step *s)
{
	if (s->e.kind != FSM_E_RECEIVE || s->o.reply != FSM_REPLY_OK)
		return SILENT;
	return JUDGE(s->e.on_hand != 0 && s->t.state >= FSM_ESTABLISHED);
}

static enum verdict status_changes_nothing(const struct step *s)
{
	if (s->e.kind != FSM_E_STATUS)
		return SILENT;
	return JUDGE(ignored(s) && (s->o.reply == FSM_REPLY_OK) ==
		     (s->e.allowed && s->t.state != FSM_CLOSED));
}

static enum verdict abort_ends_every_connection(const struct step *s)
{
	if (s->e.kind != FSM_E_ABORT || !s->e.allowed ||
	    s->t.state == FSM_CLOSED)
		return SILENT;
	return JUDGE(s->u.state == FSM_CLOSED && sends_rst(s) ==
		     (s->t.state >= FSM_SYN_RECEIVED &&
		      s->t.state <= FSM_CLOSE_WAIT));
}

#endif
