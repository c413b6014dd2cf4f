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

/* Walks the n octets of options at p, 0 =< n =< 40. */
struct options_at options_find(const uint8_t *p, uint32_t n);

/*
 * Decodes what options_find found in the same octets. MSS, window scale and
 * SACK permitted are ignored unless syn (RFC 7323 section 2.2, RFC 2018
 * section 2); absent values are 0.
 */
struct options options_read(const uint8_t *p, struct options_at at,
			    uint8_t syn);

/* Octets options_write needs: a multiple of 4, at most 40 if o was decoded. */
uint32_t options_length(const struct options *o);

/*
 * Writes o into options_length(o) octets at p, every option on a word
 * boundary behind NOPs (RFC 7323 appendix A), so that no padding is left over
 * (MUST-69). The caller asks for MSS, scale and permitted on a SYN only.
 */
void options_write(uint8_t *p, const struct options *o);

#endif
