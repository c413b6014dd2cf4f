/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a packet of any link to a TCP segment. The checksums of a capture say
 * nothing, because a device makes them after it was taken, and what a short
 * snapshot has cut off is text: what is missing of the datagram reads as zero.
 */
#include <string.h>

#include "../checksum.h"
#include "../wire.h"
#include "reader.h"
#include "replay.h"

enum { IPV4_AT = ETHER_LENGTH, ETHERTYPE_IPV4 = 0x0800,
       ETHERTYPE_VLAN = 0x8100, ETHERTYPE_QINQ = 0x88a8 };

static uint32_t be16(const uint8_t *p)
{
	return p[0] * 256u + p[1];
}

/* Octets in front of the type of an Ethernet frame's content. */
static uint32_t type_at(const struct reader_packet *p)
{
	uint32_t at = 12;

	while (at + 2 <= p->captured
	       && (be16(p->octets + at) == ETHERTYPE_VLAN
	           || be16(p->octets + at) == ETHERTYPE_QINQ))
		at += 4;
	return at;
}

/* Where the IPv4 datagram begins; or `captured`: there is none. */
static uint32_t datagram_at(const struct reader_packet *p)
{
	uint32_t type, at;

	switch (p->link) {
	case LINK_ETHERNET: type = type_at(p); at = type + 2; break;
	case LINK_COOKED:   type = 14; at = 16; break;
	case LINK_COOKED_2: type = 0; at = 20; break;
	case LINK_NULL:     return 4;
	case LINK_RAW_BSD: case LINK_RAW: case LINK_IPV4: return 0;
	default:            return p->captured;
	}
	if (type + 2 > p->captured
	    || be16(p->octets + type) != ETHERTYPE_IPV4)
		return p->captured;
	return at;
}

/* As Ethernet would have brought it, whole. 0: no IPv4. */
static uint32_t make_whole(const struct reader_packet *p,
                           uint8_t frame[WIRE_MAX])
{
	uint32_t at = datagram_at(p), n, total, header;
	uint8_t *ip = frame + IPV4_AT;
	uint16_t sum;

	if (at + IPV4_LENGTH > p->captured || p->octets[at] / 16 != 4)
		return 0;
	n = p->captured - at;
	memset(frame, 0, WIRE_MAX);
	memcpy(ip, p->octets + at, n < IPV4_MAX ? n : IPV4_MAX);
	frame[12] = ETHERTYPE_IPV4 / 256;
	total = be16(ip + 2);
	if (!total) {           /* to be cut by the device */
		total = n < IPV4_MAX ? n : IPV4_MAX;
		ip[2] = (uint8_t)(total / 256);
		ip[3] = (uint8_t)(total % 256);
	}
	header = ip[0] % 16 * 4u;
	ip[10] = ip[11] = 0;
	sum = checksum_finish(checksum_sum(ip, header));
	ip[10] = (uint8_t)(sum / 256);
	ip[11] = (uint8_t)(sum % 256);
	return IPV4_AT + total;
}

static struct replay_segment segment_of(const struct wire_frame *f)
{
	return (struct replay_segment){
		.is = { .seq = f->tcp.seq, .ack = f->tcp.ack,
		        .ctl = f->tcp.flags & 0x3f, .data = f->text },
		.window = f->tcp.window, .urgent = f->tcp.urgent,
		.scales = f->tcp.options.has_scale,
		.shift = f->tcp.options.scale
	};
}

enum replay_kind replay_frame(const struct reader_packet *packet,
                              struct replay_packet *out)
{
	static uint8_t frame[WIRE_MAX];
	struct wire_frame f;
	uint32_t n = make_whole(packet, frame);
	enum wire_reason reason;

	if (!n)
		return REPLAY_OTHER;
	reason = wire_parse(frame, n, WIRE_VOUCHED, &f);
	if (reason == WIRE_FRAGMENT)
		return REPLAY_FRAGMENT;
	if (reason == WIRE_OTHER_PROTOCOL || reason == WIRE_OTHER_TYPE)
		return REPLAY_OTHER;
	if (reason != WIRE_OK)
		return REPLAY_DAMAGED;
	*out = (struct replay_packet){
		.from = { f.ip.src, f.tcp.sport },
		.to = { f.ip.dst, f.tcp.dport }, .segment = segment_of(&f)
	};
	return REPLAY_TCP;
}
