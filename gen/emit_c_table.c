/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * C back end, tables. A phase becomes
 *
 *     static const uint16_t fsm_table_rst[FSM_STATES + 1 + 4][4] = {
 *             //                       none       exact     inside ...
 *             [FSM_L_RST_1]       = { R(RST_12), R(RST_1), R(RST_8), ... },
 *             [FSM_ESTABLISHED]   = { R(RST_12), R(RST_4), R(RST_8), ... },
 *
 * with a line for each state, one (never filled) for what is no state, and
 * one for each part of a state that `if` splits. Lines that are not named
 * are zero: no row, the phase is passed over.
 */
#include <string.h>

#include "emit_c.h"

/* ------------------------------------------------- what a row stands for */

/* "RFC 9293: Transmission Control Protocol" is called RFC 9293. */
const char *c_source(const struct standard *standard)
{
	size_t n = strcspn(standard->title, ":");

	return standard->title[n] ? intern(standard->title, n) : standard->name;
}

const char *c_class_names(const struct row *row)
{
	const struct phase *phase = row->phase;
	const char *s = "";
	bool all = true;

	for (size_t i = 0; i < phase->classes.n; i++) {
		if (row->classes & bit_of(i))
			s = format("%s%s%s", s, *s ? " " : "",
				phase->classes.at[i]->name);
		else
			all = false;
	}
	return all && phase->classes.n > 1 ? "any" : s;
}

/* ------------------------------------------------------ lines and parts */

bool c_last_part(const struct phase *phase, const struct line *line)
{
	for (size_t i = line->index + 1; i < phase->lines.n; i++)
		if (phase->lines.at[i]->state == line->state)
			return false;
	return true;
}

/* Its number, from 1; 0: the line is a whole state. */
static size_t part_of(const struct phase *phase, const struct line *line)
{
	size_t part = 1;

	if (!line->when)
		return 0;
	for (size_t i = 0; i < line->index; i++)
		if (phase->lines.at[i]->when)
			part++;
	return part;
}

size_t c_parts(const struct phase *phase)
{
	size_t parts = 0;

	for (size_t i = 0; i < phase->lines.n; i++)
		if (phase->lines.at[i]->when)
			parts++;
	return parts;
}

const char *c_line_name(const struct phase *phase, const struct line *line)
{
	if (!line->when)
		return format("FSM_%s", upper_name(line->state->name));
	return format("FSM_L_%s_%zu", upper_name(phase->name),
		part_of(phase, line));
}

/* ---------------------------------------------------------------- table */

static const struct row *cell(const struct phase *phase, size_t line,
	size_t class)
{
	return phase->cells[line * phase->classes.n + class];
}

static int label_width(const struct phase *phase)
{
	size_t width = 0;

	for (size_t i = 0; i < phase->lines.n; i++) {
		size_t n = strlen(c_line_name(phase, phase->lines.at[i]));

		width = n > width ? n : width;
	}
	return (int)width + 2;
}

static int column_width(const struct phase *phase, size_t class)
{
	size_t width = strlen(phase->classes.at[class]->name);

	for (size_t i = 0; i < phase->lines.n; i++) {
		const struct row *row = cell(phase, i, class);
		size_t n = row ? strlen(row->id) + 4 : 0;

		width = n > width ? n : width;
	}
	return (int)width;
}

static void table_head(FILE *out, const struct phase *phase,
	const int *width)
{
	fprintf(out, "\t/* %*s", label_width(phase) + 2, "");
	for (size_t i = 0; i < phase->classes.n; i++) {
		bool last = i + 1 == phase->classes.n;

		fprintf(out, "%-*s%s", last ? 0 : width[i],
			phase->classes.at[i]->name, last ? " */\n" : "");
	}
}

static void table_line(FILE *out, const struct phase *phase, size_t at,
	const int *width)
{
	const struct line *line = phase->lines.at[at];

	fprintf(out, "\t%-*s = {", label_width(phase),
		format("[%s]", c_line_name(phase, line)));
	for (size_t i = 0; i < phase->classes.n; i++) {
		const struct row *row = cell(phase, at, i);
		bool last = i + 1 == phase->classes.n;

		fprintf(out, " %-*s", width[i] - 1,
			row ? format("R(%s)%s", row->id, last ? "" : ",") :
			last ? "0" : "0,");
	}
	fputs("},", out);
	if (line->when)
		fprintf(out, " /* %s if %s */", line->state->name,
			c_safe(spec_expr(line->when)));
	fputc('\n', out);
}

static void table_body(FILE *out, const struct phase *phase)
{
	int *width = xalloc(phase->classes.n * sizeof *width);

	for (size_t i = 0; i < phase->classes.n; i++)
		width[i] = column_width(phase, i) + 1;
	table_head(out, phase, width);
	for (size_t i = 0; i < phase->lines.n; i++)
		table_line(out, phase, i, width);
	fputs("};\n", out);
}

/* What the phase is, and its classes as the specification defines them. */
static void table_comment(FILE *out, const struct phase *phase)
{
	int width = 0;

	fprintf(out, "\n/*\n * %s   %s \"%s\"\n *\n", phase->name,
		phase->section, c_safe(phase->title));
	for (size_t i = 0; i < phase->classes.n; i++) {
		int n = (int)strlen(phase->classes.at[i]->name);

		width = n > width ? n : width;
	}
	for (size_t i = 0; i < phase->classes.n; i++)
		c_paragraph(out, " *   ", (size_t)width + 3,
			format("%-*s   %s", width,
				phase->classes.at[i]->name,
				spec_expr(phase->classes.at[i]->value)));
	fputs(" */\n", out);
}

static void part_names(FILE *out, const struct phase *phase)
{
	const char *name = upper_name(phase->name);
	const char *s = format("enum { FSM_L_%s_1 = FSM_STATES + 1", name);

	for (size_t i = 2; i <= c_parts(phase); i++)
		s = format("%s, FSM_L_%s_%zu", s, name, i);
	c_code(out, 0, format("%s };", s));
}

void c_table(FILE *out, const struct phase *phase)
{
	size_t parts = c_parts(phase);
	const char *more = parts ? format(" + %zu", parts) : "";

	table_comment(out, phase);
	if (parts)
		part_names(out, phase);
	fprintf(out, "static const uint16_t fsm_table_%s"
		"[FSM_STATES + 1%s][%zu] = {\n", phase->name, more,
		phase->classes.n);
	table_body(out, phase);
}
