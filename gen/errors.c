/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages in the form every editor jumps to:
 *
 *     tcp.fsm:212:31: error: no state 'LISEN'; did you mean 'LISTEN'?
 *       RST_1 | LISEN if PASSIVE | exact | ...
 *               ^~~~~
 *
 * A long line is shown around its caret; what is no printable character is
 * shown as '?', so that a message cannot play with the terminal.
 */
#include <stdarg.h>
#include <string.h>

#include "gen.h"

#define MOST	20			/* errors in one run */
#define WIDTH	100			/* octets of a line that are shown */
#define BEFORE	60			/* of them before the caret, at most */

static const struct text *shown;
static int errors;

static struct last {			/* line that was shown */
	const struct text *of;
	const char *at;
	uint32_t line;
} last;

void errors_of(const struct text *text)
{
	shown = text;
}

void forget_errors(void)
{
	shown = last.of = NULL;
	errors = 0;
}

int error_count(void)
{
	return errors;
}

bool too_many_errors(void)
{
	return errors >= MOST;
}

/* Messages come mostly in the order of the lines: go on from the last. */
static const char *line_at(uint32_t number)
{
	if (last.of != shown || number < last.line)
		last = (struct last){ shown, shown->bytes, 1 };
	while (last.line < number && *last.at) {
		const char *end = strchr(last.at, '\n');

		if (!end)
			break;
		last.at = end + 1;
		last.line++;
	}
	return last.at;
}

static void show_octet(char c)
{
	unsigned char u = (unsigned char)c;

	putc(u == '\t' || (u >= 0x20 && u != 0x7f) ? c : '?', stderr);
}

static void show_caret(const char *line, size_t from, size_t to, size_t n)
{
	for (size_t i = from; i < to; i++)
		if (line[i] == '\t')
			putc('\t', stderr);
		else if (((unsigned char)line[i] & 0xc0) != 0x80)
			putc(' ', stderr);
	putc('^', stderr);
	while (n-- > 1)
		putc('~', stderr);
	putc('\n', stderr);
}

static void show(struct pos pos)
{
	const char *line = line_at(pos.line);
	size_t length = strcspn(line, "\r\n");
	size_t at = pos.column - 1 < length ? pos.column - 1 : length;
	size_t from = at > BEFORE && length > WIDTH ? at - BEFORE : 0;
	size_t to = length - from > WIDTH ? from + WIDTH : length;
	size_t room = to > at ? to - at : 1;

	fputs("  ", stderr);
	for (size_t i = from; i < to; i++)
		show_octet(line[i]);
	fputs("\n  ", stderr);
	show_caret(line, from, at, pos.length < room ? pos.length : room);
}

static void message(struct pos pos, const char *kind, const char *fmt,
	va_list ap)
{
	if (pos.text)
		shown = pos.text;
	if (pos.line == 0)
		fprintf(stderr, "%s: %s: ", shown->path, kind);
	else
		fprintf(stderr, "%s:%u:%u: %s: ", shown->path, pos.line,
			pos.column, kind);
	vfprintf(stderr, fmt, ap);
	putc('\n', stderr);
	if (pos.line != 0)
		show(pos);
}

void verror_at(struct pos pos, const char *fmt, va_list ap)
{
	if (errors++ >= MOST)
		return;
	message(pos, "error", fmt, ap);
	if (errors == MOST)
		fprintf(stderr, "%s: %d errors: no more are shown\n",
			shown->path, MOST);
}

void error_at(struct pos pos, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	verror_at(pos, fmt, ap);
	va_end(ap);
}

void note_at(struct pos pos, const char *fmt, ...)
{
	va_list ap;

	if (errors >= MOST)
		return;
	va_start(ap, fmt);
	message(pos, "note", fmt, ap);
	va_end(ap);
}

void warn_at(struct pos pos, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message(pos, "warning", fmt, ap);
	va_end(ap);
}
