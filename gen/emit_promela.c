/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Promela back end: fsm.gen.pml, in the order it is written.
 *
 *     banner, how to use it; the projection
 *     arithmetic
 *     names, variables, choices
 *     definitions, invariants
 *     for each phase: classes, rows
 *     events, and fsm_step
 */
#define _GNU_SOURCE
#include "emit_c.h"
#include "emit_promela.h"

static const char *const legend[] = {
	" *",
	" * How to use it. Include it, having defined",
	" *",
	" *     FSM_ROW(row)   done where a row fires: FSM_R_...",
	" *     FSM_WIDTH      bits of a sequence number: 3, 4...",
	" *     FSM_HIDDEN     hidden, or nothing: with -DBFS",
	" *",
	" * or leave them. Then, in one d_step: write the event's kind and",
	" * fields to fsm_e_..., run fsm_step(t) on a variable t of type",
	" * fsm_tcb, read fsm_o_... and FSM_INVARIANTS, which speaks of t as",
	" * the event left it. Where something is free, fsm_free() goes before",
	" * the d_step. Without `hidden`, fsm_forget() at the end keeps the",
	" * scratch variables out of the state. An event that has no step here",
	" * changes nothing.",
	" *",
	NULL
};

static const char *const arithmetic[] = {
	"",
	"#ifndef FSM_WIDTH",
	"#define FSM_WIDTH 4",
	"#endif",
	"#ifndef FSM_HIDDEN",
	"#define FSM_HIDDEN hidden",
	"#endif",
	"#ifndef FSM_ROW",
	"#define FSM_ROW(row) skip",
	"#endif",
	"",
	"/*",
	" * Numbers wrap at FSM_MOD. Sequence numbers compare by their",
	" * distance d = b - a: a < b is 0 < d < FSM_MOD/2, a =< b is",
	" * d < FSM_MOD/2.",
	" */",
	"#define FSM_MOD (1 << FSM_WIDTH)",
	"#define FSM_MASK (FSM_MOD - 1)",
	"#define FSM_HALF (FSM_MOD / 2)",
	"#define FSM_ADD(a, b) (((a) + (b)) & FSM_MASK)",
	"#define FSM_SUB(a, b) (((a) - (b)) & FSM_MASK)",
	"#define FSM_LT(a, b) ((((b) - (a) - 1) & FSM_MASK) < FSM_HALF - 1)",
	"#define FSM_LE(a, b) ((((b) - (a)) & FSM_MASK) < FSM_HALF)",
	"#define FSM_MAX(a, b) ((a) < (b) -> (b) : (a))",
	"#define FSM_MIN(a, b) ((a) < (b) -> (a) : (b))",
	"#define FSM_SEQ_MAX(a, b) (FSM_LT(a, b) -> (b) : (a))",
	"#define FSM_SEQ_MIN(a, b) (FSM_LT(a, b) -> (a) : (b))",
	NULL
};

static const char *const timers[] = {
	"",
	"#define FSM_IN(a, b) (a <= fsm_t.state && fsm_t.state <= b)",
	NULL
};

static void definitions(FILE *out, const struct spec *spec)
{
	fputs("\n/* Definitions. */\n", out);
	for (size_t i = 0; i < spec->defines.n; i++) {
		const struct define *d = spec->defines.at[i];

		if (d->used)
			pml_define(out, format("fsm_d_%s", c_name(d->name)),
				pml_expr(d->value));
	}
}

/* ----------------------------------------------------------- invariants */

static void invariant(FILE *out, const struct spec *spec,
	const struct invariant *i)
{
	const char *states = pml_states(spec, i->states, all_states(spec));
	const char *value = pml_expr(i->value);

	pml_define(out, format("FSM_I_%s", upper_name(i->name)), states ?
		format("!%s || (%s)", *states == '(' || *states == 'F' ?
			states : format("(%s)", states), value) : value);
}

static void invariants(FILE *out, const struct spec *spec)
{
	const char *all = NULL;

	fputs("\n/* What is always true when an event has ended. */\n", out);
	for (size_t i = 0; i < spec->invariants.n; i++) {
		const struct invariant *v = spec->invariants.at[i];

		if (always_true(project_expr(v->value)))
			continue;
		invariant(out, spec, v);
		all = pml_and(all, format("FSM_I_%s", upper_name(v->name)));
	}
	pml_define(out, "FSM_INVARIANTS", all ? all : "true");
}

/* --------------------------------------------------------------- events */

static void event(FILE *out, const struct projected *p,
	const struct event *e)
{
	const char *s = NULL;

	fputc('\n', out);
	c_remark(out, "", format("%s: %s \"%s\"", e->name, e->section,
		c_safe(e->title)));
	fprintf(out, "inline fsm_event_%s()\n{\n", c_name(e->name));
	if (e->timer)
		fprintf(out, "\tfsm_t.armed_%s = 0;\n",
			c_name(e->timer->name));
	for (size_t i = 0; i < e->phases.n; i++)
		if (!p->no_phase[e->phases.at[i]->index])
			s = format("%s%s\tfsm_via_%s()", s ? s : "",
				s ? ";\n" : "", e->phases.at[i]->name);
	fprintf(out, "%s\n}\n", s ? s : "\tskip");
}

/* An event at another's phase is that other, with its first phases passed
 * over: SPIN has room for 2048 statements in a d_step, so none is there
 * twice. */
static void borrowed(FILE *out, const struct projected *p,
	const struct event *owner)
{
	for (size_t i = 0; i < p->spec->events.n; i++) {
		const struct event *e = p->spec->events.at[i];

		if (!e->at || e->at->event != owner || p->no_event[i])
			continue;
		fprintf(out, "\t:: fsm_e_kind == FSM_E_%s -> fsm_then = "
			"FSM_P_%s\n", upper_name(e->name),
			upper_name(e->at->name));
	}
}

static const char *kinds(const struct projected *p, const struct event *owner)
{
	const char *s = NULL;

	for (size_t i = 0; i < p->spec->events.n; i++) {
		const struct event *e = p->spec->events.at[i];

		if (p->no_event[i] ||
		    (e != owner && (!e->at || e->at->event != owner)))
			continue;
		s = format("%s%sfsm_e_kind == FSM_E_%s", s ? s : "",
			s ? " || " : "", upper_name(e->name));
	}
	return s;
}

static void step(FILE *out, const struct projected *p)
{
	fputs("\n/* Runs the event of fsm_e_... on the TCB fsm_of. */\n"
		"inline fsm_step(fsm_of)\n{\n\tfsm_load(fsm_of);\n"
		"\tfsm_begin();\n\tif\n", out);
	for (size_t i = 0; i < p->spec->events.n; i++)
		borrowed(out, p, p->spec->events.at[i]);
	fputs("\t:: else\n\tfi;\n\tif\n", out);
	for (size_t i = 0; i < p->spec->events.n; i++) {
		const struct event *e = p->spec->events.at[i];
		const char *s = e->at ? NULL : kinds(p, e);

		if (s)
			fprintf(out, "\t:: %s ->\n\t\tfsm_event_%s()\n", s,
				c_name(e->name));
	}
	fputs("\t:: else\n\tfi;\n\tif\n\t:: fsm_then == FSM_DELETED -> "
		"fsm_delete()\n\t:: else\n\tfi;\n"
		"\tfsm_store(fsm_of)\n}\n", out);
}

static bool some_kind(const struct projected *p, const struct event *e)
{
	return !e->at && kinds(p, e) != NULL;
}

/* -------------------------------------------------------------- mutants */

static const char *const one_mutant[] = {
	"",
	"/*",
	" * One of the mutants, 0: none. It is the same in all states of a",
	" * search, and stands in none: pan takes it from the environment,",
	" * spin itself from -DFSM_MUTANT.",
	" */",
	"FSM_HIDDEN short fsm_mutant;",
	"#ifdef FSM_MUTANT",
	"inline fsm_choose_mutant() { fsm_mutant = FSM_MUTANT }",
	"#else",
	"inline fsm_choose_mutant()",
	"{",
	"	c_code {",
	"		fsm_mutant = getenv(\"MUTANT\") ?",
	"			(short)atoi(getenv(\"MUTANT\")) : 0;",
	"	}",
	"}",
	"#endif",
	NULL
};

static const char *const no_mutant[] = {
	"",
	"inline fsm_choose_mutant() { skip }",
	NULL
};

static void head(FILE *out, const struct projected *p)
{
	fprintf(out, "/* Generated by tcpwright from %s.fsm. Do not edit. */\n"
		"/* SPDX-License-Identifier: BSD-2-Clause */\n/*\n",
		c_name(p->spec->machine));
	c_paragraph(out, " * ", 0, format("%s.", p->spec->title));
	c_lines(out, legend);
	project_report(out, p, " * ");
	fputs(" */\n", out);
	c_lines(out, arithmetic);
}

static void machine(FILE *out, const struct projected *p)
{
	const struct spec *spec = p->spec;

	head(out, p);
	pml_names(out, p);
	pml_variables(out, p);
	pml_print(out, p);
	c_lines(out, timers);
	pml_choices(out, spec);
	pml_free(out, spec);
	c_lines(out, p->mutants ? one_mutant : no_mutant);
	definitions(out, spec);
	invariants(out, spec);
	pml_delete(out, spec);
	for (size_t i = 0; i < spec->phases.n; i++)
		if (!p->no_phase[i])
			pml_phase(out, p, spec->phases.at[i]);
	for (size_t i = 0; i < spec->events.n; i++)
		if (some_kind(p, spec->events.at[i]))
			event(out, p, spec->events.at[i]);
	step(out, p);
}

void emit_promela(const struct spec *spec, FILE *out)
{
	struct projected p;

	if (project(spec, &p))
		machine(out, &p);
}

/* ------------------------------------------------------------ with mutants */

static bool with_mutants(const struct spec *spec, struct projected *p,
	mutants *all)
{
	if (!project(spec, p))
		return false;
	*all = mutants_of(spec);
	p->mutants = all;
	p->written = xalloc(all->n + 1);
	return true;
}

void emit_promela_mutants(const struct spec *spec, FILE *out)
{
	struct projected p;
	mutants all;

	if (with_mutants(spec, &p, &all))
		machine(out, &p);
}

/* Number, "model" or "-", id, the rows that show it, the function of the C. In the
 * model is what is in its text. */
void emit_mutant_list(const struct spec *spec, FILE *out)
{
	struct projected p;
	mutants all;
	char *text;
	size_t n;
	FILE *memory = open_memstream(&text, &n);

	if (!memory || !with_mutants(spec, &p, &all))
		return;
	machine(memory, &p);
	fclose(memory);
	for (size_t i = 0; i < all.n; i++)
		fprintf(out, "%zu\t%s\t%s\t%s\t%s\n", all.at[i]->number,
			p.written[all.at[i]->number] ? "model" : "-",
			all.at[i]->id, mutant_shows(all.at[i]),
			mutant_place(all.at[i]));
}

void emit_projection(const struct spec *spec, FILE *out)
{
	struct projected p;

	if (project(spec, &p))
		project_report(out, &p, "");
}
