/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Moving octets, in the plainest words a prover can read. A compiler turns
 * these loops back into memcpy() and memset().
 */
#ifndef OCTETS_H
#define OCTETS_H

#include <stddef.h>
#include <stdint.h>

/* Copies n octets; the two areas do not overlap. */
void octets_copy(uint8_t *restrict to, const uint8_t *restrict from, size_t n);

/* Sets n octets to zero. */
void octets_zero(void *at, size_t n);

#endif
