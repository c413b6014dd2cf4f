/* SPDX-License-Identifier: BSD-2-Clause */
#include "impair.h"

#include <stdlib.h>
#include <string.h>

enum { ETHER_HEADER = 14, WAYS = 2 };

struct held {
	struct held *next;
	uint64_t due;
	struct virtio_net_hdr header;
	size_t length;
	uint8_t octets[];
};

struct impair {
	struct impair_settings settings;
	uint64_t random;
	struct held *first[WAYS];
	size_t count[WAYS];
	struct held *taken[WAYS];  /* what impair_take() gave last */
};

bool impair_is_any(const struct impair_settings *s)
{
	return s->drop || s->dup || s->reorder || s->corrupt || s->delay;
}

struct impair *impair_new(const struct impair_settings *settings)
{
	struct impair *impair = calloc(1, sizeof *impair);

	if (impair) {
		impair->settings = *settings;
		impair->random = settings->seed;
	}
	return impair;
}

static void free_all(struct held *held)
{
	while (held) {
		struct held *next = held->next;

		free(held);
		held = next;
	}
}

void impair_free(struct impair *impair)
{
	for (int way = 0; impair && way < WAYS; way++) {
		free_all(impair->first[way]);
		free(impair->taken[way]);
	}
	free(impair);
}

/* SplitMix64: any seed is good. */
static uint64_t next_random(struct impair *impair)
{
	uint64_t z = impair->random += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static bool happens(struct impair *impair, uint32_t of_all)
{
	return next_random(impair) % IMPAIR_ALL < of_all;
}

/* Behind all that are due no later. */
static void insert(struct held **at, struct held *held)
{
	while (*at && (*at)->due <= held->due)
		at = &(*at)->next;
	held->next = *at;
	*at = held;
}

/* RFC 1071, over what virtio calls csum_start to the end. */
static void make_checksum(struct held *held)
{
	size_t at = held->header.csum_start;
	size_t to = at + held->header.csum_offset;
	uint64_t sum = 0;

	if (!(held->header.flags & VIRTIO_NET_HDR_F_NEEDS_CSUM)
	    || to + 2 > held->length)
		return;
	for (size_t i = at; i < held->length; i++)
		sum += (uint64_t)held->octets[i] << ((i - at) % 2 ? 0 : 8);
	while (sum > 65535)
		sum = sum % 65536 + sum / 65536;
	sum = sum == 65535 ? 65535 : 65535 - sum;
	held->octets[to] = (uint8_t)(sum / 256);
	held->octets[to + 1] = (uint8_t)(sum % 256);
}

static bool is_ipv4(const struct held *held)
{
	return held->length > ETHER_HEADER && held->octets[12] == 0x08
	       && held->octets[13] == 0x00;
}

/* False: it does not survive. */
static bool damage(struct impair *impair, struct held *held)
{
	uint64_t random = next_random(impair);
	size_t octet;

	if (!is_ipv4(held))
		return false;
	make_checksum(held);
	held->header.flags = 0;
	octet = ETHER_HEADER + (size_t)((random >> 8) %
		(held->length - ETHER_HEADER));
	held->octets[octet] ^= (uint8_t)(1u << random % 8);
	return true;
}

static void send_on(struct impair *impair, int way,
                    const struct virtio_net_hdr *header,
                    const uint8_t *octets, size_t length, uint64_t now)
{
	const struct impair_settings *s = &impair->settings;
	bool late = happens(impair, s->reorder);
	bool damaged = happens(impair, s->corrupt);
	struct held *held;

	if (impair->count[way] >= IMPAIR_HELD)
		return;
	held = malloc(sizeof *held + length);
	if (!held)
		return;
	*held = (struct held){ .header = *header, .length = length,
		.due = now + s->delay + (late ? IMPAIR_LATER : 0) };
	memcpy(held->octets, octets, length);
	if (damaged && !damage(impair, held)) {
		free(held);
		return;
	}
	insert(&impair->first[way], held);
	impair->count[way]++;
}

void impair_put(struct impair *impair, int way,
                const struct virtio_net_hdr *header, const uint8_t *octets,
                size_t length, uint64_t now)
{
	bool lost = happens(impair, impair->settings.drop);
	bool twice = happens(impair, impair->settings.dup);

	if (lost)
		return;
	send_on(impair, way, header, octets, length, now);
	if (twice)
		send_on(impair, way, header, octets, length, now);
}

bool impair_take(struct impair *impair, int way, uint64_t now,
                 struct impair_frame *frame)
{
	struct held *held = impair->first[way];

	free(impair->taken[way]);
	impair->taken[way] = NULL;
	if (!held || held->due > now)
		return false;
	impair->first[way] = held->next;
	impair->count[way]--;
	impair->taken[way] = held;
	*frame = (struct impair_frame){ held->header, held->length,
		                        held->octets };
	return true;
}

uint64_t impair_due(const struct impair *impair)
{
	uint64_t due = UINT64_MAX;

	for (int way = 0; way < WAYS; way++)
		if (impair->first[way] && impair->first[way]->due < due)
			due = impair->first[way]->due;
	return due;
}
