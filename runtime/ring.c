/* SPDX-License-Identifier: BSD-2-Clause */
#include "ring.h"

#include "octets.h"

void ring_put(const struct ring *ring, uint32_t at, const uint8_t *from,
              uint32_t n)
{
	uint32_t i, first;

	if (n == 0)
		return;
	i = ring_at(ring->size, at);
	first = least(n, ring->size - i);
	octets_copy(ring->octets + i, from, first);
	octets_copy(ring->octets, from + first, n - first);
}

void ring_get(const struct ring *ring, uint32_t at, uint8_t *to, uint32_t n)
{
	uint32_t i, first;

	if (n == 0)
		return;
	i = ring_at(ring->size, at);
	first = least(n, ring->size - i);
	octets_copy(to, ring->octets + i, first);
	octets_copy(to + first, ring->octets, n - first);
}
