/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The operations of the table that move octets: queue, acked, deliver, hold,
 * flush.
 *
 *      segment as it arrived:    SEG.SEQ [SYN] text ............ [FIN]
 *                                              |<- skip ->|<- n ->|
 *                                                      RCV.NXT before
 *
 * Text that is delivered begins at RCV.NXT as it was before the event, except
 * in SYN-SENT, which knew no RCV.NXT: there it is the segment's own. Text that
 * is held is cut to the window, and a FIN is held only if it lies in it.
 */
#include "connection.h"

#include "seq.h"

/* --------------------------------------------------------- send buffer */

/* SND.UNA has passed text: what remains in the buffer begins at it. */
/*@ requires \valid(c) && \valid_read(before) && \separated(c, before);
    requires sendbuf_ok(&c->send);
    terminates \true; exits \false;
    assigns c->send.start, c->send.used, c->send.pushed, c->wants_space,
      c->what;
    ensures ok: sendbuf_ok(&c->send);
    ensures used: c->send.used ==
      \old(text_acked(c, before) < c->send.used
           ? c->send.used - text_acked(c, before) : 0);
    ensures kept: \forall integer k; 0 <= k < c->send.used ==>
      sendbuf_octet(&c->send, k) ==
      \old(sendbuf_octet(&c->send, k + text_acked(c, before)));
    ensures told: c->tcb.state != FSM_CLOSED && \old(c->wants_space) &&
      \old(text_acked(c, before)) > 0 ==>
      !c->wants_space && c->what == (\old(c->what) | TW_WRITABLE);
    ensures not: \old(!c->wants_space || text_acked(c, before) == 0) ==>
      c->wants_space == \old(c->wants_space) && c->what == \old(c->what); */
static void drop_acked(struct connection *c, const struct fsm_tcb *before)
{
	uint32_t n;

	if (c->tcb.state == FSM_CLOSED) {
		sendbuf_clear(&c->send);
		return;
	}
	n = seq_from(before->snd_una, c->tcb.snd_una) - before->syn_unacked;
	sendbuf_drop(&c->send, n);
	if (n > 0 && c->wants_space) {
		c->wants_space = false;
		c->what |= TW_WRITABLE;
	}
}

void connection_queue(struct connection *c, const struct cause *cause,
                      const struct fsm_tcb *before, const struct fsm_out *out)
{
	if (out->operations & FSM_OP_ACKED)
		drop_acked(c, before);
	//@ assert left: c->send.used == text_left{Pre}(c, before, out);
	/*@ assert kept: \forall integer k; 0 <= k < c->send.used ==>
	      sendbuf_octet(&c->send, k) == \at(sendbuf_octet(&c->send,
	        k + text_dropped(c, before, out)), Pre); */
	if (out->operations & FSM_OP_QUEUE)
		sendbuf_append(&c->send, cause->octets, cause->count,
		               cause->push);
	if (out->operations & FSM_OP_FLUSH)
		sendbuf_clear(&c->send);
}

/* ------------------------------------------------------ receive buffer */

/* Number of the first octet of an arriving segment's text. */
/*@ requires \valid_read(cause);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == text_first(cause); */
static uint32_t text_seq(const struct cause *cause)
{
	return cause->event.seg_seq + cause->event.syn;
}

/* Octets of that text before the first that is delivered. */
/*@ requires \valid_read(cause) && \valid_read(before);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == text_skip(cause, before); */
static uint32_t text_before(const struct cause *cause,
                            const struct fsm_tcb *before)
{
	if (before->state == FSM_SYN_SENT)
		return 0;
	return seq_from(text_seq(cause), before->rcv_nxt);
}

/*@ requires \valid(c) && recvbuf_ok(&c->receive);
    terminates \true; exits \false; assigns c->taken, c->what;
    ensures ok: recvbuf_ok(&c->receive);
    ensures octets: \forall integer k; recvbuf_octet(&c->receive, k) ==
      \old(recvbuf_octet(&c->receive, k));
    ensures taken: c->taken == (uint32_t)(\old(c->taken) + n);
    ensures told: c->what == (\old(c->what) | TW_READABLE); */
static void note_delivered(struct connection *c, uint32_t n)
{
	c->taken += n;
	c->what |= TW_READABLE;
	/*@ assert from: \forall integer i; 0 <= i < SPANS_MAX ==>
	      c->receive.held.from[i] == \at(c->receive.held.from[i], Pre); */
	/*@ assert to: \forall integer i; 0 <= i < SPANS_MAX ==>
	      c->receive.held.to[i] == \at(c->receive.held.to[i], Pre); */
}

/* The next octets are the user's: the segment's own ... */
/*@ requires \valid(c) && \valid_read(cause) && \valid_read(before);
    requires move_within(c, &c->receive.ring, cause);
    requires \separated(c, before, c->receive.ring.octets +
      (0 .. c->receive.ring.size - 1));
    requires recvbuf_ok(&c->receive);
    requires cause->event.kind == FSM_E_SEGMENT;
    requires n <= c->receive.ring.size - c->receive.ready;
    terminates \true; exits \false;
    assigns c->receive.ready, c->receive.fin_at, c->receive.held.n,
      c->receive.held.from[0 .. SPANS_MAX - 1],
      c->receive.held.to[0 .. SPANS_MAX - 1],
      c->receive.ring.octets[0 .. c->receive.ring.size - 1],
      c->taken, c->what;
    ensures ok: recvbuf_ok(&c->receive);
    ensures delivered: text_delivered{Pre,Post}(c, cause, before, n);
    ensures taken: c->taken ==
      (uint32_t)(\old(c->taken) + \old(text_given(cause, before, n)));
    ensures told: \old(text_given(cause, before, n)) > 0 ==>
      c->what == (\old(c->what) | TW_READABLE); */
static void deliver_text(struct connection *c, const struct cause *cause,
                         const struct fsm_tcb *before, uint32_t n)
{
	uint32_t skip = text_before(cause, before);

	if (skip > cause->count || n > cause->count - skip)
		return;
	//@ assert given: text_given(cause, before, n) == n;
	recvbuf_take(&c->receive, cause->octets + skip, n);
	/*@ assert kept: \forall integer k; 0 <= k < \at(c->receive.ready, Pre) ==>
	      recvbuf_octet(&c->receive, k) == recvbuf_octet{Pre}(&c->receive, k); */
	/*@ assert taken: \forall integer i; 0 <= i < n ==>
	      recvbuf_octet(&c->receive, \at(c->receive.ready, Pre) + i) ==
	      octet_at{Pre}(cause->octets + skip, i); */
	note_delivered(c, n);
	/*@ assert kept2: \forall integer k; 0 <= k < \at(c->receive.ready, Pre) ==>
	      recvbuf_octet(&c->receive, k) == recvbuf_octet{Pre}(&c->receive, k); */
	/*@ assert text: \forall integer i; 0 <= i < n ==>
	      recvbuf_octet(&c->receive, \at(c->receive.ready, Pre) + i) ==
	      octet_at{Pre}(cause->octets + skip, i); */
	//@ assert delivered: text_delivered{Pre,Here}(c, cause, before, n);
}

/* ... or held ones. */
/*@ requires \valid(c) && recvbuf_ok(&c->receive);
    requires n <= c->receive.ring.size - c->receive.ready;
    terminates \true; exits \false;
    assigns c->receive.ready, c->receive.fin_at, c->receive.held.n,
      c->receive.held.from[0 .. SPANS_MAX - 1],
      c->receive.held.to[0 .. SPANS_MAX - 1],
      c->taken, c->what;
    ensures ok: recvbuf_ok(&c->receive);
    ensures ready: c->receive.ready == \old(c->receive.ready) + n;
    ensures kept: \forall integer k;
      recvbuf_octet(&c->receive, k) == \old(recvbuf_octet(&c->receive, k));
    ensures taken: c->taken == (uint32_t)(\old(c->taken) + n);
    ensures told: c->what == (\old(c->what) | TW_READABLE); */
static void deliver_held(struct connection *c, uint32_t n)
{
	recvbuf_deliver(&c->receive, n);
	note_delivered(c, n);
}

void connection_deliver(struct connection *c, const struct cause *cause,
                        const struct fsm_tcb *before,
                        const struct fsm_out *out)
{
	if (!(out->operations & FSM_OP_DELIVER))
		return;
	if (cause->event.kind == FSM_E_SEGMENT)
		deliver_text(c, cause, before, out->deliver);
	else
		deliver_held(c, out->deliver);
}

/* Text ahead of RCV.NXT, in the window, and the FIN behind it. */
/*@ requires \valid(c) && \valid_read(cause);
    requires move_within(c, &c->receive.ring, cause);
    requires recvbuf_ok(&c->receive);
    terminates \true; exits \false;
    assigns c->receive.fin, c->receive.fin_at, c->receive.held.n,
      c->receive.held.from[0 .. SPANS_MAX - 1],
      c->receive.held.to[0 .. SPANS_MAX - 1],
      c->receive.ring.octets[0 .. c->receive.ring.size - 1];
    ensures ok: recvbuf_ok(&c->receive);
    ensures kept: text_kept{Pre,Post}(c);
    ensures window: \forall integer k; recvbuf_holds(&c->receive, k) ==>
      \old(recvbuf_holds(&c->receive, k)) ||
      \old(text_ahead(c, cause, k));
    ensures text: \forall integer k; recvbuf_holds(&c->receive, k) &&
      !\old(recvbuf_holds(&c->receive, k)) ==>
      recvbuf_octet(&c->receive, c->receive.ready + k) ==
      \old(octet_at(cause->octets, text_index(c, cause, k)));
    ensures fin: c->receive.fin && !\old(c->receive.fin) ==>
      cause->event.fin && c->receive.fin_at < c->tcb.rcv_wnd &&
      text_index{Pre}(c, cause, c->receive.fin_at) == cause->count; */
static void hold(struct connection *c, const struct cause *cause)
{
	uint32_t skip = 0, offset = 0, n = cause->count;
	uint32_t first = text_seq(cause);

	if (cause->event.kind != FSM_E_SEGMENT)
		return;
	if (seq_before(first, c->tcb.rcv_nxt))
		skip = seq_from(first, c->tcb.rcv_nxt);
	else
		offset = seq_from(c->tcb.rcv_nxt, first);
	/*@ assert index: \forall integer k;
	      skip + (k - offset) == text_index(c, cause, k); */
	/*@ assert at: \forall integer k;
	      octet_at(cause->octets + skip, k - offset) ==
	      octet_at(cause->octets, text_index(c, cause, k)); */
	if (skip > n || offset > c->tcb.rcv_wnd)
		return;
	n -= skip;
	if (n > c->tcb.rcv_wnd - offset)
		n = c->tcb.rcv_wnd - offset;
	else if (cause->event.fin && offset + n < c->tcb.rcv_wnd)
		recvbuf_hold_fin(&c->receive, offset + n);
	/*@ assert octets: \forall integer k; recvbuf_octet(&c->receive, k) ==
	      recvbuf_octet{Pre}(&c->receive, k); */
	recvbuf_hold(&c->receive, offset, cause->octets + skip, n);
	//@ assert ready: c->receive.ready == \at(c->receive.ready, Pre);
	/*@ assert held: \forall integer k; recvbuf_holds(&c->receive, k) &&
	      !\at(recvbuf_holds(&c->receive, k), Pre) ==>
	      recvbuf_octet(&c->receive, c->receive.ready + k) ==
	      octet_at{Pre}(cause->octets + skip, k - offset); */
}

/* What is held is nobody's, or what is on hand is not either. */
/*@ requires \valid(c) && \valid_read(out) && \separated(c, out);
    requires recvbuf_ok(&c->receive);
    terminates \true; exits \false;
    assigns c->receive.start, c->receive.ready, c->receive.fin,
      c->receive.fin_at, c->receive.held.n;
    ensures ok: recvbuf_ok(&c->receive);
    ensures flushed: \old((out->operations & FSM_OP_FLUSH) != 0) ==>
      c->receive.held.n == 0 && !c->receive.fin;
    ensures discarded: \old((out->operations & FSM_OP_DISCARD) != 0) ==>
      c->receive.ready == 0 && c->receive.held.n == 0;
    ensures ready: \old((out->operations & FSM_OP_DISCARD) == 0) ==>
      c->receive.ready == \old(c->receive.ready);
    ensures octets: \old((out->operations & FSM_OP_DISCARD) == 0) ==>
      \forall integer k; recvbuf_octet(&c->receive, k) ==
        \old(recvbuf_octet(&c->receive, k));
    ensures holds: \forall integer k; recvbuf_holds(&c->receive, k) ==>
      \old(recvbuf_holds(&c->receive, k) &&
           (out->operations & FSM_OP_DISCARD) == 0);
    ensures held: \forall integer k; recvbuf_holds(&c->receive, k) ==>
      recvbuf_octet(&c->receive, c->receive.ready + k) ==
      \old(recvbuf_octet(&c->receive, c->receive.ready + k)); */
static void let_go(struct connection *c, const struct fsm_out *out)
{
	uint32_t operations = out->operations;

	if ((out->signals & FSM_SIGNAL_CLOSING) ||
	    (operations & FSM_OP_FLUSH))
		recvbuf_forget(&c->receive);
	/*@ assert octets: \forall integer k;
	      recvbuf_octet(&c->receive, c->receive.ready + k) ==
	      \at(recvbuf_octet(&c->receive, c->receive.ready + k), Pre); */
	if (operations & FSM_OP_DISCARD)
		recvbuf_clear(&c->receive);
	/*@ assert none: (operations & FSM_OP_DISCARD) != 0 ==>
	      \forall integer k; !recvbuf_holds(&c->receive, k); */
}

void connection_hold(struct connection *c, const struct cause *cause,
                     const struct fsm_out *out)
{
	if (out->operations & FSM_OP_HOLD)
		hold(c, cause);
	//@ assert out: out->operations == \at(out->operations, Pre);
	//@ assert kept: text_kept{Pre,Here}(c);
	/*@ assert window: \forall integer k; recvbuf_holds(&c->receive, k) ==>
	      \at(recvbuf_holds(&c->receive, k), Pre) ||
	      \at(text_ahead(c, cause, k), Pre); */
	/*@ assert text: \forall integer k; recvbuf_holds(&c->receive, k) &&
	      !\at(recvbuf_holds(&c->receive, k), Pre) ==>
	      recvbuf_octet(&c->receive, c->receive.ready + k) ==
	      \at(octet_at(cause->octets, text_index(c, cause, k)), Pre); */
	let_go(c, out);
}
