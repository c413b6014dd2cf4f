/* SPDX-License-Identifier: BSD-2-Clause */
#include "ring.h"

#include "octets.h"

/* Octets that fit before the ring wraps. */
static uint32_t ring_before_wrap(const struct ring *ring, uint32_t at,
                                 uint32_t n)
{
	return n < ring->size - at ? n : ring->size - at;
}

void ring_put(const struct ring *ring, uint32_t at, const uint8_t *from,
              uint32_t n)
{
	uint32_t first;

	if (n == 0)
		return;
	at %= ring->size;
	first = ring_before_wrap(ring, at, n);
	octets_copy(ring->octets + at, from, first);
	octets_copy(ring->octets, from + first, n - first);
}

void ring_get(const struct ring *ring, uint32_t at, uint8_t *to, uint32_t n)
{
	uint32_t first;

	if (n == 0)
		return;
	at %= ring->size;
	first = ring_before_wrap(ring, at, n);
	octets_copy(to, ring->octets + at, first);
	octets_copy(to + first, ring->octets, n - first);
}
