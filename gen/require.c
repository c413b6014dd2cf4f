/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Numbered requirements. A standard numbers what it asks for, MUST-1 and on;
 * each number is answered in one of three ways:
 *
 *     a row cites it            the machine does it
 *     claim ... by a function   the code around the machine does it
 *     waive ... with a date     nobody does it, and here is why
 *
 * A number without an answer is an error, and so is a claim by what does not
 * exist, and a waiver of what is answered.
 */
#include <ctype.h>
#include <string.h>

#include "check.h"

static bool numbers(const struct citation *c, const char *prefix,
	unsigned number)
{
	return !c->standard && c->prefix == prefix &&
		c->number == number;
}

static bool among(const citations *list, const char *prefix, unsigned number)
{
	for (size_t i = 0; i < list->n; i++)
		if (numbers(&list->at[i], prefix, number))
			return true;
	return false;
}

static bool in_rows(const struct spec *spec, const char *prefix,
	unsigned number)
{
	for (size_t i = 0; i < spec->rows.n; i++)
		if (among(&spec->rows.at[i]->cites, prefix, number))
			return true;
	for (size_t i = 0; i < spec->choices.n; i++)
		if (among(&spec->choices.at[i]->cites, prefix, number))
			return true;
	return false;
}

/* The claim, or the waiver, of a number. */
static const struct claim *claim_of(const struct spec *spec, bool waiver,
	const char *prefix, unsigned number)
{
	const struct claim *c;

	for (size_t i = 0; i < spec->claims.n; i++) {
		c = spec->claims.at[i];
		if (!c->date != waiver &&
		    among(&c->ids, prefix, number))
			return c;
	}
	return NULL;
}

/* -------------------------------------------------- numbers that exist */

static void check_numbers(const struct spec *spec, const citations *list)
{
	const struct citation *c;
	bool known;

	for (size_t i = 0; i < list->n; i++) {
		c = &list->at[i];
		known = c->standard != NULL;
		for (size_t k = 0; k < spec->requirements.n; k++)
			known |= spec->requirements.at[k].prefix == c->prefix &&
				c->number >= 1 && c->number <=
				spec->requirements.at[k].last;
		if (!known)
			error_at(c->pos, "no requirement %s-%u is declared",
				c->prefix, c->number);
	}
}

/* --------------------------------------------------- claims that are true */

static bool word_at(const char *text, const char *at, size_t n)
{
	const char after = at[n + strspn(at + n, " \t")];

	return (at == text || (!isalnum((unsigned char)at[-1]) &&
		at[-1] != '_')) && after == '(';
}

static bool calls(const char *text, const char *function)
{
	const size_t n = strlen(function);
	const char *at = text;

	while ((at = strstr(at, function)) != NULL) {
		if (word_at(text, at, n))
			return true;
		at += n;
	}
	return false;
}

/* The specification stands in its repository, or in a folder of it. */
static FILE *open_claimed(const struct spec *spec, const char *path)
{
	const char *slash = strrchr(spec->text->path, '/');
	const char *up[] = { "", "../", "../../", "../../../" };
	const int n = slash ? (int)(slash + 1 - spec->text->path) : 0;
	FILE *in = NULL;

	for (size_t i = 0; i < sizeof up / sizeof *up && !in; i++)
		in = fopen(format("%.*s%s%s", n, spec->text->path, up[i],
			path), "r");
	return in;
}

static const char *rest_of(FILE *in)
{
	VEC(char) text = { 0 };
	int c;

	while ((c = getc(in)) != EOF)
		vec_push(&text, (char)c);
	vec_push(&text, '\0');
	fclose(in);
	return text.at;
}

static void check_claim(const struct spec *spec, const struct claim *c)
{
	const char *colon = strchr(c->by, ':');
	const char *path = colon ?
		intern(c->by, (size_t)(colon - c->by)) : c->by;
	FILE *in = open_claimed(spec, path);

	if (!in)
		error_at(c->pos, "this claim names %s, which is no file",
			path);
	else if (colon && !calls(rest_of(in), colon + 1))
		error_at(c->pos, "this claim names %s, which %s does not have",
			colon + 1, path);
}

/* ------------------------------------------------------ every one of them */

static void check_waiver(const struct spec *spec, const char *prefix,
	unsigned number)
{
	const struct claim *w = claim_of(spec, true, prefix, number);
	const struct claim *c = claim_of(spec, false, prefix, number);

	if (!w)
		return;
	if (in_rows(spec, prefix, number))
		error_at(w->pos, "%s-%u is waived, yet rows cite it", prefix,
			number);
	if (c) {
		error_at(w->pos, "%s-%u is waived, yet claimed", prefix,
			number);
		note_at(c->pos, "the claim");
	}
}

static bool answered(const struct spec *spec, const char *prefix,
	unsigned number)
{
	return in_rows(spec, prefix, number) ||
		claim_of(spec, false, prefix, number) != NULL ||
		claim_of(spec, true, prefix, number) != NULL;
}

static void check_range(const struct spec *spec, struct requirement_range r)
{
	const char *open = "";
	unsigned i;

	for (i = 1; i <= r.last; i++) {
		check_waiver(spec, r.prefix, i);
		if (!answered(spec, r.prefix, i))
			open = format("%s %s-%u", open, r.prefix, i);
	}
	if (*open != '\0')
		error_at(spec->numbered->pos, "no row, claim or waiver answers "
			"requirement%s", open);
}

bool check_requirements(const struct spec *spec)
{
	const int before = error_count();

	for (size_t i = 0; i < spec->choices.n; i++)
		check_numbers(spec, &spec->choices.at[i]->cites);
	for (size_t i = 0; i < spec->rows.n; i++)
		check_numbers(spec, &spec->rows.at[i]->cites);
	for (size_t i = 0; i < spec->claims.n; i++) {
		check_numbers(spec, &spec->claims.at[i]->ids);
		if (spec->claims.at[i]->by)
			check_claim(spec, spec->claims.at[i]);
	}
	for (size_t i = 0; i < spec->requirements.n; i++)
		check_range(spec, spec->requirements.at[i]);
	return error_count() == before;
}

/* ------------------------------------------------------------ the matrix */

static void trace_rows(const struct spec *spec, const char *prefix,
	unsigned number, FILE *out)
{
	for (size_t i = 0; i < spec->choices.n; i++)
		if (among(&spec->choices.at[i]->cites, prefix, number))
			fprintf(out, " choice %s", spec->choices.at[i]->name);
	for (size_t i = 0; i < spec->rows.n; i++)
		if (among(&spec->rows.at[i]->cites, prefix, number))
			fprintf(out, " %s", spec->rows.at[i]->id);
}

static void trace_claims(const struct spec *spec, const char *prefix,
	unsigned number, FILE *out)
{
	const struct claim *c;

	for (size_t i = 0; i < spec->claims.n; i++) {
		c = spec->claims.at[i];
		if (!among(&c->ids, prefix, number))
			continue;
		if (c->date)
			fprintf(out, " waived %s: %s", c->date, c->text);
		else
			fprintf(out, " %s%s%s", c->by, c->text ? " " : "",
				c->text ? c->text : "");
	}
}

void emit_trace(const struct spec *spec, FILE *out)
{
	const struct requirement_range *r;
	unsigned i;

	for (size_t k = 0; k < spec->requirements.n; k++) {
		r = &spec->requirements.at[k];
		for (i = 1; i <= r->last; i++) {
			fprintf(out, "%-8s", format("%s-%u", r->prefix, i));
			trace_rows(spec, r->prefix, i, out);
			trace_claims(spec, r->prefix, i, out);
			fputs(answered(spec, r->prefix, i) ? "\n" :
				" (open)\n", out);
		}
	}
}
