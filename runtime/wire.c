/* SPDX-License-Identifier: BSD-2-Clause */
/* Whole frames: the layers are drawn in wire.h. */
#include "wire.h"

#include "checksum.h"
#include "order.h"

const char *const wire_reason_text[WIRE_REASONS] = {
	[WIRE_OK]                = "ok",
	[WIRE_SHORT_ETHERNET]    = "shorter than an Ethernet header",
	[WIRE_OTHER_TYPE]        = "neither IPv4 nor ARP",
	[WIRE_SHORT_ARP]         = "shorter than an ARP packet",
	[WIRE_OTHER_ARP]         = "ARP, but not for Ethernet and IPv4",
	[WIRE_SHORT_IPV4]        = "shorter than its IPv4 datagram",
	[WIRE_BAD_VERSION]       = "the IP version is not 4",
	[WIRE_BAD_IHL]           = "the IPv4 header length is below 5",
	[WIRE_BAD_TOTAL_LENGTH]  = "the total length is below the header's",
	[WIRE_BAD_IPV4_CHECKSUM] = "bad IPv4 header checksum",
	[WIRE_FRAGMENT]          = "a fragment",
	[WIRE_OTHER_PROTOCOL]    = "not TCP",
	[WIRE_SHORT_TCP]         = "shorter than a TCP header",
	[WIRE_BAD_DATA_OFFSET]   = "the data offset is not in the segment",
	[WIRE_BAD_TCP_CHECKSUM]  = "bad TCP checksum",
	[WIRE_NOT_FOR_US]        = "for another host",
	[WIRE_NOT_UNICAST]       = "from or to a broadcast address",
};

/*@ lemma kept_ether{K, L}: \forall uint8_t *p, struct ether e, integer n;
	kept{K, L}(p, n) && ETHER_LENGTH <= n && ether_at{K}(p, e) ==>
	be16{L}(p) == be16{K}(p) && be32{L}(p + 2) == be32{K}(p + 2) &&
	be16{L}(p + 6) == be16{K}(p + 6) &&
	be32{L}(p + 8) == be32{K}(p + 8) && ether_at{L}(p, e); */

/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == reason_of_ipv4(v); */
static enum wire_reason ipv4_reason(enum ipv4_verdict v)
{
	switch (v) {
	case IPV4_OK:
		return WIRE_OK;
	case IPV4_SHORT:
		return WIRE_SHORT_IPV4;
	case IPV4_BAD_VERSION:
		return WIRE_BAD_VERSION;
	case IPV4_BAD_IHL:
		return WIRE_BAD_IHL;
	case IPV4_BAD_TOTAL:
		return WIRE_BAD_TOTAL_LENGTH;
	case IPV4_BAD_CHECKSUM:
		return WIRE_BAD_IPV4_CHECKSUM;
	case IPV4_FRAGMENT:
		break;
	}
	return WIRE_FRAGMENT;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == ones(ip.src + ip.dst + IPV4_TCP + length); */
static uint32_t pseudo(struct ipv4 ip, uint32_t length)
{
	return checksum_pseudo(ip.src, ip.dst, IPV4_TCP, length);
}

/*@ requires \valid_read(p + (0 .. ip.payload - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures \result != 0 <==>
	ones(ones(ip.src + ip.dst + IPV4_TCP + ip.payload) +
	     ones(word_sum(p, ip.payload))) == 65535; */
static uint8_t tcp_sum_ok(const uint8_t *p, struct ipv4 ip)
{
	return checksum_join(pseudo(ip, ip.payload),
			     checksum_sum(p, ip.payload)) == 65535;
}

/*@ requires \valid_read(p + (0 .. ip.payload - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures \result == reason_of_tcp(p, ip, flags); */
static enum wire_reason tcp_reason(const uint8_t *p, struct ipv4 ip,
				   unsigned flags)
{
	enum tcp_verdict v = tcp_check(p, ip.payload);

	if (v == TCP_SHORT)
		return WIRE_SHORT_TCP;
	if (v != TCP_OK)
		return WIRE_BAD_DATA_OFFSET;
	if ((flags & WIRE_VOUCHED) == 0 && !tcp_sum_ok(p, ip))
		return WIRE_BAD_TCP_CHECKSUM;
	return WIRE_OK;
}

/*@ requires \valid(out);
    requires \valid_read(frame +
	(0 .. ETHER_LENGTH + ip.header + ip.payload - 1));
    terminates \true; exits \false;
    assigns out->tcp, out->text_at, out->text;
    ensures \result == WIRE_OK ==> out->text_at + out->text ==
	ETHER_LENGTH + ip.header + ip.payload;
    ensures \result == WIRE_OK ==> ETHER_LENGTH + ip.header +
	TCP_HEADER_LENGTH <= out->text_at; */
static enum wire_reason parse_tcp(const uint8_t *frame, struct ipv4 ip,
				  unsigned flags, struct wire_frame *out)
{
	uint32_t at = ETHER_LENGTH + (uint32_t)ip.header;
	struct tcp tcp;
	enum wire_reason reason = tcp_reason(frame + at, ip, flags);

	if (reason != WIRE_OK)
		return reason;
	tcp = tcp_parse(frame + at);
	out->tcp = tcp;
	out->text_at = at + tcp.header;
	out->text = ip.payload - (uint32_t)tcp.header;
	return WIRE_OK;
}

/*@ requires ETHER_LENGTH <= n && \valid_read(frame + (0 .. n - 1));
    requires \valid(out) && \separated(out, frame + (0 .. n - 1));
    terminates \true; exits \false;
    assigns out->ip, out->tcp, out->text_at, out->text;
    ensures \old(ipv4_verdict_of(frame + ETHER_LENGTH, n - ETHER_LENGTH)) !=
	IPV4_OK ==> \result == reason_of_ipv4(
	\old(ipv4_verdict_of(frame + ETHER_LENGTH, n - ETHER_LENGTH)));
    ensures \old(ipv4_verdict_of(frame + ETHER_LENGTH, n - ETHER_LENGTH)) ==
	IPV4_OK && \old(frame[ETHER_LENGTH + 9]) != IPV4_TCP ==>
	\result == WIRE_OTHER_PROTOCOL;
    ensures \result == WIRE_OK ==>
	out->text_at + out->text <= n; */
static enum wire_reason parse_ipv4(const uint8_t *frame, uint32_t n,
				   unsigned flags, struct wire_frame *out)
{
	const uint8_t *p = frame + ETHER_LENGTH;
	enum ipv4_verdict v = ipv4_check(p, n - ETHER_LENGTH);
	struct ipv4 ip;

	if (v != IPV4_OK)
		return ipv4_reason(v);
	ip = ipv4_parse(p);
	/*@ assert whole: ETHER_LENGTH + ip.header + ip.payload <= n; */
	out->ip = ip;
	if (ip.protocol != IPV4_TCP)
		return WIRE_OTHER_PROTOCOL;
	return parse_tcp(frame, ip, flags, out);
}

/*@ requires ETHER_LENGTH <= n && \valid_read(frame + (0 .. n - 1));
    requires \valid(out) && \separated(out, frame + (0 .. n - 1));
    terminates \true; exits \false; assigns out->arp;
    ensures \result == WIRE_OK <==> n >= ETHER_LENGTH + ARP_LENGTH &&
	\old(arp_is_ours(frame + ETHER_LENGTH)); */
static enum wire_reason parse_arp(const uint8_t *frame, uint32_t n,
				  struct wire_frame *out)
{
	if (n - ETHER_LENGTH < ARP_LENGTH)
		return WIRE_SHORT_ARP;
	if (!arp_valid(frame + ETHER_LENGTH))
		return WIRE_OTHER_ARP;
	out->arp = arp_parse(frame + ETHER_LENGTH);
	return WIRE_OK;
}

enum wire_reason wire_parse(const uint8_t *frame, uint32_t n, unsigned flags,
			    struct wire_frame *out)
{
	static const struct wire_frame empty;

	*out = empty;
	if (n < ETHER_LENGTH)
		return WIRE_SHORT_ETHERNET;
	out->ether = ether_parse(frame);
	if (out->ether.type == ETHER_IPV4)
		return parse_ipv4(frame, n, flags, out);
	if (out->ether.type == ETHER_ARP)
		return parse_arp(frame, n, out);
	return WIRE_OTHER_TYPE;
}

uint8_t wire_not_unicast(uint32_t address)
{
	return address < 0x01000000 || address >= 0xe0000000;
}

/* 2^n. Of << the provers know nothing but what it does to constants. */
/*@ requires 1 <= n <= 30;
    terminates \true; exits \false; assigns \nothing;
    ensures \result == (1 << n);
    ensures 2 <= \result <= 1073741824; */
static uint64_t power(uint8_t n)
{
	/*@ assert is: n == 1 ==> (1 << n) == 2; */
	/*@ assert is: n == 2 ==> (1 << n) == 4; */
	/*@ assert is: n == 3 ==> (1 << n) == 8; */
	/*@ assert is: n == 4 ==> (1 << n) == 16; */
	/*@ assert is: n == 5 ==> (1 << n) == 32; */
	/*@ assert is: n == 6 ==> (1 << n) == 64; */
	/*@ assert is: n == 7 ==> (1 << n) == 128; */
	/*@ assert is: n == 8 ==> (1 << n) == 256; */
	/*@ assert is: n == 9 ==> (1 << n) == 512; */
	/*@ assert is: n == 10 ==> (1 << n) == 1024; */
	/*@ assert is: n == 11 ==> (1 << n) == 2048; */
	/*@ assert is: n == 12 ==> (1 << n) == 4096; */
	/*@ assert is: n == 13 ==> (1 << n) == 8192; */
	/*@ assert is: n == 14 ==> (1 << n) == 16384; */
	/*@ assert is: n == 15 ==> (1 << n) == 32768; */
	/*@ assert is: n == 16 ==> (1 << n) == 65536; */
	/*@ assert is: n == 17 ==> (1 << n) == 131072; */
	/*@ assert is: n == 18 ==> (1 << n) == 262144; */
	/*@ assert is: n == 19 ==> (1 << n) == 524288; */
	/*@ assert is: n == 20 ==> (1 << n) == 1048576; */
	/*@ assert is: n == 21 ==> (1 << n) == 2097152; */
	/*@ assert is: n == 22 ==> (1 << n) == 4194304; */
	/*@ assert is: n == 23 ==> (1 << n) == 8388608; */
	/*@ assert is: n == 24 ==> (1 << n) == 16777216; */
	/*@ assert is: n == 25 ==> (1 << n) == 33554432; */
	/*@ assert is: n == 26 ==> (1 << n) == 67108864; */
	/*@ assert is: n == 27 ==> (1 << n) == 134217728; */
	/*@ assert is: n == 28 ==> (1 << n) == 268435456; */
	/*@ assert is: n == 29 ==> (1 << n) == 536870912; */
	/*@ assert is: n == 30 ==> (1 << n) == 1073741824; */
	/*@ assert some: 2 <= (1 << n) <= 1073741824; */
	return (uint64_t)1 << n;
}

/* The address of all hosts of a net; RFC 3021: a net of two has none. */
uint8_t wire_is_broadcast(uint32_t address, uint32_t ours, uint8_t prefix)
{
	uint32_t hosts;

	if (prefix == 0 || prefix > 30)
		return 0;
	hosts = (uint32_t)(4294967296u / power(prefix));
	return address / hosts == ours / hosts && address % hosts == hosts - 1;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == 0 <==> is_unicast(address, ours, prefix); */
static uint8_t no_end(uint32_t address, uint32_t ours, uint8_t prefix)
{
	return wire_not_unicast(address) ||
	       wire_is_broadcast(address, ours, prefix);
}

/*@ requires \valid_read(f);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == WIRE_OK <==> f->ether.dst == mac &&
	f->ip.dst == address && f->ip.src != address &&
	is_unicast(f->ip.src, address, prefix) &&
	is_unicast(address, address, prefix); */
static enum wire_reason ipv4_for_us(const struct wire_frame *f, uint64_t mac,
				    uint32_t address, uint8_t prefix)
{
	if (no_end(f->ip.dst, address, prefix) ||
	    no_end(f->ip.src, address, prefix))
		return WIRE_NOT_UNICAST;
	if (f->ip.dst != address || f->ip.src == address)
		return WIRE_NOT_FOR_US;
	return f->ether.dst == mac ? WIRE_OK : WIRE_NOT_UNICAST;
}

enum wire_reason wire_for_us(const struct wire_frame *f, uint64_t mac,
			     uint32_t address, uint8_t prefix)
{
	uint8_t group = (f->ether.dst & ETHER_GROUP) != 0;

	if (f->ether.src == mac || (f->ether.dst != mac && !group))
		return WIRE_NOT_FOR_US;
	if (f->ether.type == ETHER_IPV4)
		return ipv4_for_us(f, mac, address, prefix);
	return f->arp.tpa == address ? WIRE_OK : WIRE_NOT_FOR_US;
}

uint32_t wire_text_at(const struct options *o)
{
	return WIRE_TCP_AT + tcp_header_length(o);
}

/*@ requires \valid_read(p + (0 .. ip.payload - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures partial: (flags & WIRE_PARTIAL) != 0 ==>
	\result == ones(ip.src + ip.dst + IPV4_TCP + ip.payload);
    ensures whole: (flags & WIRE_PARTIAL) == 0 ==> \result == 65535 -
	ones(ones(ip.src + ip.dst + IPV4_TCP + ip.payload) +
	     ones(word_sum(p, ip.payload))); */
static uint16_t tcp_checksum(const uint8_t *p, struct ipv4 ip, unsigned flags)
{
	uint32_t sum = pseudo(ip, ip.payload);

	if ((flags & WIRE_PARTIAL) != 0)
		return (uint16_t)sum;
	return checksum_finish(checksum_join(sum,
					     checksum_sum(p, ip.payload)));
}

uint32_t wire_build_tcp(uint8_t *frame, uint32_t room, unsigned flags,
			const struct wire_frame *f)
{
	uint32_t header = wire_text_at(&f->tcp.options);
	struct ether ether = f->ether;
	struct ipv4 ip = f->ip;
	uint8_t *p = frame + WIRE_TCP_AT;

	if (f->text > WIRE_MAX - header || room < header + f->text)
		return 0;
	ether.type = ETHER_IPV4;
	ip.protocol = IPV4_TCP;
	ip.payload = (uint16_t)(header + f->text - WIRE_TCP_AT);
	ether_build(frame, ether);
	/*@ assert ether: ether_at(frame, ether); */
	/*@ ghost ipv4: ; */
	ipv4_build(frame + ETHER_LENGTH, ip);
	/*@ assert kept: kept{ipv4, Here}(frame, ETHER_LENGTH); */
	/*@ assert ether: ether_at(frame, ether); */
	/*@ ghost tcp: ; */
	tcp_build(p, &f->tcp);
	/*@ assert kept: kept{tcp, Here}(frame, ETHER_LENGTH); */
	/*@ assert ether: ether_at(frame, ether); */
	/*@ ghost checksum: ; */
	wr16(p + TCP_CHECKSUM_AT, tcp_checksum(p, ip, flags));
	/*@ assert kept: kept{checksum, Here}(frame, ETHER_LENGTH); */
	/*@ assert ether: ether_at(frame, ether); */
	return header + f->text;
}

uint32_t wire_build_arp(uint8_t *frame, uint32_t room,
			const struct wire_frame *f)
{
	struct ether ether = f->ether;

	if (room < ETHER_LENGTH + ARP_LENGTH)
		return 0;
	ether.type = ETHER_ARP;
	ether_build(frame, ether);
	/*@ ghost arp: ; */
	arp_build(frame + ETHER_LENGTH, f->arp);
	/*@ assert kept: kept{arp, Here}(frame, ETHER_LENGTH); */
	/*@ assert ether: ether_at(frame, ether); */
	return ETHER_LENGTH + ARP_LENGTH;
}

uint64_t wire_mac(const uint8_t octets[6])
{
	return rd48(octets);
}

void wire_mac_octets(uint8_t octets[6], uint64_t mac)
{
	wr48(octets, mac);
}
