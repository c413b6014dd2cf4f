/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text before a FIN is delivered exactly once and in order, and none after it:
 * the next octet delivered is always the next one that the peer's present
 * incarnation has sent, and the FIN is taken when all text is.
 */
#ifndef CLOSES
#define CLOSES(p) 1
#endif
#define NEXT_INDEX ((INDEX(seg) + \
                     SUB(was_rcv, SEQ(seg) + HAS_SYN(seg))) % FSM_MOD)
#include "harness.pml"

inline check()
{
	if
	:: fsm_o_deliver != 0 ->
		must(DID(DELIVER) && !(took_fin[who] && !SIGNALLED(CLOSING)) &&
		     FROM(seg) != 0 && FROM(seg) == origin[who] &&
		     NEXT_INDEX == took[who] &&
		     NEXT_INDEX + fsm_o_deliver <= INDEX(seg) + DATA(seg))
	:: else -> must(!DID(DELIVER) || EVENT(HELD) || EVENT(SEGMENT))
	fi;
	if
	:: SIGNALLED(CLOSING) ->
		must(HAS_FIN(seg) && FROM(seg) == origin[who] &&
		     took[who] + fsm_o_deliver == TEXT(PEER(who)))
	:: else
	fi;
	if
	:: STATE(who) > FSM_SYN_SENT && !ENTERS(SYN_RECEIVED) && was_syn == 0 ->
		must(SUB(tcb[who].rcv_nxt, was_rcv) ==
		     fsm_o_deliver + SIGNALLED(CLOSING))
	:: else
	fi
}
inline check_rest() { skip }

#include "world.pml"
