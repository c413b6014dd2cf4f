/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A row and the solver: whether some event fires it at all, and whether
 * everything that holds before it holds behind it. What a row leaves is its
 * actions run one by one on the symbols of the state it fires in; behind it
 * the invariants of the state it enters must hold, and every octets(N) must
 * be N at most.
 */
#include "smt.h"

void no_answer(const struct job *j, struct pos pos, const char *what)
{
	error_at(pos, "the solver gives no answer in time for %s in state %s",
		what, j->cell.state->name);
}

bool holds_in(const struct invariant *i, const struct state *s)
{
	return (i->states & bit_of(s->index)) != 0;
}

const char *line_term(const struct job *j, const struct line *l)
{
	return l->when ? term(j->cell.before, l->when) : "true";
}

enum answer ask_whether(struct job *j, const char *claim)
{
	push(&j->z);
	say(&j->z, "(assert %s)\n", claim);
	return ask(&j->z);
}

/* -------------------------------------------------- a row keeps what holds */

/* Where the row fires in this state; NULL if it stands in none of its cells. */
static const char *where(const struct job *j, const struct row *r)
{
	const struct phase *p = j->cell.phase;
	const char *any = NULL, *in;

	for (size_t l = 0; l < p->lines.n; l++)
		for (size_t c = 0; c < p->classes.n; c++) {
			if (p->lines.at[l]->state != j->cell.state ||
			    p->cells[l * p->classes.n + c] != r)
				continue;
			in = format("(and %s %s)", line_term(j, p->lines.at[l]),
				term(j->cell.before, p->classes.at[c]->value));
			any = any ? format("(or %s %s)", any, in) : in;
		}
	return any;
}

static bool changes(const struct job *j, const struct row *r)
{
	if (j->expired || (r->next && r->next != j->cell.state))
		return true;
	for (size_t i = 0; i < r->flat.n; i++)
		switch (r->flat.at[i]->op) {
		case S_ASSIGN: case S_START: case S_RESTART: case S_CANCEL:
		case S_DELETE:
			return true;
		default:
			break;
		}
	return false;
}

static bool ranged(const struct variable *x, const struct view *after)
{
	return x->type.kind == TY_OCTETS && x->type.max < UINT32_MAX &&
		(x->is_field ? after->field : after->variable)[x->index] != 0;
}

static const char *in_range(const struct variable *x, const struct view *after)
{
	return format("(bvule %s (_ bv%u 32))", variable_term(after, x),
		(unsigned)x->type.max);
}

/* Every invariant of NEXT and every range, as AFTER has them. */
static const char *kept(const struct job *j, const struct view *after,
	const struct state *next)
{
	const struct spec *spec = j->spec;
	const char *all = "true";

	for (size_t i = 0; i < spec->invariants.n; i++)
		if (holds_in(spec->invariants.at[i], next))
			all = format("%s %s", all, term(after,
				spec->invariants.at[i]->value));
	for (size_t i = 0; i < spec->variables.n; i++)
		if (ranged(spec->variables.at[i], after))
			all = format("%s %s", all,
				in_range(spec->variables.at[i], after));
	for (size_t i = 0; i < spec->fields.n; i++)
		if (ranged(spec->fields.at[i], after))
			all = format("%s %s", all,
				in_range(spec->fields.at[i], after));
	return format("(and %s)", all);
}

bool is_false(struct job *j, const char *claim)
{
	return ask_whether(j, format("(not %s)", claim)) == SAT;
}

static bool tell_invariant(struct job *j, const struct row *r,
	const struct view *after, const struct state *next)
{
	const unsigned depth = j->z.depth;
	const struct invariant *inv;

	for (size_t i = 0; i < j->spec->invariants.n; i++) {
		inv = j->spec->invariants.at[i];
		if (!holds_in(inv, next))
			continue;
		if (is_false(j, term(after, inv->value))) {
			report_broken(&j->cell, r, after, inv);
			return true;
		}
		pop_to(&j->z, depth);
	}
	return false;
}

static void tell_range(struct job *j, const struct row *r,
	const struct view *after)
{
	const unsigned depth = j->z.depth;
	const struct spec *spec = j->spec;
	const size_t n = spec->variables.n;
	const struct variable *x;

	for (size_t i = 0; i < n + spec->fields.n; i++) {
		x = i < n ? spec->variables.at[i] : spec->fields.at[i - n];
		if (!ranged(x, after))
			continue;
		if (is_false(j, in_range(x, after)))
			report_range(&j->cell, r, after, x);
		pop_to(&j->z, depth);
	}
}

/* In the scope where the row fires. */
static void check_keeps(struct job *j, const struct row *r)
{
	const struct state *next = r->next ? r->next : j->cell.state;
	struct view *after = view_copy(j->cell.before);
	const unsigned depth = j->z.depth;
	enum answer answer;

	say_statements(&j->z, after, &r->flat);
	answer = ask_whether(j, format("(not %s)", kept(j, after, next)));
	pop_to(&j->z, depth);
	if (answer == UNKNOWN)
		no_answer(j, r->pos, r->id);
	if (answer != SAT)
		return;
	j->row_told[r->index] = true;
	if (!tell_invariant(j, r, after, next))
		tell_range(j, r, after);
}

void check_row(struct job *j, const struct row *r)
{
	const char *here = where(j, r);
	const bool keeps = !j->row_told[r->index] && changes(j, r);

	if (!here || (!keeps && j->row_alive[r->index]))
		return;
	push(&j->z);
	say(&j->z, "(assert %s)\n", here);
	if (!j->row_alive[r->index])
		j->row_alive[r->index] = ask(&j->z) != UNSAT;
	if (keeps)
		check_keeps(j, r);
	pop_to(&j->z, j->depth);
}

