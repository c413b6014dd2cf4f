/* SPDX-License-Identifier: BSD-2-Clause */
#include "octets.h"

void octets_copy(uint8_t *restrict to, const uint8_t *restrict from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = from[i];
}

void octets_zero(void *at, size_t n)
{
	uint8_t *octet = at;

	for (size_t i = 0; i < n; i++)
		octet[i] = 0;
}
