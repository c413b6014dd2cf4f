/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Laws of TCP that no table states, about one step of the machine: what was
 * before, the event, what is after. They are written from RFC 9293, not from
 * the specification: the generator does not mark its own homework.
 *
 * A law says of a step that it holds, is broken, or has nothing to say.
 */
#ifndef FSM_LAWS_H
#define FSM_LAWS_H

#include "fsm_walk.h"

enum verdict { SILENT, HOLDS, BROKEN };

#define JUDGE(x) ((x) ? HOLDS : BROKEN)

static uint8_t less(uint32_t a, uint32_t b)	/* a < b, modulo 2^32 */
{
	return b - a - 1 < 0x7fffffff;
}

static uint8_t at_most(uint32_t a, uint32_t b)
{
	return a == b || less(a, b);
}

static uint8_t is_segment(const struct step *s)
{
	return s->e.kind == FSM_E_SEGMENT;
}

static uint8_t is_rst(const struct step *s)
{
	return is_segment(s) && s->e.rst;
}

static uint8_t sends_rst(const struct step *s)
{
	return s->o.sent && (s->o.segment.ctl & FSM_CTL_RST) != 0;
}

static uint8_t in_window(const struct step *s)
{
	return s->e.seg_seq - s->t.rcv_nxt < s->t.rcv_wnd;
}

static uint8_t synchronized(uint8_t state)
{
	return state >= FSM_SYN_RECEIVED;
}

static uint8_t in_flight(const struct fsm_tcb *t)
{
	return t->snd_una != t->snd_nxt;
}

#define SAME(field) (s->t.field == s->u.field)

static uint8_t tcb_unchanged(const struct step *s)
{
	return SAME(state) && SAME(iss) && SAME(snd_una) && SAME(snd_nxt) &&
	       SAME(snd_wnd) && SAME(snd_wl1) && SAME(snd_wl2) &&
	       SAME(max_snd_wnd) && SAME(snd_up) && SAME(snd_urg) &&
	       SAME(irs) && SAME(rcv_nxt) && SAME(rcv_wnd) && SAME(rcv_up) &&
	       SAME(rcv_urg) && SAME(rcv_shut) && SAME(passive) &&
	       SAME(reopened) && SAME(was_nxt) && SAME(was_rcv) &&
	       SAME(syn_unacked) && SAME(close_queued) && SAME(fin_owed) &&
	       SAME(fin_sent) && SAME(ack_owed) && SAME(ack_now) &&
	       SAME(armed_retransmission) && SAME(armed_user) &&
	       SAME(armed_time_wait);
}

/* Nothing changed, nothing sent, nothing said. */
static uint8_t ignored(const struct step *s)
{
	return tcb_unchanged(s) && !s->o.sent &&
	       s->o.signals == 0 && s->o.started == 0 &&
	       s->o.cancelled == 0 && s->o.operations == 0;
}

/* RFC 9293 table 6: the four cases of check 1. */
static uint8_t acceptable(const struct step *s)
{
	uint32_t length = s->e.seg_text + s->e.syn + s->e.fin;

	if (length == 0)
		return s->t.rcv_wnd == 0 ? s->e.seg_seq == s->t.rcv_nxt :
		       in_window(s);
	return s->t.rcv_wnd != 0 &&
	       (in_window(s) || s->e.seg_seq + length - 1 - s->t.rcv_nxt <
		s->t.rcv_wnd);
}

/* A segment that passes checks 1 to 4, with an ACK. */
static uint8_t is_good_ack(const struct step *s)
{
	return is_segment(s) && synchronized(s->t.state) && acceptable(s) &&
	       !s->e.rst && s->e.secure && !s->e.syn && s->e.ack;
}

/* Not deleted, not reopened by a SYN (MAY-2), and no reopening undone. */
static uint8_t same_incarnation(const struct step *s)
{
	uint8_t reopened = s->t.state == FSM_TIME_WAIT &&
			   s->u.state == FSM_SYN_RECEIVED;
	uint8_t undone = s->t.state == FSM_SYN_RECEIVED &&
			 s->u.state == FSM_TIME_WAIT;

	return synchronized(s->t.state) && synchronized(s->u.state) &&
	       !reopened && !undone;
}

/* ------------------------------------------------------------------ RST */

static enum verdict no_rst_is_answered_by_rst(const struct step *s)
{
	if (!is_rst(s))
		return SILENT;
	return JUDGE(!sends_rst(s));
}

static enum verdict only_answer_to_rst_is_a_challenge(const struct step *s)
{
	if (!is_rst(s) || !s->o.sent)
		return SILENT;
	return JUDGE(synchronized(s->t.state) && in_window(s) &&
		     s->e.seg_seq != s->t.rcv_nxt &&
		     s->o.segment.ctl == FSM_CTL_ACK &&
		     s->o.segment.seq == s->t.snd_nxt &&
		     s->o.segment.ack == s->t.rcv_nxt &&
		     s->o.segment.data == 0 && s->u.state == s->t.state);
}

static enum verdict rst_inside_the_window_is_challenged(const struct step *s)
{
	if (!is_rst(s) || !synchronized(s->t.state) ||
	    s->t.state == FSM_TIME_WAIT || !in_window(s) ||
	    s->e.seg_seq == s->t.rcv_nxt)
		return SILENT;
	return JUDGE(s->o.sent && (s->o.operations & FSM_OP_THROTTLE) != 0);
}

static enum verdict rst_outside_the_window_is_ignored(const struct step *s)
{
	if (!is_rst(s) || !synchronized(s->t.state) || in_window(s) ||
	    s->e.seg_seq == s->t.rcv_nxt)
		return SILENT;
	return JUDGE(ignored(s));
}

static enum verdict rst_is_ignored_where_nothing_is_open(const struct step *s)
{
	if (!is_rst(s) || s->t.state > FSM_LISTEN)
		return SILENT;
	return JUDGE(ignored(s));
}

static enum verdict rst_in_syn_sent_needs_our_ack(const struct step *s)
{
	if (!is_rst(s) || s->t.state != FSM_SYN_SENT ||
	    (s->e.ack && s->e.seg_ack == s->t.snd_nxt))
		return SILENT;
	return JUDGE(ignored(s));
}

/* Text for a user who will not receive any more: 3.6.1, <SEQ=SND.NXT>. */
static uint8_t resets_unwanted_text(const struct step *s)
{
	return s->t.rcv_shut && s->t.fin_owed && s->choices.half_duplex &&
	       s->e.seg_text != 0 && s->e.secure && !s->e.syn &&
	       s->u.state == FSM_CLOSED;
}

/* 3.10.7.1 and 3.5.2; SEG.LEN counts SYN and FIN. */
static enum verdict rst_has_the_numbers_of_3_10_7_1(const struct step *s)
{
	const struct fsm_segment *g = &s->o.segment;

	if (!is_segment(s) || !sends_rst(s))
		return SILENT;
	if (resets_unwanted_text(s) && g->seq == s->t.snd_nxt)
		return JUDGE(g->ctl == FSM_CTL_RST);
	if (s->e.ack)
		return JUDGE(g->ctl == FSM_CTL_RST && g->seq == s->e.seg_ack);
	return JUDGE(g->ctl == (FSM_CTL_RST | FSM_CTL_ACK) && g->seq == 0 &&
		     g->ack == s->e.seg_seq + s->e.seg_text + s->e.syn +
		     s->e.fin);
}

static enum verdict closed_answers_all_but_rst_by_rst(const struct step *s)
{
	if (!is_segment(s) || s->t.state != FSM_CLOSED || s->e.rst)
		return SILENT;
	return JUDGE(sends_rst(s) && s->u.state == FSM_CLOSED);
}

static enum verdict rst_of_a_call_is_at_snd_nxt(const struct step *s)
{
	if (!sends_rst(s) || is_segment(s) || s->e.kind == FSM_E_HELD)
		return SILENT;
	return JUDGE((s->e.kind == FSM_E_ABORT || s->e.kind == FSM_E_CLOSE) &&
		     s->o.segment.seq == s->t.snd_nxt &&
		     s->o.segment.ctl == FSM_CTL_RST);
}

/* -------------------------------------------------------------- numbers */

static enum verdict rcv_nxt_never_goes_back(const struct step *s)
{
	if (!same_incarnation(s))
		return SILENT;
	return JUDGE(at_most(s->t.rcv_nxt, s->u.rcv_nxt));
}

static enum verdict rcv_nxt_stays_in_the_window(const struct step *s)
{
	if (!same_incarnation(s) || s->t.rcv_nxt == s->u.rcv_nxt)
		return SILENT;
	return JUDGE(s->u.rcv_nxt - s->t.rcv_nxt <= s->t.rcv_wnd);
}

static enum verdict right_edge_never_shrinks(const struct step *s)
{
	if (!same_incarnation(s) ||
	    (s->t.rcv_nxt == s->u.rcv_nxt && s->t.rcv_wnd == s->u.rcv_wnd))
		return SILENT;
	return JUDGE(at_most(s->t.rcv_nxt + s->t.rcv_wnd,
			     s->u.rcv_nxt + s->u.rcv_wnd));
}

/* What was accepted is paid for out of the window; a FIN takes no room. */
static enum verdict only_receive_opens_the_window(const struct step *s)
{
	uint32_t by = s->u.rcv_nxt + s->u.rcv_wnd - s->t.rcv_nxt -
		      s->t.rcv_wnd;

	if (!same_incarnation(s) || s->e.kind == FSM_E_RECEIVE ||
	    s->choices.second_fin)
		return SILENT;
	return JUDGE(by == 0 || (by == 1 && s->e.fin &&
				 (s->o.signals & FSM_SIGNAL_CLOSING) != 0));
}

static enum verdict rcv_nxt_is_frozen_behind_a_fin(const struct step *s)
{
	if (!same_incarnation(s) || s->t.state < FSM_CLOSE_WAIT ||
	    s->choices.second_fin)
		return SILENT;
	return JUDGE(s->t.rcv_nxt == s->u.rcv_nxt);
}

static enum verdict snd_una_is_at_most_snd_nxt(const struct step *s)
{
	return JUDGE(at_most(s->u.snd_una, s->u.snd_nxt));
}

static enum verdict snd_una_never_goes_back(const struct step *s)
{
	if (!same_incarnation(s))
		return SILENT;
	return JUDGE(at_most(s->t.snd_una, s->u.snd_una));
}

static enum verdict snd_una_moves_by_what_was_sent(const struct step *s)
{
	if (!same_incarnation(s) || s->t.snd_una == s->u.snd_una)
		return SILENT;
	return JUDGE(is_segment(s) && s->e.ack &&
		     s->u.snd_una == s->e.seg_ack &&
		     at_most(s->e.seg_ack, s->t.snd_nxt));
}

static enum verdict only_output_moves_snd_nxt(const struct step *s)
{
	if (!same_incarnation(s) || s->t.snd_nxt == s->u.snd_nxt)
		return SILENT;
	return JUDGE((s->e.kind == FSM_E_TRANSMIT ||
		      s->e.kind == FSM_E_PROBE) && s->o.sent &&
		     s->o.segment.seq == s->t.snd_nxt &&
		     s->u.snd_nxt - s->t.snd_nxt == s->o.segment.data +
		     (s->o.segment.ctl & FSM_CTL_FIN ? 1 : 0));
}

static enum verdict transmit_stays_in_the_window(const struct step *s)
{
	if (s->e.kind != FSM_E_TRANSMIT || s->t.snd_nxt == s->u.snd_nxt)
		return SILENT;
	return JUDGE(s->u.snd_nxt - s->t.snd_una <= s->t.snd_wnd);
}

static enum verdict probe_goes_one_octet_beyond(const struct step *s)
{
	if (s->e.kind != FSM_E_PROBE || s->t.snd_nxt == s->u.snd_nxt)
		return SILENT;
	return JUDGE(s->u.snd_nxt - s->t.snd_nxt == 1 && !in_flight(&s->t));
}

static enum verdict fin_is_the_last_number(const struct step *s)
{
	if (!same_incarnation(s) || !s->t.fin_sent)
		return SILENT;
	return JUDGE(s->u.fin_sent && s->u.snd_nxt == s->t.snd_nxt);
}

static enum verdict iss_is_new_only_at_the_start(const struct step *s)
{
	if (s->t.iss == s->u.iss || s->u.state <= FSM_LISTEN)
		return SILENT;
	return JUDGE((s->t.state <= FSM_LISTEN ||
		      s->t.state == FSM_TIME_WAIT) && s->u.iss == s->e.isn);
}

#endif
