/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two stacks and the network between them, which does what the input says to
 * each frame, in the order they are sent, and then no more:
 *
 *      A 10.0.0.1  ----> [ fate: arrives, is lost, comes twice,    ] ---->  B
 *      B 10.0.0.2  ----> [       later, damaged, late and damaged  ] ---->  A
 *
 * Frames may be lost so often and no more: then the network is a good one. A
 * damaged frame whose checksums still hold is a lost one: nothing could tell
 * it from a true one. No frame is on its way for longer than FLIGHT_MAX, which
 * is less than MSL (RFC 9293 section 3.4.2).
 */
#ifndef FUZZ_NETWORK_H
#define FUZZ_NETWORK_H

#include "input.h"
#include "world.h"

enum {
	NETWORK_ROOM = 256,	/* frames on their way; the next one is lost */
	NETWORK_LOSSES = 10,	/* of one run */
	NETWORK_FRAME = 1514,	/* octets */
	DELAY = 1000,		/* us, of a frame nothing happens to */
	FLIGHT_MAX = 10000000	/* us */
};

struct flight {
	uint64_t at;		/* arrival, us */
	uint64_t order;
	int to;			/* which stack */
	uint32_t n;
	uint8_t *frame;		/* of exactly n octets; NULL: not in use */
};

struct network {
	struct world *end;	/* [2] */
	struct input fates;
	uint64_t order;
	unsigned losses;	/* so far */
	uint64_t late;		/* us that frames came late, in all */
	struct flight flight[NETWORK_ROOM];
	unsigned kept;		/* frames that arrived: their texts stay */
	unsigned room;
	uint8_t **arrived;
};

void network_begin(struct network *net, struct world *end,
		   struct input fates);
void network_end(struct network *net);

/* Of type world_wire: a frame of end A, of end B. */
void network_from_a(void *net, const uint8_t *frame, size_t n,
		    const struct wire_frame *f);
void network_from_b(void *net, const uint8_t *frame, size_t n,
		    const struct wire_frame *f);

/* When the next frame arrives, us; UINT64_MAX: none is on its way. */
uint64_t network_next(const struct network *net);

/* Hands over what has arrived. */
void network_deliver(struct network *net);

#endif
