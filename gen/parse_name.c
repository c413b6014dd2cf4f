/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first reading: every line that declares a name gives its object life.
 * What the object means is left to the second.
 */
#include <string.h>

#include "parse.h"

#define MOST_STATES	64		/* a set of them is one uint64_t */

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

bool is_field_of_out(const char *name)
{
	static const char words[] = " sent reply signals started cancelled "
		"operations fired row ";

	return strstr(words, format(" %s ", name)) != NULL;
}

/* Allocates one T, names it, and appends it to the specification's LIST. */
#define MAKER(function, T, list)					\
void *function(struct parser *p, struct token name)			\
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
static MAKER(new_state, state, states)
MAKER(new_space, space, spaces)
MAKER(new_variable, variable, variables)
MAKER(new_choice, choice, choices)
MAKER(new_assumption, named, assumptions)
MAKER(new_timer, timer, timers)
MAKER(new_reply, named, replies)
MAKER(new_signal, named, signals)
MAKER(new_operation, operation, operations)
static MAKER(new_header, header, headers)
MAKER(new_define, define, defines)
MAKER(new_action, action, actions)
MAKER(new_invariant, invariant, invariants)
static MAKER(append_event, event, events)
static MAKER(append_phase, phase, phases)
static MAKER(append_field, variable, fields)

void *new_field(struct parser *p, struct token name)
{
	struct variable *v = append_field(p, name);

	v->is_field = true;
	return v;
}

void *new_event(struct parser *p, struct token name)
{
	p->event = append_event(p, name);
	return p->event;
}

void *new_phase(struct parser *p, struct token name)
{
	struct phase *ph = append_phase(p, name);

	ph->event = p->event;
	if (p->event)
		vec_push(&p->event->phases, ph);
	return ph;
}

void name_states(struct parser *p)
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

void name_headers(struct parser *p)
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

void name_row(struct parser *p)
{
	struct row *r = xalloc(sizeof *r);

	r->id = p->token.name;
	r->pos = p->token.pos;
	advance(p);
	if (p->token.kind == T_BAR)
		declare((struct symbol){ .kind = K_ROW, .name = r->id,
			.pos = r->pos, .object = r });
}
