/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lines of a specification. Each begins with the word of a declaration,
 * or with the id of a row. A message ends a line, never the run: what follows
 * it is read as if the line were whole.
 */
#include <string.h>

#include "parse.h"

#define MOST_STATES	64		/* a set of them is one uint64_t */

/* --------------------------------------------------------------- tokens */

_Noreturn void fail(struct parser *p)
{
	longjmp(p->recover, 1);
}

static const char *found(const struct parser *p)
{
	const struct token *t = &p->token;
	const struct text *text = p->spec->text;
	const char *end = p->lexer.cursor;

	if (t->kind == T_NEWLINE)
		return "the end of the line";
	if (t->kind == T_END)
		return "the end of the file";
	if (t->kind == T_STRING)
		return "a quoted string";
	if (t->name && t->kind != T_REQUIREMENT)
		return format("'%s'", t->name);
	if (t->kind == T_REQUIREMENT)
		return format("'%s-%u'", t->name, (unsigned)t->number);
	while (end > text->bytes + t->pos.length && (end[-1] == '\n' ||
	       (size_t)(end - p->lexer.line_start) != t->pos.column - 1 +
	       t->pos.length))
		end--;
	return format("'%.*s'", (int)t->pos.length, end - t->pos.length);
}

_Noreturn void expected(struct parser *p, const char *what)
{
	if (p->token.kind == T_BAD)
		error_at(p->token.pos, "%s", p->token.name);
	else
		error_at(p->token.pos, "expected %s, found %s", what,
			found(p));
	fail(p);
}

/* A line that ends so is not finished... */
static bool goes_on(const struct token *t)
{
	switch (t->kind) {
	case T_COMMA: case T_BAR: case T_PLUS: case T_IMPLIES: case T_LPAREN:
		return true;
	case T_LOWER:
		return strcmp(t->name, "and") == 0 ||
			strcmp(t->name, "or") == 0 ||
			strcmp(t->name, "not") == 0;
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

	if (s)
		return s->object;
	unknown_name(kind, what, name);
	fail(p);
}

static const char *string(struct parser *p, const char *what)
{
	return expect(p, T_STRING, what).name;
}

static const char *optional_string(struct parser *p)
{
	const char *s = p->token.name;

	return take(p, T_STRING) ? s : NULL;
}

/* --------------------------------------------- first reading: the names */

/* Allocates one T, names it, and appends it to the specification's LIST. */
#define MAKER(function, T, list)					\
static void *function(struct parser *p, struct token name)		\
{									\
	struct T *x = xalloc(sizeof *x);				\
									\
	x->name = name.name;						\
	x->pos = name.pos;						\
	x->index = p->spec->list.n;					\
	vec_push(&p->spec->list, x);					\
	return x;							\
}

MAKER(new_standard, standard, standards)
MAKER(new_state, state, states)
MAKER(new_space, space, spaces)
MAKER(new_variable, variable, variables)
MAKER(new_choice, choice, choices)
MAKER(new_assumption, named, assumptions)
MAKER(new_timer, timer, timers)
MAKER(new_reply, named, replies)
MAKER(new_signal, named, signals)
MAKER(new_operation, operation, operations)
MAKER(new_header, header, headers)
MAKER(new_define, define, defines)
MAKER(new_action, action, actions)
MAKER(new_invariant, invariant, invariants)
MAKER(append_event, event, events)
MAKER(append_phase, phase, phases)
MAKER(append_field, variable, fields)

static void *new_field(struct parser *p, struct token name)
{
	struct variable *v = append_field(p, name);

	v->is_field = true;
	return v;
}

static void *new_event(struct parser *p, struct token name)
{
	p->event = append_event(p, name);
	return p->event;
}

static void *new_phase(struct parser *p, struct token name)
{
	struct phase *ph = append_phase(p, name);

	ph->event = p->event;
	if (p->event)
		vec_push(&p->event->phases, ph);
	return ph;
}

static void name_states(struct parser *p)
{
	advance(p);
	for (; p->token.kind == T_UPPER; advance(p)) {
		struct state *s;

		if (p->spec->states.n == MOST_STATES) {
			error_at(p->token.pos, "a machine has at most %d "
				"states", MOST_STATES);
			return;
		}
		if (!declare((struct symbol){ .kind = K_STATE,
		    .name = p->token.name, .pos = p->token.pos }))
			continue;
		s = new_state(p, p->token);
		lookup(K_STATE, s->name)->object = s;
	}
}

static void name_headers(struct parser *p)
{
	struct token t = p->token;

	for (; t.kind != T_NEWLINE && t.kind != T_END; t = p->token) {
		advance(p);
		if (t.kind == T_LT && p->token.kind == T_UPPER &&
		    declare((struct symbol){ .kind = K_HEADER,
		    .name = p->token.name, .pos = p->token.pos })) {
			struct header *h = new_header(p, p->token);

			lookup(K_HEADER, h->name)->object = h;
		}
	}
}

/* ----------------------------------------- second reading: the meanings */

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

static void machine(struct parser *p, void *object, struct token word)
{
	(void)object;
	if (p->spec->machine) {
		error_at(word.pos, "a specification holds one machine");
		fail(p);
	}
	p->spec->machine = expect(p, T_LOWER, "the name of the machine").name;
	p->spec->title = string(p, "its title in quotes");
}

static void standard(struct parser *p, void *object, struct token name)
{
	struct standard *s = object;
	struct pos pos;

	(void)name;
	s->title = string(p, "its title in quotes");
	expect_word(p, "sha256");
	pos = p->token.pos;
	s->sha256 = string(p, "the hash in quotes");
	if (strlen(s->sha256) != 64 ||
	    strspn(s->sha256, "0123456789abcdef") != 64) {
		error_at(pos, "a SHA-256 is 64 hexadecimal digits");
		fail(p);
	}
}

static void requirements(struct parser *p, void *object, struct token word)
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

static void claim(struct parser *p, void *object, struct token word)
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

static void waive(struct parser *p, void *object, struct token word)
{
	struct claim *c = requirement_ids(p, word);

	(void)object;
	c->date = expect(p, T_DATE, "the date of the waiver").name;
	c->text = string(p, "the reason in quotes");
	vec_push(&p->spec->claims, c);
}

static void state_names(struct parser *p, void *object, struct token word)
{
	(void)object, (void)word;
	expect(p, T_UPPER, "a state");
	while (take(p, T_UPPER))
		;
}

static void space(struct parser *p, void *object, struct token name)
{
	(void)name;
	((struct space *)object)->text = string(p, "its meaning in quotes");
}

static void variable(struct parser *p, void *object, struct token name)
{
	struct variable *v = object;

	v->type = type(p);
	projection(p, v);
	v->text = string(p, "its meaning in quotes");
	if (v->projection == FIXED && (v->fixed > v->type.max ||
	    (v->type.kind == TY_FLAG && v->fixed > 1))) {
		error_at(name.pos, "'%s' cannot be %llu", v->name,
			(unsigned long long)v->fixed);
		fail(p);
	}
}

static void choice(struct parser *p, void *object, struct token name)
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

static void text_of_named(struct parser *p, void *object, struct token name)
{
	(void)name;
	((struct named *)object)->text = string(p, "its meaning in quotes");
}

static void timer(struct parser *p, void *object, struct token name)
{
	struct timer *t = object;
	struct token event;

	expect_word(p, "raises");
	event = expect(p, T_UPPER, "an event");
	t->raises = resolve(p, K_EVENT, "event", event);
	if (t->raises->timer) {
		error_at(name.pos, "event '%s' is raised by timer '%s' "
			"already", event.name, t->raises->timer->name);
		fail(p);
	}
	t->raises->timer = t;
	t->text = string(p, "its meaning in quotes");
}

static void operation(struct parser *p, void *object, struct token name)
{
	struct operation *o = object;

	(void)name;
	o->octets = take_word(p, "octets");
	o->text = string(p, "its meaning in quotes");
}

static void header(struct parser *p)
{
	struct header *h = resolve(p, K_HEADER, "header field",
		expect(p, T_UPPER, "a header field"));

	expect(p, T_EQ, "'='");
	if (take_word(p, "flags")) {
		h->is_flags = true;
		while (p->token.kind == T_UPPER) {
			vec_push(&h->flags, p->token.name);
			advance(p);
		}
		if (h->flags.n == 0)
			expected(p, "a flag");
	} else
		h->type = type(p);
	expect(p, T_GT, "'>'");
}

static void message(struct parser *p, void *object, struct token word)
{
	(void)object;
	if (p->spec->message) {
		error_at(word.pos, "a machine has one kind of message");
		fail(p);
	}
	p->spec->message = expect(p, T_LOWER, "the name of the message").name;
	while (take(p, T_LT))
		header(p);
	p->spec->message_text = string(p, "'<' or its meaning in quotes");
}

static void obligation(struct parser *p, void *object, struct token word)
{
	struct token name = expect(p, T_UPPER, "a variable");
	struct symbol *s = lookup(K_VALUE, name.name);

	(void)object;
	if (!s)
		resolve(p, K_VALUE, "variable", name);
	p->spec->obligation = s->object;
	if (s->what == A_DEFINE || p->spec->obligation->is_field) {
		error_at(name.pos, "an obligation is a variable");
		p->spec->obligation = NULL;
		fail(p);
	}
	(void)word;
}

static void define(struct parser *p, void *object, struct token name)
{
	(void)name;
	expect(p, T_EQ, "'='");
	((struct define *)object)->value = expr(p);
}

static void action(struct parser *p, void *object, struct token name)
{
	struct action *a = object;

	(void)name;
	expect(p, T_EQ, "'='");
	actions(p, &a->body);
	a->text = optional_string(p);
}

static void invariant(struct parser *p, void *object, struct token name)
{
	struct invariant *i = object;
	uint64_t all = UINT64_MAX >> (64 - p->spec->states.n);

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
		if (!v || !v->is_field) {
			error_at(t.pos, "'%s' is no field", t.name);
			fail(p);
		}
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
		error_at(t.pos, "an event at another's phase has none of "
			"its own");
		fail(p);
	}
	for (size_t i = 0; i < owner->phases.n; i++)
		if (owner->phases.at[i]->index >= first->index)
			vec_push(&e->phases, owner->phases.at[i]);
}

static void event(struct parser *p, void *object, struct token name)
{
	struct event *e = object;

	(void)name;
	p->event = e;
	p->phase = NULL;
	e->section = p->token.name;
	if (!take(p, T_SECTION) && !take(p, T_NUMBER))
		expected(p, "the section of the standard, as 3.10.7");
	e->title = string(p, "the title of the event");
	if (take(p, T_LPAREN))
		field_list(p, e);
	if (take_word(p, "at"))
		shared_phases(p, e);
}

/* ------------------------------------------------------------ the lines */

struct declaration {
	const char *word;
	const char *what;		/* it names, if it does */
	enum token_kind spelling;	/* of the name; 0: none */
	enum kind kind;
	enum what sort;
	void *(*make)(struct parser *p, struct token name);
	void (*mean)(struct parser *p, void *object, struct token name);
};

static const struct declaration declarations[] = {
	{ .word = "machine", .mean = machine },
	{ "standard", "standard", T_LOWER, K_STANDARD, AN_OBJECT,
	  new_standard, standard },
	{ .word = "requirements", .mean = requirements },
	{ .word = "claim", .mean = claim },
	{ .word = "waive", .mean = waive },
	{ .word = "states", .mean = state_names },
	{ "space", "space", T_LOWER, K_SPACE, AN_OBJECT, new_space, space },
	{ "var", "variable", T_UPPER, K_VALUE, AN_OBJECT,
	  new_variable, variable },
	{ "field", "field", T_UPPER, K_VALUE, AN_OBJECT, new_field, variable },
	{ "choice", "choice", T_LOWER, K_CHOICE, AN_OBJECT,
	  new_choice, choice },
	{ "assumption", "assumption", T_LOWER, K_ASSUMPTION, AN_OBJECT,
	  new_assumption, text_of_named },
	{ "timer", "timer", T_LOWER, K_TIMER, AN_OBJECT, new_timer, timer },
	{ "reply", "reply", T_LOWER, K_REPLY, AN_OBJECT,
	  new_reply, text_of_named },
	{ "signal", "signal", T_LOWER, K_SIGNAL, AN_OBJECT,
	  new_signal, text_of_named },
	{ "operation", "operation", T_LOWER, K_DO, AN_OBJECT,
	  new_operation, operation },
	{ .word = "message", .mean = message },
	{ .word = "obligation", .mean = obligation },
	{ "define", "definition", T_UPPER, K_VALUE, A_DEFINE,
	  new_define, define },
	{ "action", "action", T_LOWER, K_DO, AN_ACTION, new_action, action },
	{ "invariant", "invariant", T_LOWER, K_INVARIANT, AN_OBJECT,
	  new_invariant, invariant },
	{ "event", "event", T_UPPER, K_EVENT, AN_OBJECT, new_event, event },
	{ "phase", "phase", T_LOWER, K_PHASE, AN_OBJECT, new_phase, phase },
};

static const struct declaration *declaration(const struct parser *p)
{
	size_t n = sizeof declarations / sizeof *declarations;

	if (p->token.kind == T_LOWER)
		for (size_t i = 0; i < n; i++)
			if (strcmp(declarations[i].word, p->token.name) == 0)
				return &declarations[i];
	return NULL;
}

bool is_reserved(enum kind kind, const char *name)
{
	static const char *const words[] = {
		[K_DO] = " send start restart cancel signal return delete ",
		[K_CHOICE] = " true false armed max min octets not and or if "
			"any ",
		[K_SPACE] = " flag octets ",
		[K_PHASE] = " stop next ",
		[K_HEADER] = NULL,
	};

	return words[kind] && strstr(words[kind], format(" %s ", name));
}

static bool may_be_named(const struct declaration *d, struct token t)
{
	if (!is_reserved(d->kind, t.name))
		return true;
	error_at(t.pos, "'%s' is a word of the notation: choose another name",
		t.name);
	return false;
}

static void name_line(struct parser *p)
{
	const struct declaration *d = declaration(p);

	if (p->token.kind == T_UPPER)
		name_row(p);
	else if (at_word(p, "states"))
		name_states(p);
	else if (at_word(p, "message"))
		name_headers(p);
	if (!d || !d->make)
		return;
	advance(p);
	if (p->token.kind != d->spelling || !may_be_named(d, p->token))
		return;
	if (declare((struct symbol){ .kind = d->kind, .what = d->sort,
	    .name = p->token.name, .pos = p->token.pos }))
		lookup(d->kind, p->token.name)->object = d->make(p, p->token);
}

/* The object that this line, and no line before it, declared. */
static void *declared_here(struct parser *p, const struct declaration *d)
{
	struct symbol *s = lookup(d->kind, p->token.name);

	if (s && s->pos.line == p->token.pos.line)
		return s->object;
	if (d->kind == K_PHASE || d->kind == K_EVENT)
		p->phase = NULL;
	fail(p);
}

static _Noreturn void no_declaration(struct parser *p)
{
	const char *best = NULL;

	if (p->token.kind != T_LOWER)
		expected(p, "a declaration or the id of a row");
	for (size_t i = 0; i < sizeof declarations / sizeof *declarations; i++)
		best = nearer(p->token.name, best, declarations[i].word);
	best = nearer(p->token.name, best, "class");
	if (best)
		error_at(p->token.pos, "no declaration begins with '%s'; did "
			"you mean '%s'?", p->token.name, best);
	else
		error_at(p->token.pos, "no declaration begins with '%s'",
			p->token.name);
	fail(p);
}

static void mean_declaration(struct parser *p, const struct declaration *d)
{
	struct token name = p->token;
	void *object = NULL;

	advance(p);
	if (d->make) {
		name = p->token;
		if (name.kind != d->spelling)
			expected(p, format("the name of %s %s",
				strchr("aeio", *d->what) ? "an" : "a",
				d->what));
		object = declared_here(p, d);
		advance(p);
	}
	d->mean(p, object, name);
}

static void mean_line(struct parser *p)
{
	const struct declaration *d = declaration(p);

	p->in_class = p->in_header = false;
	if (p->token.kind == T_UPPER)
		row(p);
	else if (take_word(p, "class"))
		class(p);
	else if (d)
		mean_declaration(p, d);
	else
		no_declaration(p);
	if (p->token.kind != T_NEWLINE && p->token.kind != T_END)
		expected(p, "the end of the line");
}

static void skip_line(struct parser *p)
{
	while (p->token.kind != T_NEWLINE && p->token.kind != T_END)
		advance(p);
	while (p->token.kind == T_NEWLINE)
		advance(p);
}

static void one_line(struct parser *p, void (*line)(struct parser *))
{
	if (setjmp(p->recover) == 0)
		line(p);
	skip_line(p);
}

static void read_lines(struct parser *p, void (*line)(struct parser *))
{
	lex_start(&p->lexer, p->spec->text);
	p->has_ahead = false;
	p->token = (struct token){ .kind = T_NEWLINE };
	p->event = NULL;
	p->phase = NULL;
	skip_line(p);
	while (p->token.kind != T_END && !too_many_errors())
		one_line(p, line);
}

static void need(bool there, const char *what)
{
	if (!there)
		error_at((struct pos){ 0 }, "no %s is declared", what);
}

struct spec *parse(const struct text *text)
{
	struct parser *p = xalloc(sizeof *p);

	errors_of(text);
	p->spec = xalloc(sizeof *p->spec);
	p->spec->text = text;
	read_lines(p, name_line);
	if (p->spec->states.n > 0)
		read_lines(p, mean_line);
	need(p->spec->machine || p->spec->states.n == 0, "machine");
	need(p->spec->states.n > 0, "state");
	need(p->spec->events.n > 0, "event");
	types(p->spec);
	return error_count() > 0 ? NULL : p->spec;
}
