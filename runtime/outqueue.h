/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Segments on their way from the event that sent them to tw_output(): what the
 * table said, to whom, and which rows said it. Text is not in here; it is
 * fetched from the send buffer when the frame is made, and a segment whose
 * text has been acknowledged meanwhile is left out.
 *
 * A full queue loses the newest, as a network would. TCP is used to it.
 */
#ifndef OUTQUEUE_H
#define OUTQUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "fsm/fsm.gen.h"
#include "table.h"

#define OUTGOING_NO_SLOT UINT32_MAX

struct outgoing {
	struct fsm_segment segment;
	struct table_key key;   /* the peer's socket, our port */
	uint32_t slot;          /* whose text; OUTGOING_NO_SLOT: nobody's */
	uint32_t generation;    /* of the slot */
	uint16_t window;        /* as in the header: scaled */
	uint8_t scale;          /* SYN: shift count to offer, ... */
	uint8_t has_scale;      /* ... if this is 1 */
	uint8_t tos;            /* of IPv4 */
	uint8_t event;          /* enum fsm_kind that sent it */
	uint8_t before, after;  /* enum fsm_state */
	uint8_t rows;
	uint16_t row[FSM_FIRED_MAX];
	uint8_t arp;            /* 1: no segment, but the answer to ... */
	uint64_t arp_mac;       /* ... an ARP request of key.address */
};

struct outqueue {
	struct outgoing *at;    /* [size] */
	uint32_t size;          /* not 0 */
	uint32_t first;         /* index of the oldest */
	uint32_t n;             /* =< size */
};

void outqueue_init(struct outqueue *queue, struct outgoing *at, uint32_t size);

/* Appends; false: full, and it is lost. */
bool outqueue_put(struct outqueue *queue, const struct outgoing *outgoing);

/* Takes the oldest into *outgoing; false: empty. */
bool outqueue_take(struct outqueue *queue, struct outgoing *outgoing);

#endif
