/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One event, carried out. The table answers with struct fsm_out; what follows
 * is a fixed order of small steps, none of which decides anything about TCP:
 *
 *      fsm_step -> options -> octets -> measurements -> timers -> segment
 *               -> signals -> end -> trace
 *
 * Text that is delivered begins at RCV.NXT as it was before the event, except
 * in SYN-SENT, which knew no RCV.NXT: there it is the segment's own.
 */
#include "connection.h"

#include "octets.h"
#include "seq.h"
#include "stack.h"

struct cause cause_of(enum fsm_kind kind)
{
	struct cause cause;

	octets_zero(&cause, sizeof cause);
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
	if (c->tcb.syn_unacked)
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

/* ------------------------------------------------------------- options */

/* Did this segment's SYN synchronize the connection? */
static bool synchronized(const struct fsm_tcb *before, uint8_t after)
{
	switch (before->state) {
	case FSM_SYN_SENT:
		return after == FSM_SYN_RECEIVED || after == FSM_ESTABLISHED ||
		       after == FSM_CLOSE_WAIT;
	case FSM_LISTEN:
	case FSM_TIME_WAIT:
		return after == FSM_SYN_RECEIVED;
	default:
		return false;
	}
}

static uint16_t unit_of(uint8_t shift)
{
	uint16_t unit = 1;

	while (shift-- > 0)
		unit = (uint16_t)(unit * 2);
	return unit;
}

uint8_t connection_shift(const struct tw *tw)
{
	uint32_t units = tw->config.receive_buffer;
	uint8_t shift = 0;

	while (units > 65535 && shift < OPTIONS_SCALE_MAX) {
		units /= 2;
		shift++;
	}
	return shift;
}

/* MUST-14, MUST-15, MUST-16: the MSS the peer's SYN allows us. */
static void take_mss(const struct tw *tw, struct connection *c,
                     const struct options *options)
{
	uint32_t mss = options->has_mss ? options->mss : 536;
	uint32_t most = (uint32_t)tw->config.mtu - IPV4_LENGTH
	                - TCP_HEADER_LENGTH;

	c->mss = (uint16_t)(mss < most ? mss : most);
	congestion_init(&c->congestion, c->mss);
}

static void take_options(const struct tw *tw, struct connection *c,
                         const struct cause *cause)
{
	const struct options *options = &cause->header->options;

	take_mss(tw, c, options);
	c->peer_scales = options->has_scale && !tw->config.no_window_scale;
	c->send_unit = 1;
	c->receive_unit = 1;
	if (c->peer_scales) {
		c->send_unit = unit_of(options->scale);
		c->receive_unit = unit_of(connection_shift(tw));
	}
}

/* -------------------------------------------------------------- octets */

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

/* What was delivered before a reset or a timeout stays the user's to read. */
static void flush(struct connection *c, const struct cause *cause)
{
	sendbuf_clear(&c->send);
	if (cause->event.kind == FSM_E_ABORT ||
	    cause->event.kind == FSM_E_CLOSE)
		recvbuf_clear(&c->receive);
	else
		recvbuf_forget(&c->receive);
}

static void move_octets(struct connection *c, const struct cause *cause,
                        const struct fsm_tcb *before,
                        const struct fsm_out *out)
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
	if (out->operations & FSM_OP_FLUSH)
		flush(c, cause);
}

/* -------------------------------------------------------- measurements */

static bool is_opening(const struct fsm_tcb *before, uint8_t after)
{
	switch (before->state) {
	case FSM_CLOSED:
	case FSM_LISTEN:
	case FSM_TIME_WAIT:
		return after == FSM_SYN_SENT || after == FSM_SYN_RECEIVED;
	default:
		return false;
	}
}

static void measure_sent(struct tw *tw, struct connection *c,
                         const struct fsm_tcb *before,
                         const struct fsm_out *out)
{
	const struct fsm_segment *segment = &out->segment;

	if (c->tcb.snd_nxt != before->snd_nxt) {
		rto_sent(&c->rto, c->tcb.snd_nxt, tw->now);
		return;
	}
	if (segment->data == 0 && !(segment->ctl & (FSM_CTL_SYN | FSM_CTL_FIN)))
		return;
	rto_resent(&c->rto);
	c->syn_resent |= c->tcb.syn_unacked;
	c->retransmissions++;
	tw->counters.retransmissions++;
}

static void measure_acked(struct tw *tw, struct connection *c,
                          const struct fsm_tcb *before)
{
	uint32_t n = seq_from(before->snd_una, c->tcb.snd_una);
	uint32_t flight = seq_from(c->tcb.snd_una, c->tcb.snd_nxt);

	rto_acked(&c->rto, c->tcb.snd_una, tw->now);
	if (before->syn_unacked) {
		if (c->syn_resent)
			rto_after_syn(&c->rto);
		return;
	}
	if (n > 0 && congestion_acked(&c->congestion, n, c->tcb.snd_una,
	                              flight))
		c->again = flight > 0;
}

/* RFC 5681 section 2, "duplicate acknowledgment": (a) to (e). */
static bool is_duplicate(const struct cause *cause,
                         const struct fsm_tcb *before)
{
	const struct fsm_event *event = &cause->event;

	return event->kind == FSM_E_SEGMENT && event->ack && !event->syn &&
	       !event->fin && !event->rst && event->seg_text == 0 &&
	       event->seg_ack == before->snd_una &&
	       event->seg_wnd == before->snd_wnd && before->snd_wnd > 0 &&
	       before->snd_una != before->snd_nxt && !before->syn_unacked;
}

static void measure(struct tw *tw, struct connection *c,
                    const struct cause *cause, const struct fsm_tcb *before,
                    const struct fsm_out *out)
{
	if (c->tcb.state == FSM_CLOSED || c->tcb.state == FSM_LISTEN)
		return;
	if (is_opening(before, c->tcb.state)) {
		rto_init(&c->rto, tw->config.rto_initial,
		         tw->config.rto_minimum, tw->config.rto_maximum);
		c->syn_resent = false;
	}
	if (out->operations & FSM_OP_ACKED)
		measure_acked(tw, c, before);
	else if (is_duplicate(cause, before) &&
	         congestion_duplicate(&c->congestion, c->tcb.snd_una,
	                              c->tcb.snd_nxt))
		c->again = true;
	if (out->sent)
		measure_sent(tw, c, before, out);
	if (before->snd_wnd == 0 && c->tcb.snd_wnd > 0) {
		c->probes = 0;
		c->again |= connection_flight(c) > 0;
	}
}

/* -------------------------------------------------------------- timers */

/* The acknowledgment owed: SHLD-18, SHLD-19, MUST-59. */
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

static void time_table(struct tw *tw, struct connection *c,
                       const struct fsm_out *out)
{
	static const uint32_t flag[] = {
		[DUE_RETRANSMISSION] = FSM_TIMER_RETRANSMISSION,
		[DUE_USER] = FSM_TIMER_USER,
		[DUE_TIME_WAIT] = FSM_TIMER_TIME_WAIT,
	};
	const uint64_t delay[] = {
		[DUE_RETRANSMISSION] = c->rto.rto,
		[DUE_USER] = tw->config.user_timeout,
		[DUE_TIME_WAIT] = 2 * tw->config.msl,
	};

	for (int i = DUE_RETRANSMISSION; i <= DUE_TIME_WAIT; i++) {
		if (out->cancelled & flag[i])
			c->due[i] = TIMERS_NEVER;
		if (out->started & flag[i])
			c->due[i] = tw->now + delay[i];
	}
}

static void set_timers(struct tw *tw, struct connection *c,
                       const struct fsm_out *out)
{
	time_table(tw, c, out);
	time_ack(tw, c);
	if (c->tcb.state == FSM_CLOSED || c->tcb.state == FSM_LISTEN)
		for (int i = 0; i < DUES; i++)
			c->due[i] = TIMERS_NEVER;
}

/* ------------------------------------------------------------- signals */

static void signal_established(struct tw *tw, struct connection *c)
{
	if (tw->config.keepalive > 0)
		c->due[DUE_KEEPALIVE] = tw->now + tw->config.keepalive;
	if (c->parent == NULL) {
		c->what |= TW_ESTABLISHED;
		return;
	}
	queue_append(&c->parent->accept, QUEUE_ACCEPT, c);
	stack_tell(tw, c->parent, TW_ACCEPTABLE);
}

/* Why a connection ended. A refusal is a reset of the SYN. */
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
	if (cause->event.kind == FSM_E_ABORT)
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
	if (out->signals & FSM_SIGNAL_URGENT)
		c->what |= TW_URGENT_DATA;
}

/* CLOSED: out of every list, and the user is told once. */
static void finish(struct tw *tw, struct connection *c,
                   const struct cause *cause, const struct fsm_tcb *before,
                   const struct fsm_out *out)
{
	c->finished = true;
	c->reason = reason_of(cause, before, out);
	stack_unlist(tw, c);
	stack_orphan(tw, c);
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
	if (cause->header && synchronized(&before, c->tcb.state))
		take_options(tw, c, cause);
	move_octets(c, cause, &before, out);
	measure(tw, c, cause, &before, out);
	set_timers(tw, c, out);
	if (out->sent)
		connection_emit(tw, c, &cause->event, &before, out);
	note_signals(tw, c, out);
	if (c->tcb.state == FSM_CLOSED && before.state != FSM_CLOSED)
		finish(tw, c, cause, &before, out);
	trace(tw, c, cause, &before, out);
}
