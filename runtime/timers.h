/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The deadlines of all connections: a binary heap by time, and for every owner
 * its place in the heap, so that a deadline is moved in O(log n) and the next
 * one is found in O(1).
 *
 *                     at[0]                   at[k].when is no later than
 *                 /           \               at[2k+1].when and at[2k+2].when
 *             at[1]           at[2]
 *            /     \         /     \          place[at[k].owner] = k
 *         at[3]   at[4]   at[5]   at[6]
 *
 * An owner stands in it once, with the earliest of its own timers.
 */
#ifndef TIMERS_H
#define TIMERS_H

#include <stdint.h>

#define TIMERS_NEVER UINT64_MAX
#define TIMERS_NONE UINT32_MAX

struct timers_entry {
	uint64_t when;          /* us */
	uint32_t owner;         /* 0 .. owners-1 */
};

struct timers {
	struct timers_entry *at; /* [owners] */
	uint32_t *place;        /* [owners]: index into at, or TIMERS_NONE */
	uint32_t owners;
	uint32_t n;             /* entries in use, =< owners */
};

/* `delay` us from now, or TIMERS_NEVER if that is beyond all time. */
static inline uint64_t timers_after(uint64_t now, uint64_t delay)
{
	return delay < TIMERS_NEVER - now ? now + delay : TIMERS_NEVER;
}

/* No deadlines, for owners 0 .. owners-1; both arrays have so many. */
void timers_init(struct timers *timers, struct timers_entry *at,
                 uint32_t *place, uint32_t owners);

/* Sets, moves, or with TIMERS_NEVER removes, the deadline of an owner. */
void timers_set(struct timers *timers, uint32_t owner, uint64_t when);

/* The earliest deadline, TIMERS_NEVER if there is none. */
uint64_t timers_next(const struct timers *timers);

/* Whose it is, TIMERS_NONE if there is none. */
uint32_t timers_owner(const struct timers *timers);

#endif
