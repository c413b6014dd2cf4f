/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One stack and a scripted peer: the test says every segment the peer sends
 * and looks at every segment the stack answers with. ARP is taken care of.
 *
 *      stack              <----- peer_send(flags, seq, ack, text) ------  peer
 *      10.0.0.1:7                                               10.0.0.2:9
 *                         ------ peer_expect(flags, seq, ack, text) --->
 */
#ifndef PEER_H
#define PEER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../runtime/tcpwright.h"
#include "../../runtime/wire.h"

#define PEER_ROOM 70000
#define MS        1000u
#define SECONDS   1000000u

struct peer {
	struct tw_config config;
	struct tw *tw;
	void *memory;
	uint64_t now;
	uint16_t port;          /* the peer's */
	uint16_t to;            /* the stack's */
	uint16_t window;        /* offered in what the peer sends */
	uint16_t urgent;        /* its urgent pointer */
	bool deaf;              /* does not answer ARP */
	uint16_t mss;           /* offered in its SYNs; 0: not offered */
	unsigned asked;         /* ARP requests seen */
	struct tw_frame frame;  /* about the last frame */
	struct wire_frame got;  /* the last frame, parsed */
	uint8_t octets[PEER_ROOM];
	uint32_t iss;           /* of the stack, where a test keeps it */
};

static inline uint64_t peer_prf(void *context, const void *data, size_t size)
{
	uint64_t hash = 99;

	(void)context;
	for (size_t i = 0; i < size; i++)
		hash = hash * 31 + ((const uint8_t *)data)[i];
	return hash;
}

static inline struct peer *peer_new(void)
{
	struct peer *peer = calloc(1, sizeof *peer);

	assert_non_null(peer);
	tw_defaults(&peer->config);
	peer->config.mac[0] = 2;
	peer->config.mac[5] = 1;
	peer->config.address = 0x0a000001;
	peer->config.msl = 1 * SECONDS;
	peer->config.user_timeout = 30 * SECONDS;
	peer->config.prf = peer_prf;
	peer->now = 5 * SECONDS;
	peer->port = 9;
	peer->to = 7;
	peer->window = 8000;
	peer->mss = 1460;
	return peer;
}

static inline void peer_start(struct peer *peer)
{
	size_t size = tw_size(&peer->config);

	peer->memory = malloc(size);
	assert_non_null(peer->memory);
	peer->tw = tw_init(peer->memory, size, &peer->config, peer->now);
	assert_non_null(peer->tw);
}

static inline void peer_free(struct peer *peer)
{
	free(peer->memory);
	free(peer);
}

static inline struct wire_frame peer_header(const struct peer *peer)
{
	struct wire_frame f;

	memset(&f, 0, sizeof f);
	f.ether.dst = 0x020000000001;
	f.ether.src = 0x020000000002;
	f.ip.src = 0x0a000002;
	f.ip.dst = peer->config.address;
	f.ip.ttl = 64;
	f.tcp.sport = peer->port;
	f.tcp.dport = peer->to;
	f.tcp.window = peer->window;
	return f;
}

static inline void peer_arp(struct peer *peer, uint16_t op)
{
	struct wire_frame f = peer_header(peer);
	uint8_t frame[64];
	uint32_t n;

	f.ether.type = ETHER_ARP;
	f.arp.op = op;
	f.arp.sha = f.ether.src;
	f.arp.spa = f.ip.src;
	f.arp.tpa = f.ip.dst;
	n = wire_build_arp(frame, sizeof frame, &f);
	tw_input(peer->tw, frame, n, 0, peer->now);
}

/* The next frame of the stack; false: it has none. Answers ARP requests. */
static inline bool peer_take(struct peer *peer)
{
	size_t n = tw_output(peer->tw, peer->octets, sizeof peer->octets,
	                     &peer->frame, peer->now);
	unsigned flags = peer->frame.needs_checksum ? WIRE_VOUCHED : 0;

	if (n == 0)
		return false;
	assert_int_equal(wire_parse(peer->octets, (uint32_t)n, flags,
	                            &peer->got), WIRE_OK);
	if (peer->got.ether.type != ETHER_ARP ||
	    peer->got.arp.op != ARP_REQUEST)
		return true;
	peer->asked++;
	if (!peer->deaf)
		peer_arp(peer, ARP_REPLY);
	return peer_take(peer);
}

static inline void peer_send(struct peer *peer, uint8_t flags, uint32_t seq,
                             uint32_t ack, const char *text)
{
	struct wire_frame f = peer_header(peer);
	static uint8_t frame[PEER_ROOM];
	uint32_t n;

	f.tcp.flags = flags;
	f.tcp.seq = seq;
	f.tcp.ack = ack;
	f.tcp.urgent = peer->urgent;
	f.tcp.options.has_mss = (flags & TCP_SYN) != 0 && peer->mss > 0;
	f.tcp.options.mss = f.tcp.options.has_mss ? peer->mss : 0;
	f.text = (uint32_t)strlen(text);
	memcpy(frame + wire_text_at(&f.tcp.options), text, f.text);
	n = wire_build_tcp(frame, sizeof frame, 0, &f);
	assert_true(n > 0);
	tw_input(peer->tw, frame, n, 0, peer->now);
}

static inline void peer_expect_nothing(struct peer *peer)
{
	assert_false(peer_take(peer));
}

/* The next frame is a segment with just these flags, numbers and text. */
static inline void peer_expect(struct peer *peer, uint8_t flags, uint32_t seq,
                               uint32_t ack, const char *text)
{
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.ether.type, ETHER_IPV4);
	assert_int_equal(peer->got.tcp.flags, flags);
	assert_int_equal(peer->got.tcp.seq, seq);
	assert_int_equal(peer->got.tcp.ack, ack);
	assert_int_equal(peer->got.text, strlen(text));
	assert_memory_equal(peer->octets + peer->got.text_at, text,
	                    strlen(text));
}

/* Time goes by; timers run when they are due. */
static inline void peer_wait(struct peer *peer, uint64_t us)
{
	peer->now += us;
	tw_expire(peer->tw, peer->now);
}

/* All reports there are, or'ed; the reason of a terminal one. */
static inline unsigned peer_reports(struct peer *peer, int *reason)
{
	struct tw_report report;
	unsigned what = 0;

	while (tw_report(peer->tw, &report)) {
		what |= report.what;
		if (reason && (report.what & TW_CLOSED))
			*reason = report.reason;
	}
	return what;
}

static inline uint8_t peer_state(struct peer *peer, tw_handle h)
{
	struct tw_status status;

	memset(&status, 0, sizeof status);
	tw_status(peer->tw, h, &status, peer->now);
	return status.state;
}

/*
 * The peer opens a connection to a listener of the stack: its next number is
 * 101, the stack's is peer->iss + 1. Returns the accepted handle.
 */
static inline tw_handle peer_open(struct peer *peer, tw_handle listener)
{
	tw_handle h;

	peer_send(peer, TCP_SYN, 100, 0, "");
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.tcp.flags, TCP_SYN | TCP_ACK);
	peer->iss = peer->got.tcp.seq;
	peer_send(peer, TCP_ACK, 101, peer->iss + 1, "");
	h = tw_accept(peer->tw, listener);
	assert_true(h >= 0);
	peer_expect_nothing(peer);
	peer_reports(peer, NULL);
	return h;
}

#endif
