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

/*@ requires \valid(p + (0 .. 5));
    terminates \true; exits \false; assigns p[0 .. 5];
    ensures arp_is_ours(p); */
static void build_kind(uint8_t *p)
{
	wr16(p, 1);
	wr16(p + 2, ETHER_IPV4);
	p[4] = 6;
	p[5] = 4;
}

/*@ requires \valid(p + (0 .. 9));
    terminates \true; exits \false; assigns p[0 .. 9];
    ensures has48(p, mac) && be32(p + 6) == address; */
static void build_host(uint8_t *p, uint64_t mac, uint32_t address)
{
	wr48(p, mac);
	wr32(p + 6, address);
}

/*@ requires \valid(p + (0 .. 19));
    terminates \true; exits \false; assigns p[0 .. 19];
    ensures has48(p, a.sha) && be32(p + 6) == a.spa;
    ensures has48(p + 10, a.tha) && be32(p + 16) == a.tpa; */
static void build_hosts(uint8_t *p, struct arp a)
{
	build_host(p, a.sha, a.spa);
	build_host(p + 10, a.tha, a.tpa);
}

void arp_build(uint8_t *p, struct arp a)
{
	build_kind(p);
	wr16(p + 6, a.op);
	/*@ assert kind: arp_is_ours(p); */
	build_hosts(p + 8, a);
}
