/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * C back end, phases. Of a phase `rst` come, in this order,
 *
 *     fsm_is_rst_exact(x)      a guard for each class but the last, which is
 *                              what the others leave
 *     fsm_class_rst(x)         the column: the class of the event
 *     fsm_line_rst(x)          the line, if the phase splits a state
 *     fsm_row_rst(line, class) the table
 *     fsm_do_RST_1(x) ...      its rows
 *     fsm_act_rst(row, x)      the function of that row
 *     fsm_phase_rst(x)         all this together
 *     fsm_via_rst(x)           the same, if the event has not passed it over
 *
 * A chain of ifs costs a prover more than its length: a phase of many rows
 * looks for its row in groups.
 */
#include <string.h>

#include "emit_c.h"

#define GROUP	12	/* rows in one chain of ifs */

/* ---------------------------------------------------------- definitions */

static void define(FILE *out, bool *pending, const struct define *d);

/* Definitions that E calls come before it. */
static void before(FILE *out, bool *pending, const struct expr *e)
{
	if (!e)
		return;
	if (e->op == E_DEFINE)
		define(out, pending, e->define);
	before(out, pending, e->a);
	before(out, pending, e->b);
}

static void returned(FILE *out, const struct expr *e)
{
	if (!c_reads(e))
		fputs("\t(void)x;\n", out);
	c_code(out, 1, format("return %s;", c_expr(e)));
}

static void define(FILE *out, bool *pending, const struct define *d)
{
	if (!pending[d->index])
		return;
	pending[d->index] = false;
	before(out, pending, d->value);
	fputc('\n', out);
	c_remark(out, "", format("%s = %s", d->name,
		spec_expr(d->value)));
	fprintf(out, "static %s fsm_%s(const struct fsm_ctx *x)\n{\n",
		d->value->type.kind == TY_FLAG ? "int" : "uint32_t",
		c_name(d->name));
	returned(out, d->value);
	fputs("}\n", out);
}

void c_definitions(FILE *out, const struct spec *spec)
{
	bool *pending = c_defines(spec);

	for (size_t i = 0; i < spec->defines.n; i++)
		define(out, pending, spec->defines.at[i]);
}

/* ---------------------------------------------------------------- phase */

static void guards(FILE *out, const struct phase *phase)
{
	for (size_t i = 0; i + 1 < phase->classes.n; i++) {
		const struct class *class = phase->classes.at[i];

		fprintf(out, "\nstatic int fsm_is_%s_%s"
			"(const struct fsm_ctx *x)\n{\n", phase->name,
			class->name);
		returned(out, class->value);
		fputs("}\n", out);
	}
}

static void classifier(FILE *out, const struct phase *phase)
{
	size_t i;

	if (phase->classes.n < 2)
		return;
	fprintf(out, "\nstatic uint16_t fsm_class_%s"
		"(const struct fsm_ctx *x)\n{\n", phase->name);
	for (i = 0; i + 1 < phase->classes.n; i++)
		fprintf(out, "\tif (fsm_is_%s_%s(x))\n\t\treturn %zu;\n",
			phase->name, phase->classes.at[i]->name, i);
	fprintf(out, "\treturn %zu;\t/* %s */\n}\n", i,
		phase->classes.at[i]->name);
}

/* The lines of the state that the phase's line AT is the first part of. */
static void split_state(FILE *out, const struct phase *phase, size_t at)
{
	const struct state *state = phase->lines.at[at]->state;

	fprintf(out, "\tif (x->t.state == FSM_%s) {\n",
		upper_name(state->name));
	for (; at < phase->lines.n; at++) {
		const struct line *line = phase->lines.at[at];
		bool last = c_last_part(phase, line);

		if (line->state != state)
			continue;
		if (!last)
			c_code(out, 2, format("if (%s)", c_expr(line->when)));
		fprintf(out, "%s\t\treturn %s;\n", last ? "" : "\t",
			c_line_name(phase, line));
	}
	fputs("\t}\n", out);
}

static bool first_part(const struct phase *phase, size_t at)
{
	if (!phase->lines.at[at]->when)
		return false;
	for (size_t i = 0; i < at; i++)
		if (phase->lines.at[i]->state == phase->lines.at[at]->state)
			return false;
	return true;
}

static void liner(FILE *out, const struct phase *phase)
{
	if (c_parts(phase) == 0)
		return;
	fprintf(out, "\nstatic uint16_t fsm_line_%s"
		"(const struct fsm_ctx *x)\n{\n", phase->name);
	for (size_t i = 0; i < phase->lines.n; i++)
		if (first_part(phase, i))
			split_state(out, phase, i);
	fputs("\treturn fsm_line(x);\n}\n", out);
}

static void lookup(FILE *out, const struct phase *phase)
{
	fprintf(out, "\nstatic uint16_t fsm_row_%s"
		"(uint16_t line, uint16_t class)\n{\n"
		"\treturn fsm_table_%s[line][class];\n}\n", phase->name,
		phase->name);
}

/* Calls the function of the row, for rows FROM to TO of the phase. */
static void chain(FILE *out, const struct phase *phase, const char *suffix,
	size_t from, size_t to)
{
	fprintf(out, "\nstatic void fsm_act_%s%s"
		"(uint16_t row, struct fsm_ctx *x)\n{\n", phase->name, suffix);
	for (size_t i = from; i < to; i++)
		fprintf(out, "\t%sif (row == FSM_R_%s)\n"
			"\t\tfsm_do_%s(x);\n", i > from ? "else " : "",
			phase->rows.at[i]->id, phase->rows.at[i]->id);
	fputs("}\n", out);
}

static void chooser(FILE *out, const struct phase *phase)
{
	size_t group = 1;

	fprintf(out, "\nstatic void fsm_act_%s"
		"(uint16_t row, struct fsm_ctx *x)\n{\n", phase->name);
	for (size_t to = GROUP; to < phase->rows.n; to += GROUP, group++)
		fprintf(out, "\t%sif (row <= FSM_R_%s)\n"
			"\t\tfsm_act_%s_%zu(row, x);\n",
			group > 1 ? "else " : "", phase->rows.at[to - 1]->id,
			phase->name, group);
	fprintf(out, "\telse\n\t\tfsm_act_%s_%zu(row, x);\n}\n", phase->name,
		group);
}

static void actor(FILE *out, const struct phase *phase)
{
	size_t n = phase->rows.n;

	if (n <= GROUP) {
		chain(out, phase, "", 0, n);
		return;
	}
	for (size_t from = 0; from < n; from += GROUP)
		chain(out, phase, format("_%zu", from / GROUP + 1), from,
			from + GROUP < n ? from + GROUP : n);
	chooser(out, phase);
}

static void runner(FILE *out, const struct phase *phase)
{
	const char *line = c_parts(phase) ? format("_%s", phase->name) : "";
	const char *class = phase->classes.n > 1 ?
		format("fsm_class_%s(x)", phase->name) : "0";

	fprintf(out, "\nstatic void fsm_phase_%s(struct fsm_ctx *x)\n{\n",
		phase->name);
	c_code(out, 1, format("fsm_act_%s(fsm_row_%s(fsm_line%s(x), %s), x);",
		phase->name, phase->name, line, class));
	fprintf(out, "}\n\nstatic void fsm_via_%s(struct fsm_ctx *x)\n{\n"
		"\tif (x->then <= FSM_P_%s)\n\t\tfsm_phase_%s(x);\n}\n",
		phase->name, upper_name(phase->name), phase->name);
}

void c_phase(FILE *out, const struct spec *spec,
	const struct phase *phase)
{
	fputc('\n', out);
	c_remark(out, "", format("---- %s: %s \"%s\"", phase->name,
		phase->section, c_safe(phase->title)));
	guards(out, phase);
	classifier(out, phase);
	liner(out, phase);
	lookup(out, phase);
	for (size_t i = 0; i < phase->rows.n; i++)
		c_row(out, spec, phase->rows.at[i]);
	actor(out, phase);
	runner(out, phase);
}
