/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Variants. A file whose first line is
 *
 *     variant two_way of "../tcp.fsm" "what is different, in a sentence"
 *
 * stands for the specification it names, with the changes of its other lines:
 *
 *     replace LISTEN_6 | LISTEN | syn | ... | ESTABLISHED | stop
 *     replace class ack fin = ...
 *     replace define EDGE = ...    (action, invariant)
 *     add listen_syn LISTEN_9 | ...
 *     drop SEQ_12
 *     drop invariant opening
 *     set reopen off
 *
 * What it names may be a variant itself. The names of all the files are read
 * first, the innermost file first; then what they mean, in the same order.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "parse.h"

#define DEEPEST		16		/* variants of variants */

/* ------------------------------------------------------------ the files */

const char *path_beside(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');

	if (!slash || *name == '/')
		return name;
	return format("%.*s%s", (int)(slash + 1 - path), path, name);
}

static bool same_file(const char *a, const char *b)
{
	char *x = realpath(a, NULL), *y = realpath(b, NULL);

	return x && y && strcmp(x, y) == 0;
}

static const struct text *base_text(struct parser *p, struct token path,
	const struct text *text)
{
	const char *name = path_beside(text->path, path.name), *why;
	struct text *base;
	unsigned depth = 0;

	for (const struct text *t = text; t; t = t->over, depth++)
		if (same_file(name, t->path))
			refuse(p, path.pos, "%s is made of itself", t->path);
	if (depth == DEEPEST)
		refuse(p, path.pos, "more than %d variants of variants",
			DEEPEST);
	base = text_open(name, &why);
	if (!base)
		refuse(p, path.pos, "%s: %s", name, why);
	base->over = text;
	return base;
}

/* The line `variant`, of which the word has been read. */
static struct token variant_line(struct parser *p)
{
	struct token name = expect(p, T_LOWER, "the name of the variant");
	struct token path;

	expect_word(p, "of");
	path = expect(p, T_STRING, "the path of a specification in quotes");
	name.pos = path.pos;
	p->spec->title = string(p, "what is different, in quotes");
	p->spec->machine = name.name;
	p->spec->is_variant = true;
	path.name = interned(path.name);
	name.number = 0;
	return path;
}

const struct text *text_below(struct parser *p, const struct text *text)
{
	const char *machine = p->spec->machine, *title = p->spec->title;
	const struct text *base = NULL;

	lex_start(&p->lexer, text);
	p->has_ahead = false;
	p->lenient = true;
	do
		advance(p);
	while (p->token.kind == T_NEWLINE);
	if (!at_word(p, "variant"))
		return NULL;
	if (setjmp(p->recover) == 0) {
		p->lenient = false;
		advance(p);
		base = base_text(p, variant_line(p), text);
	}
	if (machine) {
		p->spec->machine = machine;
		p->spec->title = title;
	}
	return base;
}

/* -------------------------------------------------------------- changes */

static void needs_variant(struct parser *p, struct token word)
{
	if (!p->in_variant)
		refuse(p, word.pos, "'%s' is of a variant, whose file begins "
			"with 'variant NAME of \"FILE\" \"TEXT\"'", word.name);
}

void variant(struct parser *p, void *object, struct token word)
{
	(void)object;
	if (!p->in_variant || word.pos.line != p->first_line)
		refuse(p, word.pos, "'variant' is the first line of a file");
	variant_line(p);
}

static struct row *changed_row(struct parser *p, struct token id)
{
	struct row *r = resolve(p, K_ROW, "row", id);

	if (!r->phase)			/* its own error has been told */
		fail(p);
	if (r->dropped)
		refuse(p, id.pos, "row %s has been dropped", id.name);
	if (r->pos.text == id.pos.text && r->pos.line != id.pos.line) {
		error_at(id.pos, "row %s is changed twice", id.name);
		note_at(r->pos, "the first time");
		fail(p);
	}
	return r;
}

static void replace_row(struct parser *p)
{
	struct token id = expect(p, T_UPPER, "the id of a row");
	struct row *r = changed_row(p, id);
	struct row fresh = { .id = r->id, .pos = id.pos, .phase = r->phase,
		.index = r->index };

	*r = fresh;
	p->phase = r->phase;
	row_body(p, r);
}

static struct class *class_of(struct parser *p, struct phase *ph,
	struct token name)
{
	const char *best = NULL;

	for (size_t i = 0; i < ph->classes.n; i++) {
		if (ph->classes.at[i]->name == name.name)
			return ph->classes.at[i];
		best = nearer(name.name, best, ph->classes.at[i]->name);
	}
	refuse(p, name.pos, "no class '%s' in phase '%s'%s", name.name,
		ph->name, did_you_mean(best));
}

static void replace_class(struct parser *p)
{
	struct token name = expect(p, T_LOWER, "a phase");
	struct class *c;

	p->phase = resolve(p, K_PHASE, "phase", name);
	name = expect(p, T_LOWER, "a class");
	c = class_of(p, p->phase, name);
	c->pos = name.pos;
	expect(p, T_EQ, "'='");
	class_value(p, c);
}

static void replace_define(struct parser *p)
{
	struct token name = expect(p, T_UPPER, "a definition");
	struct symbol *s = lookup(K_VALUE, name.name);

	if (!s || s->what != A_DEFINE)
		refuse(p, name.pos, "no definition '%s'", name.name);
	((struct define *)s->object)->pos = name.pos;
	define(p, s->object, name);
}

static void replace_action(struct parser *p)
{
	struct token name = expect(p, T_LOWER, "an action");
	struct symbol *s = lookup(K_DO, name.name);
	struct action *a;

	if (!s || s->what != AN_ACTION)
		refuse(p, name.pos, "no action '%s'%s", name.name,
			did_you_mean(nearest(K_DO, name.name)));
	a = s->object;
	a->pos = name.pos;
	a->body.n = 0;
	action(p, a, name);
}

static void replace_invariant(struct parser *p)
{
	struct token name = expect(p, T_LOWER, "an invariant");
	struct invariant *i = resolve(p, K_INVARIANT, "invariant", name);

	i->pos = name.pos;
	invariant(p, i, name);
}

void replace(struct parser *p, void *object, struct token word)
{
	(void)object;
	needs_variant(p, word);
	if (take_word(p, "class"))
		replace_class(p);
	else if (take_word(p, "define"))
		replace_define(p);
	else if (take_word(p, "action"))
		replace_action(p);
	else if (take_word(p, "invariant"))
		replace_invariant(p);
	else if (p->token.kind == T_UPPER)
		replace_row(p);
	else
		expected(p, "the id of a row, or 'class', 'define', 'action', "
			"'invariant'");
}

/* ----------------------------------------------------------- add a row */

static void renumber(struct spec *spec)
{
	for (size_t i = 0; i < spec->rows.n; i++)
		spec->rows.at[i]->index = i;
	for (size_t i = 0; i < spec->invariants.n; i++)
		spec->invariants.at[i]->index = i;
}

/* Behind the other rows of its phase. */
static void insert_row(struct spec *spec, struct row *r)
{
	size_t at = r->phase->rows.n ?
		r->phase->rows.at[r->phase->rows.n - 1]->index + 1 :
		spec->rows.n;

	vec_push(&spec->rows, r);
	for (size_t i = spec->rows.n - 1; i > at; i--)
		spec->rows.at[i] = spec->rows.at[i - 1];
	spec->rows.at[at] = r;
	vec_push(&r->phase->rows, r);
	renumber(spec);
}

void add(struct parser *p, void *object, struct token word)
{
	struct token name, id;
	struct row *r;

	(void)object;
	needs_variant(p, word);
	name = expect(p, T_LOWER, "a phase");
	p->phase = resolve(p, K_PHASE, "phase", name);
	id = expect(p, T_UPPER, "the id of the row");
	r = resolve(p, K_ROW, "row", id);
	if (r->pos.line != id.pos.line || r->pos.text != id.pos.text)
		fail(p);
	r->phase = p->phase;
	row_body(p, r);
	insert_row(p->spec, r);
}

/* ---------------------------------------------------------- drop, set */

/* A list `unmodelled` goes on without the row. */
static void forget_row(struct spec *spec, const struct row *r)
{
	for (size_t i = 0; i < spec->unmodelled.n; i++) {
		struct unmodelled *u = spec->unmodelled.at[i];

		for (size_t k = 0; k < u->rows.n; k++) {
			struct row_range *range = &u->rows.at[k];

			if (range->first != r && range->last != r)
				continue;
			if (range->first == range->last)
				*range = u->rows.at[--u->rows.n];
			else if (range->first == r)
				range->first = spec->rows.at[r->index + 1];
			else
				range->last = spec->rows.at[r->index - 1];
			k = u->rows.n;
		}
	}
}

/* Takes ITEM out of a vector of pointers. */
#define vec_drop(v, item)						\
	do {								\
		size_t to_ = 0;						\
									\
		for (size_t i_ = 0; i_ < (v)->n; i_++)			\
			if ((v)->at[i_] != (item))			\
				(v)->at[to_++] = (v)->at[i_];		\
		(v)->n = to_;						\
	} while (0)

static void drop_row(struct parser *p)
{
	struct token id = expect(p, T_UPPER, "the id of a row");
	struct row *r = changed_row(p, id);

	forget_row(p->spec, r);
	vec_drop(&p->spec->rows, r);
	vec_drop(&r->phase->rows, r);
	r->dropped = true;
	renumber(p->spec);
}

static void drop_invariant(struct parser *p)
{
	struct token name = expect(p, T_LOWER, "an invariant");
	struct invariant *i = resolve(p, K_INVARIANT, "invariant", name);
	size_t before = p->spec->invariants.n;

	vec_drop(&p->spec->invariants, i);
	if (p->spec->invariants.n == before)
		refuse(p, name.pos, "invariant %s has been dropped", i->name);
	renumber(p->spec);
}

void drop(struct parser *p, void *object, struct token word)
{
	bool invariants;

	(void)object;
	needs_variant(p, word);
	invariants = take_word(p, "invariant");
	do
		if (invariants)
			drop_invariant(p);
		else
			drop_row(p);
	while (p->token.kind == (invariants ? T_LOWER : T_UPPER));
}

void set(struct parser *p, void *object, struct token word)
{
	struct token name;
	struct choice *c;

	(void)object;
	needs_variant(p, word);
	name = expect(p, T_LOWER, "a choice");
	c = resolve(p, K_CHOICE, "choice", name);
	if (!at_word(p, "on") && !at_word(p, "off"))
		expected(p, "the default: on or off");
	if (c->on == at_word(p, "on"))
		refuse(p, name.pos, "choice %s is %s already", c->name,
			p->token.name);
	c->on = !c->on;
	advance(p);
}
