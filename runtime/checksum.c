/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The internet checksum: what it covers is in checksum.h.
 *
 * In one's complement arithmetic 65536 = 1, so that any number is as good as
 * its remainder by 65535 (0 and 65535 are both zero; a sum that began with
 * something else than zeros never becomes 0). Two things follow from it:
 *
 * - words of 32 bits may be added instead of words of 16, and folded at the
 *   end: of 65535 octets their sum stays below 2^46;
 * - the octets of a word may be read the other way round, the first counting
 *   least, which is how most hosts load them: exchanging the two octets of
 *   every word exchanges the two octets of the sum (RFC 1071 section 2, (B)),
 *   so one exchange at the end is enough.
 *
 * Compilers make one load of load32, and vectors of a block of 32 octets. They
 * see it in << and not in a multiplication; the lemmas tell the provers that
 * the two are the same.
 *
 * The proof is linear. With E and O the sums of the octets at even and at odd
 * places, and H that of the upper halves of the words of 32 bits (each of them
 * counts 65536, that is, 1 + 65535), what the loops keep is
 *
 *      sum = E + 256 * O + 65535 * H
 */
#include "checksum.h"

/*@ lemma shift_1: \forall integer n; (n << 1) == n * 2;
    lemma shift_2: \forall integer n;
	((n << 1) << 1) == n * 4 && (n << 2) == n * 4;
    lemma shift_4: \forall integer n;
	((n << 2) << 2) == n * 16 && (n << 4) == n * 16;
    lemma shift_8: \forall integer n;
	((n << 4) << 4) == n * 256 && (n << 8) == n * 256;
    lemma shift_16: \forall integer n;
	((n << 8) << 8) == n * 65536 && (n << 16) == n * 65536; */

/*@ logic integer halves(uint8_t *p, integer n) = n <= 0 ? 0 :
	halves(p, n - 4) + p[n - 2] + p[n - 1] * 256; */

/* Of n octets and the halves of the first k of them. */
/*@ predicate exact(integer sum, uint8_t *p, integer n, integer k) =
	sum == evens(p, n) + odds(p, n) * 256 + halves(p, k) * 65535; */
/*@ predicate bounds(integer sum, uint8_t *p, integer n, integer k) =
	0 <= halves(p, k) <= evens(p, n) + odds(p, n) * 256 &&
	sum <= n * 1073741824 && 0 <= evens(p, n) && 0 <= odds(p, n); */

/*@ lemma evens_two: \forall uint8_t *p, integer n; 0 <= n && n % 2 == 0 ==>
	evens(p, n + 2) == evens(p, n) + p[n];
    lemma odds_two: \forall uint8_t *p, integer n; 0 <= n && n % 2 == 0 ==>
	odds(p, n + 2) == odds(p, n) + p[n + 1];
    lemma evens_four: \forall uint8_t *p, integer n; 0 <= n && n % 4 == 0 ==>
	evens(p, n + 4) == evens(p, n) + p[n] + p[n + 2];
    lemma odds_four: \forall uint8_t *p, integer n; 0 <= n && n % 4 == 0 ==>
	odds(p, n + 4) == odds(p, n) + p[n + 1] + p[n + 3]; */

/*@ predicate carried(integer sum, integer n, integer h) =
	sum == n + 65535 * h && 0 <= h <= n; */
/*@ lemma ones_carried: \forall integer sum, n, h;
	carried(sum, n, h) ==> ones(sum) == ones(n);
    lemma ones_shifted: \forall integer n; 0 <= n <= 65535 ==>
	ones(n * 256) == n / 256 + n % 256 * 256;
    lemma ones_reversed: \forall integer e, o; 0 <= e && 0 <= o ==>
	ones(pair(e, o)) == ones(ones(pair(o, e)) * 256);
    lemma ones_exchanged: \forall integer e, o; 0 <= e && 0 <= o ==>
	ones(pair(e, o)) == ones(pair(o, e)) / 256 +
	ones(pair(o, e)) % 256 * 256; */

/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == ones(sum); */
static uint32_t fold(uint64_t sum)
{
	sum = sum % 65536u + sum / 65536u;
	sum = sum % 65536u + sum / 65536u;
	sum = sum % 65536u + sum / 65536u;
	return (uint32_t)(sum % 65536u + sum / 65536u);
}

/*@ requires \valid_read(p + (0 .. 1));
    terminates \true; exits \false; assigns \nothing;
    ensures \result == p[0] + p[1] * 256; */
static uint32_t load16(const uint8_t *p)
{
	return p[0] + ((uint32_t)p[1] << 8);
}

/*@ requires \valid_read(p + (0 .. 3));
    terminates \true; exits \false; assigns \nothing;
    ensures \result == p[0] + p[1] * 256 + (p[2] + p[3] * 256) * 65536; */
static uint32_t load32(const uint8_t *p)
{
	return load16(p) + (load16(p + 2) << 16);
}

/* Adds n octets from i, whole words of 32 bits. */
/*@ requires i <= 65535 && n <= 65535 - i && i % 4 == 0 && n % 4 == 0;
    requires \valid_read(p + (0 .. i + n - 1));
    requires exact(sum, p, i, i);
    requires bounds(sum, p, i, i);
    terminates \true; exits \false; assigns \nothing;
    ensures exact(\result, p, i + n, i + n);
    ensures bounds(\result, p, i + n, i + n); */
static inline uint64_t add(uint64_t sum, const uint8_t *p, uint32_t i,
			   uint32_t n)
{
	uint32_t k;

	/*@ loop invariant k <= n && k % 4 == 0;
	    loop invariant exact(sum, p, i + k, i + k);
	    loop invariant bounds(sum, p, i + k, i + k);
	    loop assigns k, sum;
	    loop variant n - k; */
	for (k = 0; k < n; k += 4) {
		sum += load32(p + i + k);
		/*@ assert evens: evens(p, i + k + 4) ==
			evens(p, i + k) + p[i + k] + p[i + k + 2]; */
		/*@ assert odds: odds(p, i + k + 4) ==
			odds(p, i + k) + p[i + k + 1] + p[i + k + 3]; */
		/*@ assert halves: halves(p, i + k + 4) ==
			halves(p, i + k) + p[i + k + 2] +
			p[i + k + 3] * 256; */
		/*@ assert exact: exact(sum, p, i + k + 4, i + k + 4); */
		/*@ assert below: 0 <= halves(p, i + k + 4) <=
			evens(p, i + k + 4) + odds(p, i + k + 4) * 256; */
		/*@ assert next: i + (uint32_t)(k + 4) == i + k + 4; */
	}
	return sum;
}

/* Adds the last n - i octets, 0..3, an odd one padded on its right. */
/*@ requires i <= n <= 65535 && n - i < 4 && i % 4 == 0;
    requires \valid_read(p + (0 .. n - 1));
    requires exact(sum, p, i, i);
    requires bounds(sum, p, i, i);
    terminates \true; exits \false; assigns \nothing;
    ensures carried(\result, pair(odds(p, n), evens(p, n)), halves(p, i));
    ensures 0 <= evens(p, n) && 0 <= odds(p, n); */
static uint64_t add_rest(uint64_t sum, const uint8_t *p, uint32_t i,
			 uint32_t n)
{
	if (n - i >= 2) {
		sum += load16(p + i);
		/*@ assert evens: evens(p, i + 2) == evens(p, i) + p[i]; */
		/*@ assert odds: odds(p, i + 2) == odds(p, i) + p[i + 1]; */
		/*@ assert pair: exact(sum, p, i + 2, i); */
		i += 2;
	}
	/*@ assert last: i % 2 == 0 && n - i < 2 && i <= n; */
	/*@ assert exact: exact(sum, p, i, \at(i, Pre)); */
	/*@ assert bounds: bounds(sum, p, i, \at(i, Pre)); */
	if (i < n)
		sum += p[i];
	return sum;
}

uint32_t checksum_sum(const uint8_t *p, uint32_t n)
{
	const uint32_t whole = n - n % 4;
	uint64_t sum = 0;
	uint32_t i;

	/*@ loop invariant i <= n && i % 4 == 0;
	    loop invariant exact(sum, p, i, i);
	    loop invariant bounds(sum, p, i, i);
	    loop assigns i, sum;
	    loop variant n - i; */
	for (i = 0; n - i >= 32; i += 32) {
		sum = add(sum, p, i, 32);
		/*@ assert next: (uint32_t)(i + 32) == i + 32; */
	}
	sum = add(sum, p, i, whole - i);
	sum = fold(add_rest(sum, p, whole, n));
	/*@ assert folded: sum == ones(pair(odds(p, n), evens(p, n))); */
	/*@ assert folded: sum == ones(pair(odds(p, n), evens(p, n))); */
	return (uint32_t)(sum / 256 + sum % 256 * 256);
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
