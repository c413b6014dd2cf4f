/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Quotations. Everything a specification quotes, titles of events and phases
 * included, has to stand in the section it names. The standards are not
 * distributed with it; what was once looked up is recorded beside it:
 *
 *     tcp.fsm  --quotation-->  found in a text given with --rfc?
 *                 |                        | all of them: written
 *                 |                        v
 *                 +-- no text given --> SPEC.lock
 *
 * A line of SPEC.lock is `rfc9293 3.10.7.4 "quotation"`, or the hash of the
 * text the lines of that standard were found in. A lock made from another
 * text is worth nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define LONGEST 24		/* words a quotation may have */

struct book {			/* a standard, and its text if it was given */
	const struct standard *standard;
	struct rfc *rfc;
	const char *hash_line;	/* as the lock has it */
};

struct desk {
	const struct spec *spec;
	struct book *books;	/* [standard->index] */
	bool any;		/* some text was given */
	const char *lock_path;
	VEC(const char *) lock;	/* lines, interned */
	VEC(const char *) verified;
};

/* ------------------------------------------------------------ SPEC.lock */

static void read_lock(struct desk *d)
{
	FILE *in = fopen(d->lock_path, "r");
	char line[4096];

	while (in && fgets(line, sizeof line, in) != NULL)
		vec_push(&d->lock, intern(line, strcspn(line, "\n")));
	if (in)
		fclose(in);
}

static bool in_lock(const struct desk *d, const char *line)
{
	for (size_t i = 0; i < d->lock.n; i++)
		if (d->lock.at[i] == line)
			return true;
	return false;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char head[] =
	"# SPDX-License-Identifier: BSD-2-Clause\n"
	"# What was found in the standards by `tcpwright check --rfc FILE`,\n"
	"# which writes this file: edit the specification instead.\n";

static bool write_lock(struct desk *d)
{
	FILE *out = fopen(d->lock_path, "w");

	if (!out) {
		fprintf(stderr, "tcpwright: %s: cannot be written\n",
			d->lock_path);
		return false;
	}
	qsort(d->verified.at, d->verified.n, sizeof *d->verified.at, by_text);
	fputs(head, out);
	for (size_t i = 0; i < d->verified.n; i++)
		if (i == 0 || d->verified.at[i] != d->verified.at[i - 1])
			fprintf(out, "%s\n", d->verified.at[i]);
	return fclose(out) == 0;
}

/* ------------------------------------------------------- texts with --rfc */

static const struct standard *with_hash(const struct spec *spec,
	const char *sha256)
{
	for (size_t i = 0; i < spec->standards.n; i++)
		if (strcmp(spec->standards.at[i]->sha256, sha256) == 0)
			return spec->standards.at[i];
	return NULL;
}

/* The file's name tells which standard it was meant for. */
static bool wrong_text(const struct spec *spec, const char *path,
	const char *sha256)
{
	const char *slash = strrchr(path, '/');
	const struct standard *s;

	for (size_t i = 0; i < spec->standards.n; i++) {
		s = spec->standards.at[i];
		if (strstr(slash ? slash : path, s->name) == NULL)
			continue;
		error_at(s->pos, "%s has SHA-256 %s, not %s", path, sha256,
			s->sha256);
		return false;
	}
	fprintf(stderr, "tcpwright: %s has SHA-256 %s: no standard of the "
		"specification has\n", path, sha256);
	return false;
}

static bool open_book(struct desk *d, const char *path)
{
	struct rfc *rfc = rfc_read(path);
	const struct standard *s = with_hash(d->spec, rfc_sha256(rfc));

	if (!s)
		return wrong_text(d->spec, path, rfc_sha256(rfc));
	d->books[s->index].rfc = rfc;
	d->any = true;
	return true;
}

static bool open_books(struct desk *d, const char *const *rfcs, size_t n)
{
	const struct standard *s;
	bool ok = true;

	d->books = xalloc((d->spec->standards.n + 1) * sizeof *d->books);
	for (size_t i = 0; i < d->spec->standards.n; i++) {
		s = d->spec->standards.at[i];
		d->books[i].standard = s;
		d->books[i].hash_line = interned(format("%s sha256 %s",
			s->name, s->sha256));
	}
	for (size_t i = 0; i < n; i++)
		ok &= open_book(d, rfcs[i]);
	return ok;
}

/* ---------------------------------------------------------- quotations */

static size_t words(const char *quote)
{
	size_t n = 0;

	for (; *quote != '\0'; quote++)
		n += *quote == ' ';
	return n + 1;
}

static void look_up(struct desk *d, const struct citation *c)
{
	const struct book *b = &d->books[c->standard->index];

	if (!rfc_has_section(b->rfc, c->section))
		error_at(c->pos, "%s has no section %s", c->standard->name,
			c->section);
	else if (!rfc_has_quote(b->rfc, c->section, c->quote))
		error_at(c->pos, "not in %s%s%s: \"%s\"", c->standard->name,
			c->section ? " section " : "",
			c->section ? c->section : "", c->quote);
}

static void remember(const struct desk *d, const struct citation *c,
	const char *line)
{
	const struct book *b = &d->books[c->standard->index];

	if (in_lock(d, line) && in_lock(d, b->hash_line))
		return;
	error_at(c->pos, "never looked up in %s%s%s: give its text with --rfc",
		c->standard->name, c->section ? " section " : "",
		c->section ? c->section : "");
}

static void quotation(struct desk *d, const struct citation *c)
{
	const struct book *b = &d->books[c->standard->index];
	const char *line = interned(format("%s %s \"%s\"", c->standard->name,
		c->section ? c->section : "-", c->quote));

	if (words(c->quote) > LONGEST)
		error_at(c->pos, "%zu words are quoted: %d are enough to find "
			"the place", words(c->quote), LONGEST);
	else if (b->rfc)
		look_up(d, c);
	else
		remember(d, c, line);
	vec_push(&d->verified, line);
	vec_push(&d->verified, b->hash_line);
}

static void quotations(struct desk *d, const citations *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].standard)
			quotation(d, &list->at[i]);
}

/* A title is a quotation of the first standard. */
static void title(struct desk *d, struct pos pos, const char *section,
	const char *text)
{
	if (d->spec->standards.n > 0)
		quotation(d, &(struct citation){ .pos = pos, .quote = text,
			.standard = d->spec->standards.at[0],
			.section = section });
}

static void all_quotations(struct desk *d)
{
	const struct spec *s = d->spec;

	for (size_t i = 0; i < s->choices.n; i++)
		quotations(d, &s->choices.at[i]->cites);
	for (size_t i = 0; i < s->events.n; i++)
		title(d, s->events.at[i]->pos, s->events.at[i]->section,
			s->events.at[i]->title);
	for (size_t i = 0; i < s->phases.n; i++)
		title(d, s->phases.at[i]->pos, s->phases.at[i]->section,
			s->phases.at[i]->title);
	for (size_t i = 0; i < s->rows.n; i++)
		quotations(d, &s->rows.at[i]->cites);
}

bool check_citations(const struct spec *spec, const char *const *rfcs,
	size_t n)
{
	struct desk d = { .spec = spec };
	const int before = error_count();
	bool ok;

	d.lock_path = path_beside(spec->text->path, "SPEC.lock");
	read_lock(&d);
	ok = open_books(&d, rfcs, n);
	if (ok)
		all_quotations(&d);
	ok &= error_count() == before;
	if (ok && d.any && !spec->is_variant)
		ok = write_lock(&d);
	/* A variant is not what the standard requires. */
	return (spec->is_variant || check_requirements(spec)) && ok;
}
