/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Flow: which phase is entered in which state, found without a solver.
 *
 * An event starts in any state that some chain of events leads to. Its phases
 * follow each other; a phase that does not name the state is passed over:
 *
 *     state  --event-->  phase 1  --row-->  phase 2  --row--> ... -->  state
 *                           |                  ^
 *                           +---- passed over -+
 *
 * Conditions and classes are taken for satisfiable here; smt.c knows more. So
 * what flow calls dead is dead, whatever the values are.
 */
#include "check.h"

/* One event under way. Sets and rows are by place in event->phases. */
struct walk {
	const struct spec *spec;
	const struct event *event;
	struct flow *flow;
	uint64_t *in;			/* [place], [n] is the end: states */
	uint64_t *first;		/* those no row has touched yet */
	const struct row **sent;	/* [place * states + state], or NULL */
	bool *told;			/* [row->index]: a second message is */
};

static bool sends(const struct row *r)
{
	for (size_t i = 0; i < r->flat.n; i++)
		if (r->flat.at[i]->op == S_SEND)
			return true;
	return false;
}

static void second_message(struct walk *w, const struct row *r,
	const struct row *earlier)
{
	if (w->told[r->index])
		return;
	w->told[r->index] = true;
	error_at(r->pos, "row %s may send a second %s in event %s", r->id,
		w->spec->message, w->event->name);
	note_at(earlier->pos, "row %s has sent one", earlier->id);
}

/* Row R of the phase at PLACE fires in state S. */
static void fire(struct walk *w, size_t place, size_t s, const struct row *r)
{
	const size_t states = w->spec->states.n, n = w->event->phases.n;
	const size_t to = r->next ? r->next->index : s;
	const struct row *sent = w->sent[place * states + s];
	size_t target = r->then == THEN_STOP ? n : place + 1;

	if (r->then == THEN_PHASE)
		target = place_of(w->event, r->target);
	if (sends(r) && sent)
		second_message(w, r, sent);
	if (sends(r))
		sent = r;
	w->in[target] |= bit_of(to);
	if (sent)
		w->sent[target * states + to] = sent;
}

static void enter(struct walk *w, size_t place, size_t s)
{
	const struct phase *p = w->event->phases.at[place];
	const struct timer *t = w->event->timer;

	w->flow->entered[p->index] |= bit_of(s);
	if (t && (w->first[place] & bit_of(s)) != 0)
		w->flow->expiry[p->index * w->spec->timers.n + t->index] |=
			bit_of(s);
	if (!t || (w->in[place] & bit_of(s)) != 0)
		w->flow->later[p->index] |= bit_of(s);
	for (size_t l = 0; l < p->lines.n; l++)
		if (p->lines.at[l]->state->index == s)
			for (size_t c = 0; c < p->classes.n; c++)
				fire(w, place, s,
					p->cells[l * p->classes.n + c]);
}

static void pass_over(struct walk *w, size_t place, size_t s)
{
	const size_t states = w->spec->states.n;
	const struct row *sent = w->sent[place * states + s];

	w->in[place + 1] |= w->in[place] & bit_of(s);
	w->first[place + 1] |= w->first[place] & bit_of(s);
	if (sent)
		w->sent[(place + 1) * states + s] = sent;
}

static void run(struct walk *w)
{
	const size_t n = w->event->phases.n, states = w->spec->states.n;
	const struct timer *t = w->event->timer;

	w->in = xalloc((n + 1) * sizeof *w->in);
	w->first = xalloc((n + 1) * sizeof *w->first);
	w->sent = xalloc((n + 1) * states * sizeof *w->sent);
	w->first[0] = w->flow->reached;
	for (size_t i = 0; i < n; i++)
		for (size_t s = 0; s < states; s++) {
			if (((w->in[i] | w->first[i]) & bit_of(s)) == 0)
				continue;
			if (w->event->phases.at[i]->states & bit_of(s))
				enter(w, i, s);
			else
				pass_over(w, i, s);
		}
	w->flow->reached |= w->in[n];
	if (t)
		w->flow->passed[t->index] |= w->first[n];
}

static struct flow *flow_new(const struct spec *spec)
{
	const size_t phases = spec->phases.n + 1;
	const size_t timers = spec->timers.n + 1;
	struct flow *f = xalloc(sizeof *f);

	f->reached = 1;
	f->entered = xalloc(phases * sizeof *f->entered);
	f->later = xalloc(phases * sizeof *f->later);
	f->expiry = xalloc(phases * timers * sizeof *f->expiry);
	f->passed = xalloc(timers * sizeof *f->passed);
	return f;
}

static struct walk w;			/* the last one */

void forget_flow(void)
{
	w.spec = NULL;
}

const struct flow *flow_of(const struct spec *spec)
{
	uint64_t before;

	if (w.spec == spec)
		return w.flow;
	w = (struct walk){ .spec = spec, .flow = flow_new(spec) };
	w.told = xalloc((spec->rows.n + 1) * sizeof *w.told);
	do {
		before = w.flow->reached;
		for (size_t i = 0; i < spec->events.n; i++) {
			w.event = spec->events.at[i];
			run(&w);
		}
	} while (w.flow->reached != before);
	return w.flow;
}

static void check_states(const struct spec *spec, const struct flow *f)
{
	for (size_t i = 0; i < spec->states.n; i++)
		if ((f->reached & bit_of(i)) == 0)
			error_at(spec->states.at[i]->pos,
				"no event leads to state %s",
				spec->states.at[i]->name);
}

static void check_phase(const struct phase *p, const struct flow *f)
{
	const struct row *r;

	if (f->entered[p->index] == 0) {
		error_at(p->pos, "phase %s is never entered", p->name);
		return;
	}
	for (size_t i = 0; i < p->rows.n; i++) {
		r = p->rows.at[i];
		if ((r->states & f->entered[p->index]) == 0)
			error_at(r->pos, "row %s never fires: phase %s is "
				"not entered in its states", r->id, p->name);
	}
}

bool check_flow(const struct spec *spec)
{
	const int before = error_count();
	const struct flow *f = flow_of(spec);

	/* What a variant leaves behind may be dead. */
	if (spec->is_variant)
		return error_count() == before;
	check_states(spec, f);
	for (size_t i = 0; i < spec->phases.n; i++)
		check_phase(spec->phases.at[i], f);
	return error_count() == before;
}
