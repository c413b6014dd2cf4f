/* SPDX-License-Identifier: BSD-2-Clause */
#include "timers.h"

void timers_init(struct timers *timers, struct timers_entry *at,
                 uint32_t *place, uint32_t owners)
{
	timers->at = at;
	timers->place = place;
	timers->owners = owners;
	timers->n = 0;
	for (uint32_t i = 0; i < owners; i++)
		place[i] = TIMERS_NONE;
}

static void timers_put(struct timers *timers, uint32_t k,
                       struct timers_entry entry)
{
	timers->at[k] = entry;
	timers->place[entry.owner] = k;
}

/* Moves `entry` from the free place k towards the root. */
static void timers_up(struct timers *timers, uint32_t k,
                      struct timers_entry entry)
{
	while (k > 0 && entry.when < timers->at[(k - 1) / 2].when) {
		timers_put(timers, k, timers->at[(k - 1) / 2]);
		k = (k - 1) / 2;
	}
	timers_put(timers, k, entry);
}

/* The earlier child of k; 2k+1 < n. */
static uint32_t timers_child(const struct timers *timers, uint32_t k)
{
	uint32_t left = 2 * k + 1;

	if (left + 1 < timers->n &&
	    timers->at[left + 1].when < timers->at[left].when)
		return left + 1;
	return left;
}

/* Moves `entry` from the free place k towards the leaves. */
static void timers_down(struct timers *timers, uint32_t k,
                        struct timers_entry entry)
{
	uint32_t child;

	while (2 * k + 1 < timers->n) {
		child = timers_child(timers, k);
		if (entry.when <= timers->at[child].when)
			break;
		timers_put(timers, k, timers->at[child]);
		k = child;
	}
	timers_put(timers, k, entry);
}

/* Puts `entry` into the free place k, or wherever it belongs from there. */
static void timers_fit(struct timers *timers, uint32_t k,
                       struct timers_entry entry)
{
	if (k > 0 && entry.when < timers->at[(k - 1) / 2].when)
		timers_up(timers, k, entry);
	else
		timers_down(timers, k, entry);
}

static void timers_remove(struct timers *timers, uint32_t owner)
{
	uint32_t k = timers->place[owner];

	if (k == TIMERS_NONE)
		return;
	timers->place[owner] = TIMERS_NONE;
	timers->n--;
	if (k < timers->n)
		timers_fit(timers, k, timers->at[timers->n]);
}

void timers_set(struct timers *timers, uint32_t owner, uint64_t when)
{
	uint32_t k = timers->place[owner];

	if (when == TIMERS_NEVER) {
		timers_remove(timers, owner);
		return;
	}
	if (k == TIMERS_NONE)
		k = timers->n++;
	else if (timers->at[k].when == when)
		return;
	timers_fit(timers, k, (struct timers_entry){when, owner});
}

uint64_t timers_next(const struct timers *timers)
{
	return timers->n > 0 ? timers->at[0].when : TIMERS_NEVER;
}

uint32_t timers_owner(const struct timers *timers)
{
	return timers->n > 0 ? timers->at[0].owner : TIMERS_NONE;
}
