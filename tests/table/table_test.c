/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs the table tests (table.h). It knows no machine: fields are described
 * by fsm_rows.gen.c, names come with the machine. Every test is reported
 * under its own name, which begins with the id of the row it fires. Before
 * them it is shown that a wrong expectation, in any field, is noticed, and
 * that no row is left out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "table.h"

/* What a test expects to find. */
struct expectation {
	struct fsm_tcb tcb;
	struct fsm_out out;
};

/* --------------------------------------------------------------- fields */

static uint32_t get(const void *from, const struct table_field *f)
{
	const unsigned char *at = (const unsigned char *)from + f->at;
	uint32_t u32 = 0;
	uint16_t u16 = 0;

	if (f->size == 4) {
		memcpy(&u32, at, 4);
		return u32;
	}
	if (f->size == 2) {
		memcpy(&u16, at, 2);
		return u16;
	}
	return *at;
}

static void put(void *to, const struct table_field *f, uint32_t value)
{
	unsigned char *at = (unsigned char *)to + f->at;
	uint16_t u16 = (uint16_t)value;

	if (f->size == 4)
		memcpy(at, &value, 4);
	else if (f->size == 2)
		memcpy(at, &u16, 2);
	else
		*at = (unsigned char)value;
}

static void assign(struct fsm_tcb *tcb, const struct table_value *values)
{
	for (size_t i = 0; values[i].field != TABLE_END; i++) {
		if (values[i].field == TABLE_ALL)
			memset(tcb, 0, sizeof *tcb);
		else
			put(tcb, &table_tcb[values[i].field], values[i].value);
	}
}

static struct expectation expectation_of(const struct table_test *t)
{
	struct expectation e = { table_base, t->out };

	assign(&e.tcb, t->given);
	assign(&e.tcb, t->becomes);
	return e;
}

static void run(const struct table_test *t, struct expectation *got)
{
	got->tcb = table_base;
	assign(&got->tcb, t->given);
	memset(&got->out, 0xa5, sizeof got->out);
	fsm_step(t->choices ? t->choices : &fsm_choices_default, &t->event,
		&got->tcb, &got->out);
}

/* -------------------------------------------------------------- compare */

static size_t differ(bool loud, const char *name, uint32_t expected,
	uint32_t got)
{
	if (expected == got)
		return 0;
	if (loud)
		print_error("%s: expected %u (0x%x), got %u (0x%x)\n", name,
			expected, expected, got, got);
	return 1;
}

static size_t differ_state(bool loud, const struct expectation *want,
	const struct expectation *got)
{
	if (want->tcb.state == got->tcb.state)
		return 0;
	if (loud)
		print_error("state: expected %s, got %s\n",
			fsm_state_name[want->tcb.state],
			got->tcb.state < FSM_STATES ?
			fsm_state_name[got->tcb.state] : "no state");
	return 1;
}

static const char *row_at(const struct fsm_out *out, size_t i)
{
	return i >= out->fired ? "none" : out->row[i] < FSM_ROWS ?
		fsm_row_name[out->row[i]] : "no row";
}

static size_t differ_rows(bool loud, const struct expectation *want,
	const struct expectation *got)
{
	size_t n = 0;

	for (size_t i = 0; i < FSM_FIRED_MAX; i++) {
		const char *a = row_at(&want->out, i);
		const char *b = row_at(&got->out, i);

		if (strcmp(a, b) == 0)
			continue;
		if (loud)
			print_error("fired, %zu: expected %s, got %s\n", i + 1,
				a, b);
		n++;
	}
	return n;
}

/* How many fields differ. */
static size_t compare(bool loud, const struct expectation *want,
	const struct expectation *got)
{
	size_t n = differ_state(loud, want, got);

	for (size_t i = TABLE_FIRST + 1; i < table_tcb_n; i++)
		n += differ(loud, table_tcb[i].name,
			get(&want->tcb, &table_tcb[i]),
			get(&got->tcb, &table_tcb[i]));
	for (size_t i = 0; i < table_out_n; i++)
		n += differ(loud, table_out[i].name,
			get(&want->out, &table_out[i]),
			get(&got->out, &table_out[i]));
	return n + differ_rows(loud, want, got);
}

/* ---------------------------------------------------------------- tests */

static void fires_as_specified(void **state)
{
	const struct table_test *t = *state;
	struct expectation want = expectation_of(t), got;

	run(t, &got);
	assert_int_equal(compare(true, &want, &got), 0);
}

/* One field of one expectation changed: one field differs. */
static void wrong_expectations_are_noticed(void **state)
{
	(void)state;
	for (size_t i = 0; i < table_tests_n; i++) {
		const struct expectation want = expectation_of(&table_tests[i]);
		struct expectation wrong;

		for (size_t f = TABLE_FIRST; f < table_tcb_n; f++) {
			wrong = want;
			put(&wrong.tcb, &table_tcb[f],
				get(&want.tcb, &table_tcb[f]) ^ 1);
			assert_int_equal(compare(false, &want, &wrong), 1);
		}
		for (size_t f = 0; f < table_out_n; f++) {
			wrong = want;
			put(&wrong.out, &table_out[f],
				get(&want.out, &table_out[f]) ^ 1);
			assert_true(compare(false, &want, &wrong) >= 1);
		}
		for (size_t r = 0; r < want.out.fired; r++) {
			wrong = want;
			wrong.out.row[r] = FSM_R_NONE;
			assert_int_equal(compare(false, &want, &wrong), 1);
		}
	}
}

/* The row a test is named after is among those it expects. */
static bool names_its_row(const struct table_test *t)
{
	size_t length = strcspn(t->name, ":");

	for (size_t i = 0; i < t->out.fired; i++) {
		const char *row = fsm_row_name[t->out.row[i]];

		if (strlen(row) == length && !strncmp(row, t->name, length))
			return true;
	}
	return false;
}

static bool is_tested(const char *row)
{
	for (size_t i = 0; i < table_tests_n; i++)
		if (strcmp(table_tests[i].name, row) == 0)
			return names_its_row(&table_tests[i]);
	for (size_t i = 0; i < table_untested_n; i++)
		if (strcmp(table_untested[i], row) == 0)
			return true;
	return false;
}

static void every_row_has_its_test(void **state)
{
	(void)state;
	for (size_t i = FSM_R_NONE + 1; i < FSM_ROWS; i++)
		if (!is_tested(fsm_row_name[i]))
			fail_msg("%s has no test", fsm_row_name[i]);
}

int main(void)
{
	struct CMUnitTest tests[table_tests_n + 2];

	memset(tests, 0, sizeof tests);
	tests[0].name = "wrong expectations are noticed";
	tests[0].test_func = wrong_expectations_are_noticed;
	tests[1].name = "every row has its test";
	tests[1].test_func = every_row_has_its_test;
	for (size_t i = 0; i < table_tests_n; i++) {
		tests[i + 2].name = table_tests[i].name;
		tests[i + 2].test_func = fires_as_specified;
		tests[i + 2].initial_state = (void *)(uintptr_t)&table_tests[i];
	}
	return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
