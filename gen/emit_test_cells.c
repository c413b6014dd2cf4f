/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A row stands in several cells of its phase's table: one for every line and
 * class it names. What fired it in one cell, with another state, is mostly
 * near to what fires it in the next; if not, the search begins anew, at last
 * with the events that enter the same phases further on, or with what breaks
 * an invariant: the C must follow the table there too.
 */
#include "emit_test.h"

static bool near(struct search *s, enum licence licence,
	const struct shot *shot, struct shot *cell)
{
	s->licence = licence;
	s->random = 1;
	s->knobs.n = s->held.n = 0;
	s->whole = true;
	interp_copy(s->spec, &s->now, &shot->before);
	s->now.state = s->line->state->index;
	if (!test_descend(s))
		return false;
	cell->licence = licence;
	cell->before = interp_world(s->spec);
	interp_copy(s->spec, &cell->before, &s->now);
	return true;
}

static bool find(struct search *s, enum licence licence,
	const struct shot *shot, struct shot *cell)
{
	uint64_t state = bit_of(s->line->state->index);

	cell->event = s->event;
	return interp_first(s->event) <= s->goal &&
		((s->event == shot->event && near(s, licence, shot, cell)) ||
		 test_from(s, licence, state, cell));
}

/* Does the shot itself stand in that cell? */
static bool tested(struct search *s, const struct shot *shot)
{
	s->licence = BY_BREACH;
	return s->line->state->index == shot->before.state &&
		!test_cost(s, &shot->before, NULL);
}

static bool find_by_any(struct search *s, enum licence licence,
	const struct shot *shot, struct shot *cell)
{
	const struct spec *spec = s->spec;
	const struct event *owner = interp_owner(shot->event);

	s->event = shot->event;
	if (find(s, licence, shot, cell))
		return true;
	for (size_t i = 0; i < spec->events.n; i++) {
		s->event = spec->events.at[i];
		if (s->event != shot->event &&
		    interp_owner(s->event) == owner &&
		    find(s, licence, shot, cell))
			return true;
	}
	return false;
}

static bool find_at_all(struct search *s, const struct shot *shot,
	struct shot *cell)
{
	for (enum licence l = BY_DEFAULT; l < LICENCES; l++)
		if ((l != BY_STRAY_TIMEOUT || shot->event->timer) &&
		    find_by_any(s, l, shot, cell))
			return true;
	return false;
}

static const char *cell_name(const struct search *s)
{
	const struct line *l = s->line;

	return format("%s%s%s, %s", l->state->name, l->when ? " if " : "",
		l->when ? spec_expr(l->when) : "", s->class->name);
}

void test_cells(const struct spec *spec, const struct shot *shot,
	void (*sink)(const struct shot *shot, void *with), void *with)
{
	struct search *s = test_search_for(spec, shot->row, shot->event);
	const struct phase *p = shot->row->phase;

	for (size_t i = 0; i < p->lines.n * p->classes.n; i++) {
		struct shot cell = *shot;

		if (p->cells[i] != shot->row)
			continue;
		s->event = shot->event;
		s->line = p->lines.at[i / p->classes.n];
		s->class = p->classes.at[i % p->classes.n];
		cell.remark = cell_name(s);
		if (!tested(s, shot) && find_at_all(s, shot, &cell))
			sink(&cell, with);
	}
}
