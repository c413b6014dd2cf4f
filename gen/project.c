/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the model leaves out, held against what the specification says it
 * does. A row vanishes when the guard of each of its cells is always false;
 * that must be said, and must not be said of any other row. A phase may be
 * left out when none of its rows does anything that the model sees.
 */
#include "project.h"

/* ------------------------------------------------------------- vanishing */

static bool open_line(const struct line *l)
{
	return !l->when || !always_false(project_expr(l->when));
}

static bool has_line(const struct row *r)
{
	const struct phase *ph = r->phase;

	for (size_t l = 0; l < ph->lines.n; l++)
		for (size_t c = 0; c < ph->classes.n; c++)
			if (ph->cells[l * ph->classes.n + c] == r &&
			    open_line(ph->lines.at[l]))
				return true;
	return false;
}

static bool has_class(const struct row *r)
{
	for (size_t i = 0; i < r->phase->classes.n; i++)
		if (r->classes & bit_of(i) && !always_false(project_expr(
		    r->phase->classes.at[i]->value)))
			return true;
	return false;
}

static bool vanishes(const struct row *r)
{
	return !has_line(r) || !has_class(r);
}

/* The fixed variable without which the row would not vanish. */
static const struct variable *culprit_of(const struct row *r,
	struct variable *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool back;

		if (list[i]->projection != FIXED)
			continue;
		list[i]->projection = KEPT;
		back = !vanishes(r);
		list[i]->projection = FIXED;
		if (back)
			return list[i];
	}
	return NULL;
}

const struct variable *project_culprit(const struct spec *spec,
	const struct row *r)
{
	const struct variable *v = culprit_of(r, spec->fields.at,
		spec->fields.n);

	return v ? v : culprit_of(r, spec->variables.at, spec->variables.n);
}

static const char *reason(const struct spec *spec, const struct row *r)
{
	const struct variable *v = project_culprit(spec, r);

	return v ? format("because %s is fixed", v->name) :
		"because of several that are fixed";
}

/* -------------------------------------------------------------- left out */

static void leave_rows(struct projected *p, const struct row_range *range)
{
	if (range->first->index > range->last->index)
		error_at(range->pos, "row %s comes after %s: the range is "
			"empty", range->first->id, range->last->id);
	for (size_t i = range->first->index; i <= range->last->index; i++) {
		const struct row *r = p->spec->rows.at[i];

		if (p->no_row[i])
			error_at(range->pos, "row %s is left out already",
				r->id);
		else if (!p->vanishes[i])
			error_at(range->pos, "row %s does not vanish in the "
				"model", r->id);
		p->no_row[i] = true;
	}
}

static void leave_events(struct projected *p, const struct unmodelled *u)
{
	for (size_t i = 0; i < u->events.n; i++) {
		const struct event *e = u->events.at[i];

		if (p->no_event[e->index])
			error_at(u->pos, "event %s is left out already",
				e->name);
		p->no_event[e->index] = true;
	}
}

/* The phases that no event of the model runs. */
static void phases_of_events(struct projected *p)
{
	const struct spec *spec = p->spec;

	for (size_t i = 0; i < spec->phases.n; i++)
		p->no_phase[i] = true;
	for (size_t i = 0; i < spec->events.n; i++) {
		const struct event *e = spec->events.at[i];

		for (size_t k = 0; k < e->phases.n && !p->no_event[i]; k++)
			p->no_phase[e->phases.at[k]->index] = false;
	}
}

static bool does_something(const struct row *r)
{
	if (r->next || r->then != THEN_NEXT)
		return true;
	for (size_t i = 0; i < r->flat.n; i++)
		if (project_sees(r->flat.at[i]))
			return true;
	return false;
}

static void leave_phase(struct projected *p, const struct unmodelled *u,
	const struct phase *ph)
{
	if (p->no_phase[ph->index])
		error_at(u->pos, "phase %s is left out already", ph->name);
	for (size_t i = 0; i < ph->rows.n; i++) {
		const struct row *r = ph->rows.at[i];

		if (p->vanishes[r->index] || !does_something(r))
			continue;
		error_at(u->pos, "phase %s cannot be left out: the model sees "
			"what row %s does", ph->name, r->id);
		note_at(r->pos, "the row");
	}
	p->no_phase[ph->index] = true;
}

static void rows_of_phases(struct projected *p)
{
	for (size_t i = 0; i < p->spec->rows.n; i++)
		if (p->no_phase[p->spec->rows.at[i]->phase->index])
			p->no_row[i] = true;
}

static void all_said(struct projected *p)
{
	for (size_t i = 0; i < p->spec->rows.n; i++) {
		const struct row *r = p->spec->rows.at[i];

		if (p->vanishes[i] && !p->no_row[i])
			error_at(r->pos, "row %s vanishes in the model, %s: "
				"if that is meant, say so with 'unmodelled'",
				r->id, reason(p->spec, r));
	}
}

bool project(const struct spec *spec, struct projected *p)
{
	int before = error_count();

	*p = (struct projected){ .spec = spec };
	p->no_event = xalloc(spec->events.n + 1);
	p->no_phase = xalloc(spec->phases.n + 1);
	p->no_row = xalloc(spec->rows.n + 1);
	p->vanishes = xalloc(spec->rows.n + 1);
	for (size_t i = 0; i < spec->rows.n; i++)
		p->vanishes[i] = vanishes(spec->rows.at[i]);
	for (size_t i = 0; i < spec->unmodelled.n; i++)
		leave_events(p, spec->unmodelled.at[i]);
	phases_of_events(p);
	for (size_t i = 0; i < spec->unmodelled.n; i++)
		for (size_t k = 0; k < spec->unmodelled.at[i]->phases.n; k++)
			leave_phase(p, spec->unmodelled.at[i],
				spec->unmodelled.at[i]->phases.at[k]);
	rows_of_phases(p);
	for (size_t i = 0; i < spec->unmodelled.n; i++)
		for (size_t k = 0; k < spec->unmodelled.at[i]->rows.n; k++)
			leave_rows(p, &spec->unmodelled.at[i]->rows.at[k]);
	all_said(p);
	return error_count() == before;
}

bool check_projection(const struct spec *spec)
{
	struct projected p;

	return project(spec, &p);
}
