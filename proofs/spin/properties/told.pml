/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The user knows: ESTABLISHED is signalled when it is entered, CLOSING when
 * the peer's FIN is taken, and who is closed without having asked for it is
 * told why, once. Calls that are in order are answered by ok.
 */
#ifndef CLOSES
#define CLOSES(p) 1
#endif
#define CALL (EVENT(OPEN) || EVENT(SEND) || EVENT(CLOSE) || EVENT(ABORT))
#include "harness.pml"

inline check()
{
	must(SIGNALLED(ESTABLISHED) == ENTERS(ESTABLISHED) ||
	     (SIGNALLED(ESTABLISHED) && was <= FSM_SYN_RECEIVED &&
	      IS(who, CLOSE_WAIT)));
	must(!SIGNALLED(CLOSING) || HAS_FIN(seg));
	must(SIGNALLED(CLOSING) == ((was <= FSM_FIN_WAIT_2) &&
	     (STATE(who) > FSM_FIN_WAIT_2)));
	must((fsm_o_signals & ERRORS) == 0 ||
	     (IS(who, CLOSED) && was != FSM_CLOSED));
	must(!ENTERS(CLOSED) || (fsm_o_signals & ERRORS) != 0 ||
	     EVENT(ABORT) || EVENT(CLOSE) || EVENT(TIME_WAIT_TIMEOUT) ||
	     was == FSM_LAST_ACK);
	must(!CALL || fsm_o_reply == FSM_REPLY_OK);
	must(CALL || fsm_o_reply == FSM_REPLY_NONE);
	must(!(EVENT(USER_TIMEOUT)) || fsm_o_signals == FSM_SIGNAL_TIMEOUT);
	must(!SIGNALLED(REFUSED) || (was == FSM_SYN_RECEIVED && ACTIVE(who)));
	must(!SIGNALLED(RESET) || (EVENT(SEGMENT) && HAS_RST(seg)))
}
inline check_rest() { skip }

#include "world.pml"
