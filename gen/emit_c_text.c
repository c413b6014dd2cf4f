/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * C back end, text: comments, literals and line breaks. The generated files
 * are read by people, so they keep to 80 columns as handwritten ones do; only
 * the lines of a table may be longer.
 */
#include <string.h>

#include "emit_c.h"

#define COMMENT_COLUMN	32	/* where a member's comment begins */

/* No comment ends or begins where a quotation happens to say so. */
const char *c_safe(const char *text)
{
	size_t n = strlen(text);
	char *s = xalloc(2 * n + 1), *to = s;

	for (size_t i = 0; i < n; i++) {
		*to++ = text[i];
		if ((text[i] == '*' && text[i + 1] == '/') ||
		    (text[i] == '/' && text[i + 1] == '*'))
			*to++ = ' ';
	}
	return s;
}

/* A question mark is escaped too: two of them begin a trigraph. */
const char *c_literal(const char *text)
{
	char *s = xalloc(2 * strlen(text) + 3), *to = s;

	*to++ = '"';
	for (; *text; text++) {
		if (strchr("\"\\?", *text))
			*to++ = '\\';
		*to++ = *text;
	}
	*to = '"';
	return s;
}

/* The column behind S, which begins at COLUMN. Tabs go to the next eighth. */
static size_t width_of(size_t column, const char *s)
{
	for (; *s; s++)
		column = *s == '\t' ? (column / 8 + 1) * 8 : column + 1;
	return column;
}

/* How bad a break after the I octets of TEXT is; 0: there can be none. Better
 * outside parentheses than within, better after && and || than elsewhere. */
static int badness(const char *text, size_t i, int depth)
{
	if (text[i] != ' ' || i == 0 || !strchr("&|,?:+-<>=!", text[i - 1]))
		return 0;
	return 2 * (depth + C_COLUMNS) + (strchr("&|", text[i - 1]) ? 1 : 2);
}

/* Where to break TEXT so that ROOM columns hold what stands before. */
static size_t code_break(const char *text, size_t room)
{
	size_t n = strlen(text), best = n;
	int least = 0, depth = 0;

	if (n <= room)
		return n;
	for (size_t i = 0; i <= room || (best == n && i < n); i++) {
		int bad = badness(text, i, depth);

		if (bad && (best == n || bad <= least)) {
			best = i;
			least = bad;
		}
		depth += (text[i] == '(') - (text[i] == ')');
	}
	return best;
}

static void tabs_out(FILE *out, int tabs)
{
	for (int i = 0; i < tabs; i++)
		fputc('\t', out);
}

void c_code_in(FILE *out, int tabs, size_t columns, const char *text)
{
	int depth = tabs;

	while (*text) {
		size_t n = code_break(text, columns - 8 * (size_t)depth);

		tabs_out(out, depth);
		fprintf(out, "%.*s\n", (int)n, text);
		text += n + (text[n] == ' ');
		depth = tabs + 1;
	}
}

void c_code(FILE *out, int tabs, const char *text)
{
	c_code_in(out, tabs, C_COLUMNS, text);
}

static size_t word_break(const char *text, size_t room)
{
	size_t n = strlen(text);

	if (n <= room)
		return n;
	for (size_t i = room; i > 0; i--)
		if (text[i] == ' ')
			return i;
	return strcspn(text, " ");
}

void c_paragraph(FILE *out, const char *lead, size_t hang, const char *text)
{
	size_t width = width_of(0, lead), indent = 0;

	text = c_safe(text);
	while (*text) {
		size_t n = word_break(text, C_COLUMNS - width - indent);

		fprintf(out, "%s%*s%.*s\n", lead, (int)indent, "", (int)n,
			text);
		text += n + (text[n] == ' ');
		indent = hang;
	}
}

void c_member(FILE *out, const char *member, const char *text)
{
	const char *lead = "\t\t\t\t * ";
	size_t column = width_of(8, member);
	size_t room = C_COLUMNS - COMMENT_COLUMN - 6;
	size_t n;

	text = c_safe(text);
	fprintf(out, "\t%s", member);
	do
		fputc('\t', out);
	while ((column = (column / 8 + 1) * 8) < COMMENT_COLUMN);
	fputs("/* ", out);
	room -= column - COMMENT_COLUMN;
	while (n = word_break(text, room), text[n]) {
		fprintf(out, "%.*s\n%s", (int)n, text, lead);
		text += n + 1;
		room = C_COLUMNS - COMMENT_COLUMN - 6;
	}
	fprintf(out, "%s */\n", text);
}

void c_remark(FILE *out, const char *indent, const char *text)
{
	size_t room = C_COLUMNS - width_of(0, indent) - 6, n;
	const char *begin = "/*";

	text = c_safe(text);
	while (n = word_break(text, room), text[n]) {
		fprintf(out, "%s%s %.*s\n", indent, begin, (int)n, text);
		text += n + 1;
		begin = " *";
	}
	fprintf(out, "%s%s %s */\n", indent, begin, text);
}

void c_lines(FILE *out, const char *const *lines)
{
	for (; *lines; lines++)
		fprintf(out, "%s\n", *lines);
}
