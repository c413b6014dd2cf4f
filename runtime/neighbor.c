/* SPDX-License-Identifier: BSD-2-Clause */
#include "neighbor.h"

#include "octets.h"

void neighbors_init(struct neighbors *table, struct neighbor *at, uint32_t n)
{
	table->at = at;
	table->n = n;
	table->asks = 0;
	for (uint32_t i = 0; i < n; i++) {
		octets_zero(&at[i], sizeof at[i]);
		at[i].deadline = UINT64_MAX;
	}
}

bool neighbor_resolved(const struct neighbor *entry)
{
	return entry->state == NEIGHBOR_KNOWN ||
	       entry->state == NEIGHBOR_REFRESHING;
}

static void set_ask(struct neighbors *table, struct neighbor *entry, bool ask)
{
	if (ask && !entry->ask)
		table->asks++;
	if (!ask && entry->ask)
		table->asks--;
	entry->ask = ask;
}

static void begin_asking(struct neighbors *table, struct neighbor *entry,
                         uint8_t state, uint64_t now)
{
	entry->state = state;
	entry->requests = 1;
	entry->deadline = now + NEIGHBOR_INTERVAL;
	set_ask(table, entry, true);
}

static void release(struct neighbors *table, struct neighbor *entry)
{
	set_ask(table, entry, false);
	entry->state = NEIGHBOR_FREE;
	entry->parked = false;
	entry->deadline = UINT64_MAX;
}

static uint32_t find(const struct neighbors *table, uint32_t address)
{
	for (uint32_t i = 0; i < table->n; i++)
		if (table->at[i].state != NEIGHBOR_FREE &&
		    table->at[i].address == address)
			return i;
	return NEIGHBOR_NONE;
}

/* A free entry, or the one used longest ago. */
static uint32_t make_room(struct neighbors *table)
{
	uint32_t oldest = 0;

	for (uint32_t i = 0; i < table->n; i++) {
		if (table->at[i].state == NEIGHBOR_FREE)
			return i;
		if (table->at[i].used < table->at[oldest].used)
			oldest = i;
	}
	release(table, &table->at[oldest]);
	return oldest;
}

static bool hint_holds(const struct neighbors *table, uint32_t hint,
                       uint32_t address)
{
	return hint < table->n && table->at[hint].state != NEIGHBOR_FREE &&
	       table->at[hint].address == address;
}

uint32_t neighbors_lookup(struct neighbors *table, uint32_t address,
                          uint32_t hint, uint64_t now)
{
	uint32_t i = hint_holds(table, hint, address) ? hint
	                                              : find(table, address);

	if (i == NEIGHBOR_NONE) {
		i = make_room(table);
		table->at[i].address = address;
		begin_asking(table, &table->at[i], NEIGHBOR_ASKING, now);
	}
	if (table->at[i].state == NEIGHBOR_KNOWN &&
	    now - table->at[i].learned > NEIGHBOR_LIFETIME)
		begin_asking(table, &table->at[i], NEIGHBOR_REFRESHING, now);
	table->at[i].used = now;
	return i;
}

void neighbors_doubt(struct neighbors *table, uint32_t hint, uint32_t address,
                     uint64_t now)
{
	if (hint_holds(table, hint, address) &&
	    table->at[hint].state == NEIGHBOR_KNOWN)
		begin_asking(table, &table->at[hint], NEIGHBOR_REFRESHING,
		             now);
}

bool neighbor_park(struct neighbor *entry, const struct outgoing *outgoing)
{
	bool displaced = entry->parked;

	entry->parked = true;
	entry->waits = *outgoing;
	return displaced;
}

uint32_t neighbors_learn(struct neighbors *table, uint32_t address,
                         uint64_t mac, bool add, uint64_t now)
{
	uint32_t i = find(table, address);

	if (i == NEIGHBOR_NONE) {
		if (!add)
			return NEIGHBOR_NONE;
		i = make_room(table);
		table->at[i].address = address;
		table->at[i].used = now;
	}
	set_ask(table, &table->at[i], false);
	table->at[i].state = NEIGHBOR_KNOWN;
	table->at[i].mac = mac;
	table->at[i].learned = now;
	table->at[i].deadline = UINT64_MAX;
	return i;
}

uint32_t neighbors_request(struct neighbors *table)
{
	if (table->asks == 0)
		return NEIGHBOR_NONE;
	for (uint32_t i = 0; i < table->n; i++)
		if (table->at[i].ask) {
			set_ask(table, &table->at[i], false);
			return i;
		}
	return NEIGHBOR_NONE;
}

bool neighbors_expire(struct neighbors *table, uint32_t index, uint64_t now)
{
	struct neighbor *entry = &table->at[index];

	if (entry->requests >= NEIGHBOR_REQUESTS) {
		release(table, entry);
		return true;
	}
	entry->requests++;
	entry->deadline = now + NEIGHBOR_INTERVAL;
	set_ask(table, entry, true);
	return false;
}
