/* SPDX-License-Identifier: BSD-2-Clause */
#include "neighbor.h"

#include "octets.h"

void neighbors_init(struct neighbors *table, struct neighbor *at, uint32_t n)
{
	table->at = at;
	table->n = n;
	table->quiet = n;
	/*@ loop invariant 0 <= i <= n;
	    loop invariant \forall integer j; 0 <= j < i ==>
	      at[j].state == NEIGHBOR_FREE && !at[j].parked && !at[j].ask &&
	      at[j].deadline == UINT64_MAX;
	    loop assigns i, at[0 .. n - 1];
	    loop variant n - i; */
	for (uint32_t i = 0; i < n; i++) {
		at[i].address = 0;
		at[i].state = NEIGHBOR_FREE;
		at[i].requests = 0;
		at[i].ask = false;
		at[i].parked = false;
		at[i].mac = at[i].used = at[i].learned = 0;
		at[i].deadline = UINT64_MAX;
	}
}

bool neighbor_resolved(const struct neighbor *entry)
{
	return entry->state == NEIGHBOR_KNOWN ||
	       entry->state == NEIGHBOR_REFRESHING;
}

/* Entry i is to ask. */
/*@ requires \valid(table) && neighbors_ok(table) && i < table->n;
    terminates \true; exits \false; assigns table->quiet, table->at[i].ask;
    ensures ok: neighbors_ok(table);
    ensures table->at[i].ask; */
static void ask(struct neighbors *table, uint32_t i)
{
	table->at[i].ask = true;
	table->quiet = least(table->quiet, i);
}

/*@ requires \valid(table) && neighbors_ok(table) && i < table->n;
    terminates \true; exits \false;
    assigns table->quiet, table->at[i].state, table->at[i].requests,
      table->at[i].deadline, table->at[i].ask;
    ensures ok: neighbors_ok(table);
    ensures table->at[i].state == state && table->at[i].ask;
    ensures table->at[i].requests == 1;
    ensures table->at[i].deadline == (uint64_t)(now + NEIGHBOR_INTERVAL);
    ensures table->at[i].address == \old(table->at[i].address);
    ensures others: neighbors_others{Pre,Post}(table, i); */
static void begin_asking(struct neighbors *table, uint32_t i, uint8_t state,
                         uint64_t now)
{
	table->at[i].state = state;
	table->at[i].requests = 1;
	table->at[i].deadline = now + NEIGHBOR_INTERVAL;
	ask(table, i);
}

/*@ requires \valid(table) && neighbors_ok(table) && i < table->n;
    terminates \true; exits \false;
    assigns table->at[i].state, table->at[i].parked,
      table->at[i].deadline, table->at[i].ask;
    ensures ok: neighbors_ok(table);
    ensures table->at[i].state == NEIGHBOR_FREE && !table->at[i].ask;
    ensures !table->at[i].parked && table->at[i].deadline == UINT64_MAX; */
static void release(struct neighbors *table, uint32_t i)
{
	table->at[i].ask = false;
	table->at[i].state = NEIGHBOR_FREE;
	table->at[i].parked = false;
	table->at[i].deadline = UINT64_MAX;
}

/*@ requires \valid_read(table) && neighbors_ok(table);
    terminates \true; exits \false; assigns \nothing;
    ensures \result < table->n && neighbor_is(table->at + \result, address) ||
      \result == NEIGHBOR_NONE && \forall integer i; 0 <= i < table->n ==>
        !neighbor_is(table->at + i, address); */
static uint32_t find(const struct neighbors *table, uint32_t address)
{
	/*@ loop invariant 0 <= i <= table->n;
	    loop invariant \forall integer j; 0 <= j < i ==>
	      !neighbor_is(table->at + j, address);
	    loop assigns i;
	    loop variant table->n - i; */
	for (uint32_t i = 0; i < table->n; i++)
		if (table->at[i].state != NEIGHBOR_FREE &&
		    table->at[i].address == address)
			return i;
	return NEIGHBOR_NONE;
}

/* A free entry, or else the one used longest ago. */
/*@ requires \valid_read(table) && neighbors_ok(table);
    terminates \true; exits \false; assigns \nothing;
    ensures \result < table->n;
    ensures \forall integer i; 0 <= i < table->n &&
      table->at[\result].state != NEIGHBOR_FREE ==>
      table->at[i].state != NEIGHBOR_FREE &&
      table->at[i].used >= table->at[\result].used; */
static uint32_t to_spare(const struct neighbors *table)
{
	uint32_t oldest = 0;

	/*@ loop invariant 0 <= i <= table->n && oldest < table->n;
	    loop invariant \forall integer j; 0 <= j < i ==>
	      table->at[j].state != NEIGHBOR_FREE &&
	      table->at[j].used >= table->at[oldest].used;
	    loop assigns i, oldest;
	    loop variant table->n - i; */
	for (uint32_t i = 0; i < table->n; i++) {
		if (table->at[i].state == NEIGHBOR_FREE)
			return i;
		if (table->at[i].used < table->at[oldest].used)
			oldest = i;
	}
	return oldest;
}

/*@ // From A to B entry i came to have an address that in A no other has.
    predicate neighbors_entered{A,B}(struct neighbors *table, integer i,
                                     integer address) =
      \at(table->n, A) == \at(table->n, B) &&
      neighbors_others{A,B}(table, i) &&
      \at(table->at[i].address, B) == address &&
      \forall integer j; 0 <= j < \at(table->n, A) && j != i ==>
        !neighbor_is{A}(\at(table->at, A) + j, address);

    lemma neighbors_entered_single{A,B}: \forall struct neighbors *table,
      integer i, address; neighbors_single{A}(table) &&
      neighbors_entered{A,B}(table, i, address) ==> neighbors_single{B}(table);

    lemma neighbors_entered_on{A,B,C}: \forall struct neighbors *table,
      integer i, address; neighbors_entered{A,B}(table, i, address) &&
      \at(table->n, B) == \at(table->n, C) &&
      neighbors_others{B,C}(table, i) &&
      \at(table->at[i].address, C) == address ==>
      neighbors_entered{A,C}(table, i, address); */

/* An entry for an address that has none: free as yet. */
/*@ requires \valid(table) && neighbors_ok(table) && neighbors_single(table);
    terminates \true; exits \false; assigns table->at[0 .. table->n - 1];
    ensures ok: neighbors_ok(table);
    ensures single: neighbors_single(table);
    ensures \result < table->n;
    ensures table->at[\result].address == address;
    ensures table->at[\result].state == NEIGHBOR_FREE;
    ensures table->quiet == \old(table->quiet);
    ensures others: neighbors_others{Pre,Post}(table, \result); */
static uint32_t make_room(struct neighbors *table, uint32_t address)
{
	uint32_t i = to_spare(table);

	release(table, i);
	table->at[i].address = address;
	return i;
}

/*@ requires \valid_read(table) && neighbors_ok(table);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <==> hint < table->n &&
      neighbor_is(table->at + hint, address); */
static bool hint_holds(const struct neighbors *table, uint32_t hint,
                       uint32_t address)
{
	return hint < table->n && table->at[hint].state != NEIGHBOR_FREE &&
	       table->at[hint].address == address;
}

/* Entry i is looked up: after a while it is to ask again. */
/*@ requires \valid(table) && neighbors_ok(table) && neighbors_single(table);
    requires i < table->n;
    terminates \true; exits \false;
    assigns table->quiet, table->at[i].state, table->at[i].requests,
      table->at[i].deadline, table->at[i].ask, table->at[i].used;
    ensures ok: neighbors_ok(table);
    ensures single: neighbors_single(table);
    ensures \old(table->at[i].state) != NEIGHBOR_FREE ==>
      table->at[i].state != NEIGHBOR_FREE;
    ensures table->at[i].used == now;
    ensures table->at[i].address == \old(table->at[i].address);
    ensures others: neighbors_others{Pre,Post}(table, i); */
static void look_up(struct neighbors *table, uint32_t i, uint64_t now)
{
	if (table->at[i].state == NEIGHBOR_KNOWN &&
	    now - table->at[i].learned > NEIGHBOR_LIFETIME)
		begin_asking(table, i, NEIGHBOR_REFRESHING, now);
	table->at[i].used = now;
}

uint32_t neighbors_lookup(struct neighbors *table, uint32_t address,
                          uint32_t hint, uint64_t now)
{
	uint32_t i = hint_holds(table, hint, address) ? hint
	                                              : find(table, address);

	if (i == NEIGHBOR_NONE) {
		i = make_room(table, address);
		//@ assert entered: neighbors_entered{Pre,Here}(table, i, address);
		begin_asking(table, i, NEIGHBOR_ASKING, now);
		//@ assert entered: neighbors_entered{Pre,Here}(table, i, address);
	}
	//@ assert entered: neighbors_entered{Pre,Here}(table, i, address);
	//@ assert single: neighbors_single(table);
	look_up(table, i, now);
	return i;
}

void neighbors_doubt(struct neighbors *table, uint32_t hint, uint32_t address,
                     uint64_t now)
{
	if (hint_holds(table, hint, address) &&
	    table->at[hint].state == NEIGHBOR_KNOWN)
		begin_asking(table, hint, NEIGHBOR_REFRESHING, now);
}

bool neighbor_park(struct neighbor *entry, const struct outgoing *outgoing)
{
	bool displaced = entry->parked;

	//@ assert apart: \separated(outgoing, &entry->waits);
	entry->parked = true;
	entry->waits = *outgoing;
	return displaced;
}

/*@ requires \valid(table) && neighbors_ok(table) && i < table->n;
    terminates \true; exits \false;
    assigns table->at[i].state, table->at[i].ask, table->at[i].mac,
      table->at[i].learned, table->at[i].deadline;
    ensures ok: neighbors_ok(table);
    ensures table->at[i].state == NEIGHBOR_KNOWN && !table->at[i].ask;
    ensures table->at[i].mac == mac && table->at[i].learned == now;
    ensures table->at[i].deadline == UINT64_MAX;
    ensures others: neighbors_others{Pre,Post}(table, i); */
static void set_known(struct neighbors *table, uint32_t i, uint64_t mac,
                      uint64_t now)
{
	table->at[i].ask = false;
	table->at[i].state = NEIGHBOR_KNOWN;
	table->at[i].mac = mac;
	table->at[i].learned = now;
	table->at[i].deadline = UINT64_MAX;
}

uint32_t neighbors_learn(struct neighbors *table, uint32_t address,
                         uint64_t mac, bool add, uint64_t now)
{
	uint32_t i = find(table, address);

	if (i == NEIGHBOR_NONE) {
		if (!add)
			return NEIGHBOR_NONE;
		i = make_room(table, address);
		table->at[i].used = now;
	}
	//@ assert entered: neighbors_entered{Pre,Here}(table, i, address);
	set_known(table, i, mac, now);
	//@ assert entered: neighbors_entered{Pre,Here}(table, i, address);
	//@ assert single: neighbors_single(table);
	return i;
}

uint32_t neighbors_request(struct neighbors *table)
{
	/*@ loop invariant table->quiet <= table->n;
	    loop invariant \forall integer i; 0 <= i < table->quiet ==>
	      !table->at[i].ask;
	    loop assigns table->quiet;
	    loop variant table->n - table->quiet; */
	for (; table->quiet < table->n; table->quiet++)
		if (table->at[table->quiet].ask) {
			table->at[table->quiet].ask = false;
			return table->quiet;
		}
	return NEIGHBOR_NONE;
}

bool neighbors_expire(struct neighbors *table, uint32_t index, uint64_t now)
{
	if (table->at[index].requests >= NEIGHBOR_REQUESTS) {
		release(table, index);
		//@ assert single: neighbors_single(table);
		return true;
	}
	table->at[index].requests++;
	table->at[index].deadline = now + NEIGHBOR_INTERVAL;
	ask(table, index);
	//@ assert single: neighbors_single(table);
	return false;
}
