/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading a tape: what its octets mean is in tape.h. */
#include <string.h>

#include "tape.h"

enum { BITS = 8 };			/* of an octet */

static uint32_t octet(struct tape *tape)
{
	if (!tape->left)
		return 0;
	tape->left--;
	return *tape->at++;
}

static uint32_t octets(struct tape *tape)
{
	uint32_t x = 0;

	for (int i = 0; i < 4; i++)
		x = x << BITS | octet(tape);
	return x;
}

static uint32_t beside(uint32_t by)
{
	return by < 192 ? (by + 1) % 4 - 1 : by - 224;
}

/* ------------------------------------------------------------- numbers */

static bool in_space(const struct variable *v, const struct space *space)
{
	return v->type.kind == TY_SEQ && v->type.space == space;
}

static bool is_length(const struct variable *v)
{
	return v->type.kind == TY_OCTETS;
}

static size_t count_in(const struct spec *spec, const struct space *space)
{
	size_t n = 0;

	for (size_t i = 0; i < spec->variables.n; i++)
		n += in_space(spec->variables.at[i], space);
	return n;
}

static size_t count_lengths(const struct spec *spec)
{
	size_t n = 0;

	for (size_t i = 0; i < spec->variables.n; i++)
		n += is_length(spec->variables.at[i]);
	return n;
}

/* The NTH variable of SPACE. */
static uint32_t number_at(const struct spec *spec, const struct world *w,
	const struct space *space, size_t nth)
{
	size_t i = 0;

	while (!in_space(spec->variables.at[i], space) || nth--)
		i++;
	return w->variable[i];
}

static uint32_t length_at(const struct spec *spec, const struct world *w,
	size_t nth)
{
	size_t i = 0;

	while (!is_length(spec->variables.at[i]) || nth--)
		i++;
	return w->variable[i];
}

static uint32_t number(const struct spec *spec, struct tape *tape,
	const struct world *w, const struct space *space)
{
	uint32_t how = octet(tape), by = beside(octet(tape));
	size_t bases = count_in(spec, space) + 1;
	size_t base = how % bases, lengths = count_lengths(spec);
	size_t add = how / bases % (2 + 2 * lengths);
	uint32_t x = base + 1 < bases ?
		number_at(spec, w, space, base) : octets(tape);

	if (add == 1)
		return x + by + 0x80000000u;
	if (add >= 2 + lengths)
		return x + by - length_at(spec, w, add - 2 - lengths);
	return add ? x + by + length_at(spec, w, add - 2) : x + by;
}

/* ------------------------------------------------------------- lengths */

/* The NTH distance of two variables of any space. */
static uint32_t distance(const struct spec *spec, const struct world *w,
	size_t nth)
{
	for (size_t i = 0; i < spec->spaces.n; i++) {
		const struct space *space = spec->spaces.at[i];
		size_t n = count_in(spec, space);

		if (nth < n * n)
			return number_at(spec, w, space, nth / n) -
				number_at(spec, w, space, nth % n);
		nth -= n * n;
	}
	return 0;
}

static size_t count_distances(const struct spec *spec)
{
	size_t n = 0;

	for (size_t i = 0; i < spec->spaces.n; i++) {
		size_t of = count_in(spec, spec->spaces.at[i]);

		n += of * of;
	}
	return n;
}

static uint32_t edge(const struct spec *spec, struct tape *tape,
	const struct world *w, const struct type *type, size_t how)
{
	uint32_t by = octet(tape);
	size_t lengths = count_lengths(spec);

	how %= 2 + lengths + count_distances(spec);
	if (how == 0)
		return (uint32_t)type->max - by;
	if (how == 1)
		return octets(tape);
	how -= 2;
	return beside(by) + (how < lengths ? length_at(spec, w, how) :
		distance(spec, w, how - lengths));
}

static uint32_t length(const struct spec *spec, struct tape *tape,
	const struct world *w, const struct type *type)
{
	uint32_t how = octet(tape);
	uint32_t x = how % 2 ? edge(spec, tape, w, type, how / 2) :
		octet(tape);

	return x <= type->max ? x : (uint32_t)type->max;
}

/* -------------------------------------------------------------- events */

static void flags(struct tape *tape, const struct event *e, struct world *w)
{
	uint32_t bits = 0;
	size_t n = 0;

	for (size_t i = 0; i < e->fields.n; i++) {
		const struct variable *v = e->fields.at[i];

		if (v->type.kind != TY_FLAG)
			continue;
		if (n % BITS == 0)
			bits = octet(tape);
		w->field[v->index] = bits >> n++ % BITS & 1;
	}
}

static void values(const struct spec *spec, struct tape *tape,
	const struct event *e, struct world *w)
{
	for (size_t i = 0; i < e->fields.n; i++) {
		const struct variable *v = e->fields.at[i];

		if (v->type.kind == TY_SEQ)
			w->field[v->index] = number(spec, tape, w,
				v->type.space);
		else if (v->type.kind == TY_OCTETS)
			w->field[v->index] = length(spec, tape, w, &v->type);
	}
}

const struct event *tape_event(const struct spec *spec, struct tape *tape,
	struct world *w)
{
	const struct event *e;

	if (!tape->left)
		return NULL;
	e = spec->events.at[octet(tape) % spec->events.n];
	memset(w->field, 0, spec->fields.n * sizeof *w->field);
	flags(tape, e, w);
	values(spec, tape, e, w);
	return e;
}

size_t tape_choices(const struct spec *spec)
{
	return (spec->choices.n + BITS - 1) / BITS;
}

size_t tape_most(const struct spec *spec)
{
	return 1 + 7 * spec->fields.n;
}

void tape_begin(const struct spec *spec, struct tape *tape, struct world *w)
{
	uint32_t bits = 0;

	w->state = 0;
	w->armed = w->choices = 0;
	memset(w->variable, 0, spec->variables.n * sizeof *w->variable);
	for (size_t i = 0; i < spec->choices.n; i++) {
		if (i % BITS == 0)
			bits = octet(tape);
		if (spec->choices.at[i]->on != (bits >> i % BITS & 1))
			w->choices |= bit_of(i);
	}
}
