/* SPDX-License-Identifier: BSD-2-Clause */
#include "table.h"

void table_init(struct table *table, uint32_t *bucket, uint32_t buckets,
                struct table_entry *entry, uint32_t slots,
                const uint64_t random[2])
{
	/*@ loop invariant 0 <= i <= buckets;
	    loop invariant \forall integer b; 0 <= b < i ==>
	      bucket[b] == TABLE_NONE;
	    loop assigns i, bucket[0 .. buckets - 1];
	    loop variant buckets - i; */
	for (uint32_t i = 0; i < buckets; i++)
		bucket[i] = TABLE_NONE;
	/*@ loop invariant 0 <= i <= slots;
	    loop invariant \forall integer s; 0 <= s < i ==>
	      entry[s].number == 0;
	    loop assigns i, entry[0 .. slots - 1].number;
	    loop variant slots - i; */
	for (uint32_t i = 0; i < slots; i++)
		entry[i].number = 0;
	table->bucket = bucket;
	table->buckets = buckets;
	table->entry = entry;
	table->slots = slots;
	table->secret[0] = random[0] / 2 * 2 + 1;
	table->secret[1] = random[1] / 2 * 2 + 1;
	table->numbers = 0;
	//@ assert empty: \forall integer s; !table_has(table, s);
	//@ assert memory: table_memory(table);
	//@ assert homes: table_homes(table);
	//@ assert numbered: table_numbered(table);
	//@ assert heads: table_heads(table);
	//@ assert chains: table_chains(table);
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == table_mix(hash, ports, secret); */
static uint64_t mix(uint64_t hash, uint64_t ports, uint64_t secret)
{
	return (hash + ports) * secret;
}

/*@ requires \valid_read(table) && table->buckets > 0;
    terminates \true; exits \false; assigns \nothing;
    ensures \result ==
      table_place(table, key.address, key.port, key.local);
    ensures \result < table->buckets; */
static uint32_t place_of(const struct table *table, struct table_key key)
{
	uint64_t ports = (uint64_t)key.port * 65536 + key.local;
	uint64_t hash = key.address * table->secret[0];

	hash = mix(hash, ports, table->secret[1]);
	hash = mix(hash / 4294967296, ports, table->secret[0]);
	return (uint32_t)(hash / 4294967296) % table->buckets;
}

/*@ requires \valid_read(entry);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <==> entry->address == key.address &&
      entry->port == key.port && entry->local == key.local; */
static bool has_key(const struct table_entry *entry, struct table_key key)
{
	return entry->address == key.address && entry->port == key.port &&
	       entry->local == key.local;
}

uint32_t table_find(const struct table *table, struct table_key key)
{
	uint32_t place = place_of(table, key);
	uint32_t slot = table->bucket[place];

	/*@ loop invariant slot == TABLE_NONE || (table_has(table, slot) &&
	      table->entry[slot].place == place);
	    loop invariant \forall integer s;
	      table_has(table, s) && table_is(table, s, key) ==>
	      slot != TABLE_NONE &&
	      table->entry[s].number <= table->entry[slot].number;
	    loop assigns slot;
	    loop variant slot == TABLE_NONE ? 0 : table->entry[slot].number; */
	while (slot != TABLE_NONE && !has_key(&table->entry[slot], key))
		slot = table->entry[slot].next;
	return slot;
}

/* Sets all of an entry. */
/*@ requires \valid(entry);
    terminates \true; exits \false;
    assigns entry->number, entry->address, entry->port, entry->local,
      entry->place, entry->next;
    ensures entry->number == number && entry->next == next;
    ensures entry->address == key.address && entry->port == key.port;
    ensures entry->local == key.local && entry->place == place; */
static void fill(struct table_entry *entry, uint64_t number,
                 struct table_key key, uint32_t place, uint32_t next)
{
	entry->number = number;
	entry->address = key.address;
	entry->port = key.port;
	entry->local = key.local;
	entry->place = place;
	entry->next = next;
}

/*
 * How the table stays in order is said of what it holds, number by number
 * (table_number ...); that nothing else is written is shown apart from it.
 */
/*@ // What is known of the slots but one is the same in A and B.
    predicate table_other_slots{A,B}(struct table *table, integer slot) =
      \forall integer s; 0 <= s < \at(table->slots, A) && s != slot ==>
        table_number{A}(table, s) == table_number{B}(table, s) &&
        table_stands{A}(table, s) == table_stands{B}(table, s);

    predicate table_other_nexts{A,B}(struct table *table, integer slot) =
      \forall integer s; 0 <= s < \at(table->slots, A) && s != slot ==>
        table_next{A}(table, s) == table_next{B}(table, s);

    // What makes a bucket out of a key is the same in A and B.
    predicate table_hashes_as{A,B}(struct table *table) =
      \at(table->buckets, A) == \at(table->buckets, B) &&
      \at(table->secret[0], A) == \at(table->secret[0], B) &&
      \at(table->secret[1], A) == \at(table->secret[1], B);

    predicate table_other_homes{A,B}(struct table *table, integer slot) =
      \forall integer s; 0 <= s < \at(table->slots, A) && s != slot ==>
        table_same{A,B}(table, s) &&
        table_home{A}(table, s) == table_home{B}(table, s);

    lemma table_same_homes{A,B}: \forall struct table *table, integer slot;
      table_hashes_as{A,B}(table) && table_others{A,B}(table, slot) ==>
      table_other_homes{A,B}(table, slot);

    predicate table_other_buckets{A,B}(struct table *table, integer place) =
      \forall integer b; 0 <= b < \at(table->buckets, A) && b != place ==>
        table_first{A}(table, b) == table_first{B}(table, b);

    // From A to B a slot was put first in a bucket, and nothing else changed.
    predicate table_put{A,B}(struct table *table, integer slot,
                             integer place) =
      \at(table->buckets, A) == \at(table->buckets, B) &&
      \at(table->slots, A) == \at(table->slots, B) <= TABLE_NONE &&
      table_other_slots{A,B}(table, slot) &&
      table_other_nexts{A,B}(table, slot) &&
      table_other_buckets{A,B}(table, place) &&
      0 <= slot < \at(table->slots, A) && !table_has{A}(table, slot) &&
      0 <= place < \at(table->buckets, A) &&
      \at(table->numbers, B) == \at(table->numbers, A) + 1 &&
      table_number{B}(table, slot) == \at(table->numbers, B) &&
      table_stands{B}(table, slot) == place &&
      table_next{B}(table, slot) == table_first{A}(table, place) &&
      table_first{B}(table, place) == slot;

    lemma table_put_homes{A,B}: \forall struct table *table, integer slot,
      place; table_homes{A}(table) && table_put{A,B}(table, slot, place) &&
      table_other_homes{A,B}(table, slot) &&
      place == table_home{B}(table, slot) ==> table_homes{B}(table);

    lemma table_put_numbered{A,B}: \forall struct table *table, integer slot,
      place; table_numbered{A}(table) &&
      table_put{A,B}(table, slot, place) ==> table_numbered{B}(table);

    lemma table_put_heads{A,B}: \forall struct table *table, integer slot,
      place; table_numbered{A}(table) && table_heads{A}(table) &&
      table_put{A,B}(table, slot, place) ==> table_heads{B}(table);

    lemma table_put_chains{A,B}: \forall struct table *table, integer slot,
      place; table_numbered{A}(table) && table_heads{A}(table) &&
      table_chains{A}(table) && table_put{A,B}(table, slot, place) ==>
      table_chains{B}(table); */

/* Puts a slot first in a bucket, under the next number. */
/*@ requires \valid(table) && table_memory(table);
    requires slot < table->slots && place < table->buckets;
    requires !table_has(table, slot) && table->numbers < UINT64_MAX;
    terminates \true; exits \false;
    assigns table->numbers, table->entry[slot], table->bucket[place];
    ensures put: table_put{Pre,Post}(table, slot, place);
    ensures hashes: table_hashes_as{Pre,Post}(table);
    ensures others: table_others{Pre,Post}(table, slot);
    ensures memory: table_memory(table);
    ensures table_is(table, slot, key); */
static void put_first(struct table *table, uint32_t slot,
                      struct table_key key, uint32_t place)
{
	table->numbers++;
	fill(&table->entry[slot], table->numbers, key, place,
	     table->bucket[place]);
	table->bucket[place] = slot;
}

void table_insert(struct table *table, uint32_t slot, struct table_key key)
{
	uint32_t place = place_of(table, key);

	put_first(table, slot, key, place);
	//@ assert others: table_other_homes{Pre,Here}(table, slot);
	//@ assert home: place == table_home(table, slot);
	//@ assert homes: table_homes(table);
	//@ assert numbered: table_numbered(table);
	//@ assert heads: table_heads(table);
	//@ assert chains: table_chains(table);
}

/*@ // From A to B a slot was taken out, whatever was done to the chains.
    predicate table_cut{A,B}(struct table *table, integer slot) =
      \at(table->buckets, A) == \at(table->buckets, B) &&
      \at(table->slots, A) == \at(table->slots, B) <= TABLE_NONE &&
      \at(table->numbers, A) == \at(table->numbers, B) &&
      table_other_slots{A,B}(table, slot) &&
      table_has{A}(table, slot) && table_number{B}(table, slot) == 0;

    predicate table_cut_first{A,B}(struct table *table, integer slot,
                                   integer place) =
      table_cut{A,B}(table, slot) && table_other_nexts{A,B}(table, slot) &&
      table_other_buckets{A,B}(table, place) &&
      table_stands{A}(table, slot) == place &&
      table_first{A}(table, place) == slot &&
      table_first{B}(table, place) == table_next{A}(table, slot);

    predicate table_cut_behind{A,B}(struct table *table, integer slot,
                                    integer before) =
      table_cut{A,B}(table, slot) && table_other_nexts{A,B}(table, before) &&
      table_other_buckets{A,B}(table, -1) &&
      table_has{A}(table, before) && before != slot &&
      table_stands{A}(table, before) == table_stands{A}(table, slot) &&
      table_next{A}(table, before) == slot &&
      table_next{B}(table, before) == table_next{A}(table, slot);

    lemma table_cut_homes{A,B}: \forall struct table *table, integer slot;
      table_homes{A}(table) && table_cut{A,B}(table, slot) &&
      table_other_homes{A,B}(table, slot) ==> table_homes{B}(table);

    lemma table_cut_numbered{A,B}: \forall struct table *table, integer slot;
      table_numbered{A}(table) && table_cut{A,B}(table, slot) ==>
      table_numbered{B}(table);

    lemma table_cut_first_heads{A,B}: \forall struct table *table,
      integer slot, place; table_numbered{A}(table) &&
      table_heads{A}(table) && table_chains{A}(table) &&
      table_cut_first{A,B}(table, slot, place) ==> table_heads{B}(table);

    lemma table_cut_first_chains{A,B}: \forall struct table *table,
      integer slot, place; table_numbered{A}(table) &&
      table_heads{A}(table) && table_chains{A}(table) &&
      table_cut_first{A,B}(table, slot, place) ==> table_chains{B}(table);

    lemma table_cut_behind_heads{A,B}: \forall struct table *table,
      integer slot, before; table_numbered{A}(table) &&
      table_heads{A}(table) && table_chains{A}(table) &&
      table_cut_behind{A,B}(table, slot, before) ==> table_heads{B}(table);

    lemma table_cut_behind_chains{A,B}: \forall struct table *table,
      integer slot, before; table_numbered{A}(table) &&
      table_heads{A}(table) && table_chains{A}(table) &&
      table_cut_behind{A,B}(table, slot, before) ==> table_chains{B}(table); */

/* The slot in front of one that is not the first of its bucket. */
/*@ requires \valid_read(table) && table_ok(table) && table_has(table, slot);
    requires table->bucket[table->entry[slot].place] != slot;
    terminates \true; exits \false; assigns \nothing;
    ensures table_has(table, \result) && \result != slot;
    ensures table->entry[\result].next == slot;
    ensures table_stands(table, \result) == table_stands(table, slot); */
static uint32_t in_front(const struct table *table, uint32_t slot)
{
	uint32_t before = table->bucket[table->entry[slot].place];

	/*@ loop invariant table_has(table, before) && before != slot;
	    loop invariant table->entry[before].place ==
	      table->entry[slot].place;
	    loop invariant table->entry[slot].number <
	      table->entry[before].number;
	    loop assigns before;
	    loop variant table->entry[before].number; */
	while (table->entry[before].next != slot)
		before = table->entry[before].next;
	return before;
}

/* Takes out a slot, which is the first of its bucket. */
/*@ requires \valid(table) && table_memory(table) && table_has(table, slot);
    requires place < table->buckets && place == table_stands(table, slot);
    requires table->bucket[place] == slot;
    terminates \true; exits \false;
    assigns table->entry[slot].number, table->bucket[place];
    ensures cut: table_cut_first{Pre,Post}(table, slot, place);
    ensures hashes: table_hashes_as{Pre,Post}(table);
    ensures others: table_others{Pre,Post}(table, slot);
    ensures memory: table_memory(table); */
static void cut_first(struct table *table, uint32_t slot, uint32_t place)
{
	table->bucket[place] = table->entry[slot].next;
	table->entry[slot].number = 0;
}

/* Takes out a slot, which comes right behind another. */
/*@ requires \valid(table) && table_memory(table) && table_has(table, slot);
    requires table_has(table, before) && before != slot;
    requires table_stands(table, before) == table_stands(table, slot);
    requires table->entry[before].next == slot;
    terminates \true; exits \false;
    assigns table->entry[slot].number, table->entry[before].next;
    ensures cut: table_cut_behind{Pre,Post}(table, slot, before);
    ensures hashes: table_hashes_as{Pre,Post}(table);
    ensures others: table_others{Pre,Post}(table, slot);
    ensures memory: table_memory(table); */
static void cut_behind(struct table *table, uint32_t slot, uint32_t before)
{
	table->entry[before].next = table->entry[slot].next;
	table->entry[slot].number = 0;
}

void table_remove(struct table *table, uint32_t slot)
{
	uint32_t place = table->entry[slot].place;

	if (table->bucket[place] == slot)
		cut_first(table, slot, place);
	else
		cut_behind(table, slot, in_front(table, slot));
	//@ assert homes: table_other_homes{Pre,Here}(table, slot);
	//@ assert homes: table_homes(table);
	//@ assert numbered: table_numbered(table);
	//@ assert heads: table_heads(table);
	//@ assert chains: table_chains(table);
}
