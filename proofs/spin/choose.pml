/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What may happen next, and what has happened before the story begins: the
 * choices SPIN makes. Nothing happens here: act, who and pick say what will.
 *
 * Where BOUNDED is 1, time passes in rounds: when no segment is in flight, all
 * retransmission timers that run expire, in any order. The limit of challenge
 * ACKs (RFC 5961 section 7) is so many a round.
 */
#define DO_ROUND   0
#define DO_ARRIVE  1            /* pick: the place in net[] */
#define DO_COPY    2            /* the same, but it stays in the network */
#define DO_LOSE    3
#define DO_OPEN    4            /* pick: the ISS */
#define DO_SEND    5
#define DO_CLOSE   6
#define DO_ABORT   7
#define DO_CRASH   8
#define DO_RETRANSMISSION 9
#define DO_USER    10
#define DO_TIME_WAIT 11
#define DO_FORGED  12           /* pick: the segment */
#define DO_KEEPALIVE 13
#define DO_CALL    14           /* pick: which */
#define DO_WAIT    15           /* nothing happens */
#define DO_ACK     16           /* the acknowledgment put off goes out */

#define WAITS(p) (RETRANSMIT && tcb[p].armed_retransmission)
#define DUE(p)   (WAITS(p) && (due & (1 << (p))) != 0)
#define OUT_OF_PATIENCE (USER && rounds >= ROUNDS && \
                         (tcb[A].armed_user || tcb[B].armed_user))
#define FIN_COMING(p) (IS(p, FIN_WAIT_1) || IS(p, CLOSING) || IS(p, LAST_ACK))
#ifndef MSL_OVER
#define MSL_OVER(p) (MSL == MSL_NONE || (EMPTY_NET && \
                     (MSL == MSL_WEAK || !FIN_COMING(PEER(p)))))
#endif
#ifdef CLOCK_APART                      /* the clock waits for nobody */
#define PATIENCE_ENDS true
#else
#define PATIENCE_ENDS (!BOUNDED || (OUT_OF_PATIENCE && EMPTY_NET))
#endif

/* Walks to any of the segments on their way to an end. */
inline choose_place(whom)
{
	pick = (whom) * K;
	do
	:: pick < (whom) * K + K - 1 && net[pick + 1] != 0 -> pick++
	:: break
	od
}

/* Any number but one. */
#define choose_number(but) \
	do \
	:: pick < FSM_MOD - 1 -> pick++ \
	:: break \
	od; \
	if \
	:: pick == (but) -> pick = (pick + 3) % FSM_MOD \
	:: else \
	fi

#ifdef FORGE_ANY
#define ONE_OF(a, b, c, d, e, f) \
	if \
	:: pick = pick | (a) :: pick = pick | (b) :: pick = pick | (c) \
	:: pick = pick | (d) :: pick = pick | (e) :: pick = pick | (f) \
	fi
#define MAYBE(bit) \
	if \
	:: true \
	:: pick = pick | (bit) \
	fi
#define NEAR(n, d) (((n) + FSM_MOD + (d)) % FSM_MOD)

/* Any segment to any end, about what it expects. */
inline choose_forged()
{
	if
	:: who = A
	:: who = B
	fi;
	pick = 1 << 20;
	ONE_OF(NEAR(tcb[who].rcv_nxt, -2), NEAR(tcb[who].rcv_nxt, -1),
	       tcb[who].rcv_nxt, NEAR(tcb[who].rcv_nxt, 1),
	       NEAR(tcb[who].rcv_nxt, 2), NEAR(tcb[who].rcv_nxt, 4));
	ONE_OF(NEAR(tcb[who].snd_una, -3) << 4,
	       NEAR(tcb[who].snd_una, -2) << 4,
	       tcb[who].snd_una << 4, NEAR(tcb[who].snd_una, 1) << 4,
	       tcb[who].snd_nxt << 4, NEAR(tcb[who].snd_nxt, 1) << 4);
	MAYBE(FIN_ << 8); MAYBE(SYN_ << 8); MAYBE(RST_ << 8); MAYBE(ACK_ << 8);
	MAYBE(1 << 12)
}
#else
inline choose_forged()
{
	choose_number(FORGE_BUT);
	if
	:: (FORGED_KINDS & FSM_CTL_RST) != 0 -> pick = BARE(pick, 0, RST_)
	:: (FORGED_KINDS & FSM_CTL_SYN) != 0 -> pick = BARE(pick, 0, SYN_)
	:: (FORGED_KINDS & FSM_CTL_FIN) != 0 ->
		pick = BARE(pick, tcb[B].snd_una, FIN_ | ACK_)
	fi
}
#endif

/*
 * Any call: 0 to 3 OPEN (passive, active, to nowhere, without room), 4 to 6
 * SEND (to nowhere, without room), 7 to 9 CLOSE (of both directions, with text
 * unread), 10 ABORT. From SPURIOUS on an event without a cause: 11 to 13
 * timeouts, 14 TRANSMIT, 15 ACK_DUE, 16 a keep-alive.
 */
#define SPURIOUS 11
inline choose_call(whom)
{
	do
	:: pick < 10 -> pick++
	:: break
	od;
	if
	:: pick == 10 && !tcb[whom].armed_retransmission -> pick = 11
	:: pick == 10 && !tcb[whom].armed_time_wait -> pick = 12
	:: pick == 10 && IS(whom, CLOSED) -> pick = 13
	:: pick == 10 -> pick = 14
	:: pick == 10 && !tcb[whom].ack_owed -> pick = 15
	:: pick == 10 -> pick = 16
	:: true
	fi
}

#define NETWORK(p) \
	:: network && ANY(p) && ARRIVE_WHEN(p) -> \
		who = p; act = DO_ARRIVE; choose_place(p) \
	:: network && ANY(p) && ARRIVE_WHEN(p) && BOUNDED && \
	   copies < COPIES -> \
		who = p; act = DO_COPY; choose_place(p) \
	:: network && ANY(p) && ARRIVE_WHEN(p) && \
	   (!BOUNDED || losses < LOSSES) -> \
		who = p; act = DO_LOSE; choose_place(p)

#define CLOCK(p) \
	:: network && (BOUNDED -> DUE(p) : WAITS(p)) -> \
		who = p; act = DO_RETRANSMISSION \
	:: network && tcb[p].armed_time_wait && MSL_OVER(p) -> \
		who = p; act = DO_TIME_WAIT \
	:: clock && USER && tcb[p].armed_user && PATIENCE_ENDS -> \
		who = p; act = DO_USER

#define USERS(p) \
	:: network && IS(p, CLOSED) && opens[p] < OPENS(p) && OPEN_WHEN(p) -> \
		who = p; act = DO_OPEN; OPEN_ISN(p) \
	:: network && left[p] > 0 && !closed[p] && SEND_WHEN(p) -> \
		who = p; act = DO_SEND \
	:: network && CLOSES(p) && !closed[p] && CLOSE_WHEN(p) -> \
		who = p; act = DO_CLOSE \
	:: network && ABORTS(p) && !aborted[p] && ABORT_WHEN(p) -> \
		who = p; act = DO_ABORT \
	:: network && CRASHES(p) && !crashed[p] && CRASH_WHEN(p) -> \
		who = p; act = DO_CRASH \
	:: network && calls[p] < CALLS(p) && life[p] < 3 -> \
		who = p; act = DO_CALL; choose_call(p) \
	:: network && KEEPALIVE(p) -> \
		who = p; act = DO_KEEPALIVE \
	:: network && DELAYS(p) && tcb[p].ack_owed -> \
		who = p; act = DO_ACK

inline choose(network, clock)
{
	if
	NETWORK(A)
	NETWORK(B)
	CLOCK(A)
	CLOCK(B)
	USERS(A)
	USERS(B)
	:: network && BOUNDED && EMPTY_NET && !DUE(A) && !DUE(B) &&
	   (WAITS(A) || WAITS(B)) && !OUT_OF_PATIENCE ->
		act = DO_ROUND
	:: network && forged < FORGED && FORGE_WHEN ->
		who = B; act = DO_FORGED; choose_forged()
	fi
}

/* ------------------------------------------- before the story begins */

byte old_a, old_b;      /* the ISS of the lives before */

/* One stale segment of lives long gone, on its way to either end. */
inline choose_stale()
{
	if
	:: STALE_KINDS & 1 -> who = B; pick = BARE(old_a, 0, SYN_)
	:: STALE_KINDS & 2 -> who = A;
		pick = BARE(old_b, old_a + 1, SYN_ | ACK_)
	:: STALE_KINDS & 4 -> who = B; pick = BARE(old_a + 1, old_b + 1, ACK_)
	:: STALE_KINDS & 8 -> who = A; pick = BARE(old_b + 1, old_a + 1, ACK_)
	:: STALE_KINDS & 16 -> who = B;
		pick = BARE(old_a + 1, old_b + 1, FIN_ | ACK_)
	:: STALE_KINDS & 32 -> who = A;
		pick = BARE(old_b + 1, old_a + 1, FIN_ | ACK_)
	:: STALE_KINDS & 64 -> who = B; pick = BARE(old_a + 1, 0, RST_)
	:: STALE_KINDS & 128 -> who = A; pick = BARE(old_b + 1, 0, RST_)
	:: STALE_KINDS & 256 -> who = A; pick = BARE(0, old_a + 1, RST_ | ACK_)
	fi
}

inline start()
{
	left[A] = TEXT(A);
	left[B] = TEXT(B);
	do
	:: STALE && old_a < FSM_MOD - 1 -> old_a++
	:: STALE && old_b < FSM_MOD - 1 -> old_b++
	:: break
	od;
	if
	:: STALE_WHEN ->
		do
		:: withheld < STALE ->
			withheld++;
			choose_stale();
			d_step {
				printf("@ NET stale %d", who);
				trace_segment(pick);
				put(who, pick);
				pick = 0;
				who = 0
			}
		:: break
		od
	:: else
	fi;
	withheld = 0;
	old_a = 0;
	old_b = 0
}
