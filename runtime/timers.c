/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * While a deadline looks for its place there is a hole in the heap, and the
 * owner who looks is in none of its entries. All else stays as timers.h says.
 */
#include "timers.h"

void timers_init(struct timers *timers, struct timers_entry *at,
                 uint32_t *place, uint32_t owners)
{
	/*@ loop invariant 0 <= i <= owners;
	    loop invariant \forall integer o; 0 <= o < i ==>
	      place[o] == o && at[o].owner == o;
	    loop assigns i, at[0 .. owners - 1].owner, place[0 .. owners - 1];
	    loop variant owners - i; */
	for (uint32_t i = 0; i < owners; i++) {
		at[i].owner = i;
		place[i] = i;
	}
	timers->at = at;
	timers->place = place;
	timers->owners = owners;
	timers->n = 0;
}

/* Moves entry `from` into the hole `to`: now `from` is the hole. */
/*@ requires \valid_read(timers) && timers_memory(timers);
    requires timers_fit(timers, to, owner) && owner < timers->owners;
    requires from < timers->owners && to < timers->owners && from != to;
    requires from < timers->n <==> to < timers->n;
    terminates \true; exits \false;
    assigns timers->at[to].when, timers->at[to].owner,
      timers->place[0 .. timers->owners - 1];
    ensures timers_memory(timers) && timers->n == \old(timers->n);
    ensures timers_fit(timers, from, owner);
    ensures timers_rest{Pre,Post}(timers, owner);
    ensures timers->at[to].when == \old(timers->at[from].when); */
static void timers_move(const struct timers *timers, uint32_t from,
                        uint32_t to) /*@ ghost (uint32_t owner) */
{
	timers->at[to].when = timers->at[from].when;
	timers->at[to].owner = timers->at[from].owner;
	timers->place[timers->at[to].owner] = to;
}

/* Fills the hole k. */
/*@ requires \valid_read(timers) && timers_memory(timers);
    requires timers_fit(timers, k, owner) && owner < timers->owners;
    requires k < timers->n;
    terminates \true; exits \false;
    assigns timers->at[k].when, timers->at[k].owner, timers->place[owner];
    ensures timers_memory(timers) && timers->n == \old(timers->n);
    ensures timers_fit(timers, -1, -1);
    ensures timers_rest{Pre,Post}(timers, owner);
    ensures timers->at[k].when == when;
    ensures timers_when(timers, owner) == when; */
static void timers_put(const struct timers *timers, uint32_t k,
                       uint32_t owner, uint64_t when)
{
	timers->at[k].when = when;
	timers->at[k].owner = owner;
	timers->place[owner] = k;
}

/* Moves a deadline from the hole k towards the root. */
/*@ requires \valid_read(timers) && timers_memory(timers);
    requires timers_fit(timers, k, owner) && owner < timers->owners;
    requires timers_sorted(timers, k) && k < timers->n;
    requires \forall integer i; 0 < i < timers->n &&
      timers_parent(i) == k ==> when <= timers->at[i].when;
    terminates \true; exits \false;
    assigns timers->at[0 .. timers->owners - 1],
      timers->place[0 .. timers->owners - 1];
    ensures ok: timers_ok(timers);
    ensures timers_rest{Pre,Post}(timers, owner);
    ensures timers_when(timers, owner) == when; */
static void timers_up(const struct timers *timers, uint32_t k,
                      uint32_t owner, uint64_t when)
{
	/*@ loop invariant timers_memory(timers) &&
	      timers->n == \at(timers->n, Pre) && k < timers->n;
	    loop invariant timers_fit(timers, k, owner);
	    loop invariant timers_rest{Pre,Here}(timers, owner);
	    loop invariant timers_sorted(timers, k);
	    loop invariant \forall integer i; 0 < i < timers->n &&
	      timers_parent(i) == k ==> when <= timers->at[i].when;
	    loop assigns k, timers->at[0 .. timers->owners - 1],
	      timers->place[0 .. timers->owners - 1];
	    loop variant k; */
	while (k > 0 && when < timers->at[(k - 1) / 2].when) {
		timers_move(timers, (k - 1) / 2, k) /*@ ghost (owner) */;
		k = (k - 1) / 2;
	}
	timers_put(timers, k, owner, when);
}

/* The earlier child of k. */
/*@ requires \valid_read(timers) && timers_memory(timers);
    requires 2 * k + 1 < timers->n;
    terminates \true; exits \false; assigns \nothing;
    ensures 0 < \result < timers->n && timers_parent(\result) == k;
    ensures \forall integer i; 0 < i < timers->n &&
      timers_parent(i) == k ==>
      timers->at[\result].when <= timers->at[i].when; */
static uint32_t timers_child(const struct timers *timers, uint32_t k)
{
	uint32_t left = 2 * k + 1;

	if (left + 1 < timers->n &&
	    timers->at[left + 1].when < timers->at[left].when)
		return left + 1;
	return left;
}

/* Moves a deadline from the hole k towards the leaves. */
/*@ requires \valid_read(timers) && timers_memory(timers);
    requires timers_fit(timers, k, owner) && owner < timers->owners;
    requires timers_sorted(timers, k) && k < timers->n;
    requires k > 0 ==> timers->at[timers_parent(k)].when <= when;
    terminates \true; exits \false;
    assigns timers->at[0 .. timers->owners - 1],
      timers->place[0 .. timers->owners - 1];
    ensures ok: timers_ok(timers);
    ensures timers_rest{Pre,Post}(timers, owner);
    ensures timers_when(timers, owner) == when; */
static void timers_down(const struct timers *timers, uint32_t k,
                        uint32_t owner, uint64_t when)
{
	uint32_t child;

	/*@ loop invariant timers_memory(timers) &&
	      timers->n == \at(timers->n, Pre) && k < timers->n;
	    loop invariant timers_fit(timers, k, owner);
	    loop invariant timers_rest{Pre,Here}(timers, owner);
	    loop invariant timers_sorted(timers, k);
	    loop invariant k > 0 ==>
	      timers->at[timers_parent(k)].when <= when;
	    loop assigns k, child, timers->at[0 .. timers->owners - 1],
	      timers->place[0 .. timers->owners - 1];
	    loop variant timers->n - k; */
	while (2 * k + 1 < timers->n) {
		child = timers_child(timers, k);
		if (when <= timers->at[child].when)
			break;
		timers_move(timers, child, k) /*@ ghost (owner) */;
		k = child;
	}
	timers_put(timers, k, owner, when);
}

/* Puts a deadline into the hole k, or wherever it belongs from there. */
/*@ requires \valid_read(timers) && timers_memory(timers);
    requires timers_fit(timers, k, owner) && owner < timers->owners;
    requires timers_sorted(timers, k) && k < timers->n;
    terminates \true; exits \false;
    assigns timers->at[0 .. timers->owners - 1],
      timers->place[0 .. timers->owners - 1];
    ensures ok: timers_ok(timers);
    ensures timers_rest{Pre,Post}(timers, owner);
    ensures timers_when(timers, owner) == when; */
static void timers_settle(const struct timers *timers, uint32_t k,
                          uint32_t owner, uint64_t when)
{
	if (k > 0 && when < timers->at[(k - 1) / 2].when)
		timers_up(timers, k, owner, when);
	else
		timers_down(timers, k, owner, when);
}

/*@ requires \valid(timers) && timers_ok(timers) && owner < timers->owners;
    terminates \true; exits \false;
    assigns timers->n, timers->at[0 .. timers->owners - 1],
      timers->place[0 .. timers->owners - 1];
    ensures ok: timers_ok(timers);
    ensures timers_when(timers, owner) == TIMERS_NEVER;
    ensures timers_rest{Pre,Post}(timers, owner); */
static void timers_remove(struct timers *timers, uint32_t owner)
{
	uint32_t k = timers->place[owner], last;

	if (k >= timers->n)
		return;
	timers->n--;
	if (k == timers->n)
		return;
	last = timers->at[timers->n].owner;
	timers->at[timers->n].owner = owner;
	timers->place[owner] = timers->n;
	timers_settle(timers, k, last, timers->at[timers->n].when);
}

/* Takes an owner who has no deadline into the heap; its place is the hole. */
/*@ requires \valid(timers) && timers_ok(timers) && owner < timers->owners;
    requires timers->place[owner] >= timers->n;
    terminates \true; exits \false;
    assigns timers->n, timers->at[0 .. timers->owners - 1],
      timers->place[0 .. timers->owners - 1];
    ensures timers_memory(timers) && \result == timers->n - 1;
    ensures timers_fit(timers, \result, owner);
    ensures timers_sorted(timers, \result);
    ensures timers_rest{Pre,Post}(timers, owner); */
static uint32_t timers_admit(struct timers *timers, uint32_t owner)
{
	if (timers->place[owner] != timers->n)
		timers_move(timers, timers->n, timers->place[owner])
		        /*@ ghost (owner) */;
	return timers->n++;
}

void timers_set(struct timers *timers, uint32_t owner, uint64_t when)
{
	uint32_t k = timers->place[owner];

	if (when == TIMERS_NEVER) {
		timers_remove(timers, owner);
		return;
	}
	if (k >= timers->n) {
		k = timers_admit(timers, owner);
	} else {
		if (timers->at[k].when == when)
			return;
		//@ assert timers_fit(timers, k, owner);
		//@ assert timers_sorted(timers, k);
	}
	timers_settle(timers, k, owner, when);
}

uint64_t timers_next(const struct timers *timers)
{
	/*@ ghost
	    uint32_t k = 0;
	    /@ loop invariant k <= timers->n;
	        loop invariant \forall integer i; 0 <= i < k ==>
	          timers->at[0].when <= timers->at[i].when;
	        loop assigns k;
	        loop variant timers->n - k; @/
	    while (k < timers->n) {
	      /@ assert k > 0 ==> 0 <= timers_parent(k) < k; @/
	      /@ assert k > 0 ==> timers->at[timers_parent(k)].when <=
	            timers->at[k].when; @/
	      k++;
	    }
	 */
	return timers->n > 0 ? timers->at[0].when : TIMERS_NEVER;
}

uint32_t timers_owner(const struct timers *timers)
{
	return timers->n > 0 ? timers->at[0].owner : TIMERS_NONE;
}
