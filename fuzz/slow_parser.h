/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A parser of frames that takes its time: the oracle of the harness `parser`.
 * It is written from the figures and sentences of RFC 791, 826, 1071, 1122,
 * 2018, 7323 and 9293, shares no line and no type with runtime/, and goes
 * another way in everything it can:
 *
 *     runtime/                           here
 *     octets, words of 2, 4, 6           bits, counted from the frame's start
 *     the first fault ends it            all faults of a layer are collected
 *     one walk over the options,         the list of options first; then each
 *     offsets noted on the way           is looked for, from the end
 *     sums of many words, folded late    one word at a time, carry at once
 *
 * What the RFCs leave open is decided as runtime/options.h says it is.
 */
#ifndef FUZZ_SLOW_PARSER_H
#define FUZZ_SLOW_PARSER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is wrong with a frame: bits, in layers. A layer is looked at only if
 * there is no fault in those around it. */
enum slow_fault {
	SLOW_SHORT_ETHERNET     = 1 << 0,
	SLOW_OTHER_TYPE         = 1 << 1,

	SLOW_SHORT_ARP          = 1 << 2,
	SLOW_OTHER_ARP          = 1 << 3,

	SLOW_SHORT_IPV4         = 1 << 4,
	SLOW_BAD_VERSION        = 1 << 5,
	SLOW_BAD_IHL            = 1 << 6,
	SLOW_BAD_TOTAL_LENGTH   = 1 << 7,
	SLOW_BAD_IPV4_CHECKSUM  = 1 << 8,
	SLOW_FRAGMENT           = 1 << 9,
	SLOW_OTHER_PROTOCOL     = 1 << 10,

	SLOW_SHORT_TCP          = 1 << 11,
	SLOW_BAD_DATA_OFFSET    = 1 << 12,
	SLOW_BAD_TCP_CHECKSUM   = 1 << 13
};

struct slow_sack { uint32_t left, right; };

struct slow_frame {
	unsigned faults;
	uint64_t dst, src;		/* Ethernet */
	unsigned type;

	unsigned op;			/* ARP */
	uint64_t sha, tha;
	uint32_t spa, tpa;

	unsigned tos, id, ttl, protocol, ihl, total;	/* IPv4 */
	uint32_t from, to;

	unsigned sport, dport, offset, flags, window, urgent; /* TCP */
	uint32_t seq, ack;

	bool has_mss, has_scale, has_timestamps, permitted, malformed;
	unsigned mss, scale, sacks;	/* its options */
	uint32_t ts_val, ts_ecr;
	struct slow_sack sack[4];

	size_t text_at, text;		/* octets from the frame's start */
};

/* trusted: somebody vouches for the TCP checksum. */
struct slow_frame slow_parse(const uint8_t *frame, size_t n, bool trusted);

/*
 * Is a frame without faults for the host with these addresses, in a net of
 * `prefix` bits? That a broadcast is not is told from a stranger's frame.
 */
enum slow_whose { SLOW_OURS, SLOW_STRANGERS, SLOW_MANY };
enum slow_whose slow_whose(const struct slow_frame *f, uint64_t mac,
			   uint32_t address, unsigned prefix);

/* Puts the right checksum where the frame has one, as far as its lengths make
 * sense: how the harness gets beyond it. */
void slow_mend_ipv4(uint8_t *frame, size_t n);
void slow_mend_tcp(uint8_t *frame, size_t n);

/* The sum over a TCP pseudo-header: what a partial checksum is. */
uint16_t slow_pseudo(uint32_t from, uint32_t to, size_t length);

#endif
