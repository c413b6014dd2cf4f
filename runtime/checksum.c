/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The internet checksum: what it covers is in checksum.h.
 *
 * In one's complement arithmetic 65536 = 1, so that any number is as good as
 * its remainder by 65535 (0 and 65535 are both zero; a sum that began with
 * something else than zeros never becomes 0). Two things follow from it:
 *
 * - words of 64 bits may be added instead of words of 16, and folded at the
 *   end: 65535 divides 2^64 - 1 too, so a carry out of the highest bit counts
 *   one. The carries are counted apart, which is what compilers do well;
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

static uint16_t load16(const uint8_t *p)
{
	uint16_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

static uint32_t load32(const uint8_t *p)
{
	uint32_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

static uint64_t load64(const uint8_t *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

/* The number sum + carries * 2^64. */
struct wide {
	uint64_t sum, carries;
};

static inline struct wide add(struct wide a, uint64_t word)
{
	a.sum += word;
	a.carries += a.sum < word;
	return a;
}

/* The last n octets, 0 =< n < 8, an odd one padded on its right. */
static struct wide add_rest(struct wide w, const uint8_t *p, uint32_t n)
{
	const uint8_t odd[2] = {n % 2 != 0 ? p[n - 1] : 0, 0};

	if (n >= 4)
		w = add(w, load32(p));
	if (n % 4 >= 2)
		w = add(w, load16(p + n / 4 * 4));
	return add(w, load16(odd));
}

/* A sum of words in the host's order, as one of words in the network's. */
static uint32_t host_sum(struct wide w)
{
	uint64_t sum = w.sum % 4294967296u + w.sum / 4294967296u + w.carries;
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
	struct wide w = {0, 0};

	for (; n >= 32; n -= 32, p += 32) {
		w = add(w, load64(p));
		w = add(w, load64(p + 8));
		w = add(w, load64(p + 16));
		w = add(w, load64(p + 24));
	}
	for (; n >= 8; n -= 8, p += 8)
		w = add(w, load64(p));
	return host_sum(add_rest(w, p, n));
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
