/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Expressions under the projection: a fixed flag or number of octets is its
 * value, and what follows from it is worked out.
 *
 *     RCV.WND /= 0 and IN.WINDOW     IN.WINDOW, when RCV.WND is fixed 2
 *     not SECURE and ACK             false, when SECURE is fixed 1
 *
 * A fixed sequence number stays: what it compares with moves.
 */
#include "project.h"

static const struct expr *flag(bool value)
{
	static struct expr constant[2] = {
		{ .op = E_FALSE, .type = { .kind = TY_FLAG }, .name = "false" },
		{ .op = E_TRUE, .type = { .kind = TY_FLAG }, .name = "true" },
	};

	return &constant[value];
}

static const struct expr *octets(uint64_t n)
{
	struct expr *e = xalloc(sizeof *e);

	e->op = E_NUMBER;
	e->type = (struct type){ .kind = TY_OCTETS, .max = UINT32_MAX };
	e->number = n;
	return e;
}

bool always_true(const struct expr *e)
{
	return e->op == E_TRUE;
}

bool always_false(const struct expr *e)
{
	return e->op == E_FALSE;
}

static bool is_constant(const struct expr *e)
{
	return always_true(e) || always_false(e);
}

/* The octets E always is. */
static bool number_of(const struct expr *e, uint64_t *n)
{
	if (e->op == E_NUMBER)
		*n = e->number;
	else if ((e->op == E_VARIABLE || e->op == E_FIELD) &&
	    e->variable->projection == FIXED && e->type.kind == TY_OCTETS)
		*n = e->variable->fixed;
	else
		return false;
	return true;
}

static const struct expr *with(const struct expr *e, const struct expr *a,
	const struct expr *b)
{
	struct expr *copy;

	if (a == e->a && b == e->b)
		return e;
	copy = xalloc(sizeof *copy);
	*copy = *e;
	copy->a = (struct expr *)(uintptr_t)a;
	copy->b = (struct expr *)(uintptr_t)b;
	return copy;
}

static const struct expr *named(const struct expr *e, const struct expr *value)
{
	const struct expr *v = project_expr(value);

	return is_constant(v) || v->op == E_NUMBER ? v : e;
}

static const struct expr *variable(const struct expr *e)
{
	if (e->variable->projection != FIXED || e->type.kind != TY_FLAG)
		return e;
	return flag(e->variable->fixed != 0);
}

static const struct expr *negation(const struct expr *e)
{
	const struct expr *a = project_expr(e->a);

	return is_constant(a) ? flag(always_false(a)) : with(e, a, NULL);
}

static const struct expr *junction(const struct expr *e)
{
	const struct expr *a = project_expr(e->a), *b = project_expr(e->b);
	bool unit = e->op == E_AND;

	if (is_constant(a))
		return always_true(a) == unit ? b : a;
	if (is_constant(b))
		return always_true(b) == unit ? a : b;
	return with(e, a, b);
}

static const struct expr *implication(const struct expr *e)
{
	const struct expr *a = project_expr(e->a), *b = project_expr(e->b);

	if (always_false(a) || always_true(b))
		return flag(true);
	return always_true(a) ? b : with(e, a, b);
}

static bool compare(enum expr_op op, uint64_t a, uint64_t b)
{
	switch (op) {
	case E_EQ:	return a == b;
	case E_NE:	return a != b;
	case E_LT:	return a < b;
	default:	return a <= b;
	}
}

static const struct expr *comparison(const struct expr *e)
{
	const struct expr *a = project_expr(e->a), *b = project_expr(e->b);
	uint64_t x, y;

	if (is_constant(a) && is_constant(b))
		return flag((a->op == b->op) == (e->op == E_EQ));
	if (number_of(a, &x) && number_of(b, &y))
		return flag(compare(e->op, x, y));
	return with(e, a, b);
}

/* x + 0 and x - 0 are x; the rest is left to who computes it. */
static const struct expr *sum(const struct expr *e)
{
	const struct expr *a = project_expr(e->a), *b = project_expr(e->b);

	if (b->op == E_NUMBER && b->number == 0)
		return a;
	if (e->op == E_ADD && a->op == E_NUMBER && a->number == 0)
		return b;
	return with(e, a, b);
}

static const struct expr *length(const struct expr *e)
{
	const struct expr *a = project_expr(e->a);

	return is_constant(a) ? octets(always_true(a)) : with(e, a, NULL);
}

const struct expr *project_expr(const struct expr *e)
{
	switch (e->op) {
	case E_VARIABLE:
	case E_FIELD:	return variable(e);
	case E_DEFINE:	return named(e, e->define->value);
	case E_CLASS:	return named(e, e->class->value);
	case E_NOT:	return negation(e);
	case E_AND:
	case E_OR:	return junction(e);
	case E_IMPLIES:	return implication(e);
	case E_EQ:
	case E_NE:
	case E_LT:
	case E_LE:	return comparison(e);
	case E_ADD:
	case E_SUB:	return sum(e);
	case E_MAX:
	case E_MIN:	return with(e, project_expr(e->a), project_expr(e->b));
	case E_OCTETS:	return length(e);
	default:	return e;
	}
}

bool project_sees(const struct statement *s)
{
	return s->op != S_ASSIGN || s->variable->projection == KEPT;
}
