/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The projection as text: what is kept, free and fixed; what is left out, in
 * the author's words; and what each fixed variable costs: the rows that can
 * never fire, with the requirements they answer, the rows whose assignment is
 * not seen, the invariants that say nothing any more.
 */
#include "emit_c.h"
#include "project.h"

struct report {
	FILE *out;
	const char *lead;
	const struct projected *p;
};

static void line(const struct report *r, size_t hang, const char *text)
{
	c_paragraph(r->out, r->lead, hang, text);
}

static void empty_line(const struct report *r)
{
	size_t n = 0;

	while (r->lead[n])
		n++;
	while (n > 0 && r->lead[n - 1] == ' ')
		n--;
	fprintf(r->out, "%.*s\n", (int)n, r->lead);
}

static const struct variable *variable_at(const struct spec *spec, size_t i)
{
	return i < spec->variables.n ? spec->variables.at[i] :
		spec->fields.at[i - spec->variables.n];
}

static size_t variables(const struct spec *spec)
{
	return spec->variables.n + spec->fields.n;
}

static void names_of(const struct report *r, enum projection how,
	const char *title)
{
	const char *s = "";

	for (size_t i = 0; i < variables(r->p->spec); i++) {
		const struct variable *v = variable_at(r->p->spec, i);

		if (v->projection == how)
			s = format("%s%s%s%s", s, *s ? ", " : "", v->name,
				how == FIXED ? format(" %llu", (unsigned long
				long)v->fixed) : "");
	}
	if (*s)
		line(r, 7, format("%-7s%s", title, s));
}

/* ------------------------------------------------------------- left out */

static const char *with_word(const char *s, const char *word)
{
	return format("%s%s%s", s, *s ? " " : "", word);
}

static const char *what_is_left(const struct unmodelled *u)
{
	const char *s = "";

	for (size_t i = 0; i < u->events.n; i++)
		s = with_word(s, u->events.at[i]->name);
	for (size_t i = 0; i < u->phases.n; i++)
		s = with_word(s, u->phases.at[i]->name);
	for (size_t i = 0; i < u->rows.n; i++) {
		const struct row_range *range = &u->rows.at[i];

		s = with_word(s, range->first->id);
		if (range->first != range->last)
			s = format("%s .. %s", s, range->last->id);
	}
	return s;
}

static void left_out(const struct report *r)
{
	const struct spec *spec = r->p->spec;

	if (spec->unmodelled.n == 0)
		return;
	empty_line(r);
	line(r, 0, "Without:");
	for (size_t i = 0; i < spec->unmodelled.n; i++)
		line(r, 4, format("  %s: %s",
			what_is_left(spec->unmodelled.at[i]),
			spec->unmodelled.at[i]->text));
}

/* -------------------------------------------------------------- the cost */

static const char *with_requirements(const struct row *row)
{
	const char *s = row->id;

	for (size_t i = 0; i < row->cites.n; i++)
		if (!row->cites.at[i].standard)
			s = format("%s (%s-%u)", s, row->cites.at[i].prefix,
				row->cites.at[i].number);
	return s;
}

static const char *vanished(const struct projected *p,
	const struct variable *v)
{
	const char *s = "";

	for (size_t i = 0; i < p->spec->rows.n; i++)
		if (p->vanishes[i] &&
		    project_culprit(p->spec, p->spec->rows.at[i]) == v)
			s = with_word(s, with_requirements(
				p->spec->rows.at[i]));
	return s;
}

static bool assigns(const struct row *row, const struct variable *v)
{
	for (size_t i = 0; i < row->flat.n; i++)
		if (row->flat.at[i]->op == S_ASSIGN &&
		    row->flat.at[i]->variable == v)
			return true;
	return false;
}

static const char *unseen(const struct projected *p, const struct variable *v)
{
	const char *s = "";

	for (size_t i = 0; i < p->spec->rows.n; i++)
		if (!p->vanishes[i] && assigns(p->spec->rows.at[i], v))
			s = with_word(s, p->spec->rows.at[i]->id);
	return s;
}

static bool mentions(const struct expr *e, const struct variable *v)
{
	if (!e)
		return false;
	if (e->op == E_DEFINE)
		return mentions(e->define->value, v);
	return e->variable == v || mentions(e->a, v) || mentions(e->b, v);
}

static const char *vacuous(const struct projected *p,
	const struct variable *v)
{
	const char *s = "";

	for (size_t i = 0; i < p->spec->invariants.n; i++) {
		const struct invariant *inv = p->spec->invariants.at[i];

		if (mentions(inv->value, v) &&
		    always_true(project_expr(inv->value)))
			s = with_word(s, inv->name);
	}
	return s;
}

static void part(const struct report *r, const char *title, const char *list)
{
	if (*list)
		line(r, 6, format("    %s: %s", title, list));
}

static void cost(const struct report *r, const struct variable *v)
{
	const char *rows = vanished(r->p, v), *lost = unseen(r->p, v);
	const char *empty = vacuous(r->p, v);

	if (!*rows && !*lost && !*empty)
		return;
	line(r, 4, format("  %s", v->name));
	part(r, "never fire", rows);
	part(r, "assign it unseen", lost);
	part(r, "invariants that say nothing", empty);
}

static void costs(const struct report *r)
{
	bool any = false;

	for (size_t i = 0; i < variables(r->p->spec); i++)
		any |= variable_at(r->p->spec, i)->projection == FIXED;
	if (!any)
		return;
	empty_line(r);
	line(r, 0, "What each fixed variable takes away:");
	for (size_t i = 0; i < variables(r->p->spec); i++)
		if (variable_at(r->p->spec, i)->projection == FIXED)
			cost(r, variable_at(r->p->spec, i));
}

void project_report(FILE *out, const struct projected *p, const char *lead)
{
	struct report r = { out, lead, p };

	names_of(&r, KEPT, "kept");
	names_of(&r, FREE, "free");
	names_of(&r, FIXED, "fixed");
	left_out(&r);
	costs(&r);
}
