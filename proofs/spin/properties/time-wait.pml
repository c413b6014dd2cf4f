/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In TIME-WAIT the other end's FIN, come again, is acknowledged and starts the
 * 2 MSL anew (F11); a RST does nothing (F2), and nothing else is answered by
 * more than an acknowledgment. Only time and ABORT end it.
 */
#ifndef CLOSES
#define CLOSES(p) 1
#endif
#include "harness.pml"

inline check()
{
	if
	:: was == FSM_TIME_WAIT && EVENT(SEGMENT) && HAS_FIN(seg) &&
	   FROM(seg) == origin[who] ->
		must(fsm_o_started == FSM_TIMER_TIME_WAIT && fsm_o_sent &&
		     fsm_o_ctl == FSM_CTL_ACK && fsm_o_ack == was_rcv)
	:: was == FSM_TIME_WAIT && EVENT(SEGMENT) && HAS_RST(seg) ->
		must(!fsm_o_sent && IS(who, TIME_WAIT))
	:: else
	fi;
	if
	:: LEAVES(TIME_WAIT) ->
		must(EVENT(TIME_WAIT_TIMEOUT) || EVENT(ABORT))
	:: else
	fi
}
inline check_rest() { skip }

#include "world.pml"
