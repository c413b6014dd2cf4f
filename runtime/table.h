/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The connection table: from a pair of sockets to a slot, in O(1).
 *
 *      bucket[hash % buckets] -> slot -> entry[slot].next -> ... -> TABLE_NONE
 *                                  |
 *                            entry[slot]: its key
 *
 * Listeners stand in it too, with what they leave open as zero. Our own
 * address is one, so it is no part of the key. The hash is keyed with a secret
 * (multiply-add over a 64-bit modulus, the upper half of it), so that a peer
 * who chooses its ports cannot choose a bucket.
 *
 * Entries are numbered in the order they are put in. A new one stands first in
 * its chain, so that the numbers fall along every chain: that is why a chain
 * ends, and why none of its bucket is missing in it.
 */
#ifndef TABLE_H
#define TABLE_H

#include <stdbool.h>
#include <stdint.h>

#define TABLE_NONE UINT32_MAX

struct table_key {
	uint32_t address;       /* the peer's; 0: any */
	uint16_t port;          /* the peer's; 0: any */
	uint16_t local;         /* our port, not 0 */
};

struct table_entry {
	uint64_t number;        /* 0: this slot is not in the table */
	uint32_t address;       /* its key */
	uint16_t port, local;
	uint32_t place;         /* its bucket */
	uint32_t next;          /* the next in its bucket, or TABLE_NONE */
};

struct table {
	uint32_t *bucket;       /* [buckets]: first slot, or TABLE_NONE */
	struct table_entry *entry; /* [slots] */
	uint32_t buckets;       /* not 0 */
	uint32_t slots;
	uint64_t secret[2];     /* odd numbers */
	uint64_t numbers;       /* given out */
};

/*@ // What the memory holds of slot s and of bucket b.
    logic integer table_number(struct table *table, integer s) =
      table->entry[s].number;

    logic integer table_next(struct table *table, integer s) =
      table->entry[s].next;

    logic integer table_stands(struct table *table, integer s) =
      table->entry[s].place;

    logic integer table_first(struct table *table, integer b) =
      table->bucket[b];

    predicate table_has(struct table *table, integer slot) =
      0 <= slot < table->slots && table_number(table, slot) > 0;

    predicate table_is(struct table *table, integer slot,
                       struct table_key key) =
      table->entry[slot].address == key.address &&
      table->entry[slot].port == key.port &&
      table->entry[slot].local == key.local;

    logic integer table_ports(integer port, integer local) =
      (uint64_t)((uint64_t)(port * 65536) + local);

    logic integer table_mix(integer hash, integer ports, integer secret) =
      (uint64_t)((uint64_t)(hash + ports) * secret);

    // The hash of a key under two secrets.
    logic integer table_hash(integer first, integer second, integer address,
                             integer port, integer local) =
      (uint32_t)(table_mix(
        table_mix((uint64_t)(address * first), table_ports(port, local),
                  second) / 4294967296,
        table_ports(port, local), first) / 4294967296);

    logic integer table_place(struct table *table, integer address,
                              integer port, integer local) =
      table_hash(table->secret[0], table->secret[1], address, port, local)
        % table->buckets;

    predicate table_memory(struct table *table) =
      0 < table->buckets && table->slots <= TABLE_NONE &&
      \valid(table->bucket + (0 .. table->buckets - 1)) &&
      \valid(table->entry + (0 .. table->slots - 1)) &&
      \separated(table, table->bucket + (0 .. table->buckets - 1),
                 table->entry + (0 .. table->slots - 1));

    // The bucket that the key of a slot belongs to.
    logic integer table_home(struct table *table, integer s) =
      table_place(table, table->entry[s].address, table->entry[s].port,
                  table->entry[s].local);

    // Every slot stands in the bucket of its key, ...
    predicate table_homes(struct table *table) =
      \forall integer s; table_has(table, s) ==>
        table_stands(table, s) == table_home(table, s);

    // ... under its own number.
    predicate table_numbered(struct table *table) =
      (\forall integer s; table_has(table, s) ==>
        0 <= table_stands(table, s) < table->buckets &&
        table_number(table, s) <= table->numbers) &&
      (\forall integer s, t; table_has(table, s) && table_has(table, t) &&
        s != t ==> table_number(table, s) != table_number(table, t));

    // A bucket begins with the greatest number in it.
    predicate table_heads(struct table *table) =
      (\forall integer b; 0 <= b < table->buckets &&
        table_first(table, b) != TABLE_NONE ==>
        table_has(table, table_first(table, b)) &&
        table_stands(table, table_first(table, b)) == b) &&
      (\forall integer s; table_has(table, s) ==>
        table_first(table, table_stands(table, s)) != TABLE_NONE &&
        table_number(table, s) <= table_number(table,
          table_first(table, table_stands(table, s))));

    // The next of a slot has the next smaller number in its bucket.
    predicate table_chains(struct table *table) =
      (\forall integer s; table_has(table, s) &&
        table_next(table, s) != TABLE_NONE ==>
        table_has(table, table_next(table, s)) &&
        table_stands(table, table_next(table, s)) ==
          table_stands(table, s) &&
        table_number(table, table_next(table, s)) <
          table_number(table, s)) &&
      (\forall integer s, t; table_has(table, s) && table_has(table, t) &&
        table_stands(table, s) == table_stands(table, t) &&
        table_number(table, t) < table_number(table, s) ==>
        table_next(table, s) != TABLE_NONE &&
        table_number(table, t) <=
          table_number(table, table_next(table, s)));

    predicate table_ok(struct table *table) =
      table_memory(table) && table_homes(table) && table_numbered(table) &&
      table_heads(table) && table_chains(table);

    // What the table says of slot s is the same in A and B.
    predicate table_same{A,B}(struct table *table, integer s) =
      \at(table->entry[s].number, A) == \at(table->entry[s].number, B) &&
      \at(table->entry[s].place, A) == \at(table->entry[s].place, B) &&
      \at(table->entry[s].address, A) == \at(table->entry[s].address, B) &&
      \at(table->entry[s].port, A) == \at(table->entry[s].port, B) &&
      \at(table->entry[s].local, A) == \at(table->entry[s].local, B);

    predicate table_others{A,B}(struct table *table, integer slot) =
      \forall integer s; 0 <= s < \at(table->slots, A) && s != slot ==>
        table_same{A,B}(table, s); */

/* An empty table; `random` are two numbers nobody knows. */
/*@ requires \valid(table) && 0 < buckets && slots <= TABLE_NONE;
    requires \valid(bucket + (0 .. buckets - 1));
    requires \valid(entry + (0 .. slots - 1));
    requires \valid_read(random + (0 .. 1));
    requires \separated(table, bucket + (0 .. buckets - 1),
                        entry + (0 .. slots - 1), random + (0 .. 1));
    terminates \true; exits \false;
    assigns *table, bucket[0 .. buckets - 1], entry[0 .. slots - 1].number;
    ensures ok: table_ok(table);
    ensures \forall integer s; !table_has(table, s);
    ensures table->secret[0] == \old(random[0]) / 2 * 2 + 1;
    ensures table->secret[1] == \old(random[1]) / 2 * 2 + 1;
    ensures table->slots == slots; */
void table_init(struct table *table, uint32_t *bucket, uint32_t buckets,
                struct table_entry *entry, uint32_t slots,
                const uint64_t random[2]);

/* The slot put last under exactly this key, or TABLE_NONE. */
/*@ requires \valid_read(table) && table_ok(table);
    terminates \true; exits \false; assigns \nothing;
    ensures found: \result != TABLE_NONE ==>
      table_has(table, \result) && table_is(table, \result, key);
    ensures last: \forall integer s;
      table_has(table, s) && table_is(table, s, key) ==>
      \result != TABLE_NONE &&
      table->entry[s].number <= table->entry[\result].number; */
uint32_t table_find(const struct table *table, struct table_key key);

/*
 * Puts a slot, which is not in it, under a key. A listener with this very key,
 * which names its peer in full, is found again when the slot is taken out.
 */
/*@ requires \valid(table) && table_ok(table);
    requires slot < table->slots && !table_has(table, slot);
    requires table->numbers < UINT64_MAX;
    terminates \true; exits \false;
    assigns table->numbers, table->entry[slot],
      table->bucket[0 .. table->buckets - 1];
    ensures ok: table_ok(table);
    ensures table_has(table, slot) && table_is(table, slot, key);
    ensures table->numbers == \old(table->numbers) + 1;
    ensures table->entry[slot].number == table->numbers;
    ensures others: table_others{Pre,Post}(table, slot); */
void table_insert(struct table *table, uint32_t slot, struct table_key key);

/* Takes out a slot that is in it. */
/*@ requires \valid(table) && table_ok(table) && table_has(table, slot);
    terminates \true; exits \false;
    assigns table->entry[0 .. table->slots - 1].number,
      table->entry[0 .. table->slots - 1].next,
      table->bucket[0 .. table->buckets - 1];
    ensures ok: table_ok(table);
    ensures !table_has(table, slot);
    ensures others: table_others{Pre,Post}(table, slot); */
void table_remove(struct table *table, uint32_t slot);

#endif
