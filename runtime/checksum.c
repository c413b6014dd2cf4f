/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The internet checksum: what it covers is in checksum.h.
 *
 * In one's complement arithmetic 65536 = 1, so that any number is as good as
 * its remainder by 65535 (0 and 65535 are both zero; a sum that began with
 * something else than zeros never becomes 0). Two things follow from it:
 *
 * - words of 32 bits may be added instead of words of 16, and folded at the
 *   end: 65535 octets are less than 2^14 of them, so 64 bits never overflow;
 * - the order of the octets in a word may be the host's: exchanging the two
 *   octets of every word exchanges the two octets of the sum (RFC 1071
 *   section 2, (B)), so one exchange at the end is enough.
 */
#include "checksum.h"

#include <string.h>

#include "order.h"

static uint32_t fold(uint64_t sum)
{
	sum = sum % 4294967296u + sum / 4294967296u;
	sum = sum % 65536u + sum / 65536u;
	sum = sum % 65536u + sum / 65536u;
	return (uint32_t)(sum % 65536u + sum / 65536u);
}

static uint32_t load32(const uint8_t *p)
{
	uint32_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

/* A sum of words in the host's order, as one of words in the network's. */
static uint32_t host_sum(uint64_t sum)
{
	uint16_t folded = (uint16_t)fold(sum);
	uint8_t octets[2];

	memcpy(octets, &folded, sizeof octets);
	return rd16(octets);
}

uint32_t checksum_sum_simple(const uint8_t *p, uint32_t n)
{
	uint64_t sum = 0;

	for (; n >= 2; n -= 2, p += 2)
		sum += rd16(p);
	if (n != 0)
		sum += p[0] * 256u;
	return fold(sum);
}

uint32_t checksum_sum(const uint8_t *p, uint32_t n)
{
	uint64_t even = 0;
	uint64_t odd = 0;

	for (; n >= 32; n -= 32, p += 32) {
		even += load32(p);
		odd += load32(p + 4);
		even += load32(p + 8);
		odd += load32(p + 12);
		even += load32(p + 16);
		odd += load32(p + 20);
		even += load32(p + 24);
		odd += load32(p + 28);
	}
	for (; n >= 4; n -= 4, p += 4)
		even += load32(p);
	return checksum_join(host_sum(even + odd),
			     checksum_sum_simple(p, n));
}

uint32_t checksum_join(uint32_t a, uint32_t b)
{
	return fold((uint64_t)a + b);
}

uint32_t checksum_pseudo(uint32_t src, uint32_t dst, uint8_t protocol,
			 uint32_t length)
{
	return fold((uint64_t)src + dst + protocol + length);
}

uint16_t checksum_finish(uint32_t sum)
{
	return (uint16_t)(65535u - sum);
}
