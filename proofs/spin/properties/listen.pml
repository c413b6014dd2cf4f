/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * LISTEN is entered only by a passive OPEN, or from a SYN-RECEIVED that was
 * reached from LISTEN; nobody else is ever sent back to it.
 */
#include "harness.pml"

inline check()
{
	if
	:: ENTERS(LISTEN) ->
		must((was == FSM_CLOSED && EVENT(OPEN)) ||
		     (was == FSM_SYN_RECEIVED && !ACTIVE(who)))
	:: else
	fi;
	if
	:: was == FSM_LISTEN && EVENT(SEGMENT) && IS(who, LISTEN) ->
		must(!HAS_SYN(seg) || HAS_ACK(seg) || HAS_RST(seg) ||
		     !fsm_e_room)
	:: else
	fi
}
inline check_rest() { skip }

#include "world.pml"
