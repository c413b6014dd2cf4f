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
 * In contracts, word_sum is the plain sum of the words in n octets, whose
 * octets count 256 at even places and 1 at odd ones, and ones(n) is the one's
 * complement number for n: one of 0..65535 that is n, but for multiples of
 * 65535, and 0 for 0 only. The last lemma says that ones(word_sum) is what
 * adding word after word comes to, every carry brought round to the other end.
 */
/*@ logic integer evens(uint8_t *p, integer n) = n <= 0 ? 0 :
	evens(p, n - 1) + (n % 2 == 1 ? p[n - 1] : 0); */
/*@ logic integer odds(uint8_t *p, integer n) = n <= 0 ? 0 :
	odds(p, n - 1) + (n % 2 == 0 ? p[n - 1] : 0); */
/*@ logic integer pair(integer e, integer o) = e * 256 + o; */
/*@ logic integer word_sum(uint8_t *p, integer n) =
	pair(evens(p, n), odds(p, n)); */
/*@ logic integer ones(integer n) = n == 0 ? 0 : (n - 1) % 65535 + 1; */
/*@ logic integer around(integer n) = n > 65535 ? n - 65535 : n; */
/*@ lemma ones_word: \forall integer n, word;
	0 <= n && 0 <= word <= 65535 ==>
	ones(n + word) == around(ones(n) + word); */

/*
 * The one's complement sum, 0..65535, of n octets at p, 0 =< n =< 65535.
 * 0 only when all octets are zero.
 */
/*@ requires n <= 65535 && \valid_read(p + (0 .. n - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures \result == ones(word_sum(p, n));
    ensures 0 <= word_sum(p, n); */
uint32_t checksum_sum(const uint8_t *p, uint32_t n);

/* The sum of two sums, each at most 65535. */
/*@ requires a <= 65535 && b <= 65535;
    terminates \true; exits \false; assigns \nothing;
    ensures \result == ones(a + b); */
uint32_t checksum_join(uint32_t a, uint32_t b);

/*
 * The sum, 0..65535, of an IPv4 pseudo-header: addresses as numbers, length
 * of the TCP header and text in octets, 0..65535.
 */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == ones(src + dst + protocol + length); */
uint32_t checksum_pseudo(uint32_t src, uint32_t dst, uint8_t protocol,
			 uint32_t length);

/* What the checksum field holds for a sum of 0..65535: its complement. */
/*@ requires sum <= 65535;
    terminates \true; exits \false; assigns \nothing;
    ensures \result == 65535 - sum; */
uint16_t checksum_finish(uint32_t sum);

#endif
