/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The matrix of requirements: for every number of every prefix the rows and
 * choices that cite it, the claims that answer it, the waivers that excuse it.
 */
#include "emit_doc.h"

/* Answers of one prefix, by number. */
struct answers { struct doc_list *to; };

static size_t range_of(const struct spec *spec, const char *prefix)
{
	size_t i = 0;

	while (i < spec->requirements.n &&
	       spec->requirements.at[i].prefix != prefix)
		i++;
	return i;
}

static void answer(const struct spec *spec, struct answers *all,
	const citations *list, const char *text)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct citation *c = &list->at[i];
		size_t r = c->prefix ? range_of(spec, c->prefix) :
			spec->requirements.n;

		if (r < spec->requirements.n &&
		    c->number <= spec->requirements.at[r].last)
			doc_add(&all[r].to[c->number], text);
	}
}

static const char *claim_text(struct doc *d, const struct claim *c)
{
	const struct style *s = d->style;
	const char *text = c->text ? s->plain(c->text) : "";

	if (c->date)
		return format("waived %s: %s", c->date, text);
	return doc_join(s->code(c->by), *text ? ": " : "", text);
}

static struct answers *collect(struct doc *d)
{
	const struct spec *spec = d->spec;
	struct answers *all = xalloc(spec->requirements.n * sizeof *all);

	for (size_t i = 0; i < spec->requirements.n; i++) {
		size_t n = spec->requirements.at[i].last + 1;

		all[i].to = xalloc(n * sizeof *all[i].to);
	}
	for (size_t i = 0; i < spec->rows.n; i++)
		if (spec->rows.at[i]->cites.n)
			answer(spec, all, &spec->rows.at[i]->cites,
				doc_row(d, spec->rows.at[i]));
	for (size_t i = 0; i < spec->choices.n; i++)
		answer(spec, all, &spec->choices.at[i]->cites,
			d->style->link(format("choice-%s",
				spec->choices.at[i]->name),
				d->style->code(spec->choices.at[i]->name)));
	for (size_t i = 0; i < spec->claims.n; i++)
		answer(spec, all, &spec->claims.at[i]->ids,
			claim_text(d, spec->claims.at[i]));
	return all;
}

void doc_matrix(struct doc *d)
{
	const struct spec *spec = d->spec;
	struct answers *all = collect(d);

	d->style->paragraph(d, "Who answers each numbered requirement of the "
		"standard: rows of this machine, a function or document, or a "
		"waiver with its date and reason.");
	DOC_HEADS(d, "requirement", "answered by");
	for (size_t i = 0; i < spec->requirements.n; i++)
		for (unsigned n = 1; n <= spec->requirements.at[i].last; n++) {
			const char *id = format("%s-%u",
				spec->requirements.at[i].prefix, n);

			doc_cells(d, 2, d->style->anchor(id, id),
				all[i].to[n].text.n ? doc_text(&all[i].to[n]) :
				"&ndash;");
		}
	d->style->table_end(d);
}
