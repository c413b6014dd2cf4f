/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a harness reads its input: a string of octets, taken from the front.
 *
 *     +----+----+----+----+----+--- - - - ---+
 *     |    |    | at |    |    |             |
 *     +----+----+----+----+----+--- - - - ---+
 *       taken    |<--------- left ---------->|
 *
 * Where nothing is left, zeros are read: every string of octets is a whole
 * story, and cutting one short changes only its end. Numbers stand in network
 * order, the order of the wire, so that a dictionary's word for a field of a
 * segment is one for the decision that makes that field too.
 */
#ifndef FUZZ_INPUT_H
#define FUZZ_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct input {
	const uint8_t *at;
	size_t left;
};

/* The input of a run; what is behind `limit` octets is cut off. */
static inline struct input input_of(const uint8_t *data, size_t size,
				    size_t limit)
{
	return (struct input){ data, size < limit ? size : limit };
}

static inline bool input_more(const struct input *in)
{
	return in->left > 0;
}

static inline uint8_t input_octet(struct input *in)
{
	if (in->left == 0)
		return 0;
	in->left--;
	return *in->at++;
}

static inline uint16_t input_16(struct input *in)
{
	uint16_t high = input_octet(in);

	return (uint16_t)(high << 8 | input_octet(in));
}

static inline uint32_t input_32(struct input *in)
{
	uint32_t high = input_16(in);

	return high << 16 | input_16(in);
}

/* A number below n, n > 0, of as few octets as tell n numbers apart. */
static inline uint32_t input_below(struct input *in, uint32_t n)
{
	if (n <= 0x100)
		return input_octet(in) % n;
	if (n <= 0x10000)
		return input_16(in) % n;
	return input_32(in) % n;
}

/* The next n octets, or those that are left: *n says how many. */
static inline const uint8_t *input_octets(struct input *in, size_t *n)
{
	const uint8_t *at = in->at;

	*n = *n < in->left ? *n : in->left;
	in->at += *n;
	in->left -= *n;
	return at;
}

#endif
