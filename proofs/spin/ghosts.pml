/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the model knows besides the two TCBs. Of each end, in its present life:
 *
 *      opens closes aborts crashes     calls made, things that happened
 *      life        which incarnation this is, 0 before the first
 *      origin      the peer's life whose SYN was taken, 0 if none or stale
 *      left        octets the user has still to SEND
 *      wrote base  the send buffer: octets taken from the user; of them
 *                  acknowledged and dropped
 *      took        octets delivered to the user
 *      took_fin    the peer's FIN has been taken
 *      first       this end called CLOSE before it had the peer's FIN
 *      held        a segment held for later
 *      error       the last error the user was told: a signal, 0 if none
 */
fsm_tcb tcb[2];
byte opens[2], life[2], origin[2];
byte left[2], wrote[2], base[2], took[2], error[2];
bit closed[2], aborted[2], crashed[2], took_fin[2], first[2];
int held[2];

byte losses, copies, rounds, withheld, forged;
byte calls[2];                  /* calls without plan or sense */
byte due;                       /* retransmissions of this round, in bits */

/* What is about to happen: an act, to whom, with which segment or number. */
byte act, who;
int pick;

/* During a step. */
HIDDEN int seg;                 /* the segment that arrived, 0 if none did */
HIDDEN int out;                 /* the segment sent, 0 if none was */
HIDDEN int other;
HIDDEN byte was;                /* the state before the event, and the rest */
HIDDEN byte was_una, was_nxt, was_rcv, was_flags;
HIDDEN byte stage, n;

#define STATE(p) tcb[p].state
#define FLAGS(p) (tcb[p].syn_unacked | (tcb[p].reopened << 1) | \
	(tcb[p].rcv_shut << 2) | (tcb[p].passive << 3) | \
	(tcb[p].close_queued << 4) | (tcb[p].fin_owed << 5) | \
	(tcb[p].fin_sent << 6) | (tcb[p].ack_owed << 7))
#define was_syn      (was_flags & 1)
#define was_reopened ((was_flags >> 1) & 1)
#define was_shut     ((was_flags >> 2) & 1)
#define PEER(p)  (1 - (p))
#define IS(p, s) (tcb[p].state == FSM_##s)
#define ENTERS(s) (was != FSM_##s && tcb[who].state == FSM_##s)
#define LEAVES(s) (was == FSM_##s && tcb[who].state != FSM_##s)
#define EVENT(e) (fsm_e_kind == FSM_E_##e)
#define SIGNALLED(s) ((fsm_o_signals & FSM_SIGNAL_##s) != 0)
#define DID(o)   ((fsm_o_operations & FSM_OP_##o) != 0)
#define STARTED(t) ((fsm_o_started & FSM_TIMER_##t) != 0)
#define ERRORS   (FSM_SIGNAL_REFUSED | FSM_SIGNAL_RESET | FSM_SIGNAL_TIMEOUT)
/* No TCB: nothing is remembered, in LISTEN that it is passive. */
#define BLANK(p) (FLAGS(p) == (IS(p, LISTEN) -> 8 : 0) && !tcb[p].ack_now && \
	tcb[p].iss == 0 && tcb[p].snd_una == 0 && tcb[p].snd_nxt == 0 && \
	tcb[p].irs == 0 && tcb[p].rcv_nxt == 0 && \
	tcb[p].was_nxt == 0 && tcb[p].was_rcv == 0)
#define OPENED(p) (tcb[p].state >= FSM_ESTABLISHED)
#define BOTH_CLOSED (IS(A, CLOSED) && IS(B, CLOSED))
#define BOTH_ESTABLISHED (IS(A, ESTABLISHED) && IS(B, ESTABLISHED))
#define UNTOLD   (error[A] == 0 && error[B] == 0)
#define AGREED   (tcb[A].rcv_nxt == tcb[B].snd_nxt && \
                  tcb[B].rcv_nxt == tcb[A].snd_nxt)

#define must(e) if :: (e) :: else -> printf("@ FAIL\n"); assert(false) fi
