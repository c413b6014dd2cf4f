/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lines of a specification. Each begins with the word of a declaration,
 * or with the id of a row. A message ends a line, never the run: what follows
 * it is read as if the line were whole.
 */
#include <string.h>

#include "parse.h"

struct declaration {
	const char *word;
	const char *what;		/* it names, if it does */
	enum token_kind spelling;	/* of the name; 0: none */
	enum kind kind;
	enum what sort;
	maker *make;
	meaning *mean;
};

static const struct declaration declarations[] = {
	{ .word = "variant", .mean = variant },
	{ .word = "replace", .mean = replace },
	{ .word = "add", .mean = add },
	{ .word = "drop", .mean = drop },
	{ .word = "set", .mean = set },
	{ .word = "machine", .mean = machine },
	{ "standard", "standard", T_LOWER, K_STANDARD, AN_OBJECT,
	  new_standard, standard },
	{ .word = "requirements", .mean = requirements },
	{ .word = "claim", .mean = claim },
	{ .word = "waive", .mean = waive },
	{ .word = "unmodelled", .mean = unmodelled },
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

/* What the generated structs hold beside the author's own names. */
static bool is_field_of_step(const struct declaration *d, const char *name)
{
	if (d->kind == K_VALUE)
		return strcmp(name, "STATE") == 0 ||
			strcmp(name, "KIND") == 0 ||
			strncmp(name, "ARMED", 5) == 0;
	return d->kind == K_DO && d->sort == AN_OBJECT &&
		is_field_of_out(name);
}

static bool may_be_named(const struct declaration *d, struct token t)
{
	if (!is_reserved(d->kind, t.name) && !is_field_of_step(d, t.name))
		return true;
	error_at(t.pos, "the name '%s' is taken by %s: choose another", t.name,
		is_reserved(d->kind, t.name) ? "the notation" :
		"every machine");
	return false;
}

/* `add PHASE ROW |` */
static void name_added(struct parser *p)
{
	advance(p);
	if (take(p, T_LOWER) && p->token.kind == T_UPPER)
		name_row(p);
}

static void name_line(struct parser *p)
{
	const struct declaration *d = declaration(p);

	if (p->token.kind == T_UPPER && !p->in_variant)
		name_row(p);
	else if (at_word(p, "states"))
		name_states(p);
	else if (at_word(p, "message"))
		name_headers(p);
	else if (at_word(p, "add") && p->in_variant)
		name_added(p);
	if (!d || !d->make)
		return;
	advance(p);
	if (p->token.kind != d->spelling || !may_be_named(d, p->token))
		return;
	if (declare((struct symbol){ .kind = d->kind, .what = d->sort,
	    .name = p->token.name, .pos = p->token.pos }))
		lookup(d->kind, p->token.name)->object = d->make(p, p->token);
}

/* What the first reading made of this line; after a message, a new one. */
static void *declared_here(struct parser *p, const struct declaration *d)
{
	struct symbol *s = lookup(d->kind, p->token.name);

	if (s && s->pos.line == p->token.pos.line &&
	    s->pos.text == p->token.pos.text)
		return s->object;
	return d->make(p, p->token);
}

static _Noreturn void no_declaration(struct parser *p)
{
	const char *best = NULL;

	if (p->token.kind != T_LOWER)
		expected(p, "a declaration or the id of a row");
	for (size_t i = 0; i < sizeof declarations / sizeof *declarations; i++)
		best = nearer(p->token.name, best, declarations[i].word);
	best = nearer(p->token.name, best, "class");
	refuse(p, p->token.pos, "no declaration begins with '%s'%s",
		p->token.name, did_you_mean(best));
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

/* What a variant may say. */
static void only_changes(struct parser *p, const struct declaration *d)
{
	meaning *const may[] = {
		variant, replace, add, drop, set, define, action,
		unmodelled,
	};

	if (p->token.kind == T_UPPER)
		refuse(p, p->token.pos, "a variant says 'replace' before a "
			"row, or 'add' and its phase");
	for (size_t i = 0; d && i < sizeof may / sizeof *may; i++)
		if (d->mean == may[i])
			return;
	if (d || at_word(p, "class"))
		refuse(p, p->token.pos, "a variant has no '%s': it begins "
			"its lines with replace, add, drop, set, define, "
			"action or unmodelled", p->token.name);
}

static void mean_line(struct parser *p)
{
	const struct declaration *d = declaration(p);

	p->lenient = p->in_class = p->in_header = false;
	if (p->in_variant)
		only_changes(p, d);
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
	p->lenient = true;
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

static void read_lines(struct parser *p, const struct text *text,
	void (*line)(struct parser *))
{
	lex_start(&p->lexer, text);
	p->has_ahead = false;
	p->in_variant = text != p->spec->text;
	p->token = (struct token){ .kind = T_NEWLINE };
	p->event = NULL;
	p->phase = NULL;
	skip_line(p);
	p->first_line = p->token.pos.line;
	while (p->token.kind != T_END && !too_many_errors())
		one_line(p, line);
}

static void need(bool there, const char *what)
{
	if (!there && error_count() == 0)
		error_at((struct pos){ 0 }, "no %s is declared", what);
}

/* From the text that is changed to those that change it. */
static void read_all(struct parser *p, void (*line)(struct parser *))
{
	for (const struct text *t = p->spec->text; t; t = t->over)
		read_lines(p, t, line);
}

struct spec *parse(const struct text *text)
{
	struct parser *p = xalloc(sizeof *p);

	errors_of(text);
	p->spec = xalloc(sizeof *p->spec);
	for (; text; text = text_below(p, text))
		p->spec->text = text;
	if (error_count() > 0)
		return NULL;
	read_all(p, name_line);
	read_all(p, mean_line);
	need(p->spec->machine, "machine");
	need(p->spec->states.n > 0, "state");
	need(p->spec->events.n > 0, "event");
	types(p->spec);
	return error_count() > 0 ? NULL : p->spec;
}
