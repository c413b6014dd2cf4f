/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * C back end: fsm.gen.h, what a program sees of the machine.
 *
 *     enumerations     states, events, phases, rows, replies
 *     bits             signals, timers, operations, flags of the message
 *     structs          fsm_tcb, fsm_event, fsm_choices, fsm_<message>, fsm_out
 *     name tables
 *     fsm_step
 *
 * Everything carries the words of the specification.
 */
#include <string.h>

#include "emit_c.h"

static void member(FILE *out, const char *name, const char *text)
{
	c_member(out, name, text);
}

/* -------------------------------------------------------- enumerations */

/* Opens the enum or struct WHAT under COMMENT. */
static void opens(FILE *out, const char *what, const char *comment)
{
	fputc('\n', out);
	c_remark(out, "", comment);
	fprintf(out, "%s {\n", what);
}

static void states(FILE *out, const struct spec *spec)
{
	opens(out, "enum fsm_state",
		"States. The first is where all begins.");
	for (size_t i = 0; i < spec->states.n; i++)
		fprintf(out, "\tFSM_%s,\n",
			upper_name(spec->states.at[i]->name));
	fputs("\tFSM_STATES\n};\n", out);
}

static const char *field_names(const struct event *event)
{
	const char *s = "";

	for (size_t i = 0; i < event->fields.n; i++)
		s = format("%s%s%s", s, i ? ", " : "",
			c_name(event->fields.at[i]->name));
	return *s ? s : "no field";
}

static void events(FILE *out, const struct spec *spec)
{
	opens(out, "enum fsm_kind",
		"Events, and the fields that each of them reads.");
	for (size_t i = 0; i < spec->events.n; i++) {
		const struct event *e = spec->events.at[i];

		c_remark(out, "\t", format("%s \"%s\": %s",
			e->section, e->title, field_names(e)));
		fprintf(out, "\tFSM_E_%s,\n", upper_name(e->name));
	}
	fputs("\tFSM_EVENTS\n};\n", out);
}

static void phases(FILE *out, const struct spec *spec)
{
	opens(out, "enum fsm_phase",
		"Phases, in the order in which an event runs them.");
	for (size_t i = 0; i < spec->phases.n; i++) {
		const struct phase *p = spec->phases.at[i];

		member(out, format("FSM_P_%s,", upper_name(p->name)),
			format("%s \"%s\"", p->section, p->title));
	}
	fputs("\tFSM_PHASES\n};\n", out);
}

/* All rows of a phase in a paragraph. */
static void rows(FILE *out, const struct spec *spec)
{
	opens(out, "enum fsm_row",
		"Rows. 0 is none.");
	fputs("\tFSM_R_NONE,\n", out);
	for (size_t i = 0; i < spec->phases.n; i++) {
		const struct phase *p = spec->phases.at[i];
		size_t column = 8;

		for (size_t k = 0; k < p->rows.n; k++) {
			size_t n = strlen(p->rows.at[k]->id) + 8;

			if (column + n > C_COLUMNS || k == 0) {
				fputs(k ? "\n\t" : "\t", out);
				column = 8;
			}
			fprintf(out, "%sFSM_R_%s,", column > 8 ? " " : "",
				p->rows.at[k]->id);
			column += n;
		}
		fputc('\n', out);
	}
	fputs("\tFSM_ROWS\n};\n", out);
}

static void replies(FILE *out, const struct spec *spec)
{
	opens(out, "enum fsm_reply",
		"What a call returns.");
	fputs("\tFSM_REPLY_NONE,\n", out);
	for (size_t i = 0; i < spec->replies.n; i++)
		member(out, format("FSM_REPLY_%s,",
			upper_name(spec->replies.at[i]->name)),
			spec->replies.at[i]->text);
	fputs("\tFSM_REPLIES\n};\n", out);
}

/* ----------------------------------------------------------------- bits */

static void bit(FILE *out, const char *kind, const char *name, size_t index,
	const char *text)
{
	member(out, format("FSM_%s_%s = %lu,", kind, upper_name(name),
		1ul << index), text);
}

static void signals(FILE *out, const struct spec *spec)
{
	if (spec->signals.n == 0)
		return;
	opens(out, "enum",
		"Signals to the user; fsm_signal_text[i] is of bit 1 << i.");
	for (size_t i = 0; i < spec->signals.n; i++)
		bit(out, "SIGNAL", spec->signals.at[i]->name, i,
			spec->signals.at[i]->text);
	fprintf(out, "\tFSM_SIGNALS = %zu\n};\n", spec->signals.n);
}

static void timers(FILE *out, const struct spec *spec)
{
	if (spec->timers.n == 0)
		return;
	opens(out, "enum", "Timers. When one expires, its event is raised.");
	for (size_t i = 0; i < spec->timers.n; i++) {
		const struct timer *t = spec->timers.at[i];

		bit(out, "TIMER", t->name, i, format("%s: %s",
			t->raises ? t->raises->name : "", t->text));
	}
	fprintf(out, "\tFSM_TIMERS = %zu\n};\n", spec->timers.n);
}

static void operations(FILE *out, const struct spec *spec)
{
	if (spec->operations.n == 0)
		return;
	opens(out, "enum", "Operations: what the runtime has to do.");
	for (size_t i = 0; i < spec->operations.n; i++)
		bit(out, "OP", spec->operations.at[i]->name, i,
			spec->operations.at[i]->text);
	fprintf(out, "\tFSM_OPS = %zu\n};\n", spec->operations.n);
}

static void flags(FILE *out, const struct spec *spec)
{
	for (size_t i = 0; i < spec->headers.n; i++) {
		const struct header *h = spec->headers.at[i];
		const char *s = "enum {";

		for (size_t k = 0; k < h->flags.n; k++)
			s = format("%s%s FSM_%s_%s = %lu", s, k ? "," : "",
				upper_name(h->name), upper_name(h->flags.at[k]),
				1ul << k);
		if (!h->is_flags)
			continue;
		fprintf(out, "\n/* Bits of %s. */\n", h->name);
		c_code(out, 0, format("%s };", s));
	}
}

/* -------------------------------------------------------------- structs */

static const char *unit(const struct type *type)
{
	if (type->kind == TY_SEQ)
		return type->space->name;
	if (type->max < UINT32_MAX)
		return format("octets =< %llu", (unsigned long long)type->max);
	return "octets";
}

static void variable(FILE *out, const struct variable *v)
{
	const char *name = c_name(v->name);

	if (v->type.kind == TY_FLAG)
		member(out, format("uint8_t %s;", name), v->text);
	else
		member(out, format("uint32_t %s;", name),
			format("%s [%s]", v->text, unit(&v->type)));
}

static void tcb(FILE *out, const struct spec *spec)
{
	opens(out, "struct fsm_tcb", "The state of one machine: its variables, "
		"and which of its timers run. An octet is a flag, 0 or 1; in "
		"brackets stands what a number counts.");
	member(out, "uint8_t state;", "enum fsm_state");
	for (size_t i = 0; i < spec->variables.n; i++)
		variable(out, spec->variables.at[i]);
	for (size_t i = 0; i < spec->timers.n; i++)
		member(out, format("uint8_t armed_%s;",
			c_name(spec->timers.at[i]->name)), "the timer runs");
	fputs("};\n", out);
}

static void event(FILE *out, const struct spec *spec)
{
	opens(out, "struct fsm_event",
		"One event. Fields that its kind does not read mean nothing.");
	member(out, "uint8_t kind;", "enum fsm_kind");
	for (size_t i = 0; i < spec->fields.n; i++)
		variable(out, spec->fields.at[i]);
	fputs("};\n", out);
}

static void choices(FILE *out, const struct spec *spec)
{
	opens(out, "struct fsm_choices",
		"Where the standard leaves a decision. 0 or 1 each.");
	for (size_t i = 0; i < spec->choices.n; i++) {
		const struct choice *c = spec->choices.at[i];

		c_remark(out, "\t", format("%s (default: %s)",
			c->text, c->on ? "1" : "0"));
		fprintf(out, "\tuint8_t %s;\n", c_name(c->name));
	}
	if (spec->choices.n == 0)
		member(out, "uint8_t none;", "it leaves none");
	fputs("};\nextern const struct fsm_choices fsm_choices_default;\n",
		out);
}

static void message(FILE *out, const struct spec *spec)
{
	if (!spec->message)
		return;
	opens(out, format("struct fsm_%s", c_name(spec->message)),
		spec->message_text);
	for (size_t i = 0; i < spec->headers.n; i++) {
		const struct header *h = spec->headers.at[i];

		member(out, format("%s %s;", h->is_flags ? "uint8_t" :
			"uint32_t", c_name(h->name)), h->is_flags ?
			format("FSM_%s_...", upper_name(h->name)) :
			format("[%s]", unit(&h->type)));
	}
	fputs("};\n", out);
}

static void arguments(FILE *out, const struct spec *spec)
{
	for (size_t i = 0; i < spec->operations.n; i++) {
		const struct operation *op = spec->operations.at[i];

		if (op->octets)
			member(out, format("uint32_t %s;", c_name(op->name)),
				format("of operation %s [octets]", op->name));
	}
}

static void result(FILE *out, const struct spec *spec)
{
	fprintf(out, "\n/* No event fires more rows. */\n"
		"enum { FSM_FIRED_MAX = %zu };\n", most_phases(spec));
	opens(out, "struct fsm_out",
		"What an event did, besides changing the TCB.");
	if (spec->message) {
		const char *name = c_name(spec->message);

		member(out, "uint8_t sent;",
			format("1: %s is to be sent", name));
		fprintf(out, "\tstruct fsm_%s %s;\n", name, name);
	}
	member(out, "uint8_t reply;", "enum fsm_reply");
	member(out, "uint32_t signals;", "FSM_SIGNAL_...");
	member(out, "uint32_t started;",
		"FSM_TIMER_...: from their full delay");
	member(out, "uint32_t cancelled;", "FSM_TIMER_...: none is in both");
	member(out, "uint32_t operations;", "FSM_OP_...");
	arguments(out, spec);
	member(out, "uint8_t fired;", "rows, at most FSM_FIRED_MAX");
	member(out, "uint16_t row[FSM_FIRED_MAX];",
		"enum fsm_row, in order");
	fputs("};\n", out);
}

/* ----------------------------------------------------------------- file */

static const char *const head[] = {
	"#ifndef FSM_GEN_H",
	"#define FSM_GEN_H",
	"",
	"#include <stdint.h>",
	"",
	"#ifdef __cplusplus",
	"extern \"C\" {",
	"#endif",
	NULL
};

static const char *const names[] = {
	"",
	"/* Names as in the specification. */",
	"extern const char *const fsm_state_name[FSM_STATES];",
	"extern const char *const fsm_event_name[FSM_EVENTS];",
	"extern const char *const fsm_phase_name[FSM_PHASES];",
	"extern const char *const fsm_row_name[FSM_ROWS];",
	"extern const char *const fsm_reply_text[FSM_REPLIES];",
	NULL
};

static const char *const step[] = {
	"",
	"/*",
	" * Runs event E on *T under the choices C. *O is written whole. Flags",
	" * are 0 or 1, before and after; T->state is one of the states, and",
	" * what is not (no row is for it) stays as it is.",
	" */",
	"void fsm_step(const struct fsm_choices *c, const struct fsm_event *e,",
	"	struct fsm_tcb *t, struct fsm_out *o);",
	"",
	"#ifdef __cplusplus",
	"}",
	"#endif",
	"",
	"#endif",
	NULL
};

void emit_c_header(const struct spec *spec, FILE *out)
{
	fprintf(out, "/* Generated by tcpwright from %s.fsm. Do not edit. */\n"
		"/* SPDX-License-Identifier: BSD-2-Clause */\n",
		c_name(spec->machine));
	c_remark(out, "", format("%s.", spec->title));
	c_lines(out, head);
	states(out, spec);
	events(out, spec);
	phases(out, spec);
	rows(out, spec);
	replies(out, spec);
	signals(out, spec);
	timers(out, spec);
	operations(out, spec);
	flags(out, spec);
	tcb(out, spec);
	event(out, spec);
	choices(out, spec);
	message(out, spec);
	result(out, spec);
	c_lines(out, names);
	if (spec->signals.n)
		fputs("extern const char *const "
			"fsm_signal_text[FSM_SIGNALS];\n", out);
	c_lines(out, step);
}
