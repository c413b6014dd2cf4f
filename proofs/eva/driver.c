/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program that uses the driver in every way: opens it, then takes, sends and
 * turns as often as it likes, with and without a tap, and writes captures. Of
 * the stack there is only what its header promises; proofs/eva/stack.c is about
 * the stack itself.
 */
#include "model.h"
#include "runtime/driver/packet.h"
#include "runtime/driver/pcapng.h"

#include <errno.h>

enum { OTHERS = 20, FRAME = 1600 };

void tw_input(struct tw *tw, const uint8_t *frame, size_t length,
              unsigned flags, uint64_t now)
{
	volatile uint8_t octet;

	(void)tw;
	(void)flags;
	(void)now;
	if (length > 0)
		octet = frame[length - 1];
}

size_t tw_output(struct tw *tw, uint8_t *buffer, size_t size,
                 struct tw_frame *frame, uint64_t now)
{
	(void)tw;
	(void)now;
	any_octets(buffer, size);
	*frame = (struct tw_frame){
		.needs_checksum = any_upto(1) == 1,
		.checksum_start = (uint16_t)any(),
		.checksum_offset = (uint16_t)any(),
		.gso_size = (uint16_t)any(),
		.header_length = (uint16_t)any(),
		.handle = (tw_handle)any(),
	};
	return any_upto(size);
}

uint64_t tw_next_deadline(const struct tw *tw)
{
	(void)tw;
	return any();
}

void tw_expire(struct tw *tw, uint64_t now)
{
	(void)tw;
	(void)now;
}

static bool pass(void *context, enum packet_way way, const uint8_t *frame,
                 size_t length)
{
	(void)context;
	(void)way;
	(void)frame;
	(void)length;
	return any_upto(1) == 1;
}

static void seen(void *context, enum packet_way way, const uint8_t *frame,
                 size_t length, const struct tw_frame *about)
{
	(void)context;
	(void)way;
	(void)frame;
	(void)length;
	(void)about;
}

static void turn(struct packet *packet)
{
	struct pollfd others[OTHERS];
	nfds_t n = any_upto(OTHERS);

	any_octets((uint8_t *)others, sizeof others);
	packet_turn(packet, NULL, n > 0 ? others : NULL, n, any());
}

static void capture(FILE *file)
{
	static uint8_t frame[FRAME];
	static const char comment[] = "RST_1";
	struct pcapng_packet packet = {
		.time = any(),
		.octets = frame,
		.captured = (uint32_t)any_upto(FRAME),
		.length = (uint32_t)any(),
		.flags = (uint32_t)any(),
		.comment = any_upto(1) == 1 ? comment : NULL,
	};

	if (any_upto(1) == 1)
		pcapng_begin(file, packet.comment, PCAPNG_MICROSECONDS);
	else
		pcapng_packet(file, &packet);
}

static void use(struct packet *packet)
{
	static FILE file;

	packet->tap.pass = any_upto(1) == 1 ? pass : NULL;
	packet->tap.seen = any_upto(1) == 1 ? seen : NULL;
	switch (any_upto(3)) {
	case 0:
		packet_receive(packet, NULL);
		break;
	case 1:
		packet_send(packet, NULL);
		break;
	case 2:
		turn(packet);
		break;
	default:
		capture(&file);
		break;
	}
}

/* Any wire, good or bad. */
static void impair(struct packet *packet)
{
	struct impair_settings how = {
		.drop = (uint32_t)any(), .dup = (uint32_t)any(),
		.reorder = (uint32_t)any(), .corrupt = (uint32_t)any(),
		.delay = any(), .seed = any()
	};

	packet_impair(packet, &how);
}

int main(void)
{
	struct packet packet;
	uint8_t mac[6];

	errno = EINTR; /* of some call before */
	any_octets(mac, sizeof mac);
	if (packet_open(&packet, "eth0", mac) < 0)
		return 1;
	impair(&packet);
	while (any_upto(1) == 1)
		use(&packet);
	packet_close(&packet);
	return 0;
}
