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
	//@ assert places: table_places(table);
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

void table_insert(struct table *table, uint32_t slot, struct table_key key)
{
	uint32_t place = place_of(table, key);

	table->numbers++;
	fill(&table->entry[slot], table->numbers, key, place,
	     table->bucket[place]);
	table->bucket[place] = slot;
}

/* The slot in front of one that is not the first of its bucket. */
/*@ requires \valid_read(table) && table_ok(table) && table_has(table, slot);
    requires table->bucket[table->entry[slot].place] != slot;
    terminates \true; exits \false; assigns \nothing;
    ensures table_has(table, \result) && \result != slot;
    ensures table->entry[\result].next == slot; */
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

void table_remove(struct table *table, uint32_t slot)
{
	uint32_t place = table->entry[slot].place, before;

	if (table->bucket[place] == slot) {
		table->bucket[place] = table->entry[slot].next;
	} else {
		before = in_front(table, slot);
		table->entry[before].next = table->entry[slot].next;
	}
	table->entry[slot].number = 0;
}
