/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The documentation in Markdown, as a forge renders it: tables of GitHub's
 * dialect, anchors as empty elements. A cell must stay on one line.
 */
#include <string.h>

#include "emit_doc.h"

/* TEXT with a backslash before every one of SPECIAL. */
static const char *escaped(const char *text, const char *special)
{
	char *out = xalloc(2 * strlen(text) + 1), *p = out;

	for (; *text; text++) {
		if (strchr(special, *text))
			*p++ = '\\';
		*p++ = *text;
	}
	return out;
}

static const char *plain(const char *text)
{
	return escaped(html_safe(text), "\\`*|[]~");
}

/* In a table a bar ends the cell, even in code. */
static const char *code(const char *text)
{
	return format("`%s`", escaped(text, "|"));
}

static const char *strong(const char *text)
{
	return format("**%s**", text);
}

static const char *small(const char *text)
{
	return format("<sub>%s</sub>", text);
}

static const char *anchor(const char *name, const char *text)
{
	return format("<a id=\"%s\"></a>%s", name, text);
}

static const char *link(const char *name, const char *text)
{
	return format("[%s](#%s)", text, name);
}

static void begin(struct doc *d)
{
	fprintf(d->out, "<!-- SPDX-License-Identifier: BSD-2-Clause -->\n"
		"<!-- Made by tcpwright. Do not edit. -->\n");
}

static void end(struct doc *d)
{
	(void)d;
}

static void heading(struct doc *d, int level, const char *name,
	const char *text)
{
	fprintf(d->out, "\n%.*s <a id=\"%s\"></a>%s\n", level, "######", name,
		text);
}

static void paragraph(struct doc *d, const char *text)
{
	fprintf(d->out, "\n%s\n", text);
}

static void item(struct doc *d, int level, const char *text)
{
	fprintf(d->out, "%s%*s- %s\n", d->depth ? "" : "\n", 2 * (level - 1),
		"", text);
	d->depth = 1;
}

static void items_end(struct doc *d)
{
	d->depth = 0;
}

static void cell(struct doc *d, const char *text)
{
	fprintf(d->out, "%s %s |", d->column ? "" : "|", text);
	d->column++;
}

static void next(struct doc *d)
{
	fputc('\n', d->out);
	d->column = 0;
}

static void table(struct doc *d, const char *const *heads, size_t n)
{
	fputc('\n', d->out);
	d->columns = n;
	for (size_t i = 0; i < n; i++)
		cell(d, heads[i]);
	next(d);
	for (size_t i = 0; i < n; i++)
		cell(d, "---");
	next(d);
}

static void table_end(struct doc *d)
{
	(void)d;
}

static void picture(struct doc *d, const char *file, const char *text)
{
	fprintf(d->out, "\n![%s](%s)\n", text, file);
}

void emit_markdown(const struct spec *spec, FILE *out)
{
	static const struct style style = {
		begin, end, heading, paragraph, item, items_end, table, cell,
		next, table_end, picture, plain, code, strong, small, anchor,
		link, "<br>", false
	};

	emit_doc(spec, out, &style);
}
