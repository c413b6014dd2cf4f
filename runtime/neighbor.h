/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Neighbours: which link address an IPv4 address on our net has (RFC 826;
 * RFC 1122 section 2.3.2).
 *
 *                lookup                 reply
 *      (free) ----------> asking -------------------> known <---+
 *         ^                  | 3 requests unanswered    |       | reply
 *         |<-----------------+                          v       |
 *         |<------ 3 unanswered -------------------- refreshing-+
 *                               lookup after 60 s; the old address
 *                               stays in use until the answer
 *
 * A request is repeated every second, no faster (2.3.2.1). One segment waits
 * with an entry that is asking, the latest (2.3.2.2). When entries run out,
 * the one that was used longest ago makes room. Only ARP teaches: the source
 * address of a frame proves nothing.
 */
#ifndef NEIGHBOR_H
#define NEIGHBOR_H

#include <stdbool.h>
#include <stdint.h>

#include "outqueue.h"

#define NEIGHBOR_NONE     UINT32_MAX
#define NEIGHBOR_REQUESTS 3
#define NEIGHBOR_INTERVAL 1000000u      /* us between requests */
#define NEIGHBOR_LIFETIME 60000000u     /* us an answer is believed */

enum neighbor_state {
	NEIGHBOR_FREE, NEIGHBOR_ASKING, NEIGHBOR_KNOWN, NEIGHBOR_REFRESHING
};

struct neighbor {
	uint32_t address;       /* IPv4 */
	uint8_t state;          /* enum neighbor_state */
	uint8_t requests;       /* sent or due since it was last known */
	bool ask;               /* a request is to be sent now */
	bool parked;            /* a segment waits ... */
	struct outgoing waits;  /* ... this one */
	uint64_t mac;           /* unless free or asking */
	uint64_t used;          /* when last looked up, us */
	uint64_t learned;       /* when it was last known, us */
	uint64_t deadline;      /* of a request, us; UINT64_MAX: none */
};

struct neighbors {
	struct neighbor *at;    /* [n] */
	uint32_t n;             /* not 0 */
	uint32_t quiet;         /* no entry before this one asks */
};

/*@ predicate neighbor_is(struct neighbor *entry, integer address) =
      entry->state != NEIGHBOR_FREE && entry->address == address;

    // No address has two entries.
    predicate neighbors_single(struct neighbors *table) =
      \forall integer i, j; 0 <= i < j < table->n &&
        table->at[i].state != NEIGHBOR_FREE &&
        table->at[j].state != NEIGHBOR_FREE ==>
        table->at[i].address != table->at[j].address;

    predicate neighbors_ok(struct neighbors *table) =
      0 < table->n < NEIGHBOR_NONE && table->quiet <= table->n &&
      \valid(table->at + (0 .. table->n - 1)) &&
      \separated(table, table->at + (0 .. table->n - 1)) &&
      (\forall integer i; 0 <= i < table->quiet ==> !table->at[i].ask);

    // What all entries but i say of their neighbours is the same in A and B.
    predicate neighbors_others{A,B}(struct neighbors *table, integer i) =
      \forall integer j; 0 <= j < \at(table->n, A) && j != i ==>
        \at(table->at[j].address, A) == \at(table->at[j].address, B) &&
        \at(table->at[j].state, A) == \at(table->at[j].state, B) &&
        \at(table->at[j].mac, A) == \at(table->at[j].mac, B) &&
        \at(table->at[j].parked, A) == \at(table->at[j].parked, B) &&
        \at(table->at[j].requests, A) == \at(table->at[j].requests, B) &&
        \at(table->at[j].deadline, A) == \at(table->at[j].deadline, B) &&
        \at(table->at[j].ask, A) == \at(table->at[j].ask, B); */

/*@ requires \valid(table) && 0 < n < NEIGHBOR_NONE;
    requires \valid(at + (0 .. n - 1));
    requires \separated(table, at + (0 .. n - 1));
    terminates \true; exits \false; assigns *table, at[0 .. n - 1];
    ensures ok: neighbors_ok(table);
    ensures single: neighbors_single(table);
    ensures table->at == at && table->n == n;
    ensures free: \forall integer i; 0 <= i < n ==>
      at[i].state == NEIGHBOR_FREE && !at[i].parked && !at[i].ask &&
      at[i].deadline == UINT64_MAX; */
void neighbors_init(struct neighbors *table, struct neighbor *at, uint32_t n);

/*
 * The index of the entry for an address. hint: where it was last time, or
 * NEIGHBOR_NONE. If there is none, one is made that asks.
 */
/*@ requires \valid(table) && neighbors_ok(table) && neighbors_single(table);
    terminates \true; exits \false;
    assigns table->quiet, table->at[0 .. table->n - 1];
    ensures ok: neighbors_ok(table);
    ensures single: neighbors_single(table);
    ensures \result < table->n;
    ensures is: neighbor_is(table->at + \result, address);
    ensures others: neighbors_others{Pre,Post}(table, \result); */
uint32_t neighbors_lookup(struct neighbors *table, uint32_t address,
                          uint32_t hint, uint64_t now);

/* Is the link address of an entry there? */
/*@ requires \valid_read(entry);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <==> entry->state == NEIGHBOR_KNOWN ||
                         entry->state == NEIGHBOR_REFRESHING; */
bool neighbor_resolved(const struct neighbor *entry);

/* Leaves a segment with an entry. Returns true if it displaces another. */
/*@ requires \valid(entry) && \valid_read(outgoing);
    requires \separated(entry, outgoing);
    terminates \true; exits \false; assigns entry->parked, entry->waits;
    ensures entry->parked;
    ensures waits: entry->waits == *outgoing;
    ensures \result <==> \old(entry->parked); */
bool neighbor_park(struct neighbor *entry, const struct outgoing *outgoing);

/*
 * An ARP packet says that `address` has `mac`. add: make an entry if there is
 * none (the packet was for us). Returns the entry's index or NEIGHBOR_NONE.
 */
/*@ requires \valid(table) && neighbors_ok(table) && neighbors_single(table);
    terminates \true; exits \false;
    assigns table->quiet, table->at[0 .. table->n - 1];
    ensures ok: neighbors_ok(table);
    ensures single: neighbors_single(table);
    ensures \result < table->n || (!add && \result == NEIGHBOR_NONE);
    ensures unknown: !add && (\forall integer i; 0 <= i < table->n ==>
      !\old(neighbor_is(table->at + i, address))) ==>
      \result == NEIGHBOR_NONE;
    ensures known: \result != NEIGHBOR_NONE ==>
      table->at[\result].address == address &&
      table->at[\result].state == NEIGHBOR_KNOWN &&
      table->at[\result].mac == mac && table->at[\result].learned == now &&
      table->at[\result].deadline == UINT64_MAX && !table->at[\result].ask;
    ensures others: neighbors_others{Pre,Post}(table, \result); */
uint32_t neighbors_learn(struct neighbors *table, uint32_t address,
                         uint64_t mac, bool add, uint64_t now);

/* A segment to `address` got no answer: is the neighbour still there? */
/*@ requires \valid(table) && neighbors_ok(table) && neighbors_single(table);
    terminates \true; exits \false;
    assigns table->quiet, table->at[0 .. table->n - 1];
    ensures ok: neighbors_ok(table);
    ensures single: neighbors_single(table);
    ensures others: neighbors_others{Pre,Post}(table, hint); */
void neighbors_doubt(struct neighbors *table, uint32_t hint, uint32_t address,
                     uint64_t now);

/* The index of an entry that asks now, or NEIGHBOR_NONE; it asks no more. */
/*@ requires \valid(table) && neighbors_ok(table) && neighbors_single(table);
    terminates \true; exits \false;
    assigns table->quiet, table->at[0 .. table->n - 1].ask;
    ensures ok: neighbors_ok(table);
    ensures single: neighbors_single(table);
    ensures \result < table->n || \result == NEIGHBOR_NONE;
    ensures none: \result == NEIGHBOR_NONE ==>
      \forall integer i; 0 <= i < table->n ==> !\old(table->at[i].ask);
    ensures asked: \result != NEIGHBOR_NONE ==>
      !table->at[\result].ask;
    ensures others: neighbors_others{Pre,Post}(table, \result); */
uint32_t neighbors_request(struct neighbors *table);

/* An entry's deadline has come. Returns true if it gave up: free now. */
/*@ requires \valid(table) && neighbors_ok(table) && neighbors_single(table);
    requires index < table->n;
    terminates \true; exits \false;
    assigns table->quiet, table->at[0 .. table->n - 1];
    ensures ok: neighbors_ok(table);
    ensures single: neighbors_single(table);
    ensures \result <==> \old(table->at[index].requests) >= NEIGHBOR_REQUESTS;
    ensures gone: \result ==> table->at[index].state == NEIGHBOR_FREE &&
      !table->at[index].ask && table->at[index].deadline == UINT64_MAX;
    ensures again: !\result ==> table->at[index].ask &&
      table->at[index].requests == \old(table->at[index].requests) + 1 &&
      table->at[index].deadline == (uint64_t)(now + NEIGHBOR_INTERVAL);
    ensures others: neighbors_others{Pre,Post}(table, index); */
bool neighbors_expire(struct neighbors *table, uint32_t index, uint64_t now);

#endif
