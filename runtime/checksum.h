/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The internet checksum (RFC 1071): the 16-bit one's complement of the one's
 * complement sum of all 16-bit words, an odd last octet padded with a zero on
 * its right.
 *
 * A sum is carried in 32 bits and need not be folded: sums of several pieces
 * are added with checksum_join, in any order, as long as every piece but the
 * last has an even length (RFC 1071 section 2, (A) and (B)).
 *
 * The TCP checksum also covers the pseudo-header (RFC 9293 figure 2):
 *
 *                  +--------+--------+--------+--------+
 *                  |           Source Address          |
 *                  +--------+--------+--------+--------+
 *                  |         Destination Address       |
 *                  +--------+--------+--------+--------+
 *                  |  zero  |  PTCL  |    TCP Length   |
 *                  +--------+--------+--------+--------+
 *
 * A partial checksum is the folded sum of the pseudo-header alone, left in the
 * checksum field *without* the complement: whoever finishes it, a network card
 * or the kernel behind virtio's NEEDS_CSUM, sums the segment from its first
 * octet, that field included, and writes the complement.
 */
#ifndef CHECKSUM_H
#define CHECKSUM_H

#include <stdint.h>

/*
 * The one's complement sum, 0..65535, of n octets at p, 0 =< n =< 65535.
 * 0 only when all octets are zero. Eight octets at a time.
 */
uint32_t checksum_sum(const uint8_t *p, uint32_t n);

/* The same, two octets at a time: what checksum_sum is measured against. */
uint32_t checksum_sum_simple(const uint8_t *p, uint32_t n);

/* The sum of two sums, each at most 65535. */
uint32_t checksum_join(uint32_t a, uint32_t b);

/*
 * The sum, 0..65535, of an IPv4 pseudo-header: addresses as numbers, length
 * of the TCP header and text in octets, 0..65535.
 */
uint32_t checksum_pseudo(uint32_t src, uint32_t dst, uint8_t protocol,
			 uint32_t length);

/* What the checksum field holds for a sum of 0..65535: its complement. */
uint16_t checksum_finish(uint32_t sum);

#endif
