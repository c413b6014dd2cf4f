/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The second reading: what a declaration says of the object it names. The
 * word and the name are read already; phases and rows are in parse_row.c.
 */
#include <string.h>

#include "parse.h"

static struct type type(struct parser *p)
{
	struct type t = { .kind = TY_SEQ, .max = UINT32_MAX };
	struct token name = p->token;

	if (take_word(p, "flag")) {
		t.kind = TY_FLAG;
	} else if (take_word(p, "octets")) {
		t.kind = TY_OCTETS;
		if (take(p, T_LPAREN)) {
			t.max = expect(p, T_NUMBER, "the largest value").number;
			expect(p, T_RPAREN, "')'");
		}
	} else {
		expect(p, T_LOWER, "a type: flag, octets or a space");
		t.space = resolve(p, K_SPACE, "type or space", name);
	}
	return t;
}

static void projection(struct parser *p, struct variable *v)
{
	if (take_word(p, "kept")) {
		v->projection = KEPT;
	} else if (take_word(p, "free")) {
		v->projection = FREE;
	} else if (take_word(p, "fixed")) {
		v->projection = FIXED;
		v->fixed = expect(p, T_NUMBER, "the fixed value").number;
	} else
		expected(p, "how a model sees it: kept, free or fixed NUMBER");
}

void machine(struct parser *p, void *object, struct token word)
{
	const char *title;

	(void)object;
	if (p->has_machine)
		refuse(p, word.pos, "a specification holds one machine");
	p->has_machine = true;
	word = expect(p, T_LOWER, "the name of the machine");
	title = string(p, "its title in quotes");
	if (p->spec->is_variant)
		return;
	p->spec->title = title;
	p->spec->machine = word.name;
}

void standard(struct parser *p, void *object, struct token name)
{
	struct standard *s = object;
	struct pos pos;

	(void)name;
	s->title = string(p, "its title in quotes");
	expect_word(p, "sha256");
	pos = p->token.pos;
	s->sha256 = string(p, "the hash in quotes");
	if (strlen(s->sha256) != 64 ||
	    strspn(s->sha256, "0123456789abcdef") != 64)
		refuse(p, pos, "a SHA-256 is 64 hexadecimal digits");
}

void requirements(struct parser *p, void *object, struct token word)
{
	struct token name = expect(p, T_LOWER, "the name of a standard");

	(void)object, (void)word;
	p->spec->numbered = resolve(p, K_STANDARD, "standard", name);
	do {
		struct requirement_range r = { 0 };

		r.prefix = expect(p, T_UPPER, "a prefix, as MUST").name;
		r.last = (unsigned)expect(p, T_NUMBER,
			"the last number").number;
		vec_push(&p->spec->requirements, r);
	} while (p->token.kind == T_UPPER);
}

static struct claim *requirement_ids(struct parser *p, struct token word)
{
	struct claim *c = xalloc(sizeof *c);

	c->pos = word.pos;
	do
		vec_push(&c->ids, requirement_id(p));
	while (take(p, T_COMMA));
	return c;
}

void claim(struct parser *p, void *object, struct token word)
{
	struct claim *c = requirement_ids(p, word);

	(void)object;
	expect_word(p, "by");
	c->by = p->token.name;
	if (!take(p, T_PATH))
		expect(p, T_LOWER, "a path, as runtime/wire.c, or a function");
	if (take(p, T_COLON))
		c->by = format("%s:%s", c->by,
			expect(p, T_LOWER, "a function").name);
	c->text = optional_string(p);
	vec_push(&p->spec->claims, c);
}

void waive(struct parser *p, void *object, struct token word)
{
	struct claim *c = requirement_ids(p, word);

	(void)object;
	c->date = expect(p, T_DATE, "the date of the waiver").name;
	c->text = string(p, "the reason in quotes");
	vec_push(&p->spec->claims, c);
}

static void rows_left_out(struct parser *p, struct unmodelled *u)
{
	struct token t = p->token;
	struct row_range r = { .pos = t.pos };

	r.first = resolve(p, K_ROW, "row or event", t);
	r.last = r.first;
	advance(p);
	if (take(p, T_RANGE)) {
		t = expect(p, T_UPPER, "the last row");
		r.last = resolve(p, K_ROW, "row", t);
	}
	vec_push(&u->rows, r);
}

static void left_out(struct parser *p, struct unmodelled *u)
{
	struct token t = p->token;
	struct symbol *s = t.kind == T_UPPER ? lookup(K_EVENT, t.name) : NULL;

	if (t.kind == T_LOWER) {
		advance(p);
		vec_push(&u->phases, resolve(p, K_PHASE, "phase", t));
	} else if (t.kind != T_UPPER) {
		expected(p, "an event, a phase or a row");
	} else if (s) {
		advance(p);
		vec_push(&u->events, s->object);
	} else
		rows_left_out(p, u);
}

void unmodelled(struct parser *p, void *object, struct token word)
{
	struct unmodelled *u = xalloc(sizeof *u);

	(void)object;
	u->pos = word.pos;
	do
		left_out(p, u);
	while (p->token.kind == T_UPPER || p->token.kind == T_LOWER);
	u->text = string(p, "the reason in quotes");
	vec_push(&p->spec->unmodelled, u);
}

void state_names(struct parser *p, void *object, struct token word)
{
	(void)object, (void)word;
	expect(p, T_UPPER, "a state");
	while (take(p, T_UPPER))
		;
}

void space(struct parser *p, void *object, struct token name)
{
	(void)name;
	((struct space *)object)->text = string(p, "its meaning in quotes");
}

void variable(struct parser *p, void *object, struct token name)
{
	struct variable *v = object;

	v->type = type(p);
	projection(p, v);
	v->text = string(p, "its meaning in quotes");
	if (v->projection == FIXED && (v->fixed > v->type.max ||
	    (v->type.kind == TY_FLAG && v->fixed > 1)))
		refuse(p, name.pos, "'%s' cannot be %llu", v->name,
			(unsigned long long)v->fixed);
}

void choice(struct parser *p, void *object, struct token name)
{
	struct choice *c = object;

	(void)name;
	c->on = at_word(p, "on");
	if (!take_word(p, "on") && !take_word(p, "off"))
		expected(p, "the default: on or off");
	c->text = string(p, "its meaning in quotes");
	if (take(p, T_COMMA))
		citation_list(p, &c->cites, NULL);
}

void text_of_named(struct parser *p, void *object, struct token name)
{
	(void)name;
	((struct named *)object)->text = string(p, "its meaning in quotes");
}

void timer(struct parser *p, void *object, struct token name)
{
	struct timer *t = object;
	struct token event;

	expect_word(p, "raises");
	event = expect(p, T_UPPER, "an event");
	t->raises = resolve(p, K_EVENT, "event", event);
	if (t->raises->timer)
		refuse(p, name.pos, "event '%s' is raised by timer '%s' "
			"already", event.name, t->raises->timer->name);
	t->raises->timer = t;
	t->text = string(p, "its meaning in quotes");
}

void operation(struct parser *p, void *object, struct token name)
{
	struct operation *o = object;

	(void)name;
	o->octets = take_word(p, "octets");
	o->text = string(p, "its meaning in quotes");
}

static void flags_of(struct parser *p, struct header *h)
{
	for (; p->token.kind == T_UPPER; advance(p)) {
		for (size_t i = 0; i < h->flags.n; i++)
			if (h->flags.at[i] == p->token.name)
				refuse(p, p->token.pos, "'%s' is declared "
					"twice", p->token.name);
		vec_push(&h->flags, p->token.name);
	}
	if (h->flags.n == 0)
		expected(p, "a flag");
}

static void header(struct parser *p)
{
	struct header *h = resolve(p, K_HEADER, "header field",
		expect(p, T_UPPER, "a header field"));

	expect(p, T_EQ, "'='");
	if (take_word(p, "flags")) {
		h->is_flags = true;
		flags_of(p, h);
	} else
		h->type = type(p);
	expect(p, T_GT, "'>'");
}

void message(struct parser *p, void *object, struct token word)
{
	(void)object;
	if (p->spec->message)
		refuse(p, word.pos, "a machine has one kind of message");
	word = expect(p, T_LOWER, "the name of the message");
	p->spec->message = word.name;
	if (is_field_of_out(word.name))
		refuse(p, word.pos, "the name '%s' is taken by every "
			"machine: choose another", word.name);
	while (take(p, T_LT))
		header(p);
	p->spec->message_text = string(p, "'<' or its meaning in quotes");
}

void obligation(struct parser *p, void *object, struct token word)
{
	struct token name = expect(p, T_UPPER, "a variable");
	struct symbol *s = lookup(K_VALUE, name.name);

	(void)object;
	if (!s)
		resolve(p, K_VALUE, "variable", name);
	p->spec->obligation = s->object;
	if (s->what == A_DEFINE || p->spec->obligation->is_field) {
		p->spec->obligation = NULL;
		refuse(p, name.pos, "an obligation is a variable");
	}
	(void)word;
}

void define(struct parser *p, void *object, struct token name)
{
	(void)name;
	expect(p, T_EQ, "'='");
	((struct define *)object)->value = expr(p);
}

void action(struct parser *p, void *object, struct token name)
{
	struct action *a = object;

	(void)name;
	expect(p, T_EQ, "'='");
	actions(p, &a->body);
	a->text = optional_string(p);
}

void invariant(struct parser *p, void *object, struct token name)
{
	struct invariant *i = object;
	uint64_t all = all_states(p->spec);

	(void)name;
	i->states = take_word(p, "in") ? states(p, all) : all;
	expect(p, T_EQ, "'='");
	i->value = expr(p);
}

static void field_list(struct parser *p, struct event *e)
{
	do {
		struct token t = expect(p, T_UPPER, "a field");
		struct symbol *s = lookup(K_VALUE, t.name);
		struct variable *v = s && s->what == AN_OBJECT ? s->object :
			NULL;

		if (!s)
			resolve(p, K_VALUE, "field", t);
		if (!v || !v->is_field)
			refuse(p, t.pos, "'%s' is no field", t.name);
		v->used = true;
		vec_push(&e->fields, v);
	} while (take(p, T_COMMA));
	expect(p, T_RPAREN, "')'");
}

static void shared_phases(struct parser *p, struct event *e)
{
	struct token t = expect(p, T_LOWER, "a phase");
	struct phase *first = resolve(p, K_PHASE, "phase", t);
	struct event *owner = first->event;

	e->at = first;
	if (e->phases.n > 0 || !owner || owner == e) {
		e->at = NULL;
		refuse(p, t.pos, "an event at another's phase has none of "
			"its own");
	}
	for (size_t i = 0; i < owner->phases.n; i++)
		if (owner->phases.at[i]->index >= first->index)
			vec_push(&e->phases, owner->phases.at[i]);
}

void event(struct parser *p, void *object, struct token name)
{
	struct event *e = object;

	(void)name;
	p->event = e;
	p->phase = NULL;
	e->section = section(p);
	if (!e->section)
		expected(p, "the section of the standard, as 3.10.7");
	e->title = string(p, "the title of the event");
	if (take(p, T_LPAREN))
		field_list(p, e);
	if (take_word(p, "at"))
		shared_phases(p, e);
}
