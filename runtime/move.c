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

/* Number of the first octet of an arriving segment's text. */
static uint32_t text_seq(const struct cause *cause)
{
	return cause->event.seg_seq + cause->event.syn;
}

/* The next octets are the user's: the segment's own, or held ones. */
static void deliver(struct connection *c, const struct cause *cause,
                    const struct fsm_tcb *before, uint32_t n)
{
	uint32_t skip = 0;

	if (cause->event.kind == FSM_E_SEGMENT) {
		if (before->state != FSM_SYN_SENT)
			skip = seq_from(text_seq(cause), before->rcv_nxt);
		if (skip + n > cause->count)
			return;
		recvbuf_take(&c->receive, cause->octets + skip, n);
	} else {
		recvbuf_deliver(&c->receive, n);
	}
	c->taken += n;
	c->what |= TW_READABLE;
}

/* Text ahead of RCV.NXT, in the window, and the FIN behind it. */
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
	if (skip > n || offset > c->tcb.rcv_wnd)
		return;
	n -= skip;
	if (n > c->tcb.rcv_wnd - offset)
		n = c->tcb.rcv_wnd - offset;
	else if (cause->event.fin && offset + n < c->tcb.rcv_wnd)
		recvbuf_hold_fin(&c->receive, offset + n);
	recvbuf_hold(&c->receive, offset, cause->octets + skip, n);
}

/* SND.UNA has passed text: what remains in the buffer begins at it. */
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

void connection_move(struct connection *c, const struct cause *cause,
                     const struct fsm_tcb *before, const struct fsm_out *out)
{
	if (out->operations & FSM_OP_ACKED)
		drop_acked(c, before);
	if (out->operations & FSM_OP_QUEUE)
		sendbuf_append(&c->send, cause->octets, cause->count,
		               cause->push);
	if (out->operations & FSM_OP_DELIVER)
		deliver(c, cause, before, out->deliver);
	if (out->operations & FSM_OP_HOLD)
		hold(c, cause);
	if (out->signals & FSM_SIGNAL_CLOSING)
		recvbuf_forget(&c->receive);
	if (out->operations & FSM_OP_FLUSH) {
		sendbuf_clear(&c->send);
		recvbuf_forget(&c->receive);
	}
	if (out->operations & FSM_OP_DISCARD)
		recvbuf_clear(&c->receive);
}
