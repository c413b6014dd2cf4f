/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a program may set for one connection, or for a listener and so for the
 * connections it will accept.
 */
#include "stack.h"

int tw_nodelay(struct tw *tw, tw_handle handle, bool on)
{
	struct connection *c = stack_find(tw, handle);

	if (c == NULL)
		return TW_E_NOT_EXIST;
	c->nodelay = on;
	stack_settle(tw, c);
	return TW_OK;
}

int tw_user_timeout(struct tw *tw, tw_handle handle, uint64_t timeout,
                    uint64_t now)
{
	struct connection *c = stack_find(tw, handle);

	stack_clock(tw, now);
	if (c == NULL)
		return TW_E_NOT_EXIST;
	c->user_timeout = timeout;
	if (c->tcb.armed_user)
		c->due[DUE_USER] = timers_after(tw->now, timeout);
	stack_settle(tw, c);
	return TW_OK;
}

/* Is there a peer to be heard of? */
static bool has_peer(const struct connection *c)
{
	switch (c->tcb.state) {
	case FSM_CLOSED:
	case FSM_LISTEN:
	case FSM_SYN_SENT:
	case FSM_SYN_RECEIVED:
		return false;
	default:
		return true;
	}
}

int tw_keepalive(struct tw *tw, tw_handle handle, bool on, uint64_t interval,
                 uint64_t now)
{
	struct connection *c = stack_find(tw, handle);

	stack_clock(tw, now);
	if (c == NULL)
		return TW_E_NOT_EXIST;
	c->keepalive = interval == 0 ? TW_KEEPALIVE_INTERVAL : interval;
	if (!on)
		c->keepalive = 0;
	c->keepalives = 0;
	c->due[DUE_KEEPALIVE] = TIMERS_NEVER;
	if (on && has_peer(c))
		c->due[DUE_KEEPALIVE] = timers_after(tw->now, c->keepalive);
	stack_settle(tw, c);
	return TW_OK;
}

/*@ requires \valid(tw) && stack_memory(tw);
    terminates \true; exits \false;
    assigns tw->connection[0 .. tw->slots - 1].tos;
    ensures stale: stack_stale(tw, handle) ==> \result == TW_E_NOT_EXIST;
    ensures never: codepoint > 63 && !stack_stale(tw, handle) ==>
      \result == TW_E_DIFFSERV;
    ensures set: codepoint <= 63 ==> \forall integer i;
      0 <= i < tw->slots && stack_handle(tw, i, handle) ==>
      \result == TW_OK && tw->connection[i].tos == codepoint * 4;
    ensures rest: \forall integer i; 0 <= i < tw->slots &&
      (\result != TW_OK || !stack_handle(tw, i, handle)) ==>
      tw->connection[i].tos == \old(tw->connection[i].tos); */
int tw_diffserv(struct tw *tw, tw_handle handle, uint8_t codepoint)
{
	struct connection *c = stack_find(tw, handle);

	if (c == NULL)
		return TW_E_NOT_EXIST;
	if (codepoint > 63)
		return TW_E_DIFFSERV;
	c->tos = (uint8_t)(codepoint * 4);
	return TW_OK;
}
