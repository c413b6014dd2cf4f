/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An end answers any segment, in any state, as the prose of sections 3.5.2,
 * 3.5.3 and 3.10.7 and of RFC 5961 says, and what it refuses changes nothing.
 *
 * Each state of an ordinary connection gets one forged segment: any of the
 * control bits, text or none, numbers about what the end expects. With it the
 * story ends. What a choice decides is so, or the other way. Besides: what
 * part 3 of the specification calls always true.
 */
#define FORGED 1
#define FORGE_ANY
#define FORGE_WHEN true
#define GOES_ON (forged == 0)
#ifndef LIVES
#define LIVES(p) 3
#endif
#ifndef CLOSES
#define CLOSES(p) 1
#endif
#ifndef CLOSE_WHEN
#define CLOSE_WHEN(p) (STATE(p) >= FSM_SYN_RECEIVED && left[p] == 0)
#endif
#include "harness.pml"
HIDDEN byte rcv_then;           /* RCV.NXT before text and FIN */

#define LEN        (DATA(seg) + HAS_SYN(seg) + HAS_FIN(seg))
#define WITHIN(n)  (SUB(n, was_rcv) < 2)
#define ACCEPTABLE (WITHIN(SEQ(seg)) || \
                    (LEN != 0 && WITHIN(SEQ(seg) + LEN + FSM_MOD - 1)))
#define ACK_OK     (FSM_LE(ACKN(seg), was_nxt) && \
                    !FSM_LT(ACKN(seg), SUB(was_una, 2)))
#define ACK_NEW    (FSM_LT(was_una, ACKN(seg)) && FSM_LE(ACKN(seg), was_nxt))
#define BARE_SYN   (HAS_SYN(seg) && !HAS_ACK(seg))
#define REOPENS    (was == FSM_TIME_WAIT && BARE_SYN && \
                    FSM_LT(was_rcv, SEQ(seg)) && \
                    FSM_LT(was_nxt, fsm_e_isn) && fsm_e_room)
#define FIN_COUNTS (was > FSM_FIN_WAIT_2 && FSM_CHOICE_second_fin && \
                    HAS_FIN(seg) && SUB(SEQ(seg) + DATA(seg), was_rcv) == 0)
#define FIN_AGAIN  (HAS_FIN(seg) && \
                    SUB(SEQ(seg) + LEN, was_rcv) == 0)

#define STILL      (STATE(who) == was && tcb[who].snd_una == was_una && \
                    tcb[who].snd_nxt == was_nxt && \
                    tcb[who].rcv_nxt == was_rcv && fsm_o_signals == 0)
#define NO_TIMER   (fsm_o_started == 0 && fsm_o_cancelled == 0)
#define SILENT     (STILL && NO_TIMER && !fsm_o_sent && \
                    FLAGS(who) == was_flags && fsm_o_operations == 0)
#define SENDS(ctl, seq, ack) (fsm_o_sent && fsm_o_ctl == (ctl) && \
                    fsm_o_seq == (seq) % FSM_MOD && \
                    fsm_o_ack == (ack) % FSM_MOD && fsm_o_data == 0)
#define SYN_ACK_   (FSM_CTL_SYN + FSM_CTL_ACK)
#define RST_ACK_   (FSM_CTL_RST + FSM_CTL_ACK)
#define RESETS     (STILL && NO_TIMER && fsm_o_operations == 0 && \
                    (HAS_ACK(seg) -> SENDS(FSM_CTL_RST, ACKN(seg), 0) : \
                    SENDS(RST_ACK_, 0, SEQ(seg) + LEN)))
#define CHALLENGES (STILL && NO_TIMER && FLAGS(who) == was_flags && \
                    SENDS(FSM_CTL_ACK, was_nxt, was_rcv) && \
                    fsm_o_operations == FSM_OP_THROTTLE)
#define REPEATS    (STILL && fsm_o_cancelled == 0 && \
                    SENDS(FSM_CTL_ACK, was_nxt, was_rcv) && \
                    fsm_o_operations == 0 && \
                    !tcb[who].ack_owed && !tcb[who].ack_now)
#define TEXT_LEN   (DATA(seg) + HAS_FIN(seg))
#define FRESH_TEXT(from) (SUB(rcv_then, from) < DATA(seg) -> \
                    DATA(seg) - SUB(rcv_then, from) : 0)
#define TAKES      (!was_shut && !tcb[who].rcv_shut && \
                    was <= FSM_FIN_WAIT_2 && \
                    !(was == FSM_FIN_WAIT_1 && tcb[who].syn_unacked))
#define BOTH_TIMERS (FSM_TIMER_RETRANSMISSION + FSM_TIMER_USER)
#define HALF_OPEN(first) (IS(who, SYN_RECEIVED) && \
                    SENDS(SYN_ACK_, first, SEQ(seg) + 1) && \
                    tcb[who].iss == first && tcb[who].snd_una == first && \
                    tcb[who].snd_nxt == (first + 1) % FSM_MOD && \
                    tcb[who].irs == SEQ(seg) && DID(HOLD) && \
                    tcb[who].rcv_nxt == (SEQ(seg) + 1) % FSM_MOD && \
                    tcb[who].syn_unacked && !tcb[who].fin_owed && \
                    !tcb[who].fin_sent && !tcb[who].ack_owed && \
                    !tcb[who].ack_now && fsm_o_signals == 0 && \
                    (fsm_o_started & BOTH_TIMERS) == BOTH_TIMERS)
#define was_passive  ((was_flags >> 3) & 1)
#define RETURNS    (IS(who, LISTEN) && tcb[who].passive && !fsm_o_sent && \
                    fsm_o_signals == 0 && DID(RELEASE) && DID(FLUSH))
#define DIES(signal) (IS(who, CLOSED) && fsm_o_signals == signal && \
                    !fsm_o_sent && DID(FLUSH))

/* 3.10.7.1, and 3.5.2 group 1: a reset, but never for a reset. */
inline in_closed()
{
	must(HAS_RST(seg) -> SILENT : RESETS)
}

/* 3.10.7.2: a SYN opens, an acknowledgment is reset, all else is nothing. */
inline in_listen()
{
	if
	:: HAS_RST(seg) -> must(SILENT)
	:: !HAS_RST(seg) && HAS_ACK(seg) -> must(RESETS)
	:: !HAS_RST(seg) && BARE_SYN && fsm_e_room ->
		must(HALF_OPEN(fsm_e_isn) && tcb[who].passive)
	:: else -> must(SILENT)
	fi
}

/* 3.10.7.3, and 3.5.2 group 2: only what acknowledges our SYN is believed. */
inline in_syn_sent()
{
	if
	:: HAS_ACK(seg) && ACKN(seg) != was_nxt ->
		must(HAS_RST(seg) -> SILENT : RESETS)
	:: HAS_RST(seg) && ACKN(seg) == was_nxt && HAS_ACK(seg) ->
		must(DIES(FSM_SIGNAL_RESET))
	:: !HAS_RST(seg) && HAS_SYN(seg) && ACKN(seg) == was_nxt &&
	   HAS_ACK(seg) ->
		must(OPENED(who) && SIGNALLED(ESTABLISHED) && !fsm_o_sent &&
		     tcb[who].irs == SEQ(seg) && DID(ACKED) &&
		     tcb[who].snd_una == was_nxt &&
		     tcb[who].snd_nxt == was_nxt &&
		     fsm_o_cancelled == BOTH_TIMERS &&
		     !tcb[who].syn_unacked &&
		     tcb[who].ack_owed && tcb[who].ack_now);
		rcv_then = (SEQ(seg) + 1) % FSM_MOD;
		text_arrives(rcv_then)
	:: !HAS_RST(seg) && BARE_SYN ->
		must(HALF_OPEN(was_una) && !tcb[who].passive)
	:: else -> must(SILENT)
	fi
}

/*
 * 3.5.3 and RFC 5961 section 3.2: the very next number resets, another one in
 * the window is challenged. What an old SYN reopened is again as it was.
 */
inline reset_arrives()
{
	if
	:: was == FSM_TIME_WAIT && !FSM_CHOICE_rst_in_time_wait ->
		must(SILENT)
	:: was == FSM_TIME_WAIT && FSM_CHOICE_rst_in_time_wait &&
	   SEQ(seg) == was_rcv ->
		must(DIES(0))
	:: (was != FSM_TIME_WAIT || FSM_CHOICE_rst_in_time_wait) &&
	   SEQ(seg) != was_rcv ->
		must(WITHIN(SEQ(seg)) -> CHALLENGES : SILENT)
	:: was == FSM_SYN_RECEIVED && SEQ(seg) == was_rcv && was_reopened ->
		must(IS(who, TIME_WAIT) && !fsm_o_sent && DID(FLUSH) &&
		     tcb[who].snd_nxt == tcb[who].was_nxt &&
		     tcb[who].snd_una == tcb[who].was_nxt &&
		     tcb[who].rcv_nxt == tcb[who].was_rcv &&
		     !tcb[who].syn_unacked && tcb[who].fin_owed &&
		     tcb[who].fin_sent && !tcb[who].reopened &&
		     !tcb[who].close_queued && !tcb[who].ack_owed &&
		     fsm_o_signals == 0 && STARTED(TIME_WAIT) &&
		     !tcb[who].armed_user && !tcb[who].armed_retransmission)
	:: was == FSM_SYN_RECEIVED && SEQ(seg) == was_rcv && !was_reopened ->
		must(was_passive -> RETURNS : DIES(FSM_SIGNAL_REFUSED))
	:: else -> must(DIES(FSM_SIGNAL_RESET))
	fi
}

/*
 * The text and the FIN of a segment that checks 1 to 5 let through, in a state
 * that takes them: from RCV.NXT on at once, what is ahead of it later.
 */
inline text_arrives(from)
{
	if
	:: FSM_LT(rcv_then, from) && TEXT_LEN != 0 ->
		must(tcb[who].rcv_nxt == rcv_then && fsm_o_deliver == 0 &&
		     DID(HOLD) && tcb[who].ack_owed && tcb[who].ack_now)
	:: FSM_LE(from, rcv_then) ->
		must(fsm_o_deliver == FRESH_TEXT(from) &&
		     DID(DELIVER) == (FRESH_TEXT(from) != 0) &&
		     tcb[who].rcv_nxt == (rcv_then + FRESH_TEXT(from) +
		     HAS_FIN(seg)) % FSM_MOD);
		must(FRESH_TEXT(from) + HAS_FIN(seg) == 0 ||
		     tcb[who].ack_owed);
		must(SIGNALLED(CLOSING) == HAS_FIN(seg) &&
		     (!HAS_FIN(seg) || tcb[who].ack_now))
	:: else
	fi
}

/* Where the FIN has been taken RCV.NXT stands still, but for a choice. */
inline nothing_behind_fin()
{
	must(was <= FSM_FIN_WAIT_2 || STATE(who) != was ||
	     (tcb[who].rcv_nxt == (was_rcv + FIN_COUNTS) % FSM_MOD &&
	     (!FIN_COUNTS || tcb[who].ack_now)))
}

/*
 * 3.10.7.4, fifth, and RFC 5961 section 5.2: what was never sent, or is older
 * than a window, is challenged; before our SYN is acknowledged it is reset.
 * What is new takes SND.UNA along, and with our FIN the state.
 */
inline ack_arrives()
{
	if
	:: was_syn && (!ACK_NEW || !ACK_OK) -> must(RESETS)
	:: !was_syn && !ACK_OK -> must(CHALLENGES)
	:: ACK_OK && was == FSM_TIME_WAIT ->
		must(FSM_CHOICE_time_wait_any_ack -> REPEATS &&
		     fsm_o_started == FSM_TIMER_TIME_WAIT : SILENT)
	:: ACK_OK && ACK_NEW && was != FSM_TIME_WAIT ->
		nothing_behind_fin();
		must(DID(ACKED) && !tcb[who].syn_unacked &&
		     !tcb[who].reopened &&
		     (IS(who, CLOSED) || tcb[who].snd_una == ACKN(seg)));
		must(IS(who, CLOSED) || (ACKN(seg) == was_nxt ->
		     (fsm_o_cancelled & FSM_TIMER_RETRANSMISSION) != 0 &&
		     ((fsm_o_cancelled | fsm_o_started) & FSM_TIMER_USER) != 0 :
		     (fsm_o_started & BOTH_TIMERS) == BOTH_TIMERS));
		must(was != FSM_FIN_WAIT_1 || (((was_flags >> 6) & 1) &&
		     ACKN(seg) == was_nxt) == !IS(who, FIN_WAIT_1) ||
		     IS(who, CLOSING));
		must(was != FSM_CLOSING || (((was_flags >> 6) & 1) &&
		     ACKN(seg) == was_nxt) == IS(who, TIME_WAIT));
		must(was != FSM_LAST_ACK || (ACKN(seg) == was_nxt) ==
		     IS(who, CLOSED));
		if
		:: TAKES -> rcv_then = was_rcv; text_arrives(SEQ(seg))
		:: else
		fi
	:: else ->
		nothing_behind_fin();
		must(tcb[who].snd_una == was_una && !DID(ACKED));
		must(IS(who, CLOSED) || tcb[who].snd_nxt == was_nxt);
		must(STATE(who) == was || HAS_FIN(seg) || DATA(seg) != 0);
		if
		:: TAKES -> rcv_then = was_rcv; text_arrives(SEQ(seg))
		:: else
		fi
	fi
}

/*
 * 3.10.7.4, first to fourth, and 3.5.2 group 3: outside of the window nothing
 * counts but a SYN that reopens; a SYN inside is challenged (RFC 5961 4.2).
 */
inline in_other_states()
{
	must(was <= FSM_FIN_WAIT_2 || IS(who, SYN_RECEIVED) || IS(who, CLOSED) ||
	     (fsm_o_deliver == 0 && SUB(tcb[who].rcv_nxt, was_rcv) <=
	     (FSM_CHOICE_second_fin && HAS_FIN(seg))));
	if
	:: REOPENS && !HAS_RST(seg) ->
		must(HALF_OPEN(fsm_e_isn) && tcb[who].passive &&
		     tcb[who].reopened && !tcb[who].rcv_shut &&
		     tcb[who].was_nxt == was_nxt &&
		     tcb[who].was_rcv == was_rcv &&
		     fsm_o_cancelled == FSM_TIMER_TIME_WAIT)
	:: !REOPENS && !ACCEPTABLE && HAS_RST(seg) -> must(SILENT)
	:: !REOPENS && !ACCEPTABLE && !HAS_RST(seg) && LEN == 0 ->
		must(CHALLENGES)
	:: !REOPENS && !ACCEPTABLE && !HAS_RST(seg) && LEN != 0 ->
		must(REPEATS && fsm_o_started == (was == FSM_TIME_WAIT &&
		     FIN_AGAIN -> FSM_TIMER_TIME_WAIT : 0))
	:: ACCEPTABLE && HAS_RST(seg) -> reset_arrives()
	:: !REOPENS && ACCEPTABLE && !HAS_RST(seg) && HAS_SYN(seg) ->
		must(FSM_CHOICE_listen_on_syn && was == FSM_SYN_RECEIVED &&
		     !was_reopened && was_passive -> RETURNS : CHALLENGES)
	:: ACCEPTABLE && !HAS_RST(seg) && !HAS_SYN(seg) ->
		if
		:: HAS_ACK(seg) -> ack_arrives()
		:: else -> must(SILENT)
		fi
	:: else
	fi
}

inline check()
{
	must(FSM_INVARIANTS);
	must(STATE(who) > FSM_LISTEN || BLANK(who));
	if
	:: EVENT(SEGMENT) && was == FSM_CLOSED -> in_closed()
	:: EVENT(SEGMENT) && was == FSM_LISTEN -> in_listen()
	:: EVENT(SEGMENT) && was == FSM_SYN_SENT -> in_syn_sent()
	:: EVENT(SEGMENT) && was >= FSM_SYN_RECEIVED -> in_other_states()
	:: else
	fi
}

/* Of a story that has ended nothing is left that tells it from another. */
inline check_rest()
{
	if
	:: forged ->
		fsm_clear(tcb[A]);
		fsm_clear(tcb[B]);
		at = 0;
		do
		:: at < 2 * K -> net[at] = 0; at++
		:: else -> break
		od;
		at = 0
	:: else
	fi
}

#include "world.pml"
