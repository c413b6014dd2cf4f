/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two generated machines, their users, and a network between them.
 *
 *      properties/*.pml    one property each: in plain words, then as checks
 *        harness.pml       this
 *          scenario.pml    what happens, and how often
 *          machine.pml     generated from spec/tcp.fsm: fsm_step()
 *          ghosts.pml      what a property sees and no end does
 *          network.pml     loss, copies, any order, stale segments
 *          trace.pml       what a trail prints
 *          choose.pml      what may happen next
 *          step.pml        it happens, and what follows by itself
 *
 * A property says its scenario, includes this, then says what must hold:
 *      inline check()        behind every event, of the end `who`
 *      inline check_rest()   when all that follows from it is done
 *      #define GOAL          when nothing can happen any more
 * and includes world.pml, the processes.
 */
#ifndef HIDDEN                          /* a breadth-first search has none */
#define HIDDEN hidden
#endif
#define FSM_HIDDEN HIDDEN

#ifdef COVERAGE                         /* tell which rows were fired */
c_decl {
	\#include <stdlib.h>
	\#include <stdio.h>
	extern int readtrail;
	static unsigned char row_fired[1024];
	static void fire(int row)
	{
		row_fired[row] = 1;
		if (readtrail)
			printf("%d ", row);
	}
	static void report_rows(void)
	{
		printf("rows fired:");
		for (int i = 0; i < 1024; i++)
			if (row_fired[i])
				printf(" %d", i);
		printf("\n");
	}
}
#define COVER_START c_code { atexit(report_rows); };
#define FSM_ROW(row) c_code { fire(row); }
#else
#define COVER_START
#define FSM_ROW(row) printf("%d ", row)
#endif

#include "machine.pml"
#include "scenario.pml"
#include "ghosts.pml"
#include "network.pml"
#include "trace.pml"
#include "choose.pml"
#include "step.pml"
