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
 * the bits of all its signals, operations and timers are set at once, and a
 * row that ends by deleting the variables leaves that to fsm_step. A mutant
 * costs no statement: it is a conditional expression.
 *
 *     fsm_t.state = (fsm_mutant == 812 -> FSM_LISTEN : FSM_CLOSED)
 */
#include <string.h>

#include "emit_c.h"
#include "emit_promela.h"

struct branch {
	const struct projected *p;
	const struct row *row;
	size_t at;			/* the statement of the row */
	VEC(const char *) does;
};

static void add(struct branch *b, const char *text)
{
	vec_push(&b->does, text);
}

/* -------------------------------------------------------------- mutants */

static const char *unless(struct branch *b, const struct mutant *m,
	const char *instead, const char *text)
{
	if (strcmp(instead, text) == 0)
		return text;
	b->p->written[m->number] = true;
	return format("(fsm_mutant == %zu -> %s : %s)", m->number, instead,
		text);
}

/* The I-th mutant from *I on that does HOW to the row; at the statement. */
static const struct mutant *next_mutant(const struct branch *b, size_t *i,
	enum mutation how)
{
	for (; b->p->mutants && *i < b->p->mutants->n; (*i)++) {
		const struct mutant *m = b->p->mutants->at[*i];

		if (m->row == b->row && m->how == how && (m->at == b->at ||
		    (how != M_DROP && how != M_CHANGE)))
			return b->p->mutants->at[(*i)++];
	}
	return NULL;
}

/* TEXT, or DROPPED when the statement is. */
static const char *droppable(struct branch *b, const char *dropped,
	const char *text)
{
	const struct mutant *m;

	for (size_t i = 0; (m = next_mutant(b, &i, M_DROP)) != NULL;)
		text = unless(b, m, dropped, text);
	return text;
}

/* The statement's value. */
static const char *changeable(struct branch *b, const struct expr *value)
{
	const char *text = pml_expr(value);
	const struct mutant *m;

	for (size_t i = 0; (m = next_mutant(b, &i, M_CHANGE)) != NULL;)
		text = unless(b, m, pml_expr(m->instead->value), text);
	return text;
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

static const char *item_expr(const struct header_item *item)
{
	return item->header->is_flags ? flags_expr(item) :
		pml_expr(item->value);
}

static const char *header_value(struct branch *b,
	const struct header_item *item)
{
	const char *text = item_expr(item);
	const struct mutant *m;

	for (size_t i = 0; (m = next_mutant(b, &i, M_CHANGE)) != NULL;)
		if (m->item->header == item->header)
			text = unless(b, m, item_expr(m->item), text);
	return text;
}

static void send(struct branch *b, const struct statement *s)
{
	add(b, format("fsm_o_sent = %s", droppable(b, "0", "1")));
	for (size_t i = 0; i < s->headers.n; i++) {
		const char *value = header_value(b, &s->headers.at[i]);

		if (strcmp(value, "0") != 0)
			add(b, format("fsm_o_%s = %s",
				c_name(s->headers.at[i].header->name), value));
	}
}

/* ----------------------------------------------------------- statements */

static void assign(struct branch *b, const char *name, const char *value)
{
	add(b, format("%s = %s", name, droppable(b, name, value)));
}

static const char *target(const struct variable *v)
{
	return format("fsm_%c%c%s", v->is_field ? 'e' : 't',
		v->is_field ? '_' : '.', c_name(v->name));
}

static void statement(struct branch *b, const struct statement *s)
{
	switch (s->op) {
	case S_ASSIGN:
		assign(b, target(s->variable), changeable(b, s->value));
		break;
	case S_SEND:
		send(b, s);
		break;
	case S_START:
	case S_RESTART:
	case S_CANCEL:
		assign(b, format("fsm_t.armed_%s", c_name(s->timer->name)),
			s->op == S_CANCEL ? "0" : "1");
		break;
	case S_REPLY:
		assign(b, "fsm_o_reply", format("FSM_REPLY_%s",
			upper_name(s->named->name)));
		break;
	case S_OPERATION:
		if (s->value)
			assign(b, format("fsm_o_%s",
				c_name(s->operation->name)),
				changeable(b, s->value));
		break;
	default:
		break;
	}
}

/* ----------------------------------------------------------------- bits */

static const char *bit_of_statement(struct branch *b,
	const struct statement *s)
{
	const char *bit;

	if (s->op == S_SIGNAL)
		bit = format("FSM_SIGNAL_%s", upper_name(s->named->name));
	else if (s->op == S_OPERATION)
		bit = format("FSM_OP_%s", upper_name(s->operation->name));
	else
		bit = format("FSM_TIMER_%s", upper_name(s->timer->name));
	if (s->op == S_START)
		bit = format("(fsm_t.armed_%s -> 0 : %s)",
			c_name(s->timer->name), bit);
	return droppable(b, "0", bit);
}

/* The bits of all statements of the row that do OP, or OR. */
static const char *bits(struct branch *b, enum statement_op op,
	enum statement_op or)
{
	const char *s = NULL;

	for (b->at = 0; b->at < b->row->flat.n; b->at++) {
		const struct statement *st = b->row->flat.at[b->at];

		if (st->op == op || st->op == or)
			s = format("%s%s%s", s ? s : "", s ? " | " : "",
				bit_of_statement(b, st));
	}
	return s;
}

static void set_bits(struct branch *b, const char *to, const char *mask)
{
	if (mask)
		add(b, format("%s = %s | %s", to, to, mask));
}

static void clear_bits(struct branch *b, const char *to, const char *mask)
{
	if (mask)
		add(b, format("%s = %s & ~(%s)", to, to, mask));
}

static void timers(struct branch *b)
{
	const char *started = bits(b, S_START, S_RESTART);
	const char *cancelled = bits(b, S_CANCEL, S_CANCEL);

	clear_bits(b, "fsm_o_started", cancelled);
	set_bits(b, "fsm_o_cancelled", cancelled);
	clear_bits(b, "fsm_o_cancelled", started);
	set_bits(b, "fsm_o_started", started);
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
		else if (op == S_ASSIGN || op == S_START || op == S_RESTART ||
		    op == S_CANCEL)
			deletes = false;
	}
	return deletes && row->then == THEN_STOP;
}

static void delete_now(struct branch *b)
{
	const struct mutant *m;
	size_t i = 0;

	m = next_mutant(b, &i, M_DROP);
	if (m)
		b->p->written[m->number] = true;
	add(b, m ? format("if :: fsm_mutant == %zu :: else -> fsm_delete() fi",
		m->number) : "fsm_delete()");
}

static void actions(struct branch *b)
{
	bool last = deletes_last(b->row);

	timers(b);
	for (b->at = 0; b->at < b->row->flat.n; b->at++) {
		const struct statement *s = b->row->flat.at[b->at];

		if (s->op == S_DELETE && !last)
			delete_now(b);
		else if (project_sees(s))
			statement(b, s);
	}
	set_bits(b, "fsm_o_signals", bits(b, S_SIGNAL, S_SIGNAL));
	set_bits(b, "fsm_o_operations", bits(b, S_OPERATION, S_OPERATION));
}

static void next_state(struct branch *b)
{
	const char *text = b->row->next ? format("FSM_%s",
		upper_name(b->row->next->name)) : "fsm_t.state";
	const struct mutant *m;

	for (size_t i = 0; (m = next_mutant(b, &i, M_NEXT)) != NULL;)
		text = unless(b, m, m->next ? format("FSM_%s",
			upper_name(m->next->name)) : "fsm_t.state", text);
	if (strcmp(text, "fsm_t.state") != 0)
		add(b, format("fsm_t.state = %s", text));
}

static const char *then_value(struct branch *b)
{
	const char *text = "FSM_DELETED";

	if (b->row->then == THEN_NEXT)
		return "fsm_then";
	if (b->row->then == THEN_PHASE)
		return format("FSM_P_%s", upper_name(b->row->target->name));
	if (!deletes_last(b->row))
		return "FSM_STOP";
	for (b->at = 0; b->at < b->row->flat.n; b->at++)
		if (b->row->flat.at[b->at]->op == S_DELETE)
			text = droppable(b, "FSM_STOP", text);
	return text;
}

/* Where the deletion is put off, going on would go on without it. */
static void go_on(struct branch *b)
{
	const char *text = then_value(b);
	const struct mutant *m;

	for (size_t i = 0; !deletes_last(b->row) &&
	    (m = next_mutant(b, &i, M_THEN)) != NULL;)
		text = unless(b, m, m->then == THEN_STOP ? "FSM_STOP" :
			"fsm_then", text);
	if (strcmp(text, "fsm_then") != 0)
		add(b, format("fsm_then = %s", text));
}

void pml_row(FILE *out, const struct projected *p, const struct row *row)
{
	struct branch b = { .p = p, .row = row };

	add(&b, format("FSM_ROW(FSM_R_%s)", row->id));
	actions(&b);
	next_state(&b);
	go_on(&b);
	c_code(out, 1, format(":: %s ->", pml_guard(p, row)));
	for (size_t i = 0; i < b.does.n; i++)
		c_code(out, 2, format("%s%s", b.does.at[i],
			i + 1 < b.does.n ? ";" : ""));
}
