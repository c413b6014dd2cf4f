/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding what fires a row.
 *
 * A world is improved one knob at a time: a variable, a field, a timer, a
 * choice. Only knobs that occur in a failing condition are turned, and only
 * to values that can matter: those of other knobs of the same type, one more,
 * one less, a length further, half the number circle away. Where no single
 * turn helps, two or three at random do (the generator of these is a fixed
 * sequence: the result is always the same).
 *
 * The search begins with numbers that are all different and straddle 2^32
 * (first space) or 2^31 (second), so that whatever the C confuses shows.
 */
#include <string.h>

#include "emit_test.h"

enum { ROUNDS = 12 };

static uint32_t random_below(struct search *s, size_t n)
{
	s->random = s->random * 1664525u + 1013904223u;
	return (uint32_t)((s->random >> 8) % (n ? n : 1));
}

/* -------------------------------------------------------------- search */

/* The best value of K, if it lowers COST. */
static bool turn(struct search *s, const struct knob *k, uint32_t *cost)
{
	uint32_t best = *cost, value = 0;

	test_values(s, k, &s->knobs);
	for (size_t i = 0; i < s->values && best; i++) {
		uint32_t c;

		interp_copy(s->spec, &s->trial, &s->now);
		test_set(&s->trial, k, s->value[i]);
		c = test_cost(s, &s->trial, NULL);
		if (c < best) {
			best = c;
			value = s->value[i];
		}
	}
	if (best == *cost)
		return false;
	test_set(&s->now, k, value);
	*cost = best;
	return true;
}

static bool is_number(const struct knob *k)
{
	return k->kind == K_NUMBER ||
		(k->variable && k->variable->type.kind != TY_FLAG);
}

static bool held(const struct search *s, const struct knob *k)
{
	for (size_t i = 0; i < s->held.n; i++)
		if (s->held.at[i].kind == k->kind &&
		    s->held.at[i].index == k->index)
			return true;
	return false;
}

/* Turns the first knob that helps, by as much as it can; flags and timers
 * before fields, and fields before variables, whose numbers mean more. */
static bool improve(struct search *s, uint32_t *cost)
{
	s->knobs.n = 0;
	test_cost(s, &s->now, &s->knobs);
	for (int pass = 0; pass < 3; pass++)
		for (size_t i = 0; i < s->knobs.n; i++) {
			const struct knob *k = &s->knobs.at[i];
			int of = !is_number(k) ? 0 : k->kind == K_FIELD ? 1 : 2;

			if (of == pass && !held(s, k) && turn(s, k, cost))
				return true;
		}
	return false;
}

/* What is shaken is held until no other knob helps. */
static void shake(struct search *s)
{
	s->held.n = 0;
	for (uint32_t n = 1 + random_below(s, 3); n && s->knobs.n; n--) {
		struct knob k = s->knobs.at[random_below(s, s->knobs.n)];

		test_values(s, &k, &s->knobs);
		if (s->values)
			test_set(&s->now, &k,
				s->value[random_below(s, s->values)]);
		vec_push(&s->held, k);
	}
}

static uint32_t settle(struct search *s)
{
	uint32_t cost = test_cost(s, &s->now, NULL);

	while (cost && improve(s, &cost))
		;
	s->held.n = 0;
	while (cost && improve(s, &cost))
		;
	return cost;
}

/* Shakes wider and wider until the row fires; back to the best if that is
 * worse. */
bool test_descend(struct search *s)
{
	uint32_t least = UINT32_MAX;

	for (int round = 0; round < ROUNDS; round++) {
		uint32_t cost = settle(s);

		if (!cost)
			return true;
		if (cost <= least)
			interp_copy(s->spec, &s->best, &s->now);
		else
			interp_copy(s->spec, &s->now, &s->best);
		least = cost < least ? cost : least;
		if (round % 2)
			test_path_knobs(s, &s->now, &s->knobs);
		if (round % 8 == 7)
			test_all_knobs(s, &s->knobs);
		shake(s);
	}
	return false;
}

/* The NTH of its type. */
static uint32_t begin_with(const struct variable *v, size_t nth)
{
	uint32_t half = 0x80000000u;

	if (v->type.kind == TY_FLAG)
		return 0;
	if (v->type.kind == TY_OCTETS)
		return (uint32_t)((3000 + 100 * nth) % (v->type.max + 1));
	return (v->type.space->index % 2 ? half : 0) - 0xc00u +
		(uint32_t)nth * 0x800u;
}

static bool alike(const struct variable *a, const struct variable *b)
{
	return a->type.kind == b->type.kind && a->type.space == b->type.space;
}

/* How many of V's type come before it: variables, then fields of EVENT. */
static size_t same_type(const struct spec *spec, const struct event *event,
	const struct variable *v)
{
	size_t n = 0;

	for (size_t i = 0; i < spec->variables.n; i++) {
		if (spec->variables.at[i] == v)
			return n;
		n += alike(spec->variables.at[i], v);
	}
	for (size_t i = 0; event && event->fields.at[i] != v; i++)
		n += alike(event->fields.at[i], v);
	return n;
}

struct world test_base(const struct spec *spec)
{
	struct world w = interp_world(spec);

	for (size_t i = 0; i < spec->choices.n; i++)
		if (spec->choices.at[i]->on)
			w.choices |= bit_of(i);
	for (size_t i = 0; i < spec->variables.n; i++) {
		const struct variable *v = spec->variables.at[i];

		w.variable[i] = begin_with(v, same_type(spec, NULL, v));
	}
	return w;
}

static void begin(struct search *s, size_t state)
{
	const struct event *e = s->event;

	s->random = 1;
	s->knobs.n = 0;
	interp_copy(s->spec, &s->now, &s->base);
	s->now.state = state;
	for (size_t i = 0; i < e->fields.n; i++) {
		const struct variable *v = e->fields.at[i];

		s->now.field[v->index] =
			begin_with(v, same_type(s->spec, e, v));
	}
}

/* ------------------------------------------------------------- sharpen
 *
 * Of the worlds that fire the row, one in which it has more to do tells more:
 * flags it clears are set before, flags it sets are clear. And one that
 * differs from the base in less, with no number in its event but those that
 * count, is easier to read. */

/* How much the event does in W; 0 if it does not fire the row. */
static uint32_t score(struct search *s, const struct world *w)
{
	const struct spec *spec = s->spec;
	uint32_t n = 1;

	if (test_cost(s, w, NULL))
		return 0;
	interp_copy(spec, &s->run, w);
	interp_event(spec, s->event, &s->run, &s->outcome);
	n += count_of(s->run.armed ^ w->armed) + count_of(s->outcome.signals);
	for (size_t i = 0; i < spec->variables.n; i++)
		n += s->run.variable[i] != w->variable[i];
	for (size_t i = 0; i < spec->headers.n; i++)
		n += spec->headers.at[i]->is_flags ?
			count_of(s->outcome.header[i]) : !!s->outcome.header[i];
	for (size_t i = 0; i < spec->operations.n; i++)
		n += !!s->outcome.argument[i];
	return n;
}

/* Sets K to VALUE if that leaves a score of LEAST at least. */
static void try(struct search *s, const struct knob *k, uint32_t value,
	uint32_t least)
{
	interp_copy(s->spec, &s->trial, &s->now);
	test_set(&s->trial, k, value);
	if (score(s, &s->trial) >= least)
		test_set(&s->now, k, value);
}

/* Has K at 0 the same outcome? */
static bool idle(struct search *s, const struct knob *k)
{
	size_t n = s->spec->variables.n;
	struct outcome *o = &s->outcome, other = s->other;
	bool same;

	interp_copy(s->spec, &s->trial, &s->now);
	test_set(&s->trial, k, 0);
	if (test_cost(s, &s->trial, NULL))
		return false;
	interp_copy(s->spec, &s->run, &s->now);
	interp_event(s->spec, s->event, &s->run, o);
	interp_event(s->spec, s->event, &s->trial, &other);
	same = s->run.state == s->trial.state &&
		s->run.armed == s->trial.armed &&
		!memcmp(s->run.variable, s->trial.variable, 4 * n) &&
		!memcmp(o->header, other.header, 4 * s->spec->headers.n) &&
		!memcmp(o->argument, other.argument,
			4 * s->spec->operations.n) &&
		o->fired.n == other.fired.n && !memcmp(o->fired.at,
			other.fired.at, o->fired.n * sizeof *o->fired.at);
	s->other = other;
	return same;
}

static void sharpen(struct search *s)
{
	s->knobs.n = 0;
	test_all_knobs(s, &s->knobs);
	for (size_t i = 0; i < s->knobs.n; i++)
		if (s->knobs.at[i].kind != K_FIELD)
			try(s, &s->knobs.at[i], test_get(&s->base,
				&s->knobs.at[i]), score(s, &s->now));
	for (size_t i = 0; i < 2 * s->knobs.n; i++) {
		const struct knob *k = &s->knobs.at[i % s->knobs.n];

		if (!is_number(k))
			try(s, k, !test_get(&s->now, k),
				score(s, &s->now) + 1);
	}
	for (size_t i = 0; i < s->knobs.n; i++)
		if (s->knobs.at[i].kind == K_FIELD && idle(s, &s->knobs.at[i]))
			test_set(&s->now, &s->knobs.at[i], 0);
}

bool test_from(struct search *s, enum licence licence, uint64_t states,
	struct shot *shot)
{
	s->licence = licence;
	for (size_t i = 0; i < s->spec->states.n; i++) {
		if (!(states & bit_of(i)))
			continue;
		begin(s, i);
		s->whole = false;
		test_descend(s);
		s->whole = true;
		if (!test_descend(s))
			continue;
		sharpen(s);
		shot->licence = licence;
		shot->before = interp_world(s->spec);
		interp_copy(s->spec, &shot->before, &s->now);
		return true;
	}
	return false;
}

/* States from which an earlier phase of the event leads into the row's. */
static uint64_t sources(const struct search *s)
{
	const struct event *owner = s->row->phase->event;
	uint64_t states = 0;

	for (size_t i = 0; i < s->goal; i++)
		for (size_t j = 0; j < owner->phases.at[i]->rows.n; j++) {
			const struct row *r = owner->phases.at[i]->rows.at[j];

			if (r->next && r->then != THEN_STOP &&
			    s->row->states & bit_of(r->next->index))
				states |= r->states;
		}
	return states;
}

struct search *test_search_for(const struct spec *spec, const struct row *row,
	const struct event *event)
{
	struct search *s = xalloc(sizeof *s);

	s->spec = spec;
	s->row = row;
	s->event = event;
	s->whole = true;
	s->goal = place_of(row->phase->event, row->phase);
	s->base = test_base(spec);
	s->now = interp_world(spec);
	s->best = interp_world(spec);
	s->trial = interp_world(spec);
	s->run = interp_world(spec);
	s->outcome = interp_outcome(spec);
	s->other = interp_outcome(spec);
	return s;
}

static bool by_event(const struct spec *spec, const struct event *event,
	enum licence licence, struct shot *shot)
{
	struct search *s = test_search_for(spec, shot->row, event);
	uint64_t others = sources(s) & ~shot->row->states;

	shot->event = event;
	return interp_first(event) <= s->goal &&
		(test_from(s, licence, shot->row->states, shot) ||
		 (licence < BY_STRAY_TIMEOUT &&
		  test_from(s, licence, others, shot)));
}

bool test_search(const struct spec *spec, const struct row *row,
	struct shot *shot)
{
	const struct event *owner = row->phase->event;

	shot->row = row;
	shot->remark = NULL;
	for (enum licence l = BY_DEFAULT; l < LICENCES; l++) {
		if (l == BY_STRAY_TIMEOUT && !owner->timer)
			continue;
		if (by_event(spec, owner, l, shot))
			return true;
		for (size_t i = 0; i < spec->events.n; i++)
			if (spec->events.at[i]->at &&
			    interp_owner(spec->events.at[i]) == owner &&
			    by_event(spec, spec->events.at[i], l, shot))
				return true;
	}
	return false;
}
