/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Random walks of the generated machine: events as the runtime may raise
 * them, with numbers near the edges that matter.
 *
 * What the runtime promises is kept: the user timer expires only when it is
 * armed; HELD hands over what stands at RCV.NXT inside the window; a segment to
 * retransmit or to send holds at most what is in flight or in the window.
 * Segments are arbitrary.
 */
#ifndef FSM_WALK_H
#define FSM_WALK_H

#include <stdint.h>
#include <string.h>

#include "../../runtime/fsm/fsm.gen.h"
#include "prng.h"

/* One step: the machine before, the event, the machine after, the answer. */
struct step {
	struct fsm_choices choices;
	struct fsm_tcb t;
	struct fsm_event e;
	struct fsm_tcb u;
	struct fsm_out o;
};

static inline uint8_t one_in(uint64_t *seed, uint32_t n)
{
	return prng_below(seed, n) == 0;
}

static inline uint8_t percent(uint64_t *seed, uint32_t n)
{
	return prng_below(seed, 100) < n;
}

static inline uint32_t any_octets(uint64_t *seed)
{
	static const uint32_t some[] = {0, 0, 1, 2, 5, 20, 1000, 65535,
					1073725440};

	return some[prng_below(seed, sizeof some / sizeof *some)];
}

/* base, or up to two numbers beside it; now and then any number. */
static inline uint32_t near(uint64_t *seed, uint32_t base)
{
	if (one_in(seed, 40))
		return prng32(seed);
	if (percent(seed, 60))
		return base;
	return base + prng_below(seed, 5) - 2;
}

static inline uint32_t any_seq(uint64_t *seed, const struct fsm_tcb *t)
{
	switch (prng_below(seed, 8)) {
	case 0:
		return near(seed, t->rcv_nxt + t->rcv_wnd);
	case 1:
		return near(seed, t->irs);
	case 2:
		return near(seed, t->rcv_nxt - 1);
	case 3:
		return near(seed, t->rcv_nxt + t->rcv_wnd / 2);
	default:
		return near(seed, t->rcv_nxt);
	}
}

static inline uint32_t any_ack(uint64_t *seed, const struct fsm_tcb *t)
{
	switch (prng_below(seed, 8)) {
	case 0:
		return near(seed, t->snd_una);
	case 1:
		return near(seed, t->iss);
	case 2:
		return near(seed, t->snd_una - t->max_snd_wnd);
	default:
		return near(seed, t->snd_nxt);
	}
}

static inline void any_segment(uint64_t *seed, const struct fsm_tcb *t,
			       struct fsm_event *e)
{
	uint8_t opening = t->state <= FSM_SYN_SENT;

	e->seg_seq = any_seq(seed, t);
	e->seg_ack = any_ack(seed, t);
	e->seg_text = percent(seed, 60) ? 0 : prng_below(seed, 24);
	e->seg_wnd = any_octets(seed);
	e->seg_up = near(seed, e->seg_seq + e->seg_text);
	e->syn = percent(seed, opening ? 60 : 8);
	e->ack = percent(seed, opening ? 45 : 90);
	e->rst = percent(seed, 6);
	e->fin = percent(seed, 15);
	e->urg = percent(seed, 10);
	e->secure = percent(seed, 98);
	e->room = percent(seed, 80);
	e->isn = near(seed, t->snd_nxt + 2);
	e->buffer = any_octets(seed);
}

static inline void any_call(uint64_t *seed, const struct fsm_tcb *t,
			    struct fsm_event *e)
{
	e->allowed = percent(seed, 95);
	e->room = percent(seed, 90);
	e->diffserv = percent(seed, 95);
	e->secure = percent(seed, 95);
	e->active = percent(seed, 50);
	e->remote = percent(seed, 80);
	e->urgent = percent(seed, 20);
	e->pending = percent(seed, 50);
	e->both = percent(seed, 40);
	e->isn = prng32(seed);
	e->buffer = any_octets(seed);
	e->end = t->snd_nxt + prng_below(seed, 40);
	e->on_hand = percent(seed, 50) ? 0 : any_octets(seed);
	e->window = any_octets(seed);
}

static inline uint32_t text_in_flight(const struct fsm_tcb *t)
{
	return t->snd_nxt - t->snd_una - t->fin_sent;
}

static inline void any_output(uint64_t *seed, const struct fsm_tcb *t,
			      struct fsm_event *e)
{
	uint32_t most = text_in_flight(t);

	e->n = prng_below(seed, 4) * prng_below(seed, 8);
	e->push = percent(seed, 50);
	e->last = percent(seed, 50);
	e->keepalive = percent(seed, 50);
	if (e->kind == FSM_E_PROBE)
		e->n = prng_below(seed, 2);
	if (e->kind == FSM_E_RETRANSMISSION_TIMEOUT && e->n > most)
		e->n = most;
	if (e->kind == FSM_E_RETRANSMISSION_TIMEOUT && percent(seed, 50))
		e->n = most < 65535 ? most : 65535;
}

static inline void any_held(uint64_t *seed, const struct fsm_tcb *t,
			    struct fsm_event *e)
{
	e->seg_seq = t->rcv_nxt;
	e->seg_text = prng_below(seed, 24);
	e->fin = percent(seed, 40);
	if (e->seg_text + e->fin > t->rcv_wnd) {
		e->fin = 0;
		e->seg_text = prng_below(seed, t->rcv_wnd + 1);
	}
	e->urg = percent(seed, 10);
	e->seg_up = near(seed, e->seg_seq + e->seg_text);
}

/* Would the runtime raise it now? A late timer is told once in a while. */
static inline uint8_t may_happen(uint64_t *seed, const struct fsm_tcb *t,
				 uint8_t kind)
{
	switch (kind) {
	case FSM_E_USER_TIMEOUT:
		return t->armed_user || t->state == FSM_CLOSED;
	case FSM_E_RETRANSMISSION_TIMEOUT:
		return t->armed_retransmission || one_in(seed, 50);
	case FSM_E_TIME_WAIT_TIMEOUT:
		return t->armed_time_wait || one_in(seed, 50);
	case FSM_E_HELD:
		return t->state >= FSM_ESTABLISHED &&
		       t->state <= FSM_FIN_WAIT_2;
	default:
		return 1;
	}
}

static inline uint8_t any_kind(uint64_t *seed, const struct fsm_tcb *t)
{
	uint8_t kind;

	if (t->state == FSM_CLOSED && percent(seed, 70))
		return FSM_E_OPEN;
	if (percent(seed, 55))
		return FSM_E_SEGMENT;
	if (percent(seed, 25))
		return FSM_E_TRANSMIT;
	do
		kind = (uint8_t)prng_below(seed, FSM_EVENTS);
	while (!may_happen(seed, t, kind) ||
	       ((kind == FSM_E_ABORT || kind == FSM_E_USER_TIMEOUT) &&
		!one_in(seed, 8)));
	return kind;
}

static inline struct fsm_event any_event(uint64_t *seed,
					 const struct fsm_tcb *t)
{
	struct fsm_event e;

	memset(&e, 0, sizeof e);
	e.kind = any_kind(seed, t);
	if (e.kind == FSM_E_SEGMENT)
		any_segment(seed, t, &e);
	else if (e.kind == FSM_E_HELD)
		any_held(seed, t, &e);
	else if (e.kind <= FSM_E_STATUS)
		any_call(seed, t, &e);
	else
		any_output(seed, t, &e);
	return e;
}

static inline void take_step(struct step *s, const struct fsm_event *e)
{
	s->e = *e;
	s->t = s->u;
	fsm_step(&s->choices, e, &s->u, &s->o);
}

#endif
