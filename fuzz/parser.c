/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Harness `parser`: runtime/wire.h against the slow parser.
 *
 *     +------+--------+---------+------------------------------+
 *     | how  | prefix | address | a frame, or what to build of |
 *     +------+--------+---------+------------------------------+
 *       1        1         4
 *
 * A frame is parsed by both, which have to agree on whether it is accepted,
 * on the reason if not, on every field if so, and on whose it is. What was
 * accepted is built again and parsed again: parse(build(s)) = s. With BUILD
 * set the octets are the fields of a segment (or ARP packet), which is built,
 * and then goes the same way.
 *
 * Few random frames have right checksums: MEND_... puts them right.
 */
#include "oracle.h"

#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "slow_parser.h"
#include "wire.h"

enum { LIMIT = 6 + WIRE_MAX };		/* octets of an input looked at */

enum how {
	TRUST = 1, MEND_IPV4 = 2, MEND_TCP = 4, BUILD = 8, PARTIAL = 16,
	OURS = 32			/* address: where the frame goes to */
};

/* ------------------------------------------------------------- agreement */

static const unsigned fault_of[WIRE_REASONS] = {
	[WIRE_SHORT_ETHERNET]    = SLOW_SHORT_ETHERNET,
	[WIRE_OTHER_TYPE]        = SLOW_OTHER_TYPE,
	[WIRE_SHORT_ARP]         = SLOW_SHORT_ARP,
	[WIRE_OTHER_ARP]         = SLOW_OTHER_ARP,
	[WIRE_SHORT_IPV4]        = SLOW_SHORT_IPV4,
	[WIRE_BAD_VERSION]       = SLOW_BAD_VERSION,
	[WIRE_BAD_IHL]           = SLOW_BAD_IHL,
	[WIRE_BAD_TOTAL_LENGTH]  = SLOW_BAD_TOTAL_LENGTH,
	[WIRE_BAD_IPV4_CHECKSUM] = SLOW_BAD_IPV4_CHECKSUM,
	[WIRE_FRAGMENT]          = SLOW_FRAGMENT,
	[WIRE_OTHER_PROTOCOL]    = SLOW_OTHER_PROTOCOL,
	[WIRE_SHORT_TCP]         = SLOW_SHORT_TCP,
	[WIRE_BAD_DATA_OFFSET]   = SLOW_BAD_DATA_OFFSET,
	[WIRE_BAD_TCP_CHECKSUM]  = SLOW_BAD_TCP_CHECKSUM,
};

#define same(what, a, b) \
	fuzz_check((uint64_t)(a) == (uint64_t)(b), what ": %llu, not %llu", \
		(unsigned long long)(a), (unsigned long long)(b))

static void same_options(const struct options *o, const struct slow_frame *s)
{
	same("has MSS", o->has_mss, s->has_mss);
	same("MSS", o->mss, s->mss);
	same("has window scale", o->has_scale, s->has_scale);
	same("window scale", o->scale, s->scale);
	same("SACK permitted", o->permitted, s->permitted);
	same("has timestamps", o->has_timestamps, s->has_timestamps);
	same("TSval", o->ts_val, s->ts_val);
	same("TSecr", o->ts_ecr, s->ts_ecr);
	same("malformed options", o->malformed, s->malformed);
	same("SACK blocks", o->sacks, s->sacks);
	for (unsigned i = 0; i < OPTIONS_SACKS; i++) {
		same("left edge", o->sack[i].left, s->sack[i].left);
		same("right edge", o->sack[i].right, s->sack[i].right);
	}
}

static void same_tcp(const struct tcp *t, const struct slow_frame *s)
{
	same("source port", t->sport, s->sport);
	same("destination port", t->dport, s->dport);
	same("SEG.SEQ", t->seq, s->seq);
	same("SEG.ACK", t->ack, s->ack);
	same("TCP header", t->header, 4 * s->offset);
	same("control bits", t->flags, s->flags);
	same("window", t->window, s->window);
	same("urgent pointer", t->urgent, s->urgent);
	same_options(&t->options, s);
}

/* The slow parser leaves a layer it did not accept at zero, as wire_parse. */
static void same_frame(const struct wire_frame *f, const struct slow_frame *s)
{
	same("link destination", f->ether.dst, s->dst);
	same("link source", f->ether.src, s->src);
	same("EtherType", f->ether.type, s->type);
	same("ARP operation", f->arp.op, s->op);
	same("ARP sha", f->arp.sha, s->sha);
	same("ARP spa", f->arp.spa, s->spa);
	same("ARP tha", f->arp.tha, s->tha);
	same("ARP tpa", f->arp.tpa, s->tpa);
	same("source address", f->ip.src, s->from);
	same("destination address", f->ip.dst, s->to);
	same("identification", f->ip.id, s->id);
	same("type of service", f->ip.tos, s->tos);
	same("time to live", f->ip.ttl, s->ttl);
	same("protocol", f->ip.protocol, s->protocol);
	same("IPv4 header", f->ip.header, 4 * s->ihl);
	same("IPv4 payload", f->ip.payload, s->total - 4 * s->ihl);
	same("place of the text", f->text_at, s->text_at);
	same("octets of text", f->text, s->text);
	same_tcp(&f->tcp, s);
}

/* Both parse; what the slow one says is right. */
static enum wire_reason agree(const uint8_t *frame, size_t n, bool trust,
			      struct wire_frame *f)
{
	struct slow_frame s = slow_parse(frame, n, trust);
	enum wire_reason reason = wire_parse(frame, (uint32_t)n,
					     trust ? WIRE_VOUCHED : 0, f);

	fuzz_tell("%zu octets: %s", n, wire_reason_text[reason]);
	if (reason == WIRE_OK)
		fuzz_check(s.faults == 0, "accepted, though %#x", s.faults);
	else
		fuzz_check((fault_of[reason] & s.faults) != 0,
			   "refused as %s, rather %#x",
			   wire_reason_text[reason], s.faults);
	same_frame(f, &s);
	return reason;
}

static void agree_whose(const struct wire_frame *f, const uint8_t *frame,
			size_t n, uint32_t address, uint8_t prefix)
{
	static const enum wire_reason reason_of[] = {
		[SLOW_OURS] = WIRE_OK, [SLOW_STRANGERS] = WIRE_NOT_FOR_US,
		[SLOW_MANY] = WIRE_NOT_UNICAST,
	};
	uint64_t macs[] = { f->ether.dst, f->ether.src, 0x027062000002 };
	struct slow_frame s = slow_parse(frame, n, true);

	for (unsigned i = 0; i < 3; i++)
		same("whose it is", wire_for_us(f, macs[i], address, prefix),
		     reason_of[slow_whose(&s, macs[i], address, prefix)]);
	same("is broadcast", wire_not_unicast(f->ip.dst),
	     f->ip.dst >> 24 == 0 || f->ip.dst >> 24 > 223);
}

/* ---------------------------------------------------------------- building */

static uint32_t build(uint8_t *frame, uint32_t room, unsigned flags,
		      const struct wire_frame *f)
{
	return f->ether.type == ETHER_ARP ? wire_build_arp(frame, room, f) :
		wire_build_tcp(frame, room, flags, f);
}

/* What a frame becomes by being built: it has only our IPv4 header, and its
 * options stand in our way. */
static struct wire_frame as_built(struct wire_frame f)
{
	if (f.ether.type == ETHER_ARP)
		return f;
	f.ip.header = IPV4_LENGTH;
	f.ip.protocol = IPV4_TCP;
	f.tcp.options.malformed = 0;
	f.tcp.header = (uint8_t)tcp_header_length(&f.tcp.options);
	f.text_at = wire_text_at(&f.tcp.options);
	f.ip.payload = (uint16_t)(f.tcp.header + f.text);
	return f;
}

static void same_again(const struct wire_frame *a, const struct wire_frame *b)
{
	struct slow_frame s = {
		.dst = a->ether.dst, .src = a->ether.src, .type = a->ether.type,
		.op = a->arp.op, .sha = a->arp.sha, .tha = a->arp.tha,
		.spa = a->arp.spa, .tpa = a->arp.tpa,
		.tos = a->ip.tos, .id = a->ip.id, .ttl = a->ip.ttl,
		.protocol = a->ip.protocol, .ihl = a->ip.header / 4u,
		.total = (unsigned)a->ip.header + a->ip.payload,
		.from = a->ip.src, .to = a->ip.dst,
		.sport = a->tcp.sport, .dport = a->tcp.dport,
		.offset = a->tcp.header / 4u, .flags = a->tcp.flags,
		.window = a->tcp.window, .urgent = a->tcp.urgent,
		.seq = a->tcp.seq, .ack = a->tcp.ack,
		.has_mss = a->tcp.options.has_mss, .mss = a->tcp.options.mss,
		.has_scale = a->tcp.options.has_scale,
		.scale = a->tcp.options.scale,
		.permitted = a->tcp.options.permitted,
		.has_timestamps = a->tcp.options.has_timestamps,
		.ts_val = a->tcp.options.ts_val,
		.ts_ecr = a->tcp.options.ts_ecr,
		.malformed = a->tcp.options.malformed,
		.sacks = a->tcp.options.sacks,
		.text_at = a->text_at, .text = a->text,
	};

	for (unsigned i = 0; i < OPTIONS_SACKS; i++)
		s.sack[i] = (struct slow_sack){ a->tcp.options.sack[i].left,
			a->tcp.options.sack[i].right };
	same_frame(b, &s);
}

/* A partial checksum is the pseudo-header's sum, not its complement. */
static void check_partial(const uint8_t *frame, const struct wire_frame *f)
{
	const uint8_t *at = frame + WIRE_TCP_AT + TCP_CHECKSUM_AT;

	same("partial checksum", at[0] * 256u + at[1],
	     slow_pseudo(f->ip.src, f->ip.dst, f->ip.payload));
}

/* parse(build(f)) = f; a room of one octet less is refused. */
static void build_again(struct wire_frame f, const uint8_t *text,
			unsigned flags)
{
	bool arp = f.ether.type == ETHER_ARP;
	struct wire_frame g;
	size_t n = ETHER_LENGTH + ARP_LENGTH;
	uint8_t *frame;

	f = as_built(f);
	if (!arp)
		n = f.text_at + f.text;
	frame = malloc(n);
	if (frame == NULL)
		return;
	if (!arp && f.text > 0)
		memcpy(frame + f.text_at, text, f.text);
	same("built in too little room",
	     build(frame, (uint32_t)n - 1, flags, &f), 0);
	same("octets built", build(frame, (uint32_t)n, flags, &f), n);
	same("what was built, parsed", agree(frame, n, flags != 0, &g),
	     WIRE_OK);
	same_again(&f, &g);
	if (!arp && flags != 0)
		check_partial(frame, &f);
	if (!arp && f.text > 0)
		fuzz_check(memcmp(frame + f.text_at, text, f.text) == 0,
			   "building changed the text");
	free(frame);
}

static struct options read_options_of(struct input *in, bool syn)
{
	struct options o = { .has_timestamps = input_below(in, 2) != 0 };

	if (syn && input_below(in, 2) != 0) {
		o.has_mss = 1;
		o.mss = (uint16_t)most(input_16(in), OPTIONS_MSS_FLOOR);
		o.permitted = (uint8_t)input_below(in, 2);
		o.has_scale = (uint8_t)input_below(in, 2);
		if (o.has_scale)
			o.scale = (uint8_t)input_below(in, 15);
	}
	if (o.has_timestamps) {
		o.ts_val = input_32(in);
		o.ts_ecr = input_32(in);
	}
	o.sacks = (uint8_t)input_below(in, OPTIONS_SACKS + 1);
	while (options_length(&o) > OPTIONS_MAX)
		o.sacks--;
	for (unsigned i = 0; i < o.sacks; i++) {
		o.sack[i].left = input_32(in);
		o.sack[i].right = input_32(in);
	}
	return o;
}

static struct wire_frame read_segment(struct input *in)
{
	struct wire_frame f = { .ether.type = ETHER_IPV4 };

	f.ip.src = input_32(in);
	f.ip.dst = input_32(in);
	f.ip.id = input_16(in);
	f.ip.tos = input_octet(in);
	f.ip.ttl = input_octet(in);
	f.tcp.sport = input_16(in);
	f.tcp.dport = input_16(in);
	f.tcp.seq = input_32(in);
	f.tcp.ack = input_32(in);
	f.tcp.flags = input_octet(in);
	f.tcp.window = input_16(in);
	f.tcp.urgent = input_16(in);
	f.tcp.options = read_options_of(in, (f.tcp.flags & TCP_SYN) != 0);
	f.text = (uint32_t)in->left;
	f.text = least(f.text, WIRE_MAX - wire_text_at(&f.tcp.options));
	return f;
}

static struct wire_frame read_arp(struct input *in)
{
	struct wire_frame f = { .ether.type = ETHER_ARP };

	f.arp.op = input_16(in);
	f.arp.sha = (uint64_t)input_16(in) << 32 | input_32(in);
	f.arp.spa = input_32(in);
	f.arp.tha = (uint64_t)input_16(in) << 32 | input_32(in);
	f.arp.tpa = input_32(in);
	return f;
}

static void build_new(struct input *in, unsigned flags)
{
	bool arp = input_below(in, 8) == 7;
	uint64_t dst = (uint64_t)input_16(in) << 32 | input_32(in);
	uint64_t src = (uint64_t)input_16(in) << 32 | input_32(in);
	struct wire_frame f = arp ? read_arp(in) : read_segment(in);

	f.ether.dst = dst;
	f.ether.src = src;
	build_again(f, in->at, flags);
}

/* ----------------------------------------------------------------- parsing */

/* What was accepted: a segment whose options fit when each stands on a word
 * boundary, which those of a crowded header may not. */
static bool can_be_built(const struct wire_frame *f)
{
	return f->ether.type == ETHER_ARP ||
	       options_length(&f->tcp.options) <= OPTIONS_MAX;
}

static void parse_one(uint8_t *frame, size_t n, unsigned how,
		      uint32_t address, uint8_t prefix)
{
	struct wire_frame f;

	if ((how & MEND_IPV4) != 0)
		slow_mend_ipv4(frame, n);
	if ((how & MEND_TCP) != 0)
		slow_mend_tcp(frame, n);
	if (agree(frame, n, (how & TRUST) != 0, &f) != WIRE_OK)
		return;
	if ((how & OURS) != 0)
		address = f.ether.type == ETHER_ARP ? f.arp.tpa : f.ip.dst;
	agree_whose(&f, frame, n, address, prefix);
	if (can_be_built(&f))
		build_again(f, frame + f.text_at, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = input_of(data, size, LIMIT);
	unsigned how = input_octet(&in);
	uint8_t prefix = (uint8_t)input_below(&in, 33);
	uint32_t address = input_32(&in);
	uint8_t *frame;

	fuzz_begin();
	if ((how & BUILD) != 0) {
		build_new(&in, (how & PARTIAL) != 0 ? WIRE_PARTIAL : 0);
		return 0;
	}
	frame = malloc(in.left);	/* ends where it ends, for ASan */
	if (frame == NULL)
		return 0;
	if (in.left > 0)
		memcpy(frame, in.at, in.left);
	parse_one(frame, in.left, how, address, prefix);
	free(frame);
	return 0;
}
