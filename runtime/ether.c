/* SPDX-License-Identifier: BSD-2-Clause */
/* Ethernet and ARP: the layouts are drawn in ether.h. */
#include "ether.h"

#include "order.h"

struct ether ether_parse(const uint8_t *p)
{
	struct ether e;

	e.dst = rd48(p);
	e.src = rd48(p + 6);
	e.type = rd16(p + 12);
	return e;
}

void ether_build(uint8_t *p, struct ether e)
{
	wr48(p, e.dst);
	wr48(p + 6, e.src);
	wr16(p + 12, e.type);
}

uint8_t arp_valid(const uint8_t *p)
{
	return rd16(p) == 1 && rd16(p + 2) == ETHER_IPV4 && p[4] == 6 &&
	       p[5] == 4;
}

struct arp arp_parse(const uint8_t *p)
{
	struct arp a;

	a.op = rd16(p + 6);
	a.sha = rd48(p + 8);
	a.spa = rd32(p + 14);
	a.tha = rd48(p + 18);
	a.tpa = rd32(p + 24);
	return a;
}

void arp_build(uint8_t *p, struct arp a)
{
	wr16(p, 1);
	wr16(p + 2, ETHER_IPV4);
	p[4] = 6;
	p[5] = 4;
	wr16(p + 6, a.op);
	wr48(p + 8, a.sha);
	wr32(p + 14, a.spa);
	wr48(p + 18, a.tha);
	wr32(p + 24, a.tpa);
}
