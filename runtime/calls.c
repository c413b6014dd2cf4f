/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The user's calls (RFC 9293 sections 3.10.1 to 3.10.5). Each raises its event
 * and answers what the row returned; the fields of the event are all there is
 * to decide here. The queues RFC 9293 lets a RECEIVE or SEND wait in are the
 * caller's loop and tw_report().
 */
#include "isn.h"
#include "octets.h"
#include "seq.h"
#include "stack.h"

#define EPHEMERAL_FIRST 49152u  /* RFC 6335 section 6 */
#define EPHEMERAL_COUNT 16384u

static const int error_of[] = {
	[FSM_REPLY_NONE] = TW_OK,
	[FSM_REPLY_OK] = TW_OK,
	[FSM_REPLY_PENDING] = TW_E_PENDING,
	[FSM_REPLY_ILLEGAL] = TW_E_ILLEGAL,
	[FSM_REPLY_NOT_EXIST] = TW_E_NOT_EXIST,
	[FSM_REPLY_EXISTS] = TW_E_EXISTS,
	[FSM_REPLY_UNSPECIFIED] = TW_E_UNSPECIFIED,
	[FSM_REPLY_RESOURCES] = TW_E_RESOURCES,
	[FSM_REPLY_DIFFSERV] = TW_E_DIFFSERV,
	[FSM_REPLY_COMPARTMENT] = TW_E_COMPARTMENT,
	[FSM_REPLY_CLOSING] = TW_E_CLOSING,
};
_Static_assert(sizeof error_of / sizeof *error_of == FSM_REPLIES,
               "an error each");

static int run(struct tw *tw, struct connection *c, const struct cause *cause)
{
	struct fsm_out out;

	stack_run(tw, c, cause, &out);
	return error_of[out.reply];
}

/* ---------------------------------------------------------------- OPEN */

/* May this be the other end of a connection? MUST-46. */
static bool allowed(const struct tw *tw, const struct tw_endpoint *remote)
{
	uint32_t hop = stack_next_hop(tw, remote->address);

	if (remote->address == 0 || remote->port == 0)
		return true;
	return hop != 0 && remote->address != tw->config.address &&
	       !wire_not_unicast(remote->address) &&
	       !wire_is_broadcast(remote->address, tw->config.address,
	                          tw->config.prefix);
}

static struct cause cause_of_open(const struct tw *tw,
                                  const struct connection *c,
                                  struct table_key key, bool active, bool may)
{
	struct cause cause = cause_of(FSM_E_OPEN);

	cause.event.active = active;
	cause.event.allowed = may;
	cause.event.remote = key.address != 0 && key.port != 0;
	cause.event.room = c->generation != 0;
	cause.event.isn = stack_isn(tw, c, key);
	cause.event.buffer = stack_buffer(tw);
	return cause;
}

/* OPEN on a new slot, or on scratch when there is none, to hear why not. */
static tw_handle open_new(struct tw *tw, struct table_key key, bool active,
                          bool may, uint32_t backlog)
{
	struct connection *c = may ? stack_acquire(tw, key) : NULL;
	tw_handle handle;
	struct cause cause;
	int error;

	if (c == NULL)
		c = stack_scratch(tw, key);
	cause = cause_of_open(tw, c, key, active, may);
	c->backlog = backlog;
	c->owned = true;
	handle = connection_handle(c);
	error = run(tw, c, &cause);
	if (error == TW_OK) {
		c->known = active;
		stack_list(tw, c, key);
		return handle;
	}
	if (c->generation != 0)
		stack_free(tw, c);
	return error;
}

tw_handle tw_listen(struct tw *tw, uint16_t port,
                    const struct tw_endpoint *remote, uint32_t backlog,
                    uint64_t now)
{
	struct table_key key = {0, 0, port};
	struct connection *there;
	struct cause cause;

	stack_clock(tw, now);
	if (remote) {
		key.address = remote->address;
		key.port = remote->port;
	}
	there = stack_at(tw, key);
	if (there) {
		cause = cause_of_open(tw, there, key, false, true);
		return run(tw, there, &cause);
	}
	return open_new(tw, key, false, port != 0 && backlog != 0, backlog);
}

/* A free local port for this peer, 0 if there is none (RFC 6056, 3.3.3). */
static uint16_t ephemeral(struct tw *tw, const struct tw_endpoint *remote)
{
	uint32_t offset = isn_port_offset(
	        tw->config.prf, tw->config.prf_context,
	        (struct isn_sockets){tw->config.address, remote->address, 0,
	                             remote->port});
	struct table_key key = {remote->address, remote->port, 0};

	for (uint32_t i = 0; i < EPHEMERAL_COUNT; i++) {
		key.local = (uint16_t)(EPHEMERAL_FIRST +
		        (offset % EPHEMERAL_COUNT + tw->port++)
		        % EPHEMERAL_COUNT);
		if (stack_at(tw, key) == NULL)
			return key.local;
	}
	return 0;
}

tw_handle tw_connect(struct tw *tw, uint16_t port,
                     const struct tw_endpoint *remote, uint64_t now)
{
	struct table_key key = {remote->address, remote->port, port};
	struct connection *there;
	struct cause cause;

	stack_clock(tw, now);
	if (port == 0)
		key.local = ephemeral(tw, remote);
	if (key.local == 0)
		return TW_E_RESOURCES;
	there = stack_at(tw, key);
	if (there && there->tcb.state != FSM_LISTEN) {
		cause = cause_of_open(tw, there, key, true, true);
		return run(tw, there, &cause);
	}
	if (there)
		return TW_E_EXISTS;
	return open_new(tw, key, true, allowed(tw, remote), 0);
}

/* The listener has become a connection: it is found as one from now on. */
static int become_active(struct tw *tw, struct connection *c,
                         struct cause *cause, struct table_key key)
{
	struct table_key listening = c->key;
	int error;

	c->key = key;
	error = run(tw, c, cause);
	c->key = listening;
	if (error == TW_OK) {
		c->known = true;
		stack_list(tw, c, key);
	}
	return error;
}

int tw_open(struct tw *tw, tw_handle handle,
            const struct tw_endpoint *remote, uint64_t now)
{
	struct connection *c = stack_find(tw, handle), *there;
	struct table_key key;
	struct cause cause;

	stack_clock(tw, now);
	if (c == NULL || c->finished)
		return TW_E_NOT_EXIST;
	key = c->key;
	if (remote)
		key = (struct table_key){remote->address, remote->port,
		                         c->key.local};
	there = stack_at(tw, key);
	cause = cause_of_open(tw, c, key, true, !remote ||
	                      allowed(tw, remote));
	cause.event.room = c->waiting == 0;
	if (there && there != c)
		return TW_E_EXISTS;
	if (c->tcb.state != FSM_LISTEN)
		return run(tw, c, &cause);
	return become_active(tw, c, &cause, key);
}

tw_handle tw_accept(struct tw *tw, tw_handle listener)
{
	struct connection *l = stack_find(tw, listener);
	struct connection *c;

	if (l == NULL)
		return TW_E_NOT_EXIST;
	if (l->tcb.state != FSM_LISTEN)
		return l->finished ? TW_E_NOT_EXIST : TW_E_ILLEGAL;
	c = l->accept.first;
	if (c == NULL)
		return TW_E_PENDING;
	stack_orphan(c);
	c->owned = true;
	c->known = true;
	stack_tell(tw, c, 0);
	if (l->accept.first)
		stack_tell(tw, l, TW_ACCEPTABLE);
	return connection_handle(c);
}

/* ------------------------------------------------------- SEND, RECEIVE */

static uint32_t octets_to_take(const struct connection *c, size_t n,
                               unsigned flags)
{
	uint32_t space = sendbuf_space(&c->send);

	if (n <= space)
		return (uint32_t)n;
	return flags & TW_URGENT ? 0 : space;
}

/* Number after the last octet that will be queued. */
static uint32_t end_of_queue(const struct connection *c, uint32_t isn,
                             uint32_t n)
{
	if (c->tcb.state == FSM_LISTEN)
		return isn + 1 + n;
	return connection_text_seq(c) + c->send.used + n;
}

/* Has a listener for one peer got its connection already? */
static bool is_taken(const struct tw *tw, const struct connection *c)
{
	return c->waiting > 0 || stack_at(tw, c->key) != c;
}

static struct cause cause_of_send(const struct tw *tw,
                                  const struct connection *c, const void *data,
                                  size_t n, unsigned flags)
{
	struct cause cause = cause_of(FSM_E_SEND);

	cause.octets = data;
	cause.count = octets_to_take(c, n, flags);
	cause.push = (flags & (TW_PUSH | TW_URGENT)) != 0;
	cause.event.room = cause.count > 0 || n == 0;
	if (c->tcb.state == FSM_LISTEN && is_taken(tw, c))
		cause.event.room = 0;
	cause.event.remote = c->key.address != 0 && c->key.port != 0;
	cause.event.urgent = (flags & TW_URGENT) != 0 && n > 0;
	cause.event.isn = stack_isn(tw, c, c->key);
	cause.event.end = end_of_queue(c, cause.event.isn, cause.count);
	cause.event.buffer = stack_buffer(tw);
	return cause;
}

int64_t tw_send(struct tw *tw, tw_handle handle, const void *data, size_t n,
                unsigned flags, uint64_t now)
{
	struct connection *c = stack_find(tw, handle);
	struct cause cause;
	int error;

	stack_clock(tw, now);
	if (c == NULL)
		return TW_E_NOT_EXIST;
	cause = cause_of_send(tw, c, data, n, flags);
	if (n > 0)
		c->wants_space = cause.count < n;
	if (c->tcb.state == FSM_LISTEN)
		error = become_active(tw, c, &cause, c->key);
	else
		error = run(tw, c, &cause);
	return error == TW_OK ? (int64_t)cause.count : error;
}

int64_t tw_recv(struct tw *tw, tw_handle handle, void *buffer, size_t n,
                uint64_t now)
{
	struct connection *c = stack_find(tw, handle);
	struct cause cause = cause_of(FSM_E_RECEIVE);
	uint32_t count;
	int error = TW_OK;

	stack_clock(tw, now);
	if (c == NULL)
		return TW_E_NOT_EXIST;
	count = n < c->receive.ready ? (uint32_t)n : c->receive.ready;
	cause.event.room = 1;
	cause.event.on_hand = c->receive.ready;
	cause.event.window = connection_window(tw, c, c->receive.ready - count);
	if (!c->finished || count == 0)
		error = run(tw, c, &cause);
	if (error != TW_OK)
		return error;
	count = recvbuf_read(&c->receive, buffer, count);
	if (seq_upto(c->tcb.rcv_up, c->tcb.rcv_nxt - c->receive.ready))
		c->urgent = false;
	return count;
}

/* --------------------------------------------------------------- CLOSE */

static int close_call(struct tw *tw, struct connection *c, bool both)
{
	struct cause cause = cause_of(FSM_E_CLOSE);

	if (c->tcb.state == FSM_LISTEN)
		stack_abort_waiting(tw, c);
	cause.event.both = both;
	cause.event.on_hand = c->receive.ready;
	cause.event.pending = c->send.used > 0;
	return run(tw, c, &cause);
}

int tw_shutdown(struct tw *tw, tw_handle handle, uint64_t now)
{
	struct connection *c = stack_find(tw, handle);

	stack_clock(tw, now);
	if (c == NULL)
		return TW_E_NOT_EXIST;
	if (c->tcb.state == FSM_LISTEN)
		return tw_close(tw, handle, now);
	return close_call(tw, c, false);
}

int tw_close(struct tw *tw, tw_handle handle, uint64_t now)
{
	struct connection *c = stack_find(tw, handle);

	stack_clock(tw, now);
	if (c == NULL)
		return TW_E_NOT_EXIST;
	if (!c->finished)
		close_call(tw, c, true);
	c->owned = false;
	c->what &= TW_CLOSED;
	if (c->what == 0)
		queue_remove(&tw->report, QUEUE_REPORT, c);
	stack_settle(tw, c);
	return TW_OK;
}

int tw_abort(struct tw *tw, tw_handle handle, uint64_t now)
{
	struct connection *c = stack_find(tw, handle);
	struct cause cause = cause_of(FSM_E_ABORT);

	stack_clock(tw, now);
	if (c == NULL)
		return TW_E_NOT_EXIST;
	if (c->tcb.state == FSM_LISTEN)
		stack_abort_waiting(tw, c);
	return run(tw, c, &cause);
}
