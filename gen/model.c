/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From rows to tables. A phase is a table of lines (states, or the parts into
 * which conditions split them) and classes; each cell holds exactly one row:
 *
 *                              none    exact   inside  outside
 *     SYN_RECEIVED if PASSIVE  RST_12  RST_1   RST_8   RST_10
 *     SYN_RECEIVED if not ...  RST_12  RST_2   RST_8   RST_10
 *     ESTABLISHED              RST_12  RST_4   RST_8   RST_10
 *
 * That the conditions of a state exclude each other and leave nothing out is
 * for the solver (check_smt); everything that needs none is seen here.
 */
#include "parse.h"

#define MOST_LINES	4096		/* of one phase */

/* ---------------------------------------------------------------- lines */

static const char *line_text(const struct line *l)
{
	return l->when ? format("%s if %s", l->state->name,
		spec_expr(l->when)) : l->state->name;
}

static bool same(const struct expr *a, const struct expr *b)
{
	return a == b || spec_expr(a) == spec_expr(b);
}

/* One condition, however often it is written, is one line. */
static void add_line(struct phase *ph, struct state *state, struct expr *when)
{
	struct line *l;

	for (size_t i = ph->lines.n; i-- > 0;) {
		l = ph->lines.at[i];
		if (l->state != state)
			break;
		if (l->when && same(l->when, when))
			return;
	}
	l = xalloc(sizeof *l);
	l->state = state;
	l->when = when;
	l->index = ph->lines.n;
	vec_push(&ph->lines, l);
}

static void lines_of_state(struct phase *ph, struct state *state)
{
	size_t before = ph->lines.n;

	for (size_t i = 0; i < ph->rows.n; i++)
		if (ph->rows.at[i]->when &&
		    ph->rows.at[i]->states & bit_of(state->index))
			add_line(ph, state, ph->rows.at[i]->when);
	if (ph->lines.n == before)
		add_line(ph, state, NULL);
}

static bool lines(struct spec *spec, struct phase *ph)
{
	for (size_t i = 0; i < spec->states.n; i++)
		if (ph->states & bit_of(i))
			lines_of_state(ph, spec->states.at[i]);
	if (ph->lines.n <= MOST_LINES)
		return true;
	error_at(ph->pos, "phase '%s' has more than %d lines", ph->name,
		MOST_LINES);
	return false;
}

/* ---------------------------------------------------------------- cells */

static bool in_line(const struct row *r, const struct line *l)
{
	return r->states & bit_of(l->state->index) &&
		(!r->when || same(r->when, l->when));
}

/* Of the cells that are taken, the first says enough. */
static bool fill(struct phase *ph, struct row *r, const struct line *l,
	const struct class *c, bool said)
{
	struct row **cell = &ph->cells[l->index * ph->classes.n + c->index];

	if (!*cell) {
		*cell = r;
		return said;
	}
	if (said)
		return true;
	error_at(r->pos, "row %s stands where %s does: %s, class %s", r->id,
		(*cell)->id, line_text(l), c->name);
	note_at((*cell)->pos, "row %s is here", (*cell)->id);
	return true;
}

static void place(struct phase *ph, struct row *r)
{
	bool said = false;

	for (size_t l = 0; l < ph->lines.n; l++)
		if (in_line(r, ph->lines.at[l]))
			for (size_t c = 0; c < ph->classes.n; c++)
				if (r->classes & bit_of(c))
					said = fill(ph, r, ph->lines.at[l],
						ph->classes.at[c], said);
}

static void holes(const struct phase *ph, const struct line *l)
{
	const char *list = NULL;

	for (size_t c = 0; c < ph->classes.n; c++)
		if (!ph->cells[l->index * ph->classes.n + c])
			list = format("%s%s%s", list ? list : "",
				list ? ", " : "", ph->classes.at[c]->name);
	if (list)
		error_at(ph->pos, "phase '%s' has no row for %s, class %s",
			ph->name, line_text(l), list);
}

static void cells(struct spec *spec, struct phase *ph)
{
	if (ph->classes.n == 0) {
		error_at(ph->pos, "phase '%s' has no class", ph->name);
		return;
	}
	if (!lines(spec, ph))
		return;
	ph->cells = xalloc(ph->lines.n * ph->classes.n * sizeof *ph->cells);
	for (size_t i = 0; i < ph->rows.n; i++)
		place(ph, ph->rows.at[i]);
	for (size_t l = 0; l < ph->lines.n; l++)
		holes(ph, ph->lines.at[l]);
}

/* --------------------------------------------------------------- events */

static void check_event(struct event *e)
{
	const struct phase *last;

	if (e->phases.n == 0) {
		error_at(e->pos, "event '%s' has no phase", e->name);
		return;
	}
	if (e->at)
		return;
	last = e->phases.at[e->phases.n - 1];
	for (size_t i = 0; i < last->rows.n; i++)
		if (last->rows.at[i]->then == THEN_NEXT)
			error_at(last->rows.at[i]->pos, "row %s goes on to the "
				"next phase, but '%s' is the last of event "
				"'%s': write stop", last->rows.at[i]->id,
				last->name, e->name);
}

/* -------------------------------------------------------------- the end */

static void unused(bool used, struct pos pos, const char *what,
	const char *name)
{
	if (!used)
		warn_at(pos, "%s '%s' is never used", what, name);
}

#define WARN_UNUSED(list, what)						\
	for (size_t i = 0; i < (list).n; i++)				\
		unused((list).at[i]->used, (list).at[i]->pos, what,	\
			(list).at[i]->name)

static void warn_unused(const struct spec *s)
{
	WARN_UNUSED(s->variables, "variable");
	WARN_UNUSED(s->fields, "field");
	WARN_UNUSED(s->choices, "choice");
	WARN_UNUSED(s->timers, "timer");
	WARN_UNUSED(s->replies, "reply");
	WARN_UNUSED(s->signals, "signal");
	WARN_UNUSED(s->operations, "operation");
	WARN_UNUSED(s->defines, "definition");
	WARN_UNUSED(s->actions, "action");
}

uint64_t all_states(const struct spec *spec)
{
	return spec->states.n ? UINT64_MAX >> (64 - spec->states.n) : 0;
}

size_t place_of(const struct event *event, const struct phase *phase)
{
	size_t i = 0;

	while (i < event->phases.n && event->phases.at[i] != phase)
		i++;
	return i;
}

size_t most_phases(const struct spec *spec)
{
	size_t most = 0;

	for (size_t i = 0; i < spec->events.n; i++)
		if (spec->events.at[i]->phases.n > most)
			most = spec->events.at[i]->phases.n;
	return most;
}

bool model(struct spec *spec)
{
	limits(spec);
	rows(spec);
	for (size_t i = 0; i < spec->phases.n; i++)
		cells(spec, spec->phases.at[i]);
	for (size_t i = 0; i < spec->events.n; i++)
		check_event(spec->events.at[i]);
	fields(spec);
	if (error_count() == 0 && !spec->is_variant)
		warn_unused(spec);
	return error_count() == 0;
}
