/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TCP options: formats and the treatment of illegal lengths are in options.h.
 *
 * Two passes. options_find only says where values stand, and that they lie
 * inside the header; options_read fetches them. So the walk, which is where
 * stacks loop and read beyond the header, writes nothing but offsets.
 */
#include "options.h"

#include "order.h"

/* Octets of the option at p, n =< 40 left in the header. 0: illegal. */
static uint32_t option_length(const uint8_t *p, uint32_t n)
{
	if (p[0] == OPTION_NOP)
		return 1;
	if (n < 2)
		return 0;
	if (p[1] < 2)
		return 0;
	if (n < p[1])
		return 0;
	return p[1];
}

/* One to four blocks. */
static uint8_t sack_length(uint32_t length)
{
	return length % 8 == 2 && length >= 10 &&
	       length <= 2 + 8 * OPTIONS_SACKS;
}

/* The option at p, of a legal length, whose value would stand at value. */
static struct options_at note(struct options_at at, const uint8_t *p,
			      uint32_t length, uint8_t value)
{
	if (p[0] == OPTION_MSS && length == 4)
		at.mss = value;
	else if (p[0] == OPTION_SCALE && length == 3)
		at.scale = value;
	else if (p[0] == OPTION_PERMITTED && length == 2)
		at.permitted = value;
	else if (p[0] == OPTION_TIMESTAMPS && length == 10)
		at.timestamps = value;
	else if (p[0] == OPTION_SACK && sack_length(length)) {
		at.sack = value;
		at.sacks = (uint8_t)(length / 8);
	}
	return at;
}

struct options_at options_find(const uint8_t *p, uint32_t n)
{
	struct options_at at = {0, 0, 0, 0, 0, 0, 0};
	uint32_t i = 0;
	uint32_t length;

	while (i < n && p[i] != OPTION_END) {
		length = option_length(p + i, n - i);
		if (length == 0) {
			at.malformed = 1;
			return at;
		}
		at = note(at, p + i, length, (uint8_t)(i + 2));
		i += length;
	}
	return at;
}

static uint16_t mss_floor(uint16_t mss)
{
	return mss < OPTIONS_MSS_FLOOR ? OPTIONS_MSS_FLOOR : mss;
}

static uint8_t scale_ceiling(uint8_t scale)
{
	return scale > OPTIONS_SCALE_MAX ? OPTIONS_SCALE_MAX : scale;
}

static struct options read_syn(struct options o, const uint8_t *p,
			       struct options_at at)
{
	o.permitted = at.permitted != 0;
	if (at.mss != 0) {
		o.has_mss = 1;
		o.mss = mss_floor(rd16(p + at.mss));
	}
	if (at.scale != 0) {
		o.has_scale = 1;
		o.scale = scale_ceiling(p[at.scale]);
	}
	return o;
}

static struct options read_sack(struct options o, const uint8_t *p,
				struct options_at at)
{
	uint8_t i;

	for (i = 0; i < at.sacks; i++) {
		o.sack[i].left = rd32(p + at.sack + 8 * i);
		o.sack[i].right = rd32(p + at.sack + 8 * i + 4);
	}
	o.sacks = at.sacks;
	return o;
}

struct options options_read(const uint8_t *p, struct options_at at,
			    uint8_t syn)
{
	struct options o = {.malformed = at.malformed};

	if (syn)
		o = read_syn(o, p, at);
	if (at.timestamps != 0) {
		o.has_timestamps = 1;
		o.ts_val = rd32(p + at.timestamps);
		o.ts_ecr = rd32(p + at.timestamps + 4);
	}
	if (at.sacks != 0)
		o = read_sack(o, p, at);
	return o;
}

uint32_t options_length(const struct options *o)
{
	return (o->has_mss ? 4u : 0u) + (o->has_scale ? 4u : 0u) +
	       (o->permitted ? 4u : 0u) + (o->has_timestamps ? 12u : 0u) +
	       (o->sacks != 0 ? 4u + 8u * o->sacks : 0u);
}

/* As many NOPs as put an option with its value on a word boundary. */
static void put(uint8_t *p, uint32_t nops, uint8_t kind, uint32_t length)
{
	p[0] = OPTION_NOP;
	p[1] = OPTION_NOP;
	p[nops] = kind;
	p[nops + 1] = (uint8_t)length;
}

static uint32_t write_syn(uint8_t *p, const struct options *o)
{
	uint32_t i = 0;

	if (o->has_mss) {
		put(p, 0, OPTION_MSS, 4);
		wr16(p + 2, o->mss);
		i += 4;
	}
	if (o->has_scale) {
		put(p + i, 1, OPTION_SCALE, 3);
		p[i + 3] = o->scale;
		i += 4;
	}
	if (o->permitted) {
		put(p + i, 2, OPTION_PERMITTED, 2);
		i += 4;
	}
	return i;
}

static uint32_t write_timestamps(uint8_t *p, const struct options *o)
{
	if (!o->has_timestamps)
		return 0;
	put(p, 2, OPTION_TIMESTAMPS, 10);
	wr32(p + 4, o->ts_val);
	wr32(p + 8, o->ts_ecr);
	return 12;
}

static void write_sack(uint8_t *p, const struct options *o)
{
	uint8_t i;

	if (o->sacks == 0)
		return;
	put(p, 2, OPTION_SACK, 2 + 8u * o->sacks);
	for (i = 0; i < o->sacks; i++) {
		wr32(p + 4 + 8 * i, o->sack[i].left);
		wr32(p + 8 + 8 * i, o->sack[i].right);
	}
}

void options_write(uint8_t *p, const struct options *o)
{
	uint32_t i = write_syn(p, o);

	i += write_timestamps(p + i, o);
	write_sack(p + i, o);
}
