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
	uint32_t asks;          /* entries with `ask` set */
};

void neighbors_init(struct neighbors *table, struct neighbor *at, uint32_t n);

/*
 * The index of the entry for an address. hint: where it was last time, or
 * NEIGHBOR_NONE. If there is none, one is made that asks.
 */
uint32_t neighbors_lookup(struct neighbors *table, uint32_t address,
                          uint32_t hint, uint64_t now);

/* Is the link address of an entry there? */
bool neighbor_resolved(const struct neighbor *entry);

/* Leaves a segment with an entry. Returns true if it displaces another. */
bool neighbor_park(struct neighbor *entry, const struct outgoing *outgoing);

/*
 * An ARP packet says that `address` has `mac`. add: make an entry if there is
 * none (the packet was for us). Returns the entry's index or NEIGHBOR_NONE.
 */
uint32_t neighbors_learn(struct neighbors *table, uint32_t address,
                         uint64_t mac, bool add, uint64_t now);

/* A segment to `address` got no answer: is the neighbour still there? */
void neighbors_doubt(struct neighbors *table, uint32_t hint, uint32_t address,
                     uint64_t now);

/* The index of an entry that asks now, or NEIGHBOR_NONE; it asks no more. */
uint32_t neighbors_request(struct neighbors *table);

/* An entry's deadline has come. Returns true if it gave up: free now. */
bool neighbors_expire(struct neighbors *table, uint32_t index, uint64_t now);

#endif
