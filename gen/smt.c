/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the solver is asked. For every phase and every state it can be entered
 * in, with the state's invariants I over everything else:
 *
 *     lines      I and not (exactly one line)              must have no model
 *     classes    I and not (exactly one class)             none
 *     alive      I and line and class, for some state      one for each row
 *     keeps      I and line and class and row and not I'   none
 *
 * The invariants are a hypothesis where a phase is entered because every row
 * is shown to keep them; the ranges of octets(N) likewise. Fields are free:
 * what an earlier phase made of them is not assumed. Where a timer has just
 * expired, its flag is taken back after I is assumed, and the first row has
 * to make I true again.
 */
#include <time.h>

#include "smt.h"

/* ------------------------------------------------- exactly one of several */

static const char *none_of(const char *const *terms, size_t n)
{
	const char *any = "false";

	while (n-- > 0)
		any = format("%s %s", terms[n], any);
	return format("(not (or %s))", any);
}

/* "not exactly one", the pairs first. */
static const char *not_one_of(const char *const *terms, size_t n)
{
	const char *bad = none_of(terms, n);

	for (size_t b = 0; b < n; b++)
		for (size_t a = 0; a < b; a++)
			bad = format("(and %s %s) %s", terms[a], terms[b], bad);
	return format("(or %s)", bad);
}

/* Calls TELL for each pair that overlaps, or with a = b = n for a hole. */
static void find_fault(struct job *j, const char *const *terms, size_t n,
	void (*tell)(struct job *j, size_t a, size_t b))
{
	for (size_t b = 0; b < n; b++)
		for (size_t a = 0; a < b; a++) {
			if (ask_whether(j, format("(and %s %s)", terms[a],
					terms[b])) == SAT)
				tell(j, a, b);
			pop_to(&j->z, j->depth);
		}
	if (ask_whether(j, none_of(terms, n)) == SAT)
		tell(j, n, n);
	pop_to(&j->z, j->depth);
}

static void exactly_one(struct job *j, const char *const *terms, size_t n,
	void (*tell)(struct job *j, size_t a, size_t b))
{
	enum answer answer = ask_whether(j, not_one_of(terms, n));

	pop_to(&j->z, j->depth);
	if (answer == SAT)
		find_fault(j, terms, n, tell);
	if (answer == UNKNOWN)
		no_answer(j, j->cell.phase->pos, "this phase");
}

static void tell_classes(struct job *j, size_t a, size_t b)
{
	const struct phase *p = j->cell.phase;
	const size_t n = p->classes.n;

	if (a == n && !j->hole_told[p->index])
		report_hole(&j->cell, false);
	if (a == n)
		j->hole_told[p->index] = true;
	else if (!j->pair_told[p->index][a * n + b])
		report_overlap(&j->cell, p->classes.at[a], p->classes.at[b]);
	if (a < n)
		j->pair_told[p->index][a * n + b] = true;
}

static void check_classes(struct job *j)
{
	const struct phase *p = j->cell.phase;
	const char **terms = xalloc((p->classes.n + 1) * sizeof *terms);

	for (size_t i = 0; i < p->classes.n; i++)
		terms[i] = term(j->cell.before, p->classes.at[i]->value);
	exactly_one(j, terms, p->classes.n, tell_classes);
}

/* The n-th line of the state we are in. */
static const struct line *nth_line(const struct job *j, size_t n)
{
	const struct phase *p = j->cell.phase;

	for (size_t i = 0; i < p->lines.n; i++)
		if (p->lines.at[i]->state == j->cell.state && n-- == 0)
			return p->lines.at[i];
	return NULL;
}

static void tell_lines(struct job *j, size_t a, size_t b)
{
	if (a == b)
		report_hole(&j->cell, true);
	else
		report_lines(&j->cell, nth_line(j, a), nth_line(j, b));
}

static void check_lines(struct job *j)
{
	const struct phase *p = j->cell.phase;
	const char **terms = xalloc((p->lines.n + 1) * sizeof *terms);
	size_t n = 0;

	for (; nth_line(j, n) != NULL; n++)
		terms[n] = line_term(j, nth_line(j, n));
	j->cells += (unsigned)(n * p->classes.n);
	if (n > 1 || nth_line(j, 0)->when)
		exactly_one(j, terms, n, tell_lines);
}

static void check_alive(struct job *j)
{
	const struct phase *p = j->cell.phase;

	for (size_t i = 0; i < p->classes.n; i++) {
		if (j->class_alive[p->index][i])
			continue;
		j->class_alive[p->index][i] = ask_whether(j,
			term(j->cell.before, p->classes.at[i]->value)) != UNSAT;
		pop_to(&j->z, j->depth);
	}
}

/* ------------------------------------------------------- every cell of all */

static void assume(struct job *j, const struct state *s)
{
	for (size_t i = 0; i < j->spec->invariants.n; i++)
		if (holds_in(j->spec->invariants.at[i], s))
			say(&j->z, "(assert %s)\n", term(j->start,
				j->spec->invariants.at[i]->value));
}

static void check_cell(struct job *j, const struct phase *p,
	const struct state *s, const struct timer *expired)
{
	struct view *before = view_copy(j->start);

	push(&j->z);
	assume(j, s);
	if (expired)
		say_expiry(&j->z, before, expired);
	j->expired = expired;
	j->cell = (struct cell){ &j->z, p, s, before };
	j->depth = j->z.depth;
	check_lines(j);
	check_classes(j);
	check_alive(j);
	for (size_t i = 0; i < p->rows.n && !too_many_errors(); i++)
		check_row(j, p->rows.at[i]);
	pop_to(&j->z, 0);
}

static void check_phase(struct job *j, const struct phase *p)
{
	const struct spec *spec = j->spec;
	const uint64_t *expiry = j->flow->expiry + p->index * spec->timers.n;

	for (size_t s = 0; s < spec->states.n; s++) {
		if (j->flow->later[p->index] & bit_of(s))
			check_cell(j, p, spec->states.at[s], NULL);
		for (size_t t = 0; t < spec->timers.n; t++)
			if (expiry[t] & bit_of(s))
				check_cell(j, p, spec->states.at[s],
					spec->timers.at[t]);
	}
}

static void tell_dead(const struct job *j, const struct phase *p)
{
	const struct row *r;

	if (j->spec->is_variant || j->flow->entered[p->index] == 0)
		return;
	for (size_t i = 0; i < p->classes.n; i++)
		if (!j->class_alive[p->index][i])
			error_at(p->classes.at[i]->pos, "class %s is dead: "
				"no event in any state of phase %s is in it",
				p->classes.at[i]->name, p->name);
	for (size_t i = 0; i < p->rows.n; i++) {
		r = p->rows.at[i];
		if (!j->row_alive[r->index] &&
		    (r->states & j->flow->entered[p->index]) != 0)
			error_at(r->pos, "row %s never fires: no values that "
				"keep the invariants lead to it", r->id);
	}
}

static void tell_unkept(const struct invariant *inv, const struct state *s,
	const struct timer *expired)
{
	if (expired)
		error_at(inv->pos, "timer %s may expire in state %s, where no "
			"row keeps invariant %s", expired->name, s->name,
			inv->name);
	else
		error_at(inv->pos, "invariant %s does not hold at the start, "
			"in state %s", inv->name, s->name);
}

/* No row runs: what AFTER leaves must keep the invariants of S by itself. */
static void check_without_row(struct job *j, const struct view *after,
	const struct state *s, const struct timer *expired)
{
	for (size_t i = 0; i < j->spec->invariants.n; i++) {
		const struct invariant *inv = j->spec->invariants.at[i];

		if (holds_in(inv, s) && is_false(j, term(after, inv->value)))
			tell_unkept(inv, s, expired);
		pop_to(&j->z, 1);
	}
	pop_to(&j->z, 0);
}

/* At the start every variable is zero and no timer runs. */
static void check_start(struct job *j)
{
	struct statement delete = { .op = S_DELETE };
	struct view *after = view_copy(j->start);
	statements all = { 0 };

	vec_push(&all, &delete);
	push(&j->z);
	say_statements(&j->z, after, &all);
	check_without_row(j, after, j->spec->states.at[0], NULL);
}

/* A timer may expire where its event has no phase: nothing then runs. */
static void check_passed(struct job *j, const struct timer *t,
	const struct state *s)
{
	struct view *after = view_copy(j->start);

	push(&j->z);
	assume(j, s);
	say_expiry(&j->z, after, t);
	check_without_row(j, after, s, t);
}

static void check_expiries(struct job *j)
{
	const struct spec *spec = j->spec;

	for (size_t t = 0; t < spec->timers.n; t++)
		for (size_t s = 0; s < spec->states.n; s++)
			if (j->flow->passed[t] & bit_of(s))
				check_passed(j, spec->timers.at[t],
					spec->states.at[s]);
}

static void allocate(struct job *j, const struct spec *spec)
{
	size_t n;

	j->spec = spec;
	j->flow = flow_of(spec);
	j->start = view_new(spec);
	j->row_alive = xalloc(spec->rows.n + 1);
	j->row_told = xalloc(spec->rows.n + 1);
	j->hole_told = xalloc(spec->phases.n + 1);
	j->class_alive = xalloc((spec->phases.n + 1) * sizeof(bool *));
	j->pair_told = xalloc((spec->phases.n + 1) * sizeof(bool *));
	for (size_t i = 0; i < spec->phases.n; i++) {
		n = spec->phases.at[i]->classes.n;
		j->class_alive[i] = xalloc(n + 1);
		j->pair_told[i] = xalloc(n * n + 1);
	}
}

static double seconds(void)
{
	struct timespec t;

	timespec_get(&t, TIME_UTC);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

bool check_smt(const struct spec *spec)
{
	const int before = error_count();
	const double start = seconds();
	struct job j = { 0 };

	solver_start(&j.z);
	allocate(&j, spec);
	say_declarations(&j.z, j.start);
	check_start(&j);
	check_expiries(&j);
	for (size_t i = 0; i < spec->phases.n && !too_many_errors(); i++)
		check_phase(&j, spec->phases.at[i]);
	for (size_t i = 0; i < spec->phases.n && !too_many_errors(); i++)
		tell_dead(&j, spec->phases.at[i]);
	solver_stop(&j.z);
	if (error_count() == 0)
		printf("check: %zu phases, %u cells, %u queries, %.1f s\n",
			spec->phases.n, j.cells, j.z.queries,
			seconds() - start);
	return error_count() == before;
}
