/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pieces of inline text that several parts of the document share: links to
 * rows and states, citations, actions; lists that grow; a row of a table.
 */
#include <stdarg.h>
#include <string.h>

#include "emit_doc.h"

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

		if (!(states & bit_of(i)))
			continue;
		while (j + 1 < d->spec->states.n && states & bit_of(j + 1))
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

static const char *citation(struct doc *d, const struct citation *c)
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
			citation(d, &list->at[i]));
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
