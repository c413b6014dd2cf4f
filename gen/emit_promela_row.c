/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Promela back end, rows: a branch of the phase that does what the row does.
 *
 *     :: FSM_IN(FSM_ESTABLISHED, FSM_CLOSE_WAIT) &&
 *             fsm_class == FSM_K_RST_EXACT ->
 *             FSM_ROW(FSM_R_RST_4);
 *             fsm_o_signals = fsm_o_signals | FSM_SIGNAL_RESET;
 *             fsm_o_operations = fsm_o_operations | FSM_OP_FLUSH;
 *             fsm_t.state = FSM_CLOSED;
 *             fsm_then = FSM_DELETED
 *
 * SPIN has room for 2048 statements in a d_step, so a row makes few of them:
 * the bits of all its signals, operations and started timers are set at once,
 * and a row that ends by deleting the variables leaves that to fsm_step.
 */
#include <string.h>

#include "emit_c.h"
#include "emit_promela.h"

struct branch { VEC(const char *) does; };

static void add(struct branch *b, const char *text)
{
	vec_push(&b->does, text);
}

/* -------------------------------------------------------------- message */

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

static void send(struct branch *b, const struct statement *s)
{
	add(b, "fsm_o_sent = 1");
	for (size_t i = 0; i < s->headers.n; i++) {
		const struct header_item *h = &s->headers.at[i];
		const char *value = h->header->is_flags ? flags_expr(h) :
			pml_expr(h->value);

		if (strcmp(value, "0") != 0)
			add(b, format("fsm_o_%s = %s",
				c_name(h->header->name), value));
	}
}

/* ----------------------------------------------------------- statements */

static const char *assignment(const struct statement *s)
{
	const struct variable *v = s->variable;

	return format("fsm_%c%c%s = %s", v->is_field ? 'e' : 't',
		v->is_field ? '_' : '.', c_name(v->name), pml_expr(s->value));
}

static void statement(struct branch *b, const struct statement *s)
{
	switch (s->op) {
	case S_ASSIGN:
		add(b, assignment(s));
		break;
	case S_SEND:
		send(b, s);
		break;
	case S_START:
	case S_RESTART:
	case S_CANCEL:
		add(b, format("fsm_t.armed_%s = %d", c_name(s->timer->name),
			s->op != S_CANCEL));
		break;
	case S_REPLY:
		add(b, format("fsm_o_reply = FSM_REPLY_%s",
			upper_name(s->named->name)));
		break;
	case S_OPERATION:
		if (s->value)
			add(b, format("fsm_o_%s = %s",
				c_name(s->operation->name),
				pml_expr(s->value)));
		break;
	default:
		break;
	}
}

/* ----------------------------------------------------------------- bits */

static const char *bit_of_statement(const struct statement *s)
{
	const char *timer;

	switch (s->op) {
	case S_SIGNAL:
		return format("FSM_SIGNAL_%s", upper_name(s->named->name));
	case S_OPERATION:
		return format("FSM_OP_%s", upper_name(s->operation->name));
	case S_RESTART:
		return format("FSM_TIMER_%s", upper_name(s->timer->name));
	default:
		timer = s->timer->name;
		return format("(fsm_t.armed_%s -> 0 : FSM_TIMER_%s)",
			c_name(timer), upper_name(timer));
	}
}

static void bits(struct branch *b, const struct row *row,
	enum statement_op op, enum statement_op or, const char *to)
{
	const char *s = to;

	for (size_t i = 0; i < row->flat.n; i++) {
		const struct statement *st = row->flat.at[i];

		if (st->op == op || st->op == or)
			s = format("%s | %s", s, bit_of_statement(st));
	}
	if (s != to)
		add(b, format("%s = %s", to, s));
}

/* -------------------------------------------------------------- the row */

/* `delete` is the row's last word on the variables. */
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

static void actions(struct branch *b, const struct row *row)
{
	bool last = deletes_last(row);

	bits(b, row, S_START, S_RESTART, "fsm_o_started");
	for (size_t i = 0; i < row->flat.n; i++) {
		const struct statement *s = row->flat.at[i];

		if (s->op == S_DELETE && !last)
			add(b, "fsm_delete()");
		else if (project_sees(s))
			statement(b, s);
	}
	bits(b, row, S_SIGNAL, S_SIGNAL, "fsm_o_signals");
	bits(b, row, S_OPERATION, S_OPERATION, "fsm_o_operations");
}

static const char *then_text(const struct row *row)
{
	if (row->then == THEN_PHASE)
		return format("P_%s", upper_name(row->target->name));
	return deletes_last(row) ? "DELETED" : "STOP";
}

static void branch(struct branch *b, const struct row *row)
{
	add(b, format("FSM_ROW(FSM_R_%s)", row->id));
	actions(b, row);
	if (row->next)
		add(b, format("fsm_t.state = FSM_%s",
			upper_name(row->next->name)));
	if (row->then != THEN_NEXT)
		add(b, format("fsm_then = FSM_%s", then_text(row)));
}

/* ------------------------------------------------------------ its guard */

static const char *class_guard(const struct row *row)
{
	const struct phase *ph = row->phase;
	const char *s = NULL;
	size_t n = 0, open = 0;

	for (size_t i = 0; i < ph->classes.n; i++) {
		const struct class *c = ph->classes.at[i];

		if (always_false(project_expr(c->value)))
			continue;
		open++;
		if (!(row->classes & bit_of(i)))
			continue;
		s = format("%s%sfsm_class == FSM_K_%s_%s", s ? s : "",
			s ? " || " : "", upper_name(ph->name),
			upper_name(c->name));
		n++;
	}
	if (n == open)
		return NULL;
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

void pml_row(FILE *out, const struct projected *p, const struct row *row)
{
	struct branch b = { { 0 } };

	branch(&b, row);
	pml_option(out, format("%s ->", guard(p->spec, row)));
	for (size_t i = 0; i < b.does.n; i++)
		c_code(out, 2, format("%s%s", b.does.at[i],
			i + 1 < b.does.n ? ";" : ""));
}

void pml_delete(FILE *out)
{
	fputs("\n/* The state is the row's to set. */\n"
		"inline fsm_delete()\n{\n\tfsm_class = fsm_t.state;\n"
		"\tfsm_clear(fsm_t);\n\tfsm_t.state = fsm_class\n}\n", out);
}
