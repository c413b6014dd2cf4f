/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The interpreter of the model. Numbers are 32 bits wide and wrap; numbers
 * of a sequence space compare modulo 2^32 (spec/LANGUAGE.md, Types):
 *
 *     d = (b - a) mod 2^32        a < b is 0 < d < 2^31      a =< b is d < 2^31
 *
 * An event runs its phases in order. In each, the world left by the phase
 * before selects line, class and so the row; its actions change the world.
 */
#include <string.h>

#include "interp.h"

#define HALF 0x80000000u

struct world interp_world(const struct spec *spec)
{
	struct world w = { 0 };

	w.variable = xalloc((spec->variables.n + 1) * sizeof *w.variable);
	w.field = xalloc((spec->fields.n + 1) * sizeof *w.field);
	return w;
}

void interp_copy(const struct spec *spec, struct world *to,
	const struct world *from)
{
	to->state = from->state;
	to->armed = from->armed;
	to->choices = from->choices;
	memcpy(to->variable, from->variable,
		spec->variables.n * sizeof *to->variable);
	memcpy(to->field, from->field, spec->fields.n * sizeof *to->field);
}

struct outcome interp_outcome(const struct spec *spec)
{
	struct outcome o = { 0 };

	o.header = xalloc((spec->headers.n + 1) * sizeof *o.header);
	o.argument = xalloc((spec->operations.n + 1) * sizeof *o.argument);
	return o;
}

static bool before(const struct expr *e, uint32_t a, uint32_t b, bool equal)
{
	if (e->a->type.kind == TY_SEQ || e->b->type.kind == TY_SEQ)
		return b - a < HALF && (equal || a != b);
	return a < b || (equal && a == b);
}

static uint32_t operand(const struct world *w, const struct expr *e)
{
	switch (e->op) {
	case E_NUMBER:   return (uint32_t)e->number;
	case E_TRUE:     return 1;
	case E_FALSE:    return 0;
	case E_VARIABLE: return w->variable[e->variable->index];
	case E_FIELD:    return w->field[e->variable->index];
	case E_DEFINE:   return interp_expr(w, e->define->value);
	case E_CHOICE:   return (w->choices & bit_of(e->choice->index)) != 0;
	case E_CLASS:    return interp_expr(w, e->class->value);
	case E_ARMED:    return (w->armed & bit_of(e->timer->index)) != 0;
	case E_NOT:      return !interp_expr(w, e->a);
	default:         return interp_expr(w, e->a);	/* octets(flag) */
	}
}

uint32_t interp_expr(const struct world *w, const struct expr *e)
{
	uint32_t a, b;

	if (e->op < E_AND || e->op == E_OCTETS)
		return operand(w, e);
	a = interp_expr(w, e->a);
	if ((e->op == E_AND || e->op == E_IMPLIES) && !a)
		return e->op == E_IMPLIES;
	if (e->op == E_OR && a)
		return 1;
	b = interp_expr(w, e->b);
	switch (e->op) {
	case E_AND:
	case E_OR:
	case E_IMPLIES:  return b;
	case E_EQ:       return a == b;
	case E_NE:       return a != b;
	case E_LT:       return before(e, a, b, false);
	case E_LE:       return before(e, a, b, true);
	case E_ADD:      return a + b;
	case E_SUB:      return a - b;
	case E_MAX:      return before(e, a, b, false) ? b : a;
	default:         return before(e, a, b, false) ? a : b;	/* E_MIN */
	}
}

struct row *interp_select(const struct world *w, const struct phase *phase)
{
	size_t line, class;

	if (!(phase->states & bit_of(w->state)))
		return NULL;
	for (line = 0; line < phase->lines.n; line++) {
		const struct line *l = phase->lines.at[line];

		if (l->state->index == w->state &&
		    (!l->when || interp_expr(w, l->when)))
			break;
	}
	for (class = 0; class < phase->classes.n; class++)
		if (interp_expr(w, phase->classes.at[class]->value))
			break;
	if (line == phase->lines.n || class == phase->classes.n)
		return NULL;
	return phase->cells[line * phase->classes.n + class];
}

/* ------------------------------------------------------------- actions */

static void send(const struct spec *spec, const struct statement *s,
	const struct world *w, struct outcome *o)
{
	o->sent = true;
	memset(o->header, 0, spec->headers.n * sizeof *o->header);
	for (size_t i = 0; i < s->headers.n; i++) {
		const struct header_item *h = &s->headers.at[i];
		uint32_t *to = &o->header[h->header->index];

		if (h->value)
			*to = interp_expr(w, h->value);
		for (size_t k = 0; k < h->flags.n; k++)
			if (!h->flags.at[k].when ||
			    interp_expr(w, h->flags.at[k].when))
				*to |= (uint32_t)1 << h->flags.at[k].bit;
	}
}

static void start(uint64_t timer, struct world *w, struct outcome *o)
{
	w->armed |= timer;
	o->started |= timer;
	o->cancelled &= ~timer;
}

static void cancel(uint64_t timers, struct world *w, struct outcome *o)
{
	w->armed &= ~timers;
	o->started &= ~timers;
	o->cancelled |= timers;
}

static void delete_all(const struct spec *spec, struct world *w,
	struct outcome *o)
{
	memset(w->variable, 0, spec->variables.n * sizeof *w->variable);
	cancel(w->armed, w, o);
}

static void timing(const struct statement *s, struct world *w,
	struct outcome *o)
{
	uint64_t timer = bit_of(s->timer->index);

	if (s->op == S_CANCEL)
		cancel(timer, w, o);
	else if (s->op == S_RESTART || !(w->armed & timer))
		start(timer, w, o);
}

static void assign(const struct statement *s, struct world *w)
{
	uint32_t *to = s->variable->is_field ? w->field : w->variable;

	to[s->variable->index] = interp_expr(w, s->value);
}

static void operate(const struct statement *s, const struct world *w,
	struct outcome *o)
{
	o->operations |= bit_of(s->operation->index);
	if (s->value)
		o->argument[s->operation->index] = interp_expr(w, s->value);
}

static void statement(const struct spec *spec, const struct statement *s,
	struct world *w, struct outcome *o)
{
	switch (s->op) {
	case S_ASSIGN:    assign(s, w); break;
	case S_SEND:      send(spec, s, w, o); break;
	case S_START:
	case S_RESTART:
	case S_CANCEL:    timing(s, w, o); break;
	case S_SIGNAL:    o->signals |= bit_of(s->named->index); break;
	case S_REPLY:     o->reply = s->named->index + 1; break;
	case S_OPERATION: operate(s, w, o); break;
	case S_DELETE:    delete_all(spec, w, o); break;
	case S_ACTION:    break;	/* not in `flat` */
	}
}

void interp_row(const struct spec *spec, const struct row *row,
	struct world *w, struct outcome *o)
{
	for (size_t i = 0; i < row->flat.n; i++)
		statement(spec, row->flat.at[i], w, o);
	if (row->next)
		w->state = row->next->index;
}

/* -------------------------------------------------------------- events */

const struct event *interp_owner(const struct event *event)
{
	return event->at ? event->at->event : event;
}

size_t interp_first(const struct event *event)
{
	return event->at ? place_of(interp_owner(event), event->at) : 0;
}

static void forget(const struct spec *spec, struct outcome *o)
{
	struct outcome fresh = { 0 };

	memset(o->header, 0, spec->headers.n * sizeof *o->header);
	memset(o->argument, 0, spec->operations.n * sizeof *o->argument);
	fresh.header = o->header;
	fresh.argument = o->argument;
	fresh.fired.at = o->fired.at;
	fresh.fired.cap = o->fired.cap;
	*o = fresh;
}

void interp_event(const struct spec *spec, const struct event *event,
	struct world *w, struct outcome *o)
{
	const struct event *owner = interp_owner(event);
	const struct phase *target = NULL;

	forget(spec, o);
	if (event->timer)
		w->armed &= ~bit_of(event->timer->index);
	for (size_t i = interp_first(event); i < owner->phases.n; i++) {
		const struct phase *phase = owner->phases.at[i];
		struct row *row;

		if (target && phase != target)
			continue;
		target = NULL;
		row = interp_select(w, phase);
		if (!row)
			continue;
		vec_push(&o->fired, row);
		interp_row(spec, row, w, o);
		if (row->then == THEN_STOP)
			return;
		if (row->then == THEN_PHASE)
			target = row->target;
	}
}
