/* SPDX-License-Identifier: BSD-2-Clause */
/* The processes. What happens is chosen, then done in one step. */
#ifndef GOAL
#define GOAL true
#endif
#ifndef GOES_ON                         /* the story has not ended */
#define GOES_ON true
#endif

/*
 * Everything that happens. The clock of the user timeout may be a process of
 * its own: weak fairness is between processes.
 */
proctype World(bit rest, time)
{
end:	do
	:: atomic { choose(GOES_ON && rest, GOES_ON && time); happen() }
	od
}

proctype Quiet()
{
	timeout -> must(GOAL)
}

init {
	atomic {
		fsm_choose_mutant();
		fsm_choose();
		COVER_START
		start();
#ifdef CLOCK_APART
		run World(1, 0);
		run World(0, 1);
#else
		run World(1, 1);
#endif
		run Quiet()
	}
}
