/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Expressions and rows as terms of SMT-LIB. A flag is a Bool, everything else
 * a vector of 32 bits. Octets compare unsigned; sequence numbers by the sign
 * of their difference:
 *
 *     a =< b   is   0 =< b - a   as signed numbers, d < 2^31
 *     a <  b   is   0 <  b - a
 *
 * A row runs symbolically: whatever it assigns gets a new version,
 * `SND.UNA!3`, defined by the versions before it. Choices are free: what is
 * proved holds for every configuration.
 */
#include "check.h"

static unsigned *versions(size_t n)
{
	return xalloc((n + 1) * sizeof(unsigned));
}

struct view *view_new(const struct spec *spec)
{
	struct view *v = xalloc(sizeof *v);

	v->spec = spec;
	v->variable = versions(spec->variables.n);
	v->field = versions(spec->fields.n);
	v->timer = versions(spec->timers.n);
	v->fresh = versions(0);
	return v;
}

static void copy(unsigned *to, const unsigned *from, size_t n)
{
	while (n-- > 0)
		to[n] = from[n];
}

struct view *view_copy(const struct view *v)
{
	struct view *w = view_new(v->spec);

	copy(w->variable, v->variable, v->spec->variables.n);
	copy(w->field, v->field, v->spec->fields.n);
	copy(w->timer, v->timer, v->spec->timers.n);
	w->fresh = v->fresh;
	return w;
}

const char *variable_term(const struct view *v, const struct variable *x)
{
	return format("|%s!%u|", x->name,
		(x->is_field ? v->field : v->variable)[x->index]);
}

const char *timer_term(const struct view *v, const struct timer *t)
{
	return format("|armed %s!%u|", t->name, v->timer[t->index]);
}

const char *choice_term(const struct choice *c)
{
	return format("|choice %s|", c->name);
}

static bool is_seq(const struct expr *e)
{
	return e->a->type.kind == TY_SEQ || e->b->type.kind == TY_SEQ;
}

static const char *compare(const struct expr *e, const char *a, const char *b)
{
	const char *le = e->op == E_LE ? "le" : "lt";

	if (!is_seq(e))
		return format("(bvu%s %s %s)", le, a, b);
	return format("(bvs%s (_ bv0 32) (bvsub %s %s))", le, b, a);
}

static const char *binary(const struct expr *e, const char *a, const char *b)
{
	switch (e->op) {
	case E_AND:	return format("(and %s %s)", a, b);
	case E_OR:	return format("(or %s %s)", a, b);
	case E_IMPLIES:	return format("(=> %s %s)", a, b);
	case E_EQ:	return format("(= %s %s)", a, b);
	case E_NE:	return format("(not (= %s %s))", a, b);
	case E_LT: case E_LE: return compare(e, a, b);
	case E_ADD:	return format("(bvadd %s %s)", a, b);
	case E_SUB:	return format("(bvsub %s %s)", a, b);
	case E_MAX:	return format("(ite (bvuge %s %s) %s %s)", a, b, a, b);
	default:	return format("(ite (bvule %s %s) %s %s)", a, b, a, b);
	}
}

const char *term(const struct view *v, const struct expr *e)
{
	switch (e->op) {
	case E_NUMBER:
		return format("(_ bv%u 32)", (unsigned)e->number);
	case E_TRUE:	return "true";
	case E_FALSE:	return "false";
	case E_VARIABLE: case E_FIELD: return variable_term(v, e->variable);
	case E_DEFINE:	return term(v, e->define->value);
	case E_CLASS:	return term(v, e->class->value);
	case E_CHOICE:	return choice_term(e->choice);
	case E_ARMED:	return timer_term(v, e->timer);
	case E_NOT:	return format("(not %s)", term(v, e->a));
	case E_OCTETS:
		return format("(ite %s (_ bv1 32) (_ bv0 32))", term(v, e->a));
	default:
		return binary(e, term(v, e->a), term(v, e->b));
	}
}

static const char *sort_of(const struct variable *x)
{
	return x->type.kind == TY_FLAG ? "Bool" : "(_ BitVec 32)";
}

static void declare(struct solver *z, const struct view *v,
	const struct variable *x)
{
	say(z, "(declare-const %s %s)\n", variable_term(v, x), sort_of(x));
	if (x->type.kind == TY_OCTETS && x->type.max < UINT32_MAX)
		say(z, "(assert (bvule %s (_ bv%u 32)))\n",
			variable_term(v, x), (unsigned)x->type.max);
}

void say_declarations(struct solver *z, const struct view *v)
{
	const struct spec *spec = v->spec;

	for (size_t i = 0; i < spec->variables.n; i++)
		declare(z, v, spec->variables.at[i]);
	for (size_t i = 0; i < spec->fields.n; i++)
		declare(z, v, spec->fields.at[i]);
	for (size_t i = 0; i < spec->timers.n; i++)
		say(z, "(declare-const %s Bool)\n",
			timer_term(v, spec->timers.at[i]));
	for (size_t i = 0; i < spec->choices.n; i++)
		say(z, "(declare-const %s Bool)\n",
			choice_term(spec->choices.at[i]));
}

static void assign(struct solver *z, struct view *v, const struct variable *x,
	const char *value)
{
	(x->is_field ? v->field : v->variable)[x->index] = ++*v->fresh;
	say(z, "(define-fun %s () %s %s)\n", variable_term(v, x), sort_of(x),
		value);
}

static void arm(struct solver *z, struct view *v, const struct timer *t,
	bool on)
{
	v->timer[t->index] = ++*v->fresh;
	say(z, "(define-fun %s () Bool %s)\n", timer_term(v, t),
		on ? "true" : "false");
}

void say_expiry(struct solver *z, struct view *v, const struct timer *t)
{
	arm(z, v, t, false);
}

static void delete(struct solver *z, struct view *v)
{
	const struct spec *spec = v->spec;

	for (size_t i = 0; i < spec->variables.n; i++)
		assign(z, v, spec->variables.at[i],
			spec->variables.at[i]->type.kind == TY_FLAG ?
			"false" : "(_ bv0 32)");
	for (size_t i = 0; i < spec->timers.n; i++)
		arm(z, v, spec->timers.at[i], false);
}

void say_statements(struct solver *z, struct view *v, const statements *list)
{
	const struct statement *s;

	for (size_t i = 0; i < list->n; i++) {
		s = list->at[i];
		if (s->op == S_ASSIGN)
			assign(z, v, s->variable, term(v, s->value));
		else if (s->op == S_START || s->op == S_RESTART)
			arm(z, v, s->timer, true);
		else if (s->op == S_CANCEL)
			arm(z, v, s->timer, false);
		else if (s->op == S_DELETE)
			delete(z, v);
	}
}
