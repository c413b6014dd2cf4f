/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the runner must know of a machine: the fields of its TCB and of what
 * a step returns, and the TCB from which all tests begin.
 */
#include "emit_test.h"

struct fields {
	const struct spec *spec;
	FILE *out;
	const struct world *base;
};

const char *test_number(const struct type *type, uint32_t value)
{
	return type->kind == TY_SEQ ? format("0x%08x", value) :
		format("%u%s", value, value >> 31 ? "u" : "");
}

const char *test_field(const struct variable *v)
{
	return format("T_%s", upper_name(v->name));
}

const char *test_armed(const struct timer *t)
{
	return format("T_ARMED_%s", upper_name(t->name));
}

static void emit_indices(struct fields *w)
{
	fputs("enum {\n\tT_STATE = TABLE_FIRST,\n", w->out);
	for (size_t i = 0; i < w->spec->variables.n; i++)
		fprintf(w->out, "\t%s,\n",
			test_field(w->spec->variables.at[i]));
	for (size_t i = 0; i < w->spec->timers.n; i++)
		fprintf(w->out, "\t%s,\n", test_armed(w->spec->timers.at[i]));
	fputs("\tT_FIELDS\n};\n\n", w->out);
}

static void emit_field(struct fields *w, const char *type, const char *index,
	const char *name, const char *member)
{
	fprintf(w->out, "\t%s{ \"%s\",\n\t\toffsetof(struct %s, %s),\n"
		"\t\tsizeof((struct %s *)0)->%s },\n", index, name, type,
		member, type, member);
}

static void emit_tcb_fields(struct fields *w)
{
	const struct spec *spec = w->spec;

	fputs("const struct table_field table_tcb[] = {\n", w->out);
	emit_field(w, "fsm_tcb", "[T_STATE] = ", "state", "state");
	for (size_t i = 0; i < spec->variables.n; i++) {
		const struct variable *v = spec->variables.at[i];

		emit_field(w, "fsm_tcb", format("[%s] = ", test_field(v)),
			v->name, c_name(v->name));
	}
	for (size_t i = 0; i < spec->timers.n; i++) {
		const struct timer *t = spec->timers.at[i];

		emit_field(w, "fsm_tcb", format("[%s] = ", test_armed(t)),
			format("armed %s", t->name),
			format("armed_%s", c_name(t->name)));
	}
	fputs("};\nconst size_t table_tcb_n = T_FIELDS;\n\n", w->out);
}

static void emit_out_fields(struct fields *w)
{
	static const char *const plain[] = {
		"reply", "signals", "started", "cancelled", "operations",
		"fired"
	};
	const struct spec *spec = w->spec;

	fputs("const struct table_field table_out[] = {\n", w->out);
	if (spec->message)
		emit_field(w, "fsm_out", "", "sent", "sent");
	for (size_t i = 0; i < spec->headers.n; i++)
		emit_field(w, "fsm_out", "",
			format("<%s>", spec->headers.at[i]->name),
			format("%s.%s", c_name(spec->message),
				c_name(spec->headers.at[i]->name)));
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		emit_field(w, "fsm_out", "", plain[i], plain[i]);
	for (size_t i = 0; i < spec->operations.n; i++)
		if (spec->operations.at[i]->octets)
			emit_field(w, "fsm_out", "",
				spec->operations.at[i]->name,
				c_name(spec->operations.at[i]->name));
	fputs("};\nconst size_t table_out_n = sizeof table_out / "
		"sizeof *table_out;\n\n", w->out);
}

static void emit_base(struct fields *w)
{
	const struct spec *spec = w->spec;
	bool empty = true;		/* which C does not take */

	fputs("/* All numbers are different; some straddle 2^32 or 2^31. */\n"
		"const struct fsm_tcb table_base = {\n", w->out);
	for (size_t i = 0; i < spec->variables.n; i++) {
		const struct variable *v = spec->variables.at[i];

		if (!w->base->variable[i])
			continue;
		fprintf(w->out, "\t.%s = %s,\n", c_name(v->name),
			test_number(&v->type, w->base->variable[i]));
		empty = false;
	}
	fputs(empty ? "\t.state = 0,\n};\n\n" : "};\n\n", w->out);
}

void test_fields(const struct spec *spec, const struct world *base, FILE *out)
{
	struct fields w = { spec, out, base };

	emit_indices(&w);
	emit_tcb_fields(&w);
	emit_out_fields(&w);
	emit_base(&w);
}
