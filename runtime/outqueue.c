/* SPDX-License-Identifier: BSD-2-Clause */
#include "outqueue.h"

void outqueue_init(struct outqueue *queue, struct outgoing *at, uint32_t size)
{
	queue->at = at;
	queue->size = size;
	queue->first = 0;
	queue->n = 0;
}

bool outqueue_put(struct outqueue *queue, const struct outgoing *outgoing)
{
	if (queue->n == queue->size)
		return false;
	queue->at[(queue->first + queue->n) % queue->size] = *outgoing;
	queue->n++;
	return true;
}

bool outqueue_take(struct outqueue *queue, struct outgoing *outgoing)
{
	if (queue->n == 0)
		return false;
	*outgoing = queue->at[queue->first];
	queue->first = (queue->first + 1) % queue->size;
	queue->n--;
	return true;
}
