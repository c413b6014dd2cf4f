/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How far a world is from firing a row.
 *
 * The row stands at the end of a path: the earlier phases of its event must
 * let the event through, then its line and its class must hold. A world is
 * judged by how far it gets along that path,
 *
 *     cost = conditions that fail where it stops and in the phases behind
 *            + those of invariants and other demands that fail
 *
 * and the knobs that can lower it are those that occur in what fails.
 */
#include "emit_test.h"

enum { ONE = 1024, FAR = 1000 * ONE };

/* --------------------------------------------------------------- knobs */

uint32_t test_get(const struct world *w, const struct knob *k)
{
	switch (k->kind) {
	case K_VARIABLE: return w->variable[k->index];
	case K_FIELD:    return w->field[k->index];
	case K_ARMED:    return (w->armed & bit_of(k->index)) != 0;
	case K_NUMBER:   return (uint32_t)k->index;
	default:         return (w->choices & bit_of(k->index)) != 0;
	}
}

static void set_bit(uint64_t *mask, size_t index, uint32_t on)
{
	*mask = (*mask & ~bit_of(index)) | (on ? bit_of(index) : 0);
}

void test_set(struct world *w, const struct knob *k, uint32_t value)
{
	switch (k->kind) {
	case K_VARIABLE: w->variable[k->index] = value; break;
	case K_FIELD:    w->field[k->index] = value; break;
	case K_ARMED:    set_bit(&w->armed, k->index, value); break;
	case K_NUMBER:   break;
	default:         set_bit(&w->choices, k->index, value); break;
	}
}

static void add_knob(knobs *to, enum knob_kind kind, size_t index,
	const struct variable *v)
{
	struct knob k = { kind, index, v };

	for (size_t i = 0; i < to->n; i++)
		if (to->at[i].kind == kind && to->at[i].index == index)
			return;
	vec_push(to, k);
}

static bool has_field(const struct event *event, const struct variable *v)
{
	for (size_t i = 0; i < event->fields.n; i++)
		if (event->fields.at[i] == v)
			return true;
	return false;
}

/* The knobs of E. A field the event does not bring stays 0. */
void test_knobs(const struct search *s, knobs *to, const struct expr *e)
{
	if (!e)
		return;
	switch (e->op) {
	case E_VARIABLE:
		add_knob(to, K_VARIABLE, e->variable->index, e->variable);
		break;
	case E_FIELD:
		if (has_field(s->event, e->variable))
			add_knob(to, K_FIELD, e->variable->index, e->variable);
		break;
	case E_ARMED:
		add_knob(to, K_ARMED, e->timer->index, NULL);
		break;
	case E_CHOICE:
		if (s->licence >= BY_CHOICE)
			add_knob(to, K_CHOICE, e->choice->index, NULL);
		break;
	case E_NUMBER: add_knob(to, K_NUMBER, e->number, NULL); break;
	case E_DEFINE: test_knobs(s, to, e->define->value); break;
	case E_CLASS:  test_knobs(s, to, e->class->value); break;
	default:
		test_knobs(s, to, e->a);
		test_knobs(s, to, e->b);
	}
}

void test_all_knobs(const struct search *s, knobs *to)
{
	const struct spec *spec = s->spec;

	for (size_t i = 0; i < spec->variables.n; i++)
		add_knob(to, K_VARIABLE, i, spec->variables.at[i]);
	for (size_t i = 0; i < s->event->fields.n; i++)
		add_knob(to, K_FIELD, s->event->fields.at[i]->index,
			s->event->fields.at[i]);
	for (size_t i = 0; i < spec->timers.n; i++)
		add_knob(to, K_ARMED, i, NULL);
}

/* ---------------------------------------------------------------- cost */

/* Either way will do, and the nearer both are the better. */
static uint32_t either(uint32_t a, uint32_t b)
{
	if (!a || !b)
		return 0;
	return (uint32_t)((uint64_t)a * b / ((uint64_t)a + b)) + 1;
}

/* How much of E must turn for it to be WANT: ONE for every condition. */
static uint32_t distance(const struct world *w, const struct expr *e, bool want)
{
	uint32_t a, b;

	switch (e->op) {
	case E_NOT:    return distance(w, e->a, !want);
	case E_DEFINE: return distance(w, e->define->value, want);
	case E_CLASS:  return distance(w, e->class->value, want);
	case E_AND:
	case E_OR:
	case E_IMPLIES:
		a = distance(w, e->a, e->op == E_IMPLIES ? !want : want);
		b = distance(w, e->b, want);
		if ((e->op == E_AND) == want)
			return a + b;
		return either(a, b);
	default:
		return (interp_expr(w, e) != 0) != want ? ONE : 0;
	}
}

const struct invariant *test_breach(const struct spec *spec,
	const struct world *w)
{
	for (size_t i = 0; i < spec->invariants.n; i++) {
		const struct invariant *v = spec->invariants.at[i];

		if ((v->states & bit_of(w->state)) && !interp_expr(w, v->value))
			return v;
	}
	return NULL;
}

/* What fails in W before the event begins. */
static uint32_t demands(struct search *s, const struct world *w, knobs *to)
{
	const struct timer *t = s->event->timer;
	uint32_t cost = 0;

	for (size_t i = 0; i < s->spec->invariants.n; i++) {
		const struct invariant *v = s->spec->invariants.at[i];
		uint32_t d = s->licence < BY_BREACH &&
			(v->states & bit_of(w->state)) ?
			distance(w, v->value, true) : 0;

		cost += d;
		if (d && to)
			test_knobs(s, to, v->value);
	}
	if (t && s->licence < BY_STRAY_TIMEOUT &&
	    !(w->armed & bit_of(t->index))) {
		cost += ONE;
		if (to)
			add_knob(to, K_ARMED, t->index, NULL);
	}
	return cost;
}

/* Does ROW, which stands at AT, let the event come to the goal? */
static bool leads(const struct search *s, const struct row *row, size_t at)
{
	if (at == s->goal)
		return row == s->row;
	return row->then == THEN_NEXT || (row->then == THEN_PHASE &&
		place_of(s->row->phase->event, row->target) <= s->goal);
}

static uint32_t to_cell(const struct search *s, const struct line *l,
	const struct class *c)
{
	return distance(&s->run, c->value, true) +
		(l->when ? distance(&s->run, l->when, true) : 0);
}

/* Is that the cell the search is for, if it is for one? */
static bool wanted(const struct search *s, const struct line *l,
	const struct class *c)
{
	return !s->line || (s->line == l && s->class == c);
}

/* How near is a row of the phase at AT that leads on? */
static uint32_t blocked(const struct search *s, size_t at, knobs *to)
{
	const struct phase *p = s->row->phase->event->phases.at[at];
	uint32_t best = FAR;

	for (size_t i = 0; i < p->lines.n * p->classes.n; i++) {
		const struct line *l = p->lines.at[i / p->classes.n];
		const struct class *c = p->classes.at[i % p->classes.n];
		uint32_t d;

		if (l->state->index != s->run.state || !p->cells[i] ||
		    !leads(s, p->cells[i], at) ||
		    (at == s->goal && !wanted(s, l, c)))
			continue;
		d = to_cell(s, l, c);
		best = d < best ? d : best;
		if (d && to) {
			test_knobs(s, to, c->value);
			test_knobs(s, to, l->when);
		}
	}
	return best;
}

static uint32_t still_ahead(const struct search *s, size_t at, knobs *to)
{
	const struct event *owner = s->row->phase->event;
	uint32_t cost = 0;

	for (size_t i = at; i <= s->goal; i++)
		if (owner->phases.at[i]->states & bit_of(s->run.state))
			cost += blocked(s, i, to);
		else if (i == s->goal)
			cost += FAR;
	return cost;
}

/* The knobs that ROW of the phase at AT hangs on. */
static void passed(struct search *s, const struct row *row, knobs *to)
{
	for (size_t i = 0; i < row->phase->classes.n; i++)
		if (row->classes & bit_of(i))
			test_knobs(s, to, row->phase->classes.at[i]->value);
	test_knobs(s, to, row->when);
}

/* Runs the event in W up to the goal. 0: the row fires. */
static uint32_t path(struct search *s, const struct world *w, knobs *to,
	bool whole)
{
	const struct event *owner = s->row->phase->event;
	const struct phase *target = NULL;

	interp_copy(s->spec, &s->run, w);
	if (s->event->timer)
		s->run.armed &= ~bit_of(s->event->timer->index);
	for (size_t i = interp_first(s->event); i <= s->goal; i++) {
		const struct phase *p = owner->phases.at[i];
		struct row *row;

		if (target && p != target)
			continue;
		target = NULL;
		if (!(p->states & bit_of(s->run.state)) && i < s->goal)
			continue;
		row = interp_select(&s->run, p);
		if (!row || !leads(s, row, i))
			return still_ahead(s, i, to);
		if (i == s->goal)
			return s->line ? still_ahead(s, i, to) : 0;
		if (whole)
			passed(s, row, to);
		interp_row(s->spec, row, &s->run, &s->outcome);
		if (row->then == THEN_PHASE)
			target = row->target;
	}
	return FAR;
}

/* How near is the row's line, when the event begins? */
static uint32_t to_line(struct search *s, const struct world *w, knobs *to)
{
	const struct expr *when = s->line ? s->line->when : s->row->when;
	uint32_t d = when ? distance(w, when, true) : 0;

	if (d && to)
		test_knobs(s, to, when);
	return d;
}

uint32_t test_cost(struct search *s, const struct world *w, knobs *to)
{
	uint32_t d = demands(s, w, to);

	return d + (s->whole ? path(s, w, to, false) : to_line(s, w, to));
}

void test_path_knobs(struct search *s, const struct world *w, knobs *to)
{
	demands(s, w, to);
	path(s, w, to, true);
}
