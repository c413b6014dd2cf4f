/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an end sends stands where it belongs: SYN, text and FIN at SND.NXT,
 * which they advance by what they are; what is sent again at SND.UNA; an empty
 * segment at SND.NXT, a keep-alive before it.
 *
 * From SYN-RECEIVED on all but a reset says ACK and RCV.NXT, and then no
 * acknowledgment is owed any more, unless the limit may withhold it. Whatever
 * advances RCV.NXT is owed one; a FIN, and what is out of order, at once.
 * Besides: what part 3 of the specification calls always true.
 */
#ifndef CLOSES
#define CLOSES(p) 1
#endif
#ifndef KEEPALIVE
#define KEEPALIVE(p) (STATE(p) >= FSM_ESTABLISHED && EMPTY_NET)
#endif
#include "harness.pml"

#define SAYS(bits) ((fsm_o_ctl & (bits)) != 0)
#define LENGTH     (fsm_o_data + SAYS(FSM_CTL_SYN) + SAYS(FSM_CTL_FIN))
#define BEFORE(n)  (((n) + FSM_MOD - 1) % FSM_MOD)

inline check()
{
	must(FSM_INVARIANTS);
	must(!fsm_o_sent ||
	     (fsm_o_up == 0 && !SAYS(FSM_CTL_PSH | FSM_CTL_URG)));
	must(!EVENT(TRANSMIT) || (fsm_o_sent && fsm_o_data == fsm_e_n &&
	     SAYS(FSM_CTL_FIN) == tcb[who].fin_sent));
	must(!EVENT(ACK_DUE) || (fsm_o_sent && LENGTH == 0));
	if
	:: EVENT(RETRANSMISSION_TIMEOUT) ->
		must(fsm_o_sent && fsm_o_data == fsm_e_n &&
		     fsm_o_seq == was_una && tcb[who].snd_nxt == was_nxt &&
		     SUB(fsm_o_seq + LENGTH, was_nxt) == 0)
	:: fsm_o_sent && !SAYS(FSM_CTL_RST) && !EVENT(RETRANSMISSION_TIMEOUT) ->
		must(SUB(fsm_o_seq + LENGTH, tcb[who].snd_nxt) == 0 ||
		     (EVENT(PROBE) && LENGTH == 0 &&
		     fsm_o_seq == BEFORE(was_nxt)));
		must(STATE(who) != was || LENGTH != 0 ||
		     tcb[who].snd_nxt == was_nxt)
	:: else
	fi;
	if
	:: fsm_o_sent && !SAYS(FSM_CTL_RST) && STATE(who) > FSM_SYN_SENT ->
		must(SAYS(FSM_CTL_ACK) && fsm_o_ack == tcb[who].rcv_nxt);
		must(DID(THROTTLE) ||
		     (!tcb[who].ack_owed && !tcb[who].ack_now))
	:: !fsm_o_sent && STATE(who) > FSM_SYN_RECEIVED &&
	   (was == FSM_SYN_SENT || tcb[who].rcv_nxt != was_rcv) ->
		must(tcb[who].ack_owed);
		must(tcb[who].ack_now ||
		     (was != FSM_SYN_SENT && !SIGNALLED(CLOSING)))
	:: else
	fi;
	must(!DID(HOLD) || HAS_SYN(seg) ||
	     (tcb[who].ack_owed && tcb[who].ack_now))
}
inline check_rest() { skip }

#include "world.pml"
