/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The wire: frames in, plain structs out, and back. No octet of a header is
 * read or written outside the modules gathered here.
 *
 *     0         14         14+header     text_at          text_at+text
 *     +----------+----------+-------------+----------------+ - - - - - +
 *     | Ethernet |   IPv4   |     TCP     |      text      |  padding  |
 *     +----------+----------+-------------+----------------+ - - - - - +
 *       ether.h    ipv4.h     tcp_header.h
 *                |<-------- IPv4 total length ------------>|
 *     +----------+----------+ - - - - - - +
 *     | Ethernet |   ARP    |   padding   |
 *     +----------+----------+ - - - - - - +
 *
 * Lengths are checked once, from the outside in; everything inside relies on
 * it. Frames are at most WIRE_MAX octets: a device that segments hands over
 * and takes TCP segments of up to 64 KiB (virtio's GSO).
 *
 * Checksums. The IPv4 header's is always verified. TCP's is verified unless
 * the driver vouches for it (WIRE_VOUCHED: virtio's DATA_VALID, or NEEDS_CSUM,
 * where the field only holds the pseudo-header's sum).
 *
 * parse(build(s)) = s for every segment that options_read can return and whose
 * options, aligned as options_write does it, fit into 40 octets.
 */
#ifndef WIRE_H
#define WIRE_H

#include <stdint.h>

#include "ether.h"
#include "ipv4.h"
#include "options.h"
#include "tcp_header.h"

enum {
	WIRE_MAX = ETHER_LENGTH + IPV4_MAX,
	WIRE_TCP_AT = ETHER_LENGTH + IPV4_LENGTH, /* in frames we build */
	WIRE_HEADERS_MAX = WIRE_TCP_AT + TCP_HEADER_MAX
};

/* Flags of wire_parse and wire_build_tcp. */
enum {
	WIRE_VOUCHED = 1,		/* parse: TCP's checksum is right */
	WIRE_PARTIAL = 2		/* build: leave it to the device */
};

/* Why a frame was refused. wire_reason_text[] says it in words. */
enum wire_reason {
	WIRE_OK,
	WIRE_SHORT_ETHERNET, WIRE_OTHER_TYPE,
	WIRE_SHORT_ARP, WIRE_OTHER_ARP,
	WIRE_SHORT_IPV4, WIRE_BAD_VERSION, WIRE_BAD_IHL,
	WIRE_BAD_TOTAL_LENGTH, WIRE_BAD_IPV4_CHECKSUM, WIRE_FRAGMENT,
	WIRE_OTHER_PROTOCOL,
	WIRE_SHORT_TCP, WIRE_BAD_DATA_OFFSET, WIRE_BAD_TCP_CHECKSUM,
	WIRE_NOT_FOR_US, WIRE_NOT_UNICAST,
	WIRE_REASONS
};

extern const char *const wire_reason_text[WIRE_REASONS];

struct wire_frame {
	struct ether ether;
	struct arp arp;			/* if ether.type is ETHER_ARP */
	struct ipv4 ip;			/* if ether.type is ETHER_IPV4 */
	struct tcp tcp;			/* and ip.protocol is IPV4_TCP */
	uint32_t text_at;		/* octets from the frame's start */
	uint32_t text;			/* octets of text, 0..65495 */
};

/*@ logic integer reason_of_ipv4(integer v) = v == IPV4_OK ? WIRE_OK :
	v == IPV4_SHORT ? WIRE_SHORT_IPV4 :
	v == IPV4_BAD_VERSION ? WIRE_BAD_VERSION :
	v == IPV4_BAD_IHL ? WIRE_BAD_IHL :
	v == IPV4_BAD_TOTAL ? WIRE_BAD_TOTAL_LENGTH :
	v == IPV4_BAD_CHECKSUM ? WIRE_BAD_IPV4_CHECKSUM : WIRE_FRAGMENT; */
/*@ logic integer reason_of_tcp(uint8_t *p, struct ipv4 ip,
		integer flags) =
	tcp_verdict_of(p, ip.payload) == TCP_SHORT ? WIRE_SHORT_TCP :
	tcp_verdict_of(p, ip.payload) != TCP_OK ? WIRE_BAD_DATA_OFFSET :
	(flags & WIRE_VOUCHED) == 0 &&
	ones(ones(ip.src + ip.dst + IPV4_TCP + ip.payload) +
	     ones(word_sum(p, ip.payload))) != 65535
	? WIRE_BAD_TCP_CHECKSUM : WIRE_OK; */

/*
 * Parses the n octets at frame (any n; nothing beyond is read). Fills in
 * *out and returns WIRE_OK for a whole ARP packet or TCP segment, otherwise
 * the first reason against it; then the headers before the offending one are
 * in *out, and all else there is zero. Whether a frame is for us is not asked.
 */
/*@ requires \valid_read(frame + (0 .. n - 1)) && \valid(out);
    requires \separated(out, frame + (0 .. n - 1));
    terminates \true; exits \false; assigns *out;
    ensures n < ETHER_LENGTH ==> \result == WIRE_SHORT_ETHERNET;
    ensures ETHER_LENGTH <= n && out->ether.type != ETHER_IPV4 &&
	out->ether.type != ETHER_ARP ==> \result == WIRE_OTHER_TYPE;
    ensures \result == WIRE_OK && out->ether.type == ETHER_IPV4 ==>
	out->text_at + out->text <= n; */
enum wire_reason wire_parse(const uint8_t *frame, uint32_t n, unsigned flags,
			    struct wire_frame *out);

/*@ logic integer hosts_of(integer prefix) = 4294967296 / (1 << prefix); */
/*@ predicate is_broadcast(integer address, integer ours, integer prefix) =
	1 <= prefix <= 30 &&
	address / hosts_of(prefix) == ours / hosts_of(prefix) &&
	address % hosts_of(prefix) == hosts_of(prefix) - 1; */
/*@ predicate is_unicast(integer address, integer ours, integer prefix) =
	0x01000000 <= address < 0xe0000000 &&
	!is_broadcast(address, ours, prefix); */

/*
 * Is a parsed frame for the host with this link and IPv4 address?
 * WIRE_NOT_FOR_US: another host's, or our own come back. WIRE_NOT_UNICAST: a
 * TCP segment from or to a broadcast or multicast address, to be discarded
 * silently (MUST-57); prefix (0..32) tells the net's broadcast address.
 */
/*@ requires \valid_read(f);
    terminates \true; exits \false; assigns \nothing;
    ensures link: f->ether.src == mac ||
	(f->ether.dst != mac && (f->ether.dst & ETHER_GROUP) == 0) ==>
	\result == WIRE_NOT_FOR_US;
    ensures arp: f->ether.src != mac && f->ether.type != ETHER_IPV4 &&
	(f->ether.dst == mac || (f->ether.dst & ETHER_GROUP) != 0) ==>
	(\result == WIRE_OK <==> f->arp.tpa == address);
    ensures ipv4: f->ether.type == ETHER_IPV4 && \result == WIRE_OK ==>
	f->ether.dst == mac && f->ip.dst == address &&
	f->ip.src != address && is_unicast(f->ip.src, address, prefix) &&
	is_unicast(address, address, prefix); */
enum wire_reason wire_for_us(const struct wire_frame *f, uint64_t mac,
			     uint32_t address, uint8_t prefix);

/*
 * Is this the address of more than one host, of none (0.0.0.0/8), or
 * reserved (240.0.0.0/4)? Such an address is no end of a connection.
 */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result ==
	(address < 0x01000000 || address >= 0xe0000000 ? 1 : 0); */
uint8_t wire_not_unicast(uint32_t address);

/* Is it the broadcast address of the net `ours` is in (prefix: 0..32)? */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result != 0 <==> is_broadcast(address, ours, prefix); */
uint8_t wire_is_broadcast(uint32_t address, uint32_t ours, uint8_t prefix);

/*
 * Octets of header in front of the text of a segment with these options: the
 * offset at which text is put into the frame, 54..94.
 */
/*@ requires \valid_read(o);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == WIRE_TCP_AT + tcp_length(*o); */
uint32_t wire_text_at(const struct options *o);

/*@ logic integer least_room(struct wire_frame f) =
	WIRE_TCP_AT + tcp_length(f.tcp.options) + f.text; */

/*
 * Builds a TCP frame around f->text octets of text that stand at
 * frame + wire_text_at(&f->tcp.options) already. Used of *f: ether.dst and
 * .src; ip.src, .dst, .id, .tos, .ttl; tcp but for .header; text. Returns the
 * frame's length, or 0 if it exceeds room or WIRE_MAX.
 */
/*@ requires \valid_read(f) && f->tcp.options.sacks <= OPTIONS_SACKS;
    requires tcp_length(f->tcp.options) <= TCP_HEADER_MAX;
    requires \valid(frame + (0 .. room - 1));
    requires \separated(f, frame + (0 .. room - 1));
    terminates \true; exits \false;
    assigns frame[0 .. WIRE_TCP_AT + tcp_length(f->tcp.options) - 1];
    ensures none: \result == 0 <==>
	least_room(*f) > WIRE_MAX || least_room(*f) > room;
    ensures length: \result != 0 ==> \result == least_room(*f);
    ensures ether: \result != 0 ==>
	ether_at(frame, {f->ether \with .type = (uint16_t)ETHER_IPV4}); */
uint32_t wire_build_tcp(uint8_t *frame, uint32_t room, unsigned flags,
			const struct wire_frame *f);

/* Builds an ARP frame from f->ether and f->arp. Its length, or 0: no room. */
/*@ requires \valid_read(f);
    requires ETHER_LENGTH + ARP_LENGTH <= room ==>
	\valid(frame + (0 .. ETHER_LENGTH + ARP_LENGTH - 1));
    requires \separated(f, frame + (0 .. ETHER_LENGTH + ARP_LENGTH - 1));
    terminates \true; exits \false;
    assigns frame[0 .. ETHER_LENGTH + ARP_LENGTH - 1];
    ensures none: room < ETHER_LENGTH + ARP_LENGTH ==> \result == 0;
    ensures length: ETHER_LENGTH + ARP_LENGTH <= room ==>
	\result == ETHER_LENGTH + ARP_LENGTH;
    ensures ether: \result != 0 ==>
	ether_at(frame, {f->ether \with .type = (uint16_t)ETHER_ARP});
    ensures arp: \result != 0 ==> arp_is_ours(frame + ETHER_LENGTH) &&
	arp_at(frame + ETHER_LENGTH, f->arp); */
uint32_t wire_build_arp(uint8_t *frame, uint32_t room,
			const struct wire_frame *f);

/* The six octets of a link address as a number, and back. */
/*@ requires \valid_read(octets + (0 .. 5));
    terminates \true; exits \false; assigns \nothing;
    ensures \result == be48(octets); */
uint64_t wire_mac(const uint8_t octets[6]);
/*@ requires \valid(octets + (0 .. 5));
    terminates \true; exits \false; assigns octets[0 .. 5];
    ensures has48(octets, mac); */
void wire_mac_octets(uint8_t octets[6], uint64_t mac);

#endif
