/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A RST is never answered by a RST. Its only answer is one challenge ACK,
 * which counts against the limit, and only from SYN-RECEIVED on, when its
 * SEG.SEQ lies in the window and is not RCV.NXT. One outside of the window
 * changes nothing.
 */
#define IN_WINDOW (SUB(SEQ(seg), was_rcv) < 2)
#include "harness.pml"

inline check()
{
	if
	:: EVENT(SEGMENT) && HAS_RST(seg) ->
		must(!fsm_o_sent || (was >= FSM_SYN_RECEIVED && IN_WINDOW &&
		     SEQ(seg) != was_rcv && fsm_o_ctl == FSM_CTL_ACK &&
		     fsm_o_seq == was_nxt && fsm_o_ack == was_rcv &&
		     DID(THROTTLE) && STATE(who) == was));
		must(was < FSM_SYN_RECEIVED || SEQ(seg) == was_rcv ||
		     (STATE(who) == was && fsm_o_signals == 0 &&
		      tcb[who].rcv_nxt == was_rcv &&
		      tcb[who].snd_una == was_una &&
		      tcb[who].snd_nxt == was_nxt));
		must(was < FSM_SYN_RECEIVED || !IN_WINDOW ||
		     SEQ(seg) == was_rcv || fsm_o_sent || was == FSM_TIME_WAIT);
		must(SEQ(seg) != was_rcv || was < FSM_SYN_RECEIVED ||
		     was == FSM_TIME_WAIT || STATE(who) <= FSM_LISTEN ||
		     (IS(who, TIME_WAIT) && was_reopened));
		must(was > FSM_LISTEN || STATE(who) == was)
	:: else
	fi
}
inline check_rest() { skip }

#include "world.pml"
