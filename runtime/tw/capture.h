/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A pcapng file of the wire whose packet comments say which rows of the table
 * each segment fired, and what they did to the state:
 *
 *      SYN_SENT -> ESTABLISHED: SYNSENT_4 SYNSENT_7 SYNSENT_10 SYNSENT_11
 *
 * A frame that arrives is written after the stack dealt with it, so that the
 * events it caused, told to capture_event() meanwhile, are its comment.
 */
#ifndef TW_CAPTURE_H
#define TW_CAPTURE_H

#include "../driver/packet.h"
#include "../driver/pcapng.h"
#include "../tcpwright.h"
#include "ladder.h"

struct capture {
	FILE *file;             /* NULL: nothing is captured */
	int error;              /* negative errno: no more is written; or 0 */
	uint64_t epoch;         /* us from clock_now() to the time of day */
	char comment[512];      /* of the frame that is being dealt with */
};

/* Starts a file; path NULL: captures nothing. 0 or a negative errno. */
int capture_open(struct capture *capture, const char *path);

/* 0, or the negative errno of the first packet that could not be written. */
int capture_close(struct capture *capture);

/* From the trace callback, and from a packet_tap's `seen`. */
void capture_event(struct capture *capture, const struct tw_trace *trace);
void capture_frame(struct capture *capture, enum packet_way way,
                   const uint8_t *frame, size_t length,
                   const struct tw_frame *about);

#endif
