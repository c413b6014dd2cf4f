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
 * An owner stands in it once, with the earliest of its own timers. Behind the
 * heap, from at[n] on, stand the owners without a deadline.
 */
#ifndef TIMERS_H
#define TIMERS_H

#include <stdint.h>

#define TIMERS_NEVER UINT64_MAX
#define TIMERS_NONE UINT32_MAX
#define TIMERS_MAX 0x40000000u  /* owners */

struct timers_entry {
	uint64_t when;          /* us */
	uint32_t owner;         /* 0 .. owners-1 */
};

struct timers {
	struct timers_entry *at; /* [owners] */
	uint32_t *place;        /* [owners]: index into at */
	uint32_t owners;
	uint32_t n;             /* entries of the heap, =< owners */
};

/*@ predicate timers_memory(struct timers *timers) =
      timers->n <= timers->owners <= TIMERS_MAX &&
      \valid(timers->at + (0 .. timers->owners - 1)) &&
      \valid(timers->place + (0 .. timers->owners - 1)) &&
      \separated(timers, timers->at + (0 .. timers->owners - 1),
                 timers->place + (0 .. timers->owners - 1));

    // What the memory holds of entry k and of an owner's place.
    logic integer timers_time(struct timers *timers, integer k) =
      timers->at[k].when;

    logic integer timers_whose(struct timers *timers, integer k) =
      timers->at[k].owner;

    logic integer timers_where(struct timers *timers, integer owner) =
      timers->place[owner];

    // Entries and places belong to each other; but entry `hole` is free, and
    // of the place of `owner` nothing is said. None: -1.
    predicate timers_fit(struct timers *timers, integer hole,
                         integer owner) =
      (\forall integer k; 0 <= k < timers->owners && k != hole ==>
        0 <= timers_whose(timers, k) < timers->owners &&
        timers_whose(timers, k) != owner &&
        timers_where(timers, timers_whose(timers, k)) == k) &&
      (\forall integer o; 0 <= o < timers->owners && o != owner ==>
        0 <= timers_where(timers, o) < timers->owners &&
        timers_where(timers, o) != hole &&
        timers_whose(timers, timers_where(timers, o)) == o);

    logic integer timers_parent(integer k) = (k - 1) / 2;

    // A deadline in entry k would be no later than those below k, ...
    predicate timers_leads(struct timers *timers, integer k, integer when) =
      \forall integer i; 0 < i < timers->n && timers_parent(i) == k ==>
        when <= timers_time(timers, i);

    // ... and no earlier than the one above k.
    predicate timers_follows(struct timers *timers, integer k, integer when) =
      0 < k ==> timers_time(timers, timers_parent(k)) <= when;

    // The heap's order, around the hole.
    predicate timers_sorted(struct timers *timers, integer hole) =
      (\forall integer k; 0 < k < timers->n && k != hole &&
        timers_parent(k) != hole ==>
        timers_time(timers, timers_parent(k)) <= timers_time(timers, k)) &&
      (0 < hole ==>
        timers_leads(timers, hole,
                     timers_time(timers, timers_parent(hole))));

    predicate timers_ok(struct timers *timers) =
      timers_memory(timers) && timers_fit(timers, -1, -1) &&
      timers_sorted(timers, -1);

    // The deadline of an owner.
    logic integer timers_when(struct timers *timers, integer owner) =
      timers_where(timers, owner) < timers->n ?
        timers_time(timers, timers_where(timers, owner)) : TIMERS_NEVER;

    // All owners but one have the same deadline in A and B.
    predicate timers_rest{A,B}(struct timers *timers, integer owner) =
      \forall integer o; 0 <= o < \at(timers->owners, A) && o != owner ==>
        timers_when{A}(timers, o) == timers_when{B}(timers, o); */

/* `delay` us from now, or TIMERS_NEVER if that is beyond all time. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == (now + delay < TIMERS_NEVER ? now + delay
                                                   : TIMERS_NEVER); */
static inline uint64_t timers_after(uint64_t now, uint64_t delay)
{
	return delay < TIMERS_NEVER - now ? now + delay : TIMERS_NEVER;
}

/* No deadlines, for owners 0 .. owners-1; both arrays have so many. */
/*@ requires \valid(timers) && owners <= TIMERS_MAX;
    requires \valid(at + (0 .. owners - 1));
    requires \valid(place + (0 .. owners - 1));
    requires \separated(timers, at + (0 .. owners - 1),
                        place + (0 .. owners - 1));
    terminates \true; exits \false;
    assigns *timers, at[0 .. owners - 1].owner, place[0 .. owners - 1];
    ensures ok: timers_ok(timers);
    ensures timers->owners == owners;
    ensures \forall integer o; 0 <= o < owners ==>
      timers_when(timers, o) == TIMERS_NEVER; */
void timers_init(struct timers *timers, struct timers_entry *at,
                 uint32_t *place, uint32_t owners);

/* Sets, moves, or with TIMERS_NEVER removes, the deadline of an owner. */
/*@ requires \valid(timers) && timers_ok(timers) && owner < timers->owners;
    terminates \true; exits \false;
    assigns timers->n, timers->at[0 .. timers->owners - 1],
      timers->place[0 .. timers->owners - 1];
    ensures ok: timers_ok(timers);
    ensures set: timers_when(timers, owner) == when;
    ensures rest: timers_rest{Pre,Post}(timers, owner); */
void timers_set(struct timers *timers, uint32_t owner, uint64_t when);

/* The earliest deadline, TIMERS_NEVER if there is none. */
/*@ requires \valid_read(timers) && timers_ok(timers);
    terminates \true; exits \false; assigns \nothing;
    ensures earliest: \forall integer o; 0 <= o < timers->owners ==>
      \result <= timers_when(timers, o);
    ensures one: timers->n > 0 ==>
      \result == timers_when(timers, timers->at[0].owner);
    ensures none: timers->n == 0 ==> \result == TIMERS_NEVER; */
uint64_t timers_next(const struct timers *timers);

/* Whose it is, TIMERS_NONE if there is none. */
/*@ requires \valid_read(timers) && timers_ok(timers);
    terminates \true; exits \false; assigns \nothing;
    ensures timers->n == 0 ==> \result == TIMERS_NONE;
    ensures timers->n > 0 ==>
      \result < timers->owners && \result == timers->at[0].owner; */
uint32_t timers_owner(const struct timers *timers);

#endif
