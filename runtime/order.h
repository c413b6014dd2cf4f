/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Numbers on the wire: network order, the most significant octet first
 * (RFC 791 appendix B). Only the wire modules include this file, and isn.c,
 * whose hash must not depend on the host; all others see plain structs.
 *
 * Written with * / % and not with shifts: the provers know arithmetic.
 */
#ifndef ORDER_H
#define ORDER_H

#include <stdint.h>

#include "octets.h"

/* The n octets at p are at L what they were at K, and so are their numbers. */
/*@ predicate kept{K, L}(uint8_t *p, integer n) =
	\forall integer k; 0 <= k < n ==> \at(p[k], L) == \at(p[k], K); */
/*@ lemma kept_be16{K, L}: \forall uint8_t *p, integer i, n;
	kept{K, L}(p, n) && 0 <= i <= n - 2 ==>
	\at(p[i], L) == \at(p[i], K) &&
	\at(p[i + 1], L) == \at(p[i + 1], K) &&
	be16{L}(p + i) == be16{K}(p + i);
    lemma kept_be32{K, L}: \forall uint8_t *p, integer i, n;
	kept{K, L}(p, n) && 0 <= i <= n - 4 ==>
	be16{L}(p + i) == be16{K}(p + i) &&
	be16{L}(p + (i + 2)) == be16{K}(p + (i + 2)) &&
	be32{L}(p + i) == be32{K}(p + i); */

/*@ requires \valid_read(p + (0 .. 1));
    terminates \true; exits \false; assigns \nothing;
    ensures \result == be16(p); */
static inline uint16_t rd16(const uint8_t *p)
{
	return (uint16_t)(p[0] * 256u + p[1]);
}

/*@ requires \valid_read(p + (0 .. 3));
    terminates \true; exits \false; assigns \nothing;
    ensures \result == be32(p); */
static inline uint32_t rd32(const uint8_t *p)
{
	return rd16(p) * 65536u + rd16(p + 2);
}

/*@ requires \valid_read(p + (0 .. 5));
    terminates \true; exits \false; assigns \nothing;
    ensures \result == be48(p);
    ensures \result < 281474976710656; */
static inline uint64_t rd48(const uint8_t *p)
{
	return rd16(p) * (uint64_t)4294967296u + rd32(p + 2);
}

/*@ requires \valid(p + (0 .. 1));
    terminates \true; exits \false; assigns p[0 .. 1];
    ensures be16(p) == v; */
static inline void wr16(uint8_t *p, uint16_t v)
{
	p[0] = (uint8_t)(v / 256u);
	p[1] = (uint8_t)(v % 256u);
}

/*@ requires \valid(p + (0 .. 3));
    terminates \true; exits \false; assigns p[0 .. 3];
    ensures be32(p) == v; */
static inline void wr32(uint8_t *p, uint32_t v)
{
	wr16(p, (uint16_t)(v / 65536u));
	wr16(p + 2, (uint16_t)(v % 65536u));
}

/* The low 48 bits of v. */
/*@ requires \valid(p + (0 .. 5));
    terminates \true; exits \false; assigns p[0 .. 5];
    ensures has48(p, v); */
static inline void wr48(uint8_t *p, uint64_t v)
{
	wr16(p, (uint16_t)(v / 4294967296u % 65536u));
	wr32(p + 2, (uint32_t)(v % 4294967296u));
}

#endif
