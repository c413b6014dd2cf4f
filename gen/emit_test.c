/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One table test per row, and one per edge of its class (tests/table/table.h
 * says what a test is). The input comes from the search, the expectation from
 * the interpreter; nothing here is shared with the C back end but names.
 *
 * Tests differ from a common TCB, table_base, and say only in what: the reader
 * sees what makes the row fire and what comes of it.
 */
#include <stdarg.h>
#include <string.h>

#include "emit_test.h"

struct writer {
	const struct spec *spec;
	FILE *out;
	int column;			/* where the next item begins */
	bool first;			/* in its list */
	struct world base, after;
	struct outcome outcome;
	VEC(const struct row *) untested;
	VEC(struct shot) shots;		/* one for every row that is tested */
	size_t cells;
};

/* ------------------------------------------------- items, 80 columns wide */

static void open_list(struct writer *w, const char *name)
{
	w->column = 7 + fprintf(w->out, "\t  .%s = {", name);
	w->first = true;
}

static void word(struct writer *w, const char *text)
{
	if (w->column + (int)strlen(text) + 6 > 80)
		w->column = 6 + fprintf(w->out, "\n\t   ");
	w->column += fprintf(w->out, " %s", text);
}

static void words(struct writer *w, char *text)
{
	char *next;

	for (; text; text = next) {
		next = strchr(text, ' ');
		if (next)
			*next++ = '\0';
		word(w, text);
	}
}

__attribute__((format(printf, 2, 3)))
static void item(struct writer *w, const char *fmt, ...)
{
	char text[512];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	if (!w->first)
		w->column += fprintf(w->out, ",");
	w->first = false;
	if (n > 66)
		words(w, text);
	else
		word(w, text);
}

static void close_list(struct writer *w)
{
	fputs(" },\n", w->out);
}

static uint32_t armed(const struct world *w, size_t timer)
{
	return (w->armed & bit_of(timer)) != 0;
}

/* ----------------------------------------------------------------- TCBs */

static size_t differences(const struct writer *w, const struct world *a,
	const struct world *b)
{
	size_t n = 0;

	for (size_t i = 0; i < w->spec->variables.n; i++)
		n += a->variable[i] != b->variable[i];
	for (size_t i = 0; i < w->spec->timers.n; i++)
		n += armed(a, i) != armed(b, i);
	return n;
}

/* What of TO is not as in FROM; or, if that is less, as when all is 0. */
static void emit_difference(struct writer *w, const char *name,
	const struct world *from, const struct world *to)
{
	const struct spec *spec = w->spec;
	struct world zero = interp_world(spec);
	bool cleared = differences(w, &zero, to) + 1 < differences(w, from, to);

	if (!cleared && from->state == to->state && !differences(w, from, to))
		return;
	open_list(w, name);
	if (cleared)
		item(w, "{ TABLE_ALL, 0 }");
	from = cleared ? &zero : from;
	if (cleared ? to->state != 0 : from->state != to->state)
		item(w, "{ T_STATE, FSM_%s }",
			spec->states.at[to->state]->name);
	for (size_t i = 0; i < spec->variables.n; i++)
		if (from->variable[i] != to->variable[i])
			item(w, "{ %s, %s }", test_field(spec->variables.at[i]),
				test_number(&spec->variables.at[i]->type,
					to->variable[i]));
	for (size_t i = 0; i < spec->timers.n; i++)
		if (armed(from, i) != armed(to, i))
			item(w, "{ %s, %u }", test_armed(spec->timers.at[i]),
				armed(to, i));
	close_list(w);
}

/* ---------------------------------------------------------- the outcome */

#define MASK(w, member, mask, prefix, vector) \
	do { \
		const char *text = ""; \
		for (size_t i_ = 0; i_ < (w)->spec->vector.n; i_++) \
			if ((mask) & bit_of(i_)) \
				text = format("%s%s" prefix "%s", text, \
					*text ? " | " : "", upper_name( \
					(w)->spec->vector.at[i_]->name)); \
		if (*text) \
			item(w, "." member " = %s", text); \
	} while (0)

static const char *flags_text(const struct header *h, uint32_t flags)
{
	const char *text = "";

	for (size_t i = 0; i < h->flags.n; i++)
		if (flags & bit_of(i))
			text = format("%s%sFSM_%s_%s", text,
				*text ? " | " : "", upper_name(h->name),
				upper_name(h->flags.at[i]));
	return text;
}

static void emit_message(struct writer *w)
{
	const char *text = "";

	item(w, ".sent = 1");
	for (size_t i = 0; i < w->spec->headers.n; i++) {
		const struct header *h = w->spec->headers.at[i];
		uint32_t value = w->outcome.header[i];

		if (value)
			text = format("%s%s.%s = %s", text, *text ? ", " : "",
				c_name(h->name), h->is_flags ?
				flags_text(h, value) :
				test_number(&h->type, value));
	}
	if (*text)
		item(w, ".%s = { %s }", c_name(w->spec->message), text);
}

static void emit_out(struct writer *w)
{
	const struct spec *spec = w->spec;
	const struct outcome *o = &w->outcome;

	open_list(w, "out");
	if (o->sent)
		emit_message(w);
	if (o->reply)
		item(w, ".reply = FSM_REPLY_%s",
			upper_name(spec->replies.at[o->reply - 1]->name));
	MASK(w, "signals", o->signals, "FSM_SIGNAL_", signals);
	MASK(w, "started", o->started, "FSM_TIMER_", timers);
	MASK(w, "cancelled", o->cancelled, "FSM_TIMER_", timers);
	MASK(w, "operations", o->operations, "FSM_OP_", operations);
	for (size_t i = 0; i < spec->operations.n; i++)
		if (o->argument[i])
			item(w, ".%s = %u",
				c_name(spec->operations.at[i]->name),
				o->argument[i]);
	item(w, ".fired = %zu", o->fired.n);
	w->column = 7 + fprintf(w->out, ",\n\t    .row = {") - 2;
	w->first = true;
	for (size_t i = 0; i < o->fired.n; i++)
		item(w, "FSM_R_%s", upper_name(o->fired.at[i]->id));
	fputs(" } } },\n", w->out);
}

/* ---------------------------------------------------------------- tests */

static void emit_choices(struct writer *w, uint64_t choices)
{
	const struct spec *spec = w->spec;

	if (choices == w->base.choices)
		return;
	fputs("\t  .choices = &(const struct fsm_choices)\n", w->out);
	w->column = 7 + fprintf(w->out, "\t    {");
	w->first = true;
	for (size_t i = 0; i < spec->choices.n; i++)
		if (choices & bit_of(i))
			item(w, ".%s = 1", c_name(spec->choices.at[i]->name));
	if (choices == 0)
		item(w, ".%s = 0", c_name(spec->choices.at[0]->name));
	close_list(w);
}

static void emit_event(struct writer *w, const struct shot *shot,
	const char *after)
{
	open_list(w, "event");
	item(w, ".kind = FSM_E_%s", upper_name(shot->event->name));
	for (size_t i = 0; i < w->spec->fields.n; i++)
		if (shot->before.field[i])
			item(w, ".%s = %s",
				c_name(w->spec->fields.at[i]->name),
				test_number(&w->spec->fields.at[i]->type,
					shot->before.field[i]));
	fprintf(w->out, " }%s,\n", after);
}

static void emit_licence(struct writer *w, const struct shot *shot)
{
	const struct invariant *broken = test_breach(w->spec, &shot->before);

	if (shot->licence == BY_STRAY_TIMEOUT)
		fputs("\t/* Cannot happen: its timer does not run. */\n",
			w->out);
	else if (shot->licence == BY_BREACH)
		fprintf(w->out, "\t/* Cannot happen: %s. */\n", broken ?
			format("it breaks invariant %s", broken->name) :
			"its timer does not run");
}

static void emit_shot(const struct shot *shot, void *with)
{
	struct writer *w = with;

	interp_copy(w->spec, &w->after, &shot->before);
	interp_event(w->spec, shot->event, &w->after, &w->outcome);
	emit_licence(w, shot);
	fprintf(w->out, "\t{ .name = \"%s%s%s\",\n", shot->row->id,
		shot->remark ? ": " : "", shot->remark ? shot->remark : "");
	emit_choices(w, shot->before.choices);
	emit_difference(w, "given", &w->base, &shot->before);
	emit_event(w, shot, "");
	emit_difference(w, "becomes", &shot->before, &w->after);
	emit_out(w);
}

static void emit_tests(struct writer *w)
{
	fputs("const struct table_test table_tests[] = {\n", w->out);
	for (size_t i = 0; i < w->spec->rows.n; i++) {
		const struct row *row = w->spec->rows.at[i];
		struct shot shot;

		if (!test_search(w->spec, row, &shot)) {
			vec_push(&w->untested, row);
			continue;
		}
		vec_push(&w->shots, shot);
		emit_shot(&shot, w);
		test_edges(w->spec, &shot, emit_shot, w);
	}
	fputs("};\nconst size_t table_tests_n = sizeof table_tests / "
		"sizeof *table_tests;\n", w->out);
}

static void emit_cell(const struct shot *cell, void *with)
{
	struct writer *w = with;

	emit_licence(w, cell);
	fprintf(w->out, "\t{ .name = \"%s: %s\",\n", cell->row->id,
		cell->remark);
	emit_choices(w, cell->before.choices);
	emit_difference(w, "given", &w->base, &cell->before);
	emit_event(w, cell, " }");
	w->cells++;
}

static void emit_cells(struct writer *w)
{
	fputs("\n/* The other cells the rows stand in. */\n"
		"const struct table_cell table_cells[] = {\n", w->out);
	for (size_t i = 0; i < w->shots.n; i++)
		test_cells(w->spec, &w->shots.at[i], emit_cell, w);
	fprintf(w->out, "\t{ .name = NULL }\n};\n"
		"const size_t table_cells_n = %zu;\n", w->cells);
}

static void emit_untested(struct writer *w)
{
	fputs("\n/* No event was found that comes to these rows: the phases "
		"before hold it off. */\n"
		"const char *const table_untested[] = {\n", w->out);
	for (size_t i = 0; i < w->untested.n; i++)
		fprintf(w->out, "\t\"%s\",\n", w->untested.at[i]->id);
	fprintf(w->out, "\tNULL\n};\nconst size_t table_untested_n = %zu;\n",
		w->untested.n);
}

void emit_test(const struct spec *spec, FILE *out)
{
	struct writer w = { .spec = spec, .out = out };

	w.base = test_base(spec);
	w.after = interp_world(spec);
	w.outcome = interp_outcome(spec);
	fprintf(out, "/* SPDX-License-Identifier: BSD-2-Clause */\n"
		"/* Made by tcpwright: one test per row of machine %s, one"
		" per\n * edge of its class, one per cell it stands in. "
		"Do not edit. */\n"
		"#include \"table.h\"\n\n", spec->machine);
	test_fields(spec, &w.base, out);
	emit_tests(&w);
	emit_cells(&w);
	emit_untested(&w);
}
