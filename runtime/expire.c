/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Timers that are due (RFC 9293 section 3.10.8): what each means is said in
 * connection.h. A due time is cleared before its event is raised, so that the
 * event may start it again.
 */
#include "plan.h"

/*@ requires \valid_read(tw) && timers_ok(&tw->timers);
    terminates \true; exits \false; assigns \nothing;
    ensures earliest: \forall integer o; 0 <= o < tw->timers.owners ==>
      \result <= timers_when(&tw->timers, o);
    ensures none: tw->timers.n == 0 ==> \result == TIMERS_NEVER;
    ensures one: tw->timers.n > 0 ==>
      \result == timers_when(&tw->timers, tw->timers.at[0].owner); */
uint64_t tw_next_deadline(const struct tw *tw)
{
	return timers_next(&tw->timers);
}

/*
 * R1 of section 3.8.3 (MUST-20): the IP layer is advised to look whether the
 * next hop is alive, and the user is told.
 */
static void advise(struct tw *tw, struct connection *c)
{
	if (c->repeats < UINT8_MAX)
		c->repeats++;
	if (c->repeats != REPEATS_MAX)
		return;
	neighbors_doubt(&tw->neighbors, c->neighbor,
	                stack_next_hop(tw, c->key.address), tw->now);
	if (c->neighbor < tw->neighbors.n)
		stack_rearm_neighbor(tw, c->neighbor);
	c->what |= TW_RETRANSMITTING;
}

/* RFC 6298 (5.4) to (5.6); a closed window is no congestion. */
static void retransmission_due(struct tw *tw, struct connection *c)
{
	struct cause cause = cause_of(FSM_E_RETRANSMISSION_TIMEOUT);
	struct fsm_out out;

	rto_expired(&c->rto);
	if (c->tcb.snd_wnd > 0 || c->tcb.syn_unacked)
		advise(tw, c);
	if (c->tcb.snd_wnd > 0 && !c->tcb.syn_unacked)
		congestion_timeout(&c->congestion, c->tcb.snd_una,
		                   c->tcb.snd_nxt);
	c->again = false;
	output_front(c, &cause.event);
	stack_run(tw, c, &cause, &out);
}

static void plain_due(struct tw *tw, struct connection *c, enum fsm_kind kind)
{
	struct cause cause = cause_of(kind);
	struct fsm_out out;

	stack_run(tw, c, &cause, &out);
}

static void persist_due(struct tw *tw, struct connection *c)
{
	struct cause cause = cause_of(FSM_E_PROBE);
	struct fsm_out out;

	if (!output_waits(c)) {
		stack_settle(tw, c);
		return;
	}
	if (c->tcb.snd_wnd > 0) {
		c->override = true;
		stack_settle(tw, c);
		return;
	}
	if (c->probes < UINT8_MAX)
		c->probes++;
	output_probe(c, &cause.event);
	stack_run(tw, c, &cause, &out);
}

/*
 * MUST-26: only while nothing is outstanding; what is has the user timeout,
 * and TIME-WAIT its own.
 */
static bool may_keep_alive(const struct fsm_tcb *tcb)
{
	return tcb->snd_una == tcb->snd_nxt && tcb->state != FSM_TIME_WAIT;
}

static void keepalive_due(struct tw *tw, struct connection *c)
{
	struct cause cause = cause_of(FSM_E_PROBE);
	struct fsm_out out;

	c->due[DUE_KEEPALIVE] = timers_after(c->heard, c->keepalive);
	if (c->due[DUE_KEEPALIVE] > tw->now) {
		stack_rearm(tw, c);
		return;
	}
	c->due[DUE_KEEPALIVE] = timers_after(tw->now, c->keepalive);
	if (!may_keep_alive(&c->tcb)) {
		stack_rearm(tw, c);
		return;
	}
	if (c->keepalives++ >= KEEPALIVE_MAX) {
		plain_due(tw, c, FSM_E_USER_TIMEOUT);
		return;
	}
	cause.event.keepalive = 1;
	stack_run(tw, c, &cause, &out);
}

static void fire(struct tw *tw, struct connection *c, enum due due)
{
	if (due < DUES)
		c->due[due] = TIMERS_NEVER;
	switch (due) {
	case DUE_RETRANSMISSION:
		retransmission_due(tw, c);
		break;
	case DUE_USER:
		plain_due(tw, c, FSM_E_USER_TIMEOUT);
		break;
	case DUE_TIME_WAIT:
		plain_due(tw, c, FSM_E_TIME_WAIT_TIMEOUT);
		break;
	case DUE_ACK:
		c->ack_soon = true;
		stack_settle(tw, c);
		break;
	case DUE_PERSIST:
		persist_due(tw, c);
		break;
	case DUE_KEEPALIVE:
		keepalive_due(tw, c);
		break;
	case DUES:
		stack_rearm(tw, c);
		break;
	}
}

/* The first timer of a connection that is due, DUES if none is. */
static enum due which(const struct tw *tw, const struct connection *c)
{
	for (int i = 0; i < DUES; i++)
		if (c->due[i] <= tw->now)
			return (enum due)i;
	return DUES;
}

/* A host on the net does not answer: whoever talks through it is told. */
static void neighbor_lost(struct tw *tw, uint32_t address)
{
	struct connection *c;

	for (uint32_t i = 0; i < tw->slots; i++) {
		c = &tw->connection[i];
		if (c->listed && c->key.address != 0 &&
		    stack_next_hop(tw, c->key.address) == address)
			stack_tell(tw, c, TW_UNREACHABLE);
	}
}

static void expire_neighbor(struct tw *tw, uint32_t i)
{
	bool waits = tw->neighbors.at[i].parked;

	if (neighbors_expire(&tw->neighbors, i, tw->now)) {
		tw->counters.unresolved += waits;
		neighbor_lost(tw, tw->neighbors.at[i].address);
	}
	stack_rearm_neighbor(tw, i);
}

/* Whose deadline has come, TIMERS_NONE if no one's has. */
static uint32_t due_owner(const struct tw *tw)
{
	if (timers_next(&tw->timers) > tw->now)
		return TIMERS_NONE;
	return timers_owner(&tw->timers);
}

void tw_expire(struct tw *tw, uint64_t now)
{
	struct connection *c;
	uint32_t owner;

	stack_clock(tw, now);
	while ((owner = due_owner(tw)) != TIMERS_NONE) {
		if (owner >= tw->slots) {
			expire_neighbor(tw, owner - tw->slots);
			continue;
		}
		c = &tw->connection[owner];
		fire(tw, c, which(tw, c));
	}
}
