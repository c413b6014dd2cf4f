/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The steps of connection_raise() that have a file of their own, but for those
 * of move.c. `before` is the TCB as the event found it.
 */
#ifndef STEPS_H
#define STEPS_H

#include "stack.h"

/* ----------------------------------------------------------- measure.c */

/* Measures the round trip and the congestion. */
/*@ requires \valid(tw) && \valid(c) && \valid_read(cause);
    requires \valid_read(before) && \valid_read(out);
    requires \separated(c, &tw->config) && \separated(c, &tw->counters);
    requires \separated(c, &tw->now) && \separated(c, cause, before, out);
    requires tw->config.rto_minimum <= tw->config.rto_maximum;
    requires rto_ok(&c->rto) && congestion_ok(&c->congestion);
    terminates \true; exits \false;
    assigns c->rto, c->congestion, c->syn_resent, c->again, c->repeats,
      c->probes, c->retransmissions, tw->counters.retransmissions;
    ensures rto: rto_ok(&c->rto);
    ensures congestion: congestion_ok(&c->congestion);
    ensures opened: c->tcb.state != FSM_CLOSED && c->tcb.state != FSM_LISTEN &&
      before->snd_wnd == 0 && c->tcb.snd_wnd > 0 ==> c->probes == 0;
    ensures other: before->snd_wnd > 0 || c->tcb.snd_wnd == 0 ==>
      c->probes == \old(c->probes); */
void connection_measure(struct tw *tw, struct connection *c,
                        const struct cause *cause,
                        const struct fsm_tcb *before,
                        const struct fsm_out *out);

/* -------------------------------------------------------------- emit.c */

/*@ // The window a header says, of 16 bits: none of a RST, unscaled of a SYN.
    logic integer window_said(struct connection *c, integer ctl) =
      (ctl & FSM_CTL_RST) != 0 ? 0 :
      congestion_least(65535, (ctl & FSM_CTL_SYN) != 0 ? c->tcb.rcv_wnd
                              : c->tcb.rcv_wnd / c->receive_unit);

    // The segment is the one the event sent, ...
    predicate emitted_as(struct fsm_segment *s, struct fsm_out *out) =
      s->seq == out->segment.seq && s->ack == out->segment.ack &&
      s->ctl == out->segment.ctl && s->data == out->segment.data &&
      s->up == out->segment.up;

    // ... from this connection to its peer.
    predicate emitted_by(struct outgoing *o, struct connection *c,
                         integer ctl) =
      o->key.address == c->key.address && o->key.port == c->key.port &&
      o->key.local == c->key.local && o->generation == c->generation &&
      o->slot == (c->generation != 0 ? c->slot : OUTGOING_NO_SLOT) &&
      o->window == window_said(c, ctl) && o->arp == 0; */

/* Puts a segment the event sent into the outgoing queue, unless throttled. */
/*@ requires \valid(tw) && \valid(c) && \valid_read(event);
    requires \valid_read(before) && \valid_read(out);
    requires outqueue_ok(&tw->outgoing) && c->receive_unit > 0;
    requires \separated(c, &tw->config, &tw->counters, &tw->outgoing, &tw->now,
      tw->outgoing.at + (0 .. tw->outgoing.size - 1));
    requires \separated(tw, event, before, out,
      tw->outgoing.at + (0 .. tw->outgoing.size - 1));
    requires \separated(c, event, before, out);
    terminates \true; exits \false;
    assigns c->second, c->challenges, tw->counters, tw->outgoing.n,
      tw->outgoing.at[outqueue_end(&tw->outgoing) ..
        outqueue_end(&tw->outgoing) -
        (tw->outgoing.n < tw->outgoing.size ? 0 : 1)];
    ensures ok: outqueue_ok(&tw->outgoing);
    ensures one: tw->outgoing.n == \old(tw->outgoing.n) ||
      tw->outgoing.n == \old(tw->outgoing.n) + 1;
    ensures all: (out->operations & FSM_OP_THROTTLE) == 0 &&
      \old(tw->outgoing.n) < tw->outgoing.size ==>
      tw->outgoing.n == \old(tw->outgoing.n) + 1;
    ensures second: (out->operations & FSM_OP_THROTTLE) != 0 &&
      tw->outgoing.n == \old(tw->outgoing.n) + 1 ==>
      c->second == tw->now / 1000000;
    ensures limit: (out->operations & FSM_OP_THROTTLE) != 0 &&
      tw->outgoing.n == \old(tw->outgoing.n) + 1 ==>
      0 < c->challenges <= tw->config.challenge_limit;
    ensures emitted: tw->outgoing.n == \old(tw->outgoing.n) + 1 ==>
      \let o = tw->outgoing.at + \old(outqueue_end(&tw->outgoing));
      emitted_as(&o->segment, out) && emitted_by(o, c, out->segment.ctl); */
void connection_emit(struct tw *tw, struct connection *c,
                     const struct fsm_event *event,
                     const struct fsm_tcb *before, const struct fsm_out *out);

/* ------------------------------------------------------------- agree.c */

/*@ predicate mtu_ok(struct tw *tw) = tw->config.mtu >= 576; */

/* The largest text of a segment that our MTU takes: the MSS we announce. */
/*@ requires \valid_read(tw) && mtu_ok(tw);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == tw->config.mtu - 40; */
uint32_t connection_mss(const struct tw *tw);

/*@ logic integer halved(integer n, integer times) =
      times <= 0 ? n : halved(n, times - 1) / 2; */

/* The shift count we offer: the least that can say our whole buffer. */
/*@ requires \valid_read(tw);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <= OPTIONS_SCALE_MAX;
    ensures enough: \result == OPTIONS_SCALE_MAX ||
      halved(tw->config.receive_buffer, \result) <= 65535;
    ensures least: \result == 0 ||
      halved(tw->config.receive_buffer, \result - 1) > 65535; */
uint8_t connection_shift(const struct tw *tw);

/* Takes the options of the SYN that synchronized the connection. */
/*@ requires \valid_read(tw) && mtu_ok(tw) && \valid(c);
    requires \valid_read(cause) && \valid_read(before);
    requires cause->header == \null || \valid_read(cause->header);
    requires \separated(c, &tw->config, cause, before);
    requires cause->header == \null || \separated(c, cause->header);
    terminates \true; exits \false;
    assigns c->mss, c->congestion, c->peer_scales, c->send_unit,
            c->receive_unit;
    ensures mss: c->mss == \old(c->mss) ||
            64 <= c->mss <= tw->config.mtu - 40;
    ensures sent: c->send_unit == \old(c->send_unit) ||
            1 <= c->send_unit <= 16384;
    ensures received: c->receive_unit == \old(c->receive_unit) ||
            1 <= c->receive_unit <= 16384;
    ensures unasked: cause->header == \null ==> c->mss == \old(c->mss) &&
            c->send_unit == \old(c->send_unit) &&
            c->receive_unit == \old(c->receive_unit);
    ensures unscaled: c->peer_scales != 0 ||
            (c->send_unit == 1 && c->receive_unit == 1) ||
            (c->send_unit == \old(c->send_unit) &&
             c->receive_unit == \old(c->receive_unit)); */
void connection_agree(const struct tw *tw, struct connection *c,
                      const struct cause *cause,
                      const struct fsm_tcb *before);

#endif
