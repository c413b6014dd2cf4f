/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Long random walks of the generated machine, every step of them judged by
 * every law of fsm_laws*.h. A law that is broken once fails; so does one that
 * never had anything to say. Most steps are walked with the default choices,
 * the rest with others.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "fsm_law_list.h"

enum { STEPS = 1000000, OTHER_WALKS = 256, OTHER_STEPS = 1000 };

static uint32_t held[LAWS], broken[LAWS];	/* steps */

static uint32_t visits[FSM_STATES];	/* steps that ended there */
static uint32_t firings[FSM_ROWS];

static void tell(const struct step *s, const struct law *law, uint32_t i)
{
	print_error("%s, step %u: %s in %s -> %s\n", law->name, i,
		    fsm_event_name[s->e.kind], fsm_state_name[s->t.state],
		    fsm_state_name[s->u.state]);
	for (uint32_t k = 0; k < s->o.fired; k++)
		print_error("  %s\n", fsm_row_name[s->o.row[k]]);
}

static void judge(const struct step *s, uint32_t i)
{
	enum verdict v;

	for (uint32_t k = 0; k < LAWS; k++) {
		v = laws[k].of(s);
		held[k] += v == HOLDS;
		if (v == BROKEN && broken[k]++ == 0)
			tell(s, &laws[k], i);
	}
}

static void walk(struct fsm_choices choices, uint64_t seed, uint32_t steps)
{
	struct step s = {.choices = choices};
	struct fsm_event e;

	for (uint32_t i = 0; i < steps; i++) {
		e = any_event(&seed, &s.u);
		take_step(&s, &e);
		judge(&s, i);
		visits[s.u.state]++;
		for (uint32_t k = 0; k < s.o.fired; k++)
			firings[s.o.row[k]]++;
	}
}

static int walk_all(void **state)
{
	uint64_t seed = 793;
	struct fsm_choices c;
	uint8_t *flag = (uint8_t *)&c;

	(void)state;
	walk(fsm_choices_default, 9293, STEPS);
	for (uint32_t i = 0; i < OTHER_WALKS; i++) {
		for (size_t k = 0; k < sizeof c; k++)
			flag[k] = prng(&seed) % 2;
		walk(c, prng(&seed), OTHER_STEPS);
	}
	return 0;
}

static void holds_at_every_step(void **state)
{
	size_t k = (size_t)((const struct law *)*state - laws);

	assert_int_equal(broken[k], 0);
	assert_int_not_equal(held[k], 0);
}

static void all_eleven_states_are_visited(void **state)
{
	(void)state;
	for (uint32_t k = 0; k < FSM_STATES; k++)
		assert_in_range(visits[k], 1000, STEPS);
}

/* Rows that no walk fires are rows that no law has judged. */
static void nearly_every_row_was_fired(void **state)
{
	uint32_t missing = 0;

	(void)state;
	for (uint32_t k = FSM_R_NONE + 1; k < FSM_ROWS; k++) {
		if (firings[k] != 0)
			continue;
		print_message("not fired: %s\n", fsm_row_name[k]);
		missing++;
	}
	assert_true(missing * 50 <= FSM_ROWS);
}

int main(void)
{
	struct CMUnitTest tests[LAWS + 2] = {
		cmocka_unit_test(all_eleven_states_are_visited),
		cmocka_unit_test(nearly_every_row_was_fired),
	};

	for (uint32_t k = 0; k < LAWS; k++)
		tests[k + 2] = (struct CMUnitTest){.name = laws[k].name,
			.test_func = holds_at_every_step,
			.initial_state = (void *)(uintptr_t)&laws[k]};
	return cmocka_run_group_tests(tests, walk_all, NULL);
}
