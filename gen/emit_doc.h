/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The documentation back end. emit_doc*.c say what stands in the document,
 * in the order it stands there; a style says how that is written down. There
 * are two, Markdown and HTML, so the two documents cannot differ in substance.
 */
#ifndef EMIT_DOC_H
#define EMIT_DOC_H

#include "gen.h"

struct doc;

struct style {
	void (*begin)(struct doc *d);
	void (*end)(struct doc *d);
	void (*heading)(struct doc *d, int level, const char *anchor,
		const char *text);
	void (*paragraph)(struct doc *d, const char *inline_text);
	void (*item)(struct doc *d, int level, const char *inline_text);
	void (*items_end)(struct doc *d);
	void (*table)(struct doc *d, const char *const *heads, size_t n);
	void (*cell)(struct doc *d, const char *inline_text);
	void (*next)(struct doc *d);		/* row of the table */
	void (*table_end)(struct doc *d);
	void (*picture)(struct doc *d, const char *file, const char *text);

	/* Inline text. All but plain and code take inline text. */
	const char *(*plain)(const char *text);
	const char *(*code)(const char *text);
	const char *(*strong)(const char *inline_text);
	const char *(*small)(const char *inline_text);
	const char *(*anchor)(const char *name, const char *inline_text);
	const char *(*link)(const char *name, const char *inline_text);
	const char *line_break;
	bool contents_first;		/* before the title */
};

struct doc {
	const struct spec *spec;
	FILE *out;
	const struct style *style;
	size_t columns, column;		/* of the table being written */
	int depth;			/* of the list being written */
};

void emit_doc(const struct spec *spec, FILE *out, const struct style *style);
void doc_phases(struct doc *d);		/* emit_doc_phase.c */
void doc_matrix(struct doc *d);		/* emit_doc_matrix.c */

/* A long list of inline texts, grown at its end. */
struct doc_list { VEC(char) text; };
void doc_add(struct doc_list *list, const char *text);
const char *doc_text(const struct doc_list *list);

/* Inline text with a list's separator before TEXT, unless LIST is empty. */
const char *doc_join(const char *list, const char *separator,
	const char *text);
const char *doc_row(struct doc *d, const struct row *row);	/* a link */
const char *doc_state(struct doc *d, const struct state *state);
const char *doc_states(struct doc *d, uint64_t states, uint64_t any);
const char *doc_citations(struct doc *d, const citations *list);
const char *doc_statements(struct doc *d, const statements *list);

/* Begins a table; one row of it. */
#define DOC_HEADS(d, ...) do { \
		static const char *const heads_[] = { __VA_ARGS__ }; \
		(d)->style->table(d, heads_, sizeof heads_ / sizeof *heads_); \
	} while (0)
void doc_cells(struct doc *d, size_t n, ...);

#endif
