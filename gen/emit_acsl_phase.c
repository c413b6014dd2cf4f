/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ACSL back end, one phase: what it means, and the contracts of its functions.
 *
 *     class_P_K(x)    x is of class K
 *     row_ID(x)       row ID fires: its states, its condition, its classes
 *     post_ID(x)      what the row leaves
 *     phase_P(x)      row_ID(x) ? post_ID(x) : ... for all rows; x itself in a
 *                     state the phase does not name
 *     via_P(x)        the same, if the row before did not jump over it
 *
 * fsm_phase_P is proved row by row: where row_ID(x), it is post_ID(x), and so
 * is phase_P(x), because no other row fires; and in every state some row does.
 *
 * row_ID is built from what stands in the row. The table of cells, which the C
 * looks rows up in, is not asked: that both agree is what gets proved.
 */
#include <string.h>

#include "emit_acsl.h"

/* Rows one dispatcher chooses among: more, and the proof of it slows down. */
enum { GROUP = 12 };

/* -------------------------------------------------------------- meaning */

static const char *class_term(const struct class *k, const char *x)
{
	return format("class_%s_%s(%s)", k->phase->name, k->name, x);
}

static const char *row_classes(const struct row *row,
	const char *(*term)(const struct class *))
{
	acsl_list list = { 0 };

	for (size_t i = 0; i < row->phase->classes.n; i++)
		if (row->classes & bit_of(i))
			vec_push(&list, term(row->phase->classes.at[i]));
	return format(list.n > 1 ? "(%s)" : "%s",
		acsl_join(&list, " || ", "\\false"));
}

static const char *holds(const struct class *k)
{
	return class_term(k, "x");
}

static const char *is_number(const struct class *k)
{
	return format("class == %zu", k->index);
}

/* SUBJECT is a state P does not name, or as NONE says, no state at all. */
static const char *passed_over(const struct spec *spec, const struct phase *p,
	const char *subject, const char *none)
{
	uint64_t others = all_states(spec) & ~p->states;

	if (others == 0)
		return format("%s %s", subject, none);
	return format("(%s || %s %s)", acsl_states(spec, others, subject),
		subject, none);
}

static void define_row(const struct spec *spec, const struct row *row,
	FILE *out)
{
	struct acsl_post post = acsl_row(spec, row);
	const char *when = row->when ?
		format(" && %s", acsl_expr(row->when, NULL)) : "";

	acsl_logic(out, format("boolean row_%s(struct fsm_ctx x)",
		c_name(row->id)), format("%s%s && %s",
		acsl_states(spec, row->states, "x.t.state"), when,
		row_classes(row, holds)));
	acsl_logic(out, format("struct fsm_ctx post_%s(struct fsm_ctx x)",
		c_name(row->id)), acsl_record(&post, "x"));
}

static void define_phase(const struct phase *p, FILE *out)
{
	acsl_list choice = { 0 };
	const char *name = p->name;

	for (size_t i = 0; i < p->rows.n; i++) {
		const char *id = c_name(p->rows.at[i]->id);

		vec_push(&choice, format("row_%s(x) ? post_%s(x) :", id, id));
	}
	acsl_logic(out, format("struct fsm_ctx phase_%s(struct fsm_ctx x)",
		name), format("%s x", acsl_join(&choice, " ", "")));
	acsl_logic(out, format("struct fsm_ctx via_%s(struct fsm_ctx x)",
		name), format("x.then <= FSM_P_%s ? phase_%s(x) : x",
		upper_name(p->name), name));
}

/* --------------------------------------------- contracts: which row it is */

/* A guard for every class but the last, which is what the others leave. */
static void guards(const struct phase *p, FILE *out)
{
	for (size_t i = 0; i + 1 < p->classes.n; i++) {
		const struct class *k = p->classes.at[i];

		acsl_reader(out, NULL, format("ensures \\result != 0 <==> %s;",
			class_term(k, "*x")),
			format("int fsm_is_%s_%s(const struct fsm_ctx *x)",
			p->name, k->name));
	}
}

static void classifier(const struct phase *p, FILE *out)
{
	acsl_list clauses = { 0 };

	if (p->classes.n < 2)
		return;
	vec_push(&clauses, format("ensures \\result < %zu;", p->classes.n));
	for (size_t i = 0; i < p->classes.n; i++)
		vec_push(&clauses, format("ensures \\result == %zu ==> %s;",
			i, class_term(p->classes.at[i], "*x")));
	for (size_t i = 0; i < p->classes.n; i++)
		vec_push(&clauses, format("behavior %s: assumes %s; "
			"ensures \\result == %zu;",
			p->classes.at[i]->name,
			class_term(p->classes.at[i], "*x"), i));
	vec_push(&clauses, "complete behaviors; disjoint behaviors;");
	acsl_reader(out, "typed(*x)", acsl_join(&clauses, "\n", ""),
		format("uint16_t fsm_class_%s(const struct fsm_ctx *x)",
		p->name));
}

/* ------------------------------------------------- contracts: its effect */

static void lookup(const struct spec *spec, const struct phase *p, FILE *out)
{
	acsl_list clauses = { 0 };

	vec_push(&clauses, format("ensures %s ==> \\result == 0;",
		passed_over(spec, p, "line", "== FSM_STATES")));
	for (size_t i = 0; i < p->rows.n; i++) {
		const struct row *row = p->rows.at[i];

		vec_push(&clauses, format("ensures %s && %s ==> \\result == "
			"FSM_R_%s;", acsl_row_lines(spec, row),
			row_classes(row, is_number), row->id));
	}
	acsl_function(out, format("line <= FSM_STATES + %zu && class < %zu",
		acsl_parts(p), p->classes.n), acsl_join(&clauses, "\n", ""),
		format("uint16_t fsm_row_%s(uint16_t line, uint16_t class)",
		p->name));
}

static void actions(const struct phase *p, FILE *out)
{
	for (size_t i = 0; i < p->rows.n; i++) {
		const char *id = p->rows.at[i]->id;

		acsl_writer(out, NULL,
			format("ensures *x == post_%s(\\old(*x));", c_name(id)),
			format("void fsm_do_%s(struct fsm_ctx *x)", id));
	}
}

/* What a dispatcher over the rows FROM to TO - 1 leaves. */
static const char *dispatch(const struct phase *p, size_t from, size_t to)
{
	acsl_list clauses = { 0 };

	vec_push(&clauses, "ensures row == 0 ==> *x == \\old(*x);");
	for (size_t i = from; i < to && i < p->rows.n; i++)
		vec_push(&clauses, format("ensures row == FSM_R_%s ==> "
			"*x == post_%s(\\old(*x));", p->rows.at[i]->id,
			c_name(p->rows.at[i]->id)));
	return acsl_join(&clauses, "\n", "");
}

static void dispatchers(const struct phase *p, FILE *out)
{
	const char *name = p->name;

	for (size_t i = 0; p->rows.n > GROUP && i < p->rows.n; i += GROUP)
		acsl_writer(out, NULL, dispatch(p, i, i + GROUP), format("void "
			"fsm_act_%s_%zu(uint16_t row, struct fsm_ctx *x)",
			name, i / GROUP + 1));
	acsl_writer(out, NULL, dispatch(p, 0, p->rows.n), format("void "
		"fsm_act_%s(uint16_t row, struct fsm_ctx *x)", name));
}

/* The rows of state I, one of which fires. */
static const char *firing(const struct phase *p, size_t i)
{
	acsl_list fires = { 0 };

	for (size_t j = 0; j < p->rows.n; j++)
		if (p->rows.at[j]->states & bit_of(i))
			vec_push(&fires, format("row_%s(\\old(*x))",
				c_name(p->rows.at[j]->id)));
	return acsl_join(&fires, " || ", "\\false");
}

/* In every state a row fires; states that have the same rows are one clause. */
static void cover(const struct spec *spec, const struct phase *p,
	acsl_list *list)
{
	uint64_t left = p->states;

	for (size_t i = 0; i < spec->states.n; i++) {
		const char *rows = firing(p, i);
		uint64_t same = 0;

		for (size_t j = i; j < spec->states.n; j++)
			if (left & bit_of(j) && strcmp(firing(p, j), rows) == 0)
				same |= bit_of(j);
		left &= ~same;
		if (same != 0)
			vec_push(list, format("ensures %s ==> %s;",
				acsl_states(spec, same, "\\old(x->t.state)"),
				rows));
	}
}

/* What ROW leaves in STATES. */
static const char *leaves(const struct spec *spec, const struct row *row,
	uint64_t states)
{
	const char *id = c_name(row->id);
	const char *where = states == row->states ? "" : format("%s && ",
		acsl_states(spec, states, "\\old(x->t.state)"));

	return format("ensures %srow_%s(\\old(*x)) ==> "
		"*x == post_%s(\\old(*x)) && typed(*x) && "
		"*x == phase_%s(\\old(*x));", where, id, id,
		row->phase->name);
}

/* What ROW leaves. Each state that is split stands apart, so that no goal is
 * about the lines of two. */
static void row_clauses(const struct spec *spec, const struct row *row,
	acsl_list *list)
{
	uint64_t split = row->states & acsl_split_states(row->phase);

	if (row->states & ~split)
		vec_push(list, leaves(spec, row, row->states & ~split));
	for (size_t i = 0; i < spec->states.n; i++)
		if (split & bit_of(i))
			vec_push(list, leaves(spec, row, bit_of(i)));
}

/* What the phase leaves, row by row; and that in every state one fires. */
static const char *phase_clauses(const struct spec *spec, const struct phase *p)
{
	acsl_list list = { 0 };

	vec_push(&list, format("ensures %s ==> *x == \\old(*x) && typed(*x);",
		passed_over(spec, p, "\\old(x->t.state)", ">= FSM_STATES")));
	for (size_t i = 0; i < p->rows.n; i++)
		row_clauses(spec, p->rows.at[i], &list);
	cover(spec, p, &list);
	return acsl_join(&list, "\n", "");
}

static void define_classes(const struct phase *p, FILE *out)
{
	for (size_t i = 0; i < p->classes.n; i++)
		acsl_logic(out, format("boolean class_%s_%s(struct fsm_ctx x)",
			p->name, p->classes.at[i]->name),
			acsl_expr(p->classes.at[i]->value, NULL));
}

void acsl_phase(const struct spec *spec, const struct phase *p, FILE *out)
{
	const char *name = p->name;

	fprintf(out, "/* section %s */\n\n", p->name);
	define_classes(p, out);
	for (size_t i = 0; i < p->rows.n; i++)
		define_row(spec, p->rows.at[i], out);
	define_phase(p, out);
	fputc('\n', out);
	guards(p, out);
	classifier(p, out);
	acsl_lines(spec, p, out);
	lookup(spec, p, out);
	actions(p, out);
	dispatchers(p, out);
	acsl_writer(out, "typed(*x)", phase_clauses(spec, p),
		format("void fsm_phase_%s(struct fsm_ctx *x)", name));
	acsl_writer(out, "typed(*x)", format("ensures typed(*x);\n"
		"ensures *x == via_%s(\\old(*x));", name),
		format("void fsm_via_%s(struct fsm_ctx *x)", name));
}
