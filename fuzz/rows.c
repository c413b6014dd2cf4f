/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which rows a corpus fires. Linked with a harness and fuzz/replay.c, this
 * stands before fsm_step() (--wrap of the linker), and says at the end:
 *
 *     lost: RST_7
 *     unexpected: TRIM_3
 *     247 of 248 rows fired
 *
 * A row is expected to fire unless fuzz/unreachable names it, with the reason
 * why no events lead there. The exit status is 1 where that is not so.
 */
#define _DEFAULT_SOURCE
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/fsm/fsm.gen.h"

#define UNREACHABLE "fuzz/unreachable"

void __real_fsm_step(const struct fsm_choices *c, const struct fsm_event *e,
		     struct fsm_tcb *t, struct fsm_out *o);
void __wrap_fsm_step(const struct fsm_choices *c, const struct fsm_event *e,
		     struct fsm_tcb *t, struct fsm_out *o);

static bool fired[FSM_ROWS], unreachable[FSM_ROWS];

static void read_unreachable(void)
{
	FILE *in = fopen(UNREACHABLE, "r");
	char line[256], name[64];

	if (in == NULL) {
		perror(UNREACHABLE);
		_exit(2);
	}
	while (fgets(line, sizeof line, in) != NULL) {
		unsigned row = FSM_R_NONE + 1;

		if (!isupper(line[0]) || sscanf(line, "%63s", name) != 1)
			continue;
		while (row < FSM_ROWS && strcmp(fsm_row_name[row], name) != 0)
			row++;
		if (row == FSM_ROWS) {
			fprintf(stderr, UNREACHABLE ": no row %s\n", name);
			_exit(2);
		}
		unreachable[row] = true;
	}
	fclose(in);
}

static void report(void)
{
	unsigned reachable = 0, reached = 0, wrong = 0;

	for (unsigned i = FSM_R_NONE + 1; i < FSM_ROWS; i++) {
		reachable += !unreachable[i];
		reached += !unreachable[i] && fired[i];
		if (fired[i] != unreachable[i])
			continue;
		printf("%s: %s\n", fired[i] ? "unexpected" : "lost",
		       fsm_row_name[i]);
		wrong++;
	}
	printf("%u of %u rows fired\n", reached, reachable);
	fflush(NULL);
	if (wrong != 0)
		_exit(1);
}

void __wrap_fsm_step(const struct fsm_choices *c, const struct fsm_event *e,
		     struct fsm_tcb *t, struct fsm_out *o)
{
	static bool begun;

	if (!begun) {
		begun = true;
		read_unreachable();
		atexit(report);
	}
	__real_fsm_step(c, e, t, o);
	for (unsigned i = 0; i < o->fired; i++)
		fired[o->row[i]] = true;
}
