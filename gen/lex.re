/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Characters to tokens. Upper case: SND.UNA, FIN_WAIT_1. Lower case: words,
 * and names the notation leaves to the author. The end of a line is a token;
 * when a line goes on in the next is the parser's business.
 *
 * The text ends in a NUL and holds no other, so the cursor needs no limit.
 * A character that begins no token becomes T_BAD, whose name says why.
 */
#include <stdlib.h>
#include <string.h>

#include "gen.h"

void lex_start(struct lexer *lx, const struct text *text)
{
	*lx = (struct lexer){ text, text->bytes, text->bytes, 1 };
}

static struct token token(const struct lexer *lx, enum token_kind kind,
	const char *start)
{
	struct token t = { .kind = kind };

	t.pos.line = lx->line;
	t.pos.column = (uint32_t)(start - lx->line_start) + 1;
	t.pos.length = (uint32_t)(lx->cursor - start);
	t.pos.text = lx->text;
	return t;
}

static struct token bad(const struct lexer *lx, const char *start,
	const char *why)
{
	struct token t = token(lx, T_BAD, start);

	t.name = why;
	return t;
}

static struct token named(const struct lexer *lx, enum token_kind kind,
	const char *start)
{
	struct token t = token(lx, kind, start);

	t.name = intern(start, t.pos.length);
	return t;
}

static struct token quoted(const struct lexer *lx, const char *start)
{
	struct token t = token(lx, T_STRING, start);

	t.name = intern(start + 1, t.pos.length - 2);
	return t;
}

static struct token number(const struct lexer *lx, const char *start)
{
	struct token t = named(lx, T_NUMBER, start);

	t.number = strtoull(t.name, NULL, 10);
	if (t.pos.length > 12 || t.number > UINT32_MAX)
		return bad(lx, start, "a number has at most 32 bits");
	return t;
}

static struct token requirement(const struct lexer *lx, const char *start)
{
	struct token t = token(lx, T_REQUIREMENT, start);
	size_t prefix = strcspn(start, "-");

	t.name = intern(start, prefix);
	t.number = strtoull(start + prefix + 1, NULL, 10);
	if (t.number > 99999)
		return bad(lx, start, "no requirement has such a number");
	return t;
}

static struct token newline(struct lexer *lx, const char *start)
{
	struct token t = token(lx, T_NEWLINE, start);

	lx->line++;
	lx->line_start = lx->cursor;
	return t;
}

struct token lex_next(struct lexer *lx)
{
	const char *marker, *start;

	for (;;) {
		start = lx->cursor;
/*!re2c
		re2c:define:YYCTYPE = "unsigned char";
		re2c:yyfill:enable = 0;
		re2c:flags:input = custom;
		re2c:api:style = free-form;
		re2c:define:YYPEEK = "(unsigned char)*lx->cursor";
		re2c:define:YYSKIP = "++lx->cursor;";
		re2c:define:YYBACKUP = "marker = lx->cursor;";
		re2c:define:YYRESTORE = "lx->cursor = marker;";

		word    = [A-Za-z][A-Za-z0-9_]*;
		lower   = [a-z][a-z0-9_]*;
		upper   = [A-Z][A-Z0-9_]* ("." [A-Z0-9_]+)*;
		digits  = [0-9]+;
		section = digits ("." digits)+;
		string  = "\"" [^"\n\x00]* "\"";
		date    = [0-9]{4} "-" [0-9]{2} "-" [0-9]{2};
		path    = [A-Za-z0-9_]+ ("/" [A-Za-z0-9_.-]+)+
			| [A-Za-z0-9_]+ "." [a-z]+;

		[ \t\r]+		{ continue; }
		"#" [^\n\x00]*		{ continue; }
		"\n"			{ return newline(lx, start); }
		"\x00"			{ lx->cursor = start;
					  return token(lx, T_END, start); }

		lower			{ return named(lx, T_LOWER, start); }
		upper			{ return named(lx, T_UPPER, start); }
		[A-Z]+ "-" digits	{ return requirement(lx, start); }
		date			{ return named(lx, T_DATE, start); }
		digits			{ return number(lx, start); }
		section		{ return named(lx, T_SECTION, start); }
		path			{ return named(lx, T_PATH, start); }
		string			{ return quoted(lx, start); }

		"|"			{ return named(lx, T_BAR, start); }
		","			{ return named(lx, T_COMMA, start); }
		":"			{ return named(lx, T_COLON, start); }
		"("			{ return named(lx, T_LPAREN, start); }
		")"			{ return named(lx, T_RPAREN, start); }
		".."			{ return named(lx, T_RANGE, start); }
		"<-"			{ return named(lx, T_ASSIGN, start); }
		"="			{ return named(lx, T_EQ, start); }
		"/="			{ return named(lx, T_NE, start); }
		"<"			{ return named(lx, T_LT, start); }
		"=<"			{ return named(lx, T_LE, start); }
		">"			{ return named(lx, T_GT, start); }
		">="			{ return named(lx, T_GE, start); }
		"+"			{ return named(lx, T_PLUS, start); }
		"-"			{ return named(lx, T_MINUS, start); }
		"=>"			{ return named(lx, T_IMPLIES, start); }

		word			{ return bad(lx, start,
					  "a name is all upper or all lower "
					  "case"); }
		"<="			{ return bad(lx, start,
					  "'at most' is written =<"); }
		"!=" | "<>"		{ return bad(lx, start,
					  "'unequal' is written /="); }
		"=="			{ return bad(lx, start,
					  "'equal' is written ="); }
		"\"" [^"\n\x00]*	{ return bad(lx, start,
					  "the string does not end in its "
					  "line"); }
		[^\x00]			{ return bad(lx, start,
					  "no token begins with this "
					  "character"); }
*/
	}
}
