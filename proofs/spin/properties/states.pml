/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a state promises about the way to it: CLOSING and FIN-WAIT-2 after our
 * own FIN, TIME-WAIT after both and with nothing in flight; CLOSED without an
 * error only when all we sent was taken and the peer's FIN came, or after
 * ABORT. A state that has taken the peer's FIN takes no other.
 */
#ifndef CLOSES
#define CLOSES(p) 1
#endif
#include "harness.pml"

inline check()
{
	if
	:: ENTERS(CLOSING) -> must(first[who] && took_fin[who])
	:: ENTERS(FIN_WAIT_2) ->
		must(first[who] && tcb[who].fin_sent && FLIGHT(who) == 0 &&
		     took_fin[PEER(who)])
	:: ENTERS(TIME_WAIT) ->
		must(first[who] && took_fin[who] && FLIGHT(who) == 0 &&
		     took_fin[PEER(who)])
	:: ENTERS(CLOSE_WAIT) -> must(took_fin[who] && closed[PEER(who)])
	:: ENTERS(CLOSED) && was > FSM_SYN_RECEIVED && error[who] == 0 &&
	   !EVENT(ABORT) ->
		must(closed[who] && took_fin[who] && took_fin[PEER(who)] &&
		     took[PEER(who)] == TEXT(who))
	:: ENTERS(FIN_WAIT_1) -> must(EVENT(CLOSE))
	:: else
	fi
}
inline check_rest() { skip }

#include "world.pml"
