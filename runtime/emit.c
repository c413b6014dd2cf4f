/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A segment that a row sends, on its way to the outgoing queue. Challenge
 * acknowledgments are counted here (RFC 5961 section 7): so many a second for
 * each connection; what is over the limit is not sent. One limit for all of
 * them together would tell a stranger, who uses it up with a connection of its
 * own, what is answered on another (CVE-2016-5696).
 */
#include "steps.h"

#include <stddef.h>

#include "octets.h"

#define SECOND 1000000u         /* us */

/* May one more challenge acknowledgment be sent in this second? */
/*@ requires \valid(&tw->counters) && \valid(c);
    requires \valid_read(&tw->config) && \valid_read(&tw->now);
    requires \separated(c, &tw->config, &tw->counters, &tw->now);
    terminates \true; exits \false;
    assigns c->second, c->challenges, tw->counters.challenges,
      tw->counters.challenges_withheld;
    ensures second: c->second == tw->now / SECOND;
    ensures limit: \result ==>
      0 < c->challenges <= tw->config.challenge_limit;
    ensures again: \old(c->second) == tw->now / SECOND ==>
      c->challenges == \old(c->challenges) + (\result ? 1 : 0);
    ensures first: \old(c->second) != tw->now / SECOND ==>
      c->challenges == (\result ? 1 : 0);
    ensures allowed: \result <==> tw->config.challenge_limit >
      (\old(c->second) == tw->now / SECOND ? \old(c->challenges) : 0); */
static bool challenge_allowed(struct tw *tw, struct connection *c)
{
	if (tw->now / SECOND != c->second) {
		c->second = tw->now / SECOND;
		c->challenges = 0;
	}
	if (c->challenges >= tw->config.challenge_limit) {
		tw->counters.challenges_withheld++;
		return false;
	}
	c->challenges++;
	tw->counters.challenges++;
	return true;
}

/* A SYN offers window scaling; a SYN,ACK only if the peer's SYN did. */
/*@ requires \valid_read(tw) && \valid_read(c) && \valid(outgoing);
    requires \separated(outgoing, tw) && \separated(outgoing, c);
    terminates \true; exits \false;
    assigns outgoing->has_scale, outgoing->scale;
    ensures offered: (outgoing->segment.ctl & FSM_CTL_SYN) != 0 &&
      !tw->config.no_window_scale &&
      ((outgoing->segment.ctl & FSM_CTL_ACK) == 0 || c->peer_scales) ==>
      outgoing->has_scale == 1 && outgoing->scale <= OPTIONS_SCALE_MAX;
    ensures not: (outgoing->segment.ctl & FSM_CTL_SYN) == 0 ||
      tw->config.no_window_scale ||
      ((outgoing->segment.ctl & FSM_CTL_ACK) != 0 && !c->peer_scales) ==>
      outgoing->has_scale == \old(outgoing->has_scale) &&
      outgoing->scale == \old(outgoing->scale); */
static void offer_scale(const struct tw *tw, const struct connection *c,
                        struct outgoing *outgoing)
{
	if (!(outgoing->segment.ctl & FSM_CTL_SYN) ||
	    tw->config.no_window_scale ||
	    ((outgoing->segment.ctl & FSM_CTL_ACK) && !c->peer_scales))
		return;
	outgoing->has_scale = 1;
	outgoing->scale = connection_shift(tw);
}

/* The window as the header says it: of RCV.WND what 16 bits can, in units. */
/*@ requires \valid_read(c) && c->receive_unit > 0;
    terminates \true; exits \false; assigns \nothing;
    ensures \result == window_said(c, ctl); */
static uint16_t window_field(const struct connection *c, uint8_t ctl)
{
	uint32_t window = c->tcb.rcv_wnd;

	if (ctl & FSM_CTL_RST)
		return 0;
	if (!(ctl & FSM_CTL_SYN))
		window /= c->receive_unit;
	return (uint16_t)least(window, 65535);
}

/*@ requires \valid(outgoing) && \valid_read(event) && \valid_read(out);
    requires \separated(outgoing, event) && \separated(outgoing, out);
    terminates \true; exits \false;
    assigns outgoing->event, outgoing->before, outgoing->after,
      outgoing->rows, outgoing->row[0 .. FSM_FIRED_MAX - 1];
    ensures \forall integer i; 0 <= i < FSM_FIRED_MAX ==>
      outgoing->row[i] == (i < out->fired ? out->row[i] : FSM_R_NONE);
    ensures outgoing->event == event->kind && outgoing->rows == out->fired;
    ensures outgoing->before == before && outgoing->after == after; */
static void name_rows(struct outgoing *outgoing, const struct fsm_event *event,
                      uint8_t before, uint8_t after, const struct fsm_out *out)
{
	outgoing->event = event->kind;
	outgoing->before = before;
	outgoing->after = after;
	outgoing->rows = out->fired;
	/*@ loop invariant 0 <= i <= FSM_FIRED_MAX;
	    loop invariant \forall integer j; 0 <= j < i ==>
	      outgoing->row[j] == (j < out->fired ? out->row[j] : FSM_R_NONE);
	    loop assigns i, outgoing->row[0 .. FSM_FIRED_MAX - 1];
	    loop variant FSM_FIRED_MAX - i; */
	for (int i = 0; i < FSM_FIRED_MAX; i++)
		outgoing->row[i] = i < out->fired ? out->row[i] : FSM_R_NONE;
}

/* What leaves: the segment, for whom, and the rows that sent it. */
/*@ requires \valid_read(tw) && \valid_read(c) && \valid_read(event);
    requires \valid_read(before) && \valid_read(out) && \valid(outgoing);
    requires c->receive_unit > 0;
    requires \separated(outgoing, tw) && \separated(outgoing, c);
    requires \separated(outgoing, event) && \separated(outgoing, before);
    requires \separated(outgoing, out);
    terminates \true; exits \false; assigns *outgoing;
    ensures segment: emitted_as(&outgoing->segment, out);
    ensures connection: emitted_by(outgoing, c, out->segment.ctl); */
static void write_outgoing(const struct tw *tw, const struct connection *c,
                           const struct fsm_event *event,
                           const struct fsm_tcb *before,
                           const struct fsm_out *out,
                           struct outgoing *outgoing)
{
	outgoing->segment = out->segment;
	outgoing->key = c->key;
	outgoing->slot = c->generation ? c->slot : OUTGOING_NO_SLOT;
	outgoing->generation = c->generation;
	outgoing->window = window_field(c, out->segment.ctl);
	outgoing->scale = 0;
	outgoing->has_scale = 0;
	outgoing->tos = c->tos;
	outgoing->arp = 0;
	outgoing->arp_mac = 0;
	offer_scale(tw, c, outgoing);
	name_rows(outgoing, event, before->state, c->tcb.state, out);
}

void connection_emit(struct tw *tw, struct connection *c,
                     const struct fsm_event *event,
                     const struct fsm_tcb *before, const struct fsm_out *out)
{
	struct outgoing *outgoing;

	if ((out->operations & FSM_OP_THROTTLE) && !challenge_allowed(tw, c))
		return;
	if ((out->segment.ctl & FSM_CTL_RST) && before->state == FSM_CLOSED)
		tw->counters.resets_sent++;
	outgoing = outqueue_put(&tw->outgoing);
	if (outgoing == NULL) {
		tw->counters.dropped_full++;
		return;
	}
	write_outgoing(tw, c, event, before, out, outgoing);
}
