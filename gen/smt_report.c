/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A failure told. The solver has found values; they are made small one by
 * one (false, 0, 1, 2...), as long as it still finds the rest, and only names
 * that occur in what the message is about are shown:
 *
 *     state ESTABLISHED, SEG.SEQ=7 SEG.TEXT=0 RST, RCV.NXT=7 RCV.WND=0
 *
 * A flag that is not shown is false. Where few are shown, in a hole and
 * behind a row, it is written out: `not RST`.
 */
#include "check.h"

/* ------------------------------------------------------- what is shown */

/* Names that occur in what the witness is about. */
struct seen { bool *variable, *field, *timer, *choice; };

static struct seen *seen_new(const struct spec *spec)
{
	struct seen *s = xalloc(sizeof *s);

	s->variable = xalloc(spec->variables.n + 1);
	s->field = xalloc(spec->fields.n + 1);
	s->timer = xalloc(spec->timers.n + 1);
	s->choice = xalloc(spec->choices.n + 1);
	return s;
}

static void see(struct seen *s, const struct expr *e)
{
	if (!e)
		return;
	if (e->op == E_VARIABLE || e->op == E_FIELD)
		(e->variable->is_field ? s->field : s->variable)
			[e->variable->index] = true;
	else if (e->op == E_ARMED)
		s->timer[e->timer->index] = true;
	else if (e->op == E_CHOICE)
		s->choice[e->choice->index] = true;
	else if (e->op == E_DEFINE)
		see(s, e->define->value);
	else if (e->op == E_CLASS)
		see(s, e->class->value);
	see(s, e->a);
	see(s, e->b);
}

static void see_statements(struct seen *s, const statements *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i]->op == S_ASSIGN)
			see(s, list->at[i]->value);
}

/* ------------------------------------------------------- small values */

/* Asserts CLAIM if the rest can still be had with it. */
static bool settle(struct solver *z, const char *claim)
{
	const unsigned depth = z->depth;

	push(z);
	say(z, "(assert %s)\n", claim);
	if (ask(z) == SAT)
		return true;
	pop_to(z, depth);
	return false;
}

static bool flag_of(struct solver *z, const char *name)
{
	if (settle(z, format("(not %s)", name)))
		return false;
	return settle(z, name);
}

static uint64_t number_of(struct solver *z, const char *name)
{
	static const unsigned small[] = { 0, 1, 2, 3, 4, 7, 100, 65535 };
	uint64_t value;

	for (size_t i = 0; i < sizeof small / sizeof *small; i++)
		if (settle(z, format("(= %s (_ bv%u 32))", name, small[i])))
			return small[i];
	ask(z);
	value = value_of(z, name);
	settle(z, format("(= %s (_ bv%u 32))", name, (unsigned)value));
	return value;
}

/* ------------------------------------------------------------ witness */

struct telling {
	struct solver *z;
	const struct view *view;
	bool negative;			/* false flags are told too */
	const char *told, *lead;	/* what comes before the next item */
};

static void tell(struct telling *t, const char *item)
{
	t->told = format("%s%s%s", t->told, t->lead, item);
	t->lead = " ";
}

static void tell_flag(struct telling *t, const char *name, const char *term)
{
	if (flag_of(t->z, term))
		tell(t, name);
	else if (t->negative)
		tell(t, format("not %s", name));
}

static void tell_variables(struct telling *t, const struct variable *const *at,
	size_t n, const bool *seen)
{
	const char *name;

	t->lead = ", ";
	for (size_t i = 0; i < n; i++) {
		if (!seen[i])
			continue;
		name = variable_term(t->view, at[i]);
		if (at[i]->type.kind == TY_FLAG)
			tell_flag(t, at[i]->name, name);
		else
			tell(t, format("%s=%u", at[i]->name,
				(unsigned)number_of(t->z, name)));
	}
}

static void tell_timers(struct telling *t, const bool *seen)
{
	const struct spec *spec = t->view->spec;

	t->lead = ", ";
	for (size_t i = 0; i < spec->timers.n; i++)
		if (seen[i])
			tell_flag(t, format("armed %s",
				spec->timers.at[i]->name),
				timer_term(t->view, spec->timers.at[i]));
}

static void tell_choices(struct telling *t, const bool *seen)
{
	const struct spec *spec = t->view->spec;

	t->lead = ", choice ";
	for (size_t i = 0; i < spec->choices.n; i++)
		if (seen[i])
			tell_flag(t, spec->choices.at[i]->name,
				choice_term(spec->choices.at[i]));
}

/* Variables are made small first: what is compared with them follows. */
static const char *tell_all(struct telling t, const struct seen *s,
	const struct state *state)
{
	const struct spec *spec = t.view->spec;
	const char *variables;

	tell_variables(&t, (const struct variable *const *)spec->variables.at,
		spec->variables.n, s->variable);
	variables = t.told;
	t.told = format("state %s", state->name);
	tell_variables(&t, (const struct variable *const *)spec->fields.at,
		spec->fields.n, s->field);
	t.told = format("%s%s", t.told, variables);
	tell_timers(&t, s->timer);
	tell_choices(&t, s->choice);
	return t.told;
}

static const char *witness(const struct cell *c, const struct seen *s)
{
	return tell_all((struct telling){ c->z, c->before, false, "", "" }, s,
		c->state);
}

/* Of what a row leaves only the connection matters, not the event. */
static const char *aftermath(const struct cell *c, const struct seen *s,
	const struct view *after, const struct state *next)
{
	struct seen kept = *s;

	kept.field = xalloc(after->spec->fields.n + 1);
	kept.choice = xalloc(after->spec->choices.n + 1);
	return tell_all((struct telling){ c->z, after, true, "", "" }, &kept,
		next);
}

/* ------------------------------------------------------------ reports */

static const struct row *row_of(const struct cell *c, const struct class *class)
{
	size_t l = 0;

	while (c->phase->lines.at[l]->state != c->state)
		l++;
	return c->phase->cells[l * c->phase->classes.n + class->index];
}

void report_overlap(const struct cell *c, const struct class *a,
	const struct class *b)
{
	struct seen *s = seen_new(c->before->spec);

	see(s, a->value);
	see(s, b->value);
	error_at(b->pos, "classes %s and %s overlap: %s", a->name, b->name,
		witness(c, s));
	note_at(a->pos, "class %s is this one", a->name);
	if (row_of(c, a) == row_of(c, b))
		return;
	note_at(row_of(c, a)->pos, "row %s would answer %s",
		row_of(c, a)->id, a->name);
	note_at(row_of(c, b)->pos, "row %s would answer %s",
		row_of(c, b)->id, b->name);
}

void report_lines(const struct cell *c, const struct line *a,
	const struct line *b)
{
	struct seen *s = seen_new(c->before->spec);

	see(s, a->when);
	see(s, b->when);
	error_at(b->when->pos, "lines of %s overlap: %s", c->state->name,
		witness(c, s));
	note_at(a->when->pos, "the other condition");
}

void report_hole(const struct cell *c, bool lines)
{
	struct seen *s = seen_new(c->before->spec);
	const struct phase *p = c->phase;

	for (size_t i = 0; i < p->lines.n && lines; i++)
		if (p->lines.at[i]->state == c->state)
			see(s, p->lines.at[i]->when);
	for (size_t i = 0; i < p->classes.n && !lines; i++)
		see(s, p->classes.at[i]->value);
	error_at(p->pos, "no %s of phase %s takes this: %s",
		lines ? "line" : "class", p->name,
		tell_all((struct telling){ c->z, c->before, true, "", "" }, s,
			c->state));
}

static void see_row(struct seen *s, const struct cell *c,
	const struct row *row)
{
	see(s, row->when);
	see_statements(s, &row->flat);
	for (size_t i = 0; i < c->phase->classes.n; i++)
		if (row->classes & bit_of(i))
			see(s, c->phase->classes.at[i]->value);
}

static const struct state *left_in(const struct cell *c, const struct row *row)
{
	return row->next ? row->next : c->state;
}

void report_broken(const struct cell *c, const struct row *row,
	const struct view *after, const struct invariant *broken)
{
	const struct spec *spec = after->spec;
	struct seen *s = seen_new(spec), *t = seen_new(spec);

	see(t, broken->value);
	see(s, broken->value);
	see_row(s, c, row);
	error_at(row->pos, "row %s breaks invariant %s: %s", row->id,
		broken->name, witness(c, s));
	note_at(broken->pos, "it leaves %s", aftermath(c, t, after,
		left_in(c, row)));
}

void report_range(const struct cell *c, const struct row *row,
	const struct view *after, const struct variable *outside)
{
	const struct spec *spec = after->spec;
	struct seen *s = seen_new(spec);

	see_row(s, c, row);
	error_at(row->pos, "row %s leaves %s beyond its range: %s", row->id,
		outside->name, witness(c, s));
	note_at(outside->pos, "it leaves %s=%u", outside->name, (unsigned)
		number_of(c->z, variable_term(after, outside)));
}
