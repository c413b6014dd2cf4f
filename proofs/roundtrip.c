/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * parse(build(s)) = s, proved from the contracts of both; nobody calls this.
 *
 * The walk over options is a function of the octets (found in options.h); the
 * lemmas say what one option, with the NOPs in front of it, does to it.
 */
#include "runtime/order.h"
#include "runtime/tcp_header.h"

/*@ predicate option_is(uint8_t *p, integer i, integer n, integer kind,
		integer length) =
	0 <= i && 2 <= length && i + length <= n &&
	p[i] == kind && p[i + 1] == length &&
	kind != OPTION_NOP && kind != OPTION_END; */
/*@ lemma octets_of_option{L}: \forall uint8_t *p, integer i, n, k, l;
	option_is(p, i, n, k, l) ==>
	p[i] == k && option_octets(p + i, n - i) == l && !walked(p, i, n);
    lemma octets_of_nop{L}: \forall uint8_t *p, integer i, n;
	0 <= i < n && p[i] == OPTION_NOP ==>
	option_octets(p + i, n - i) == 1 && !walked(p, i, n); */

/* One step of the walk, to the octet behind what stands at i. */
/*@ logic integer behind(uint8_t *p, integer i, integer n) =
	i + option_octets(p + i, n - i); */
/*@ predicate steps(uint8_t *p, integer i, integer n) =
	!walked(p, i, n) && option_octets(p + i, n - i) > 0; */
/*@ predicate is_option(uint8_t *p, integer i, integer n, integer kind,
		integer length) =
	p[i] == kind && option_octets(p + i, n - i) == length; */
/*@ lemma found_illegal_next{L}: \forall uint8_t *p, integer i, n;
	steps(p, i, n) ==>
	found_illegal(p, i, n) == found_illegal(p, behind(p, i, n), n);
    lemma found_met{L}: \forall uint8_t *p, integer i, n, kind, length, v;
	steps(p, i, n) && is_option(p, i, n, kind, length) ==>
	found(p, i, n, kind, length, v) ==
	found(p, behind(p, i, n), n, kind, length, i + 2);
    lemma found_passed{L}: \forall uint8_t *p, integer i, n, kind, length, v;
	steps(p, i, n) && !is_option(p, i, n, kind, length) ==>
	found(p, i, n, kind, length, v) ==
	found(p, behind(p, i, n), n, kind, length, v);
    lemma found_sack_met{L}: \forall uint8_t *p, integer i, n, v;
	steps(p, i, n) && is_sack(p[i], option_octets(p + i, n - i)) ==>
	found_sack(p, i, n, v) == found_sack(p, behind(p, i, n), n, i + 2);
    lemma found_sack_passed{L}: \forall uint8_t *p, integer i, n, v;
	steps(p, i, n) && !is_sack(p[i], option_octets(p + i, n - i)) ==>
	found_sack(p, i, n, v) == found_sack(p, behind(p, i, n), n, v);
    lemma found_sacks_met{L}: \forall uint8_t *p, integer i, n, v;
	steps(p, i, n) && is_sack(p[i], option_octets(p + i, n - i)) ==>
	found_sacks(p, i, n, v) == found_sacks(p, behind(p, i, n), n,
		option_octets(p + i, n - i) / 8);
    lemma found_sacks_passed{L}: \forall uint8_t *p, integer i, n, v;
	steps(p, i, n) && !is_sack(p[i], option_octets(p + i, n - i)) ==>
	found_sacks(p, i, n, v) == found_sacks(p, behind(p, i, n), n, v); */

/* The walk has come to octet i, and a is what it has found so far. */
/*@ predicate walks(uint8_t *p, integer n, integer i, struct options_at a) =
	found(p, 0, n, OPTION_MSS, 4, 0) ==
	found(p, i, n, OPTION_MSS, 4, a.mss) &&
	found(p, 0, n, OPTION_SCALE, 3, 0) ==
	found(p, i, n, OPTION_SCALE, 3, a.scale) &&
	found(p, 0, n, OPTION_PERMITTED, 2, 0) ==
	found(p, i, n, OPTION_PERMITTED, 2, a.permitted) &&
	found(p, 0, n, OPTION_TIMESTAMPS, 10, 0) ==
	found(p, i, n, OPTION_TIMESTAMPS, 10, a.timestamps) &&
	found_sack(p, 0, n, 0) == found_sack(p, i, n, a.sack) &&
	found_sacks(p, 0, n, 0) == found_sacks(p, i, n, a.sacks) &&
	found_illegal(p, 0, n) == found_illegal(p, i, n); */
/*@ predicate noted(struct options_at a, struct options_at b, integer kind,
		integer length, integer at) =
	b.mss == (kind == OPTION_MSS && length == 4 ? at : a.mss) &&
	b.scale == (kind == OPTION_SCALE && length == 3 ? at : a.scale) &&
	b.permitted == (kind == OPTION_PERMITTED && length == 2
		? at : a.permitted) &&
	b.timestamps == (kind == OPTION_TIMESTAMPS && length == 10
		? at : a.timestamps) &&
	b.sack == (is_sack(kind, length) ? at : a.sack) &&
	b.sacks == (is_sack(kind, length) ? length / 8 : a.sacks); */

/*@ requires walks(p, n, i, a) && i < n <= OPTIONS_MAX;
    requires \valid_read(p + i) && p[i] == OPTION_NOP;
    terminates \true; exits \false; assigns \nothing;
    ensures walks(p, n, i + 1, a); */
static void pass_nop(const uint8_t *p, uint32_t n, uint32_t i,
		     struct options_at a)
{
	/*@ assert steps: steps(p, i, n) && behind(p, i, n) == i + 1; */
}

/*@ requires walks(p, n, i, a) && n <= OPTIONS_MAX;
    requires option_is(p, i, n, kind, length);
    requires noted(a, b, kind, length, i + 2);
    terminates \true; exits \false; assigns \nothing;
    ensures walks(p, n, i + length, b); */
static void pass_option(const uint8_t *p, uint32_t n, uint32_t i,
			uint8_t kind, uint32_t length, struct options_at a,
			struct options_at b)
{
	/*@ assert steps: steps(p, i, n) && behind(p, i, n) == i + length &&
		option_octets(p + i, n - i) == length; */
	/*@ assert mss: found(p, i, n, OPTION_MSS, 4, a.mss) ==
		found(p, i + length, n, OPTION_MSS, 4, b.mss); */
	/*@ assert scale: found(p, i, n, OPTION_SCALE, 3, a.scale) ==
		found(p, i + length, n, OPTION_SCALE, 3, b.scale); */
	/*@ assert permitted:
		found(p, i, n, OPTION_PERMITTED, 2, a.permitted) ==
		found(p, i + length, n, OPTION_PERMITTED, 2, b.permitted); */
	/*@ assert timestamps:
		found(p, i, n, OPTION_TIMESTAMPS, 10, a.timestamps) ==
		found(p, i + length, n, OPTION_TIMESTAMPS, 10,
		      b.timestamps); */
	/*@ assert sack: found_sack(p, i, n, a.sack) ==
		found_sack(p, i + length, n, b.sack); */
	/*@ assert sacks: found_sacks(p, i, n, a.sacks) ==
		found_sacks(p, i + length, n, b.sacks); */
}

/*@ requires walks(p, n, i, a) && n <= OPTIONS_MAX && nops <= 2;
    requires option_begins(p, i, nops, kind, length);
    requires 2 <= length && i + nops + length <= n;
    requires OPTION_MSS <= kind && \valid_read(p + (0 .. n - 1));
    requires noted(a, b, kind, length, i + nops + 2);
    terminates \true; exits \false; assigns \nothing;
    ensures walks(p, n, i + nops + length, b); */
static void pass(const uint8_t *p, uint32_t n, uint32_t i, uint32_t nops,
		 uint8_t kind, uint32_t length, struct options_at a,
		 struct options_at b)
{
	/*@ assert small: (uint32_t)(i + nops) == i + nops; */
	/*@ assert small: (uint32_t)(i + 1) == i + 1; */
	/*@ assert first: nops >= 1 ==> p[i] == OPTION_NOP; */
	/*@ assert second: nops >= 2 ==> p[i + 1] == OPTION_NOP; */
	/*@ assert option: option_is(p, i + nops, n, kind, length); */
	if (nops >= 1)
		pass_nop(p, n, i, a);
	/*@ assert nops: nops == 1 ==> walks(p, n, i + nops, a); */
	if (nops >= 2)
		pass_nop(p, n, i + 1, a);
	/*@ assert nops: nops == 2 ==> walks(p, n, i + nops, a); */
	/*@ assert nops: nops == 0 ==> walks(p, n, i + nops, a); */
	/*@ assert nops: walks(p, n, i + nops, a); */
	pass_option(p, n, i + nops, kind, length, a, b);
}

/*@ logic integer mss_of(struct options o) = o.has_mss != 0 ? 2 : 0; */
/*@ logic integer scale_of(struct options o) =
	o.has_scale != 0 ? scale_at(o) + 3 : 0; */
/*@ logic integer permitted_of(struct options o) =
	o.permitted != 0 ? permitted_at(o) + 4 : 0; */
/*@ logic integer timestamps_of(struct options o) =
	o.has_timestamps != 0 ? timestamps_at(o) + 4 : 0; */
/*@ logic integer sack_of(struct options o) =
	o.sacks != 0 ? sack_at(o) + 4 : 0; */

/*@ predicate written(uint8_t *p, integer n, struct options o) =
	o.sacks <= OPTIONS_SACKS && n <= OPTIONS_MAX &&
	n == options_octets(o) && options_written(p, o); */

/*@ requires \valid_read(o) && written(p, n, *o) && i == 0;
    requires \valid_read(p + (0 .. n - 1));
    requires walks(p, n, i, a) && a.mss == 0;
    terminates \true; exits \false; assigns \nothing;
    ensures walks(p, n, scale_at(*o), \result);
    ensures \result == {a \with .mss = \result.mss};
    ensures \result.mss == mss_of(*o); */
static struct options_at walk_mss(const uint8_t *p, uint32_t n,
		uint32_t i, const struct options *o, struct options_at a)
{
	struct options_at b = a;

	/*@ assert next: scale_at(*o) == i + (o->has_mss != 0 ? 4 : 0); */
	if (!o->has_mss)
		return a;
	b.mss = (uint8_t)(i + 2);
	pass(p, n, i, 0, OPTION_MSS, 4, a, b);
	/*@ assert walks: walks(p, n, i + 4, b); */
	return b;
}

/*@ requires \valid_read(o) && written(p, n, *o) && i == scale_at(*o);
    requires \valid_read(p + (0 .. n - 1));
    requires walks(p, n, i, a) && a.scale == 0;
    terminates \true; exits \false; assigns \nothing;
    ensures walks(p, n, permitted_at(*o), \result);
    ensures \result == {a \with .scale = \result.scale};
    ensures \result.scale == scale_of(*o); */
static struct options_at walk_scale(const uint8_t *p, uint32_t n,
		uint32_t i, const struct options *o, struct options_at a)
{
	struct options_at b = a;

	/*@ assert next: permitted_at(*o) == i + (o->has_scale != 0 ? 4 : 0); */
	if (!o->has_scale)
		return a;
	b.scale = (uint8_t)(i + 3);
	pass(p, n, i, 1, OPTION_SCALE, 3, a, b);
	/*@ assert walks: walks(p, n, i + 4, b); */
	return b;
}

/*@ requires \valid_read(o) && written(p, n, *o) && i == permitted_at(*o);
    requires \valid_read(p + (0 .. n - 1));
    requires walks(p, n, i, a) && a.permitted == 0;
    terminates \true; exits \false; assigns \nothing;
    ensures walks(p, n, timestamps_at(*o), \result);
    ensures \result == {a \with .permitted = \result.permitted};
    ensures \result.permitted == permitted_of(*o); */
static struct options_at walk_permitted(const uint8_t *p, uint32_t n,
		uint32_t i, const struct options *o, struct options_at a)
{
	struct options_at b = a;

	/*@ assert next: timestamps_at(*o) ==
		i + (o->permitted != 0 ? 4 : 0); */
	if (!o->permitted)
		return a;
	b.permitted = (uint8_t)(i + 4);
	pass(p, n, i, 2, OPTION_PERMITTED, 2, a, b);
	/*@ assert walks: walks(p, n, i + 4, b); */
	return b;
}

/*@ requires \valid_read(o) && written(p, n, *o) && i == timestamps_at(*o);
    requires \valid_read(p + (0 .. n - 1));
    requires walks(p, n, i, a) && a.timestamps == 0;
    terminates \true; exits \false; assigns \nothing;
    ensures walks(p, n, sack_at(*o), \result);
    ensures \result == {a \with .timestamps = \result.timestamps};
    ensures \result.timestamps == timestamps_of(*o); */
static struct options_at walk_timestamps(const uint8_t *p, uint32_t n,
		uint32_t i, const struct options *o, struct options_at a)
{
	struct options_at b = a;

	/*@ assert next: sack_at(*o) ==
		i + (o->has_timestamps != 0 ? 12 : 0); */
	if (!o->has_timestamps)
		return a;
	b.timestamps = (uint8_t)(i + 4);
	pass(p, n, i, 2, OPTION_TIMESTAMPS, 10, a, b);
	/*@ assert walks: walks(p, n, i + 12, b); */
	return b;
}

/*@ requires \valid_read(o) && written(p, n, *o) && i == sack_at(*o);
    requires \valid_read(p + (0 .. n - 1));
    requires walks(p, n, i, a) && a.sack == 0 && a.sacks == 0;
    terminates \true; exits \false; assigns \nothing;
    ensures walks(p, n, n, \result);
    ensures \result == {a \with .sack = \result.sack,
	.sacks = \result.sacks};
    ensures \result.sack == sack_of(*o) && \result.sacks == o->sacks; */
static struct options_at walk_sack(const uint8_t *p, uint32_t n,
		uint32_t i, const struct options *o, struct options_at a)
{
	struct options_at b = a;

	/*@ assert next: n == i + (o->sacks != 0 ? 4 + 8 * o->sacks : 0); */
	if (!o->sacks)
		return a;
	b.sack = (uint8_t)(i + 4);
	b.sacks = o->sacks;
	/*@ assert length: (uint32_t)(2 + (uint32_t)(8 * o->sacks)) ==
		2 + 8 * o->sacks; */
	pass(p, n, i, 2, OPTION_SACK, 2 + 8u * o->sacks, a, b);
	/*@ assert walks: walks(p, n, i + 4 + 8 * o->sacks, b); */
	return b;
}

/* What options_find finds of what options_write has written. */
/*@ requires \valid_read(o) && written(p, n, *o);
    requires \valid_read(p + (0 .. n - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures mss: found(p, 0, n, OPTION_MSS, 4, 0) == mss_of(*o);
    ensures scale: found(p, 0, n, OPTION_SCALE, 3, 0) == scale_of(*o);
    ensures permitted:
	found(p, 0, n, OPTION_PERMITTED, 2, 0) == permitted_of(*o);
    ensures timestamps:
	found(p, 0, n, OPTION_TIMESTAMPS, 10, 0) == timestamps_of(*o);
    ensures sack: found_sack(p, 0, n, 0) == sack_of(*o);
    ensures sacks: found_sacks(p, 0, n, 0) == o->sacks;
    ensures malformed: found_illegal(p, 0, n) == 0; */
static void walk(const uint8_t *p, uint32_t n, const struct options *o)
{
	struct options_at a = {0, 0, 0, 0, 0, 0, 0};
	uint32_t i = 0;

	/*@ assert begin: walks(p, n, 0, a); */
	a = walk_mss(p, n, i, o, a);
	i += o->has_mss ? 4 : 0;
	a = walk_scale(p, n, i, o, a);
	i += o->has_scale ? 4 : 0;
	a = walk_permitted(p, n, i, o, a);
	i += o->permitted ? 4 : 0;
	a = walk_timestamps(p, n, i, o, a);
	i += o->has_timestamps ? 12 : 0;
	a = walk_sack(p, n, i, o, a);
	/*@ assert walks: walks(p, n, n, a); */
	/*@ assert walked: walked(p, n, n); */
}

/* What options_read can return: no more than that can come back. */
/*@ predicate decoded(struct options o, integer syn) =
	o.has_mss <= 1 && o.has_scale <= 1 && o.permitted <= 1 &&
	o.has_timestamps <= 1 && o.sacks <= OPTIONS_SACKS &&
	o.malformed == 0 && (syn == 0 ==>
	 o.has_mss == 0 && o.has_scale == 0 && o.permitted == 0) &&
	(o.has_mss == 0 ? o.mss == 0 : OPTIONS_MSS_FLOOR <= o.mss) &&
	(o.has_scale == 0 ? o.scale == 0 : o.scale <= OPTIONS_SCALE_MAX) &&
	(o.has_timestamps == 0 ==> o.ts_val == 0 && o.ts_ecr == 0) &&
	\forall integer k; o.sacks <= k < OPTIONS_SACKS ==>
	o.sack[k].left == 0 && o.sack[k].right == 0; */

/*@ lemma scale_again{L}: \forall uint8_t *p, struct options o, g;
	syn_written(p, o) && decoded(o, 1) && read_scale(g, p, scale_of(o))
	==> g.has_scale == o.has_scale && g.scale == o.scale;
    lemma timestamps_again{L}: \forall uint8_t *p, struct options o, g;
	timestamps_written(p, o) && decoded(o, 1) &&
	read_timestamps(g, p, timestamps_of(o)) ==>
	g.has_timestamps == o.has_timestamps &&
	g.ts_val == o.ts_val && g.ts_ecr == o.ts_ecr;
    lemma sack_again{L}: \forall uint8_t *p, struct options o, g, integer k;
	sack_written(p, o) && decoded(o, 1) &&
	read_sacks(g, p, sack_of(o), o.sacks) && 0 <= k < OPTIONS_SACKS ==>
	g.sack[k].left == o.sack[k].left &&
	g.sack[k].right == o.sack[k].right; */

/* The header. */
/*@ requires \valid_read(h) && decoded(h->options, h->flags & TCP_SYN);
    requires h->header == tcp_length(h->options) <= TCP_HEADER_MAX;
    requires \valid(p + (0 .. h->header - 1));
    requires \separated(h, p + (0 .. h->header - 1));
    terminates \true; exits \false; assigns p[0 .. h->header - 1];
    ensures ports: \result.sport == h->sport && \result.dport == h->dport;
    ensures numbers: \result.seq == h->seq && \result.ack == h->ack;
    ensures flags: \result.flags == h->flags;
    ensures header: \result.header == h->header;
    ensures window: \result.window == h->window;
    ensures urgent: \result.urgent == h->urgent;
    ensures malformed: \result.options.malformed == h->options.malformed;
    ensures mss: \result.options.has_mss == h->options.has_mss &&
	\result.options.mss == h->options.mss;
    ensures scale: \result.options.has_scale == h->options.has_scale &&
	\result.options.scale == h->options.scale;
    ensures permitted: \result.options.permitted == h->options.permitted;
    ensures timestamps:
	\result.options.has_timestamps == h->options.has_timestamps &&
	\result.options.ts_val == h->options.ts_val &&
	\result.options.ts_ecr == h->options.ts_ecr;
    ensures sacks: \result.options.sacks == h->options.sacks;
    ensures sack: \forall integer k; 0 <= k < OPTIONS_SACKS ==>
	\result.options.sack[k].left == h->options.sack[k].left &&
	\result.options.sack[k].right == h->options.sack[k].right; */
struct tcp tcp_again(uint8_t *p, const struct tcp *h)
{
	struct tcp g;

	tcp_build(p, h);
	walk(p + TCP_HEADER_LENGTH, options_length(&h->options), &h->options);
	g = tcp_parse(p);
	/*@ assert length: tcp_octets(p) - TCP_HEADER_LENGTH ==
		options_octets(h->options); */
	/*@ assert flags: g.flags == h->flags; */
	/*@ assert options: options_at_are(g.options, p + TCP_HEADER_LENGTH,
		options_octets(h->options), h->flags & TCP_SYN); */
	/*@ assert decoded: decoded(h->options, 1); */
	/*@ assert scale: read_scale(g.options, p + TCP_HEADER_LENGTH,
		scale_of(h->options)); */
	/*@ assert timestamps: read_timestamps(g.options,
		p + TCP_HEADER_LENGTH, timestamps_of(h->options)); */
	/*@ assert sack: read_sacks(g.options, p + TCP_HEADER_LENGTH,
		sack_of(h->options), h->options.sacks); */
	return g;
}
