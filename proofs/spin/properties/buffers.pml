/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The runtime is asked for what its buffers need: what SND.UNA passes is
 * dropped, what SEND brings is queued, what arrives out of order is held, a
 * TCB that is deleted leaves nothing behind, a copy of the listener's that
 * returns to LISTEN is given back.
 */
#ifndef CLOSES
#define CLOSES(p) 1
#endif
#define ABORTS(p) ((p) == A)
#include "harness.pml"

inline check()
{
	must(STATE(who) <= FSM_LISTEN || was <= FSM_LISTEN ||
	     was == FSM_TIME_WAIT || tcb[who].snd_una == was_una || DID(ACKED));
	must(!EVENT(SEND) || DID(QUEUE));
	must(!ENTERS(CLOSED) || DID(FLUSH) || was == FSM_LAST_ACK ||
	     was == FSM_TIME_WAIT);
	must(!(was == FSM_SYN_RECEIVED && IS(who, LISTEN)) ||
	     (DID(RELEASE) && DID(FLUSH)));
	must(!ENTERS(CLOSED) || (!EVENT(ABORT) && !EVENT(CLOSE)) ||
	     DID(DISCARD));
	must(!DID(THROTTLE) || (fsm_o_sent && fsm_o_ctl == FSM_CTL_ACK));
	must(STATE(who) > FSM_LISTEN || BLANK(who))
}
inline check_rest() { skip }

#include "world.pml"
