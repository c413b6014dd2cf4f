/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Promela back end, phases: an inline each. The class is found first, then
 * the one branch that is open does its row.
 */
#include "emit_c.h"
#include "emit_promela.h"

static bool open_class(const struct class *c)
{
	return !always_false(project_expr(c->value));
}

/* The last class that can be: what the others leave. */
static size_t last_class(const struct phase *ph)
{
	size_t last = 0;

	for (size_t i = 0; i < ph->classes.n; i++)
		if (open_class(ph->classes.at[i]))
			last = i;
	return last;
}

static size_t open_classes(const struct phase *ph)
{
	size_t n = 0;

	for (size_t i = 0; i < ph->classes.n; i++)
		n += open_class(ph->classes.at[i]);
	return n;
}

static const char *class_name(const struct phase *ph, size_t i)
{
	return format("FSM_K_%s_%s", upper_name(ph->name),
		upper_name(ph->classes.at[i]->name));
}

static void classes(FILE *out, const struct phase *ph)
{
	for (size_t i = 0; i < ph->classes.n; i++) {
		const struct class *c = ph->classes.at[i];

		if (!open_class(c))
			continue;
		fprintf(out, "#define %s %zu\n", class_name(ph, i), i);
		if (!always_true(project_expr(c->value)))
			pml_define(out, format("fsm_is_%s_%s",
				c_name(ph->name), c_name(c->name)),
				pml_expr(c->value));
	}
}

static void classifier(FILE *out, const struct phase *ph)
{
	size_t last = last_class(ph);
	const char *s = class_name(ph, last);

	for (size_t i = last; i-- > 0;)
		if (open_class(ph->classes.at[i]))
			s = format("(fsm_is_%s_%s -> %s : %s)",
				c_name(ph->name),
				c_name(ph->classes.at[i]->name),
				class_name(ph, i), s);
	c_code(out, 1, format("fsm_class = %s;", s));
}

void pml_phase(FILE *out, const struct projected *p,
	const struct phase *ph)
{
	const char *states = pml_states(p->spec, ph->states,
		all_states(p->spec));

	fputc('\n', out);
	c_remark(out, "", format("---- %s: %s \"%s\"", ph->name, ph->section,
		c_safe(ph->title)));
	classes(out, ph);
	fprintf(out, "inline fsm_phase_%s()\n{\n", ph->name);
	if (open_classes(ph) > 1)
		classifier(out, ph);
	fputs("\tif\n", out);
	for (size_t i = 0; i < ph->rows.n; i++)
		if (!p->no_row[ph->rows.at[i]->index])
			pml_row(out, p, ph->rows.at[i]);
	if (p->mutants)
		fputs("\t:: else\n", out);
	fprintf(out, "\tfi\n}\n\ninline fsm_via_%s()\n{\n\tif\n", ph->name);
	c_code(out, 1, format(":: %s ->", pml_and(format(
		"fsm_then <= FSM_P_%s", upper_name(ph->name)), states)));
	fprintf(out, "\t\tfsm_phase_%s()\n\t:: else\n\tfi\n}\n", ph->name);
}
