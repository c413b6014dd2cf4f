/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Phases: their classes and rows. A row is one line of seven columns:
 *
 *     id | states if condition | classes | actions | next | then | citations
 */
#include <string.h>

#include "parse.h"

#define MOST_CLASSES	64		/* a set of them is one uint64_t */

/* --------------------------------------------------------------- states */

static uint64_t range(struct parser *p)
{
	struct token name = expect(p, T_UPPER, "a state");
	struct state *first = resolve(p, K_STATE, "state", name), *last = first;
	uint64_t bits = 0;

	if (take(p, T_RANGE)) {
		struct token end = expect(p, T_UPPER, "the last state");

		last = resolve(p, K_STATE, "state", end);
		if (last->index < first->index)
			refuse(p, end.pos, "'%s' is declared before "
				"'%s': the range is empty", last->name,
				first->name);
	}
	for (size_t i = first->index; i <= last->index; i++)
		bits |= bit_of(i);
	return bits;
}

uint64_t states(struct parser *p, uint64_t any)
{
	uint64_t bits = 0;

	if (take_word(p, "any"))
		return any;
	do {
		struct pos pos = p->token.pos;
		uint64_t more = range(p);

		if (bits & more)
			refuse(p, pos, "a state is named twice here");
		bits |= more;
	} while (p->token.kind == T_UPPER);
	return bits;
}

/* ------------------------------------------------------------ citations */

struct citation requirement_id(struct parser *p)
{
	struct token t = expect(p, T_REQUIREMENT, "a requirement, as MUST-12");
	struct citation c = { .pos = t.pos, .prefix = t.name };

	c.number = (unsigned)t.number;
	return c;
}

const char *section(struct parser *p)
{
	const char *name = p->token.name;

	return take(p, T_SECTION) || take(p, T_NUMBER) ? name : NULL;
}

static struct standard *cited_standard(struct parser *p, struct token name)
{
	if (name.kind == T_LOWER)
		return resolve(p, K_STANDARD, "standard", name);
	if (p->spec->standards.n == 0)
		refuse(p, name.pos, "a quotation needs a declared standard");
	return p->spec->standards.at[0];
}

static struct citation quotation(struct parser *p, const char *usual)
{
	struct token first = p->token;
	struct citation c = { .pos = first.pos };

	if (take(p, T_LOWER)) {
		if (take(p, T_COLON) && !(c.section = section(p)))
			expected(p, "a section, as 3.10.7.4");
	} else if (!(c.section = section(p)))
		c.section = usual;
	c.standard = cited_standard(p, first);
	c.quote = expect(p, T_STRING, "a citation: a requirement, or "
		"[standard:][section] \"quotation\"").name;
	return c;
}

void citation_list(struct parser *p, citations *list, const char *usual)
{
	do
		vec_push(list, p->token.kind == T_REQUIREMENT ?
			requirement_id(p) : quotation(p, usual));
	while (take(p, T_COMMA));
}

/* --------------------------------------------------------------- phases */

void phase(struct parser *p, void *object, struct token name)
{
	struct phase *ph = object;

	p->phase = ph;
	if (!p->event)
		refuse(p, name.pos, "a phase stands below the event it is "
			"of");
	if (p->event->at)
		refuse(p, name.pos, "event '%s' runs the phases from "
			"'%s' on, and has none of its own", p->event->name,
			p->event->at->name);
	ph->section = section(p);
	if (!ph->section)
		expected(p, "the section of the standard, as 3.10.7.4");
	ph->title = expect(p, T_STRING, "the title of the phase").name;
	expect_word(p, "in");
	ph->states = states(p, all_states(p->spec));
}

static void need_phase(struct parser *p, struct pos pos, const char *what)
{
	if (!p->phase)
		refuse(p, pos, "a %s stands below the phase it is of",
			what);
}

static struct class *new_class(struct parser *p, struct token name)
{
	struct phase *ph = p->phase;
	struct class *c = xalloc(sizeof *c);

	c->name = name.name;
	c->pos = name.pos;
	c->phase = ph;
	c->index = ph->classes.n;
	if (ph->rows.n > 0)
		refuse(p, name.pos, "classes stand before the rows of their "
			"phase");
	if (ph->classes.n == MOST_CLASSES)
		refuse(p, name.pos, "a phase has at most %d classes",
			MOST_CLASSES);
	for (size_t i = 0; i < ph->classes.n; i++)
		if (ph->classes.at[i]->name == name.name) {
			error_at(name.pos, "class '%s' is declared twice",
				name.name);
			note_at(ph->classes.at[i]->pos,
				"it is declared here first");
			fail(p);
		}
	return c;
}

void class_value(struct parser *p, struct class *c)
{
	p->in_class = true;
	p->classes_before = c->index;
	c->value = expr(p);
	p->in_class = false;
}

void class(struct parser *p)
{
	struct token name = expect(p, T_LOWER, "the name of a class");
	struct class *c;

	need_phase(p, name.pos, "class");
	if (is_reserved(K_CHOICE, name.name))
		refuse(p, name.pos, "the name '%s' is taken by the "
			"notation: choose another", name.name);
	if (lookup(K_CHOICE, name.name))
		refuse(p, name.pos, "'%s' is a choice: choose another name",
			name.name);
	c = new_class(p, name);
	vec_push(&p->phase->classes, c);
	expect(p, T_EQ, "'='");
	class_value(p, c);
}

/* ----------------------------------------------------------------- rows */

static uint64_t class_bit(struct parser *p)
{
	struct token t = expect(p, T_LOWER, "a class");
	const char *best = NULL;

	for (size_t i = 0; i < p->phase->classes.n; i++) {
		if (p->phase->classes.at[i]->name == t.name)
			return bit_of(i);
		best = nearer(t.name, best, p->phase->classes.at[i]->name);
	}
	refuse(p, t.pos, "no class '%s' in phase '%s'%s", t.name,
		p->phase->name, did_you_mean(best));
}

static uint64_t classes(struct parser *p)
{
	uint64_t bits = 0;

	if (p->phase->classes.n == 0)
		refuse(p, p->token.pos, "phase '%s' has no class",
			p->phase->name);
	if (take_word(p, "any"))
		return UINT64_MAX >> (64 - p->phase->classes.n);
	do {
		struct pos pos = p->token.pos;
		uint64_t bit = class_bit(p);

		if (bits & bit)
			refuse(p, pos, "a class is named twice here");
		bits |= bit;
	} while (p->token.kind == T_LOWER);
	return bits;
}

static void line(struct parser *p, struct row *r)
{
	struct pos pos = p->token.pos;
	uint64_t outside;

	r->states = states(p, p->phase->states);
	outside = r->states & ~p->phase->states;
	for (size_t i = 0; i < p->spec->states.n; i++)
		if (outside & bit_of(i))
			refuse(p, pos, "state '%s' is not in phase '%s'",
				p->spec->states.at[i]->name, p->phase->name);
	if (take_word(p, "if"))
		r->when = expr(p);
}

static void then(struct parser *p, struct row *r)
{
	struct token t = expect(p, T_LOWER, "'stop', 'next' or a later phase");

	if (strcmp(t.name, "stop") == 0) {
		r->then = THEN_STOP;
	} else if (strcmp(t.name, "next") == 0) {
		r->then = THEN_NEXT;
	} else {
		r->then = THEN_PHASE;
		r->target = resolve(p, K_PHASE, "phase", t);
		if (r->target->event != p->phase->event)
			refuse(p, t.pos, "phase '%s' is of another event",
				t.name);
		if (r->target->index <= p->phase->index)
			refuse(p, t.pos, "phase '%s' is not later than "
				"'%s': an event only goes forward", t.name,
				p->phase->name);
	}
}

static void bar(struct parser *p)
{
	expect(p, T_BAR, "'|': a row is id | states | classes | actions | "
		"next | then | citations");
}

static void next_state(struct parser *p, struct row *r)
{
	struct token t = p->token;

	if (take(p, T_EQ))
		return;
	expect(p, T_UPPER, "the next state, or '='");
	r->next = resolve(p, K_STATE, "state", t);
}

/* What stands behind the id. */
void row_body(struct parser *p, struct row *r)
{
	bar(p), line(p, r);
	bar(p), r->classes = classes(p);
	bar(p), actions(p, &r->actions);
	bar(p), next_state(p, r);
	bar(p), then(p, r);
	if (take(p, T_BAR))
		citation_list(p, &r->cites, p->phase->section);
}

void row(struct parser *p)
{
	struct token id = p->token;
	struct row *r;

	advance(p);
	if (p->token.kind != T_BAR)
		bar(p);
	need_phase(p, id.pos, "row");
	r = resolve(p, K_ROW, "row", id);
	if (r->pos.line != id.pos.line || r->pos.text != id.pos.text)
		fail(p);
	r->phase = p->phase;
	row_body(p, r);
	r->index = p->spec->rows.n;
	vec_push(&p->spec->rows, r);
	vec_push(&p->phase->rows, r);
}
