/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The text of a standard, made ready to be searched for quotations.
 *
 * Page furniture goes: "Braden  [Page 93]", a form feed and the running head
 * behind it. All white space is one space. A word broken at a hyphen,
 *
 *     FIN-
 *     WAIT-2
 *
 * keeps a mark behind the hyphen, where a quotation may stand in any of the
 * three ways: FIN-WAIT-2, FIN- WAIT-2, FINWAIT-2.
 *
 * A heading is a line of its own that starts with a number and a capital,
 * without the dots of a table of contents. Of several for one number the
 * least indented counts, then the last: tables of contents come first and
 * are indented, lists inside a section are indented more than its heading.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define MARK '\1'		/* behind a hyphen that ended a line */

struct heading {
	const char *number;	/* interned: 3.10.7.4 */
	size_t indent;
	size_t at;		/* where its line begins in text */
};

struct rfc {
	const char *sha256;
	char *text;
	size_t length;
	VEC(struct heading) headings;
};

static size_t line_length(const char *line)
{
	return strcspn(line, "\n");
}

static bool blank(const char *line)
{
	return strspn(line, " \t\r\f") == line_length(line);
}

static bool footer(const char *line)
{
	const size_t n = line_length(line);
	const char *page = memmem(line, n, "[Page ", 6);

	return page &&
		strspn(page + 6, "0123456789ivxlc") + 7 >=
		(size_t)(line + n - page) - strspn(page, "]");
}

/* NUMBER [.] spaces CAPITAL. Where the number starts and how long it is. */
static size_t number_length(const char *at)
{
	size_t n = strspn(at, "0123456789.");

	if (n == 0 || !isdigit((unsigned char)*at) || at[n] != ' ')
		return 0;
	at += n + strspn(at + n, " ");
	return isupper((unsigned char)*at) ? n : 0;
}

static void add_heading(struct rfc *r, const char *line)
{
	const size_t indent = strspn(line, " "), n = line_length(line);
	size_t length = number_length(line + indent);
	struct heading h = { .indent = indent, .at = r->length };

	if (length == 0 || memmem(line, n, "....", 4) != NULL)
		return;
	if (line[indent + length - 1] == '.')
		length--;
	h.number = intern(line + indent, length);
	for (size_t i = 0; i < r->headings.n; i++)
		if (r->headings.at[i].number == h.number) {
			if (r->headings.at[i].indent >= indent)
				r->headings.at[i] = h;
			return;
		}
	vec_push(&r->headings, h);
}

static char last_of(const struct rfc *r)
{
	return r->length == 0 ? ' ' : r->text[r->length - 1];
}

static void add_line(struct rfc *r, const char *line)
{
	const size_t n = line_length(line);

	for (size_t i = 0; i < n; i++)
		if (!isspace((unsigned char)line[i]))
			r->text[r->length++] = line[i];
		else if (last_of(r) != ' ' && last_of(r) != MARK)
			r->text[r->length++] = ' ';
	if (last_of(r) == '-')
		r->text[r->length++] = MARK;
	else if (last_of(r) != ' ' && last_of(r) != MARK)
		r->text[r->length++] = ' ';
}

static void read_lines(struct rfc *r, const char *line)
{
	bool head = false, after_blank = true;

	for (;; line += line_length(line) + 1) {
		if (*line == '\f') {
			head = true;
			line++;
		}
		if (blank(line)) {
			after_blank = true;
		} else if (!head && !footer(line)) {
			if (after_blank)
				add_heading(r, line);
			add_line(r, line);
			after_blank = false;
		} else {
			head = false;
		}
		if (line[line_length(line)] == '\0')
			return;
	}
}

struct rfc *rfc_read(const char *path)
{
	const struct text *text = text_read(path);
	struct rfc *r = xalloc(sizeof *r);

	if (!text)
		exit(2);
	r->sha256 = sha256_hex(text->bytes, text->length);
	r->text = xalloc(2 * text->length + 2);
	read_lines(r, text->bytes);
	return r;
}

const char *rfc_sha256(const struct rfc *rfc)
{
	return rfc->sha256;
}

static const struct heading *heading_of(const struct rfc *r,
	const char *section)
{
	const char *number = interned(section);

	for (size_t i = 0; i < r->headings.n; i++)
		if (r->headings.at[i].number == number)
			return &r->headings.at[i];
	return NULL;
}

static bool inside(const struct heading *h, const struct heading *section)
{
	const size_t n = strlen(section->number);

	return strncmp(h->number, section->number, n) == 0 &&
		(h->number[n] == '.' || h->number[n] == '\0');
}

/* A section ends at the next heading no deeper in and not its own. */
static size_t end_of(const struct rfc *r, const struct heading *section)
{
	const struct heading *h;
	size_t i, end = r->length;

	for (i = 0; i < r->headings.n; i++) {
		h = &r->headings.at[i];
		if (h->at > section->at && h->at < end &&
		    h->indent <= section->indent && !inside(h, section))
			end = h->at;
	}
	return end;
}

bool rfc_has_section(const struct rfc *rfc, const char *section)
{
	return !section || heading_of(rfc, section) != NULL;
}

/* QUOTE stands at AT. A mark was read for a space, or for nothing. */
static bool stands(const char *at, const char *end, const char *quote)
{
	while (*quote != '\0' && at < end) {
		if (*at == MARK) {
			at++;
			quote += *quote == ' ';
		} else if (*at == '-' && at[1] == MARK && *quote != '-') {
			at += 2;
		} else if (*at++ != *quote++) {
			return false;
		}
	}
	return *quote == '\0';
}

static const char *collapse(const char *quote)
{
	char *to = xalloc(strlen(quote) + 1), *start = to;

	for (; *quote != '\0'; quote++)
		if (!isspace((unsigned char)*quote))
			*to++ = *quote;
		else if (to != start && to[-1] != ' ')
			*to++ = ' ';
	while (to != start && to[-1] == ' ')
		*--to = '\0';
	return start;
}

bool rfc_has_quote(const struct rfc *rfc, const char *section,
	const char *quote)
{
	const struct heading *h = section ? heading_of(rfc, section) : NULL;
	const char *at = rfc->text + (h ? h->at : 0);
	const char *end = rfc->text + (h ? end_of(rfc, h) :
		rfc->length);

	if (section && !h)
		return false;
	for (quote = collapse(quote); at < end; at++)
		if (stands(at, end, quote))
			return true;
	return false;
}
