/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ACSL back end, the lines of a phase. A whole state is its own line, no state
 * at all is line FSM_STATES, and the parts of states split by `if` are numbered
 * behind it.
 */
#include <string.h>

#include "emit_acsl.h"

/* --------------------------------------------------------------- states */

/* The states FROM to TO - 1. */
static const char *state_range(const struct spec *spec, const char *subject,
	size_t from, size_t to)
{
	const char *first = upper_name(spec->states.at[from]->name);
	const char *last = upper_name(spec->states.at[to - 1]->name);

	if (to == spec->states.n && from == 0)
		return format("%s < FSM_STATES", subject);
	if (to == from + 1)
		return format("%s == FSM_%s", subject, first);
	if (from == 0)
		return format("%s <= FSM_%s", subject, last);
	return format("(FSM_%s <= %s && %s <= FSM_%s)", first, subject,
		subject, last);
}

const char *acsl_states(const struct spec *spec, uint64_t states,
	const char *subject)
{
	acsl_list list = { 0 };

	for (size_t i = 0; i < spec->states.n; ) {
		size_t from = i;

		while (i < spec->states.n && states & bit_of(i))
			i++;
		if (from < i)
			vec_push(&list, state_range(spec, subject, from, i));
		else
			i++;
	}
	return format(list.n > 1 ? "(%s)" : "%s",
		acsl_join(&list, " || ", "\\false"));
}

/* ---------------------------------------------------------------- lines */

uint64_t acsl_split_states(const struct phase *p)
{
	uint64_t split = 0;

	for (size_t i = 0; i < p->lines.n; i++)
		if (p->lines.at[i]->when)
			split |= bit_of(p->lines.at[i]->state->index);
	return split;
}

static void define_parts(const struct spec *spec, const struct phase *p,
	FILE *out)
{
	const char *name = p->name;
	size_t part = 0;

	acsl_logic(out, format("boolean whole_%s(struct fsm_ctx x)", name),
		acsl_states(spec, all_states(spec) & ~acsl_split_states(p),
		"x.t.state"));
	for (size_t i = 0; i < p->lines.n; i++) {
		const struct line *l = p->lines.at[i];

		if (l->when)
			acsl_logic(out, format("boolean line_%s_%zu(struct "
				"fsm_ctx x)", name, ++part),
				format("x.t.state == FSM_%s && %s",
				upper_name(l->state->name),
				acsl_expr(l->when, NULL)));
	}
}

size_t acsl_parts(const struct phase *p)
{
	size_t parts = 0;

	for (size_t i = 0; i < p->lines.n; i++)
		parts += p->lines.at[i]->when != NULL;
	return parts;
}

static void line_function(const struct phase *p, FILE *out)
{
	const char *name = p->name;
	acsl_list clauses = { 0 };
	size_t parts = acsl_parts(p);

	vec_push(&clauses, format("ensures \\result <= FSM_STATES + %zu;",
		parts));
	vec_push(&clauses, format("ensures whole_%s(*x) ==> "
		"\\result == x->t.state;", name));
	vec_push(&clauses, "ensures x->t.state >= FSM_STATES ==> "
		"\\result == FSM_STATES;");
	for (size_t i = 1; i <= parts; i++)
		vec_push(&clauses, format("ensures line_%s_%zu(*x) ==> "
			"\\result == FSM_STATES + %zu;", name, i, i));
	acsl_reader(out, NULL, acsl_join(&clauses, "\n", ""), format("uint16_t "
		"fsm_line_%s(const struct fsm_ctx *x)", name));
}

/* Conditions are compared as they are written. */
static bool stands_in(const struct row *row, const struct line *l)
{
	if (!(row->states & bit_of(l->state->index)))
		return false;
	return !row->when || (l->when &&
		strcmp(spec_expr(row->when), spec_expr(l->when)) == 0);
}

const char *acsl_row_lines(const struct spec *spec, const struct row *row)
{
	const struct phase *p = row->phase;
	acsl_list list = { 0 };
	uint64_t whole = 0;
	size_t part = 0;

	for (size_t i = 0; i < p->lines.n; i++) {
		const struct line *l = p->lines.at[i];

		part += l->when != NULL;
		if (!stands_in(row, l))
			continue;
		if (l->when)
			vec_push(&list, format("line == FSM_STATES + %zu",
				part));
		else
			whole |= bit_of(l->state->index);
	}
	if (whole)
		vec_push(&list, acsl_states(spec, whole, "line"));
	return format(list.n > 1 ? "(%s)" : "%s",
		acsl_join(&list, " || ", "\\false"));
}

void acsl_lines(const struct spec *spec, const struct phase *p, FILE *out)
{
	if (acsl_parts(p) == 0)
		return;
	define_parts(spec, p, out);
	line_function(p, out);
}
