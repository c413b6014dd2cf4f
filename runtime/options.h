/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TCP options (RFC 9293 section 3.1 and 3.2, RFC 7323, RFC 2018).
 *
 *     kind 0  end of list       1 octet
 *     kind 1  no operation      1 octet
 *     kind 2  MSS               | 2 | 4 |  size  |                 SYN only
 *     kind 3  window scale      | 3 | 3 | shift |                  SYN only
 *     kind 4  SACK permitted    | 4 | 2 |                          SYN only
 *     kind 5  SACK              | 5 | 2+8n | left | right | ...    n = 1..4
 *     kind 8  timestamps        | 8 | 10 |  TSval  |  TSecr  |
 *     others                    | k | length | ...       skipped (MUST-6)
 *
 * An option may stand in any segment (MUST-5) and at any octet (MUST-64).
 *
 * Illegal lengths (MUST-7). A length of 0 or 1, a length that reaches beyond
 * the header and a kind in the last octet without a length end the walk: the
 * options found before stay, the segment stays, and `malformed` says so for
 * the log. No reset is sent, so that a damaged or forged segment cannot end a
 * connection. Every step of the walk goes forward by at least one octet, so
 * it ends after at most 40.
 *
 * A kind of the list above with another length than the list says is skipped
 * by the length it has, as if unknown. Of an option that comes twice the last
 * counts. What is behind the end of list is not looked at.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdint.h>

#include "octets.h"

enum {
	OPTION_END = 0, OPTION_NOP = 1, OPTION_MSS = 2, OPTION_SCALE = 3,
	OPTION_PERMITTED = 4, OPTION_SACK = 5, OPTION_TIMESTAMPS = 8
};

enum {
	OPTIONS_MAX = 40,		/* octets: (15 - 5) words of 4 */
	OPTIONS_SACKS = 4,		/* blocks that fit into 40 octets */

	/*
	 * A smaller MSS is taken for this one: 0 would divide by zero, 1
	 * would cost a header an octet (CVE-2019-11479). Every host can
	 * receive datagrams of 576 octets (RFC 791), so a peer that says less
	 * than 64 still gets segments it can take.
	 */
	OPTIONS_MSS_FLOOR = 64,
	OPTIONS_SCALE_MAX = 14		/* RFC 7323 section 2.3 */
};

/*
 * Where the values are: octets from the first option to the first octet of
 * the value. 0: not there (no value can stand before offset 2).
 */
struct options_at {
	uint8_t mss;			/* of 2 octets */
	uint8_t scale;			/* of 1 octet */
	uint8_t permitted;		/* of 0 octets */
	uint8_t timestamps;		/* of 8 octets */
	uint8_t sack;			/* of sacks * 8 octets */
	uint8_t sacks;			/* blocks, 0..4 */
	uint8_t malformed;		/* 1: an illegal length was met */
};

struct option_sack {
	uint32_t left;			/* first sequence number of the block */
	uint32_t right;			/* the one after its last */
};

/* The options of a segment, decoded. The has_ fields and flags are 0 or 1. */
struct options {
	uint8_t has_mss, has_scale, has_timestamps;
	uint8_t permitted;		/* SACK permitted */
	uint8_t malformed;		/* an illegal length ended the walk */
	uint8_t sacks;			/* blocks in sack, 0..4 */
	uint8_t scale;			/* shift count, 0..14 */
	uint16_t mss;			/* octets, OPTIONS_MSS_FLOOR..65535 */
	uint32_t ts_val, ts_ecr;	/* RFC 7323 section 3.2 */
	struct option_sack sack[OPTIONS_SACKS];
};


/*
 * The walk, in contracts: from octet i of n, `found` is the offset of the
 * value of the last option of this kind and length, `found_sack` the same for
 * SACK, `found_sacks` its blocks, or v where none is met.
 */
/*@ logic boolean walked(uint8_t *p, integer i, integer n) =
	i >= n || p[i] == OPTION_END; */
/*@ logic integer option_octets(uint8_t *p, integer n) =
	p[0] == OPTION_NOP ? 1 :
	n < 2 || p[1] < 2 || n < p[1] ? 0 : p[1]; */
/*@ logic boolean is_sack(integer kind, integer length) =
	kind == OPTION_SACK && length % 8 == 2 && 10 <= length <= 34; */
/*@ logic integer found(uint8_t *p, integer i, integer n,
		integer kind, integer length, integer v) =
	walked(p, i, n) || option_octets(p + i, n - i) <= 0 ? v :
	found(p, i + option_octets(p + i, n - i), n, kind, length,
	      p[i] == kind && option_octets(p + i, n - i) == length
	      ? i + 2 : v); */
/*@ logic integer found_sack(uint8_t *p, integer i, integer n, integer v) =
	walked(p, i, n) || option_octets(p + i, n - i) <= 0 ? v :
	found_sack(p, i + option_octets(p + i, n - i), n,
	      is_sack(p[i], option_octets(p + i, n - i)) ? i + 2 : v); */
/*@ logic integer found_sacks(uint8_t *p, integer i, integer n, integer v) =
	walked(p, i, n) || option_octets(p + i, n - i) <= 0 ? v :
	found_sacks(p, i + option_octets(p + i, n - i), n,
	      is_sack(p[i], option_octets(p + i, n - i))
	      ? option_octets(p + i, n - i) / 8 : v); */
/*@ logic integer found_illegal(uint8_t *p, integer i, integer n) =
	walked(p, i, n) ? 0 : option_octets(p + i, n - i) <= 0 ? 1 :
	found_illegal(p, i + option_octets(p + i, n - i), n); */
/*@ predicate inside(integer at, integer length, integer n) =
	at == 0 || 2 <= at <= n - length; */
/*@ predicate options_inside(struct options_at at, integer n) =
	inside(at.mss, 2, n) && inside(at.scale, 1, n) &&
	inside(at.permitted, 0, n) && inside(at.timestamps, 8, n) &&
	(at.sacks == 0 || 2 <= at.sack <= n - 8 * at.sacks) &&
	0 <= at.sacks <= OPTIONS_SACKS; */

/* Walks the n octets of options at p, 0 =< n =< 40. */
/*@ requires n <= OPTIONS_MAX && \valid_read(p + (0 .. n - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures \result.mss == found(p, 0, n, OPTION_MSS, 4, 0);
    ensures \result.scale == found(p, 0, n, OPTION_SCALE, 3, 0);
    ensures \result.permitted == found(p, 0, n, OPTION_PERMITTED, 2, 0);
    ensures \result.timestamps == found(p, 0, n, OPTION_TIMESTAMPS, 10, 0);
    ensures \result.sack == found_sack(p, 0, n, 0);
    ensures \result.sacks == found_sacks(p, 0, n, 0);
    ensures \result.malformed == found_illegal(p, 0, n);
    ensures options_inside(\result, n); */
struct options_at options_find(const uint8_t *p, uint32_t n);

/* What is decoded of a value at an offset; 0: absent, and so is the value. */
/*@ predicate read_mss(struct options o, uint8_t *p, integer at) =
	o.has_mss == (at != 0 ? 1 : 0) &&
	o.mss == (at == 0 ? 0 : be16(p + at) < OPTIONS_MSS_FLOOR
		  ? OPTIONS_MSS_FLOOR : be16(p + at)); */
/*@ predicate read_scale(struct options o, uint8_t *p, integer at) =
	o.has_scale == (at != 0 ? 1 : 0) &&
	o.scale == (at == 0 ? 0 : p[at] > OPTIONS_SCALE_MAX
		    ? OPTIONS_SCALE_MAX : p[at]); */
/*@ predicate read_timestamps(struct options o, uint8_t *p, integer at) =
	o.has_timestamps == (at != 0 ? 1 : 0) &&
	o.ts_val == (at == 0 ? 0 : be32(p + at)) &&
	o.ts_ecr == (at == 0 ? 0 : be32(p + at + 4)); */
/*@ predicate read_sacks(struct options o, uint8_t *p, integer at,
		integer sacks) = o.sacks == sacks &&
	(\forall integer k; 0 <= k < sacks ==>
	 o.sack[k].left == be32(p + at + 8 * k) &&
	 o.sack[k].right == be32(p + at + 8 * k + 4)) &&
	(\forall integer k; sacks <= k < OPTIONS_SACKS ==>
	 o.sack[k].left == 0 && o.sack[k].right == 0); */

/*
 * Decodes what options_find found in the same octets. MSS, window scale and
 * SACK permitted are ignored unless syn (RFC 7323 section 2.2, RFC 2018
 * section 2); absent values are 0.
 */
/*@ requires at.mss != 0 ==> \valid_read(p + (at.mss .. at.mss + 1));
    requires at.scale != 0 ==> \valid_read(p + at.scale);
    requires at.timestamps != 0 ==>
	\valid_read(p + (at.timestamps .. at.timestamps + 7));
    requires at.sacks <= OPTIONS_SACKS;
    requires \valid_read(p + (at.sack .. at.sack + 8 * at.sacks - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures \result.malformed == at.malformed;
    ensures \result.permitted == (syn != 0 && at.permitted != 0 ? 1 : 0);
    ensures read_mss(\result, p, syn != 0 ? at.mss : 0);
    ensures read_scale(\result, p, syn != 0 ? at.scale : 0);
    ensures read_timestamps(\result, p, at.timestamps);
    ensures read_sacks(\result, p, at.sack, at.sacks); */
struct options options_read(const uint8_t *p, struct options_at at,
			    uint8_t syn);

/* In contracts: where options_write puts each option, its NOPs included. */
/*@ logic integer scale_at(struct options o) = o.has_mss != 0 ? 4 : 0; */
/*@ logic integer permitted_at(struct options o) =
	scale_at(o) + (o.has_scale != 0 ? 4 : 0); */
/*@ logic integer timestamps_at(struct options o) =
	permitted_at(o) + (o.permitted != 0 ? 4 : 0); */
/*@ logic integer timestamps_octets(struct options o) =
	o.has_timestamps != 0 ? 12 : 0; */
/*@ logic integer sack_at(struct options o) =
	timestamps_at(o) + timestamps_octets(o); */
/*@ logic integer sack_octets(struct options o) =
	o.sacks != 0 ? 4 + 8 * o.sacks : 0; */
/*@ logic integer options_octets(struct options o) =
	sack_at(o) + sack_octets(o); */

/* And what stands at octet i. */
/*@ predicate option_begins(uint8_t *p, integer i, integer nops,
		integer kind, integer length) =
	(0 < nops ==> p[i] == OPTION_NOP) &&
	(1 < nops ==> p[i + 1] == OPTION_NOP) &&
	p[i + nops] == kind && p[i + nops + 1] == length; */
/*@ predicate has_mss_at(uint8_t *p, integer i, integer mss) =
	option_begins(p, i, 0, OPTION_MSS, 4) && be16(p + (i + 2)) == mss; */
/*@ predicate has_scale_at(uint8_t *p, integer i, integer scale) =
	option_begins(p, i, 1, OPTION_SCALE, 3) && p[i + 3] == scale; */
/*@ predicate has_permitted_at(uint8_t *p, integer i) =
	option_begins(p, i, 2, OPTION_PERMITTED, 2); */
/*@ predicate has_timestamps_at(uint8_t *p, integer i, integer val,
		integer ecr) =
	option_begins(p, i, 2, OPTION_TIMESTAMPS, 10) &&
	be32(p + (i + 4)) == val && be32(p + (i + 8)) == ecr; */
/*@ predicate blocks_at(uint8_t *p, integer i, struct options o, integer n) =
	\forall integer k; 0 <= k < n ==>
	be32(p + (i + 8 * k)) == o.sack[k].left &&
	be32(p + (i + 8 * k + 4)) == o.sack[k].right; */
/*@ predicate has_sack_at(uint8_t *p, integer i, struct options o) =
	option_begins(p, i, 2, OPTION_SACK, 2 + 8 * o.sacks) &&
	blocks_at(p, i + 4, o, o.sacks); */
/*@ predicate syn_written(uint8_t *p, struct options o) =
	(o.has_mss != 0 ==> has_mss_at(p, 0, o.mss)) &&
	(o.has_scale != 0 ==> has_scale_at(p, scale_at(o), o.scale)) &&
	(o.permitted != 0 ==> has_permitted_at(p, permitted_at(o))); */
/*@ predicate timestamps_written(uint8_t *p, struct options o) =
	o.has_timestamps != 0 ==>
	has_timestamps_at(p, timestamps_at(o), o.ts_val, o.ts_ecr); */
/*@ predicate sack_written(uint8_t *p, struct options o) =
	o.sacks != 0 ==> has_sack_at(p, sack_at(o), o); */
/*@ predicate options_written(uint8_t *p, struct options o) =
	syn_written(p, o) && timestamps_written(p, o) && sack_written(p, o); */

/* Octets options_write needs: a multiple of 4, at most 40 if o was decoded. */
/*@ requires \valid_read(o);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == options_octets(*o); */
uint32_t options_length(const struct options *o);

/*
 * Writes o into options_length(o) octets at p, every option on a word
 * boundary behind NOPs (RFC 7323 appendix A), so that no padding is left over
 * (MUST-69). The caller asks for MSS, scale and permitted on a SYN only.
 */
/*@ requires \valid_read(o) && o->sacks <= OPTIONS_SACKS;
    requires \valid(p + (0 .. options_octets(*o) - 1));
    requires \separated(o, p + (0 .. options_octets(*o) - 1));
    terminates \true; exits \false;
    assigns p[0 .. options_octets(*o) - 1];
    ensures options_written(p, *o); */
void options_write(uint8_t *p, const struct options *o);

#endif
