/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An event carries the fields it lists, and no others: a phase may only look
 * at fields of every event that runs it. Definitions are looked through once
 * for each phase; an invariant looks at no field at all.
 */
#include "parse.h"

struct view {				/* what a phase may see */
	const struct event *event;	/* NULL: nothing, of an invariant */
	struct phase *phase;
	uint8_t *listed;		/* [field] 1: the event carries it */
};

static void not_listed(const struct view *v, const struct expr *e,
	struct pos pos)
{
	const char *name = e->variable->name;

	if (!v->event) {
		error_at(pos, "an invariant is of variables, and '%s' is a "
			"field of an event", name);
		return;
	}
	error_at(pos, "'%s' is no field of event '%s'%s", name, v->event->name,
		v->phase->event == v->event ? "" : ", which runs this phase");
	v->listed[e->variable->index] = 1;
}

/* POS is where the phase itself says it, for what a definition hides. */
static void look(const struct view *v, const struct expr *e,
	const struct pos *pos)
{
	if (!e)
		return;
	if (e->op == E_FIELD && !v->listed[e->variable->index])
		not_listed(v, e, pos ? *pos : e->pos);
	if (e->op == E_DEFINE && (!v->phase || e->define->seen != v->phase)) {
		e->define->seen = v->phase;
		look(v, e->define->value, pos ? pos : &e->pos);
	}
	look(v, e->a, pos);
	look(v, e->b, pos);
}

static void look_at_statement(const struct view *v, const struct row *r,
	const struct statement *s)
{
	struct expr target = { .op = E_FIELD, .variable = s->variable };

	look(v, s->value, &r->pos);
	if (s->variable && s->variable->is_field)
		look(v, &target, &r->pos);
	for (size_t i = 0; i < s->headers.n; i++) {
		const struct header_item *item = &s->headers.at[i];

		look(v, item->value, &r->pos);
		for (size_t f = 0; f < item->flags.n; f++)
			look(v, item->flags.at[f].when, &r->pos);
	}
}

static void look_at_phase(const struct view *v)
{
	const struct phase *ph = v->phase;

	for (size_t i = 0; i < ph->classes.n; i++)
		look(v, ph->classes.at[i]->value, NULL);
	for (size_t i = 0; i < ph->rows.n; i++) {
		const struct row *r = ph->rows.at[i];

		look(v, r->when, NULL);
		for (size_t k = 0; k < r->flat.n; k++)
			look_at_statement(v, r, r->flat.at[k]);
	}
}

static void forget(struct spec *spec)
{
	for (size_t i = 0; i < spec->defines.n; i++)
		spec->defines.at[i]->seen = NULL;
}

static void look_at_event(struct spec *spec, struct view *v)
{
	forget(spec);
	for (size_t i = 0; i < spec->fields.n; i++)
		v->listed[i] = 0;
	for (size_t i = 0; i < v->event->fields.n; i++)
		v->listed[v->event->fields.at[i]->index] = 1;
	for (size_t i = 0; i < v->event->phases.n; i++) {
		v->phase = v->event->phases.at[i];
		look_at_phase(v);
	}
}

void fields(struct spec *spec)
{
	struct view v = { .listed = xalloc(spec->fields.n + 1) };

	for (size_t i = 0; i < spec->invariants.n; i++)
		look(&v, spec->invariants.at[i]->value, NULL);
	for (size_t i = 0; i < spec->events.n; i++) {
		v.event = spec->events.at[i];
		look_at_event(spec, &v);
	}
}
