/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What Eva is told of the world: numbers of which nothing is known but their
 * type, and where the stack's memory is.
 */
#ifndef MODEL_H
#define MODEL_H

#include <stddef.h>
#include <stdint.h>

/* Any number at all. */
uint64_t any(void);

/* Any number of 0 .. most. */
uint64_t any_upto(uint64_t most);

/* Any octets at n places from `at`, each for itself. */
void any_octets(uint8_t *at, size_t n);

/* Reads the first and the last of n octets. */
void reads(const void *p, size_t n);

#endif
