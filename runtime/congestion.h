/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The congestion window (RFC 5681, with NewReno's partial acknowledgments,
 * RFC 6582). It says how much may be in flight and when the front of the
 * retransmission queue is to be sent again; the table does the sending.
 *
 *      slow start           cwnd < ssthresh: grows with what is acknowledged,
 *                           2 SMSS an acknowledgment at most (RFC 3465)
 *      avoidance            one SMSS for every cwnd octets acknowledged
 *      3 duplicates         ssthresh <- max(flight/2, 2 SMSS), front again,
 *                           cwnd <- ssthresh + 3 SMSS until `recover`
 *      partial ACK          front again, until `recover` is acknowledged
 *      timeout              ssthresh as above, cwnd <- SMSS, front again
 */
#ifndef CONGESTION_H
#define CONGESTION_H

#include <stdbool.h>
#include <stdint.h>

#include "seq.h"

#define CONGESTION_MAX 0x40000000u

struct congestion {
	uint32_t mss;           /* SMSS, octets, 1..65535 */
	uint32_t window;        /* cwnd, octets, mss..2^30 */
	uint32_t threshold;     /* ssthresh, octets, =< 2^31 */
	uint32_t counted;       /* octets acknowledged since cwnd last grew */
	uint32_t recover;       /* SND.NXT when the loss was noticed */
	uint8_t duplicates;     /* ACKs in a row that acknowledge nothing new */
	bool recovering;        /* SND.UNA has not reached `recover` */
	bool fast;              /* ... after duplicates, not a timeout */
};

/*@ predicate congestion_ok(struct congestion *state) =
      1 <= state->mss <= 65535 &&
      state->mss <= state->window <= CONGESTION_MAX &&
      2 * state->mss <= state->threshold <= 0x80000000 &&
      state->counted <= CONGESTION_MAX;

    logic integer congestion_least(integer a, integer b) = a < b ? a : b;

    logic integer congestion_most(integer a, integer b) = a > b ? a : b;

    // cwnd and n octets more.
    logic integer congestion_more(integer window, integer n) =
      congestion_least(window + n, CONGESTION_MAX);

    // ssthresh of RFC 5681 (4), of what is in flight.
    logic integer congestion_half(struct congestion *state, integer una,
                                  integer nxt) =
      congestion_most(seq_gap(una, nxt) / 2, 2 * state->mss);

    // Avoidance: `counted` octets since the window was `old`.
    predicate congestion_avoid(integer old, integer new, integer counted,
                               integer left, integer mss) =
      counted < old ? left == counted && new == old
                    : left == counted - old && new == congestion_more(old, mss);

    // RFC 6582 section 3.2 step 3: a partial acknowledgment of n octets.
    logic integer congestion_deflate(integer window, integer n, integer mss) =
      congestion_most(mss, congestion_more(
        n < window ? window - n : 0, n >= mss ? mss : 0));

    // Does the acknowledgment of `una` end the recovery?
    predicate congestion_ends(struct congestion *state, integer una) =
      state->recovering && seq_le(state->recover, una); */

/* The initial window of RFC 6928. */
/*@ requires \valid(state) && 1 <= mss <= 65535;
    terminates \true; exits \false; assigns *state;
    ensures ok: congestion_ok(state);
    ensures state->mss == mss;
    ensures state->window == congestion_least(10 * mss,
      congestion_most(2 * mss, 14600));
    ensures state->threshold == CONGESTION_MAX;
    ensures !state->recovering && !state->fast && state->duplicates == 0; */
void congestion_init(struct congestion *state, uint32_t mss);

/*
 * n > 0 octets more are acknowledged, up to `una`; `flight` are left. Returns
 * whether the front is to be sent again.
 */
/*@ requires \valid(state) && congestion_ok(state);
    terminates \true; exits \false;
    assigns state->duplicates, state->window, state->counted,
      state->recovering, state->fast;
    ensures ok: congestion_ok(state);
    ensures state->duplicates == 0;
    ensures \result <==> state->recovering;
    ensures state->recovering <==> \old(state->recovering) &&
      !\old(congestion_ends(state, una));
    ensures leaves: \old(congestion_ends(state, una)) ==>
      state->counted == \old(state->counted) && !state->fast &&
      state->window == (!\old(state->fast) ? \old(state->window)
        : congestion_least(CONGESTION_MAX, congestion_least(
            state->threshold,
            congestion_most(flight, state->mss) + state->mss)));
    ensures slow: !\old(congestion_ends(state, una)) &&
      !\old(state->recovering && state->fast) &&
      \old(state->window < state->threshold) ==>
      state->counted == \old(state->counted) && state->window ==
        congestion_more(\old(state->window),
                        congestion_least(n, 2 * state->mss));
    ensures avoids: !\old(congestion_ends(state, una)) &&
      !\old(state->recovering && state->fast) &&
      \old(state->window >= state->threshold) ==>
      congestion_avoid(\old(state->window), state->window,
        \old(state->counted) + congestion_least(n, \old(state->window)),
        state->counted, state->mss);
    ensures partial: !\old(congestion_ends(state, una)) &&
      \old(state->recovering && state->fast) ==>
      state->counted == \old(state->counted) && state->window ==
        congestion_deflate(\old(state->window), n, state->mss); */
bool congestion_acked(struct congestion *state, uint32_t n, uint32_t una,
                      uint32_t flight);

/* A duplicate acknowledgment (RFC 5681 section 2). Returns the same. */
/*@ requires \valid(state) && congestion_ok(state);
    terminates \true; exits \false;
    assigns state->duplicates, state->window, state->threshold,
      state->recover, state->recovering, state->fast;
    ensures ok: congestion_ok(state);
    ensures state->duplicates == congestion_least(255,
      \old(state->duplicates) + 1);
    ensures \result <==> !\old(state->recovering) && state->duplicates == 3;
    ensures lost: \result ==>
      state->threshold == congestion_half(state, una, nxt) &&
      state->window == congestion_more(state->threshold, 3 * state->mss) &&
      state->recover == nxt && state->recovering && state->fast;
    ensures not: !\result ==>
      state->threshold == \old(state->threshold) &&
      state->recover == \old(state->recover) &&
      state->recovering == \old(state->recovering) &&
      state->fast == \old(state->fast) &&
      state->window == (!\old(state->recovering && state->fast)
        ? \old(state->window)
        : congestion_more(\old(state->window), state->mss)); */
bool congestion_duplicate(struct congestion *state, uint32_t una,
                          uint32_t nxt);

/* The retransmission timer expired. */
/*@ requires \valid(state) && congestion_ok(state);
    terminates \true; exits \false;
    assigns state->duplicates, state->window, state->threshold,
      state->counted, state->recover, state->recovering, state->fast;
    ensures ok: congestion_ok(state);
    ensures state->window == state->mss && state->counted == 0;
    ensures state->duplicates == 0 && state->recover == nxt;
    ensures state->recovering && !state->fast;
    ensures again: \old(state->recovering) && !\old(state->fast) ==>
      state->threshold == \old(state->threshold);
    ensures first: !(\old(state->recovering) && !\old(state->fast)) ==>
      state->threshold == congestion_half(state, una, nxt); */
void congestion_timeout(struct congestion *state, uint32_t una, uint32_t nxt);

#endif
