/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "raw_peer.h"

#include <errno.h>
#include <linux/virtio_net.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "../seq.h"
#include "../wire.h"
#include "netns.h"

enum { RAW_WINDOW = 65535, RAW_MSS = 1460, RAW_TTL = 64, RAW_FRAME = 2048 };

static uint64_t mac_of(unsigned host)
{
	uint8_t mac[6];

	netns_mac(host, mac);
	return wire_mac(mac);
}

/* Frames carry a header for the device, which here has nothing to do. */
static int put(struct raw_peer *raw, const uint8_t *frame, uint32_t n)
{
	struct virtio_net_hdr none = { 0 };
	struct iovec part[2] = {
		{ .iov_base = &none, .iov_len = sizeof none },
		{ .iov_base = (void *)(uintptr_t)frame, .iov_len = n }
	};

	return writev(raw->packet.fd, part, 2) < 0 ? -errno : 0;
}

static void answer_arp(struct raw_peer *raw, const struct arp *a)
{
	uint8_t frame[ETHER_SHORTEST] = { 0 };
	struct wire_frame f = {
		.ether = { .dst = a->sha, .src = raw->mac, .type = ETHER_ARP },
		.arp = { .op = ARP_REPLY, .sha = raw->mac, .tha = a->sha,
		         .spa = raw->address, .tpa = a->spa }
	};

	if (a->op == ARP_REQUEST && a->tpa == raw->address)
		put(raw, frame, wire_build_arp(frame, sizeof frame, &f));
}

/* Octets of sequence numbers a segment takes. */
static uint32_t raw_length(const struct fsm_segment *s)
{
	return s->data + (s->ctl & FSM_CTL_SYN ? 1u : 0u)
	       + (s->ctl & FSM_CTL_FIN ? 1u : 0u);
}

static void count_received(struct raw_peer *raw, const struct fsm_segment *s)
{
	if (s->ctl & FSM_CTL_SYN) {
		raw->irs = s->seq;
		raw->rcv_nxt = s->seq;
	}
	if (s->seq == raw->rcv_nxt)
		raw->rcv_nxt = s->seq + raw_length(s);
}

static void count_sent(struct raw_peer *raw, const struct fsm_segment *s)
{
	uint32_t end = s->seq + raw_length(s);

	if (s->ctl & FSM_CTL_SYN) {
		raw->iss = s->seq;
		raw->snd_nxt = end;
	}
	if (seq_upto(s->seq, raw->snd_nxt) && seq_before(raw->snd_nxt, end))
		raw->snd_nxt = end;
}

static void take_segment(struct raw_peer *raw, const struct wire_frame *f)
{
	struct fsm_segment s = {
		.seq = f->tcp.seq, .ack = f->tcp.ack,
		.ctl = f->tcp.flags & 0x3f, .data = f->text
	};

	if (f->tcp.dport != raw->port || f->tcp.sport != raw->remote_port
	    || raw->count == RAW_REMEMBERED)
		return;
	raw->got[raw->count++] = s;
	count_received(raw, &s);
}

/*
 * Everything ends here: there is no stack behind the tap. Checksums were left
 * to the device, or are the business of the other peer, the kernel.
 */
static bool take(void *context, enum packet_way way, const uint8_t *frame,
                 size_t length)
{
	struct raw_peer *raw = context;
	struct wire_frame f;

	if (way != PACKET_IN
	    || wire_parse(frame, (uint32_t)length, WIRE_VOUCHED, &f))
		return false;
	if (f.ether.type == ETHER_ARP)
		answer_arp(raw, &f.arp);
	else if (f.ip.dst == raw->address && f.ip.src == raw->remote)
		take_segment(raw, &f);
	return false;
}

int raw_open(struct raw_peer *raw, const char *interface, unsigned host,
             unsigned remote)
{
	uint8_t mac[6];
	int error;

	*raw = (struct raw_peer){
		.address = netns_address(host), .mac = mac_of(host),
		.remote = netns_address(remote), .remote_mac = mac_of(remote),
		.window = RAW_WINDOW
	};
	netns_mac(host, mac);
	error = packet_open(&raw->packet, interface, mac);
	raw->packet.tap = (struct packet_tap){ .pass = take, .context = raw };
	return error;
}

void raw_pose(struct raw_peer *raw, unsigned host)
{
	raw->address = netns_address(host);
	raw->mac = mac_of(host);
}

void raw_close(struct raw_peer *raw)
{
	packet_close(&raw->packet);
}

int raw_receive(struct raw_peer *raw)
{
	int n = packet_receive(&raw->packet, NULL);

	return n < 0 ? n : 0;
}

int raw_send(struct raw_peer *raw, const struct fsm_segment *s,
             const uint8_t *text)
{
	uint8_t frame[RAW_FRAME];
	struct wire_frame f = {
		.ether = { .dst = raw->remote_mac, .src = raw->mac,
		           .type = ETHER_IPV4 },
		.ip = { .src = raw->address, .dst = raw->remote,
		        .ttl = RAW_TTL, .protocol = IPV4_TCP },
		.tcp = { .sport = raw->port, .dport = raw->remote_port,
		         .seq = s->seq, .ack = s->ack, .flags = s->ctl,
		         .window = raw->window },
		.text = s->data
	};
	uint32_t at, n;

	f.tcp.options.has_mss = s->ctl & FSM_CTL_SYN ? 1 : 0;
	f.tcp.options.mss = RAW_MSS;
	at = wire_text_at(&f.tcp.options);
	if (at + s->data > sizeof frame)
		return -EMSGSIZE;
	memcpy(frame + at, text, s->data);
	n = wire_build_tcp(frame, sizeof frame, 0, &f);
	count_sent(raw, s);
	return n ? put(raw, frame, n) : -EMSGSIZE;
}
