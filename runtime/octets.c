/* SPDX-License-Identifier: BSD-2-Clause */
#include "octets.h"

void octets_copy(uint8_t *restrict to, const uint8_t *restrict from, size_t n)
{
	/*@ loop invariant 0 <= i <= n;
	    loop invariant \forall integer j; 0 <= j < i ==>
		to[j] == \at(from[j], Pre);
	    loop assigns i, to[0 .. n - 1];
	    loop variant n - i; */
	for (size_t i = 0; i < n; i++)
		to[i] = from[i];
}

void octets_clear(uint8_t *to, size_t n)
{
	/*@ loop invariant 0 <= i <= n;
	    loop invariant \forall integer j; 0 <= j < i ==> to[j] == 0;
	    loop assigns i, to[0 .. n - 1];
	    loop variant n - i; */
	for (size_t i = 0; i < n; i++)
		to[i] = 0;
}
