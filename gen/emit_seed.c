/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The seeds: for every row a tape (tape.h) that fires it, from the beginning.
 *
 * They are found by playing. A place is a world that some tape leads to; the
 * next event is drawn, at a place drawn, octet by octet or as another's
 * with an octet changed. It is kept, and where it leads is a new place, when
 * that place is not like any other:
 *
 *     two places are alike when the state, the timers, the flags, the lengths
 *     (all above 3 are one) and every comparison in the tables that asks for
 *     no field of an event are the same
 *
 * This is done with the choices at their defaults, then with one of them
 * turned. An event that enters among another's phases is not drawn: what it
 * brings is the runtime's to promise, and the tables do not say it.
 *
 * At last a tape loses what it does not need: events, octets that are not 0.
 */
#include <string.h>

#include "tape.h"

enum {
	DRAWS = 1 << 18, PLACES = 1 << 12, SLOTS = 1 << 14, FEW = 4, TRIES = 16
};

struct place {
	struct place *from;		/* NULL: the beginning */
	struct place *twin;		/* with other choices */
	const uint8_t *octets;		/* of the event that leads here, or of */
	size_t n;			/* the choices */
	struct world world;
};

typedef VEC(struct place *) places;

struct seed { uint8_t *octets; size_t n; };

struct play {
	const struct spec *spec;
	VEC(const struct expr *) asked;	/* comparisons without a field */
	places first, places;		/* with the defaults; now */
	uint64_t *known;		/* likenesses of these */
	struct seed *seeds;		/* by row */
	size_t found;
	uint64_t random;
	struct world now;
	struct outcome outcome;
	uint8_t *draw;			/* tape_most() octets */
};

static uint32_t below(struct play *p, size_t n)
{
	p->random = p->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((p->random >> 33) % n);
}

/* ------------------------------------------------------------ likeness */

static bool asks_a_field(const struct expr *e)
{
	if (!e)
		return false;
	if (e->op == E_DEFINE)
		return asks_a_field(e->define->value);
	return e->op == E_FIELD || e->op == E_CLASS ||
		asks_a_field(e->a) || asks_a_field(e->b);
}

static void collect(struct play *p, const struct expr *e)
{
	if (!e)
		return;
	if (E_EQ <= e->op && e->op <= E_LE) {
		if (!asks_a_field(e))
			vec_push(&p->asked, e);
		return;
	}
	if (e->op == E_DEFINE)
		collect(p, e->define->value);
	collect(p, e->a);
	collect(p, e->b);
}

static void collect_all(struct play *p)
{
	for (size_t i = 0; i < p->spec->phases.n; i++) {
		const struct phase *phase = p->spec->phases.at[i];

		for (size_t k = 0; k < phase->classes.n; k++)
			collect(p, phase->classes.at[k]->value);
		for (size_t k = 0; k < phase->lines.n; k++)
			collect(p, phase->lines.at[k]->when);
	}
}

static uint64_t mix(uint64_t h, uint64_t x)
{
	return (h ^ x) * 0x100000001b3;		/* FNV-1a */
}

static uint64_t likeness(const struct play *p, const struct world *w)
{
	uint64_t h = mix(mix(0xcbf29ce484222325, w->state), w->armed);

	for (size_t i = 0; i < p->spec->variables.n; i++)
		if (p->spec->variables.at[i]->type.kind != TY_SEQ)
			h = mix(h, w->variable[i] < FEW ? w->variable[i] : FEW);
	for (size_t i = 0; i < p->asked.n; i++)
		h = mix(h, interp_expr(w, p->asked.at[i]));
	return h;
}

/* Its slot among those known, or the free one it belongs in. */
static uint64_t *known(const struct play *p, uint64_t like)
{
	size_t i = (size_t)(like >> 20) % SLOTS;

	while (p->known[i] && p->known[i] != like)
		i = (i + 1) % SLOTS;
	return &p->known[i];
}

static bool is_new(const struct play *p, uint64_t like)
{
	return p->places.n < PLACES && !*known(p, like);
}

/* ---------------------------------------------------------------- play */

static uint8_t *copy(const uint8_t *octets, size_t n)
{
	uint8_t *to = xalloc(n + 1);

	if (n)
		memcpy(to, octets, n);
	return to;
}

static struct place *new_place(struct play *p, struct place *from,
	const uint8_t *octets, size_t n)
{
	struct place *place = xalloc(sizeof *place);
	uint64_t like = likeness(p, &p->now);

	place->from = from;
	place->octets = copy(octets, n);
	place->n = n;
	place->world = interp_world(p->spec);
	interp_copy(p->spec, &place->world, &p->now);
	if (is_new(p, like))
		*known(p, like) = like;
	vec_push(&p->places, place);
	return place;
}

static size_t length_to(const struct place *place)
{
	return place ? place->n + length_to(place->from) : 0;
}

/* The octets that lead to PLACE, and those of one event more. */
static struct seed tape_to(const struct place *place, const uint8_t *octets,
	size_t n)
{
	size_t at = length_to(place);
	struct seed seed = { xalloc(at + n), at + n };

	memcpy(seed.octets + at, octets, n);
	for (; place; place = place->from) {
		at -= place->n;
		memcpy(seed.octets + at, place->octets, place->n);
	}
	return seed;
}

/* Where few lead to a state, that is no reason to be there seldom. */
static struct place *any_place(struct play *p)
{
	size_t state = below(p, p->spec->states.n);
	struct place *place = NULL;

	for (int i = 0; i < TRIES; i++) {
		place = p->places.at[below(p, p->places.n)];
		if (place->world.state == state)
			break;
	}
	return place;
}

static void draw(struct play *p)
{
	size_t most = tape_most(p->spec);
	const struct place *old = any_place(p);

	for (size_t i = 0; i < most; i++)
		p->draw[i] = (uint8_t)below(p, 256);
	if (!old->from || below(p, 2))
		return;
	memcpy(p->draw, old->octets, old->n);
	p->draw[below(p, old->n)] = (uint8_t)below(p, 256);
}

static bool fired_anew(struct play *p, const struct place *from,
	const uint8_t *octets, size_t n)
{
	bool anew = false;

	for (size_t i = 0; i < p->outcome.fired.n; i++) {
		struct seed *seed = &p->seeds[p->outcome.fired.at[i]->index];

		if (seed->octets)
			continue;
		*seed = tape_to(from, octets, n);
		p->found++;
		anew = true;
	}
	return anew;
}

/* At FROM, the event of the N octets; no new place where it is not worth it. */
static struct place *play(struct play *p, struct place *from,
	const uint8_t *octets, size_t n, bool worth)
{
	struct tape tape = { octets, n };
	const struct event *event;

	interp_copy(p->spec, &p->now, &from->world);
	event = tape_event(p->spec, &tape, &p->now);
	if (event->at)
		return NULL;
	interp_event(p->spec, event, &p->now, &p->outcome);
	n -= tape.left;
	worth |= fired_anew(p, from, octets, n);
	worth |= is_new(p, likeness(p, &p->now));
	return worth ? new_place(p, from, octets, n) : NULL;
}

/* With choice TURNED; all at their defaults if there is none such. */
static void begin_with(struct play *p, size_t turned)
{
	size_t n = tape_choices(p->spec);
	uint8_t *choices = xalloc(n + 1);
	struct tape tape = { choices, n };

	if (turned < p->spec->choices.n)
		choices[turned / 8] = (uint8_t)(1 << turned % 8);
	p->places = (places){ 0 };
	p->known = xalloc(SLOTS * sizeof *p->known);
	tape_begin(p->spec, &tape, &p->now);
	new_place(p, NULL, choices, n);
}

static void play_on(struct play *p)
{
	for (int i = 0; i < DRAWS && p->found < p->spec->rows.n; i++) {
		draw(p);
		play(p, any_place(p), p->draw, tape_most(p->spec), false);
	}
}

/* The places of the first play once more, and on from there. */
static void play_again(struct play *p, size_t turned)
{
	begin_with(p, turned);
	p->first.at[0]->twin = p->places.at[0];
	for (size_t i = 1; i < p->first.n; i++) {
		struct place *place = p->first.at[i];

		place->twin = play(p, place->from->twin, place->octets,
			place->n, true);
	}
	play_on(p);
}

/* ------------------------------------------------------------- shorten */

/* Does it fire ROW; and where is the end of the first event that does? */
static bool fires(struct play *p, const struct seed *seed,
	const struct row *row, size_t *end)
{
	struct tape tape = { seed->octets, seed->n };
	const struct event *event;

	tape_begin(p->spec, &tape, &p->now);
	while ((event = tape_event(p->spec, &tape, &p->now)) != NULL) {
		if (event->at)
			return false;
		interp_event(p->spec, event, &p->now, &p->outcome);
		for (size_t i = 0; i < p->outcome.fired.n; i++)
			if (p->outcome.fired.at[i] == row) {
				*end = seed->n - tape.left;
				return true;
			}
	}
	return false;
}

/* Without the N octets at AT. */
static bool without(struct play *p, struct seed *seed, const struct row *row,
	size_t at, size_t n)
{
	struct seed less = { copy(seed->octets, seed->n), seed->n - n };

	memmove(less.octets + at, less.octets + at + n, less.n - at);
	if (!fires(p, &less, row, &less.n))
		return false;
	*seed = less;
	return true;
}

static void drop_events(struct play *p, struct seed *seed,
	const struct row *row)
{
	struct tape tape = { seed->octets, seed->n };
	size_t at;

	tape_begin(p->spec, &tape, &p->now);
	while (at = seed->n - tape.left,
	       tape_event(p->spec, &tape, &p->now) != NULL) {
		struct seed before = *seed;

		if (!without(p, seed, row, at, before.n - tape.left - at))
			continue;
		drop_events(p, seed, row);
		return;
	}
}

static void clear_octets(struct play *p, struct seed *seed,
	const struct row *row)
{
	for (size_t i = 0; i < seed->n; i++) {
		struct seed less = { copy(seed->octets, seed->n), seed->n };

		less.octets[i] = 0;
		if (seed->octets[i] && fires(p, &less, row, &less.n))
			*seed = less;
	}
}

static void shorten(struct play *p, struct seed *seed, const struct row *row)
{
	struct seed less;
	size_t end;

	fires(p, seed, row, &seed->n);
	drop_events(p, seed, row);
	clear_octets(p, seed, row);
	drop_events(p, seed, row);
	less = *seed;
	while (less.n--, !seed->octets[less.n] && fires(p, &less, row, &end))
		seed->n = less.n;
}

/* --------------------------------------------------------------- files */

static bool write_seed(const char *dir, const struct row *row,
	const struct seed *seed)
{
	const struct text octets = {
		.bytes = (const char *)seed->octets, .length = seed->n,
	};

	return write_text(format("%s/%s", dir, row->id), &octets);
}

static struct play begin(const struct spec *spec)
{
	struct play p = { .spec = spec, .random = 1 };

	p.seeds = xalloc((spec->rows.n + 1) * sizeof *p.seeds);
	p.draw = xalloc(tape_most(spec));
	p.now = interp_world(spec);
	p.outcome = interp_outcome(spec);
	collect_all(&p);
	return p;
}

bool write_seeds(const char *dir, const struct spec *spec)
{
	struct play p = begin(spec);
	bool ok = true;

	begin_with(&p, spec->choices.n);
	play_on(&p);
	p.first = p.places;
	for (size_t i = 0; i < spec->choices.n; i++)
		play_again(&p, i);
	for (size_t i = 0; i < spec->rows.n && ok; i++) {
		const struct row *row = spec->rows.at[i];

		if (p.seeds[i].octets) {
			shorten(&p, &p.seeds[i], row);
			ok = write_seed(dir, row, &p.seeds[i]);
		} else {
			printf("no seed for %s\n", row->id);
		}
	}
	printf("%zu of %zu rows have a seed\n", p.found, spec->rows.n);
	return ok;
}
