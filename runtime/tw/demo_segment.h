/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Segments as a story writes them, in the notation of RFC 9293:
 *
 *      <SEQ=ISS+1><ACK=IRS+1><CTL=FIN,ACK><DATA=5>      or short: FIN,ACK
 *
 * To be matched: what is not said is not looked at, but the control bits are
 * all of them, PSH excepted. To be sent: SEQ is SND.NXT, ACK is RCV.NXT unless
 * it is said. A number counts from the speaker's ISS, IRS, SND.NXT or RCV.NXT
 * ("IRS+1"), or is one.
 */
#ifndef TW_DEMO_SEGMENT_H
#define TW_DEMO_SEGMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "../fsm/fsm.gen.h"

enum demo_base {
	DEMO_ZERO, DEMO_ISS, DEMO_IRS, DEMO_SND_NXT, DEMO_RCV_NXT, DEMO_BASES
};

struct demo_bases {
	uint32_t from[DEMO_BASES];    /* from[DEMO_ZERO] is 0 */
};

struct demo_number {
	enum demo_base base;
	uint32_t plus;                /* modulo 2^32 */
};

struct demo_segment {
	bool has_seq, has_ack, has_data;
	struct demo_number seq, ack;
	uint8_t ctl;                  /* FSM_CTL_ */
	uint32_t data;                /* octets */
};

/* False: text is no segment. */
bool demo_segment_parse(const char *text, struct demo_segment *segment);

bool demo_segment_matches(const struct demo_segment *pattern,
                          const struct fsm_segment *segment,
                          const struct demo_bases *bases);

/* The segment to be sent. */
struct fsm_segment demo_segment_make(const struct demo_segment *pattern,
                                     const struct demo_bases *bases);

/* Carries a SYN, a FIN or a RST: it must not go unnoticed. */
bool demo_segment_control(const struct fsm_segment *segment);

#endif
