/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ACSL back end, expressions: what a specification's expression means, as a
 * term of ACSL.
 *
 * The context x is a record: x.t the TCB, x.e the event, x.c the choices, x.o
 * the output. A flag is a boolean term; sequence numbers and octets are
 * integers between 0 and 2^32-1, and arithmetic on them says its modulus:
 * (uint32_t)(a + b). Comparison of sequence numbers is the language's own
 * definition, with d = (b - a) mod 2^32:
 *
 *     a < b    0 < d < 2^31          fsm_lt(a, b)
 *     a =< b   d < 2^31              fsm_le(a, b)
 *
 * while octets are numbers and compare as such.
 *
 * An assignment changes what later expressions read, so each is translated
 * under the substitution of those before it: the list of changes, last value
 * wins. Nothing here is shared with the back end that writes the C.
 */
#include <string.h>

#include "emit_acsl.h"

const char *acsl_value(const struct acsl_post *post, const char *path)
{
	for (size_t i = 0; post && i < post->changes.n; i++)
		if (strcmp(post->changes.at[i].path, path) == 0)
			return post->changes.at[i].value;
	return format("x.%s", path);
}

void acsl_set(struct acsl_post *post, const char *path, const char *value)
{
	for (size_t i = 0; i < post->changes.n; i++)
		if (strcmp(post->changes.at[i].path, path) == 0) {
			post->changes.at[i].value = value;
			return;
		}
	vec_push(&post->changes, ((struct acsl_change){ path, value }));
}

const char *acsl_path(const struct variable *v)
{
	return format("%c.%s", v->is_field ? 'e' : 't', c_name(v->name));
}

const char *acsl_armed(const struct timer *t)
{
	return format("t.armed_%s", c_name(t->name));
}

static const char *define_term(const struct define *d,
	const struct acsl_post *post)
{
	return post ? acsl_expr(d->value, post) :
		format("define_%s(x)", c_name(d->name));
}

static const char *variable_term(const struct variable *v,
	const struct acsl_post *post)
{
	const char *value = acsl_value(post, acsl_path(v));

	return v->type.kind == TY_FLAG ? format("(%s != 0)", value) : value;
}

/* A term that names something. */
static const char *name_term(const struct expr *e, const struct acsl_post *post)
{
	switch (e->op) {
	case E_NUMBER:
		return format("%llu", (unsigned long long)e->number);
	case E_TRUE:
		return "\\true";
	case E_FALSE:
		return "\\false";
	case E_DEFINE:
		return define_term(e->define, post);
	case E_CHOICE:
		return format("(x.c.%s != 0)", c_name(e->choice->name));
	case E_CLASS:
		return post ? acsl_expr(e->class->value, post) :
			format("class_%s_%s(x)",
				e->class->phase->name, e->class->name);
	case E_ARMED:
		return format("(%s != 0)",
			acsl_value(post, acsl_armed(e->timer)));
	default:
		return variable_term(e->variable, post);
	}
}

static const char *comparison(const struct expr *e, const char *a,
	const char *b)
{
	bool modular = e->a->type.kind == TY_SEQ || e->b->type.kind == TY_SEQ;

	if (e->op == E_EQ)
		return format("(%s == %s)", a, b);
	if (e->op == E_NE)
		return format("(%s != %s)", a, b);
	if (modular)
		return format("fsm_%s(%s, %s)",
			e->op == E_LT ? "lt" : "le", a, b);
	return format("(%s %s %s)", a, e->op == E_LT ? "<" : "<=", b);
}

static const char *extreme(const struct expr *e, const char *which,
	const char *a, const char *b)
{
	return format("fsm_%s%s(%s, %s)",
		e->type.kind == TY_SEQ ? "seq_" : "", which, a, b);
}

static const char *binary(const struct expr *e, const char *a, const char *b)
{
	switch (e->op) {
	case E_AND:
		return format("(%s && %s)", a, b);
	case E_OR:
		return format("(%s || %s)", a, b);
	case E_IMPLIES:
		return format("(!%s || %s)", a, b);
	case E_ADD:
		return format("(uint32_t)(%s + %s)", a, b);
	case E_SUB:
		return format("(uint32_t)(%s - %s)", a, b);
	case E_MAX:
		return extreme(e, "max", a, b);
	case E_MIN:
		return extreme(e, "min", a, b);
	default:
		return comparison(e, a, b);
	}
}

const char *acsl_expr(const struct expr *e, const struct acsl_post *post)
{
	switch (e->op) {
	case E_NUMBER: case E_TRUE: case E_FALSE: case E_VARIABLE:
	case E_FIELD: case E_DEFINE: case E_CHOICE: case E_CLASS: case E_ARMED:
		return name_term(e, post);
	case E_NOT:
		return format("!%s", acsl_expr(e->a, post));
	case E_OCTETS:
		return format("(%s ? 1 : 0)", acsl_expr(e->a, post));
	default:
		return binary(e, acsl_expr(e->a, post),
			acsl_expr(e->b, post));
	}
}
