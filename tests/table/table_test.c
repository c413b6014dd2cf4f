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

static void run(const struct fsm_choices *choices,
	const struct table_value *given, const struct fsm_event *event,
	struct expectation *got)
{
	got->tcb = table_base;
	assign(&got->tcb, given);
	memset(&got->out, 0xa5, sizeof got->out);
	fsm_step(choices ? choices : &fsm_choices_default, event, &got->tcb,
		&got->out);
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

	run(t->choices, t->given, &t->event, &got);
	assert_int_equal(compare(true, &want, &got), 0);
}

/* Is the row that NAME begins with among those that fired? */
static bool fired(const struct fsm_out *out, const char *name)
{
	size_t length = strcspn(name, ":");

	for (size_t i = 0; i < out->fired; i++) {
		const char *row = row_at(out, i);

		if (strlen(row) == length && !strncmp(row, name, length))
			return true;
	}
	return false;
}

static void fires_in_its_cell(void **state)
{
	const struct table_cell *t = *state;
	struct expectation got;

	run(t->choices, t->given, &t->event, &got);
	for (size_t i = 0; i < got.out.fired; i++)
		if (!fired(&got.out, t->name))
			print_error("fired: %s\n", row_at(&got.out, i));
	assert_true(fired(&got.out, t->name));
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

static bool is_tested(const char *row)
{
	for (size_t i = 0; i < table_tests_n; i++)
		if (strcmp(table_tests[i].name, row) == 0)
			return fired(&table_tests[i].out, row);
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

static struct CMUnitTest test(const char *name, CMUnitTestFunction function,
	const void *of)
{
	struct CMUnitTest t = { name, function, NULL, NULL,
		(void *)(uintptr_t)of };

	return t;
}

int main(void)
{
	struct CMUnitTest tests[2 + table_tests_n + table_cells_n];
	size_t n = 0;

	tests[n++] = test("wrong expectations are noticed",
		wrong_expectations_are_noticed, NULL);
	tests[n++] = test("every row has its test", every_row_has_its_test,
		NULL);
	for (size_t i = 0; i < table_tests_n; i++)
		tests[n++] = test(table_tests[i].name, fires_as_specified,
			&table_tests[i]);
	for (size_t i = 0; i < table_cells_n; i++)
		tests[n++] = test(table_cells[i].name, fires_in_its_cell,
			&table_cells[i]);
	return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
