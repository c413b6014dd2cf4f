/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who cannot see the connection cannot kill it: a forged RST with any number
 * but the very next, and a forged SYN with any number, leave B in its state
 * and its user untold (RFC 5961).
 */
#ifndef CLOSES
#define CLOSES(p) 1
#endif
#define FORGE_BUT ((FORGED_KINDS) == FSM_CTL_SYN -> NONE : tcb[B].rcv_nxt)
#include "harness.pml"

inline check()
{
	if
	:: act == DO_FORGED && EVENT(SEGMENT) ->
		must(STATE(who) == was && fsm_o_signals == 0 &&
		     tcb[who].rcv_nxt == was_rcv && tcb[who].snd_una == was_una)
	:: else
	fi
}
inline check_rest() { skip }

#include "world.pml"
