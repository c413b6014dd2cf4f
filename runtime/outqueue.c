/* SPDX-License-Identifier: BSD-2-Clause */
#include "outqueue.h"

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

bool outqueue_put(struct outqueue *queue, const struct outgoing *outgoing)
{
	uint32_t i;

	if (queue->n == queue->size)
		return false;
	i = queue_at(queue, queue->n);
	queue->at[i] = *outgoing;
	queue->n++;
	return true;
}

bool outqueue_take(struct outqueue *queue, struct outgoing *outgoing)
{
	if (queue->n == 0)
		return false;
	*outgoing = queue->at[queue->first];
	queue->first = queue_at(queue, 1);
	queue->n--;
	return true;
}
