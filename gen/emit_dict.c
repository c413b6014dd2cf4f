/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Dictionaries, as AFL++ and libFuzzer read them: what an input may be made of.
 *
 *     words     of specifications: those that SPEC itself is written with, but
 *               for the ids of its rows
 *     octets    of tapes (tape.h): every event, whole; its flags clear, or set
 */
#include <ctype.h>
#include <string.h>

#include "tape.h"

enum { LONGEST = 32 };

static bool is_row(const struct spec *spec, const char *name)
{
	for (size_t i = 0; i < spec->rows.n; i++)
		if (spec->rows.at[i]->id == name)
			return true;
	return false;
}

static bool is_word(const struct spec *spec, const struct token *t)
{
	switch (t->kind) {
	case T_NEWLINE:
	case T_STRING:
	case T_BAD:
		return false;
	case T_UPPER:
		return !is_row(spec, t->name);
	default:
		return t->pos.length <= LONGEST;
	}
}

static const char *as_written(const struct lexer *lx, const struct token *t)
{
	return intern(lx->cursor - t->pos.length, t->pos.length);
}

static void word(const char *text, FILE *out)
{
	fputc('"', out);
	for (; *text; text++)
		if (*text == '"' || *text == '\\' || !isprint(*text))
			fprintf(out, "\\x%02x", (unsigned char)*text);
		else
			fputc(*text, out);
	fputs("\"\n", out);
}

void emit_words(const struct spec *spec, FILE *out)
{
	VEC(const char *) words = { 0 };
	struct lexer lx;
	struct token t;

	fputs("# Made by tcpwright. Do not edit.\n", out);
	lex_start(&lx, spec->text);
	while ((t = lex_next(&lx)).kind != T_END) {
		const char *text = as_written(&lx, &t);
		size_t i = 0;

		while (i < words.n && words.at[i] != text)
			i++;
		if (i < words.n || !is_word(spec, &t))
			continue;
		vec_push(&words, text);
		word(text, out);
	}
}

static void whole(const struct event *e, size_t number, unsigned flags,
	FILE *out)
{
	size_t bits = 0, values = 0;

	fprintf(out, "%s_%s=\"\\x%02zx", c_name(e->name),
		flags ? "set" : "clear", number);
	for (size_t i = 0; i < e->fields.n; i++)
		if (e->fields.at[i]->type.kind == TY_FLAG)
			bits++;
		else
			values++;
	for (size_t i = 0; i < bits; i += 8)
		fprintf(out, "\\x%02x", flags);
	for (size_t i = 0; i < values; i++)
		fputs("\\x00\\x00", out);
	fputs("\"\n", out);
}

void emit_octets(const struct spec *spec, FILE *out)
{
	fputs("# Made by tcpwright. Do not edit.\n", out);
	for (size_t i = 0; i < spec->events.n; i++) {
		whole(spec->events.at[i], i, 0, out);
		whole(spec->events.at[i], i, 0xff, out);
	}
}
