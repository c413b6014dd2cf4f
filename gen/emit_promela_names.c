/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Promela back end, names: constants as in fsm.gen.h, choices, what is free.
 */
#include "emit_c.h"
#include "emit_promela.h"

static void title(FILE *out, const char *text)
{
	fputc('\n', out);
	c_remark(out, "", text);
}

static void number(FILE *out, const char *prefix, const char *name, size_t n)
{
	fprintf(out, "#define FSM_%s%s %zu\n", prefix, upper_name(name), n);
}

#define NUMBERED(out, prefix, list)					\
	for (size_t i_ = 0; i_ < (list).n; i_++)			\
		number(out, prefix, (list).at[i_]->name, i_)

#define BITS(out, prefix, list)						\
	for (size_t i_ = 0; i_ < (list).n; i_++)			\
		number(out, prefix, (list).at[i_]->name,		\
			(size_t)1 << i_)

static void rows_of(FILE *out, const struct projected *p)
{
	title(out, "Rows. 0 is none.");
	for (size_t i = 0; i < p->spec->rows.n; i++)
		if (!p->no_row[i])
			number(out, "R_", p->spec->rows.at[i]->id, i + 1);
}

static void flags(FILE *out, const struct spec *spec)
{
	for (size_t i = 0; i < spec->headers.n; i++) {
		const struct header *h = spec->headers.at[i];

		for (size_t k = 0; k < h->flags.n; k++)
			number(out, format("%s_", upper_name(h->name)),
				h->flags.at[k], (size_t)1 << k);
	}
}

static void replies(FILE *out, const struct spec *spec)
{
	fputs("#define FSM_REPLY_NONE 0\n", out);
	for (size_t i = 0; i < spec->replies.n; i++)
		number(out, "REPLY_", spec->replies.at[i]->name, i + 1);
}

void pml_names(FILE *out, const struct projected *p)
{
	const struct spec *spec = p->spec;

	title(out, "States, events, phases: numbered as in fsm.gen.h.");
	NUMBERED(out, "", spec->states);
	NUMBERED(out, "E_", spec->events);
	NUMBERED(out, "P_", spec->phases);
	fputs("#define FSM_STOP 254\n#define FSM_DELETED 255\n", out);
	rows_of(out, p);
	title(out, "What an event leaves behind: bits, but for the reply.");
	BITS(out, "TIMER_", spec->timers);
	BITS(out, "SIGNAL_", spec->signals);
	BITS(out, "OP_", spec->operations);
	flags(out, spec);
	replies(out, spec);
}

/* ------------------------------------------------------------- choices */

void pml_choices(FILE *out, const struct spec *spec)
{
	title(out, "Choices: the default, or what -DFSM_CHOICE_name=... says. "
		"With -DFSM_OPEN_name the choice is open: a variable that "
		"fsm_choose() sets.");
	for (size_t i = 0; i < spec->choices.n; i++) {
		const char *name = c_name(spec->choices.at[i]->name);

		fprintf(out, "#ifdef FSM_OPEN_%s\nbit fsm_open_%s;\n"
			"#define FSM_CHOICE_%s fsm_open_%s\n#endif\n"
			"#ifndef FSM_CHOICE_%s\n#define FSM_CHOICE_%s %d\n"
			"#endif\n", name, name, name, name, name, name,
			spec->choices.at[i]->on);
	}
	fputs("\ninline fsm_choose()\n{\n", out);
	for (size_t i = 0; i < spec->choices.n; i++) {
		const char *name = c_name(spec->choices.at[i]->name);

		fprintf(out, "#ifdef FSM_OPEN_%s\n\tif\n"
			"\t:: fsm_open_%s = 0\n\t:: fsm_open_%s = 1\n"
			"\tfi;\n#endif\n", name, name, name);
	}
	fputs("\tskip\n}\n", out);
}

static void any_value(FILE *out, const struct variable *v)
{
	const char *name = format("fsm_%c_%s", v->is_field ? 'e' : 't',
		c_name(v->name));

	if (v->projection != FREE)
		return;
	if (v->type.kind == TY_FLAG)
		fprintf(out, "\tif :: %s = 0 :: %s = 1 fi;\n", name, name);
	else
		fprintf(out, "\t%s = 0; do :: %s < %llu && %s < FSM_MASK -> "
			"%s++ :: break od;\n", name, name,
			(unsigned long long)v->type.max, name, name);
}

void pml_free(FILE *out, const struct spec *spec)
{
	title(out, "Before an event, outside of d_step: any value for what is "
		"free.");
	fputs("inline fsm_free()\n{\n", out);
	for (size_t i = 0; i < spec->variables.n; i++)
		any_value(out, spec->variables.at[i]);
	for (size_t i = 0; i < spec->fields.n; i++)
		any_value(out, spec->fields.at[i]);
	fputs("\tskip\n}\n", out);
}
