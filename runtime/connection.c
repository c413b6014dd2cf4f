/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One event, carried out. The table answers with struct fsm_out; what follows
 * is a fixed order of small steps, none of which decides anything about TCP:
 *
 *      fsm_step -> options -> octets -> measurements -> timers -> segment
 *                  agree.c    move.c     measure.c                emit.c
 *               -> signals -> end -> trace
 */
#include "connection.h"

#include "octets.h"
#include "seq.h"
#include "steps.h"

struct cause cause_of(enum fsm_kind kind)
{
	struct cause cause;

	cause = (struct cause){0};
	cause.event.kind = (uint8_t)kind;
	cause.event.allowed = 1;
	cause.event.secure = 1;
	cause.event.diffserv = 1;
	return cause;
}

tw_handle connection_handle(const struct connection *c)
{
	if (c->generation == 0)
		return -1;
	return (tw_handle)c->generation * 4294967296 + c->slot;
}

uint32_t connection_text_seq(const struct connection *c)
{
	return c->tcb.syn_unacked ? c->tcb.iss + 1 : c->tcb.snd_una;
}

uint32_t connection_flight(const struct connection *c)
{
	if (c->tcb.syn_unacked || c->tcb.snd_una == c->tcb.snd_nxt)
		return 0;
	return seq_from(c->tcb.snd_una, c->tcb.snd_nxt) - c->tcb.fin_sent;
}

uint32_t connection_window(const struct tw *tw, const struct connection *c,
                           uint32_t on_hand)
{
	uint32_t size = stack_buffer(tw);
	uint32_t space = size - on_hand;
	uint32_t least = size / 2 < c->mss ? size / 2 : c->mss;
	uint32_t limit = 65535u * c->receive_unit;

	if (space > limit)
		space = limit;
	if (space < c->tcb.rcv_wnd || space - c->tcb.rcv_wnd < least)
		return c->tcb.rcv_wnd;
	return space;
}

/* -------------------------------------------------------------- timers */

/*@ logic integer due_after(integer now, integer delay) =
      now + delay < TIMERS_NEVER ? now + delay : TIMERS_NEVER;

    // A timer of the table's: started, cancelled, or as it was.
    logic integer due_asked(struct fsm_out *out, integer flag, integer due,
                            integer when) =
      (out->started & flag) != 0 ? when
      : (out->cancelled & flag) != 0 ? TIMERS_NEVER : due;

    predicate due_user{A,B}(struct tw *tw, struct connection *c,
                            struct fsm_out *out) =
      \at(c->due[DUE_USER] == due_asked(out, FSM_TIMER_USER,
        \at(c->due[DUE_USER], A), due_after(tw->now, c->user_timeout)), B);

    predicate due_time_wait{A,B}(struct tw *tw, struct connection *c,
                                 struct fsm_out *out) =
      \at(c->due[DUE_TIME_WAIT] == due_asked(out, FSM_TIMER_TIME_WAIT,
        \at(c->due[DUE_TIME_WAIT], A),
        due_after(tw->now, (uint64_t)(2 * tw->config.msl))), B);

    // To probe a closed window it may be earlier.
    predicate due_retransmission{A,B}(struct tw *tw, struct connection *c,
                                      struct fsm_out *out) =
      \at(\let asked = due_asked(out, FSM_TIMER_RETRANSMISSION,
        \at(c->due[DUE_RETRANSMISSION], A), due_after(tw->now, c->rto.rto));
      c->tcb.snd_wnd > 0 || (out->started & FSM_TIMER_RETRANSMISSION) == 0
      ? c->due[DUE_RETRANSMISSION] == asked
      : c->due[DUE_RETRANSMISSION] <= asked, B); */

/* The acknowledgment owed: SHLD-18, SHLD-19, MUST-40. */
/*@ requires \valid(c) && \valid_read(&tw->now);
    requires \valid_read(&tw->config.delayed_ack);
    requires \separated(c, &tw->now, &tw->config.delayed_ack);
    terminates \true; exits \false;
    assigns c->due[DUE_ACK], c->ack_soon, c->taken;
    ensures none: c->tcb.ack_owed == 0 ==>
      c->due[DUE_ACK] == TIMERS_NEVER && !c->ack_soon && c->taken == 0;
    ensures second: c->tcb.ack_owed != 0 &&
      \old(c->taken) >= 2 * c->mss ==> c->ack_soon;
    ensures delayed: c->tcb.ack_owed != 0 &&
      \old(c->due[DUE_ACK]) == TIMERS_NEVER ==>
      c->due[DUE_ACK] == (uint64_t)(tw->now + tw->config.delayed_ack);
    ensures runs: c->tcb.ack_owed != 0 &&
      \old(c->due[DUE_ACK]) != TIMERS_NEVER ==>
      c->due[DUE_ACK] == \old(c->due[DUE_ACK]); */
static void time_ack(struct tw *tw, struct connection *c)
{
	if (!c->tcb.ack_owed) {
		c->due[DUE_ACK] = TIMERS_NEVER;
		c->ack_soon = false;
		c->taken = 0;
		return;
	}
	if (c->taken >= 2 * (uint32_t)c->mss)
		c->ack_soon = true;
	if (c->due[DUE_ACK] == TIMERS_NEVER)
		c->due[DUE_ACK] = tw->now + tw->config.delayed_ack;
}

/*
 * A closed window is probed often enough for the user timeout to see it, and
 * never at the very moment of the last probe.
 */
/*@ requires \valid_read(c);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <= c->rto.rto;
    ensures open: c->tcb.snd_wnd > 0 ==> \result == c->rto.rto;
    ensures closed: c->tcb.snd_wnd == 0 ==>
      \result == c->rto.rto || \result == c->user_timeout / 2 + 1; */
static uint64_t retransmission_delay(const struct connection *c)
{
	uint64_t most = c->user_timeout / 2 + 1;

	return c->tcb.snd_wnd == 0 && c->rto.rto > most ? most : c->rto.rto;
}

/* A timer of the table's, when that asks for this: the new deadline. */
/*@ requires \valid_read(out);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == due_asked(out, flag, due, when); */
static uint64_t time_asked(const struct fsm_out *out, uint32_t flag,
                           uint64_t due, uint64_t when)
{
	if (out->started & flag)
		return when;
	return out->cancelled & flag ? TIMERS_NEVER : due;
}

/*@ requires \valid_read(tw) && \valid(c) && \valid_read(out);
    requires \separated(c, &tw->now, &tw->config.msl);
    requires \separated(c, out);
    terminates \true; exits \false;
    assigns c->due[DUE_RETRANSMISSION .. DUE_TIME_WAIT];
    ensures retransmission: due_retransmission{Pre,Post}(tw, c, out);
    ensures user: due_user{Pre,Post}(tw, c, out);
    ensures time_wait: due_time_wait{Pre,Post}(tw, c, out); */
static void time_table(struct tw *tw, struct connection *c,
                       const struct fsm_out *out)
{
	c->due[DUE_RETRANSMISSION] = time_asked(
	        out, FSM_TIMER_RETRANSMISSION, c->due[DUE_RETRANSMISSION],
	        timers_after(tw->now, retransmission_delay(c)));
	c->due[DUE_USER] = time_asked(
	        out, FSM_TIMER_USER, c->due[DUE_USER],
	        timers_after(tw->now, c->user_timeout));
	c->due[DUE_TIME_WAIT] = time_asked(
	        out, FSM_TIMER_TIME_WAIT, c->due[DUE_TIME_WAIT],
	        timers_after(tw->now, 2 * tw->config.msl));
}

/*@ requires \valid(c);
    terminates \true; exits \false; assigns c->due[0 .. DUES - 1];
    ensures \forall integer i; 0 <= i < DUES ==>
      c->due[i] == TIMERS_NEVER; */
static void stop_timers(struct connection *c)
{
	/*@ loop invariant 0 <= i <= DUES;
	    loop invariant \forall integer k; 0 <= k < i ==>
	      c->due[k] == TIMERS_NEVER;
	    loop assigns i, c->due[0 .. DUES - 1];
	    loop variant DUES - i; */
	for (int i = 0; i < DUES; i++)
		c->due[i] = TIMERS_NEVER;
}

/*@ requires \valid(c) && \valid_read(out);
    requires \valid_read(tw);
    requires \separated(c, &tw->now, &tw->config);
    requires \separated(c, out);
    terminates \true; exits \false;
    assigns c->due[0 .. DUES - 1], c->ack_soon, c->taken;
    ensures none: c->tcb.state == FSM_CLOSED || c->tcb.state == FSM_LISTEN ==>
      \forall integer i; 0 <= i < DUES ==> c->due[i] == TIMERS_NEVER;
    ensures table: c->tcb.state == FSM_CLOSED ||
      c->tcb.state == FSM_LISTEN || (due_user{Pre,Post}(tw, c, out) &&
      due_time_wait{Pre,Post}(tw, c, out) &&
      due_retransmission{Pre,Post}(tw, c, out));
    ensures ack: c->tcb.ack_owed == 0 ==> c->due[DUE_ACK] == TIMERS_NEVER;
    ensures acked: c->tcb.ack_owed != 0 &&
      c->tcb.state != FSM_CLOSED && c->tcb.state != FSM_LISTEN ==>
      c->due[DUE_ACK] == (\old(c->due[DUE_ACK]) != TIMERS_NEVER
        ? \old(c->due[DUE_ACK])
        : (uint64_t)(tw->now + tw->config.delayed_ack));
    ensures others: c->tcb.state == FSM_CLOSED ||
      c->tcb.state == FSM_LISTEN ||
      (c->due[DUE_PERSIST] == \old(c->due[DUE_PERSIST]) &&
       c->due[DUE_KEEPALIVE] == \old(c->due[DUE_KEEPALIVE])); */
static void set_timers(struct tw *tw, struct connection *c,
                       const struct fsm_out *out)
{
	time_table(tw, c, out);
	time_ack(tw, c);
	if (c->tcb.state == FSM_CLOSED || c->tcb.state == FSM_LISTEN)
		stop_timers(c);
}

/* ------------------------------------------------------------- signals */

static void signal_established(struct tw *tw, struct connection *c)
{
	if (c->keepalive > 0)
		c->due[DUE_KEEPALIVE] = timers_after(tw->now, c->keepalive);
	if (c->parent == NULL) {
		c->what |= TW_ESTABLISHED;
		return;
	}
	queue_append(&c->parent->accept, QUEUE_ACCEPT, c);
	stack_tell(tw, c->parent, TW_ACCEPTABLE);
}

/*
 * Why a connection ended. A refusal is a reset of the SYN; a CLOSE that sends
 * at once sends a RST, over text the user has not read.
 */
/*@ requires \valid_read(cause) && \valid_read(before) && \valid_read(out);
    terminates \true; exits \false; assigns \nothing;
    ensures refused: (out->signals & FSM_SIGNAL_REFUSED) != 0 ==>
      \result == TW_E_REFUSED;
    ensures reset: (out->signals & FSM_SIGNAL_REFUSED) == 0 &&
      (out->signals & FSM_SIGNAL_RESET) != 0 ==> \result ==
      (before->state == FSM_SYN_SENT ? TW_E_REFUSED : TW_E_RESET);
    ensures known: \result == TW_OK || \result == TW_E_REFUSED ||
      \result == TW_E_RESET || \result == TW_E_TIMEOUT ||
      \result == TW_E_ABORTED; */
static int reason_of(const struct cause *cause, const struct fsm_tcb *before,
                     const struct fsm_out *out)
{
	if (out->signals & FSM_SIGNAL_REFUSED)
		return TW_E_REFUSED;
	if (out->signals & FSM_SIGNAL_RESET)
		return before->state == FSM_SYN_SENT ? TW_E_REFUSED
		                                     : TW_E_RESET;
	if (out->signals & FSM_SIGNAL_TIMEOUT)
		return TW_E_TIMEOUT;
	if (cause->event.kind == FSM_E_ABORT ||
	    (cause->event.kind == FSM_E_CLOSE && out->sent))
		return TW_E_ABORTED;
	return TW_OK;
}

static void note_signals(struct tw *tw, struct connection *c,
                         const struct fsm_out *out)
{
	if (out->signals & FSM_SIGNAL_ESTABLISHED)
		signal_established(tw, c);
	if (out->signals & FSM_SIGNAL_CLOSING)
		c->what |= TW_PEER_CLOSED;
	if (out->signals & FSM_SIGNAL_URGENT) {
		c->what |= TW_URGENT_DATA;
		c->urgent = true;
	}
}

/* CLOSED: out of every list, and the user is told once. */
static void finish(struct tw *tw, struct connection *c,
                   const struct cause *cause, const struct fsm_tcb *before,
                   const struct fsm_out *out)
{
	c->finished = true;
	c->reason = reason_of(cause, before, out);
	stack_unlist(tw, c);
	stack_orphan(c);
	queue_remove(&tw->active, QUEUE_ACTIVE, c);
	if (c->known)
		c->what |= TW_CLOSED;
}

/* --------------------------------------------------------------- raise */

static void trace(struct tw *tw, const struct connection *c,
                  const struct cause *cause, const struct fsm_tcb *before,
                  const struct fsm_out *out)
{
	const struct tcp *header = cause->header;
	struct tw_trace report = {
		.now = tw->now,
		.handle = connection_handle(c),
		.local = {tw->config.address, c->key.local},
		.remote = {c->key.address, c->key.port},
		.event = &cause->event,
		.out = out,
		.before = before->state,
		.after = c->tcb.state,
		.tcb = &c->tcb,
	};

	if (tw->config.trace == NULL)
		return;
	if (header) {
		report.psh = (header->flags & TCP_PSH) != 0;
		report.window = header->window;
	}
	if (out->sent && !(out->segment.ctl & FSM_CTL_RST))
		report.sent_window = c->tcb.rcv_wnd;
	tw->config.trace(tw->config.trace_context, &report);
}

void connection_raise(struct tw *tw, struct connection *c,
                      const struct cause *cause, struct fsm_out *out)
{
	struct fsm_tcb before = c->tcb;

	fsm_step(&tw->config.choices, &cause->event, &c->tcb, out);
	connection_agree(tw, c, cause, &before);
	connection_queue(c, cause, &before, out);
	connection_deliver(c, cause, &before, out);
	connection_hold(c, cause, out);
	connection_measure(tw, c, cause, &before, out);
	set_timers(tw, c, out);
	if (out->sent)
		connection_emit(tw, c, &cause->event, &before, out);
	note_signals(tw, c, out);
	if (c->tcb.state == FSM_CLOSED && before.state != FSM_CLOSED)
		finish(tw, c, cause, &before, out);
	trace(tw, c, cause, &before, out);
}
