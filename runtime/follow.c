/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What follows from an event by itself, and why the runtime may raise it at
 * this very moment:
 *   - HELD: a row has moved RCV.NXT up to octets, or to a FIN, that are held,
 *     or ESTABLISHED was reached with text that came with the SYN.
 *   - CLOSE: the one that section 3.10.4 queues in SYN-RECEIVED.
 *   - RETRANSMISSION_TIMEOUT before its time: the front of the queue is known
 *     to be lost (RFC 5681 section 3.2, RFC 6582), or the window has opened
 *     behind a probe.
 */
#include "plan.h"

#define SEG_TEXT_MAX 65535u     /* of SEG.TEXT, octets(65535) in the table */

/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result <==> state == FSM_ESTABLISHED ||
      state == FSM_FIN_WAIT_1 || state == FSM_FIN_WAIT_2; */
static bool takes_text(uint8_t state)
{
	switch (state) {
	case FSM_ESTABLISHED:
	case FSM_FIN_WAIT_1:
	case FSM_FIN_WAIT_2:
		return true;
	default:
		return false;
	}
}

/*@ requires \valid_read(c) && \valid(cause) && \separated(c, cause);
    requires recvbuf_ok(&c->receive);
    terminates \true; exits \false; assigns *cause;
    ensures ok: \result ==> event_ok(cause->event);
    ensures held: \result ==> follows_held(c, cause->event);
    ensures none: !\result && text_taken(&c->tcb) &&
      c->tcb.rcv_wnd >= c->receive.ring.size - c->receive.ready ==>
      !recvbuf_holds(&c->receive, 0) ||
      (c->receive.fin && c->receive.fin_at == 0); */
static bool plan_held(const struct connection *c, struct cause *cause)
{
	uint32_t n = recvbuf_contiguous(&c->receive);
	bool fin = recvbuf_fin_is_next(&c->receive);

	if (!takes_text(c->tcb.state) || c->tcb.syn_unacked ||
	    (n == 0 && !fin) || n > c->tcb.rcv_wnd)
		return false;
	*cause = cause_of(FSM_E_HELD);
	cause->event.seg_seq = c->tcb.rcv_nxt;
	cause->event.seg_text = n;
	if (n > SEG_TEXT_MAX) {
		cause->event.seg_text = SEG_TEXT_MAX;
		fin = false;
	}
	cause->event.fin = fin;
	return true;
}

/* ESTABLISHED was reached; the peer's FIN may have led on from there. */
/*@ requires \valid_read(c) && \valid(cause) && \separated(c, cause);
    requires recvbuf_ok(&c->receive);
    terminates \true; exits \false; assigns *cause;
    ensures ok: \result ==> event_ok(cause->event);
    ensures close: \result ==> follows_close(c, cause->event);
    ensures none: !\result ==> c->tcb.close_queued == 0 ||
      (c->tcb.state != FSM_ESTABLISHED && c->tcb.state != FSM_CLOSE_WAIT); */
static bool plan_close(const struct connection *c, struct cause *cause)
{
	if (!c->tcb.close_queued || (c->tcb.state != FSM_ESTABLISHED &&
	                             c->tcb.state != FSM_CLOSE_WAIT))
		return false;
	*cause = cause_of(FSM_E_CLOSE);
	cause->event.both = c->tcb.rcv_shut;
	cause->event.on_hand = c->receive.ready;
	cause->event.pending = c->send.used > 0;
	return true;
}

/*@ requires \valid(c) && \valid(cause) && \separated(c, cause);
    terminates \true; exits \false; assigns c->again, *cause;
    ensures ok: \result ==> event_ok(cause->event);
    ensures again: \result ==> follows_again(c, cause->event);
    ensures once: !c->again;
    ensures asked: \result <==> \old(c->again) &&
      c->tcb.snd_una != c->tcb.snd_nxt; */
static bool plan_again(struct connection *c, struct cause *cause)
{
	if (!c->again)
		return false;
	c->again = false;
	if (c->tcb.snd_una == c->tcb.snd_nxt)
		return false;
	*cause = cause_of(FSM_E_RETRANSMISSION_TIMEOUT);
	output_front(c, &cause->event);
	return true;
}

bool plan_following(struct connection *c, struct cause *cause)
{
	return !c->finished && (plan_held(c, cause) || plan_close(c, cause) ||
	                        plan_again(c, cause));
}
