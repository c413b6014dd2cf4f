/* SPDX-License-Identifier: BSD-2-Clause */
/* Any machine, as long as its events are of the first three kinds. */
#include "machine.pml"

fsm_tcb machine;
byte kind;

active proctype any_event()
{
	fsm_choose_mutant();
	fsm_choose();
	do
	:: atomic {
		if :: kind = 0 :: kind = 1 :: kind = 2 fi;
		fsm_free();
		d_step {
			fsm_e_kind = kind;
			fsm_step(machine);
			assert(FSM_INVARIANTS);
			kind = 0
		}
	}
	od
}
