/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Promela back end, variables.
 *
 *     fsm_tcb             what the model keeps of a machine: its state vector
 *     fsm_t               the one under way: a step works on this copy
 *     fsm_e_...           the event under way
 *     fsm_o_...           what it has done
 *
 * All but the first are scratch: `hidden`, so that they are in no state, or
 * zeroed by fsm_forget() where nothing may be hidden.
 */
#include "emit_c.h"
#include "emit_promela.h"

/* ----------------------------------------------------- the kept variables */

/* Prints FORMAT with the C name of each variable kept, in two places. */
static void each_kept(FILE *out, const struct spec *spec,
	const char *(*line)(const char *name))
{
	fputs(line("state"), out);
	for (size_t i = 0; i < spec->variables.n; i++)
		if (spec->variables.at[i]->projection == KEPT)
			fputs(line(c_name(spec->variables.at[i]->name)), out);
	for (size_t i = 0; i < spec->timers.n; i++)
		fputs(line(format("armed_%s",
			c_name(spec->timers.at[i]->name))), out);
}

static const char *load(const char *name)
{
	return format("\tfsm_t.%s = fsm_of.%s;\n", name, name);
}

static const char *store(const char *name)
{
	return format("\tfsm_of.%s = fsm_t.%s;\n", name, name);
}

static const char *clear(const char *name)
{
	return format("\tfsm_of.%s = 0;\n", name);
}

static const char *print(const char *name)
{
	return format("\tprintf(\" %s=%%d\", fsm_of.%s);\n", name, name);
}

static void of_tcb(FILE *out, const struct spec *spec, const char *name,
	const char *(*line)(const char *name))
{
	fprintf(out, "\ninline %s(fsm_of)\n{\n", name);
	each_kept(out, spec, line);
	fputs("\tskip\n}\n", out);
}

static void tcb(FILE *out, const struct spec *spec)
{
	fputs("\n/* One machine, as far as the model keeps it. */\n"
		"typedef fsm_tcb {\n\tbyte state;\n", out);
	for (size_t i = 0; i < spec->variables.n; i++) {
		const struct variable *v = spec->variables.at[i];

		if (v->projection == KEPT)
			fprintf(out, "\t%s %s;\n", v->type.kind == TY_FLAG ?
				"bit" : "byte", c_name(v->name));
	}
	for (size_t i = 0; i < spec->timers.n; i++)
		fprintf(out, "\tbit armed_%s;\n",
			c_name(spec->timers.at[i]->name));
	fputs("};\nFSM_HIDDEN fsm_tcb fsm_t;\n", out);
}

/* ---------------------------------------------------- what is not kept */

static void fixed_or_scratch(FILE *out, const struct variable *v)
{
	const char *prefix = v->is_field ? "fsm_e_" : "fsm_t_";

	if (v->projection == FIXED)
		fprintf(out, "#define %s%s %llu\n", prefix, c_name(v->name),
			(unsigned long long)v->fixed);
	else if (v->is_field || v->projection == FREE)
		fprintf(out, "FSM_HIDDEN byte %s%s;\n", prefix,
			c_name(v->name));
}

static void scratch(FILE *out, const struct spec *spec)
{
	for (size_t i = 0; i < spec->variables.n; i++)
		fixed_or_scratch(out, spec->variables.at[i]);
	fputs("\n/* The event under way. */\nFSM_HIDDEN byte fsm_e_kind;\n",
		out);
	for (size_t i = 0; i < spec->fields.n; i++)
		fixed_or_scratch(out, spec->fields.at[i]);
}

static void zero_fields(FILE *out, const struct spec *spec)
{
	for (size_t i = 0; i < spec->variables.n + spec->fields.n; i++) {
		const struct variable *v = i < spec->variables.n ?
			spec->variables.at[i] :
			spec->fields.at[i - spec->variables.n];

		if (v->projection == FREE ||
		    (v->is_field && v->projection == KEPT))
			fprintf(out, "\tfsm_%c_%s = 0;\n", v->is_field ?
				'e' : 't', c_name(v->name));
	}
}

/* -------------------------------------------------------------- outputs */

/* FMT is printed with the name of each output but the masks. */
static void each_output(FILE *out, const struct spec *spec,
	const char *(*line)(const char *name))
{
	fputs(line("sent"), out);
	for (size_t i = 0; i < spec->headers.n; i++)
		fputs(line(c_name(spec->headers.at[i]->name)), out);
	fputs(line("reply"), out);
	for (size_t i = 0; i < spec->operations.n; i++)
		if (spec->operations.at[i]->octets)
			fputs(line(c_name(spec->operations.at[i]->name)), out);
}

static const char *octet(const char *name)
{
	return format("FSM_HIDDEN byte fsm_o_%s;\n", name);
}

static const char *zero(const char *name)
{
	return format("\tfsm_o_%s = 0;\n", name);
}

static void outputs(FILE *out, const struct spec *spec)
{
	fputs("\n/* What it has done: whole after each event. *"
		"/\n", out);
	each_output(out, spec, octet);
	fputs("FSM_HIDDEN int fsm_o_signals, fsm_o_operations;\n"
		"FSM_HIDDEN int fsm_o_started, fsm_o_cancelled;\n"
		"FSM_HIDDEN byte fsm_then, fsm_class;\n"
		"\ninline fsm_begin()\n{\n", out);
	each_output(out, spec, zero);
	fputs("\tfsm_o_signals = 0;\n\tfsm_o_operations = 0;\n"
		"\tfsm_o_started = 0;\n\tfsm_o_cancelled = 0;\n"
		"\tfsm_then = 0;\n\tfsm_class = 0\n}\n"
		"\n/* Nothing is left of the last event. */\n"
		"inline fsm_forget()\n{\n\tfsm_e_kind = 0;\n", out);
	zero_fields(out, spec);
	fputs("\tfsm_clear(fsm_t);\n\tfsm_begin()\n}\n", out);
}

/* ------------------------------------------------------------ deletion */

static const char *armed_bits(const struct spec *spec)
{
	const char *s = NULL;

	for (size_t i = 0; i < spec->timers.n; i++) {
		const char *name = spec->timers.at[i]->name;

		s = format("%s%s(fsm_t.armed_%s -> FSM_TIMER_%s : 0)",
			s ? s : "", s ? " | " : "", c_name(name),
			upper_name(name));
	}
	return s;
}

void pml_delete(FILE *out, const struct spec *spec)
{
	const char *armed = armed_bits(spec);

	fputs("\n/* The state is the row's to set. What was started is armed. "
		"*/\ninline fsm_delete()\n{\n", out);
	if (armed)
		c_code(out, 1, format("fsm_o_cancelled = fsm_o_cancelled | "
			"%s;", armed));
	fputs("\tfsm_o_started = 0;\n\tfsm_class = fsm_t.state;\n"
		"\tfsm_clear(fsm_t);\n\tfsm_t.state = fsm_class\n}\n", out);
}

void pml_variables(FILE *out, const struct projected *p)
{
	tcb(out, p->spec);
	of_tcb(out, p->spec, "fsm_load", load);
	of_tcb(out, p->spec, "fsm_store", store);
	of_tcb(out, p->spec, "fsm_clear", clear);
	fputc('\n', out);
	scratch(out, p->spec);
	outputs(out, p->spec);
}

/* ------------------------------------------------------------- printing */

static void name_case(FILE *out, const char *prefix, const char *name)
{
	name = upper_name(name);
	c_code(out, 1, format(":: fsm_n == %s%s -> printf(\"%s\")", prefix,
		name, name));
}

#define NAMES(out, function, prefix, list)				\
	do {								\
		fprintf(out, "\ninline " function			\
			"(fsm_n)\n{\n\tif\n");			\
		for (size_t i_ = 0; i_ < (list).n; i_++)		\
			name_case(out, prefix, (list).at[i_]->name);	\
		fputs("\t:: else\n\tfi\n}\n", out);			\
	} while (0)

void pml_print(FILE *out, const struct projected *p)
{
	fputs("\n/* For traces. */", out);
	NAMES(out, "fsm_print_state", "FSM_", p->spec->states);
	NAMES(out, "fsm_print_kind", "FSM_E_", p->spec->events);
	of_tcb(out, p->spec, "fsm_print_tcb", print);
}
