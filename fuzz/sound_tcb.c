/* SPDX-License-Identifier: BSD-2-Clause */
/* What RFC 9293 makes true of a TCB between two events. */
#include "sound.h"

#include "oracle.h"

#define FLIGHT_MAX 1073790976u	/* the largest scaled window, and a segment */

#define MUST(x) fuzz_check(x, "%s: not " #x, fsm_state_name[t->state])

static bool in_flight(const struct fsm_tcb *t)
{
	return t->snd_una != t->snd_nxt;
}

static void only_a_syn(const struct fsm_tcb *t)
{
	MUST(t->snd_una == t->iss);
	MUST(t->snd_nxt == t->iss + 1);
	MUST(!t->fin_sent);
}

static void numbers(const struct fsm_tcb *t)
{
	MUST(t->snd_nxt - t->snd_una <= FLIGHT_MAX);
	if (t->state <= FSM_LISTEN)
		MUST(!in_flight(t) && !t->fin_owed && !t->fin_sent &&
		     !t->syn_unacked);
	if (t->syn_unacked)
		only_a_syn(t);
	if (t->state == FSM_SYN_SENT || t->state == FSM_SYN_RECEIVED)
		MUST(t->syn_unacked && !t->fin_owed);
	if (t->state >= FSM_ESTABLISHED && t->state != FSM_FIN_WAIT_1)
		MUST(!t->syn_unacked);
	if (t->reopened)
		MUST(t->syn_unacked);
}

static void our_fin(const struct fsm_tcb *t)
{
	switch (t->state) {
	case FSM_ESTABLISHED:
		MUST(!t->fin_owed && !t->fin_sent);
		break;
	case FSM_FIN_WAIT_1: case FSM_CLOSING: case FSM_LAST_ACK:
		MUST(t->fin_owed);
		MUST(!t->fin_sent || in_flight(t));
		break;
	case FSM_FIN_WAIT_2: case FSM_TIME_WAIT:
		MUST(t->fin_owed && t->fin_sent && !in_flight(t));
		break;
	case FSM_CLOSE_WAIT:
		MUST(!t->fin_sent);
		break;
	default:
		break;
	}
	if (t->state == FSM_LAST_ACK)
		MUST(t->fin_sent);
	if (t->close_queued)
		MUST(!t->fin_owed);
}

/* A state without its timer is a connection that waits for ever. */
static void timers(const struct fsm_tcb *t, const struct fsm_choices *choices)
{
	MUST(in_flight(t) == t->armed_retransmission);
	if (in_flight(t))
		MUST(t->armed_user);
	if (t->state <= FSM_LISTEN)
		MUST(!t->armed_user);
	MUST(t->armed_time_wait == (t->state == FSM_TIME_WAIT));
	if (t->state == FSM_TIME_WAIT)
		MUST(!t->armed_user);
	if (t->state == FSM_FIN_WAIT_2 && t->rcv_shut &&
	    choices->fin_wait_2_limit)
		MUST(t->armed_user);
}

void sound_tcb(const struct fsm_tcb *t, const struct fsm_choices *choices)
{
	MUST(t->state < FSM_STATES);
	numbers(t);
	our_fin(t);
	timers(t, choices);
	if (t->ack_now)
		MUST(t->ack_owed);
	if (t->state <= FSM_SYN_SENT)
		MUST(!t->reopened && !t->close_queued && !t->rcv_shut &&
		     !t->ack_owed);
}
