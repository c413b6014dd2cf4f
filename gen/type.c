/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Types keep the two sides of a connection apart:
 *
 *     space + octets -> space          space - space -> octets
 *     space - octets -> space          octets +- octets -> octets
 *     comparison -> flag: of two numbers of one space, or of two octets;
 *                   = and /= of two flags as well
 *
 * A number is octets. It becomes a sequence number only as the value of a
 * header, or as the 0 that clears a variable.
 */
#include "parse.h"

#define DEEPEST	200			/* definitions, one in another */

static bool typed(struct expr *e);

static unsigned height;			/* of the definition being typed */

static const char *type_text(const struct type *type)
{
	if (type->kind == TY_SEQ)
		return format("of space %s", type->space->name);
	return type->kind == TY_FLAG ? "a flag" : "a number of octets";
}

static struct type flag(void)
{
	return (struct type){ .kind = TY_FLAG, .max = UINT32_MAX };
}

static struct type octets(void)
{
	return (struct type){ .kind = TY_OCTETS, .max = UINT32_MAX };
}

static bool same(const struct type *a, const struct type *b)
{
	return a->kind == b->kind && a->space == b->space;
}

static bool mixed(const struct expr *e, const char *why)
{
	error_at(e->pos, "%s is %s, %s %s%s: %s", spec_expr(e->a),
		type_text(&e->a->type),
		spec_expr(e->b), e->b->type.kind == TY_SEQ ? "" : "is ",
		type_text(&e->b->type), why);
	return false;
}

static bool want(const struct expr *e, const struct type *type,
	const char *where)
{
	if (same(&e->type, type))
		return true;
	error_at(e->pos, "%s must be %s, and %s is %s", where,
		type_text(type), spec_expr(e), type_text(&e->type));
	return false;
}

static bool want_flag(const struct expr *e, const char *where)
{
	struct type type = flag();

	return want(e, &type, where);
}

static bool want_octets(const struct expr *e, const char *where)
{
	struct type type = octets();

	return want(e, &type, where);
}

/* ---------------------------------------------------------- definitions */

/* Its height is unknown while it is typed: then it is met in itself. */
static void first_time(struct define *d)
{
	static unsigned open;
	unsigned above = height;

	d->height = UINT32_MAX;
	height = open < DEEPEST ? 0 : DEEPEST;
	if (open++ < DEEPEST)
		d->sound = typed(d->value);
	open--;
	d->height = height + 1;
	height = above;
}

static bool definition(struct define *d, struct pos pos)
{
	if (d->height == 0)
		first_time(d);
	if (d->height == UINT32_MAX)
		error_at(pos, "'%s' is defined by itself", d->name);
	else if (d->height > DEEPEST && pos.line != d->pos.line)
		error_at(pos, "definitions nest more than %d deep", DEEPEST);
	else if (d->sound && d->height > height)
		height = d->height;
	return d->sound && d->height <= DEEPEST;
}

/* ---------------------------------------------------------- expressions */

static bool leaf(struct expr *e)
{
	switch (e->op) {
	case E_NUMBER:
		e->type = octets();
		e->type.max = e->number;
		return true;
	case E_VARIABLE: case E_FIELD:
		e->type = e->variable->type;
		return true;
	case E_DEFINE:
		if (!definition(e->define, e->pos))
			return false;
		e->type = e->define->value->type;
		return true;
	default:
		e->type = flag();
		return true;
	}
}

static bool sum(struct expr *e)
{
	const struct type *a = &e->a->type, *b = &e->b->type;

	e->type = a->kind == TY_SEQ && b->kind == TY_OCTETS ? *a : octets();
	if (a->kind != TY_FLAG && b->kind == TY_OCTETS)
		return true;
	if (e->op == E_SUB && a->kind == TY_SEQ && same(a, b))
		return true;
	if (e->op == E_SUB)
		return mixed(e, "they cannot be subtracted");
	return mixed(e, b->kind == TY_SEQ && a->kind == TY_OCTETS ?
		"write the sequence number first" : "they cannot be added");
}

static bool comparison(struct expr *e)
{
	e->type = flag();
	if (!same(&e->a->type, &e->b->type))
		return mixed(e, "they cannot be compared");
	if (e->a->type.kind != TY_FLAG || e->op == E_EQ || e->op == E_NE)
		return true;
	return mixed(e, "flags have no order");
}

static const char *connective(enum expr_op op)
{
	switch (op) {
	case E_NOT:
		return "the operand of 'not'";
	case E_AND:
		return "an operand of 'and'";
	case E_OR:
		return "an operand of 'or'";
	case E_IMPLIES:
		return "an operand of '=>'";
	default:
		return "the operand of octets()";
	}
}

static bool operator(struct expr *e)
{
	switch (e->op) {
	case E_ADD: case E_SUB:
		return sum(e);
	case E_MAX: case E_MIN:
		e->type = octets();
		return want_octets(e->a, "what max and min compare") &&
			want_octets(e->b, "what max and min compare");
	case E_EQ: case E_NE: case E_LT: case E_LE:
		return comparison(e);
	default:
		e->type = e->op == E_OCTETS ? octets() : flag();
		return want_flag(e->a, connective(e->op)) &&
			(!e->b || want_flag(e->b, connective(e->op)));
	}
}

/* Types E; false after a message, or when an earlier pass left a hole. */
static bool typed(struct expr *e)
{
	bool a, b;

	if (!e)
		return false;
	if (!e->a)
		return leaf(e);
	a = typed(e->a);
	b = !e->b || typed(e->b);
	return a && b && operator(e);
}

static void flag_expr(struct expr *e, const char *where)
{
	if (typed(e))
		want_flag(e, where);
}

/* -------------------------------------------------------------- actions */

/* A NUMBER where a sequence number stands. */
static bool is_literal(const struct expr *e, const struct type *type)
{
	return e->op == E_NUMBER && type->kind == TY_SEQ;
}

static void header(struct header_item *item)
{
	struct expr *e = item->value;

	for (size_t i = 0; i < item->flags.n; i++)
		if (item->flags.at[i].when)
			flag_expr(item->flags.at[i].when, "what 'if' asks");
	if (item->header->is_flags || !typed(e))
		return;
	if (is_literal(e, &item->header->type))
		e->type = item->header->type;
	want(e, &item->header->type, format("<%s=...>", item->header->name));
}

static void assignment(struct statement *s)
{
	const struct type *type = &s->variable->type;
	struct expr *e = s->value;

	if (!typed(e))
		return;
	if (is_literal(e, type) && e->number == 0)
		e->type = *type;
	if (want(e, type, s->variable->name) && e->op == E_NUMBER &&
	    e->number > type->max)
		error_at(e->pos, "%s is never more than %llu",
			s->variable->name, (unsigned long long)type->max);
}

static void body(statements *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct statement *s = list->at[i];

		if (s->op == S_ASSIGN)
			assignment(s);
		if (s->op == S_OPERATION && s->value && typed(s->value))
			want_octets(s->value, format("what %s takes",
				s->operation->name));
		for (size_t h = 0; h < s->headers.n; h++)
			header(&s->headers.at[h]);
	}
}

static void table(struct phase *ph)
{
	for (size_t i = 0; i < ph->classes.n; i++)
		flag_expr(ph->classes.at[i]->value, "a class");
	for (size_t i = 0; i < ph->rows.n; i++) {
		if (ph->rows.at[i]->when)
			flag_expr(ph->rows.at[i]->when, "what 'if' asks");
		body(&ph->rows.at[i]->actions);
	}
}

void types(struct spec *spec)
{
	for (size_t i = 0; i < spec->defines.n; i++)
		definition(spec->defines.at[i], spec->defines.at[i]->pos);
	for (size_t i = 0; i < spec->actions.n; i++)
		body(&spec->actions.at[i]->body);
	for (size_t i = 0; i < spec->invariants.n; i++)
		flag_expr(spec->invariants.at[i]->value, "an invariant");
	for (size_t i = 0; i < spec->phases.n; i++)
		table(spec->phases.at[i]);
	if (spec->obligation && spec->obligation->type.kind != TY_FLAG)
		error_at(spec->obligation->pos, "an obligation is a flag, and "
			"'%s' is %s", spec->obligation->name,
			type_text(&spec->obligation->type));
}
