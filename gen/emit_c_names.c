/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * C back end, name tables: what the specification calls states, events,
 * phases and rows, the texts of replies and signals, and the defaults of the
 * choices. Each table is as long as its enumeration, which C asserts.
 */
#include "emit_c.h"

static void name_begin(FILE *out, const char *table)
{
	fprintf(out, "\nconst char *const %s[] = {\n", table);
}

static void name_end(FILE *out, const char *table, const char *count)
{
	fprintf(out, "};\n_Static_assert(sizeof %s / sizeof *%s == %s,\n"
		"\t\"a name each\");\n", table, table, count);
}

static void name_item(FILE *out, const char *prefix, const char *name,
	const char *text)
{
	fprintf(out, "\t[%s%s] = %s,\n", prefix, upper_name(name),
		c_literal(text));
}

/* A table of names that the enumerators PREFIX ... COUNT index. */
#define NAME_TABLE(out, table, prefix, list, count)			\
	do {								\
		name_begin(out, table);					\
		for (size_t i_ = 0; i_ < (list).n; i_++)		\
			name_item(out, prefix, (list).at[i_]->name,	\
				(list).at[i_]->name);			\
		name_end(out, table, count);				\
	} while (0)

static void text_names(FILE *out, const struct spec *spec)
{
	name_begin(out, "fsm_reply_text");
	fputs("\t[FSM_REPLY_NONE] = \"\",\n", out);
	for (size_t i = 0; i < spec->replies.n; i++)
		name_item(out, "FSM_REPLY_", spec->replies.at[i]->name,
			spec->replies.at[i]->text);
	name_end(out, "fsm_reply_text", "FSM_REPLIES");
	if (spec->signals.n == 0)
		return;
	name_begin(out, "fsm_signal_text");
	for (size_t i = 0; i < spec->signals.n; i++)
		fprintf(out, "\t[%zu] = %s,\n", i,
			c_literal(spec->signals.at[i]->text));
	name_end(out, "fsm_signal_text", "FSM_SIGNALS");
}

static void row_names(FILE *out, const struct spec *spec)
{
	name_begin(out, "fsm_row_name");
	fputs("\t[FSM_R_NONE] = \"\",\n", out);
	for (size_t i = 0; i < spec->rows.n; i++)
		fprintf(out, "\t[FSM_R_%s] = \"%s\",\n", spec->rows.at[i]->id,
			spec->rows.at[i]->id);
	name_end(out, "fsm_row_name", "FSM_ROWS");
}

void c_names(FILE *out, const struct spec *spec)
{
	NAME_TABLE(out, "fsm_state_name", "FSM_", spec->states, "FSM_STATES");
	NAME_TABLE(out, "fsm_event_name", "FSM_E_", spec->events, "FSM_EVENTS");
	NAME_TABLE(out, "fsm_phase_name", "FSM_P_", spec->phases, "FSM_PHASES");
	text_names(out, spec);
	row_names(out, spec);
}

void c_choices(FILE *out, const struct spec *spec)
{
	fputs("\nconst struct fsm_choices fsm_choices_default = {\n", out);
	for (size_t i = 0; i < spec->choices.n; i++)
		fprintf(out, "\t.%s = %d,\n",
			c_name(spec->choices.at[i]->name),
			spec->choices.at[i]->on);
	if (spec->choices.n == 0)
		fputs("\t.none = 0,\n", out);
	fputs("};\n", out);
}
