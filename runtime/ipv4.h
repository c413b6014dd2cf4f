/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The IPv4 header (RFC 791 section 3.1, figure 4):
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |Version|  IHL  |Type of Service|          Total Length         |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |         Identification        |0|D|M|     Fragment Offset     |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |  Time to Live |    Protocol   |         Header Checksum       |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |                       Source Address                          |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |                    Destination Address                        |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |                    Options                    |    Padding    |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *
 * Options received are stepped over (MUST-50); none are sent. Fragments are
 * refused, not reassembled: TCP avoids them. What we send has D set, so that
 * its identification means nothing (RFC 6864).
 */
#ifndef IPV4_H
#define IPV4_H

#include <stdint.h>

#include "checksum.h"
#include "octets.h"

enum {
	IPV4_LENGTH = 20,		/* octets of the header we send */
	IPV4_MAX = 65535,		/* octets of a datagram */
	IPV4_TCP = 6			/* protocol */
};

enum ipv4_verdict {
	IPV4_OK, IPV4_SHORT, IPV4_BAD_VERSION, IPV4_BAD_IHL, IPV4_BAD_TOTAL,
	IPV4_BAD_CHECKSUM, IPV4_FRAGMENT
};

struct ipv4 {
	uint32_t src, dst;		/* addresses */
	uint16_t id;			/* identification */
	uint8_t tos;			/* DSCP * 4 + ECN */
	uint8_t ttl;			/* hops left */
	uint8_t protocol;		/* IPV4_TCP, ... */
	uint8_t header;			/* octets of header, options included:
					 * 20..60, a multiple of 4 */
	uint16_t payload;		/* octets behind the header:
					 * header + payload =< 65535 */
};

/*@ logic integer ipv4_octets(uint8_t *p) = p[0] % 16 * 4; */
/*@ logic integer ipv4_lengths(uint8_t *p, integer n) =
	n < IPV4_LENGTH ? IPV4_SHORT : p[0] / 16 != 4 ? IPV4_BAD_VERSION :
	ipv4_octets(p) < IPV4_LENGTH ? IPV4_BAD_IHL :
	be16(p + 2) < ipv4_octets(p) ? IPV4_BAD_TOTAL :
	n < be16(p + 2) ? IPV4_SHORT : IPV4_OK; */
/*@ logic integer ipv4_verdict_of(uint8_t *p, integer n) =
	ipv4_lengths(p, n) != IPV4_OK ? ipv4_lengths(p, n) :
	ones(word_sum(p, ipv4_octets(p))) != 65535 ? IPV4_BAD_CHECKSUM :
	be16(p + 6) % 16384 != 0 ? IPV4_FRAGMENT : IPV4_OK; */
/*@ predicate ipv4_at(uint8_t *p, struct ipv4 h) =
	be32(p + 12) == h.src && be32(p + 16) == h.dst &&
	be16(p + 4) == h.id && p[1] == h.tos && p[8] == h.ttl &&
	p[9] == h.protocol; */

/* May the n octets at p be taken for a datagram, possibly with padding? */
/*@ requires \valid_read(p + (0 .. n - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures \result == ipv4_verdict_of(p, n); */
enum ipv4_verdict ipv4_check(const uint8_t *p, uint32_t n);

/* Parses what ipv4_check found to be IPV4_OK. */
/*@ requires \valid_read(p + (0 .. IPV4_LENGTH - 1));
    requires ipv4_octets(p) <= be16(p + 2);
    terminates \true; exits \false; assigns \nothing;
    ensures ipv4_at(p, \result);
    ensures \result.header == ipv4_octets(p);
    ensures \result.header + \result.payload == be16(p + 2); */
struct ipv4 ipv4_parse(const uint8_t *p);

/* Writes p[0..IPV4_LENGTH), checksum included. h.header is taken for 20. */
/*@ requires \valid(p + (0 .. IPV4_LENGTH - 1));
    requires h.payload <= IPV4_MAX - IPV4_LENGTH;
    terminates \true; exits \false; assigns p[0 .. IPV4_LENGTH - 1];
    ensures p[0] == 69 && p[1] == h.tos && p[8] == h.ttl && p[9] == h.protocol;
    ensures id: be16(p + 4) == h.id; */
void ipv4_build(uint8_t *p, struct ipv4 h);

#endif
