/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ACSL back end, text: lines, comments, contracts and records.
 *
 * Every function of the machine works on one context, *x, reads it or changes
 * it in place, touches nothing else, and returns. Its contract says so in the
 * same words each time; what it does to *x is the rest.
 */
#define _GNU_SOURCE
#include <string.h>

#include "emit_acsl.h"

/* A space at which no line is broken: short members of a record stay whole. */
#define TIE '\1'

enum { COLUMNS = 80, TAB = 8, TIED = 60 };

static size_t width_of(const char *indent)
{
	size_t width = 0;

	for (; *indent; indent++)
		width += *indent == '\t' ? TAB : 1;
	return width;
}

void acsl_flow(FILE *out, const char *indent, const char *text)
{
	size_t column = strspn(text, " ");

	fprintf(out, "%.*s", (int)column, text);
	text += column;
	while (*text) {
		size_t n = strcspn(text, " ");

		for (size_t i = 0; i < n; i++)
			fputc(text[i] == TIE ? ' ' : text[i], out);
		column += n + 1;
		text += n;
		if (*text == ' ')
			text++;
		if (*text == 0)
			break;
		if (column + strcspn(text, " ") > COLUMNS) {
			fprintf(out, "\n%s", indent);
			column = width_of(indent);
		} else {
			fputc(' ', out);
		}
	}
	fputc('\n', out);
}

void acsl_logic(FILE *out, const char *head, const char *value)
{
	acsl_flow(out, "\t", format("/*@ logic %s = %s; */", head, value));
}

/* One clause a line. */
static void clauses_of(FILE *out, const char *clauses)
{
	while (*clauses) {
		size_t n = strcspn(clauses, "\n");

		acsl_flow(out, "\t", format("    %.*s", (int)n, clauses));
		clauses += n + (clauses[n] == '\n');
	}
}

static void contract(FILE *out, const char *requires, const char *assigns,
	const char *clauses, const char *declaration)
{
	if (requires)
		acsl_flow(out, "\t", format("/*@ requires %s;", requires));
	fprintf(out, "%s terminates \\true; exits \\false; assigns %s;\n",
		requires ? "   " : "/*@", assigns);
	clauses_of(out, format("%s */", clauses));
	acsl_flow(out, "\t", format("static %s;", declaration));
	fputc('\n', out);
}

void acsl_reader(FILE *out, const char *also, const char *clauses,
	const char *declaration)
{
	contract(out, also ? format("\\valid_read(x) && %s", also) :
		"\\valid_read(x)", "\\nothing", clauses, declaration);
}

void acsl_writer(FILE *out, const char *also, const char *clauses,
	const char *declaration)
{
	contract(out, also ? format("\\valid(x) && %s", also) : "\\valid(x)",
		"*x", clauses, declaration);
}

void acsl_function(FILE *out, const char *also, const char *clauses,
	const char *declaration)
{
	contract(out, also, "\\nothing", clauses, declaration);
}

static const char *member(const struct acsl_change *change)
{
	size_t n = strlen(change->path) + strlen(change->value);
	char *s = xalloc(n + 5);

	snprintf(s, n + 5, ".%s = %s", change->path, change->value);
	for (size_t i = 0; n < TIED && s[i]; i++)
		if (s[i] == ' ')
			s[i] = TIE;
	return s;
}

const char *acsl_record(const struct acsl_post *post, const char *x)
{
	acsl_list list = { 0 };

	for (size_t i = 0; i < post->changes.n; i++)
		vec_push(&list, member(&post->changes.at[i]));
	if (list.n == 0)
		return x;
	return format("{ %s \\with %s }", x, acsl_join(&list, ", ", ""));
}

const char *acsl_join(const acsl_list *list, const char *separator,
	const char *empty)
{
	size_t length = 1;
	char *s, *end;

	for (size_t i = 0; i < list->n; i++)
		length += strlen(list->at[i]) + strlen(separator);
	if (list->n == 0)
		return empty;
	s = end = xalloc(length);
	for (size_t i = 0; i < list->n; i++) {
		if (i != 0)
			end = stpcpy(end, separator);
		end = stpcpy(end, list->at[i]);
	}
	return s;
}
