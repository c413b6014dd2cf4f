/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The live ladder: what the machine did, an event a line.
 *
 *     time  what         segment                        state          rows
 *      0.0  OPEN         --> <SEQ=ISS><CTL=SYN>         CLOSED ->
 *                                              SYN-SENT     OPEN_3
 *      0.3  SEGMENT      <-- <SEQ=IRS><ACK=ISS+1>...    SYN-SENT ->
 *                                              ESTABLISHED  SYNSENT_4 ...
 *
 * Arrows as in the RFC's figures: --> leaves us, <-- arrives. Our numbers count
 * from ISS, the peer's from IRS; where neither is known they are printed as
 * they are. A segment that is answered takes a second line for the answer. A
 * RECEIVE that finds nothing and a STATUS are left out: who polls makes many.
 */
#ifndef TW_LADDER_H
#define TW_LADDER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "../tcpwright.h"
#include "json.h"

enum { LADDER_CONNECTIONS = 64 };

/* The numbers a connection counts from, remembered past its deletion. */
struct ladder_base {
	tw_handle handle;
	uint32_t iss, irs;
	bool irs_known;
};

struct ladder {
	FILE *out;
	const char *name;   /* printed before each line, or NULL */
	bool absolute;      /* numbers as on the wire */
	bool json;          /* an object a line instead (ladder_json.c) */
	bool started;
	uint64_t start;     /* us */
	struct ladder_base base[LADDER_CONNECTIONS];
};

/* The segment of an event that is one: `ctl` in the bits of FSM_CTL_. */
struct fsm_segment ladder_arrived(const struct tw_trace *trace);

/* Prints one event; to be called from the trace callback. */
void ladder_print(struct ladder *ladder, const struct tw_trace *trace);

/* The same as JSON; and a segment as a member of any object. */
void ladder_json(struct ladder *ladder, const struct tw_trace *trace);
void ladder_json_segment(struct json *json, const char *name,
                         const struct fsm_segment *segment);
void ladder_json_rows(struct json *json, unsigned n, const uint16_t *row);

/* "SYN,ACK", in the order of the RFC's figures. Returns text. */
const char *ladder_control(char text[32], uint8_t ctl);

/* "SYN_SENT" as the RFC writes it, SYN-SENT, into `name`. Returns name. */
const char *ladder_state(uint8_t state, char name[16]);

/*
 * A segment in RFC notation: <SEQ=ISS+1><ACK=IRS+1><CTL=ACK><DATA=5>. Bases are
 * what SEQ and ACK count from; a NULL name prints the number itself. Returns
 * text. `ctl` in the bits of FSM_CTL_.
 */
struct ladder_number {
	const char *name;
	uint32_t base;
};
const char *ladder_segment(char *text, size_t size,
                           const struct fsm_segment *segment,
                           struct ladder_number seq, struct ladder_number ack);

#endif
