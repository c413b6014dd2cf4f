/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ethernet frames, and ARP (RFC 826) on them.
 *
 *      0       6       12    14
 *     +-------+-------+-----+---------------------- - - -
 *     |  dst  |  src  |type | payload
 *     +-------+-------+-----+---------------------- - - -
 *
 * A payload may be followed by padding up to 60 octets of frame: lengths come
 * from the payload, never from the frame. The check sequence is the device's.
 *
 * The ARP packet for Ethernet and IPv4 (RFC 826 "Packet format"):
 *
 *      0     2     4   5   6    8     14    18    24   28
 *     +-----+-----+---+---+----+-----+-----+-----+-----+
 *     | 1   |0x800| 6 | 4 | op | sha | spa | tha | tpa |
 *     +-----+-----+---+---+----+-----+-----+-----+-----+
 *
 * A link address is a number of 48 bits, in the order it is written:
 * 02:70:62:00:00:02 is 0x027062000002.
 */
#ifndef ETHER_H
#define ETHER_H

#include <stdint.h>

#include "octets.h"

enum {
	ETHER_LENGTH = 14,		/* octets of header */
	ETHER_SHORTEST = 60,		/* octets of frame, without FCS */
	ETHER_IPV4 = 0x0800, ETHER_ARP = 0x0806
};

#define ETHER_BROADCAST ((uint64_t)0xffffffffffff)
#define ETHER_GROUP     ((uint64_t)0x010000000000) /* multicast, broadcast */

enum { ARP_LENGTH = 28, ARP_REQUEST = 1, ARP_REPLY = 2 };

struct ether {
	uint64_t dst, src;		/* link addresses */
	uint16_t type;			/* ETHER_IPV4, ETHER_ARP, ... */
};

struct arp {
	uint16_t op;			/* ARP_REQUEST, ARP_REPLY, ... */
	uint64_t sha, tha;		/* sender's, target's link address */
	uint32_t spa, tpa;		/* sender's, target's IPv4 address */
};

/*@ predicate ether_at(uint8_t *p, struct ether e) =
	has48(p, e.dst) && has48(p + 6, e.src) &&
	be16(p + 12) == e.type; */
/*@ predicate arp_at(uint8_t *p, struct arp a) = be16(p + 6) == a.op &&
	has48(p + 8, a.sha) && be32(p + 14) == a.spa &&
	has48(p + 18, a.tha) && be32(p + 24) == a.tpa; */
/*@ logic boolean arp_is_ours(uint8_t *p) = be16(p) == 1 &&
	be16(p + 2) == ETHER_IPV4 && p[4] == 6 && p[5] == 4; */

/* p[0..ETHER_LENGTH) */
/*@ requires \valid_read(p + (0 .. ETHER_LENGTH - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures ether_at(p, \result);
    ensures \result.dst < 281474976710656;
    ensures \result.src < 281474976710656; */
struct ether ether_parse(const uint8_t *p);

/*@ requires \valid(p + (0 .. ETHER_LENGTH - 1));
    terminates \true; exits \false; assigns p[0 .. ETHER_LENGTH - 1];
    ensures ether_at(p, e); */
void ether_build(uint8_t *p, struct ether e);

/* p[0..ARP_LENGTH). Valid: for Ethernet and IPv4, with their lengths. */
/*@ requires \valid_read(p + (0 .. ARP_LENGTH - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures \result == (arp_is_ours(p) ? 1 : 0); */
uint8_t arp_valid(const uint8_t *p);

/*@ requires \valid_read(p + (0 .. ARP_LENGTH - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures arp_at(p, \result);
    ensures \result.sha < 281474976710656;
    ensures \result.tha < 281474976710656; */
struct arp arp_parse(const uint8_t *p);

/*@ requires \valid(p + (0 .. ARP_LENGTH - 1));
    terminates \true; exits \false; assigns p[0 .. ARP_LENGTH - 1];
    ensures arp_is_ours(p);
    ensures arp_at(p, a); */
void arp_build(uint8_t *p, struct arp a);

#endif
