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

/*@ // That the heap stays in order is said of what it holds: what differs in
    // A and B.
    predicate timers_sized{A,B}(struct timers *timers) =
      \at(timers->n, A) == \at(timers->n, B) <= \at(timers->owners, A) &&
      \at(timers->owners, A) == \at(timers->owners, B);

    predicate timers_other_entries{A,B}(struct timers *timers, integer k) =
      \forall integer i; 0 <= i < \at(timers->owners, A) && i != k ==>
        timers_time{A}(timers, i) == timers_time{B}(timers, i) &&
        timers_whose{A}(timers, i) == timers_whose{B}(timers, i);

    predicate timers_other_places{A,B}(struct timers *timers,
                                       integer owner) =
      \forall integer o; 0 <= o < \at(timers->owners, A) && o != owner ==>
        timers_where{A}(timers, o) == timers_where{B}(timers, o);

    // From A to B entry k was given to an owner, and no other one changed.
    predicate timers_given{A,B}(struct timers *timers, integer k,
                                integer owner, integer when) =
      \at(timers->owners, A) == \at(timers->owners, B) &&
      timers_other_entries{A,B}(timers, k) &&
      timers_other_places{A,B}(timers, owner) &&
      0 <= k < \at(timers->owners, A) &&
      0 <= owner < \at(timers->owners, A) &&
      timers_time{B}(timers, k) == when &&
      timers_whose{B}(timers, k) == owner &&
      timers_where{B}(timers, owner) == k;

    // From A to B entry `from` moved into the hole `to`.
    predicate timers_moved{A,B}(struct timers *timers, integer from,
                                integer to) =
      0 <= from < \at(timers->owners, A) && from != to &&
      timers_given{A,B}(timers, to, timers_whose{A}(timers, from),
                        timers_time{A}(timers, from));

    lemma timers_moved_fit{A,B}: \forall struct timers *timers,
      integer from, to, owner; timers_moved{A,B}(timers, from, to) &&
      timers_fit{A}(timers, to, owner) ==> timers_fit{B}(timers, from, owner);

    lemma timers_moved_rest{A,B}: \forall struct timers *timers,
      integer from, to, owner; timers_moved{A,B}(timers, from, to) &&
      timers_sized{A,B}(timers) && timers_fit{A}(timers, to, owner) &&
      (from < \at(timers->n, A) <==> to < \at(timers->n, A)) ==>
      timers_rest{A,B}(timers, owner);

    lemma timers_moved_down{A,B}: \forall struct timers *timers, integer k;
      timers_moved{A,B}(timers, timers_parent(k), k) && 0 < k &&
      timers_sized{A,B}(timers) &&
      timers_sorted{A}(timers, k) ==>
      timers_sorted{B}(timers, timers_parent(k));

    lemma timers_leads_above{A,B}: \forall struct timers *timers,
      integer k, when; timers_moved{A,B}(timers, timers_parent(k), k) &&
      timers_sized{A,B}(timers) &&
      0 < k && timers_sorted{A}(timers, k) &&
      when <= timers_time{A}(timers, timers_parent(k)) ==>
      timers_leads{B}(timers, timers_parent(k), when);

    lemma timers_moved_up{A,B}: \forall struct timers *timers,
      integer k, child; timers_moved{A,B}(timers, child, k) &&
      0 < child && timers_parent(child) == k &&
      child < \at(timers->n, A) && timers_sized{A,B}(timers) &&
      timers_leads{A}(timers, k, timers_time{A}(timers, child)) &&
      timers_sorted{A}(timers, k) ==> timers_sorted{B}(timers, child);

    lemma timers_given_fit{A,B}: \forall struct timers *timers,
      integer k, owner, when; timers_given{A,B}(timers, k, owner, when) &&
      timers_fit{A}(timers, k, owner) ==> timers_fit{B}(timers, -1, -1);

    lemma timers_given_rest{A,B}: \forall struct timers *timers,
      integer k, owner, when; timers_given{A,B}(timers, k, owner, when) &&
      timers_sized{A,B}(timers) && timers_fit{A}(timers, k, owner) ==>
      timers_rest{A,B}(timers, owner);

    lemma timers_given_sorted{A,B}: \forall struct timers *timers,
      integer k, owner, when; timers_given{A,B}(timers, k, owner, when) &&
      timers_sized{A,B}(timers) &&
      timers_sorted{A}(timers, k) && timers_leads{A}(timers, k, when) &&
      timers_follows{A}(timers, k, when) ==> timers_sorted{B}(timers, -1);

    lemma timers_rest_of_rest{A,B,C}: \forall struct timers *timers,
      integer owner; \at(timers->owners, A) == \at(timers->owners, B) &&
      timers_rest{A,B}(timers, owner) && timers_rest{B,C}(timers, owner) ==>
      timers_rest{A,C}(timers, owner); */

/* Moves entry `from` into the hole `to`: now `from` is the hole. */
/*@ requires \valid_read(timers) && timers_memory(timers);
    requires from < timers->owners && to < timers->owners && from != to;
    requires timers->at[from].owner < timers->owners;
    terminates \true; exits \false;
    assigns timers->at[to].when, timers->at[to].owner,
      timers->place[timers->at[from].owner];
    ensures memory: timers_memory(timers);
    ensures sized: timers_sized{Pre,Post}(timers);
    ensures moved: timers_moved{Pre,Post}(timers, from, to); */
static void timers_move(const struct timers *timers, uint32_t from,
                        uint32_t to)
{
	timers->at[to].when = timers->at[from].when;
	timers->at[to].owner = timers->at[from].owner;
	timers->place[timers->at[to].owner] = to;
}

/* Gives the hole k to an owner. */
/*@ requires \valid_read(timers) && timers_memory(timers);
    requires k < timers->owners && owner < timers->owners;
    terminates \true; exits \false;
    assigns timers->at[k].when, timers->at[k].owner, timers->place[owner];
    ensures memory: timers_memory(timers);
    ensures sized: timers_sized{Pre,Post}(timers);
    ensures given: timers_given{Pre,Post}(timers, k, owner, when); */
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
    requires timers_leads(timers, k, when);
    terminates \true; exits \false;
    assigns timers->at[0 .. timers->owners - 1],
      timers->place[0 .. timers->owners - 1];
    ensures ok: timers_ok(timers);
    ensures rest: timers_rest{Pre,Post}(timers, owner);
    ensures when: timers_when(timers, owner) == when; */
static void timers_up(const struct timers *timers, uint32_t k,
                      uint32_t owner, uint64_t when)
{
	/*@ loop invariant memory: timers_memory(timers) && k < timers->n;
	    loop invariant sized: timers_sized{Pre,Here}(timers);
	    loop invariant fit: timers_fit(timers, k, owner);
	    loop invariant rest: timers_rest{Pre,Here}(timers, owner);
	    loop invariant sorted: timers_sorted(timers, k);
	    loop invariant leads: timers_leads(timers, k, when);
	    loop assigns k, timers->at[0 .. \at(timers->owners, Pre) - 1],
	      timers->place[0 .. \at(timers->owners, Pre) - 1];
	    loop variant k; */
	while (k > 0 && when < timers->at[(k - 1) / 2].when) {
		timers_move(timers, (k - 1) / 2, k);
		k = (k - 1) / 2;
	}
	timers_put(timers, k, owner, when);
}

/* The earlier child of k. */
/*@ requires \valid_read(timers) && timers_memory(timers);
    requires 2 * k + 1 < timers->n;
    terminates \true; exits \false; assigns \nothing;
    ensures 0 < \result < timers->n && timers_parent(\result) == k;
    ensures timers_leads(timers, k, timers_time(timers, \result)); */
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
    requires timers_follows(timers, k, when);
    terminates \true; exits \false;
    assigns timers->at[0 .. timers->owners - 1],
      timers->place[0 .. timers->owners - 1];
    ensures ok: timers_ok(timers);
    ensures rest: timers_rest{Pre,Post}(timers, owner);
    ensures when: timers_when(timers, owner) == when; */
static void timers_down(const struct timers *timers, uint32_t k,
                        uint32_t owner, uint64_t when)
{
	uint32_t child;

	/*@ loop invariant memory: timers_memory(timers) && k < timers->n;
	    loop invariant sized: timers_sized{Pre,Here}(timers);
	    loop invariant fit: timers_fit(timers, k, owner);
	    loop invariant rest: timers_rest{Pre,Here}(timers, owner);
	    loop invariant sorted: timers_sorted(timers, k);
	    loop invariant follows: timers_follows(timers, k, when);
	    loop assigns k, child,
	      timers->at[0 .. \at(timers->owners, Pre) - 1],
	      timers->place[0 .. \at(timers->owners, Pre) - 1];
	    loop variant timers->n - k; */
	while (2 * k + 1 < timers->n) {
		child = timers_child(timers, k);
		if (when <= timers->at[child].when)
			break;
		timers_move(timers, child, k);
		k = child;
	}
	//@ assert leads: timers_leads(timers, k, when);
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
    ensures rest: timers_rest{Pre,Post}(timers, owner);
    ensures when: timers_when(timers, owner) == when; */
static void timers_settle(const struct timers *timers, uint32_t k,
                          uint32_t owner, uint64_t when)
{
	if (k > 0 && when < timers->at[(k - 1) / 2].when)
		timers_up(timers, k, owner, when);
	else
		timers_down(timers, k, owner, when);
}

/*@ // Where an owner stands there may be a hole for it.
    lemma timers_hole_fit{A}: \forall struct timers *timers, integer owner;
      timers_fit(timers, -1, -1) && 0 <= owner < timers->owners ==>
      timers_fit(timers, timers_where(timers, owner), owner);

    lemma timers_hole_sorted{A}: \forall struct timers *timers, integer k;
      timers_sorted(timers, -1) && 0 <= k < timers->n ==>
      timers_sorted(timers, k);

    // From A to B the number of entries changed, and nothing else.
    predicate timers_resized{A,B}(struct timers *timers) =
      \at(timers->owners, A) == \at(timers->owners, B) &&
      timers_other_entries{A,B}(timers, -1) &&
      timers_other_places{A,B}(timers, -1);

    lemma timers_resized_fit{A,B}: \forall struct timers *timers,
      integer hole, owner; timers_resized{A,B}(timers) &&
      timers_fit{A}(timers, hole, owner) ==> timers_fit{B}(timers, hole, owner);

    lemma timers_fewer_sorted{A,B}: \forall struct timers *timers;
      timers_resized{A,B}(timers) && timers_sorted{A}(timers, -1) &&
      \at(timers->n, B) <= \at(timers->n, A) <= \at(timers->owners, A) ==>
      timers_sorted{B}(timers, -1);

    lemma timers_more_sorted{A,B}: \forall struct timers *timers;
      timers_resized{A,B}(timers) && timers_sorted{A}(timers, -1) &&
      \at(timers->n, B) == \at(timers->n, A) + 1 <= \at(timers->owners, A) ==>
      timers_sorted{B}(timers, \at(timers->n, A));

    lemma timers_fewer_rest{A,B}: \forall struct timers *timers,
      integer owner; timers_resized{A,B}(timers) &&
      timers_fit{A}(timers, -1, -1) && 0 <= owner < \at(timers->owners, A) &&
      timers_where{A}(timers, owner) == \at(timers->n, B) &&
      \at(timers->n, A) == \at(timers->n, B) + 1 ==>
      timers_rest{A,B}(timers, owner);

    lemma timers_more_rest{A,B}: \forall struct timers *timers,
      integer owner; timers_resized{A,B}(timers) &&
      timers_fit{A}(timers, \at(timers->n, A), owner) &&
      \at(timers->n, B) == \at(timers->n, A) + 1 ==>
      timers_rest{A,B}(timers, owner);

    // An owner who takes entry k leaves its own one to whom k belonged.
    lemma timers_traded_fit{A,B}: \forall struct timers *timers,
      integer k, owner, when; timers_given{A,B}(timers, k, owner, when) &&
      timers_fit{A}(timers, -1, -1) && timers_where{A}(timers, owner) != k ==>
      timers_fit{B}(timers, timers_where{A}(timers, owner),
                    timers_whose{A}(timers, k));

    lemma timers_traded_sorted{A,B}: \forall struct timers *timers,
      integer k, owner; timers_given{A,B}(timers, \at(timers->n, B), owner,
        timers_time{A}(timers, \at(timers->n, B))) &&
      \at(timers->n, B) < \at(timers->n, A) <= \at(timers->owners, A) &&
      timers_sorted{A}(timers, -1) && 0 <= k < \at(timers->n, B) ==>
      timers_sorted{B}(timers, k);

    lemma timers_traded_rest{A,B,C}: \forall struct timers *timers,
      integer owner; timers_given{A,B}(timers, \at(timers->n, B), owner,
        timers_time{A}(timers, \at(timers->n, B))) &&
      \at(timers->n, B) == \at(timers->n, A) - 1 &&
      timers_fit{A}(timers, -1, -1) &&
      timers_where{A}(timers, owner) < \at(timers->n, B) &&
      timers_rest{B,C}(timers, timers_whose{A}(timers, \at(timers->n, B))) &&
      timers_when{C}(timers, timers_whose{A}(timers, \at(timers->n, B))) ==
        timers_time{A}(timers, \at(timers->n, B)) ==>
      timers_rest{A,C}(timers, owner) &&
      timers_when{C}(timers, owner) == TIMERS_NEVER; */

/*@ requires \valid(timers) && timers_ok(timers) && owner < timers->owners;
    terminates \true; exits \false;
    assigns timers->n, timers->at[0 .. timers->owners - 1],
      timers->place[0 .. timers->owners - 1];
    ensures ok: timers_ok(timers);
    ensures when: timers_when(timers, owner) == TIMERS_NEVER;
    ensures rest: timers_rest{Pre,Post}(timers, owner); */
static void timers_remove(struct timers *timers, uint32_t owner)
{
	uint32_t k = timers->place[owner], last;

	if (k >= timers->n)
		return;
	timers->n--;
	//@ assert fewer: timers_resized{Pre,Here}(timers);
	if (k == timers->n)
		return;
	last = timers->at[timers->n].owner;
	timers->at[timers->n].owner = owner;
	//@ assert entries: timers_other_entries{Pre,Here}(timers, timers->n);
	//@ assert places: timers_other_places{Pre,Here}(timers, -1);
	timers->place[owner] = timers->n;
	//@ assert entries: timers_other_entries{Pre,Here}(timers, timers->n);
	//@ assert whose: timers_whose(timers, timers->n) == owner;
	/*@ assert traded: timers_given{Pre,Here}(timers, timers->n, owner,
	      timers->at[timers->n].when); */
	timers_settle(timers, k, last, timers->at[timers->n].when);
}

/* Takes an owner who has no deadline into the heap; its place is the hole. */
/*@ requires \valid(timers) && timers_ok(timers) && owner < timers->owners;
    requires timers->place[owner] >= timers->n;
    terminates \true; exits \false;
    assigns timers->n, timers->at[0 .. timers->owners - 1],
      timers->place[0 .. timers->owners - 1];
    ensures memory: timers_memory(timers) && \result == timers->n - 1;
    ensures fit: timers_fit(timers, \result, owner);
    ensures sorted: timers_sorted(timers, \result);
    ensures rest: timers_rest{Pre,Post}(timers, owner); */
static uint32_t timers_admit(struct timers *timers, uint32_t owner)
{
	if (timers->place[owner] != timers->n)
		timers_move(timers, timers->n, timers->place[owner]);
	//@ assert fit: timers_fit(timers, timers->n, owner);
	//@ assert sorted: timers_sorted(timers, -1);
	//@ assert rest: timers_rest{Pre,Here}(timers, owner);
	//@ ghost admitted: ;
	timers->n++;
	//@ assert more: timers_resized{admitted,Here}(timers);
	return timers->n - 1;
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
