/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CLOSE-WAIT is left only by CLOSE, by ABORT, or by a reset or a timeout that
 * the user is told of; LAST-ACK is entered only from there, after CLOSE.
 */
#ifndef CLOSES
#define CLOSES(p) 1
#endif
#define ABORTS(p) ((p) == B)
#include "harness.pml"

inline check()
{
	if
	:: LEAVES(CLOSE_WAIT) ->
		must((IS(who, LAST_ACK) && closed[who]) || EVENT(ABORT) ||
		     (IS(who, CLOSED) && error[who] != 0))
	:: else
	fi;
	if
	:: ENTERS(LAST_ACK) -> must(was == FSM_CLOSE_WAIT && closed[who])
	:: else
	fi
}
inline check_rest() { skip }

#include "world.pml"
