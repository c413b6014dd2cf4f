/* SPDX-License-Identifier: BSD-2-Clause */
/* The interpreter beside the C; what for is in machine.h. */
#include "machine.h"

#include <stddef.h>
#include <string.h>

#include "gen/emit_test.h"
#include "oracle.h"
#include "runtime/tw/demo.h"

extern const struct demo_text fuzz_specs[];	/* the text, line by line */

struct member {				/* a number of one of C's structs */
	const char *name;
	size_t offset, size;
};

#define MEMBER(of, name) {#name, offsetof(struct of, name), \
	sizeof((struct of *)0)->name},

#define VARIABLE(name, sort, view, value) MEMBER(fsm_tcb, name)
#define FIELD(name, sort)
#define CHOICE(name)
static const struct member variable[] = {	/* and the timers, behind */
#include "fields.h"
};
#undef VARIABLE
#undef FIELD
#define VARIABLE(name, sort, view, value)
#define FIELD(name, sort) MEMBER(fsm_event, name)
static const struct member field[] = {
#include "fields.h"
};
#undef FIELD
#undef CHOICE
#define FIELD(name, sort)
#define CHOICE(name) MEMBER(fsm_choices, name)
static const struct member choice[] = {
#include "fields.h"
};

static const struct member header[] = {
	MEMBER(fsm_segment, seq) MEMBER(fsm_segment, ack)
	MEMBER(fsm_segment, ctl) MEMBER(fsm_segment, data)
	MEMBER(fsm_segment, up)
};

static uint32_t get(const void *of, const struct member *m)
{
	const uint8_t *at = (const uint8_t *)of + m->offset;
	uint32_t value = *at;

	if (m->size == sizeof value)
		memcpy(&value, at, sizeof value);
	return value;
}

static void set(void *of, const struct member *m, uint32_t value)
{
	uint8_t *at = (uint8_t *)of + m->offset;

	if (m->size == sizeof value)
		memcpy(at, &value, sizeof value);
	else
		*at = (uint8_t)value;
}

/* ---------------------------------------------------- the specification */

static struct text *text_of(const struct demo_text *lines)
{
	struct text *text = xalloc(sizeof *text);
	char *bytes;

	for (size_t i = 0; lines->line[i] != NULL; i++)
		text->length += strlen(lines->line[i]) + 1;
	bytes = xalloc(text->length + 1);
	text->path = lines->name;
	text->bytes = bytes;
	for (size_t i = 0; lines->line[i] != NULL; i++) {
		size_t n = strlen(lines->line[i]);

		memcpy(bytes, lines->line[i], n);
		bytes[n] = '\n';
		bytes += n + 1;
	}
	return text;
}

#define SAME_NAMES(list, members)					\
	do {								\
		for (size_t i_ = 0; i_ < (list).n; i_++)		\
			fuzz_check(strcmp(c_name((list).at[i_]->name),	\
				(members)[i_].name) == 0, "%s is not %s", \
				(list).at[i_]->name, (members)[i_].name); \
	} while (0)

#define NUMBER_OF(members) (sizeof(members) / sizeof *(members))

static void check_names(const struct spec *s)
{
	fuzz_check(NUMBER_OF(variable) == s->variables.n + s->timers.n &&
		   NUMBER_OF(field) == s->fields.n &&
		   NUMBER_OF(choice) == s->choices.n &&
		   NUMBER_OF(header) == s->headers.n &&
		   s->states.n == FSM_STATES && s->events.n == FSM_EVENTS &&
		   s->rows.n + 1 == FSM_ROWS,
		   "fsm.gen.h is of another specification");
	SAME_NAMES(s->variables, variable);
	SAME_NAMES(s->fields, field);
	SAME_NAMES(s->choices, choice);
	SAME_NAMES(s->headers, header);
	for (size_t i = 0; i < s->rows.n; i++)
		fuzz_check(strcmp(s->rows.at[i]->id, fsm_row_name[i + 1]) == 0,
			   "row %zu is %s", i, fsm_row_name[i + 1]);
}

/* All memory that any run will need is taken here. */
static void read_machine(struct machine *m)
{
	struct spec *spec = parse(text_of(fuzz_specs));

	fuzz_check(spec != NULL && model(spec), "the specification is wrong");
	check_names(spec);
	m->spec = spec;
	m->world = interp_world(spec);
	m->outcome = interp_outcome(spec);
	while (m->outcome.fired.n < FSM_FIRED_MAX)
		vec_push(&m->outcome.fired, NULL);
}

void machine_begin(struct machine *m, const uint8_t *octets, size_t n)
{
	if (m->spec == NULL)
		read_machine(m);
	m->tape = (struct tape){ octets, n };
	tape_begin(m->spec, &m->tape, &m->world);
}

struct fsm_choices machine_choices(const struct machine *m)
{
	struct fsm_choices c;

	for (size_t i = 0; i < NUMBER_OF(choice); i++)
		set(&c, &choice[i], (m->world.choices & bit_of(i)) != 0);
	return c;
}

/* --------------------------------------------------------------- a step */

const struct event *machine_event(struct machine *m, struct fsm_event *e)
{
	const struct event *event =
		tape_event(m->spec, &m->tape, &m->world);

	if (event == NULL)
		return NULL;
	*e = (struct fsm_event){ .kind = (uint8_t)event->index };
	for (size_t i = 0; i < NUMBER_OF(field); i++)
		set(e, &field[i], m->world.field[i]);
	return event;
}

void machine_step(struct machine *m, const struct event *event,
		  const struct fsm_event *e)
{
	for (size_t i = 0; i < NUMBER_OF(field); i++)
		m->world.field[i] = get(e, &field[i]);
	interp_event(m->spec, event, &m->world, &m->outcome);
}

/* -------------------------------------------------------------- compare */

static void same(const char *what, uint32_t interpreted, uint32_t c)
{
	fuzz_check(interpreted == c, "%s: the specification says %u, C %u",
		   what, interpreted, c);
}

static void compare_tcb(const struct machine *m, const struct fsm_tcb *t)
{
	size_t n = m->spec->variables.n;

	same("the state", (uint32_t)m->world.state, t->state);
	for (size_t i = 0; i < n; i++)
		same(variable[i].name, m->world.variable[i],
		     get(t, &variable[i]));
	for (size_t i = 0; i < m->spec->timers.n; i++)
		same(variable[n + i].name, (m->world.armed & bit_of(i)) != 0,
		     get(t, &variable[n + i]));
}

static void compare_rows(const struct outcome *x, const struct fsm_out *o)
{
	for (size_t i = 0; i < x->fired.n && i < o->fired; i++)
		fuzz_check(x->fired.at[i]->index + 1 == o->row[i],
			   "the specification fires %s, C %s",
			   x->fired.at[i]->id, fsm_row_name[o->row[i]]);
	same("rows fired", (uint32_t)x->fired.n, o->fired);
}

static void compare_out(const struct machine *m, const struct fsm_out *o)
{
	const struct outcome *x = &m->outcome;

	same("sent", x->sent, o->sent);
	for (size_t i = 0; i < NUMBER_OF(header); i++)
		same(header[i].name, x->header[i],
		     get(&o->segment, &header[i]));
	same("the reply", (uint32_t)x->reply, o->reply);
	same("signals", (uint32_t)x->signals, o->signals);
	same("timers started", (uint32_t)x->started, o->started);
	same("timers cancelled", (uint32_t)x->cancelled, o->cancelled);
	same("operations", (uint32_t)x->operations, o->operations);
	for (size_t i = 0; i < m->spec->operations.n; i++)
		if (m->spec->operations.at[i]->octets)
			same(m->spec->operations.at[i]->name, x->argument[i],
			     o->deliver);
}

void machine_compare(const struct machine *m, const struct fsm_tcb *t,
		     const struct fsm_out *o)
{
	const struct invariant *broken = test_breach(m->spec, &m->world);

	compare_rows(&m->outcome, o);
	compare_tcb(m, t);
	compare_out(m, o);
	fuzz_check(broken == NULL, "invariant %s does not hold",
		   broken == NULL ? "" : broken->name);
}
