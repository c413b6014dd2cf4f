/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the runtime relies on when it steps the table (the contract of
 * fsm_step() in connection.h) follows from what the table is proved to do (the
 * one in fsm.gen.acsl). Here the machine is read under another name, and a
 * function that only calls it has the runtime's contract. Nobody compiles this.
 */
#define fsm_step fsm_step_of_table
#include "runtime/fsm/fsm.gen.c"
#undef fsm_step

#include "runtime/connection.h"

void fsm_step(const struct fsm_choices *c, const struct fsm_event *e,
              struct fsm_tcb *t, struct fsm_out *o)
{
	fsm_step_of_table(c, e, t, o);
}
