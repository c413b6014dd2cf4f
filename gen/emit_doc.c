/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The document of a machine, from its names to its phases to the matrix of
 * requirements: everything the specification says, with links. Whoever reads
 * it needs no .fsm file at hand.
 */
#include <stdarg.h>
#include <string.h>

#include "emit_doc.h"

#define HEADS(d, ...) do { \
		static const char *const heads_[] = { __VA_ARGS__ }; \
		(d)->style->table(d, heads_, sizeof heads_ / sizeof *heads_); \
	} while (0)

static uint64_t bit(size_t index)
{
	return (uint64_t)1 << index;
}

/* ------------------------------------------------------------ inline text */

const char *doc_join(const char *list, const char *separator,
	const char *text)
{
	return *list ? format("%s%s%s", list, separator, text) : text;
}

void doc_add(struct doc_list *list, const char *text)
{
	for (const char *p = list->text.n ? ", " : ""; *p; p++)
		vec_push(&list->text, *p);
	for (; *text; text++)
		vec_push(&list->text, *text);
}

const char *doc_text(const struct doc_list *list)
{
	char *text = xalloc(list->text.n + 1);

	if (list->text.n)
		memcpy(text, list->text.at, list->text.n);
	return text;
}

const char *doc_row(struct doc *d, const struct row *row)
{
	return d->style->link(row->id, d->style->plain(row->id));
}

const char *doc_state(struct doc *d, const struct state *state)
{
	return d->style->link(format("state-%s", state->name),
		d->style->plain(state->name));
}

/* A .. B for three states and more; `any` for all of them. */
const char *doc_states(struct doc *d, uint64_t states, uint64_t any)
{
	const char *text = "";

	if (states == any)
		return "any";
	for (size_t i = 0; i < d->spec->states.n; i++) {
		size_t j = i;
		const char *s = doc_state(d, d->spec->states.at[i]);

		if (!(states & bit(i)))
			continue;
		while (j + 1 < d->spec->states.n && states & bit(j + 1))
			j++;
		if (j >= i + 2) {
			s = format("%s .. %s", s,
				doc_state(d, d->spec->states.at[j]));
			i = j;
		}
		text = doc_join(text, " ", s);
	}
	return text;
}

const char *doc_citation(struct doc *d, const struct citation *c)
{
	const struct style *s = d->style;
	const char *text = "";

	if (c->prefix) {
		text = format("%s-%u", c->prefix, c->number);
		return d->spec->requirements.n ? s->link(text, text) : text;
	}
	if (c->standard && c->standard != d->spec->standards.at[0])
		text = s->link(format("standard-%s", c->standard->name),
			s->plain(c->standard->name));
	if (c->section)
		text = doc_join(text, " ", s->plain(c->section));
	return doc_join(text, " ", format("&ldquo;%s&rdquo;",
		s->plain(c->quote)));
}

const char *doc_citations(struct doc *d, const citations *list)
{
	const char *text = "";

	for (size_t i = 0; i < list->n; i++)
		text = doc_join(text, i && !list->at[i].prefix ?
			d->style->line_break : ", ",
			doc_citation(d, &list->at[i]));
	return text;
}

/* Actions by name lead to their definition. */
const char *doc_statements(struct doc *d, const statements *list)
{
	const struct style *s = d->style;
	const char *text = "";

	for (size_t i = 0; i < list->n; i++) {
		const struct statement *t = list->at[i];
		const char *one = s->code(spec_statement(t));

		if (t->op == S_ACTION)
			one = s->link(format("action-%s", t->action->name),
				one);
		text = doc_join(text, ", ", one);
	}
	return *text ? text : "&ndash;";
}

void doc_cells(struct doc *d, size_t n, ...)
{
	va_list args;

	va_start(args, n);
	while (n--)
		d->style->cell(d, va_arg(args, const char *));
	va_end(args);
	d->style->next(d);
}

/* ---------------------------------------------------------------- states */

static const char *invariants_of(struct doc *d, size_t state)
{
	const char *text = "";

	for (size_t i = 0; i < d->spec->invariants.n; i++) {
		const struct invariant *v = d->spec->invariants.at[i];
		uint64_t all = d->spec->states.n == 64 ? UINT64_MAX :
			bit(d->spec->states.n) - 1;

		if ((v->states & all) != all && v->states & bit(state))
			text = doc_join(text, ", ", d->style->link(
				format("invariant-%s", v->name),
				d->style->plain(v->name)));
	}
	return text;
}

/* Who enters and who leaves every state. */
static void moves(struct doc *d, struct doc_list *in, struct doc_list *out)
{
	const struct spec *spec = d->spec;

	for (size_t i = 0; i < spec->rows.n; i++) {
		const struct row *r = spec->rows.at[i];

		for (size_t s = 0; r->next && s < spec->states.n; s++)
			if (r->states & bit(s) && r->next->index != s)
				doc_add(&out[s], doc_row(d, r));
		if (r->next && r->states & ~bit(r->next->index))
			doc_add(&in[r->next->index], doc_row(d, r));
	}
}

static void states(struct doc *d)
{
	const struct spec *spec = d->spec;
	struct doc_list *in = xalloc(spec->states.n * sizeof *in);
	struct doc_list *out = xalloc(spec->states.n * sizeof *out);

	moves(d, in, out);
	d->style->heading(d, 2, "states", "States");
	d->style->picture(d, "fsm.gen.svg", "the state diagram");
	HEADS(d, "state", "entered by", "left by", "what holds in it");
	for (size_t i = 0; i < spec->states.n; i++) {
		const char *name = spec->states.at[i]->name;

		doc_cells(d, 4, d->style->anchor(format("state-%s", name),
			d->style->strong(d->style->plain(name))),
			doc_text(&in[i]), doc_text(&out[i]),
			invariants_of(d, i));
	}
	d->style->table_end(d);
}

/* ----------------------------------------------------------------- names */

static const char *type_of(const struct variable *v)
{
	if (v->type.kind == TY_FLAG)
		return "flag";
	if (v->type.kind == TY_SEQ)
		return v->type.space->name;
	return v->type.max == UINT32_MAX ? "octets" :
		format("octets(%llu)", (unsigned long long)v->type.max);
}

static const char *model_of(const struct variable *v)
{
	return v->projection == KEPT ? "kept" : v->projection == FREE ?
		"free" : format("fixed %llu", (unsigned long long)v->fixed);
}

static void variable(struct doc *d, const struct variable *v)
{
	doc_cells(d, 4, d->style->anchor(format("var-%s", v->name),
		d->style->code(v->name)), type_of(v), d->style->plain(v->text),
		model_of(v));
}

static void variables(struct doc *d)
{
	d->style->heading(d, 2, "variables", "Variables");
	d->style->paragraph(d, "What a machine remembers between events. "
		"Sequence numbers count modulo 2<sup>32</sup>; the last column "
		"says how a model of the machine sees the variable.");
	for (size_t i = 0; i < d->spec->spaces.n; i++)
		d->style->paragraph(d, format("%s: %s.",
			d->style->strong(d->spec->spaces.at[i]->name),
			d->style->plain(d->spec->spaces.at[i]->text)));
	HEADS(d, "variable", "type", "meaning", "model");
	for (size_t i = 0; i < d->spec->variables.n; i++)
		variable(d, d->spec->variables.at[i]);
	d->style->table_end(d);
}

static void named(struct doc *d, const char *kind, const char *name,
	const char *text)
{
	doc_cells(d, 3, kind, d->style->code(name), d->style->plain(text));
}

static void answers(struct doc *d)
{
	const struct spec *s = d->spec;

	d->style->heading(d, 2, "answers", "Timers, answers, operations");
	HEADS(d, "kind", "name", "meaning");
	for (size_t i = 0; i < s->timers.n; i++)
		named(d, format("timer, raises %s", d->style->link(
			format("event-%s", s->timers.at[i]->raises->name),
			s->timers.at[i]->raises->name)),
			s->timers.at[i]->name, s->timers.at[i]->text);
	for (size_t i = 0; i < s->replies.n; i++)
		named(d, "reply", s->replies.at[i]->name,
			s->replies.at[i]->text);
	for (size_t i = 0; i < s->signals.n; i++)
		named(d, "signal", s->signals.at[i]->name,
			s->signals.at[i]->text);
	for (size_t i = 0; i < s->operations.n; i++)
		named(d, "operation", s->operations.at[i]->name,
			s->operations.at[i]->text);
	d->style->table_end(d);
}

static void definitions(struct doc *d)
{
	const struct style *s = d->style;

	s->heading(d, 2, "definitions", "Definitions and actions");
	HEADS(d, "name", "stands for", "why");
	for (size_t i = 0; i < d->spec->defines.n; i++)
		doc_cells(d, 3, s->code(d->spec->defines.at[i]->name),
			s->code(spec_expr(d->spec->defines.at[i]->value)), "");
	for (size_t i = 0; i < d->spec->actions.n; i++) {
		const struct action *a = d->spec->actions.at[i];

		doc_cells(d, 3, s->anchor(format("action-%s", a->name),
			s->code(a->name)), doc_statements(d, &a->body),
			a->text ? s->plain(a->text) : "");
	}
	s->table_end(d);
}

/* ------------------------------------------------- freedom and invariants */

static void freedom(struct doc *d)
{
	const struct style *s = d->style;

	s->heading(d, 2, "choices", "Choices and assumptions");
	HEADS(d, "name", "default", "what it decides", "source");
	for (size_t i = 0; i < d->spec->choices.n; i++) {
		const struct choice *c = d->spec->choices.at[i];

		doc_cells(d, 4, s->anchor(format("choice-%s", c->name),
			s->code(c->name)), c->on ? "on" : "off",
			s->plain(c->text), doc_citations(d, &c->cites));
	}
	for (size_t i = 0; i < d->spec->assumptions.n; i++)
		doc_cells(d, 4, s->code(d->spec->assumptions.at[i]->name),
			"assumed", s->plain(d->spec->assumptions.at[i]->text),
			"");
	s->table_end(d);
}

static void invariants(struct doc *d)
{
	const struct style *s = d->style;

	s->heading(d, 2, "invariants", "What is always true");
	HEADS(d, "invariant", "in", "says");
	for (size_t i = 0; i < d->spec->invariants.n; i++) {
		const struct invariant *v = d->spec->invariants.at[i];
		uint64_t all = d->spec->states.n == 64 ? UINT64_MAX :
			bit(d->spec->states.n) - 1;

		doc_cells(d, 3, s->anchor(format("invariant-%s", v->name),
			s->plain(v->name)), doc_states(d, v->states & all, all),
			s->code(spec_expr(v->value)));
	}
	s->table_end(d);
}

/* -------------------------------------------------------------- the whole */

static void contents(struct doc *d)
{
	static const char *const parts[][2] = {
		{ "states", "States" }, { "variables", "Variables" },
		{ "answers", "Timers, answers, operations" },
		{ "choices", "Choices and assumptions" },
		{ "invariants", "What is always true" },
		{ "definitions", "Definitions and actions" },
		{ "events", "Events" },
	};
	const struct style *s = d->style;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		s->item(d, 1, s->link(parts[i][0], parts[i][1]));
	for (size_t i = 0; i < d->spec->events.n; i++) {
		const struct event *e = d->spec->events.at[i];

		s->item(d, 2, s->link(format("event-%s", e->name), e->name));
		for (size_t k = 0; !e->at && k < e->phases.n; k++)
			s->item(d, 3, s->link(format("phase-%s",
				e->phases.at[k]->name), e->phases.at[k]->name));
	}
	if (d->spec->requirements.n)
		s->item(d, 1, s->link("requirements", "Requirements"));
	s->items_end(d);
}

static void opening(struct doc *d)
{
	const struct spec *spec = d->spec;
	const struct style *s = d->style;
	const char *text = "";

	s->heading(d, 1, "top", s->plain(spec->title ? spec->title :
		spec->machine));
	s->paragraph(d, format("The machine %s: %zu states, %zu events, %zu "
		"phases, %zu rows. An event runs through its phases in order; "
		"in each, the state and the class of the event select one row, "
		"whose actions are done before its next state is entered.",
		s->strong(s->plain(spec->machine)), spec->states.n,
		spec->events.n, spec->phases.n, spec->rows.n));
	for (size_t i = 0; i < spec->standards.n; i++) {
		const struct standard *t = spec->standards.at[i];

		text = doc_join(text, s->line_break, s->anchor(
			format("standard-%s", t->name), format("%s: %s",
			s->strong(s->plain(t->name)), s->plain(t->title))));
	}
	if (*text)
		s->paragraph(d, text);
}

void emit_doc(const struct spec *spec, FILE *out, const struct style *style)
{
	struct doc d = { .spec = spec, .out = out, .style = style };

	style->begin(&d);
	if (style->contents_first)
		contents(&d);
	opening(&d);
	if (!style->contents_first)
		contents(&d);
	states(&d);
	variables(&d);
	answers(&d);
	freedom(&d);
	invariants(&d);
	definitions(&d);
	doc_phases(&d);
	doc_matrix(&d);
	style->end(&d);
}
