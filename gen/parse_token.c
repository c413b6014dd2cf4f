/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parser's hand on the tokens: one is looked at, a newline lets one more
 * be seen. Whatever is not what the grammar wants ends its line with
 * "expected this, found that".
 */
#include <stdarg.h>
#include <string.h>

#include "parse.h"

_Noreturn void fail(struct parser *p)
{
	longjmp(p->recover, 1);
}

_Noreturn void refuse(struct parser *p, struct pos pos, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	verror_at(pos, fmt, ap);
	va_end(ap);
	fail(p);
}

static const char *found(const struct token *t)
{
	switch (t->kind) {
	case T_NEWLINE:
		return "the end of the line";
	case T_END:
		return "the end of the file";
	case T_STRING:
		return "a quoted string";
	case T_REQUIREMENT:
		return format("'%s-%u'", t->name, (unsigned)t->number);
	default:
		return format("'%s'", t->name);
	}
}

_Noreturn void expected(struct parser *p, const char *what)
{
	if (p->token.kind == T_BAD)
		refuse(p, p->token.pos, "%s", p->token.name);
	refuse(p, p->token.pos, "expected %s, found %s", what,
		found(&p->token));
}

/* A line that ends so is not finished... */
static bool goes_on(const struct token *t)
{
	switch (t->kind) {
	case T_COMMA: case T_BAR: case T_PLUS: case T_IMPLIES: case T_LPAREN:
		return true;
	case T_LOWER:
		return strcmp(t->name, "and") == 0 ||
			strcmp(t->name, "or") == 0;
	default:
		return false;
	}
}

/* ...nor is one whose next line begins so. */
static bool carries_on(const struct token *t)
{
	return t->kind == T_LOWER && (strcmp(t->name, "and") == 0 ||
		strcmp(t->name, "or") == 0);
}

static struct token next_in_text(struct parser *p)
{
	if (!p->has_ahead)
		return lex_next(&p->lexer);
	p->has_ahead = false;
	return p->ahead;
}

void advance(struct parser *p)
{
	struct token t = next_in_text(p);

	if (t.kind == T_NEWLINE) {
		struct token after = lex_next(&p->lexer);

		while (after.kind == T_NEWLINE)
			after = lex_next(&p->lexer);
		if (goes_on(&p->token) || carries_on(&after)) {
			t = after;
		} else {
			p->ahead = after;
			p->has_ahead = true;
		}
	}
	p->token = t;
	if (t.kind == T_BAD && !p->lenient)
		refuse(p, t.pos, "%s", t.name);
}

bool at_word(const struct parser *p, const char *word)
{
	return p->token.kind == T_LOWER && strcmp(p->token.name, word) == 0;
}

bool take(struct parser *p, enum token_kind kind)
{
	if (p->token.kind != kind)
		return false;
	advance(p);
	return true;
}

bool take_word(struct parser *p, const char *word)
{
	if (!at_word(p, word))
		return false;
	advance(p);
	return true;
}

struct token expect(struct parser *p, enum token_kind kind, const char *what)
{
	struct token t = p->token;

	if (t.kind != kind)
		expected(p, what);
	advance(p);
	return t;
}

void expect_word(struct parser *p, const char *word)
{
	if (!take_word(p, word))
		expected(p, format("'%s'", word));
}

void *resolve(struct parser *p, enum kind kind, const char *what,
	struct token name)
{
	struct symbol *s = lookup(kind, name.name);

	if (!s)
		refuse(p, name.pos, "no %s '%s'%s", what, name.name,
			did_you_mean(nearest(kind, name.name)));
	return s->object;
}

const char *string(struct parser *p, const char *what)
{
	return expect(p, T_STRING, what).name;
}

const char *optional_string(struct parser *p)
{
	const char *s = p->token.name;

	return take(p, T_STRING) ? s : NULL;
}
