/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * C back end, expressions: as the specification writes them, over the context
 * x.
 *
 *     RCV.NXT < SEG.SEQ      FSM_LT(x->t.rcv_nxt, x->e.seg_seq)
 *     armed user             x->t.armed_user
 *     reopen                 x->c.reopen
 *     class, definition      fsm_is_rst_exact(x), fsm_edge(x)
 *
 * Numbers are uint32_t and wrap, which is the arithmetic of the language;
 * octets compare as numbers, sequence numbers by FSM_LT and FSM_LE. No more
 * parentheses than C and its compilers' warnings want.
 */
#include "emit_c.h"

enum level { OR, AND, COMPARISON, SUM, TERM };

static const char *at_level(const struct expr *e, enum level level);

static bool modular(const struct expr *e)
{
	return e->a->type.kind == TY_SEQ || e->b->type.kind == TY_SEQ;
}

static enum level level_of(const struct expr *e)
{
	switch (e->op) {
	case E_OR: case E_IMPLIES:
		return OR;
	case E_AND:
		return AND;
	case E_EQ: case E_NE:
		return COMPARISON;
	case E_LT: case E_LE:
		return modular(e) ? TERM : COMPARISON;
	case E_ADD: case E_SUB:
		return SUM;
	default:
		return TERM;
	}
}

static const char *infix(const struct expr *e, const char *sign,
	enum level a, enum level b)
{
	return format("%s %s %s", at_level(e->a, a), sign, at_level(e->b, b));
}

static const char *call(const char *name, const struct expr *e)
{
	return format("%s(%s, %s)", name, c_expr(e->a), c_expr(e->b));
}

/* A flag may be any number but zero. */
static const char *equality(const struct expr *e, const char *sign)
{
	if (e->a->type.kind == TY_FLAG)
		return format("(%s != 0) %s (%s != 0)", at_level(e->a, SUM),
			sign, at_level(e->b, SUM));
	return infix(e, sign, SUM, SUM);
}

static const char *ordering(const struct expr *e)
{
	if (modular(e))
		return call(e->op == E_LT ? "FSM_LT" : "FSM_LE", e);
	return infix(e, e->op == E_LT ? "<" : "<=", SUM, SUM);
}

/* Two constants alone would be added as int. */
static const char *arithmetic(const struct expr *e, const char *sign)
{
	if (e->a->op == E_NUMBER && e->b->op == E_NUMBER)
		return format("(uint32_t)%s %s (uint32_t)%s", c_expr(e->a),
			sign, c_expr(e->b));
	return infix(e, sign, SUM, TERM);
}

static const char *extreme(const struct expr *e)
{
	const char *which = e->op == E_MAX ? "MAX" : "MIN";

	return call(format("FSM_%s%s", modular(e) ? "SEQ_" : "", which), e);
}

static const char *binary(const struct expr *e)
{
	switch (e->op) {
	case E_AND:	return infix(e, "&&", AND, AND);
	case E_OR:	return infix(e, "||", OR, OR);
	case E_IMPLIES:	return format("!%s || %s", at_level(e->a, TERM),
				at_level(e->b, COMPARISON));
	case E_EQ:	return equality(e, "==");
	case E_NE:	return equality(e, "!=");
	case E_LT:
	case E_LE:	return ordering(e);
	case E_ADD:	return arithmetic(e, "+");
	case E_SUB:	return arithmetic(e, "-");
	default:	return extreme(e);
	}
}

static const char *number(uint64_t n)
{
	return format("%llu%s", (unsigned long long)n,
		n > INT32_MAX ? "u" : "");
}

static const char *plain(const struct expr *e)
{
	switch (e->op) {
	case E_NUMBER:	return number(e->number);
	case E_TRUE:	return "1";
	case E_FALSE:	return "0";
	case E_VARIABLE:
		return format("x->t.%s", c_name(e->variable->name));
	case E_FIELD:
		return format("x->e.%s", c_name(e->variable->name));
	case E_DEFINE:
		return format("fsm_%s(x)", c_name(e->define->name));
	case E_CHOICE:
		return format("x->c.%s", c_name(e->choice->name));
	case E_CLASS:
		return format("fsm_is_%s_%s(x)", e->class->phase->name,
			e->class->name);
	case E_ARMED:
		return format("x->t.armed_%s", c_name(e->timer->name));
	case E_NOT:
		return format("!%s", at_level(e->a, TERM));
	case E_OCTETS:
		return format("FSM_OCTETS(%s)", c_expr(e->a));
	default:
		return binary(e);
	}
}

static const char *at_level(const struct expr *e, enum level level)
{
	enum level own = level_of(e);
	bool naked = own >= level && !(own == AND && level == OR);

	return naked ? plain(e) : format("(%s)", plain(e));
}

const char *c_expr(const struct expr *e)
{
	return plain(e);
}

bool c_reads(const struct expr *e)
{
	if (!e || e->op == E_NUMBER || e->op == E_TRUE || e->op == E_FALSE)
		return false;
	if (e->op >= E_VARIABLE && e->op <= E_ARMED)
		return true;
	return c_reads(e->a) || c_reads(e->b);
}

/* -------------------------------------------------- definitions called */

static void mark(bool *called, const struct expr *e)
{
	if (!e)
		return;
	if (e->op == E_DEFINE && !called[e->define->index]) {
		called[e->define->index] = true;
		mark(called, e->define->value);
	}
	mark(called, e->a);
	mark(called, e->b);
}

static void mark_statement(bool *called, const struct statement *s)
{
	mark(called, s->value);
	for (size_t i = 0; i < s->headers.n; i++) {
		const struct header_item *h = &s->headers.at[i];

		mark(called, h->value);
		for (size_t k = 0; k < h->flags.n; k++)
			mark(called, h->flags.at[k].when);
	}
}

static void mark_phase(bool *called, const struct phase *phase)
{
	for (size_t i = 0; i + 1 < phase->classes.n; i++)
		mark(called, phase->classes.at[i]->value);
	for (size_t i = 0; i < phase->lines.n; i++)
		if (!c_last_part(phase, phase->lines.at[i]))
			mark(called, phase->lines.at[i]->when);
	for (size_t i = 0; i < phase->rows.n; i++)
		for (size_t k = 0; k < phase->rows.at[i]->flat.n; k++)
			mark_statement(called, phase->rows.at[i]->flat.at[k]);
}

bool *c_defines(const struct spec *spec)
{
	bool *called = xalloc(spec->defines.n + 1);

	for (size_t i = 0; i < spec->phases.n; i++)
		mark_phase(called, spec->phases.at[i]);
	return called;
}
