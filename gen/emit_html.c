/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The documentation as one page of HTML that needs nothing but a browser: no
 * script, no font, nothing from elsewhere but the diagram beside it. Contents
 * stand at the side where there is room; colours follow the reader's choice
 * of light or dark; the row a link leads to is marked.
 */
#include "emit_doc.h"

static const char css[] =
	":root { --ink: #1c2733; --soft: #5a6b7b; --line: #d5dde5;"
	" --paper: #ffffff; --tint: #f4f7fa; --mark: #fff3c4;"
	" --link: #14558f; }\n"
	"@media (prefers-color-scheme: dark) { :root { --ink: #dfe6ec;"
	" --soft: #93a3b3; --line: #33404d; --paper: #14191f;"
	" --tint: #1c242c; --mark: #4a3f14; --link: #86b9ea; } }\n"
	"* { box-sizing: border-box; }\n"
	"html { scroll-padding-top: 3rem; }\n"
	"body { margin: 0; color: var(--ink); background: var(--paper);"
	" font: 16px/1.5 system-ui, \"Segoe UI\", Roboto, sans-serif; }\n"
	"main { padding: 1rem 2rem 4rem; min-width: 0; }\n"
	"main > p { max-width: 46rem; }\n"
	"nav { padding: 1rem 1.5rem; font-size: .85rem;"
	" background: var(--tint); }\n"
	"nav ul { list-style: none; margin: 0; padding-left: .8rem; }\n"
	"nav > ul { padding-left: 0; }\n"
	"nav a { color: var(--ink); }\n"
	"a { color: var(--link); text-decoration: none; }\n"
	"a:hover { text-decoration: underline; }\n"
	"h1, h2, h3 { line-height: 1.2; margin: 2.2rem 0 .6rem; }\n"
	"h1 { margin-top: .5rem; }\n"
	"h2 { border-bottom: 1px solid var(--line); padding-bottom: .3rem; }\n"
	".wide { overflow-x: auto; margin: .8rem 0 1.2rem; }\n"
	"table { border-collapse: collapse; font-size: .88rem; }\n"
	"th, td { border: 1px solid var(--line); padding: .3rem .55rem;"
	" text-align: left; vertical-align: top; }\n"
	"th { background: var(--tint); font-weight: 600; }\n"
	"tr:has(:target) td, :target { background: var(--mark); }\n"
	"code { font: .92em/1.4 ui-monospace, Menlo, Consolas, monospace; }\n"
	"small { color: var(--soft); }\n"
	"img { max-width: 100%; background: white; border-radius: 6px; }\n"
	"@media (min-width: 70rem) { body { display: grid;"
	" grid-template-columns: 17rem minmax(0, 1fr); }\n"
	"  nav { position: sticky; top: 0; height: 100vh;"
	" overflow-y: auto; } }\n"
	"@media print { nav { display: none; } }\n";

static const char *code(const char *text)
{
	return format("<code>%s</code>", html_safe(text));
}

static const char *strong(const char *text)
{
	return format("<strong>%s</strong>", text);
}

static const char *small(const char *text)
{
	return format("<small>%s</small>", text);
}

static const char *anchor(const char *name, const char *text)
{
	return format("<span id=\"%s\">%s</span>", name, text);
}

static const char *link(const char *name, const char *text)
{
	return format("<a href=\"#%s\">%s</a>", name, text);
}

/* The first list is the contents: it opens the page's side. */
static void begin(struct doc *d)
{
	fprintf(d->out, "<!DOCTYPE html>\n"
		"<!-- SPDX-License-Identifier: BSD-2-Clause -->\n"
		"<!-- Made by tcpwright. Do not edit. -->\n"
		"<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" "
		"content=\"width=device-width, initial-scale=1\">\n"
		"<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n",
		html_safe(d->spec->title ? d->spec->title : d->spec->machine),
		css);
}

static void end(struct doc *d)
{
	fputs("</main>\n</body>\n</html>\n", d->out);
}

static void heading(struct doc *d, int level, const char *name,
	const char *text)
{
	fprintf(d->out, "<h%d id=\"%s\">%s</h%d>\n", level, name, text, level);
}

static void paragraph(struct doc *d, const char *text)
{
	fprintf(d->out, "<p>%s</p>\n", text);
}

static void close_items(struct doc *d, int level)
{
	for (; d->depth > level; d->depth--)
		fputs(d->depth > 1 ? "</li></ul>\n" : "</li></ul></nav>\n",
			d->out);
}

static void item(struct doc *d, int level, const char *text)
{
	if (d->depth == 0)
		fputs("<nav>", d->out);
	close_items(d, level);
	fputs(d->depth == level ? "</li>\n" : "<ul>\n", d->out);
	d->depth = level;
	fprintf(d->out, "<li>%s", text);
}

static void items_end(struct doc *d)
{
	close_items(d, 0);
	fputs("<main>\n", d->out);
}

static void table(struct doc *d, const char *const *heads, size_t n)
{
	fputs("<div class=\"wide\"><table>\n<thead><tr>", d->out);
	for (size_t i = 0; i < n; i++)
		fprintf(d->out, "<th>%s</th>", heads[i]);
	fputs("</tr></thead>\n<tbody>\n", d->out);
	d->column = 0;
}

static void cell(struct doc *d, const char *text)
{
	fprintf(d->out, "%s<td>%s</td>", d->column++ ? "" : "<tr>", text);
}

static void next(struct doc *d)
{
	fputs("</tr>\n", d->out);
	d->column = 0;
}

static void table_end(struct doc *d)
{
	fputs("</tbody></table></div>\n", d->out);
}

static void picture(struct doc *d, const char *file, const char *text)
{
	fprintf(d->out, "<p><img src=\"%s\" alt=\"%s\"></p>\n", file, text);
}

void emit_html(const struct spec *spec, FILE *out)
{
	static const struct style style = {
		begin, end, heading, paragraph, item, items_end, table, cell,
		next, table_end, picture, html_safe, code, strong, small,
		anchor, link, "<br>", true
	};

	emit_doc(spec, out, &style);
}
