/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "capture.h"

#include <errno.h>
#include <string.h>
#include <time.h>

static uint64_t time_of_day(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * 1000000u + (uint64_t)t.tv_nsec / 1000u;
}

int capture_open(struct capture *capture, const char *path)
{
	*capture = (struct capture){ .file = NULL };
	if (!path)
		return 0;
	capture->file = fopen(path, "wb");
	if (!capture->file)
		return -errno;
	capture->epoch = time_of_day() - clock_now();
	return pcapng_begin(capture->file, NULL, PCAPNG_MICROSECONDS);
}

int capture_close(struct capture *capture)
{
	if (capture->file && fclose(capture->file) && !capture->error)
		capture->error = -errno;
	capture->file = NULL;
	return capture->error;
}

/* "BEFORE -> AFTER: ROW ROW", behind what is there; cut short when full. */
static void remark(char comment[512], uint8_t before, uint8_t after,
                   unsigned n, const uint16_t *row)
{
	char from[16], to[16];
	size_t length = strlen(comment), room = 512 - length;

	ladder_state(before, from);
	ladder_state(after, to);
	snprintf(comment + length, room, "%s%s%s%s:", length ? "; " : "", from,
	         before == after ? "" : " -> ", before == after ? "" : to);
	for (unsigned i = 0; i < n; i++) {
		length = strlen(comment);
		snprintf(comment + length, 512 - length, " %s",
		         fsm_row_name[row[i]]);
	}
}

void capture_event(struct capture *capture, const struct tw_trace *trace)
{
	if (capture->file && (trace->event->kind == FSM_E_SEGMENT
	                      || trace->event->kind == FSM_E_HELD))
		remark(capture->comment, trace->before, trace->after,
		       trace->out->fired, trace->out->row);
}

void capture_frame(struct capture *capture, enum packet_way way,
                   const uint8_t *frame, size_t length,
                   const struct tw_frame *about)
{
	char sent[512] = "";
	struct pcapng_packet packet = {
		.time = clock_now() + capture->epoch, .octets = frame,
		.captured = (uint32_t)length, .length = (uint32_t)length,
		.flags = way == PACKET_IN ? PCAPNG_INBOUND : PCAPNG_OUTBOUND,
		.comment = way == PACKET_IN ? capture->comment : sent
	};

	if (!capture->file || capture->error)
		return;
	if (about && about->tcp)
		remark(sent, about->before, about->after, about->rows,
		       about->row);
	if (about && about->needs_checksum)
		packet.flags |= PCAPNG_CHECKSUM_NOT_READY;
	if (about && about->gso_size)
		packet.flags |= PCAPNG_SEGMENTED_LATER;
	if (!*packet.comment)
		packet.comment = NULL;
	capture->error = pcapng_packet(capture->file, &packet);
	if (way == PACKET_IN)
		capture->comment[0] = '\0';
}
