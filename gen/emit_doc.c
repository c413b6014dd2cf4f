/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The document of a machine, from its names to its phases to the matrix of
 * requirements: everything the specification says, with links. Whoever reads
 * it needs no .fsm file at hand.
 */
#include "emit_doc.h"

/* ---------------------------------------------------------------- states */

static const char *invariants_of(struct doc *d, size_t state)
{
	const char *text = "";

	for (size_t i = 0; i < d->spec->invariants.n; i++) {
		const struct invariant *v = d->spec->invariants.at[i];
		uint64_t all = all_states(d->spec);

		if (v->states != all && v->states & bit_of(state))
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
			if (r->states & bit_of(s) && r->next->index != s)
				doc_add(&out[s], doc_row(d, r));
		if (r->next && r->states & ~bit_of(r->next->index))
			doc_add(&in[r->next->index], doc_row(d, r));
	}
}

static void states(struct doc *d)
{
	const struct spec *spec = d->spec;
	struct doc_list *in = xalloc(spec->states.n * sizeof *in);
	struct doc_list *out = xalloc(spec->states.n * sizeof *out);

	moves(d, in, out);
	d->style->picture(d, "fsm.gen.svg", "the state diagram");
	DOC_HEADS(d, "state", "entered by", "left by", "what holds in it");
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

static const char *type_of(const struct type *type)
{
	if (type->kind == TY_FLAG)
		return "flag";
	if (type->kind == TY_SEQ)
		return type->space->name;
	return type->max == UINT32_MAX ? "octets" :
		format("octets(%llu)", (unsigned long long)type->max);
}

static const char *model_of(const struct variable *v)
{
	return v->projection == KEPT ? "kept" : v->projection == FREE ?
		"free" : format("fixed %llu", (unsigned long long)v->fixed);
}

static void variable(struct doc *d, const struct variable *v)
{
	doc_cells(d, 4, d->style->anchor(format("var-%s", v->name),
		d->style->code(v->name)), type_of(&v->type),
		d->style->plain(v->text), model_of(v));
}

static void variables(struct doc *d)
{
	d->style->paragraph(d, "What a machine remembers between events. "
		"Sequence numbers count modulo 2<sup>32</sup>; the last column "
		"says how a model of the machine sees the variable.");
	for (size_t i = 0; i < d->spec->spaces.n; i++)
		d->style->paragraph(d, format("%s: %s.",
			d->style->strong(d->spec->spaces.at[i]->name),
			d->style->plain(d->spec->spaces.at[i]->text)));
	DOC_HEADS(d, "variable", "type", "meaning", "model");
	for (size_t i = 0; i < d->spec->variables.n; i++)
		variable(d, d->spec->variables.at[i]);
	d->style->table_end(d);
}

static void named(struct doc *d, const char *kind, const char *name,
	const char *text)
{
	doc_cells(d, 3, kind, d->style->code(name), d->style->plain(text));
}

static void headers(struct doc *d)
{
	for (size_t i = 0; i < d->spec->headers.n; i++) {
		const struct header *h = d->spec->headers.at[i];
		const char *text = h->is_flags ? "flags" : type_of(&h->type);

		for (size_t k = 0; k < h->flags.n; k++)
			text = doc_join(text, " ", h->flags.at[k]);
		named(d, format("header of %s",
			d->style->plain(d->spec->message)), h->name, text);
	}
}

static void answers(struct doc *d)
{
	const struct spec *s = d->spec;

	DOC_HEADS(d, "kind", "name", "meaning");
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
	headers(d);
	d->style->table_end(d);
}

static void definitions(struct doc *d)
{
	const struct style *s = d->style;

	DOC_HEADS(d, "name", "stands for", "why");
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

	DOC_HEADS(d, "name", "default", "what it decides", "source");
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

	DOC_HEADS(d, "invariant", "in", "says");
	for (size_t i = 0; i < d->spec->invariants.n; i++) {
		const struct invariant *v = d->spec->invariants.at[i];
		uint64_t all = all_states(d->spec);

		doc_cells(d, 3, s->anchor(format("invariant-%s", v->name),
			s->plain(v->name)), doc_states(d, v->states, all),
			s->code(spec_expr(v->value)));
	}
	s->table_end(d);
}

/* -------------------------------------------------------------- the whole */

static size_t always(const struct spec *spec)
{
	return spec->states.n;
}

static size_t answer_count(const struct spec *spec)
{
	return spec->timers.n + spec->replies.n + spec->signals.n +
		spec->operations.n + spec->headers.n;
}

static size_t freedom_count(const struct spec *spec)
{
	return spec->choices.n + spec->assumptions.n;
}

static size_t definition_count(const struct spec *spec)
{
	return spec->defines.n + spec->actions.n;
}

static size_t variable_count(const struct spec *spec)
{
	return spec->variables.n;
}

static size_t invariant_count(const struct spec *spec)
{
	return spec->invariants.n;
}

static size_t requirement_count(const struct spec *spec)
{
	return spec->requirements.n;
}

static const struct part {
	const char *anchor, *title;
	size_t (*count)(const struct spec *spec);	/* 0: left out */
	void (*write)(struct doc *d);
} parts[] = {
	{ "states", "States", always, states },
	{ "variables", "Variables", variable_count, variables },
	{ "answers", "Timers, answers, operations, messages", answer_count,
		answers },
	{ "choices", "Choices and assumptions", freedom_count, freedom },
	{ "invariants", "What is always true", invariant_count, invariants },
	{ "definitions", "Definitions and actions", definition_count,
		definitions },
	{ "events", "Events", always, doc_phases },
	{ "requirements", "Requirements", requirement_count, doc_matrix },
};

enum { PARTS = sizeof parts / sizeof *parts };

static void event_contents(struct doc *d)
{
	const struct style *s = d->style;

	for (size_t i = 0; i < d->spec->events.n; i++) {
		const struct event *e = d->spec->events.at[i];

		s->item(d, 2, s->link(format("event-%s", e->name),
			s->plain(e->name)));
		for (size_t k = 0; !e->at && k < e->phases.n; k++)
			s->item(d, 3, s->link(format("phase-%s",
				e->phases.at[k]->name),
				s->plain(e->phases.at[k]->name)));
	}
}

static void contents(struct doc *d)
{
	for (size_t i = 0; i < PARTS; i++) {
		if (!parts[i].count(d->spec))
			continue;
		d->style->item(d, 1, d->style->link(parts[i].anchor,
			parts[i].title));
		if (parts[i].write == doc_phases)
			event_contents(d);
	}
	d->style->items_end(d);
}

static const char *count(size_t n, const char *what)
{
	return format("%zu %s%s", n, what, n == 1 ? "" : "s");
}

static void opening(struct doc *d)
{
	const struct spec *spec = d->spec;
	const struct style *s = d->style;
	const char *text = "";

	s->heading(d, 1, "top", s->plain(spec->title ? spec->title :
		spec->machine));
	s->paragraph(d, format("The machine %s: %s, %s, %s, %s. An event runs "
		"through its phases in order; in each, the state and the class "
		"of the event select one row, whose actions are done before "
		"its next state is entered.",
		s->strong(s->plain(spec->machine)),
		count(spec->states.n, "state"), count(spec->events.n, "event"),
		count(spec->phases.n, "phase"), count(spec->rows.n, "row")));
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
	for (size_t i = 0; i < PARTS; i++) {
		if (!parts[i].count(spec))
			continue;
		style->heading(&d, 2, parts[i].anchor, parts[i].title);
		parts[i].write(&d);
	}
	style->end(&d);
}
