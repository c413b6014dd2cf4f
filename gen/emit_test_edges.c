/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Once something fires a row, its neighbours tell more: the lowest and the
 * highest value of every number in the row's class, just beside which another
 * row fires, and the flags its message depends on turned the other way.
 */
#include "emit_test.h"

struct edges {
	struct search *s;
	const struct shot *shot;
	void (*sink)(const struct shot *shot, void *with);
	void *with;
};

static bool fires(struct search *s, const struct knob *k, uint32_t value)
{
	const struct variable *v = k->variable;

	if (v->type.kind == TY_OCTETS && value > v->type.max)
		return true;	/* the end of a type is no edge of a class */
	interp_copy(s->spec, &s->trial, &s->now);
	test_set(&s->trial, k, value);
	return !test_cost(s, &s->trial, NULL);
}

static void sink(struct edges *e, const struct knob *k, uint32_t value,
	const char *remark)
{
	struct shot shot = *e->shot;

	shot.before = interp_world(e->s->spec);
	interp_copy(e->s->spec, &shot.before, &e->s->now);
	test_set(&shot.before, k, value);
	shot.remark = remark;
	e->sink(&shot, e->with);
}

/* The lowest and the highest value of K that fire the row. */
static void edges_of(struct edges *e, const struct knob *k)
{
	struct search *s = e->s;
	bool low = false, high = false;

	test_values(s, k, &s->knobs);
	for (size_t i = 0; i < s->values; i++) {
		uint32_t v = s->value[i];
		bool below, above;

		if (!fires(s, k, v))
			continue;
		below = fires(s, k, v - 1);
		above = fires(s, k, v + 1);
		if (above && !below && !low && (low = true))
			sink(e, k, v, format("%s lowest", k->variable->name));
		if (below && !above && !high && (high = true))
			sink(e, k, v, format("%s highest", k->variable->name));
	}
}

/* A flag the row's message depends on, the other way. */
static void turned(struct edges *e, const struct knob *k)
{
	uint32_t value = !test_get(&e->s->now, k);

	if (fires(e->s, k, value))
		sink(e, k, value, format("%s%s", value ? "" : "not ",
			k->variable->name));
}

static void flags_sent(const struct search *s, knobs *to)
{
	for (size_t i = 0; i < s->row->flat.n; i++) {
		const struct statement *m = s->row->flat.at[i];

		for (size_t j = 0; j < m->headers.n; j++)
			for (size_t k = 0; k < m->headers.at[j].flags.n; k++)
				test_knobs(s, to,
					m->headers.at[j].flags.at[k].when);
	}
}

void test_edges(const struct spec *spec, const struct shot *shot,
	void (*sink_)(const struct shot *shot, void *with), void *with)
{
	struct search *s = test_search_for(spec, shot->row, shot->event);
	struct edges e = { s, shot, sink_, with };
	knobs sent = { 0 };

	s->licence = shot->licence;
	interp_copy(spec, &s->now, &shot->before);
	for (size_t i = 0; i < shot->row->phase->classes.n; i++)
		if (shot->row->classes & bit_of(i))
			test_knobs(s, &s->knobs,
				shot->row->phase->classes.at[i]->value);
	for (size_t i = 0; i < s->knobs.n; i++)
		if (s->knobs.at[i].kind == K_FIELD &&
		    s->knobs.at[i].variable->type.kind != TY_FLAG)
			edges_of(&e, &s->knobs.at[i]);
	flags_sent(s, &sent);
	for (size_t i = 0; i < sent.n; i++)
		if (sent.at[i].kind == K_FIELD || sent.at[i].kind == K_VARIABLE)
			if (sent.at[i].variable->type.kind == TY_FLAG)
				turned(&e, &sent.at[i]);
}
