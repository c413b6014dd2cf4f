/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table tests: what fsm_rows.gen.c (generated) says and table_test.c (the
 * runner, which knows no machine) does. A test puts a TCB together, lets one
 * event happen and compares everything that is left.
 *
 *     table_base + given -> TCB --- fsm_step(event) ---> TCB + becomes, out
 *
 * What `becomes` does not list must have stayed as it was.
 */
#ifndef TABLE_H
#define TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "fsm.gen.h"

enum { TABLE_END, TABLE_ALL, TABLE_FIRST };	/* TABLE_ALL: every field 0 */

struct table_value {
	uint16_t field;			/* index into table_tcb, or TABLE_ */
	uint32_t value;
};

enum { TABLE_VALUES = 40 };		/* most values in one list */

struct table_test {
	const char *name;		/* the row's id: what is at its edge */
	const struct fsm_choices *choices;	/* NULL: the defaults */
	struct table_value given[TABLE_VALUES];
	struct fsm_event event;
	struct table_value becomes[TABLE_VALUES];
	struct fsm_out out;
};

/* One more cell of the table that the row stands in: does it fire there? */
struct table_cell {
	const char *name;		/* the row's id: state, class */
	const struct fsm_choices *choices;	/* NULL: the defaults */
	struct table_value given[TABLE_VALUES];
	struct fsm_event event;
};

struct table_field {			/* of struct fsm_tcb or fsm_out */
	const char *name;		/* as in the specification */
	size_t at, size;		/* octets */
};

extern const struct fsm_tcb table_base;
extern const struct table_field table_tcb[], table_out[];
extern const size_t table_tcb_n, table_out_n;
extern const struct table_test table_tests[];
extern const size_t table_tests_n;

/* The list ends with an empty one, which table_cells_n does not count. */
extern const struct table_cell table_cells[];
extern const size_t table_cells_n;

/* Rows that no event was found to fire: the phases before hold it off. The
 * list ends with NULL, which table_untested_n does not count. */
extern const char *const table_untested[];
extern const size_t table_untested_n;

#endif
