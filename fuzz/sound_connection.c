/* SPDX-License-Identifier: BSD-2-Clause */
/* What beside its TCB is true of a connection. */
#include "sound.h"

#include "oracle.h"

#define MUST(x) fuzz_check(x, "slot %u, %s: not " #x, (unsigned)c->slot, \
			   fsm_state_name[c->tcb.state])

static bool runs(const struct connection *c, enum due due)
{
	return c->due[due] != TIMERS_NEVER;
}

static void timers_agree(const struct connection *c)
{
	MUST(runs(c, DUE_RETRANSMISSION) == c->tcb.armed_retransmission);
	MUST(runs(c, DUE_TIME_WAIT) == c->tcb.armed_time_wait);
	if (c->user_timeout < TIMERS_NEVER / 2)
		MUST(runs(c, DUE_USER) == c->tcb.armed_user);
	if (c->tcb.ack_owed)
		MUST(c->tcb.ack_now || c->ack_soon || runs(c, DUE_ACK));
	if (c->finished)
		for (int i = 0; i < DUES; i++)
			MUST(!runs(c, (enum due)i));
}

/* RFC 6298: between its bounds, and never nothing. */
static void timeout_is_bounded(const struct tw *tw, const struct connection *c)
{
	if (c->tcb.state <= FSM_LISTEN)
		return;
	MUST(c->rto.rto > 0);
	MUST(c->rto.rto >= tw->config.rto_minimum);
	MUST(c->rto.rto <= tw->config.rto_maximum);
}

static void held_is_in_order(const struct connection *c)
{
	const struct spans *held = &c->receive.held;

	MUST(held->n <= SPANS_MAX);
	for (uint32_t i = 0; i < held->n; i++) {
		MUST(held->from[i] < held->to[i]);
		MUST(held->to[i] <= c->tcb.rcv_wnd);
		if (i > 0)
			MUST(held->to[i - 1] < held->from[i]);
	}
}

static void buffers_agree(const struct tw *tw, const struct connection *c)
{
	uint32_t flight = connection_flight(c);

	MUST(c->buffers < tw->config.connections);
	MUST(c->send.ring.size == tw->config.send_buffer);
	MUST(c->send.used <= c->send.ring.size);
	MUST(c->send.pushed <= c->send.used);
	MUST(c->receive.ring.size == tw->config.receive_buffer);
	MUST(c->receive.ready <= c->receive.ring.size);
	if (c->finished || c->tcb.state == FSM_LISTEN)
		return;
	MUST(flight <= c->send.used);
	MUST(c->tcb.rcv_wnd <= c->receive.ring.size - c->receive.ready);
	held_is_in_order(c);
}

static void belongs(const struct connection *c)
{
	MUST(c->finished == (c->tcb.state == FSM_CLOSED));
	MUST(c->listed == !c->finished);
	if (c->finished) {
		MUST(c->parent == NULL && !c->link[QUEUE_ACTIVE].member);
		MUST(c->owned || (c->what & TW_CLOSED));
	}
	if (c->what & TW_CLOSED)
		MUST(c->link[QUEUE_REPORT].member);
	if (c->owned && c->what != 0)
		MUST(c->link[QUEUE_REPORT].member);
	if (c->parent != NULL)
		MUST(c->parent->tcb.state == FSM_LISTEN && !c->owned);
	else if (!c->owned && !c->finished)
		MUST(c->tcb.state > FSM_ESTABLISHED || c->tcb.close_queued);
	MUST(c->link[QUEUE_ACCEPT].member <= (c->parent != NULL));
}

/* Who waits at a listener is counted; who is established is in its list. */
static void listens(const struct tw *tw, const struct connection *c)
{
	const struct connection *q;
	uint32_t waiting = 0, accept = 0;

	for (uint32_t i = 0; i < tw->slots; i++)
		waiting += tw->connection[i].parent == c &&
			!tw->connection[i].link[QUEUE_FREE].member;
	for (q = c->accept.first; q != NULL; q = q->link[QUEUE_ACCEPT].next) {
		MUST(q->parent == c);
		accept++;
	}
	MUST(waiting == c->waiting);
	MUST(accept <= waiting);
	MUST(c->tcb.state != FSM_LISTEN || waiting <= c->backlog);
	MUST(c->tcb.state == FSM_LISTEN || waiting == 0);
}

void sound_connection(const struct tw *tw, const struct connection *c)
{
	sound_tcb(&c->tcb, &tw->config.choices);
	timers_agree(c);
	timeout_is_bounded(tw, c);
	if (c->buffers != BUFFERS_NONE)
		buffers_agree(tw, c);
	else
		MUST(c->tcb.state == FSM_TIME_WAIT || c->finished);
	belongs(c);
	listens(tw, c);
	MUST(c->keepalive > 0 || c->due[DUE_KEEPALIVE] == TIMERS_NEVER);
	MUST(c->challenges <= tw->config.challenge_limit);
	MUST(c->mss >= 64 && c->mss <= tw->config.mtu - 40);
	MUST(c->send_unit >= 1 && c->receive_unit >= 1);
}
