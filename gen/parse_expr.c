/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Expressions: one function for each level of the grammar, loosest first.
 *
 *     expr > or > and > not > comparison > sum > term
 *
 * Depth and size are bounded, so that no later pass, all of which recurse
 * over the tree, can run out of stack.
 */
#include <string.h>

#include "parse.h"

#define DEEPEST	200			/* parentheses, nots: one in another */
#define LONGEST	1000			/* operators in one expression */

static struct expr *implies(struct parser *p);

static struct expr *leaf(enum expr_op op, struct token t)
{
	struct expr *e = xalloc(sizeof *e);

	e->op = op;
	e->pos = t.pos;
	e->name = t.name;
	e->number = t.number;
	return e;
}

static struct expr *node(struct parser *p, enum expr_op op, struct pos pos,
	struct expr *a, struct expr *b)
{
	struct expr *e = xalloc(sizeof *e);

	if (++p->size > LONGEST)
		refuse(p, pos, "an expression has at most %d operators",
			LONGEST);
	e->op = op;
	e->pos = pos;
	e->a = a;
	e->b = b;
	return e;
}

static void deeper(struct parser *p)
{
	if (++p->depth > DEEPEST)
		refuse(p, p->token.pos, "an expression nests at most %d deep",
			DEEPEST);
}

/* ---------------------------------------------------------------- terms */

/* N-1 looks like the requirement of that name: take it apart. */
static struct token unglue(struct parser *p)
{
	struct token name = p->token, minus = p->token, number = p->token;

	name.kind = T_UPPER;
	name.pos.length = (uint32_t)strlen(name.name);
	minus.kind = T_MINUS;
	minus.name = "-";
	minus.pos.column += name.pos.length;
	minus.pos.length = 1;
	number.kind = T_NUMBER;
	number.name = format("%u", (unsigned)number.number);
	number.pos.column = minus.pos.column + 1;
	number.pos.length -= name.pos.length + 1;
	p->token = minus;
	p->ahead = number;
	p->has_ahead = true;
	return name;
}

static struct expr *value(struct parser *p, struct token t)
{
	struct symbol *s = lookup(K_VALUE, t.name);
	struct expr *e = leaf(E_VARIABLE, t);

	if (!s && lookup(K_STATE, t.name))
		refuse(p, t.pos, "'%s' is a state, not a value", t.name);
	if (!s)
		resolve(p, K_VALUE, "variable, field or definition", t);
	if (s->what == A_DEFINE) {
		e->op = E_DEFINE;
		e->define = s->object;
		e->define->used = true;
	} else {
		e->variable = s->object;
		e->op = e->variable->is_field ? E_FIELD : E_VARIABLE;
		e->variable->used |= !e->variable->is_field;
	}
	return e;
}

static struct class *find_class(struct parser *p, const char *name)
{
	for (size_t i = 0; p->in_class && i < p->classes_before; i++)
		if (p->phase->classes.at[i]->name == name)
			return p->phase->classes.at[i];
	return NULL;
}

static _Noreturn void no_class_or_choice(struct parser *p, struct token t)
{
	const char *what = p->in_class ?
		"no class before this line, and no choice," : "no choice";
	const char *best = nearest(K_CHOICE, t.name);

	for (size_t i = 0; p->in_class && i < p->classes_before; i++)
		best = nearer(t.name, best, p->phase->classes.at[i]->name);
	refuse(p, t.pos, "%s is named '%s'%s", what, t.name,
		did_you_mean(best));
}

static struct expr *class_or_choice(struct parser *p, struct token t)
{
	struct class *class = find_class(p, t.name);
	struct expr *e = leaf(class ? E_CLASS : E_CHOICE, t);

	e->class = class;
	if (class)
		return e;
	if (!lookup(K_CHOICE, t.name))
		no_class_or_choice(p, t);
	e->choice = lookup(K_CHOICE, t.name)->object;
	e->choice->used = true;
	return e;
}

static struct expr *armed(struct parser *p)
{
	struct token t = expect(p, T_LOWER, "the name of a timer");
	struct expr *e = leaf(E_ARMED, t);

	e->timer = resolve(p, K_TIMER, "timer", t);
	return e;
}

static struct expr *parentheses(struct parser *p)
{
	struct expr *e;
	bool in_header = p->in_header;

	deeper(p);
	p->in_header = false;
	e = implies(p);
	p->in_header = in_header;
	expect(p, T_RPAREN, "')'");
	p->depth--;
	return e;
}

static struct expr *two(struct parser *p, enum expr_op op, struct pos pos)
{
	struct expr *a, *b;
	bool in_header = p->in_header;

	deeper(p);
	p->in_header = false;
	expect(p, T_LPAREN, "'('");
	a = implies(p);
	expect(p, T_COMMA, "',' and a second value");
	b = implies(p);
	p->in_header = in_header;
	expect(p, T_RPAREN, "')'");
	p->depth--;
	return node(p, op, pos, a, b);
}

static struct expr *word(struct parser *p)
{
	struct token t = p->token;

	advance(p);
	if (strcmp(t.name, "true") == 0)
		return leaf(E_TRUE, t);
	if (strcmp(t.name, "false") == 0)
		return leaf(E_FALSE, t);
	if (strcmp(t.name, "armed") == 0)
		return armed(p);
	if (strcmp(t.name, "max") == 0)
		return two(p, E_MAX, t.pos);
	if (strcmp(t.name, "min") == 0)
		return two(p, E_MIN, t.pos);
	if (strcmp(t.name, "octets") == 0) {
		expect(p, T_LPAREN, "'('");
		return node(p, E_OCTETS, t.pos, parentheses(p), NULL);
	}
	return class_or_choice(p, t);
}

static struct expr *term(struct parser *p)
{
	struct token t = p->token;

	if (t.kind == T_REQUIREMENT)
		return value(p, unglue(p));
	if (t.kind == T_LOWER)
		return word(p);
	if (take(p, T_UPPER))
		return value(p, t);
	if (take(p, T_NUMBER))
		return leaf(E_NUMBER, t);
	if (take(p, T_LPAREN))
		return parentheses(p);
	expected(p, "a value");
}

/* ------------------------------------------------------------ operators */

static struct expr *sum(struct parser *p)
{
	struct expr *e = term(p);

	for (;;) {
		struct pos pos = p->token.pos;

		if (take(p, T_PLUS))
			e = node(p, E_ADD, pos, e, term(p));
		else if (take(p, T_MINUS))
			e = node(p, E_SUB, pos, e, term(p));
		else
			return e;
	}
}

static bool is_comparison(const struct parser *p)
{
	switch (p->token.kind) {
	case T_EQ: case T_NE: case T_LT: case T_LE:
		return true;
	case T_GT: case T_GE:
		return !p->in_header;
	default:
		return false;
	}
}

static struct expr *compare(struct parser *p, struct token sign,
	struct expr *a, struct expr *b)
{
	switch (sign.kind) {
	case T_EQ:
		return node(p, E_EQ, sign.pos, a, b);
	case T_NE:
		return node(p, E_NE, sign.pos, a, b);
	case T_LT:
		return node(p, E_LT, sign.pos, a, b);
	case T_LE:
		return node(p, E_LE, sign.pos, a, b);
	case T_GT:
		return node(p, E_LT, sign.pos, b, a);
	default:
		return node(p, E_LE, sign.pos, b, a);
	}
}

/* The middle of a chain stands there twice; chains in it would double it. */
static void no_chain(struct parser *p, bool chain)
{
	if (chain)
		refuse(p, p->token.pos, "the middle of a chain of comparisons "
			"holds no chain");
}

static struct expr *comparison(struct parser *p)
{
	struct expr *last = sum(p), *all = NULL, *next, *one;
	bool chain = false;		/* LAST holds one */

	while (is_comparison(p)) {
		struct token sign = p->token;
		unsigned before = p->chains;

		no_chain(p, all && chain);
		advance(p);
		next = sum(p);
		chain = p->chains > before;
		one = compare(p, sign, last, next);
		p->chains += all != NULL;
		all = all ? node(p, E_AND, sign.pos, all, one) : one;
		last = next;
	}
	return all ? all : last;
}

static struct expr *not(struct parser *p)
{
	struct pos pos = p->token.pos;
	struct expr *e;

	if (!take_word(p, "not"))
		return comparison(p);
	deeper(p);
	e = node(p, E_NOT, pos, not(p), NULL);
	p->depth--;
	return e;
}

static struct expr *and(struct parser *p)
{
	struct expr *e = not(p);
	struct pos pos = p->token.pos;

	while (take_word(p, "and")) {
		e = node(p, E_AND, pos, e, not(p));
		pos = p->token.pos;
	}
	return e;
}

static struct expr *or(struct parser *p)
{
	struct expr *e = and(p);
	struct pos pos = p->token.pos;

	while (take_word(p, "or")) {
		e = node(p, E_OR, pos, e, and(p));
		pos = p->token.pos;
	}
	return e;
}

static struct expr *implies(struct parser *p)
{
	struct expr *e = or(p);
	struct pos pos = p->token.pos;

	return take(p, T_IMPLIES) ? node(p, E_IMPLIES, pos, e, or(p)) : e;
}

struct expr *expr(struct parser *p)
{
	p->depth = 0;
	p->size = 0;
	return implies(p);
}
