/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * IPv4: the layout is drawn in ipv4.h. Every length is compared with the
 * others once, in ipv4_lengths, before anything else is looked at:
 *
 *     20 =< 4*IHL =< total length =< octets that are there
 */
#include "ipv4.h"

#include "checksum.h"
#include "order.h"

enum { DONT_FRAGMENT = 0x4000, MORE_AND_OFFSET = 0x3fff };

/*@ requires \valid_read(p);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == ipv4_octets(p); */
static uint32_t header_length(const uint8_t *p)
{
	return p[0] % 16u * 4u;
}

/*@ requires \valid_read(p + (0 .. n - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures \result == ipv4_lengths(p, n); */
static enum ipv4_verdict lengths(const uint8_t *p, uint32_t n)
{
	if (n < IPV4_LENGTH)
		return IPV4_SHORT;
	if (p[0] / 16u != 4)
		return IPV4_BAD_VERSION;
	if (header_length(p) < IPV4_LENGTH)
		return IPV4_BAD_IHL;
	if (rd16(p + 2) < header_length(p))
		return IPV4_BAD_TOTAL;
	if (n < rd16(p + 2))
		return IPV4_SHORT;
	return IPV4_OK;
}

enum ipv4_verdict ipv4_check(const uint8_t *p, uint32_t n)
{
	enum ipv4_verdict v = lengths(p, n);

	if (v != IPV4_OK)
		return v;
	if (checksum_sum(p, header_length(p)) != 65535)
		return IPV4_BAD_CHECKSUM;
	if (rd16(p + 6) % (MORE_AND_OFFSET + 1u) != 0)
		return IPV4_FRAGMENT;
	return IPV4_OK;
}

struct ipv4 ipv4_parse(const uint8_t *p)
{
	struct ipv4 h;

	h.src = rd32(p + 12);
	h.dst = rd32(p + 16);
	h.id = rd16(p + 4);
	h.tos = p[1];
	h.ttl = p[8];
	h.protocol = p[9];
	h.header = (uint8_t)header_length(p);
	h.payload = (uint16_t)(rd16(p + 2) - header_length(p));
	return h;
}

void ipv4_build(uint8_t *p, struct ipv4 h)
{
	p[0] = 4 * 16 + IPV4_LENGTH / 4;
	p[1] = h.tos;
	wr16(p + 2, (uint16_t)(IPV4_LENGTH + h.payload));
	wr16(p + 4, h.id);
	wr16(p + 6, DONT_FRAGMENT);
	p[8] = h.ttl;
	p[9] = h.protocol;
	wr16(p + 10, 0);
	wr32(p + 12, h.src);
	wr32(p + 16, h.dst);
	wr16(p + 10, checksum_finish(checksum_sum(p, IPV4_LENGTH)));
}
