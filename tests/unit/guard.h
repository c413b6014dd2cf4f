/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Inputs that end where memory ends: the octet behind the last one is in a
 * page without any permission, so that one read too many is a fault even
 * where no sanitizer looks.
 *
 *     +-------------------------+------------------+
 *     |  ....      | n octets   | PROT_NONE        |
 *     +-------------------------+------------------+
 *                  ^ guard_end(&g, n)
 */
#ifndef GUARD_H
#define GUARD_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { GUARD_SIZE = 1 << 17, GUARD_PAGE = 1 << 16 };

struct guard {
	uint8_t *at;			/* GUARD_SIZE octets, then the page */
};

static inline struct guard guard_new(void)
{
	struct guard g;
	void *at = mmap(NULL, GUARD_SIZE + GUARD_PAGE, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		abort();
	g.at = at;
	if (mprotect(g.at + GUARD_SIZE, GUARD_PAGE, PROT_NONE) != 0)
		abort();
	return g;
}

static inline void guard_free(struct guard g)
{
	munmap(g.at, GUARD_SIZE + GUARD_PAGE);
}

/* The n octets, n =< GUARD_SIZE, that end at the page. */
static inline uint8_t *guard_end(struct guard g, size_t n)
{
	return g.at + GUARD_SIZE - n;
}

/* A copy of n octets that ends at the page. */
static inline uint8_t *guard_copy(struct guard g, const void *p, size_t n)
{
	if (n != 0)
		memcpy(guard_end(g, n), p, n);
	return guard_end(g, n);
}

#endif
