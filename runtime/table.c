/* SPDX-License-Identifier: BSD-2-Clause */
#include "table.h"

void table_init(struct table *table, uint32_t *bucket, uint32_t buckets,
                uint32_t *next, struct table_key *key, uint32_t slots,
                const uint64_t random[2])
{
	table->bucket = bucket;
	table->buckets = buckets;
	table->next = next;
	table->key = key;
	table->slots = slots;
	table->secret[0] = random[0] / 2 * 2 + 1;
	table->secret[1] = random[1] / 2 * 2 + 1;
	for (uint32_t i = 0; i < buckets; i++)
		bucket[i] = TABLE_NONE;
}

static uint32_t table_bucket(const struct table *table, struct table_key key)
{
	uint64_t ports = (uint64_t)key.port * 65536 + key.local;
	uint64_t hash = key.address * table->secret[0];

	hash = (hash + ports) * table->secret[1];
	hash = (hash / 4294967296 + ports) * table->secret[0];
	return (uint32_t)(hash / 4294967296) % table->buckets;
}

static bool key_equal(struct table_key a, struct table_key b)
{
	return a.address == b.address && a.port == b.port &&
	       a.local == b.local;
}

uint32_t table_find(const struct table *table, struct table_key key)
{
	uint32_t slot = table->bucket[table_bucket(table, key)];

	while (slot != TABLE_NONE && !key_equal(table->key[slot], key))
		slot = table->next[slot];
	return slot;
}

void table_insert(struct table *table, uint32_t slot, struct table_key key)
{
	uint32_t *first = &table->bucket[table_bucket(table, key)];

	table->key[slot] = key;
	table->next[slot] = *first;
	*first = slot;
}

void table_remove(struct table *table, uint32_t slot)
{
	uint32_t *link = &table->bucket[table_bucket(table, table->key[slot])];

	while (*link != slot)
		link = &table->next[*link];
	*link = table->next[slot];
}
