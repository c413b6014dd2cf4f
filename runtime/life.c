/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The life of a connection between its events: it is run until nothing follows
 * (follow.c), and its slot is freed when it is CLOSED, the user has released
 * the handle and fetched the terminal report.
 */
#include "isn.h"
#include "octets.h"
#include "plan.h"

uint32_t stack_buffer(const struct tw *tw)
{
	return tw->config.receive_buffer;
}

uint32_t stack_isn(const struct tw *tw, const struct connection *c,
                   struct table_key key)
{
	uint32_t fresh = isn_fresh(
	        tw->config.prf, tw->config.prf_context,
	        (struct isn_sockets){tw->config.address, key.address,
	                             key.local, key.port}, tw->now);

	if (c->tcb.state == FSM_TIME_WAIT)
		return isn_again(fresh, c->tcb.snd_nxt);
	return fresh;
}

void stack_tell(struct tw *tw, struct connection *c, unsigned what)
{
	c->what |= what;
	if (c->what != 0 && (c->owned || (c->what & TW_CLOSED)))
		queue_append(&tw->report, QUEUE_REPORT, c);
}

void stack_orphan(struct connection *c)
{
	if (c->parent == NULL)
		return;
	queue_remove(&c->parent->accept, QUEUE_ACCEPT, c);
	c->parent->waiting--;
	c->parent = NULL;
}

void stack_abort_waiting(struct tw *tw, struct connection *listener)
{
	struct cause cause = cause_of(FSM_E_ABORT);
	struct fsm_out out;

	for (uint32_t i = 0; i < tw->slots && listener->waiting > 0; i++)
		if (tw->connection[i].parent == listener)
			stack_run(tw, &tw->connection[i], &cause, &out);
}

/*@ requires \valid_read(c);
    terminates \true; exits \false; assigns \nothing;
    ensures stack_earliest(c, \result); */
static uint64_t earliest(const struct connection *c)
{
	uint64_t when = TIMERS_NEVER;

	/*@ loop invariant 0 <= i <= DUES;
	    loop invariant \forall integer k; 0 <= k < i ==>
	      when <= c->due[k];
	    loop invariant when == TIMERS_NEVER ||
	      \exists integer k; 0 <= k < i && when == c->due[k];
	    loop assigns i, when;
	    loop variant DUES - i; */
	for (int i = 0; i < DUES; i++)
		if (c->due[i] < when)
			when = c->due[i];
	return when;
}

void stack_rearm(struct tw *tw, const struct connection *c)
{
	if (c->generation != 0)
		timers_set(&tw->timers, c->slot, earliest(c));
}

void stack_rearm_neighbor(struct tw *tw, uint32_t index)
{
	timers_set(&tw->timers, tw->slots + index,
	           tw->neighbors.at[index].deadline);
}

/* ------------------------------------------------------------ the slot */

/* TIME-WAIT needs no listener, nor buffers once the handle is released. */
static void economize(struct tw *tw, struct connection *c)
{
	if (c->tcb.state != FSM_TIME_WAIT)
		return;
	stack_orphan(c);
	if (!c->owned)
		stack_give_buffers(tw, c);
}

/* CLOSED, released and reported; or a copy that is back in LISTEN. */
/*@ requires \valid_read(c);
    terminates \true; exits \false; assigns \nothing;
    ensures copy: c->parent != \null ==>
      (\result <==> c->tcb.state == FSM_LISTEN);
    ensures user: c->parent == \null ==>
      (\result <==> c->finished && !c->owned && (c->what & TW_CLOSED) == 0); */
static bool is_done(const struct connection *c)
{
	if (c->parent)
		return c->tcb.state == FSM_LISTEN;
	return c->finished && !c->owned && !(c->what & TW_CLOSED);
}

void stack_settle(struct tw *tw, struct connection *c)
{
	if (c->generation == 0)
		return;
	stack_rearm(tw, c);
	stack_tell(tw, c, 0);
	economize(tw, c);
	if (is_done(c))
		stack_free(tw, c);
	else if (!c->finished)
		queue_append(&tw->active, QUEUE_ACTIVE, c);
}

void stack_run(struct tw *tw, struct connection *c, const struct cause *cause,
               struct fsm_out *out)
{
	struct cause following = {0};
	struct fsm_out ignored;

	connection_raise(tw, c, cause, out);
	while (plan_following(c, &following))
		connection_raise(tw, c, &following, &ignored);
	stack_settle(tw, c);
}
