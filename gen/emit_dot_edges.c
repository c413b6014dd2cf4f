/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From rows to edges. Rows that lead from one state to another become lines
 * of one edge's label; those of one phase that send the same share a line. A
 * row ends the machine by force when it deletes it with a signal or a
 * message, or from several states alike.
 */
#include <string.h>

#include "emit_dot.h"

/* ----------------------------------------------------------------- rows */

static const struct statement *find(const struct row *row,
	enum statement_op op)
{
	for (size_t i = 0; i < row->flat.n; i++)
		if (row->flat.at[i]->op == op)
			return row->flat.at[i];
	return NULL;
}

static const char *flags_sent(const struct statement *send)
{
	const char *text = NULL;

	for (size_t i = 0; i < send->headers.n; i++) {
		const struct header_item *h = &send->headers.at[i];

		for (size_t k = 0; k < h->flags.n; k++) {
			const struct flag_item *f = &h->flags.at[k];

			if (!f->when)
				text = format("%s%s%s", text ? text : "",
					text ? "," : "",
					h->header->flags.at[f->bit]);
		}
	}
	return text;
}

static bool owes(const struct spec *spec, const struct row *row)
{
	bool owed = false;

	for (size_t i = 0; i < row->flat.n; i++)
		if (row->flat.at[i]->op == S_ASSIGN &&
		    row->flat.at[i]->variable == spec->obligation)
			owed = row->flat.at[i]->value->op == E_TRUE;
	return owed;
}

/* What ROW sends, or owes; a dash for nothing. Interned. */
static const char *sent_by(const struct spec *spec, const struct row *row)
{
	const struct statement *send = find(row, S_SEND);
	const char *text = send ? flags_sent(send) : NULL;

	if (!text)
		text = send ? "a message" : spec->obligation &&
			owes(spec, row) ? spec->obligation->name : "&#8211;";
	if (*text != '&')
		text = format("<B>%s</B>", text);
	return interned(text);
}

/* With the choices as they are by default: can E be WANT? */
static bool can_be(const struct expr *e, bool want)
{
	switch (e->op) {
	case E_CHOICE: return e->choice->on == want;
	case E_TRUE:   return want;
	case E_FALSE:  return !want;
	case E_NOT:    return can_be(e->a, !want);
	case E_DEFINE: return can_be(e->define->value, want);
	case E_AND:    return want ? can_be(e->a, true) && can_be(e->b, true) :
				can_be(e->a, false) || can_be(e->b, false);
	case E_OR:     return want ? can_be(e->a, true) || can_be(e->b, true) :
				can_be(e->a, false) && can_be(e->b, false);
	default:       return true;
	}
}

static bool dormant(const struct row *row)
{
	return row->when && !can_be(row->when, true);
}

/* Does ROW end the machine by force? */
static bool forced(const struct spec *spec, const struct row *row)
{
	return row->next == spec->states.at[0] && find(row, S_DELETE) &&
		(count_of(row->states) > 1 || find(row, S_SEND) ||
		 find(row, S_SIGNAL));
}

/* ---------------------------------------------------------------- edges */

static struct label *label_of(struct edge *edge, const struct row *row,
	const char *sent)
{
	struct label fresh = { .phase = row->phase, .sent = sent,
		.timeout = row->phase->event->timer != NULL,
		.dormant = dormant(row) };

	for (size_t i = 0; i < edge->labels.n; i++) {
		struct label *l = &edge->labels.at[i];

		if (l->phase == row->phase && l->sent == sent &&
		    l->dormant == fresh.dormant)
			return l;
	}
	vec_push(&edge->labels, fresh);
	return &edge->labels.at[edge->labels.n - 1];
}

static void add_row(const struct spec *spec, struct edge *edge,
	const struct row *row)
{
	struct label *l = label_of(edge, row, sent_by(spec, row));

	l->classes |= row->classes;
	l->states |= row->states;
	vec_push(&l->rows, row);
}

static struct edge *edge_of(edges *all, const struct state *from,
	const struct state *to)
{
	struct edge fresh = { .from = from, .to = to };

	for (size_t i = 0; i < all->n; i++)
		if (all->at[i].from == from && all->at[i].to == to)
			return &all->at[i];
	vec_push(all, fresh);
	return &all->at[all->n - 1];
}

edges dot_edges(const struct spec *spec, struct edge *force)
{
	edges all = { 0 };

	for (size_t i = 0; i < spec->rows.n; i++) {
		const struct row *row = spec->rows.at[i];

		if (!row->next)
			continue;
		if (forced(spec, row)) {
			add_row(spec, force, row);
			continue;
		}
		for (size_t s = 0; s < spec->states.n; s++)
			if (row->states & bit_of(s) && row->next->index != s)
				add_row(spec, edge_of(&all,
					spec->states.at[s], row->next), row);
	}
	return all;
}

bool dot_has_edge(const edges *all, const struct state *from,
	const struct state *to)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->at[i].from == from && all->at[i].to == to)
			return true;
	return false;
}
