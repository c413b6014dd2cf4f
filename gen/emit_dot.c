/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The state diagram, for graphviz. An edge stands for all rows that lead from
 * one state to another; its label says, line by line, what happens and what
 * is sent, and below it in small print which rows do that:
 *
 *     CLOSED --[ OPEN active / SYN ]--> SYN_SENT
 *                    OPEN_3
 *
 * So that the picture stays readable, what ends the machine by force (it is
 * deleted with a signal or a message, or from several states alike) is not
 * drawn but listed in a box; and an end far from the initial state comes out
 * at a second copy of it, as in RFC 9293 figure 5. Rows that only a choice
 * that is off brings to life are dashed.
 */
#include "emit_dot.h"

/* --------------------------------------------------------------- labels */

/* The classes, if they are few and not all there are. */
static const char *classes_of(const struct label *l)
{
	const char *text = "";
	size_t n = count_of(l->classes);

	if (n == l->phase->classes.n || n > 3)
		return "";
	for (size_t i = 0; i < l->phase->classes.n; i++)
		if (l->classes & bit_of(i))
			text = format("%s %s", text,
				l->phase->classes.at[i]->name);
	return text;
}

static const char *happens(const struct label *l)
{
	const struct event *e = l->phase->event;
	const char *classes = classes_of(l);

	if (e->phases.n == 1)
		return format("%s%s", e->name, classes);
	return format("%s %s%s%s", e->name, l->phase->name,
		*classes ? ":" : "", classes);
}

/* At most three ids a line. */
static void emit_ids(FILE *out, const struct label *l, const char *align)
{
	for (size_t i = 0; i < l->rows.n; i++)
		fprintf(out, "%s%s", i == 0 ? "" : i % 3 ? " " : align,
			l->rows.at[i]->id);
}

static void emit_label(FILE *out, const struct label *l)
{
	const char *ink = l->dormant ? "#8a8a8a" : l->timeout ? "#9a4a00" :
		"#1c2733";

	fprintf(out, "<TR><TD ALIGN=\"LEFT\"><FONT COLOR=\"%s\">%s / %s"
		"</FONT><BR ALIGN=\"LEFT\"/><FONT POINT-SIZE=\"8\" "
		"COLOR=\"#5a6b7b\">", ink, happens(l), l->sent);
	emit_ids(out, l, "<BR ALIGN=\"LEFT\"/>");
	fputs("<BR ALIGN=\"LEFT\"/></FONT></TD></TR>", out);
}

static bool all_dormant(const struct edge *e)
{
	for (size_t i = 0; i < e->labels.n; i++)
		if (!e->labels.at[i].dormant)
			return false;
	return true;
}

/* Far from the initial state, its copy is nearer. */
static bool again(const edges *all, const struct edge *e)
{
	return e->to->index == 0 && !dot_has_edge(all, e->to, e->from);
}

static void emit_edge(FILE *out, const edges *all, const struct edge *e)
{
	bool back = e->to->index < e->from->index;
	bool end = again(all, e);

	fprintf(out, "\t%s -> %s%s [%s%slabel=<<TABLE BORDER=\"0\" "
		"CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"1\">",
		e->from->name, e->to->name, end ? "_again" : "",
		back && !end ? "constraint=false, " : "",
		all_dormant(e) ? "style=dashed, color=\"#8a8a8a\", " : "");
	for (size_t i = 0; i < e->labels.n; i++)
		emit_label(out, &e->labels.at[i]);
	fputs("</TABLE>>]\n", out);
}

/* The longest way from the initial state, edges back not counted. */
static size_t depth_of(const edges *all, const struct state *state)
{
	size_t depth = 0;

	for (size_t i = 0; i < all->n; i++)
		if (all->at[i].to == state &&
		    all->at[i].from->index < state->index) {
			size_t d = depth_of(all, all->at[i].from) + 1;

			depth = d > depth ? d : depth;
		}
	return depth;
}

static void emit_level(const struct spec *spec, const edges *all, size_t depth,
	FILE *out)
{
	size_t n = 0;

	for (size_t i = 0; i < spec->states.n; i++) {
		const struct state *s = spec->states.at[i];

		if (depth_of(all, s) == depth)
			fprintf(out, "%s %s", n++ ? ";" : "\t{ rank=same;",
				s->name);
	}
	fputs(n ? " }\n" : "", out);
}

static bool ends_again(const edges *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (again(all, &all->at[i]))
			return true;
	return false;
}

static void emit_states(const struct spec *spec, const edges *all, FILE *out)
{
	const char *first = spec->states.at[0]->name;

	fprintf(out, "\t%s [fillcolor=\"#dfe7ee\"]\n", first);
	if (ends_again(all))
		fprintf(out, "\t%s_again [label=\"%s\", "
			"style=\"filled,rounded,dashed\", "
			"fillcolor=\"#dfe7ee\"]\n", first, first);
	for (size_t depth = 0; depth < spec->states.n; depth++)
		emit_level(spec, all, depth, out);
}

/* ---------------------------------------------------------- ends by force */

static void emit_forced(const struct spec *spec, const struct edge *force,
	FILE *out)
{
	if (!force->labels.n)
		return;
	fprintf(out, "\tforce [shape=plain, fontname=\"Helvetica\", "
		"fontsize=10, label=<<TABLE BORDER=\"1\" "
		"COLOR=\"#b8c4cf\" CELLBORDER=\"0\" CELLSPACING=\"0\" "
		"CELLPADDING=\"3\" STYLE=\"ROUNDED\">"
		"<TR><TD COLSPAN=\"3\" ALIGN=\"LEFT\"><B>To %s at once</B>"
		"</TD></TR>\n", spec->states.at[0]->name);
	for (size_t i = 0; i < force->labels.n; i++) {
		const struct label *l = &force->labels.at[i];

		fprintf(out, "\t\t<TR><TD ALIGN=\"LEFT\"><FONT COLOR=\"%s\">%s"
			" / %s</FONT></TD><TD ALIGN=\"LEFT\">%s</TD>"
			"<TD ALIGN=\"LEFT\"><FONT POINT-SIZE=\"8\" COLOR=\""
			"#5a6b7b\">", l->timeout ? "#9a4a00" : "#1c2733",
			happens(l), l->sent, spec_states(spec, l->states, 0));
		emit_ids(out, l, "<BR ALIGN=\"LEFT\"/>");
		fputs("<BR ALIGN=\"LEFT\"/></FONT></TD></TR>\n", out);
	}
	fputs("\t</TABLE>>]\n", out);
}

static void emit_legend(const struct spec *spec, FILE *out)
{
	fputs("\tlabelloc=b; labeljust=l; fontname=\"Helvetica\"; fontsize=10;"
		" fontcolor=\"#5a6b7b\"\n\tlabel=<what happens / "
		"<B>what is sent</B>; in small print the rows of the "
		"specification", out);
	if (spec->timers.n)
		fputs("; <FONT COLOR=\"#9a4a00\">timeouts</FONT>", out);
	if (spec->choices.n)
		fputs("; <FONT COLOR=\"#8a8a8a\">grey: only by a choice that "
			"is off</FONT>", out);
	if (spec->obligation)
		fprintf(out, "; <B>%s</B>: %s", spec->obligation->name,
			html_safe(spec->obligation->text));
	fputs("<BR ALIGN=\"LEFT\"/>>\n", out);
}

void emit_dot(const struct spec *spec, FILE *out)
{
	struct edge force = { 0 };
	edges all = dot_edges(spec, &force);

	fprintf(out, "// SPDX-License-Identifier: BSD-2-Clause\n"
		"// Made by tcpwright: the states of machine %s. Do not edit.\n"
		"digraph %s {\n"
		"\tbgcolor=\"white\"; nodesep=0.5; ranksep=0.45; pad=0.3\n"
		"\tnode [shape=box, style=\"filled,rounded\", "
		"fillcolor=\"#f7f9fb\", color=\"#33475b\", penwidth=1.4, "
		"fontname=\"Helvetica-Bold\", fontsize=13, "
		"margin=\"0.2,0.1\"]\n"
		"\tedge [color=\"#33475b\", fontname=\"Helvetica\", "
		"fontsize=10, arrowsize=0.8]\n",
		spec->machine, c_name(spec->machine));
	emit_states(spec, &all, out);
	for (size_t i = 0; i < all.n; i++)
		emit_edge(out, &all, &all.at[i]);
	emit_forced(spec, &force, out);
	emit_legend(spec, out);
	fputs("}\n", out);
}
