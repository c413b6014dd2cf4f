/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The connection table: from a pair of sockets to a slot, in O(1).
 *
 *      bucket[hash % buckets] -> slot -> next[slot] -> ... -> TABLE_NONE
 *                                  |
 *                               key[slot]
 *
 * Listeners stand in it too, with what they leave open as zero. Our own
 * address is one, so it is no part of the key. The hash is keyed with a secret
 * (multiply-add over a 64-bit modulus, the upper half of it), so that a peer
 * who chooses its ports cannot choose a bucket.
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

struct table {
	uint32_t *bucket;       /* [buckets]: first slot, or TABLE_NONE */
	uint32_t *next;         /* [slots]: the next in its bucket */
	struct table_key *key;  /* [slots] */
	uint32_t buckets;       /* not 0 */
	uint32_t slots;
	uint64_t secret[2];     /* odd numbers */
};

/* An empty table; `random` are two numbers nobody knows. */
void table_init(struct table *table, uint32_t *bucket, uint32_t buckets,
                uint32_t *next, struct table_key *key, uint32_t slots,
                const uint64_t random[2]);

/* The slot put last under exactly this key, or TABLE_NONE. */
uint32_t table_find(const struct table *table, struct table_key key);

/*
 * Puts a slot, which is not in it, under a key. A listener with this very key,
 * which names its peer in full, is found again when the slot is taken out.
 */
void table_insert(struct table *table, uint32_t slot, struct table_key key);

/* Takes out a slot that is in it. */
void table_remove(struct table *table, uint32_t slot);

#endif
