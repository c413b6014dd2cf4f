/* SPDX-License-Identifier: BSD-2-Clause */
#include "sound.h"

#include "oracle.h"

#define MUST(x) fuzz_check(x, "the stack: not " #x)

enum { SLOTS_MAX = 64 };

static bool is_free(const struct connection *c)
{
	return c->link[QUEUE_FREE].member;
}

/* --------------------------------------------------------------- lists */

/* The members of a list, which must be linked both ways. */
static uint32_t length_of(const struct tw *tw, const struct queue *queue,
			  enum queue_name name)
{
	const struct connection *c, *previous = NULL;
	uint32_t n = 0;

	for (c = queue->first; c != NULL; c = c->link[name].next) {
		MUST(c->link[name].member);
		MUST(c->link[name].previous == previous);
		MUST(n < tw->slots);
		previous = c;
		n++;
	}
	MUST(queue->last == previous);
	return n;
}

static void lists(const struct tw *tw)
{
	static const enum queue_name names[] = {
		QUEUE_FREE, QUEUE_ACTIVE, QUEUE_REPORT
	};
	const struct queue *queues[] = { &tw->free, &tw->active, &tw->report };
	uint32_t members;

	for (int i = 0; i < 3; i++) {
		members = 0;
		for (uint32_t k = 0; k < tw->slots; k++)
			members += tw->connection[k].link[names[i]].member;
		MUST(length_of(tw, queues[i], names[i]) == members);
	}
}

static void a_free_slot(const struct tw *tw, const struct connection *c)
{
	MUST(!c->listed && !c->owned && c->parent == NULL);
	MUST(!c->link[QUEUE_ACTIVE].member && !c->link[QUEUE_REPORT].member &&
	     !c->link[QUEUE_ACCEPT].member);
	MUST(c->buffers == BUFFERS_NONE);
	MUST(tw->timers.place[c->slot] >= tw->timers.n);
}

/* --------------------------------------------------------------- table */

static uint32_t chain_of(const struct tw *tw, uint32_t bucket)
{
	const struct table *table = &tw->table;
	uint64_t number = UINT64_MAX;
	uint32_t n = 0;

	for (uint32_t s = table->bucket[bucket]; s != TABLE_NONE;
	     s = table->entry[s].next) {
		MUST(s < table->slots);
		MUST(table->entry[s].place == bucket);
		MUST(table->entry[s].number > 0);
		MUST(table->entry[s].number < number);
		MUST(tw->connection[s].listed);
		number = table->entry[s].number;
		n++;
	}
	return n;
}

static void is_found(const struct tw *tw, const struct connection *c)
{
	const struct table_entry *entry = &tw->table.entry[c->slot];

	MUST(entry->number > 0);
	MUST(entry->address == c->key.address && entry->port == c->key.port &&
	     entry->local == c->key.local);
	if (c->tcb.state != FSM_LISTEN)
		MUST(table_find(&tw->table, c->key) == c->slot);
}

static void table(const struct tw *tw)
{
	uint32_t chained = 0, listed = 0;

	for (uint32_t i = 0; i < tw->table.buckets; i++)
		chained += chain_of(tw, i);
	for (uint32_t i = 0; i < tw->slots; i++) {
		if (!tw->connection[i].listed)
			continue;
		is_found(tw, &tw->connection[i]);
		listed++;
	}
	MUST(chained == listed);
}

/* -------------------------------------------------------------- timers */

static uint64_t deadline_of(const struct tw *tw, uint32_t owner)
{
	uint32_t place = tw->timers.place[owner];

	return place < tw->timers.n ? tw->timers.at[place].when : TIMERS_NEVER;
}

static void heap(const struct timers *timers)
{
	MUST(timers->n <= timers->owners);
	for (uint32_t k = 0; k < timers->owners; k++) {
		MUST(timers->place[timers->at[k].owner] == k);
		if (k > 0 && k < timers->n)
			MUST(timers->at[(k - 1) / 2].when <=
			     timers->at[k].when);
	}
}

/* An owner's deadline is never later than the first of its own. */
static void deadlines(const struct tw *tw)
{
	const struct connection *c;
	uint64_t first;

	for (uint32_t i = 0; i < tw->slots; i++) {
		c = &tw->connection[i];
		first = TIMERS_NEVER;
		for (int k = 0; k < DUES && !is_free(c); k++)
			first = c->due[k] < first ? c->due[k] : first;
		MUST(deadline_of(tw, i) <= first);
	}
	for (uint32_t i = 0; i < tw->neighbors.n; i++)
		MUST(deadline_of(tw, tw->slots + i) ==
		     tw->neighbors.at[i].deadline);
}

/* -------------------------------------------------------------- memory */

/* Every pair of buffers has one owner: a connection, or the spare list. */
static void buffers(const struct tw *tw)
{
	uint32_t total = tw->config.connections, b;
	uint8_t owners[SLOTS_MAX] = { 0 };

	MUST(total <= SLOTS_MAX);
	for (b = tw->first_spare; b != BUFFERS_NONE; b = tw->spare[b]) {
		MUST(b < total);
		MUST(owners[b]++ == 0);
	}
	for (uint32_t i = 0; i < tw->slots; i++) {
		b = tw->connection[i].buffers;
		if (is_free(&tw->connection[i]) || b == BUFFERS_NONE)
			continue;
		MUST(b < total);
		MUST(owners[b]++ == 0);
	}
	for (b = 0; b < total; b++)
		MUST(owners[b] == 1);
}

/* ----------------------------------------------------------- the stack */

uint32_t sound_free_slots(const struct tw *tw)
{
	return length_of(tw, &tw->free, QUEUE_FREE);
}

void sound_stack(const struct tw *tw)
{
	lists(tw);
	table(tw);
	heap(&tw->timers);
	deadlines(tw);
	buffers(tw);
	MUST(tw->outgoing.n <= tw->outgoing.size);
	MUST(tw->outgoing.first < tw->outgoing.size);
	for (uint32_t i = 0; i < tw->slots; i++) {
		if (is_free(&tw->connection[i]))
			a_free_slot(tw, &tw->connection[i]);
		else
			sound_connection(tw, &tw->connection[i]);
	}
}
