/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An old SYN that reopens a connection from TIME-WAIT is found out (MAY-2): B
 * returns to TIME-WAIT by A's RST, and from there to CLOSED; nobody is told
 * of an error.
 *
 * The SYN is forged, with any number, when A is CLOSED already.
 */
#define CLOSES(p) 1
#define LIVES(p) 2
#define CLOSE_WHEN(p) ((p) == B -> IS(B, ESTABLISHED) : IS(A, CLOSE_WAIT))
#define FORGED_KINDS FSM_CTL_SYN
#define FORGE_WHEN (IS(B, TIME_WAIT) && IS(A, CLOSED))
#define ISN_B(n) ((n) == 1 -> 3 : 7)
#define GOAL (BOTH_CLOSED && UNTOLD && closed[A])
#include "harness.pml"

inline check()
{
	must(!was_reopened || !ENTERS(CLOSED));
	must(!was_reopened || !LEAVES(SYN_RECEIVED) || IS(who, TIME_WAIT));
	must(!LEAVES(TIME_WAIT) || EVENT(TIME_WAIT_TIMEOUT) ||
	     (fsm_o_sent && fsm_o_ctl == (FSM_CTL_SYN | FSM_CTL_ACK)))
}
inline check_rest() { skip }

#include "world.pml"
