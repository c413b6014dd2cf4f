/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tw replay: two machines of the table live through one connection of somebody
 * else's capture.
 *
 *      A                                     B
 *      event whose row sends this  -- 1 -->  SEGMENT, once B is seen to have it
 *      SEGMENT                     <-- 2 --  event whose row sends that
 *
 * A capture says what was sent, and not what arrived nor what the users did.
 * Both are inferred, and nothing else is:
 *
 *   - A segment has arrived when the other end acknowledges it, or does what
 *     only somebody does who has it; one that takes no sequence number, as soon
 *     as all before it has. What is sent again was lost before.
 *   - A user did (OPEN, CLOSE, ABORT, RECEIVE), and a timer said, what makes a
 *     row send exactly the segment that is seen.
 *
 * If there is no such event, no row explains the segment: that is where the
 * capture leaves the table. Its sender is then set right, to go on from there.
 * RECEIVE is not shown: it is known by the window it opens.
 */
#ifndef TW_REPLAY_H
#define TW_REPLAY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "../fsm/fsm.gen.h"
#include "../tcpwright.h"

enum { REPLAY_HELD = 64, REPLAY_REPLIES = 8 };

/* A segment of the capture. */
struct replay_segment {
	uint32_t number;          /* of its packet, from 1 */
	uint64_t time;            /* us since the first packet */
	struct fsm_segment is;    /* SEQ, ACK, CTL, DATA */
	uint32_t window;          /* its field */
	uint32_t urgent;          /* pointer */
	bool scales;              /* a SYN that offers window scaling, ... */
	uint8_t shift;            /* ... and its shift count */
};

/* Text ahead of RCV.NXT. */
struct replay_held {
	uint32_t from, to;
	bool fin;
};

/* What a row answered; a capture may show it later. */
struct replay_reply {
	uint32_t number;          /* of the packet that it answers */
	struct fsm_segment is;
	uint8_t rows;
	uint16_t row[FSM_FIRED_MAX];
};

struct replay_end {
	char name;                /* 'A' or 'B' */
	struct tw_endpoint where;
	struct fsm_tcb tcb;
	bool spoke;               /* something it sent was seen */
	bool scales;
	uint8_t shift;
	uint32_t base;            /* its first sequence number */
	struct replay_segment *flight; /* to it, in order */
	size_t flights, room;
	struct replay_held held[REPLAY_HELD];
	size_t helds;
	struct replay_reply reply[REPLAY_REPLIES];
	size_t replies;
};

struct replay_flow {
	struct replay_flow *next; /* with the same hash */
	unsigned number;          /* from 1 */
	struct replay_end end[2]; /* A, who was seen first, and B */
	bool middle;              /* its opening is not in the capture */
	unsigned segments, unexplained;
	uint32_t first[8];        /* packets of the first unexplained ones */
};

/* How it is told. */
struct replay_tale {
	FILE *out;
	bool json, absolute, quiet;
	struct fsm_choices choices;
};

/* ------------------------------------------------------------ replay_end.c */

/* End i of the flow sends this; then what is seen to arrive by it. */
void replay_sends(const struct replay_tale *tale, struct replay_flow *flow,
                  int i, const struct replay_segment *segment);

/* The capture has ended: what is under way arrives. */
void replay_ends(const struct replay_tale *tale, struct replay_flow *flow);

/* ----------------------------------------------------------- replay_tell.c */

/* One event that ran. sent, arrived: NULL, or the segment. */
struct replay_step {
	const struct replay_segment *sent, *arrived;
	uint64_t time;
	const char *event;
	uint8_t before, after;
	unsigned rows;
	const uint16_t *row;
	uint32_t answers;         /* packet that it answers; 0: none */
	const char *unexplained;  /* NULL: a row explains it */
};
void replay_tell(const struct replay_tale *tale, const struct replay_flow *flow,
                 int i, const struct replay_step *step);

/* That the flow begins, and how it ended. */
void replay_tell_flow(const struct replay_tale *tale,
                      const struct replay_flow *flow);
void replay_tell_end(const struct replay_tale *tale,
                     const struct replay_flow *flow);

/* ---------------------------------------------------------- replay_frame.c */

/* The segment in a packet of a capture, and its sockets. */
struct replay_packet {
	struct tw_endpoint from, to;
	struct replay_segment segment;
};

enum replay_kind { REPLAY_TCP, REPLAY_OTHER, REPLAY_FRAGMENT, REPLAY_DAMAGED };

struct reader_packet;
enum replay_kind replay_frame(const struct reader_packet *packet,
                              struct replay_packet *out);

#endif
