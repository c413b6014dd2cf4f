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

/*@ predicate outqueue_ok(struct outqueue *queue) =
      queue->size > 0 && queue->size < 0x80000000 &&
      queue->first < queue->size && queue->n <= queue->size &&
      \valid(queue->at + (0 .. queue->size - 1)) &&
      \separated(queue, queue->at + (0 .. queue->size - 1));

    // Where the k-th oldest stands, k =< n.
    logic integer outqueue_index(struct outqueue *queue, integer k) =
      queue->first + k < queue->size ? queue->first + k
                                     : queue->first + k - queue->size;

    logic struct outgoing outqueue_item(struct outqueue *queue, integer k) =
      queue->at[outqueue_index(queue, k)]; */

/*@ requires \valid(queue) && 0 < size < 0x80000000;
    requires \valid(at + (0 .. size - 1));
    requires \separated(queue, at + (0 .. size - 1));
    terminates \true; exits \false; assigns *queue;
    ensures outqueue_ok(queue) && queue->n == 0;
    ensures queue->at == at && queue->size == size; */
void outqueue_init(struct outqueue *queue, struct outgoing *at, uint32_t size);

/* Appends; false: full, and it is lost. */
/*@ requires \valid(queue) && outqueue_ok(queue);
    requires \valid_read(outgoing);
    requires \separated(outgoing, queue, queue->at + (0 .. queue->size - 1));
    terminates \true; exits \false;
    assigns queue->n, queue->at[0 .. queue->size - 1];
    ensures ok: outqueue_ok(queue);
    ensures \result <==> \old(queue->n) < queue->size;
    ensures queue->n == \old(queue->n) + (\result ? 1 : 0);
    ensures kept: \forall integer k; 0 <= k < \old(queue->n) ==>
      outqueue_item(queue, k) == \old(outqueue_item(queue, k));
    ensures put: \result ==>
      outqueue_item(queue, \old(queue->n)) == *outgoing; */
bool outqueue_put(struct outqueue *queue, const struct outgoing *outgoing);

/* Takes the oldest into *outgoing; false: empty. */
/*@ requires \valid(queue) && outqueue_ok(queue);
    requires \valid(outgoing);
    requires \separated(outgoing, queue, queue->at + (0 .. queue->size - 1));
    terminates \true; exits \false;
    assigns queue->n, queue->first, *outgoing;
    ensures ok: outqueue_ok(queue);
    ensures \result <==> \old(queue->n) > 0;
    ensures queue->n == \old(queue->n) - (\result ? 1 : 0);
    ensures kept: \result ==> \forall integer k; 0 <= k < queue->n ==>
      outqueue_item(queue, k) == \old(outqueue_item(queue, k + 1));
    ensures oldest: \result ==>
      *outgoing == \old(outqueue_item(queue, 0));
    ensures empty: !\result ==> queue->n == 0; */
bool outqueue_take(struct outqueue *queue, struct outgoing *outgoing);

#endif
