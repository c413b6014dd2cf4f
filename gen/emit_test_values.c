/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The values that can matter for a knob. Guards compare numbers of a space
 * with each other, and lengths with the distances between them; so those are
 * the values to try, with the ones just before and just behind:
 *
 *     number   another number, or a length away from it, or half the circle
 *     length   0, 1, 2, 3, the most; another length; a distance
 *     flag     the other way
 */
#include "emit_test.h"

static void add_value(struct search *s, const struct variable *v, uint32_t x)
{
	if (v->type.kind == TY_OCTETS && x > v->type.max)
		return;
	for (size_t i = 0; i < s->values; i++)
		if (s->value[i] == x)
			return;
	if (s->values < TEST_VALUES)
		s->value[s->values++] = x;
}

static void add_around(struct search *s, const struct variable *v, uint32_t x)
{
	add_value(s, v, x);
	add_value(s, v, x + 1);
	add_value(s, v, x - 1);
}

static bool is_seq(const struct knob *k)
{
	return k->variable && k->variable->type.kind == TY_SEQ;
}

static bool is_octets(const struct knob *k)
{
	return k->kind == K_NUMBER ||
		(k->variable && k->variable->type.kind == TY_OCTETS);
}

static bool same_space(const struct knob *a, const struct knob *b)
{
	return is_seq(a) && is_seq(b) &&
		a->variable->type.space == b->variable->type.space;
}

/* A length can matter when it is that of another, of two others together, or
 * reaches from one number to another. */
static void lengths(struct search *s, const struct variable *v, const knobs *of)
{
	static const uint32_t plain[] = { 0, 1, 2, 3, 700, 65535 };

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		add_value(s, v, plain[i]);
	add_value(s, v, (uint32_t)v->type.max);
	for (size_t i = 0; i < of->n; i++) {
		const struct knob *a = &of->at[i];
		uint32_t x = test_get(&s->now, a);

		if (is_octets(a))
			add_around(s, v, x);
		for (size_t j = 0; j < of->n; j++) {
			const struct knob *b = &of->at[j];
			uint32_t y = test_get(&s->now, b);

			if (same_space(a, b))
				add_around(s, v, x - y);
			else if (is_octets(a) && b->kind == K_NUMBER)
				add_value(s, v, x + y);
		}
	}
}

/* A number can matter when it is at, or a length from, another of its space. */
static void numbers(struct search *s, const struct variable *v, const knobs *of)
{
	for (size_t i = 0; i < of->n; i++) {
		uint32_t x = test_get(&s->now, &of->at[i]);

		if (!is_seq(&of->at[i]) ||
		    of->at[i].variable->type.space != v->type.space)
			continue;
		add_around(s, v, x);
		for (size_t j = 0; j < of->n; j++) {
			uint32_t d = test_get(&s->now, &of->at[j]);

			if (!is_octets(&of->at[j]))
				continue;
			add_around(s, v, x + d);
			add_around(s, v, x - d);
			add_value(s, v, x + d / 2);
		}
		add_value(s, v, x + 0x300);
		add_value(s, v, x - 0x300);
		add_around(s, v, x + 0x80000000u);
	}
}

void test_values(struct search *s, const struct knob *k, const knobs *of)
{
	s->values = 0;
	if (k->kind == K_NUMBER)
		return;
	if (is_seq(k)) {
		numbers(s, k->variable, of);
	} else if (is_octets(k)) {
		lengths(s, k->variable, of);
	} else {
		s->value[0] = !test_get(&s->now, k);
		s->values = 1;
	}
}
