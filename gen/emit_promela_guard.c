/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Promela back end, guards: where a row fires. Of its mutants some take cells
 * from other rows of the phase, or give cells up:
 *
 *     guard && !(fsm_mutant == 17 && lost cells) ||
 *             (fsm_mutant == 23 && cells won)
 */
#include <string.h>

#include "emit_promela.h"

static bool open_class(const struct class *c)
{
	return !always_false(project_expr(c->value));
}

/* Which class it is, for a set of them; NULL for all that can be. */
static const char *class_guard(const struct phase *ph, uint64_t classes)
{
	const char *s = NULL;
	size_t n = 0, open = 0;

	for (size_t i = 0; i < ph->classes.n; i++) {
		if (!open_class(ph->classes.at[i]))
			continue;
		open++;
		if (!(classes & bit_of(i)))
			continue;
		s = format("%s%sfsm_class == FSM_K_%s_%s", s ? s : "",
			s ? " || " : "", upper_name(ph->name),
			upper_name(ph->classes.at[i]->name));
		n++;
	}
	if (n == open)
		return NULL;
	return n > 1 ? format("(%s)", s) : s;
}

static const char *when_guard(const struct expr *when)
{
	const struct expr *e = when ? project_expr(when) : NULL;

	if (!e || always_true(e))
		return NULL;
	return e->op == E_OR || e->op == E_IMPLIES ?
		format("(%s)", pml_expr(e)) : pml_expr(e);
}

static const char *guard_of(const struct spec *spec, const struct row *row)
{
	const char *s = pml_states(spec, row->states, row->phase->states);

	s = pml_and(s, when_guard(row->when));
	s = pml_and(s, class_guard(row->phase, row->classes));
	return s ? s : "true";
}

/* --------------------------------------------------------------- cells */

struct gap {				/* cells of a phase, by line */
	const struct phase *phase;
	uint64_t *classes;
	bool any;
};

static bool open_line(const struct line *l)
{
	return !l->when || !always_false(project_expr(l->when));
}

/* The cells that ROW wins by the mutant, or loses. */
static struct gap gap_of(const struct mutant *m, const struct row *row,
	bool wins)
{
	const struct phase *ph = row->phase;
	struct gap g = { .phase = ph };

	g.classes = xalloc(ph->lines.n * sizeof *g.classes);
	for (size_t i = 0; i < m->cells.n; i++) {
		size_t cell = m->cells.at[i].cell;
		size_t l = cell / ph->classes.n, c = cell % ph->classes.n;
		const struct row *to = m->cells.at[i].row;

		if ((wins ? to : ph->cells[cell]) != row ||
		    !open_class(ph->classes.at[c]) ||
		    !open_line(ph->lines.at[l]))
			continue;
		g.classes[l] |= bit_of(c);
		g.any = true;
	}
	return g;
}

static bool alike(const struct gap *g, size_t a, size_t b)
{
	const char *x = when_guard(g->phase->lines.at[a]->when);
	const char *y = when_guard(g->phase->lines.at[b]->when);

	return g->classes[a] == g->classes[b] &&
		(x == y || (x && y && strcmp(x, y) == 0));
}

/* Lines that differ in their state only are one. */
static const char *gap_text(const struct spec *spec, struct gap *g)
{
	const char *text = NULL;

	for (size_t l = 0; l < g->phase->lines.n; l++) {
		const struct line *line = g->phase->lines.at[l];
		const char *s;
		uint64_t states = 0;

		if (!g->classes[l])
			continue;
		for (size_t k = g->phase->lines.n; k-- > l;)
			if (alike(g, l, k)) {
				states |= bit_of(
					g->phase->lines.at[k]->state->index);
				if (k > l)
					g->classes[k] = 0;
			}
		s = pml_and(pml_states(spec, states, g->phase->states),
			pml_and(when_guard(line->when),
			class_guard(g->phase, g->classes[l])));
		text = format("%s%s%s", text ? text : "", text ? " || " : "",
			s ? s : "true");
	}
	return text;
}

static const char *with_mutant(const struct projected *p, const char *guard,
	const struct mutant *m, const struct row *row)
{
	struct gap lost = gap_of(m, row, false), won = gap_of(m, row, true);

	if (lost.any)
		guard = format("(%s) && !(fsm_mutant == %zu && (%s))", guard,
			m->number, gap_text(p->spec, &lost));
	if (won.any)
		guard = format("(%s) || (fsm_mutant == %zu && (%s))", guard,
			m->number, gap_text(p->spec, &won));
	if (lost.any || won.any)
		p->written[m->number] = true;
	return guard;
}

const char *pml_guard(const struct projected *p, const struct row *row)
{
	const char *s = guard_of(p->spec, row);

	for (size_t i = 0; p->mutants && i < p->mutants->n; i++) {
		const struct mutant *m = p->mutants->at[i];

		if (m->how == M_CELLS && m->row->phase == row->phase &&
		    !p->no_row[m->row->index])
			s = with_mutant(p, s, m, row);
	}
	return s;
}
