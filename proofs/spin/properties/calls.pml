/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any call may come in any state, and is answered as its user expects; a call
 * that is refused, and an event that finds nothing to do, changes nothing but
 * that a second CLOSE in SYN-RECEIVED may shut the other direction too.
 *
 * Who has called CLOSE sends no more, and gets nothing more if both directions
 * were closed. ABORT, and CLOSE before SYN-RECEIVED, end in CLOSED. Besides:
 * what part 3 of the specification calls always true, and that a TCB that is
 * deleted leaves nothing behind.
 */
#ifndef CALLS
#define CALLS(p) 2
#endif
#ifndef TEXT
#define TEXT(p) 0
#endif
#include "harness.pml"

#define HAD_CLOSED (closed[who] && act != DO_CLOSE)
#define UNTOUCHED_BUT(flags) (!fsm_o_sent && fsm_o_signals == 0 && \
	fsm_o_operations == 0 && \
	fsm_o_started == 0 && fsm_o_cancelled == 0 && STATE(who) == was && \
	tcb[who].snd_una == was_una && tcb[who].snd_nxt == was_nxt && \
	tcb[who].rcv_nxt == was_rcv && \
	(FLAGS(who) | (flags)) == (was_flags | (flags)))
#define UNTOUCHED UNTOUCHED_BUT(0)
#define SHUT 4				/* the bit of FLAGS */
#define REPLY(r) (fsm_o_reply == FSM_REPLY_##r)
#define IF_ROOM  (fsm_e_room -> FSM_REPLY_OK : FSM_REPLY_RESOURCES)
#define GOES     (fsm_o_sent && fsm_o_ctl == FSM_CTL_SYN && \
                  fsm_o_seq == fsm_e_isn && IS(who, SYN_SENT))

inline check()
{
	must(FSM_INVARIANTS);
	must(STATE(who) > FSM_LISTEN || BLANK(who));
	must(fsm_o_reply <= FSM_REPLY_OK || UNTOUCHED ||
	     (EVENT(CLOSE) && fsm_e_both && was == FSM_SYN_RECEIVED &&
	     UNTOUCHED_BUT(SHUT)));
	if
	:: EVENT(OPEN) && was > FSM_LISTEN -> must(REPLY(EXISTS))
	:: EVENT(OPEN) && !fsm_e_room -> must(REPLY(RESOURCES))
	:: EVENT(OPEN) && fsm_e_room && was <= FSM_LISTEN && fsm_e_active ->
		must(fsm_e_remote -> REPLY(OK) && GOES && !tcb[who].passive :
		     REPLY(UNSPECIFIED))
	:: EVENT(OPEN) && fsm_e_room && was <= FSM_LISTEN && !fsm_e_active ->
		must(was == FSM_CLOSED -> REPLY(OK) && IS(who, LISTEN) &&
		     tcb[who].passive && !fsm_o_sent : REPLY(EXISTS))
	:: EVENT(SEND) && was == FSM_CLOSED -> must(REPLY(NOT_EXIST))
	:: EVENT(SEND) && was == FSM_LISTEN ->
		must(fsm_e_remote -> fsm_o_reply == IF_ROOM &&
		     (!REPLY(OK) || (GOES && DID(QUEUE) && !tcb[who].passive)) :
		     REPLY(UNSPECIFIED))
	:: EVENT(SEND) && was > FSM_LISTEN ->
		must(HAD_CLOSED -> REPLY(CLOSING) :
		     (fsm_o_reply == IF_ROOM && STATE(who) == was &&
		     DID(QUEUE) == REPLY(OK)))
	:: EVENT(CLOSE) && was == FSM_CLOSED -> must(REPLY(NOT_EXIST))
	:: EVENT(CLOSE) && was != FSM_CLOSED && stage == 0 ->
		must(REPLY(OK) || (REPLY(CLOSING) && HAD_CLOSED));
		must(!HAD_CLOSED || fsm_e_both || REPLY(CLOSING));
		must(was > FSM_SYN_SENT || IS(who, CLOSED));
		must(IS(who, CLOSED) || was > FSM_SYN_RECEIVED ||
		     REPLY(CLOSING) ||
		     (fsm_e_pending -> tcb[who].close_queued :
		     IS(who, FIN_WAIT_1) && tcb[who].fin_owed));
		must(was != FSM_ESTABLISHED || IS(who, FIN_WAIT_1) ||
		     (IS(who, CLOSED) && fsm_e_on_hand));
		must(was != FSM_CLOSE_WAIT || (IS(who, CLOSED) && fsm_e_on_hand) ||
		     (IS(who, CLOSE_WAIT) && tcb[who].fin_owed));
		must((was != FSM_FIN_WAIT_1 && was != FSM_FIN_WAIT_2) ||
		     REPLY(OK) == fsm_e_both);
		must(!IS(who, CLOSED) || was <= FSM_SYN_SENT ||
		     (fsm_o_sent && fsm_o_ctl == FSM_CTL_RST &&
		     fsm_o_seq == was_nxt));
		must(!fsm_e_both || !fsm_e_on_hand || was < FSM_ESTABLISHED ||
		     was > FSM_CLOSE_WAIT || IS(who, CLOSED));
		must(!IS(who, CLOSED) || (DID(FLUSH) && DID(DISCARD)));
		must(IS(who, CLOSED) || (REPLY(CLOSING) && was > FSM_SYN_RECEIVED) ||
		     tcb[who].rcv_shut == (fsm_e_both || was_shut))
	:: EVENT(ABORT) ->
		must(IS(who, CLOSED) && (was == FSM_CLOSED -> REPLY(NOT_EXIST) :
		     REPLY(OK) && DID(FLUSH) && DID(DISCARD)));
		must(fsm_o_sent == (was >= FSM_SYN_RECEIVED &&
		     was <= FSM_CLOSE_WAIT));
		must(!fsm_o_sent || (fsm_o_ctl == FSM_CTL_RST &&
		     fsm_o_seq == was_nxt))
	:: EVENT(PROBE) ->
		must(UNTOUCHED || (fsm_o_ctl == FSM_CTL_ACK &&
		     was == STATE(who) &&
		     fsm_o_seq == (was_nxt + FSM_MOD - 1) % FSM_MOD &&
		     was_nxt == was_una && fsm_o_ack == was_rcv));
		must(fsm_o_sent == (was_nxt == was_una &&
		     was >= FSM_ESTABLISHED &&
		     was != FSM_LAST_ACK && was != FSM_TIME_WAIT))
	:: act == DO_CALL && stage == 0 && pick >= SPURIOUS && !EVENT(PROBE) ->
		must(UNTOUCHED)
	:: EVENT(SEGMENT) && was_shut && DATA(seg) != 0 && fsm_o_deliver == 0 &&
	   ENTERS(CLOSED) && !HAS_RST(seg) && was <= FSM_FIN_WAIT_2 ->
		must(fsm_o_sent && fsm_o_ctl == FSM_CTL_RST &&
		     fsm_o_seq == was_nxt && error[who] == FSM_SIGNAL_RESET &&
		     DID(FLUSH))
	:: else
	fi;
	must(!EVENT(SEGMENT) || STATE(who) < FSM_ESTABLISHED || was_syn ||
	     tcb[who].snd_una == was_una || DID(ACKED));
	must(!ENTERS(FIN_WAIT_2) || !tcb[who].rcv_shut ||
	     !FSM_CHOICE_fin_wait_2_limit || STARTED(USER));
	must(!EVENT(SEGMENT) || HAS_RST(seg) || !ENTERS(CLOSED) ||
	     was == FSM_LAST_ACK || DATA(seg) != 0);
	must(fsm_o_deliver == 0 || !was_shut || was <= FSM_ESTABLISHED)
}
inline check_rest() { skip }

#include "world.pml"
