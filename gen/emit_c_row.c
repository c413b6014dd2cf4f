/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * C back end, rows. A row is a function that does its statements in order on
 * the context, then enters its state, says where the event goes on, and notes
 * that it fired:
 *
 *     static void fsm_do_RST_2(struct fsm_ctx *x)
 *     {
 *             x->o.signal_refused = 1;
 *             x->o.op_flush = 1;
 *             fsm_delete(x);
 *             x->t.state = FSM_CLOSED;
 *             x->then = FSM_STOP;
 *             x->l.r9 = FSM_R_RST_2;
 *     }
 *
 * Sending, timers and `delete` are functions of their own: a row with several
 * of them is proved from their contracts, which costs the prover nothing.
 */
#include <string.h>

#include "emit_c.h"

/* ----------------------------------------------------------- statements */

static const char *flags_expr(const struct header_item *item)
{
	const char *prefix = format("FSM_%s_", upper_name(item->header->name));
	const char *s = "";
	bool constant = true;

	for (size_t i = 0; i < item->flags.n; i++) {
		const struct flag_item *f = &item->flags.at[i];
		const char *bit = format("%s%s", prefix,
			upper_name(item->header->flags.at[f->bit]));

		if (f->when)
			bit = format("(%s ? %s : 0)", c_expr(f->when), bit);
		s = format("%s%s%s", s, i ? " + " : "", bit);
		constant = constant && !f->when;
	}
	return constant ? s : format("(uint8_t)(%s)", s);
}

static const char *header_expr(const struct statement *s,
	const struct header *header)
{
	for (size_t i = 0; i < s->headers.n; i++) {
		const struct header_item *item = &s->headers.at[i];

		if (item->header == header && header->is_flags)
			return item->flags.n ? flags_expr(item) : "0";
		if (item->header == header)
			return c_expr(item->value);
	}
	return "0";
}

static const char *send_call(const struct spec *spec,
	const struct statement *s)
{
	const char *text = "fsm_send(x";

	for (size_t i = 0; i < spec->headers.n; i++)
		text = format("%s, %s", text,
			header_expr(s, spec->headers.at[i]));
	return format("%s);", text);
}

static const char *assignment(const struct statement *s)
{
	const struct variable *v = s->variable;
	const char *value = c_expr(s->value);

	if (v->type.kind == TY_FLAG && s->value->op != E_TRUE &&
	    s->value->op != E_FALSE)
		value = format("(%s) ? 1 : 0", value);
	return format("x->%c.%s = %s;", v->is_field ? 'e' : 't',
		c_name(v->name), value);
}

static void operation(FILE *out, const struct statement *s)
{
	const char *name = c_name(s->operation->name);

	c_code(out, 1, format("x->o.op_%s = 1;", name));
	if (s->operation->octets)
		c_code(out, 1, format("x->o.%s = %s;", name,
			c_expr(s->value)));
}

static const char *simple(const struct spec *spec, const struct statement *s)
{
	switch (s->op) {
	case S_ASSIGN:
		return assignment(s);
	case S_SEND:
		return send_call(spec, s);
	case S_START:
		return format("fsm_start_%s(x);", c_name(s->timer->name));
	case S_RESTART:
		return format("fsm_restart_%s(x);", c_name(s->timer->name));
	case S_CANCEL:
		return format("fsm_cancel_%s(x);", c_name(s->timer->name));
	case S_SIGNAL:
		return format("x->o.signal_%s = 1;", c_name(s->named->name));
	case S_REPLY:
		return format("x->o.reply = FSM_REPLY_%s;",
			upper_name(s->named->name));
	default:
		return "fsm_delete(x);";
	}
}

static void statement(FILE *out, const struct spec *spec,
	const struct statement *s)
{
	if (s->op == S_OPERATION)
		operation(out, s);
	else
		c_code(out, 1, simple(spec, s));
}

/* ------------------------------------------------------------------ row */

static const char *citation_text(const struct citation *c)
{
	if (!c->standard)
		return format("%s-%u", c->prefix, c->number);
	return format("%s%s%s \"%s\"", c_source(c->standard),
		c->section ? " " : "", c->section ? c->section : "", c->quote);
}

static const char *then_text(const struct row *row)
{
	if (row->then == THEN_PHASE)
		return row->target->name;
	return row->then == THEN_STOP ? "stop" : "next";
}

static const char *actions_text(const struct row *row)
{
	const char *s = "";

	for (size_t i = 0; i < row->actions.n; i++)
		s = format("%s%s%s", s, i ? ", " : "",
			spec_statement(row->actions.at[i]));
	return *s ? s : "-";
}

static void row_comment(FILE *out, const struct spec *spec,
	const struct row *row)
{
	const char *when = row->when ?
		format(" if %s", spec_expr(row->when)) : "";
	size_t hang = strlen(row->id) + 1;

	fputs("\n/*\n", out);
	c_paragraph(out, " * ", hang + 2, format("%s | %s%s | %s", row->id,
		spec_states(spec, row->states, row->phase->states), when,
		c_class_names(row)));
	c_paragraph(out, format(" * %*s", (int)hang, ""), 2,
		format("| %s | %s | %s", actions_text(row),
		row->next ? row->next->name : "=", then_text(row)));
	for (size_t i = 0; i < row->cites.n; i++)
		c_paragraph(out, " * ", 2,
			citation_text(&row->cites.at[i]));
	fputs(" */\n", out);
}

void c_row(FILE *out, const struct spec *spec, const struct row *row)
{
	row_comment(out, spec, row);
	fprintf(out, "static void fsm_do_%s(struct fsm_ctx *x)\n{\n", row->id);
	for (size_t i = 0; i < row->flat.n; i++)
		statement(out, spec, row->flat.at[i]);
	if (row->next)
		fprintf(out, "\tx->t.state = FSM_%s;\n",
			upper_name(row->next->name));
	if (row->then == THEN_STOP)
		fputs("\tx->then = FSM_STOP;\n", out);
	if (row->then == THEN_PHASE)
		fprintf(out, "\tx->then = FSM_P_%s;\n",
			upper_name(row->target->name));
	fprintf(out, "\tx->l.r%zu = FSM_R_%s;\n}\n",
		place_of(row->phase->event, row->phase), row->id);
}

/* -------------------------------------------------------------- helpers */

static bool some(const struct spec *spec, enum statement_op op,
	const struct timer *timer)
{
	for (size_t i = 0; i < spec->rows.n; i++) {
		const struct row *row = spec->rows.at[i];

		for (size_t k = 0; k < row->flat.n; k++)
			if (row->flat.at[k]->op == op &&
			    row->flat.at[k]->timer == timer)
				return true;
	}
	return false;
}

static void send_helper(FILE *out, const struct spec *spec)
{
	const char *s = "static void fsm_send(struct fsm_ctx *x";
	const char *message = c_name(spec->message);

	for (size_t i = 0; i < spec->headers.n; i++)
		s = format("%s, %s %s", s, spec->headers.at[i]->is_flags ?
			"uint8_t" : "uint32_t",
			c_name(spec->headers.at[i]->name));
	fprintf(out, "\n/* %s */\n", c_safe(spec->message_text));
	c_code(out, 0, format("%s)", s));
	fputs("{\n\tx->o.sent = 1;\n", out);
	for (size_t i = 0; i < spec->headers.n; i++) {
		const char *name = c_name(spec->headers.at[i]->name);

		fprintf(out, "\tx->o.%s.%s = %s;\n", message, name, name);
	}
	fputs("}\n", out);
}

static void timer_helper(FILE *out, const struct spec *spec,
	enum statement_op op, const struct timer *timer)
{
	const char *verb = op == S_START ? "start" :
		op == S_RESTART ? "restart" : "cancel";
	const char *name = c_name(timer->name);
	bool cancel = op == S_CANCEL;

	if (!some(spec, op, timer))
		return;
	fprintf(out, "\nstatic void fsm_%s_%s(struct fsm_ctx *x)\n{\n",
		verb, name);
	if (op == S_START)
		fprintf(out, "\tif (x->t.armed_%s == 0)\n\t", name);
	fprintf(out, "\tx->o.timer_%s = FSM_%s;\n", name,
		cancel ? "CANCELLED" : "STARTED");
	fprintf(out, "\tx->t.armed_%s = %d;\n}\n", name, !cancel);
}

static void delete_helper(FILE *out, const struct spec *spec)
{
	fputs("\n/* The state is the row's to set. */\n"
		"static void fsm_delete(struct fsm_ctx *x)\n{\n", out);
	for (size_t i = 0; i < spec->variables.n; i++)
		fprintf(out, "\tx->t.%s = 0;\n",
			c_name(spec->variables.at[i]->name));
	for (size_t i = 0; i < spec->timers.n; i++) {
		const char *name = c_name(spec->timers.at[i]->name);

		fprintf(out, "\tif (x->t.armed_%s != 0)\n"
			"\t\tx->o.timer_%s = FSM_CANCELLED;\n"
			"\tx->t.armed_%s = 0;\n", name, name, name);
	}
	fputs("}\n", out);
}

void c_helpers(FILE *out, const struct spec *spec)
{
	if (some(spec, S_SEND, NULL))
		send_helper(out, spec);
	for (size_t i = 0; i < spec->timers.n; i++) {
		const struct timer *t = spec->timers.at[i];

		timer_helper(out, spec, S_START, t);
		timer_helper(out, spec, S_RESTART, t);
		timer_helper(out, spec, S_CANCEL, t);
	}
	if (some(spec, S_DELETE, NULL))
		delete_helper(out, spec);
}
