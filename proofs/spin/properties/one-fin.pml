/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A FIN is the last there is: after it RCV.NXT stands still, whatever else
 * calls itself a FIN (F12).
 *
 * An attacker sends B a second FIN, at any number, once B has taken A's.
 */
#ifndef CLOSES
#define CLOSES(p) 1
#endif
#define FORGE_WHEN (took_fin[B] && STATE(B) >= FSM_CLOSE_WAIT)
#define FORGED_KINDS FSM_CTL_FIN
#include "harness.pml"

inline check()
{
	must(was < FSM_CLOSE_WAIT || tcb[who].rcv_nxt == was_rcv ||
	     STATE(who) <= FSM_LISTEN || IS(who, SYN_RECEIVED))
}
inline check_rest() { skip }

#include "world.pml"
