/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a row really does: its actions with the named ones put in, in order.
 * A row sends once and returns once; it does not delete the variables while
 * it owes what `obligation` names, for nobody would be left to answer it.
 */
#include "parse.h"

#define MOST_ACTIONS	1000		/* of one row, once expanded */
#define DEEPEST		100		/* actions, one in another */

struct expansion {
	struct row *row;
	unsigned depth;
	bool failed;			/* it has been said why */
};

static void expand(struct expansion *x, const statements *list);

static void give_up(struct expansion *x, struct pos pos, const char *why)
{
	if (!x->failed)
		error_at(pos, "%s", why);
	x->failed = true;
}

static void expand_action(struct expansion *x, const struct statement *s)
{
	if (s->action->open) {
		give_up(x, s->pos, format("action '%s' is made of itself",
			s->action->name));
		return;
	}
	if (x->depth == DEEPEST) {
		give_up(x, s->pos, "actions nest too deep");
		return;
	}
	s->action->open = true;
	x->depth++;
	expand(x, &s->action->body);
	x->depth--;
	s->action->open = false;
}

static void expand(struct expansion *x, const statements *list)
{
	for (size_t i = 0; i < list->n && !x->failed; i++) {
		struct statement *s = list->at[i];

		if (s->op == S_ACTION)
			expand_action(x, s);
		else if (x->row->flat.n == MOST_ACTIONS)
			give_up(x, x->row->pos, format("row %s comes to more "
				"than %d actions", x->row->id, MOST_ACTIONS));
		else
			vec_push(&x->row->flat, s);
	}
}

/* ---------------------------------------------------------------- rules */

static void at_most_one(const struct row *r, enum statement_op op,
	const char *verb)
{
	unsigned n = 0;

	for (size_t i = 0; i < r->flat.n; i++)
		n += r->flat.at[i]->op == op;
	if (n > 1)
		error_at(r->pos, "row %s %s %u times: at most once is "
			"possible", r->id, verb, n);
}

static bool owes(const struct statement *s, const struct variable *v,
	bool before)
{
	if (s->op == S_DELETE)
		return false;
	if (s->op != S_ASSIGN || s->variable != v)
		return before;
	return s->value->op != E_FALSE;
}

static void pays_before_delete(const struct spec *spec, const struct row *r)
{
	bool owed = false, deletes = false;

	for (size_t i = 0; i < r->flat.n && spec->obligation; i++) {
		const struct statement *s = r->flat.at[i];

		deletes |= s->op == S_DELETE;
		if (s->op == S_DELETE && owed)
			break;
		owed = owes(s, spec->obligation, owed);
	}
	if (owed && deletes)
		error_at(r->pos, "row %s deletes what still owes %s", r->id,
			spec->obligation->name);
}

void rows(struct spec *spec)
{
	for (size_t i = 0; i < spec->rows.n; i++) {
		struct row *r = spec->rows.at[i];
		struct expansion x = { .row = r };

		expand(&x, &r->actions);
		at_most_one(r, S_SEND, "sends");
		at_most_one(r, S_REPLY, "returns");
		pays_before_delete(spec, r);
	}
	for (size_t i = 0; i < spec->actions.n; i++)
		if (!spec->actions.at[i]->used) {
			struct row none = { .id = "(none)" };
			struct expansion x = { .row = &none };

			expand(&x, &spec->actions.at[i]->body);
		}
}
