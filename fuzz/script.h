/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The input of the harness `stack`: settings, then records of eight octets.
 *
 *      0                                  7
 *      +----+----+----+----+----+----+----+----+
 *      |              settings                 |
 *      +----+----+----+----+----+----+----+----+
 *      |verb|who | ctl|SEQ |ACK |text|wnd |opt |   a segment, verb < 0x80
 *      +----+----+----+----+----+----+----+----+
 *      |verb|who | a  | b  |     number        |   a call, the clock, ARP
 *      +----+----+----+----+----+----+----+----+
 *      | 80 |fix |   n     |         0         |   a frame, as it is:
 *      +----+----+----+----+----+----+----+----+   n octets follow
 *
 * A segment says its numbers as a place and a small step from it (RCV.NXT - 1,
 * the window's edge + 2 ...), so that a changed octet is still a segment near
 * the edge it is about. SEQ and ACK: the low nibble names the place, the high
 * one is the step, -8..7. Texts and windows below 16 are meant; the rest name
 * an entry of a table.
 *
 * All zeros: the settings of tw_defaults(), small buffers, and ACKs.
 */
#ifndef FUZZ_SCRIPT_H
#define FUZZ_SCRIPT_H

enum { SCRIPT_RECORD = 8, SCRIPT_MAX = 4096 };

/* Settings. */
enum {
	SET_SLOTS,	/* 4 - connections (2 bits), time_waits (2),
			 * neighbors (1), ARP unanswered (1), the end (2) */
	SET_BUFFERS,	/* send (3), receive (3), small MTU (1), no Nagle (1) */
	SET_SWITCHES,	/* GSO, partial checksum, no congestion, no scale,
			 * one challenge, keep-alive (1 each), timeout (2) */
	SET_CHOICES,	/* choices not as by default: the first eight, */
	SET_CHOICES_2,	/* and the rest */
	SET_TIMES,	/* RTO: minimum (2), initial (2), delayed ACK (2) */
	SET_WRAP,	/* bit 0: the peer's numbers wrap, bit 1: ours do */
	SET_SEED	/* of the prf */
};

enum { END_POLITE, END_SILENT, END_ABORT, END_ABORT_POLITE };

/* Verbs, from VERB_RAW on; a segment: all below. */
enum verb {
	VERB_SEGMENT = 0, VERB_RAW = 0x80, VERB_LISTEN, VERB_CONNECT,
	VERB_ACCEPT, VERB_SEND, VERB_RECV, VERB_SHUTDOWN, VERB_CLOSE,
	VERB_ABORT, VERB_STATUS, VERB_OPEN, VERB_WAIT, VERB_NEXT, VERB_OUTPUT,
	VERB_ARP, VERB_TIMEOUT, VERB_KEEPALIVE, VERB_OPTION, VERB_SMALL,
	VERB_END
};
enum { VERBS = VERB_END - VERB_RAW };

/* who: of a segment, its flow; of a call, the handle: 0 is the newest. */
enum {
	WHO_LOCAL = 3,		/* port 7, 8, 50, or of the last tw_connect() */
	WHO_PORT = 4,		/* the peer's: 9, or 10 */
	WHO_ADDRESS = 8,	/* the peer's: 10.0.0.2, or .3 */
	WHO_HANDLE = 15,
	WHO_BATCH = 16,		/* nothing is sent, nor reported, after it */
	WHO_SPOILT = 32,	/* a wrong checksum */
	WHO_VOUCHED = 64,	/* TW_CHECKSUM_OK */
	WHO_STRANGE = 128	/* from port 0 */
};

/* Places of SEG.SEQ, and of SEG.ACK. */
enum seq_place {
	AT_NXT, AT_EDGE, AT_IRS, AT_MIDDLE, AT_PAST, AT_FRESH, AT_FAR, AT_NEW,
	AT_TEN, AT_SEGMENT, SEQ_PLACES
};
enum ack_place {
	OF_NXT, OF_UNA, OF_MIDDLE, OF_ISS, OF_OLD, OF_FAR, OF_SEEN, OF_ZERO,
	ACK_PLACES
};

/* opt of a segment. */
enum {
	OPT_MSS = 1,		/* the option, ... */
	OPT_MSS_SMALL = 2,	/* ... 100, not 1460, ... */
	OPT_SCALE = 4,		/* window scale: ... */
	OPT_SCALE_LARGE = 8,	/* ... 14, not 2 */
	OPT_TIMES = 16,		/* timestamps */
	OPT_OTHER = 32,		/* another text with the same numbers */
	OPT_URGENT = 64,	/* urgent pointer: the text's end, ... */
	OPT_URGENT_FAR = 128	/* ... or far behind it */
};

#endif
