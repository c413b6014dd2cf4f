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
/*@ requires 0 < n <= OPTIONS_MAX && \valid_read(p + (0 .. n - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures \result == option_octets(p, n);
    ensures \result <= n; */
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
/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result != 0 <==> is_sack(OPTION_SACK, length); */
static uint8_t sack_length(uint32_t length)
{
	return length % 8 == 2 && length >= 10 &&
	       length <= 2 + 8 * OPTIONS_SACKS;
}

/* The option at p, of a legal length, whose value would stand at value. */
/*@ requires \valid_read(p);
    terminates \true; exits \false; assigns \nothing;
    ensures \result.mss ==
	(p[0] == OPTION_MSS && length == 4 ? value : at.mss);
    ensures \result.scale ==
	(p[0] == OPTION_SCALE && length == 3 ? value : at.scale);
    ensures \result.permitted ==
	(p[0] == OPTION_PERMITTED && length == 2 ? value : at.permitted);
    ensures \result.timestamps ==
	(p[0] == OPTION_TIMESTAMPS && length == 10 ? value : at.timestamps);
    ensures \result.sack == (is_sack(p[0], length) ? value : at.sack);
    ensures \result.sacks == (is_sack(p[0], length) ? length / 8 : at.sacks);
    ensures \result.malformed == at.malformed; */
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

	/*@ loop invariant i <= n && at.malformed == 0;
	    loop invariant found(p, 0, n, OPTION_MSS, 4, 0) ==
		found(p, i, n, OPTION_MSS, 4, at.mss);
	    loop invariant found(p, 0, n, OPTION_SCALE, 3, 0) ==
		found(p, i, n, OPTION_SCALE, 3, at.scale);
	    loop invariant found(p, 0, n, OPTION_PERMITTED, 2, 0) ==
		found(p, i, n, OPTION_PERMITTED, 2, at.permitted);
	    loop invariant found(p, 0, n, OPTION_TIMESTAMPS, 10, 0) ==
		found(p, i, n, OPTION_TIMESTAMPS, 10, at.timestamps);
	    loop invariant found_sack(p, 0, n, 0) ==
		found_sack(p, i, n, at.sack);
	    loop invariant found_sacks(p, 0, n, 0) ==
		found_sacks(p, i, n, at.sacks);
	    loop invariant found_illegal(p, 0, n) == found_illegal(p, i, n);
	    loop invariant options_inside(at, n);
	    loop assigns i, at, length;
	    loop variant n - i; */
	while (i < n && p[i] != OPTION_END) {
		length = option_length(p + i, n - i);
		if (length == 0) {
			at.malformed = 1;
			return at;
		}
		/*@ assert next: (uint32_t)(i + length) == i + length; */
		/*@ assert long: length == option_octets(p + i, n - i) > 0; */
		at = note(at, p + i, length, (uint8_t)(i + 2));
		i += length;
	}
	return at;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == (mss < OPTIONS_MSS_FLOOR ? OPTIONS_MSS_FLOOR : mss); */
static uint16_t mss_floor(uint16_t mss)
{
	return mss < OPTIONS_MSS_FLOOR ? OPTIONS_MSS_FLOOR : mss;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result ==
	(scale > OPTIONS_SCALE_MAX ? OPTIONS_SCALE_MAX : scale); */
static uint8_t scale_ceiling(uint8_t scale)
{
	return scale > OPTIONS_SCALE_MAX ? OPTIONS_SCALE_MAX : scale;
}

/*@ requires at.mss != 0 ==> \valid_read(p + (at.mss .. at.mss + 1));
    requires at.scale != 0 ==> \valid_read(p + at.scale);
    requires o.has_mss == 0 && o.mss == 0;
    requires o.has_scale == 0 && o.scale == 0;
    terminates \true; exits \false; assigns \nothing;
    ensures \result.permitted == (at.permitted != 0 ? 1 : 0);
    ensures read_mss(\result, p, at.mss);
    ensures read_scale(\result, p, at.scale);
    ensures \result.has_timestamps == o.has_timestamps &&
	\result.malformed == o.malformed && \result.sacks == o.sacks &&
	\result.ts_val == o.ts_val && \result.ts_ecr == o.ts_ecr &&
	\result.sack == o.sack; */
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

/*@ requires at.sacks <= OPTIONS_SACKS;
    requires \valid_read(p + (at.sack .. at.sack + 8 * at.sacks - 1));
    requires \forall integer i; 0 <= i < OPTIONS_SACKS ==>
	o.sack[i].left == 0 && o.sack[i].right == 0;
    terminates \true; exits \false; assigns \nothing;
    ensures read_sacks(\result, p, at.sack, at.sacks);
    ensures \result == {o \with .sacks = \result.sacks,
	.sack = \result.sack}; */
static struct options read_sack(struct options o, const uint8_t *p,
				struct options_at at)
{
	uint8_t i;

	/*@ loop invariant i <= at.sacks;
	    loop invariant \forall integer k; 0 <= k < i ==>
		o.sack[k].left == be32(p + at.sack + 8 * k) &&
		o.sack[k].right == be32(p + at.sack + 8 * k + 4);
	    loop invariant \forall integer k; i <= k < OPTIONS_SACKS ==>
		o.sack[k].left == 0 && o.sack[k].right == 0;
	    loop assigns i, o.sack[0 .. OPTIONS_SACKS - 1];
	    loop variant at.sacks - i; */
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

/*@ lemma kept_mss{K, L}: \forall uint8_t *p, integer i, n, mss;
	kept{K, L}(p, n) && 0 <= i <= n - 4 && has_mss_at{K}(p, i, mss) ==>
	has_mss_at{L}(p, i, mss);
    lemma kept_scale{K, L}: \forall uint8_t *p, integer i, n, scale;
	kept{K, L}(p, n) && 0 <= i <= n - 4 && has_scale_at{K}(p, i, scale)
	==> has_scale_at{L}(p, i, scale);
    lemma kept_permitted{K, L}: \forall uint8_t *p, integer i, n;
	kept{K, L}(p, n) && 0 <= i <= n - 4 && has_permitted_at{K}(p, i)
	==> has_permitted_at{L}(p, i);
    lemma kept_timestamps{K, L}: \forall uint8_t *p, integer i, n, val, ecr;
	kept{K, L}(p, n) && 0 <= i <= n - 12 &&
	has_timestamps_at{K}(p, i, val, ecr) ==>
	has_timestamps_at{L}(p, i, val, ecr);
    lemma kept_blocks{K, L}: \forall uint8_t *p, struct options o,
		integer i, n, sacks;
	kept{K, L}(p, n) && 0 <= i <= n - 8 * sacks &&
	blocks_at{K}(p, i, o, sacks) ==> blocks_at{L}(p, i, o, sacks); */

/* As many NOPs as put an option with its value on a word boundary. */
/*@ requires nops <= 2 && length <= 255 && \valid(p + (0 .. 3));
    terminates \true; exits \false; assigns p[0 .. 3];
    ensures option_begins(p, 0, nops, kind, length); */
static void put(uint8_t *p, uint32_t nops, uint8_t kind, uint32_t length)
{
	p[0] = OPTION_NOP;
	p[1] = OPTION_NOP;
	p[nops] = kind;
	p[nops + 1] = (uint8_t)length;
}

/*@ requires \valid_read(o) && \valid(p + (0 .. timestamps_at(*o) - 1));
    requires \separated(o, p + (0 .. timestamps_at(*o) - 1));
    terminates \true; exits \false; assigns p[0 .. timestamps_at(*o) - 1];
    ensures at: \result == timestamps_at(*o);
    ensures written: syn_written(p, *o); */
static uint32_t write_syn(uint8_t *p, const struct options *o)
{
	uint32_t i = 0;

	if (o->has_mss) {
		put(p, 0, OPTION_MSS, 4);
		wr16(p + 2, o->mss);
		/*@ assert begins: option_begins(p, 0, 0, OPTION_MSS, 4); */
		i += 4;
	}
	/*@ assert at: i == scale_at(*o); */
	/*@ assert mss: o->has_mss != 0 ==> has_mss_at(p, 0, o->mss); */
	if (o->has_scale) {
		put(p + i, 1, OPTION_SCALE, 3);
		p[i + 3] = o->scale;
		/*@ assert scale: has_scale_at(p, i, o->scale); */
		/*@ assert mss: o->has_mss != 0 ==> has_mss_at(p, 0, o->mss); */
		i += 4;
	}
	/*@ assert at: i == permitted_at(*o); */
	/*@ assert mss: o->has_mss != 0 ==> has_mss_at(p, 0, o->mss); */
	/*@ assert scale: o->has_scale != 0 ==>
		has_scale_at(p, scale_at(*o), o->scale); */
	if (o->permitted) {
		put(p + i, 2, OPTION_PERMITTED, 2);
		/*@ assert mss: o->has_mss != 0 ==> has_mss_at(p, 0, o->mss); */
		/*@ assert scale: o->has_scale != 0 ==>
			has_scale_at(p, scale_at(*o), o->scale); */
		i += 4;
	}
	return i;
}

/*@ requires \valid_read(o) && \valid(p + (0 .. timestamps_octets(*o) - 1));
    requires \separated(o, p + (0 .. timestamps_octets(*o) - 1));
    terminates \true; exits \false;
    assigns p[0 .. timestamps_octets(*o) - 1];
    ensures at: \result == timestamps_octets(*o);
    ensures written: o->has_timestamps != 0 ==>
	has_timestamps_at(p, 0, o->ts_val, o->ts_ecr); */
static uint32_t write_timestamps(uint8_t *p, const struct options *o)
{
	if (!o->has_timestamps)
		return 0;
	put(p, 2, OPTION_TIMESTAMPS, 10);
	wr32(p + 4, o->ts_val);
	wr32(p + 8, o->ts_ecr);
	return 12;
}

/*@ requires \valid_read(o) && o->sacks <= OPTIONS_SACKS;
    requires \valid(p + (0 .. sack_octets(*o) - 1));
    requires \separated(o, p + (0 .. sack_octets(*o) - 1));
    terminates \true; exits \false; assigns p[0 .. sack_octets(*o) - 1];
    ensures o->sacks != 0 ==> has_sack_at(p, 0, *o); */
static void write_sack(uint8_t *p, const struct options *o)
{
	uint8_t i;

	if (o->sacks == 0)
		return;
	put(p, 2, OPTION_SACK, 2 + 8u * o->sacks);
	/*@ loop invariant i <= o->sacks;
	    loop invariant begins:
		option_begins(p, 0, 2, OPTION_SACK, 2 + 8 * o->sacks);
	    loop invariant blocks: blocks_at(p, 4, *o, i);
	    loop assigns i, p[4 .. 3 + 8 * o->sacks];
	    loop variant o->sacks - i; */
	for (i = 0; i < o->sacks; i++) {
		wr32(p + 4 + 8 * i, o->sack[i].left);
		wr32(p + 8 + 8 * i, o->sack[i].right);
		/*@ assert left: be32(p + 4 + 8 * i) == o->sack[i].left; */
		/*@ assert kept: kept{LoopCurrent, Here}(p, 4 + 8 * i); */
		/*@ assert before: blocks_at(p, 4, *o, i); */
	}
}

void options_write(uint8_t *p, const struct options *o)
{
	uint32_t i = write_syn(p, o);

	/*@ ghost syn: ; */
	i += write_timestamps(p + i, o);
	/*@ assert at: i == sack_at(*o); */
	/*@ assert begins: o->has_timestamps != 0 ==> has_timestamps_at(
		p + timestamps_at(*o), 0, o->ts_val, o->ts_ecr); */
	/*@ assert begins: o->has_timestamps != 0 ==>
		option_begins(p, timestamps_at(*o), 2, OPTION_TIMESTAMPS, 10); */
	/*@ assert values: o->has_timestamps != 0 ==>
		be32(p + (timestamps_at(*o) + 4)) == o->ts_val &&
		be32(p + (timestamps_at(*o) + 8)) == o->ts_ecr; */
	/*@ assert timestamps: timestamps_written(p, *o); */
	/*@ assert kept: kept{syn, Here}(p, timestamps_at(*o)); */
	/*@ assert behind: o->has_mss != 0 ==> 4 <= timestamps_at(*o); */
	/*@ assert behind: o->has_scale != 0 ==>
		0 <= scale_at(*o) <= timestamps_at(*o) - 4; */
	/*@ assert behind: o->permitted != 0 ==>
		0 <= permitted_at(*o) <= timestamps_at(*o) - 4; */
	/*@ assert behind: o->has_timestamps != 0 ==>
		0 <= timestamps_at(*o) <= i - 12; */
	/*@ assert syn: syn_written(p, *o); */
	/*@ ghost others: ; */
	write_sack(p + i, o);
	/*@ assert begins: o->sacks != 0 ==>
		option_begins(p + i, 0, 2, OPTION_SACK, 2 + 8 * o->sacks); */
	/*@ assert begins: o->sacks != 0 ==>
		option_begins(p, i, 2, OPTION_SACK, 2 + 8 * o->sacks); */
	/*@ assert blocks: o->sacks != 0 ==>
		blocks_at(p + i, 4, *o, o->sacks); */
	/*@ assert blocks: o->sacks != 0 ==> \forall integer k;
		0 <= k < o->sacks ==>
		be32(p + (i + 4 + 8 * k)) == o->sack[k].left; */
	/*@ assert blocks: o->sacks != 0 ==> \forall integer k;
		0 <= k < o->sacks ==>
		be32(p + (i + 4 + 8 * k + 4)) == o->sack[k].right; */
	/*@ assert blocks: o->sacks != 0 ==> blocks_at(p, i + 4, *o, o->sacks); */
	/*@ assert kept: kept{others, Here}(p, i); */
	/*@ assert syn: syn_written(p, *o); */
	/*@ assert timestamps: timestamps_written(p, *o); */
	/*@ assert sack: sack_written(p, *o); */
}
