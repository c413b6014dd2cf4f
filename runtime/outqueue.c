/* SPDX-License-Identifier: BSD-2-Clause */
#include "outqueue.h"

#include <stddef.h>

void outqueue_init(struct outqueue *queue, struct outgoing *at, uint32_t size)
{
	queue->at = at;
	queue->size = size;
	queue->first = 0;
	queue->n = 0;
}

/*@ requires \valid_read(queue) && outqueue_ok(queue) && k <= queue->size;
    terminates \true; exits \false; assigns \nothing;
    ensures \result == outqueue_index(queue, k);
    ensures \result < queue->size || k == queue->size; */
static uint32_t queue_at(const struct outqueue *queue, uint32_t k)
{
	uint32_t i = queue->first + k;

	return i < queue->size ? i : i - queue->size;
}

struct outgoing *outqueue_put(struct outqueue *queue)
{
	if (queue->n == queue->size)
		return NULL;
	return queue->at + queue_at(queue, queue->n++);
}

const struct outgoing *outqueue_oldest(const struct outqueue *queue)
{
	return queue->n > 0 ? queue->at + queue->first : NULL;
}

void outqueue_drop(struct outqueue *queue)
{
	queue->first = queue_at(queue, 1);
	queue->n--;
}
