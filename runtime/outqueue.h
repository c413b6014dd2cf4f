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

    // Where the next is put, if there is room.
    logic integer outqueue_end(struct outqueue *queue) =
      outqueue_index(queue, queue->n); */

/*@ requires \valid(queue) && 0 < size < 0x80000000;
    requires \valid(at + (0 .. size - 1));
    requires \separated(queue, at + (0 .. size - 1));
    terminates \true; exits \false; assigns *queue;
    ensures outqueue_ok(queue) && queue->n == 0;
    ensures queue->at == at && queue->size == size; */
void outqueue_init(struct outqueue *queue, struct outgoing *at, uint32_t size);

/* The place of a newest, to be written at once; NULL: full, and it is lost. */
/*@ requires \valid(queue) && outqueue_ok(queue);
    terminates \true; exits \false; assigns queue->n;
    ensures ok: outqueue_ok(queue);
    ensures full: \old(queue->n) == queue->size ==>
      \result == \null && queue->n == \old(queue->n);
    ensures room: \old(queue->n) < queue->size ==>
      queue->n == \old(queue->n) + 1 &&
      \result == queue->at + \old(outqueue_end(queue)); */
struct outgoing *outqueue_put(struct outqueue *queue);

/* The oldest; NULL: empty. */
/*@ requires \valid_read(queue) && outqueue_ok(queue);
    terminates \true; exits \false; assigns \nothing;
    ensures empty: \result == \null <==> queue->n == 0;
    ensures oldest: \result != \null ==>
      \result == queue->at + outqueue_index(queue, 0); */
const struct outgoing *outqueue_oldest(const struct outqueue *queue);

/* Forgets the oldest: each of the others is one nearer to the front. */
/*@ requires \valid(queue) && outqueue_ok(queue) && queue->n > 0;
    terminates \true; exits \false; assigns queue->first, queue->n;
    ensures ok: outqueue_ok(queue);
    ensures queue->n == \old(queue->n) - 1;
    ensures kept: \forall integer k; 0 <= k < queue->n ==>
      outqueue_index(queue, k) == \old(outqueue_index(queue, k + 1)); */
void outqueue_drop(struct outqueue *queue);

#endif
