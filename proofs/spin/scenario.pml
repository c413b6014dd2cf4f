/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a model is about, when its property (properties/) or its line in the
 * file `bounds` says nothing else. Each is a number or an expression in p, the
 * endpoint: A opens first, B listens.
 *
 *      who           OPENS ACTIVE LIVES TEXT CLOSES ABORTS CRASHES
 *      when          OPEN_WHEN SEND_WHEN CLOSE_WHEN ABORT_WHEN CRASH_WHEN
 *                    IN_TURN (B listens, A opens; A closes, B closes)
 *      the network   K BOUNDED LOSSES COPIES STALE STALE_KINDS STALE_WHEN
 *      the clock     RETRANSMIT USER ROUNDS KEEPALIVE DELAYS LIMIT MSL
 *      an attacker   FORGED FORGED_KINDS FORGE_WHEN FORGE_BUT
 */
#define A 0
#define B 1
#define NONE 255

#ifndef OPENS                           /* OPEN calls */
#define OPENS(p) 1
#endif
#ifndef ACTIVE
#define ACTIVE(p) ((p) == A)
#endif
#ifndef LIVES                           /* incarnations, 3 at most */
#define LIVES(p) ((p) == A -> OPENS(A) : 3)
#endif
#ifndef TEXT                            /* octets to send in one life */
#define TEXT(p) 0
#endif
#ifndef CLOSES
#define CLOSES(p) 0
#endif
#ifndef ABORTS
#define ABORTS(p) 0
#endif
#ifndef CRASHES
#define CRASHES(p) 0
#endif
#ifndef CALLS                           /* calls without plan or sense */
#define CALLS(p) 0
#endif
#ifdef IN_TURN
#ifndef OPEN_WHEN
#define OPEN_WHEN(p) (life[p] == 0 && ((p) == B || opens[B]))
#endif
#ifndef CLOSE_WHEN
#define CLOSE_WHEN(p) (left[p] == 0 && \
                       ((p) == A -> IS(A, ESTABLISHED) : IS(B, CLOSE_WAIT)))
#endif
#endif
#ifndef OPEN_WHEN
#define OPEN_WHEN(p) ((p) == B || ACTIVE(B) || !IS(B, CLOSED))
#endif
#ifndef ARRIVE_WHEN                     /* segments reach this end */
#define ARRIVE_WHEN(p) true
#endif
#ifndef SEND_WHEN
#define SEND_WHEN(p) (STATE(p) == FSM_ESTABLISHED || \
                      STATE(p) == FSM_CLOSE_WAIT)
#endif
#ifndef CLOSE_WHEN
#define CLOSE_WHEN(p) (STATE(p) >= FSM_ESTABLISHED && left[p] == 0)
#endif
#ifndef ABORT_WHEN
#define ABORT_WHEN(p) true
#endif
#ifndef CRASH_WHEN
#define CRASH_WHEN(p) (STATE(p) == FSM_ESTABLISHED)
#endif

/*
 * K segments at most are in flight to each end. BOUNDED 0: whatever was sent
 * may arrive any number of times, in any order, or never. BOUNDED 1: what
 * arrives is gone, and the network may lose LOSSES and copy COPIES of them.
 */
#ifndef K
#define K 3
#endif
#ifndef BOUNDED
#define BOUNDED 0
#endif
#ifndef LOSSES
#define LOSSES 0
#endif
#ifndef COPIES
#define COPIES 0
#endif
#ifndef STALE                           /* segments of an older life at first */
#define STALE 0
#endif
#ifndef STALE_KINDS
#define STALE_KINDS 255
#endif
#ifndef STALE_WHEN                      /* of which ISS: assumption isn_fresh */
#define STALE_WHEN (old_a != ISN(A, 1) && old_b == ISN(B, 0))
#endif

/*
 * RETRANSMIT 0: the retransmission timer never comes. USER 1: the user timeout
 * may come, when BOUNDED after ROUNDS rounds of retransmission. LIMIT: as many
 * challenge ACKs between two rounds, 0 for any number.
 */
#ifndef RETRANSMIT
#define RETRANSMIT 1
#endif
#ifndef USER
#define USER 0
#endif
#ifndef ROUNDS
#define ROUNDS 2
#endif
#ifndef KEEPALIVE                       /* a keep-alive goes out */
#define KEEPALIVE(p) false
#endif
#ifndef DELAYS                          /* an acknowledgment may be put off */
#define DELAYS(p) false
#endif
#ifndef LIMIT
#define LIMIT 0
#endif

/*
 * 2 MSL are over   NONE at any time; WEAK when no segment is in flight; STRONG
 * when besides that the peer's FIN has been acknowledged (assumption msl).
 */
#define MSL_NONE   0
#define MSL_WEAK   1
#define MSL_STRONG 2
#ifndef MSL
#define MSL MSL_STRONG
#endif

#ifndef FORGED
#define FORGED 0
#endif
#ifndef FORGED_KINDS                    /* in bits of FSM_CTL */
#define FORGED_KINDS FSM_CTL_RST
#endif
#ifndef FORGE_WHEN
#define FORGE_WHEN (STATE(B) >= FSM_SYN_RECEIVED)
#endif
#ifndef FORGE_BUT                       /* the attacker does not hit it */
#define FORGE_BUT NONE
#endif

/*
 * The ISS of life n (n = 0: of the life before this story). A's first is the
 * last number there is, so that every model crosses the wrap.
 */
#ifndef ISN
#define ISN(p, n) ((p) == A -> ISN_A(n) : ISN_B(n))
#endif
#ifndef ISN_A
#define ISN_A(n) ((n) == 1 -> FSM_MOD - 1 : \
	((n) == 2 -> FSM_MOD / 2 - 1 : FSM_MOD - 3))
#endif
#ifndef ISN_B
#define ISN_B(n) ((n) == 1 -> 3 : ((n) == 2 -> 5 : ((n) == 3 -> 0 : 6)))
#endif

/* A's or B's ISS in an active OPEN; F4 and F6 ask for others. */
#ifndef OPEN_ISN
#define OPEN_ISN(p) pick = ISN(p, life[p] + 1)
#endif
