/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The peers of a stack under attack: 10.0.0.2 and 10.0.0.3, which know its
 * numbers and mean no good. They make a segment of a record of script.h, and
 * at the end of a run they may be polite: acknowledge everything, and close.
 */
#ifndef FUZZ_PEERS_H
#define FUZZ_PEERS_H

#include "world.h"

enum {
	PEER_ADDRESS = 0x0a000002, PEER_HOST = 0x0a000001,
	PEER_TEXT_MAX = 20000,		/* octets of one segment */
	PEER_FRAMES_MAX = 1024,		/* of one run */
	PEER_BUDGET = 200000		/* octets of text in one run */
};

struct peers {
	struct world *world;
	bool wrap;		/* their numbers pass 2^32 soon */
	uint16_t ephemeral;	/* local port of the last tw_connect() */
	uint32_t budget;	/* octets of text left */
	unsigned frames;
	uint8_t *frame[PEER_FRAMES_MAX];	/* sent so far */
};

void peers_begin(struct peers *peers, struct world *world, bool wrap);

/* The run is over: their texts are not needed any more. */
void peers_end(struct peers *peers);

/* Sends what a record says. */
void peers_segment(struct peers *peers, const uint8_t *record);

/* Sends n octets as they are; repair: with right checksums. */
void peers_raw(struct peers *peers, const uint8_t *octets, uint32_t n,
	       bool repair);

/* An ARP packet of peer 0 or 1. */
void peers_arp(struct peers *peers, unsigned which, uint16_t op);

/* Every connection gets what it waits for: acknowledgments, and a FIN. */
void peers_oblige(struct peers *peers);

/* A frame of the stack: an ARP request is answered. */
void peers_hear(void *context, const uint8_t *frame, size_t n,
		const struct wire_frame *f);

#endif
