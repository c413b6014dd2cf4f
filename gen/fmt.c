/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `tcpwright fmt` aligns two things and leaves the rest alone: the columns of
 * rows that stand together, and the `=` of classes that do.
 *
 *     RST_1  | LISTEN       | exact  | -     | = | stop | "..."
 *     RST_12 | SYN_RECEIVED | inside | flush | = | next
 *
 * A cell of more than WIDE characters does not widen its column: its row
 * sticks out, and the others stay in reach of the eye. Blanks at the end of
 * a line go. A row of several lines stays as its author broke it.
 */
#include <string.h>

#include "gen.h"

#define WIDE	60
#define CELLS	7			/* of a row; a class has 2 */

struct slice { const char *at; size_t n; };

struct cells {
	struct slice cell[CELLS], indent, comment;
	size_t n;
	bool is_class;
};

/* --------------------------------------------------------------- slices */

static struct slice trim_end(struct slice s)
{
	while (s.n > 0 && strchr(" \t\r", s.at[s.n - 1]))
		s.n--;
	return s;
}

static struct slice trim(struct slice s)
{
	s = trim_end(s);
	for (; s.n > 0 && strchr(" \t", *s.at); s.n--)
		s.at++;
	return s;
}

static struct slice cut(const char *from, const char *to)
{
	return trim((struct slice){ from, (size_t)(to - from) });
}

static bool begins(struct slice s, const char *word)
{
	size_t n = strlen(word);

	return s.n > n && memcmp(s.at, word, n) == 0 &&
		strchr(" \t", s.at[n]);
}

/* Characters, not octets. */
static size_t width(struct slice s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.at[i] & 0xc0) != 0x80;
	return n;
}

static struct slice line_of(const char *at)
{
	return (struct slice){ at, strcspn(at, "\n") };
}

static const char *after(struct slice line)
{
	return line.at[line.n] ? line.at + line.n + 1 : line.at + line.n;
}

/* ------------------------------------------------------------ splitting */

/* The next SIGN or comment that is in no string; the end if there is none. */
static const char *find(const char *at, const char *end, char sign)
{
	bool quoted = false;

	for (; at < end; at++) {
		if (*at == '"')
			quoted = !quoted;
		else if (!quoted && (*at == sign || *at == '#'))
			break;
	}
	return at;
}

static bool goes_on(struct slice line)
{
	struct slice next = trim(line_of(after(line)));
	struct slice code = cut(line.at, find(line.at, line.at + line.n, '#'));

	return (code.n > 0 && strchr(",|+(", code.at[code.n - 1])) ||
		begins(next, "and") || begins(next, "or");
}

/* At least an id and a bar, six cells or seven, all in this line. */
static bool split_row(struct slice line, struct cells *c)
{
	const char *end = line.at + line.n, *at = line.at, *bar;

	for (c->n = 0; c->n < CELLS; at = bar + 1) {
		bar = find(at, end, '|');
		c->cell[c->n++] = cut(at, bar);
		if (bar == end || *bar == '#')
			break;
	}
	c->comment = cut(bar, end);
	return c->n >= CELLS - 1 && (bar == end || *bar == '#') &&
		c->cell[0].n > 0 && *c->cell[0].at >= 'A' &&
		*c->cell[0].at <= 'Z' && !memchr(c->cell[0].at, ' ',
		c->cell[0].n);
}

static bool split_class(struct slice line, struct cells *c)
{
	const char *end = line.at + line.n, *sign = find(line.at, end, '=');
	const char *stop = find(sign, end, '#');

	c->n = 2;
	c->is_class = true;
	c->cell[0] = cut(line.at, sign);
	c->cell[1] = sign == stop ? cut(stop, stop) : cut(sign + 1, stop);
	c->comment = cut(stop, end);
	return c->cell[0].n > 0 && sign < stop;
}

static bool split(struct slice line, struct cells *c)
{
	size_t blanks = strspn(line.at, " \t");

	*c = (struct cells){ .indent = { line.at, blanks } };
	if (blanks > line.n || goes_on(line))
		return false;
	return begins(trim(line), "class") ? split_class(line, c) :
		split_row(line, c);
}

/* -------------------------------------------------------------- writing */

static void pad(FILE *out, size_t n)
{
	while (n-- > 0)
		putc(' ', out);
}

static void put(FILE *out, struct slice s)
{
	fwrite(s.at, 1, s.n, out);
}

static void write_cells(FILE *out, const struct cells *c, const size_t *widths,
	struct slice indent)
{
	put(out, indent);
	for (size_t i = 0; i < c->n; i++) {
		size_t w = width(c->cell[i]);

		put(out, c->cell[i]);
		if (i + 1 == c->n)
			break;
		pad(out, widths[i] > w ? widths[i] - w : 0);
		fputs(c->is_class ? " = " : " | ", out);
	}
	if (c->comment.n > 0)
		fputs("  ", out);
	put(out, c->comment);
	putc('\n', out);
}

static void widen(size_t *widths, const struct cells *c)
{
	for (size_t i = 0; i < c->n; i++) {
		size_t w = width(c->cell[i]);

		if (w <= WIDE && w > widths[i])
			widths[i] = w;
	}
}

/* Lines of one sort from AT on; the first line that is not one of them. */
static const char *block(FILE *out, const char *at)
{
	size_t widths[CELLS] = { 0 };
	struct cells first, c;
	const char *end = at;

	split(line_of(at), &first);
	while (*end && split(line_of(end), &c) &&
	       c.is_class == first.is_class) {
		widen(widths, &c);
		end = after(line_of(end));
	}
	for (; at < end; at = after(line_of(at))) {
		split(line_of(at), &c);
		write_cells(out, &c, widths, first.indent);
	}
	return end;
}

static const char *verbatim(FILE *out, const char *at)
{
	put(out, trim_end(line_of(at)));
	putc('\n', out);
	return after(line_of(at));
}

static void fmt(const struct text *text, FILE *out)
{
	const char *at = text->bytes;
	struct cells c;

	while (*at)
		at = split(line_of(at), &c) ? block(out, at) :
			verbatim(out, at);
}

/* NULL after a message. */
static struct text *formatted(const struct text *text)
{
	struct text *new = xalloc(sizeof *new);
	char *bytes;
	FILE *out = tmpfile();

	if (out)
		fmt(text, out);
	if (!out || !write_ended(out, "temporary file"))
		return NULL;
	new->length = (size_t)ftell(out);
	new->bytes = bytes = xalloc(new->length + 1);
	rewind(out);
	if (fread(bytes, 1, new->length, out) != new->length)
		return NULL;
	fclose(out);
	return new;
}

int fmt_file(const struct text *text, bool in_place, bool check_only)
{
	struct text *new = formatted(text);
	bool same;

	if (!new)
		return 2;
	same = new->length == text->length &&
		memcmp(new->bytes, text->bytes, new->length) == 0;
	if (check_only)
		return same ? 0 : 1;
	if (in_place)
		return same || write_text(text->path, new) ? 0 : 2;
	fwrite(new->bytes, 1, new->length, stdout);
	return write_ended(stdout, "standard output") ? 0 : 2;
}
