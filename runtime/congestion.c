/* SPDX-License-Identifier: BSD-2-Clause */
#include "congestion.h"

#include "octets.h"
#include "seq.h"

/*@ requires \valid(state);
    requires state->window <= CONGESTION_MAX && n <= 2 * 65535;
    terminates \true; exits \false; assigns state->window;
    ensures state->window == congestion_more(\old(state->window), n); */
static void grow(struct congestion *state, uint32_t n)
{
	state->window = least(state->window + n, CONGESTION_MAX);
}

void congestion_init(struct congestion *state, uint32_t mss)
{
	*state = (struct congestion){
		.mss = mss,
		.window = least(10 * mss, most(2 * mss, 14600)),
		.threshold = CONGESTION_MAX,
	};
}

/* Slow start or avoidance, outside recovery. */
/*@ requires \valid(state) && congestion_ok(state);
    terminates \true; exits \false; assigns state->window, state->counted;
    ensures ok: congestion_ok(state);
    ensures \old(state->window) < state->threshold ==>
      state->counted == \old(state->counted) && state->window ==
        congestion_more(\old(state->window),
                        congestion_least(n, 2 * state->mss));
    ensures \old(state->window) >= state->threshold ==>
      congestion_avoid(\old(state->window), state->window,
        \old(state->counted) + congestion_least(n, \old(state->window)),
        state->counted, state->mss); */
static void open_window(struct congestion *state, uint32_t n)
{
	if (state->window < state->threshold) {
		grow(state, least(n, 2 * state->mss));
		return;
	}
	state->counted += least(n, state->window);
	if (state->counted >= state->window) {
		state->counted -= state->window;
		grow(state, state->mss);
	}
}

/* RFC 6582 section 3.2 step 3, a partial acknowledgment. */
/*@ requires \valid(state) && congestion_ok(state);
    terminates \true; exits \false; assigns state->window;
    ensures ok: congestion_ok(state);
    ensures state->window ==
      congestion_deflate(\old(state->window), n, state->mss); */
static void deflate(struct congestion *state, uint32_t n)
{
	state->window -= least(n, state->window);
	if (n >= state->mss)
		grow(state, state->mss);
	state->window = most(state->window, state->mss);
}

/*@ requires \valid(state) && congestion_ok(state);
    terminates \true; exits \false;
    assigns state->window, state->recovering, state->fast;
    ensures ok: congestion_ok(state);
    ensures !state->recovering && !state->fast;
    ensures state->window == (!\old(state->fast) ? \old(state->window)
      : congestion_least(CONGESTION_MAX, congestion_least(
          state->threshold,
          congestion_most(flight, state->mss) + state->mss))); */
static void leave_recovery(struct congestion *state, uint32_t flight)
{
	if (state->fast) {
		flight = least(flight, CONGESTION_MAX);
		state->window = least(state->threshold,
		                      most(flight, state->mss) + state->mss);
		state->window = least(state->window, CONGESTION_MAX);
	}
	state->recovering = false;
	state->fast = false;
}

bool congestion_acked(struct congestion *state, uint32_t n, uint32_t una,
                      uint32_t flight)
{
	state->duplicates = 0;
	if (state->recovering && seq_upto(state->recover, una)) {
		leave_recovery(state, flight);
		return false;
	}
	if (!state->recovering || !state->fast)
		open_window(state, n);
	else
		deflate(state, n);
	return state->recovering;
}

/* RFC 5681 (4). */
/*@ requires \valid(state) && congestion_ok(state);
    terminates \true; exits \false; assigns state->threshold;
    ensures ok: congestion_ok(state);
    ensures state->threshold == congestion_half(state, una, nxt); */
static void halve(struct congestion *state, uint32_t una, uint32_t nxt)
{
	state->threshold = most(seq_from(una, nxt) / 2, 2 * state->mss);
}

bool congestion_duplicate(struct congestion *state, uint32_t una,
                          uint32_t nxt)
{
	if (state->duplicates < UINT8_MAX)
		state->duplicates++;
	if (state->recovering) {
		if (state->fast)
			grow(state, state->mss);
		return false;
	}
	if (state->duplicates != 3)
		return false;
	halve(state, una, nxt);
	state->window = least(state->threshold + 3 * state->mss,
	                      CONGESTION_MAX);
	state->recover = nxt;
	state->recovering = true;
	state->fast = true;
	return true;
}

void congestion_timeout(struct congestion *state, uint32_t una, uint32_t nxt)
{
	if (!state->recovering || state->fast)
		halve(state, una, nxt);
	state->window = state->mss;
	state->counted = 0;
	state->duplicates = 0;
	state->recover = nxt;
	state->recovering = true;
	state->fast = false;
}
