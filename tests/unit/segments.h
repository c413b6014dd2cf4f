/* SPDX-License-Identifier: BSD-2-Clause */
/* Random segments, and what makes two of them the same. */
#ifndef SEGMENTS_H
#define SEGMENTS_H

#include "../../runtime/wire.h"
#include "prng.h"

/* Options as a parser may return them, that fit into a header. */
static inline struct options any_options(uint64_t *seed, uint8_t syn)
{
	struct options o = {0};

	o.has_mss = syn && prng(seed) % 2;
	o.has_scale = syn && prng(seed) % 2;
	o.permitted = syn && prng(seed) % 2;
	o.has_timestamps = prng(seed) % 2;
	o.sacks = (uint8_t)prng_below(seed, OPTIONS_SACKS + 1);
	while (options_length(&o) > OPTIONS_MAX)
		o.sacks--;
	if (o.has_mss)
		o.mss = (uint16_t)(OPTIONS_MSS_FLOOR +
			prng_below(seed, 65536 - OPTIONS_MSS_FLOOR));
	if (o.has_scale)
		o.scale = (uint8_t)prng_below(seed, OPTIONS_SCALE_MAX + 1);
	if (o.has_timestamps) {
		o.ts_val = prng32(seed);
		o.ts_ecr = prng32(seed);
	}
	for (uint8_t i = 0; i < o.sacks; i++) {
		o.sack[i].left = prng32(seed);
		o.sack[i].right = prng32(seed);
	}
	return o;
}

static inline void assert_same_options(const struct options *a,
				       const struct options *b)
{
	assert_int_equal(a->has_mss, b->has_mss);
	assert_int_equal(a->has_scale, b->has_scale);
	assert_int_equal(a->has_timestamps, b->has_timestamps);
	assert_int_equal(a->permitted, b->permitted);
	assert_int_equal(a->malformed, b->malformed);
	assert_int_equal(a->sacks, b->sacks);
	assert_int_equal(a->scale, b->scale);
	assert_int_equal(a->mss, b->mss);
	assert_int_equal(a->ts_val, b->ts_val);
	assert_int_equal(a->ts_ecr, b->ts_ecr);
	assert_memory_equal(a->sack, b->sack, sizeof a->sack);
}

static inline struct tcp any_tcp(uint64_t *seed)
{
	struct tcp h = {0};

	h.sport = (uint16_t)prng(seed);
	h.dport = (uint16_t)prng(seed);
	h.seq = prng32(seed);
	h.ack = prng32(seed);
	h.flags = (uint8_t)prng(seed);
	h.window = (uint16_t)prng(seed);
	h.urgent = (uint16_t)prng(seed);
	h.options = any_options(seed, (h.flags & TCP_SYN) != 0);
	h.header = (uint8_t)tcp_header_length(&h.options);
	return h;
}

static inline void assert_same_tcp(const struct tcp *a, const struct tcp *b)
{
	assert_int_equal(a->sport, b->sport);
	assert_int_equal(a->dport, b->dport);
	assert_int_equal(a->seq, b->seq);
	assert_int_equal(a->ack, b->ack);
	assert_int_equal(a->flags, b->flags);
	assert_int_equal(a->header, b->header);
	assert_int_equal(a->window, b->window);
	assert_int_equal(a->urgent, b->urgent);
	assert_same_options(&a->options, &b->options);
}

/* A whole segment with text octets of text. */
static inline struct wire_frame any_frame(uint64_t *seed, uint32_t text)
{
	struct wire_frame f = {0};

	f.ether.dst = prng(seed) % 0x1000000000000u;
	f.ether.src = prng(seed) % 0x1000000000000u;
	f.ether.type = ETHER_IPV4;
	f.ip.src = prng32(seed);
	f.ip.dst = prng32(seed);
	f.ip.id = (uint16_t)prng(seed);
	f.ip.tos = (uint8_t)prng(seed);
	f.ip.ttl = (uint8_t)prng(seed);
	f.ip.protocol = IPV4_TCP;
	f.ip.header = IPV4_LENGTH;
	f.tcp = any_tcp(seed);
	f.ip.payload = (uint16_t)(f.tcp.header + text);
	f.text_at = wire_text_at(&f.tcp.options);
	f.text = text;
	return f;
}

static inline void assert_same_frame(const struct wire_frame *a,
				     const struct wire_frame *b)
{
	assert_int_equal(a->ether.dst, b->ether.dst);
	assert_int_equal(a->ether.src, b->ether.src);
	assert_int_equal(a->ether.type, b->ether.type);
	assert_int_equal(a->ip.src, b->ip.src);
	assert_int_equal(a->ip.dst, b->ip.dst);
	assert_int_equal(a->ip.id, b->ip.id);
	assert_int_equal(a->ip.tos, b->ip.tos);
	assert_int_equal(a->ip.ttl, b->ip.ttl);
	assert_int_equal(a->ip.protocol, b->ip.protocol);
	assert_int_equal(a->ip.header, b->ip.header);
	assert_int_equal(a->ip.payload, b->ip.payload);
	assert_same_tcp(&a->tcp, &b->tcp);
	assert_int_equal(a->text_at, b->text_at);
	assert_int_equal(a->text, b->text);
}

#endif
