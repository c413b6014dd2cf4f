/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A timer is armed whenever the machine waits for the network: both of
 * retransmission and patience while anything is in flight, that of 2 MSL in
 * TIME-WAIT; and whatever is owed (a FIN, text the window has room for, an
 * acknowledgment) has been sent. Progress starts both anew; nothing runs in
 * CLOSED and LISTEN, nor the retransmission timer when nothing is in flight.
 */
#ifndef CLOSES
#define CLOSES(p) 1
#endif
#define RETRANSMISSION_AND_USER (FSM_TIMER_RETRANSMISSION | FSM_TIMER_USER)
#include "harness.pml"

inline check()
{
	must(FLIGHT(who) == 0 ||
	     (tcb[who].armed_retransmission && tcb[who].armed_user));
	must(FLIGHT(who) != 0 || !tcb[who].armed_retransmission);
	must(FLIGHT(who) != 0 || !tcb[who].armed_user || IS(who, FIN_WAIT_2));
	must(IS(who, TIME_WAIT) == tcb[who].armed_time_wait);
	if
	:: STATE(who) > FSM_SYN_RECEIVED && was == STATE(who) &&
	   tcb[who].snd_una != was_una && FLIGHT(who) != 0 && EVENT(SEGMENT) ->
		must((fsm_o_started & RETRANSMISSION_AND_USER) ==
		     RETRANSMISSION_AND_USER)
	:: EVENT(RETRANSMISSION_TIMEOUT) && FLIGHT(who) != 0 ->
		must(fsm_o_started == FSM_TIMER_RETRANSMISSION && fsm_o_sent &&
		     fsm_o_seq == was_una)
	:: ENTERS(SYN_SENT) || ENTERS(SYN_RECEIVED) ->
		must((fsm_o_started & RETRANSMISSION_AND_USER) ==
		     RETRANSMISSION_AND_USER)
	:: ENTERS(TIME_WAIT) -> must(STARTED(TIME_WAIT))
	:: else
	fi
}
inline check_rest()
{
	must(!tcb[who].ack_owed && !tcb[who].ack_now);
	must(!tcb[who].fin_owed || tcb[who].fin_sent || FLIGHT(who) != 0);
	must(!MAY_TRANSMIT(who) || UNSENT(who) == 0 || USABLE(who) == 0);
	must(FLIGHT(who) <= 2 + (tcb[who].fin_sent || tcb[who].syn_unacked))
}

#include "world.pml"
