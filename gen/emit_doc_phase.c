/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The events and their phases. A phase is shown twice: as the table that is
 * executed, lines down and classes across with a row in every cell, and row
 * by row with what each does and where the standard says so.
 */
#include "emit_doc.h"

static const char *line_of(struct doc *d, const struct line *l)
{
	const char *state = doc_state(d, l->state);

	return l->when ? format("%s if %s", state,
		d->style->code(spec_expr(l->when))) : state;
}

/* A row, and where it leads. */
static const char *in_cell(struct doc *d, const struct row *row,
	const struct state *from)
{
	const char *text = doc_row(d, row);

	if (row->next && row->next != from)
		text = format("%s &rarr;&nbsp;%s", text,
			d->style->strong(d->style->plain(row->next->name)));
	return text;
}

static void table(struct doc *d, const struct phase *p)
{
	VEC(const char *) heads = { 0 };

	vec_push(&heads, "");
	for (size_t i = 0; i < p->classes.n; i++)
		vec_push(&heads, d->style->plain(p->classes.at[i]->name));
	d->style->table(d, heads.at, heads.n);
	for (size_t i = 0; i < p->lines.n; i++) {
		d->style->cell(d, line_of(d, p->lines.at[i]));
		for (size_t k = 0; k < p->classes.n; k++) {
			const struct row *row =
				p->cells[i * p->classes.n + k];

			d->style->cell(d, row ? in_cell(d, row,
				p->lines.at[i]->state) : "");
		}
		d->style->next(d);
	}
	d->style->table_end(d);
}

static void classes(struct doc *d, const struct phase *p)
{
	DOC_HEADS(d, "class", "when");
	for (size_t i = 0; i < p->classes.n; i++)
		doc_cells(d, 2, d->style->plain(p->classes.at[i]->name),
			d->style->code(spec_expr(p->classes.at[i]->value)));
	d->style->table_end(d);
}

static const char *classes_of(struct doc *d, const struct row *row)
{
	const struct phase *p = row->phase;
	const char *text = "";
	size_t n = 0;

	for (size_t i = 0; i < p->classes.n; i++)
		if (row->classes & bit_of(i)) {
			text = doc_join(text, " ",
				d->style->plain(p->classes.at[i]->name));
			n++;
		}
	return n == p->classes.n ? "any" : text;
}

static const char *then_of(struct doc *d, const struct row *row)
{
	if (row->then == THEN_PHASE)
		return d->style->link(format("phase-%s", row->target->name),
			d->style->plain(row->target->name));
	return row->then == THEN_STOP ? "stop" : "next";
}

static const char *state_of(struct doc *d, const struct row *row)
{
	const char *states = doc_states(d, row->states, row->phase->states);

	return row->when ? format("%s if %s", states,
		d->style->code(spec_expr(row->when))) : states;
}

static void rows(struct doc *d, const struct phase *p)
{
	DOC_HEADS(d, "row", "state", "class", "actions", "next", "then",
		"source");
	for (size_t i = 0; i < p->rows.n; i++) {
		const struct row *r = p->rows.at[i];

		doc_cells(d, 7, d->style->anchor(r->id,
			d->style->strong(d->style->plain(r->id))),
			state_of(d, r), classes_of(d, r),
			doc_statements(d, &r->actions), r->next ?
			doc_state(d, r->next) : "=", then_of(d, r),
			doc_citations(d, &r->cites));
	}
	d->style->table_end(d);
}

static void phase(struct doc *d, const struct phase *p)
{
	const struct style *s = d->style;

	s->heading(d, 3, format("phase-%s", p->name), format("Phase %s",
		s->plain(p->name)));
	s->paragraph(d, format("%s: %s. States: %s.", s->plain(p->section),
		s->plain(p->title), doc_states(d, p->states,
		all_states(d->spec))));
	classes(d, p);
	table(d, p);
	rows(d, p);
}

static void fields(struct doc *d, const struct event *e)
{
	if (!e->fields.n)
		return;
	DOC_HEADS(d, "field", "meaning");
	for (size_t i = 0; i < e->fields.n; i++)
		doc_cells(d, 2, d->style->code(e->fields.at[i]->name),
			d->style->plain(e->fields.at[i]->text));
	d->style->table_end(d);
}

static const char *comes_from(struct doc *d, const struct event *e)
{
	const struct style *s = d->style;
	const char *text = format("%s: %s.", s->plain(e->section),
		s->plain(e->title));

	if (e->timer)
		text = format("%s Raised by the timer %s.", text,
			s->code(e->timer->name));
	if (e->at)
		text = format("%s Runs the phases of %s from %s on.", text,
			s->link(format("event-%s", e->at->event->name),
			s->plain(e->at->event->name)),
			s->link(format("phase-%s", e->at->name),
			s->plain(e->at->name)));
	return text;
}

void doc_phases(struct doc *d)
{
	const struct style *s = d->style;

	s->paragraph(d, "In the first table of a phase every cell names the "
		"one row that fires there, and the state it enters if that is "
		"another.");
	for (size_t i = 0; i < d->spec->events.n; i++) {
		const struct event *e = d->spec->events.at[i];

		s->heading(d, 2, format("event-%s", e->name),
			format("Event %s", s->plain(e->name)));
		s->paragraph(d, comes_from(d, e));
		fields(d, e);
		for (size_t k = 0; !e->at && k < e->phases.n; k++)
			phase(d, e->phases.at[k]);
	}
}
