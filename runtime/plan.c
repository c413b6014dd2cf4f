/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * When to send (RFC 9293 sections 3.7.4, 3.8.6). With D octets unsent and U
 * usable, text goes out when one of these holds (3.8.6.2.1):
 *
 *      (1)  min(D, U) >= Eff.snd.MSS
 *      (2)  [SND.NXT = SND.UNA and] PUSHed and D =< U
 *      (3)  [SND.NXT = SND.UNA and] min(D, U) >= 1/2 MAX.SND.WND
 *      (4)  the override timeout occurs
 *
 * Nagle's algorithm is the part in brackets. CLOSE pushes all there is, and
 * the FIN goes with the last of it. Where the device segments, (1) takes as
 * many full segments as fit; a short one behind them goes along only where it
 * would have gone alone.
 *
 * What is in flight is bounded by the peer's window and by cwnd; only PROBE
 * exceeds the former, by one octet.
 */
#include "octets.h"
#include "plan.h"
#include "seq.h"

/*@ requires \valid_read(tcb);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <==> may_send(tcb); */
static bool may_transmit(const struct fsm_tcb *tcb)
{
	switch (tcb->state) {
	case FSM_ESTABLISHED:
	case FSM_CLOSE_WAIT:
	case FSM_FIN_WAIT_1:
	case FSM_CLOSING:
		return !tcb->fin_sent && !tcb->syn_unacked;
	default:
		return false;
	}
}

/*@ requires \valid_read(c) && flight_kept(c);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == text_unsent(c); */
static uint32_t unsent(const struct connection *c)
{
	return c->send.used - connection_flight(c);
}

/* U: what the peer's window, and cwnd if it counts, still allow. */
/*@ requires \valid_read(&tw->config) && \valid_read(c);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == text_usable(tw, c); */
static uint32_t usable(const struct tw *tw, const struct connection *c)
{
	uint32_t window = c->tcb.snd_wnd;
	uint32_t flight = seq_from(c->tcb.snd_una, c->tcb.snd_nxt);

	if (!tw->config.no_congestion)
		window = least(window, c->congestion.window);
	return window > flight ? window - flight : 0;
}

/*@ requires \valid_read(c);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <==> c->tcb.snd_una == c->tcb.snd_nxt; */
static bool is_empty(const struct connection *c)
{
	return c->tcb.snd_una == c->tcb.snd_nxt;
}

/*@ requires \valid_read(c);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <==> c->tcb.snd_urg != 0 &&
      seq_lt(c->tcb.snd_nxt, c->tcb.snd_up); */
static bool urgent_pending(const struct connection *c)
{
	return c->tcb.snd_urg && seq_before(c->tcb.snd_nxt, c->tcb.snd_up);
}

/* Is text of n octets, less than a segment, sent now? Rules (2) to (4). */
/*@ requires \valid_read(c) && flight_kept(c);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <==> n > 0 && short_may_go(c, n); */
static bool short_goes(const struct connection *c, uint32_t n)
{
	bool whole = n == unsent(c);

	if (n == 0)
		return false;
	if (c->override || (whole && c->tcb.fin_owed))
		return true;
	if (!c->nodelay && !is_empty(c))
		return false;
	return (whole && c->send.pushed == c->send.used) ||
	       n >= c->tcb.max_snd_wnd / 2;
}

/* Octets of text to send now; 0: none. */
/*@ requires \valid_read(&tw->config) && \valid_read(c);
    requires 0 < room && c->mss > 0 && flight_kept(c);
    terminates \true; exits \false; assigns \nothing;
    ensures planned: text_planned(tw, c, room, \result);
    ensures most: \result <= text_most(tw, c, room) <= room; */
static uint32_t text_now(const struct tw *tw, const struct connection *c,
                         uint32_t room)
{
	uint32_t mss = least(c->mss, room);
	uint32_t n = least(unsent(c), usable(tw, c));

	n = least(n, urgent_pending(c) ? mss : room);
	if (n < mss)
		return short_goes(c, n) ? n : 0;
	//@ assert most: n == text_most(tw, c, room);
	if (n % mss != 0 && !(n == unsent(c) && short_goes(c, n)))
		n -= n % mss;
	return n;
}

/*@ requires \valid_read(&tw->config) && \valid_read(c) && \valid(cause);
    requires \separated(cause, c) && \separated(cause, &tw->config);
    requires 0 < room <= 65535 && c->mss > 0 && flight_kept(c);
    terminates \true; exits \false; assigns *cause;
    ensures plain: \result ==> event_plain(cause->event, FSM_E_TRANSMIT);
    ensures may: \result ==> may_send(&c->tcb);
    ensures text: \result ==> text_planned(tw, c, room, cause->event.n);
    ensures most: \result ==>
      cause->event.n <= text_most(tw, c, room) <= room;
    ensures some: \result ==> cause->event.n > 0 || c->tcb.fin_owed != 0;
    ensures last: \result ==>
      (cause->event.last != 0 <==> cause->event.n == text_unsent(c)); */
static bool plan_transmit(const struct tw *tw, const struct connection *c,
                          uint32_t room, struct cause *cause)
{
	uint32_t n, left;
	bool fin;

	if (!may_transmit(&c->tcb))
		return false;
	n = text_now(tw, c, room);
	left = unsent(c) - n;
	fin = c->tcb.fin_owed && left == 0 &&
	      c->tcb.snd_wnd > seq_from(c->tcb.snd_una, c->tcb.snd_nxt) + n;
	if (n == 0 && !fin)
		return false;
	*cause = cause_of(FSM_E_TRANSMIT);
	cause->event.n = n;
	cause->event.last = left == 0;
	cause->event.push = n > 0 && sendbuf_ends_push(&c->send,
	                                               connection_flight(c), n);
	return true;
}

/*@ requires \valid_read(c) && \valid(cause) && \separated(cause, c);
    terminates \true; exits \false; assigns *cause;
    ensures \result <==> c->tcb.ack_owed != 0 &&
      (c->tcb.ack_now != 0 || c->ack_soon);
    ensures \result ==> event_plain(cause->event, FSM_E_ACK_DUE);
    ensures \result ==> cause->event.n == 0; */
static bool plan_ack(const struct connection *c, struct cause *cause)
{
	if (!c->tcb.ack_owed || !(c->tcb.ack_now || c->ack_soon))
		return false;
	*cause = cause_of(FSM_E_ACK_DUE);
	return true;
}

bool output_plan(const struct tw *tw, const struct connection *c,
                 uint32_t room, struct cause *cause)
{
	return plan_transmit(tw, c, room, cause) || plan_ack(c, cause);
}

void output_front(const struct connection *c, struct fsm_event *event)
{
	uint32_t n = least(connection_flight(c), c->mss);

	if (c->tcb.snd_wnd < n)
		n = c->tcb.snd_wnd > 0 ? c->tcb.snd_wnd : 1;
	event->n = n;
	event->push = n > 0 && sendbuf_ends_push(&c->send, 0, n);
}

void output_probe(const struct connection *c, struct fsm_event *event)
{
	event->n = unsent(c) > 0;
	event->push = 1;
}

/* ------------------------------------------------------------- persist */

bool output_waits(const struct connection *c)
{
	return may_transmit(&c->tcb) && is_empty(c) &&
	       (unsent(c) > 0 || c->tcb.fin_owed);
}

/*@ requires \valid_read(tw) && \valid_read(c);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <= tw->config.rto_maximum;
    ensures tw->config.rto_maximum <= 0x8000000000000000 ==>
      \result == tw->config.rto_maximum || \result >= c->rto.rto; */
static uint64_t probe_delay(const struct tw *tw, const struct connection *c)
{
	uint64_t delay = c->rto.rto;

	/*@ loop invariant 0 <= i <= c->probes;
	    loop invariant tw->config.rto_maximum <= 0x8000000000000000 ==>
	      delay >= c->rto.rto || delay >= tw->config.rto_maximum;
	    loop assigns i, delay;
	    loop variant c->probes - i; */
	for (uint8_t i = 0; i < c->probes; i++)
		if (delay < tw->config.rto_maximum)
			delay *= 2;
	return delay < tw->config.rto_maximum ? delay : tw->config.rto_maximum;
}

void output_persist(struct tw *tw, struct connection *c)
{
	if (!output_waits(c)) {
		c->due[DUE_PERSIST] = TIMERS_NEVER;
		return;
	}
	if (c->due[DUE_PERSIST] != TIMERS_NEVER)
		return;
	c->due[DUE_PERSIST] = tw->now + (c->tcb.snd_wnd > 0 ? SILLY_DELAY
	                                 : probe_delay(tw, c));
}
