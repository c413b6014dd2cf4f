/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Promela back end, rows: a branch of the phase that does what the row does.
 *
 *     :: FSM_IN(FSM_ESTABLISHED, FSM_CLOSE_WAIT) &&
 *             fsm_class == FSM_K_RST_EXACT ->
 *             FSM_ROW(FSM_R_RST_4, "RST_4 ");
 *             fsm_o_signals = fsm_o_signals | FSM_SIGNAL_RESET;
 *             fsm_delete();
 *             fsm_t.state = FSM_CLOSED;
 *             fsm_then = FSM_STOP
 */
#include <string.h>

#include "emit_c.h"
#include "emit_promela.h"

static void code(FILE *out, const char *text)
{
	c_code(out, 2, text);
}

static const char *flags_expr(const struct header_item *item)
{
	const char *s = "";

	for (size_t i = 0; i < item->flags.n; i++) {
		const struct flag_item *f = &item->flags.at[i];
		const char *bit = format("FSM_%s_%s",
			upper_name(item->header->name),
			upper_name(item->header->flags.at[f->bit]));

		if (f->when && always_false(project_expr(f->when)))
			continue;
		if (f->when && !always_true(project_expr(f->when)))
			bit = format("(%s -> %s : 0)", pml_expr(f->when), bit);
		s = format("%s%s%s", s, *s ? " + " : "", bit);
	}
	return *s ? s : "0";
}

static void send(FILE *out, const struct statement *s)
{
	fputs("\t\tfsm_o_sent = 1;\n", out);
	for (size_t i = 0; i < s->headers.n; i++) {
		const struct header_item *h = &s->headers.at[i];

		code(out, format("fsm_o_%s = %s;", c_name(h->header->name),
			h->header->is_flags ? flags_expr(h) :
			pml_expr(h->value)));
	}
}

static const char *assignment(const struct statement *s)
{
	const struct variable *v = s->variable;

	return format("fsm_%c%c%s = %s;", v->is_field ? 'e' : 't',
		v->is_field ? '_' : '.', c_name(v->name), pml_expr(s->value));
}

/* Timers: what is armed, and what was started in this event. */
static void timing(FILE *out, const struct statement *s)
{
	const char *armed = format("fsm_t.armed_%s", c_name(s->timer->name));
	const char *bit = format("FSM_TIMER_%s", upper_name(s->timer->name));

	if (s->op == S_START)
		bit = format("(%s -> 0 : %s)", armed, bit);
	if (s->op != S_CANCEL)
		code(out, format("fsm_o_started = fsm_o_started | %s;", bit));
	code(out, format("%s = %d;", armed, s->op != S_CANCEL));
}

static void statement(FILE *out, const struct statement *s)
{
	switch (s->op) {
	case S_ASSIGN:
		code(out, assignment(s));
		break;
	case S_SEND:
		send(out, s);
		break;
	case S_START:
	case S_RESTART:
	case S_CANCEL:
		timing(out, s);
		break;
	case S_REPLY:
		code(out, format("fsm_o_reply = FSM_REPLY_%s;",
			upper_name(s->named->name)));
		break;
	case S_OPERATION:
		if (s->value)
			code(out, format("fsm_o_%s = %s;",
				c_name(s->operation->name),
				pml_expr(s->value)));
		break;
	default:
		break;
	}
}

/* The bits of all signals, or operations, of the row at once. */
static void bits(FILE *out, const struct row *row, enum statement_op op,
	const char *to, const char *prefix)
{
	const char *s = to;

	for (size_t i = 0; i < row->flat.n; i++) {
		const struct statement *st = row->flat.at[i];

		if (st->op == op)
			s = format("%s | %s%s", s, prefix, upper_name(
				op == S_SIGNAL ? st->named->name :
				st->operation->name));
	}
	if (s != to)
		code(out, format("%s = %s;", to, s));
}

/* ------------------------------------------------------------- the guard */

static const char *class_guard(const struct row *row)
{
	const struct phase *ph = row->phase;
	const char *s = NULL;
	size_t n = 0, open = 0, mine = 0;

	for (size_t i = 0; i < ph->classes.n; i++)
		if (!always_false(project_expr(ph->classes.at[i]->value))) {
			open++;
			mine += (row->classes & bit_of(i)) != 0;
		}
	if (mine == open)
		return NULL;
	for (size_t i = 0; i < ph->classes.n; i++) {
		const struct class *c = ph->classes.at[i];

		if (!(row->classes & bit_of(i)) ||
		    always_false(project_expr(c->value)))
			continue;
		s = format("%s%sfsm_class == FSM_K_%s_%s", s ? s : "",
			s ? " || " : "", upper_name(ph->name),
			upper_name(c->name));
		n++;
	}
	return n > 1 ? format("(%s)", s) : s;
}

static const char *when_guard(const struct row *row)
{
	const struct expr *e = row->when ? project_expr(row->when) : NULL;

	if (!e || always_true(e))
		return NULL;
	return e->op == E_OR || e->op == E_IMPLIES ?
		format("(%s)", pml_expr(e)) : pml_expr(e);
}

static const char *guard(const struct spec *spec, const struct row *row)
{
	const char *s = pml_states(spec, row->states, row->phase->states);

	s = pml_and(s, when_guard(row));
	s = pml_and(s, class_guard(row));
	return s ? s : "true";
}

/* Where `delete` is the row's last word on the variables it need not be done
 * here: fsm_step ends with it. */
static bool deletes_last(const struct row *row)
{
	bool deletes = false;

	for (size_t i = 0; i < row->flat.n; i++) {
		enum statement_op op = row->flat.at[i]->op;

		if (op == S_DELETE)
			deletes = true;
		else if (op == S_ASSIGN || op == S_START || op == S_RESTART)
			deletes = false;
	}
	return deletes && row->then == THEN_STOP;
}

static void actions(FILE *out, const struct row *row)
{
	bool last = deletes_last(row);

	for (size_t i = 0; i < row->flat.n; i++) {
		const struct statement *s = row->flat.at[i];

		if (s->op == S_DELETE && !last)
			fputs("\t\tfsm_delete();\n", out);
		else if (project_sees(s))
			statement(out, s);
	}
	bits(out, row, S_SIGNAL, "fsm_o_signals", "FSM_SIGNAL_");
	bits(out, row, S_OPERATION, "fsm_o_operations", "FSM_OP_");
}

static const char *then_text(const struct row *row)
{
	if (row->then == THEN_PHASE)
		return format("P_%s", upper_name(row->target->name));
	return deletes_last(row) ? "DELETED" : "STOP";
}

void pml_row(FILE *out, const struct projected *p, const struct row *row)
{
	fprintf(out, "\t:: ");
	c_code(out, 0, format("%s ->", guard(p->spec, row)));
	fprintf(out, "\t\tFSM_ROW(FSM_R_%s, \"%s \");\n", row->id, row->id);
	actions(out, row);
	if (row->next)
		fprintf(out, "\t\tfsm_t.state = FSM_%s;\n",
			upper_name(row->next->name));
	if (row->then == THEN_NEXT)
		fputs("\t\tskip\n", out);
	else
		fprintf(out, "\t\tfsm_then = FSM_%s\n", then_text(row));
}

void pml_delete(FILE *out, const struct spec *spec)
{
	fputs("\n/* The state is the row's to set. */\n"
		"inline fsm_delete()\n{\n", out);
	for (size_t i = 0; i < spec->variables.n; i++)
		if (spec->variables.at[i]->projection == KEPT)
			fprintf(out, "\tfsm_t.%s = 0;\n",
				c_name(spec->variables.at[i]->name));
	for (size_t i = 0; i < spec->timers.n; i++) {
		const struct timer *t = spec->timers.at[i];

		fprintf(out, "\tfsm_t.armed_%s = 0;\n", c_name(t->name));
	}
	fputs("\tskip\n}\n", out);
}
