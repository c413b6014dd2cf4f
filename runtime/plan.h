/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a connection sends next, and when: see plan.c; and what follows from an
 * event by itself: see follow.c.
 */
#ifndef PLAN_H
#define PLAN_H

#include "stack.h"

/*@ // A state in which text goes out, and neither SYN nor FIN is in flight.
    predicate may_send(struct fsm_tcb *t) =
      (t->state == FSM_ESTABLISHED || t->state == FSM_CLOSE_WAIT ||
       t->state == FSM_FIN_WAIT_1 || t->state == FSM_CLOSING) &&
      t->fin_sent == 0 && t->syn_unacked == 0;

    // The send buffer has the text that is in flight.
    predicate flight_kept(struct connection *c) =
      text_flight(&c->tcb) <= c->send.used;

    // D: octets unsent.
    logic integer text_unsent(struct connection *c) =
      c->send.used - text_flight(&c->tcb);

    // U: what the peer's window, and cwnd if it counts, still allow.
    logic integer text_window(struct tw *tw, struct connection *c) =
      tw->config.no_congestion || c->tcb.snd_wnd < c->congestion.window
        ? c->tcb.snd_wnd : c->congestion.window;

    logic integer text_usable(struct tw *tw, struct connection *c) =
      text_window(tw, c) < seq_gap(c->tcb.snd_una, c->tcb.snd_nxt) ? 0
      : text_window(tw, c) - seq_gap(c->tcb.snd_una, c->tcb.snd_nxt);

    // May n octets go that are no full segments? Rules (2) to (4) of plan.c.
    predicate short_may_go(struct connection *c, integer n) =
      c->override || (n == text_unsent(c) && c->tcb.fin_owed != 0) ||
      ((c->nodelay || c->tcb.snd_una == c->tcb.snd_nxt) &&
       ((n == text_unsent(c) && c->send.pushed == c->send.used) ||
        n >= c->tcb.max_snd_wnd / 2));

    // The largest text of a segment, and the most that may go at once: only
    // one segment while the peer is to hear of urgent text.
    logic integer text_segment(struct connection *c, integer room) =
      congestion_least(c->mss, room);

    logic integer text_most(struct tw *tw, struct connection *c,
                            integer room) =
      congestion_least(congestion_least(text_unsent(c), text_usable(tw, c)),
        c->tcb.snd_urg != 0 && seq_lt(c->tcb.snd_nxt, c->tcb.snd_up)
        ? text_segment(c, room) : room);

    // N octets of text: full segments, and what is left if that may go too.
    predicate rest_may_go(struct connection *c, integer most, integer full) =
      (most < full || most == text_unsent(c)) && short_may_go(c, most);

    predicate text_planned(struct tw *tw, struct connection *c, integer room,
                           integer n) =
      \let most = text_most(tw, c, room);
      \let full = text_segment(c, room);
      (rest_may_go(c, most, full) ==> n == most) &&
      (!rest_may_go(c, most, full) ==> n == most - most % full);

    // Something waits to be sent while nothing is in flight.
    predicate send_waits(struct connection *c) =
      may_send(&c->tcb) && c->tcb.snd_una == c->tcb.snd_nxt &&
      (text_unsent(c) > 0 || c->tcb.fin_owed != 0); */

/* The event that would send something for this connection now, if any. */
/*@ requires \valid_read(&tw->config) && \valid_read(c) && \valid(cause);
    requires \separated(cause, c) && \separated(cause, &tw->config);
    requires 0 < room <= 65535 && c->mss > 0 && flight_kept(c);
    terminates \true; exits \false; assigns *cause;
    ensures ok: \result ==> event_ok(cause->event);
    ensures transmit: \result && cause->event.kind == FSM_E_TRANSMIT ==>
      event_plain(cause->event, FSM_E_TRANSMIT) && may_send(&c->tcb) &&
      text_planned(tw, c, room, cause->event.n) &&
      cause->event.n <= text_most(tw, c, room) &&
      (cause->event.n > 0 || c->tcb.fin_owed != 0) &&
      (cause->event.last != 0 <==> cause->event.n == text_unsent(c));
    ensures ack: \result && cause->event.kind != FSM_E_TRANSMIT ==>
      event_plain(cause->event, FSM_E_ACK_DUE) && c->tcb.ack_owed != 0 &&
      (c->tcb.ack_now != 0 || c->ack_soon) && cause->event.n == 0;
    ensures none: !\result ==> c->tcb.ack_owed == 0 ||
      (c->tcb.ack_now == 0 && !c->ack_soon); */
bool output_plan(const struct tw *tw, const struct connection *c,
                 uint32_t room, struct cause *cause);

/* N and PUSH of RETRANSMISSION_TIMEOUT: the front of the queue. */
/*@ requires \valid_read(c) && \valid(event) && \separated(c, event);
    terminates \true; exits \false; assigns event->n, event->push;
    ensures fits: event->n <= c->mss && event->n <= text_flight(&c->tcb);
    ensures window: event->n <= c->tcb.snd_wnd || event->n == 1;
    ensures some: event->n > 0 <==> c->mss > 0 && text_flight(&c->tcb) > 0;
    ensures push: event->push != 0 <==> event->n > 0 &&
      0 < c->send.pushed <= event->n; */
void output_front(const struct connection *c, struct fsm_event *event);

/* N of PROBE: one octet, or none when only the FIN is left. */
/*@ requires \valid_read(c) && \valid(event) && \separated(c, event);
    requires flight_kept(c);
    terminates \true; exits \false; assigns event->n, event->push;
    ensures event->n == (text_unsent(c) > 0 ? 1 : 0) && event->push == 1; */
void output_probe(const struct connection *c, struct fsm_event *event);

/* Does something wait to be sent while nothing is in flight? */
/*@ requires \valid_read(c) && flight_kept(c);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <==> send_waits(c); */
bool output_waits(const struct connection *c);

/* Nothing can be sent now: see to it that it is not for ever. */
/*@ requires \valid_read(tw) && \valid(c) && flight_kept(c);
    requires \separated(c, &tw->config) && \separated(c, &tw->now);
    terminates \true; exits \false; assigns c->due[DUE_PERSIST];
    ensures idle: !send_waits(c) ==> c->due[DUE_PERSIST] == TIMERS_NEVER;
    ensures running: send_waits(c) &&
      \old(c->due[DUE_PERSIST]) != TIMERS_NEVER ==>
      c->due[DUE_PERSIST] == \old(c->due[DUE_PERSIST]);
    ensures silly: send_waits(c) && c->tcb.snd_wnd > 0 &&
      \old(c->due[DUE_PERSIST]) == TIMERS_NEVER ==>
      c->due[DUE_PERSIST] == (uint64_t)(tw->now + SILLY_DELAY);
    ensures ever: send_waits(c) &&
      tw->now + tw->config.rto_maximum < TIMERS_NEVER &&
      tw->now + SILLY_DELAY < TIMERS_NEVER ==>
      c->due[DUE_PERSIST] < TIMERS_NEVER; */
void output_persist(struct tw *tw, struct connection *c);

/*@ predicate text_taken(struct fsm_tcb *t) =
      t->syn_unacked == 0 &&
      (t->state == FSM_ESTABLISHED || t->state == FSM_FIN_WAIT_1 ||
       t->state == FSM_FIN_WAIT_2);

    // The event is HELD for octets, or a FIN, that are held at RCV.NXT.
    predicate follows_held(struct connection *c, struct fsm_event e) =
      text_taken(&c->tcb) && e.kind == FSM_E_HELD &&
      e.seg_seq == c->tcb.rcv_nxt && (e.seg_text > 0 || e.fin != 0) &&
      e.seg_text <= c->tcb.rcv_wnd &&
      e.seg_text <= c->receive.ring.size - c->receive.ready &&
      (\forall integer k; 0 <= k < e.seg_text ==>
        recvbuf_holds(&c->receive, k)) &&
      (e.fin != 0 ==> c->receive.fin && c->receive.fin_at == e.seg_text);

    // It is the CLOSE that was queued.
    predicate follows_close(struct connection *c, struct fsm_event e) =
      c->tcb.close_queued != 0 && e.kind == FSM_E_CLOSE &&
      (c->tcb.state == FSM_ESTABLISHED || c->tcb.state == FSM_CLOSE_WAIT) &&
      e.on_hand == c->receive.ready && e.both == c->tcb.rcv_shut &&
      (e.pending != 0 <==> c->send.used > 0);

    // It is the front of what is in flight, once more.
    predicate follows_again(struct connection *c, struct fsm_event e) =
      e.kind == FSM_E_RETRANSMISSION_TIMEOUT &&
      c->tcb.snd_una != c->tcb.snd_nxt &&
      e.n <= c->mss && e.n <= text_flight(&c->tcb); */

/* The event that follows from the state the last one has left, if any. */
/*@ requires \valid(c) && \valid(cause) && \separated(c, cause);
    requires recvbuf_ok(&c->receive);
    terminates \true; exits \false; assigns c->again, *cause;
    ensures ok: \result ==> event_ok(cause->event);
    ensures what: \result ==> follows_held(c, cause->event) ||
      follows_close(c, cause->event) || follows_again(c, cause->event);
    ensures finished: c->finished ==> !\result;
    ensures none: !\result && !c->finished ==> !c->again &&
      (c->tcb.close_queued == 0 || (c->tcb.state != FSM_ESTABLISHED &&
                                    c->tcb.state != FSM_CLOSE_WAIT)); */
bool plan_following(struct connection *c, struct cause *cause);

#endif
