/* SPDX-License-Identifier: BSD-2-Clause */
#include "peers.h"

#include <stdlib.h>
#include <string.h>

#include "octets.h"
#include "oracle.h"
#include "repair.h"
#include "script.h"
#include "wire.h"

struct flow {			/* whose segment it is */
	struct table_key key;
	const struct connection *c;	/* NULL: there is none */
	const struct witness *w;
	uint32_t fresh;		/* the peer's own initial number */
};

void peers_begin(struct peers *peers, struct world *world, bool wrap)
{
	peers->world = world;
	peers->wrap = wrap;
	peers->ephemeral = 50000;
	peers->budget = PEER_BUDGET;
	peers->frames = 0;
}

void peers_end(struct peers *peers)
{
	while (peers->frames > 0)
		free(peers->frame[--peers->frames]);
}

/* A copy that ends where it is allowed to be read. */
static uint8_t *keep(struct peers *peers, const uint8_t *octets, uint32_t n)
{
	uint8_t *copy;

	if (peers->frames == PEER_FRAMES_MAX)
		return NULL;
	copy = malloc(n > 0 ? n : 1);
	fuzz_check(copy != NULL, "no memory for a frame");
	if (n > 0)
		memcpy(copy, octets, n);
	peers->frame[peers->frames++] = copy;
	return copy;
}

static void put(struct peers *peers, const uint8_t *octets, uint32_t n,
		unsigned flags)
{
	const uint8_t *frame = keep(peers, octets, n);

	if (frame != NULL)
		world_input(peers->world, frame, n, flags);
}

void peers_raw(struct peers *peers, const uint8_t *octets, uint32_t n,
	       bool repair)
{
	static uint8_t frame[WORLD_FRAME];

	if (n > sizeof frame)
		n = sizeof frame;
	memcpy(frame, octets, n);
	if (repair)
		repair_checksums(frame, n);
	put(peers, frame, n, 0);
}

static struct wire_frame header_to(const struct peers *peers,
				   struct table_key key)
{
	struct wire_frame f = { 0 };

	f.ether.dst = wire_mac(peers->world->config.mac);
	f.ether.src = 0x020000000000 + (key.address & 0xff);
	f.ip.src = key.address;
	f.ip.dst = peers->world->config.address;
	f.ip.ttl = 64;
	f.tcp.sport = key.port;
	f.tcp.dport = key.local;
	return f;
}

void peers_arp(struct peers *peers, unsigned which, uint16_t op)
{
	struct table_key key = { PEER_ADDRESS + which % 2, 0, 0 };
	struct wire_frame f = header_to(peers, key);
	uint8_t frame[64];
	uint32_t n;

	f.ether.type = ETHER_ARP;
	f.arp.op = op;
	f.arp.sha = f.ether.src;
	f.arp.spa = f.ip.src;
	f.arp.tpa = f.ip.dst;
	n = wire_build_arp(frame, sizeof frame, &f);
	put(peers, frame, n, 0);
}

/* ------------------------------------------------------ what they know */

static struct flow flow_to(const struct peers *peers, struct table_key key)
{
	struct flow flow = { .key = key };

	flow.c = stack_at(peers->world->tw, key);
	if (flow.c != NULL)
		flow.w = &peers->world->witness[flow.c->slot];
	flow.fresh = (peers->wrap ? 0xfffffff0u : 1000000u) +
		(key.address + key.port * 16u + key.local) * 0x10000u *
		!peers->wrap;
	return flow;
}

static struct flow flow_of(const struct peers *peers, uint8_t who)
{
	const uint16_t local[] = { 7, 8, 50, peers->ephemeral };

	return flow_to(peers, (struct table_key){
		PEER_ADDRESS + ((who & WHO_ADDRESS) != 0),
		who & WHO_STRANGE ? 0 : who & WHO_PORT ? 10 : 9,
		local[who & WHO_LOCAL]});
}

static uint32_t step_of(uint8_t code)
{
	return (uint32_t)(code >> 4) - (code & 0x80 ? 16u : 0u);
}

static uint32_t seq_of(const struct flow *flow, uint8_t code)
{
	const struct fsm_tcb *t;
	uint32_t place[SEQ_PLACES];

	if (flow->c == NULL || flow->c->tcb.state <= FSM_SYN_SENT)
		return flow->fresh + step_of(code);
	t = &flow->c->tcb;
	place[AT_NXT] = t->rcv_nxt;
	place[AT_EDGE] = t->rcv_nxt + t->rcv_wnd;
	place[AT_IRS] = t->irs;
	place[AT_MIDDLE] = t->rcv_nxt + t->rcv_wnd / 2;
	place[AT_PAST] = t->rcv_nxt - 100;
	place[AT_FRESH] = flow->fresh;
	place[AT_FAR] = t->rcv_nxt + 0x80000000u;
	place[AT_NEW] = t->rcv_nxt + 100000;
	place[AT_TEN] = t->rcv_nxt + 10;
	place[AT_SEGMENT] = t->rcv_nxt + 1460;
	return place[(code & 15) % SEQ_PLACES] + step_of(code);
}

static uint32_t ack_of(const struct flow *flow, uint8_t code)
{
	const struct fsm_tcb *t;
	uint32_t place[ACK_PLACES];

	if (flow->c == NULL)
		return step_of(code);
	t = &flow->c->tcb;
	place[OF_NXT] = t->snd_nxt;
	place[OF_UNA] = t->snd_una;
	place[OF_MIDDLE] = t->snd_una + (t->snd_nxt - t->snd_una) / 2;
	place[OF_ISS] = t->iss;
	place[OF_OLD] = t->snd_una - t->max_snd_wnd;
	place[OF_FAR] = t->snd_nxt + 0x80000000u;
	place[OF_SEEN] = flow->w->emitted;
	place[OF_ZERO] = 0;
	return place[(code & 15) % ACK_PLACES] + step_of(code);
}

static uint32_t text_of(const struct peers *peers, const struct flow *flow,
			uint8_t code)
{
	uint32_t window = flow->c != NULL ? flow->c->tcb.rcv_wnd : 1000;
	const uint32_t table[16] = {
		window, window + 1, window - (window > 0), window / 2,
		window / 2 + 1, 16, 64, 100, 535, 536, 537, 1000, 1459, 1460,
		3000, PEER_TEXT_MAX,
	};
	uint32_t n = code < 16 ? code : table[code % 16];

	return least(least(n, PEER_TEXT_MAX), peers->budget);
}

static uint16_t window_of(uint8_t code)
{
	static const uint16_t table[16] = {
		65535, 65534, 32768, 16384, 8000, 5840, 4000, 2920, 1460, 1000,
		536, 535, 100, 64, 32, 16,
	};

	return code < 16 ? code : table[code % 16];
}

/* -------------------------------------------------------- the segment */

static void put_options(struct tcp *tcp, uint8_t opt)
{
	struct options *o = &tcp->options;

	o->has_timestamps = (opt & OPT_TIMES) != 0;
	if (!(tcp->flags & TCP_SYN))
		return;
	o->has_mss = (opt & OPT_MSS) != 0;
	o->mss = opt & OPT_MSS_SMALL ? 100 : 1460;
	o->has_scale = (opt & OPT_SCALE) != 0;
	o->scale = opt & OPT_SCALE_LARGE ? 14 : 2;
}

/* A peer's octet depends on its number: who repeats it repeats it so. */
static void put_text(uint8_t *at, uint32_t seq, uint32_t n, bool other)
{
	for (uint32_t i = 0; i < n; i++, seq++)
		at[i] = (uint8_t)(seq * 7 + (seq >> 8) * 31 + other);
}

static void fill(const struct peers *peers, const struct flow *flow,
		 const uint8_t *record, struct wire_frame *f)
{
	uint8_t opt = record[7];

	f->tcp.flags = record[2];
	f->tcp.seq = seq_of(flow, record[3]);
	f->tcp.ack = ack_of(flow, record[4]);
	f->text = text_of(peers, flow, record[5]);
	f->tcp.window = window_of(record[6]);
	if (opt & OPT_URGENT)
		f->tcp.urgent = (uint16_t)f->text;
	if (opt & OPT_URGENT_FAR)
		f->tcp.urgent = (uint16_t)(f->tcp.urgent + 3000);
	put_options(&f->tcp, opt);
}

void peers_segment(struct peers *peers, const uint8_t *record)
{
	static uint8_t frame[WORLD_FRAME];
	struct flow flow = flow_of(peers, record[1]);
	struct wire_frame f = header_to(peers, flow.key);
	uint32_t at, n;

	fill(peers, &flow, record, &f);
	at = wire_text_at(&f.tcp.options);
	put_text(frame + at, f.tcp.seq + ((f.tcp.flags & TCP_SYN) != 0),
		 f.text, record[7] & OPT_OTHER);
	n = wire_build_tcp(frame, sizeof frame, 0, &f);
	fuzz_check(n > 0, "a peer's segment does not fit");
	if (record[1] & WHO_SPOILT)
		frame[at - 1] ^= 1;
	peers->budget -= f.text;
	put(peers, frame, n, record[1] & WHO_VOUCHED ? TW_CHECKSUM_OK : 0);
}

/* -------------------------------------------------------------- polite */

/* Where it says its window so that it counts: not before what it said last,
 * be that a lie (SND.WL1). */
static uint32_t place_of(const struct fsm_tcb *t)
{
	if (t->state >= FSM_CLOSE_WAIT &&
	    t->snd_wl1 - t->rcv_nxt < t->rcv_wnd)
		return t->snd_wl1;
	return t->rcv_nxt;
}

static void oblige(struct peers *peers, const struct connection *c)
{
	struct wire_frame f = header_to(peers, c->key);
	struct flow flow = flow_to(peers, c->key);
	uint8_t frame[WIRE_HEADERS_MAX];
	uint32_t n;

	f.tcp.seq = c->tcb.state == FSM_SYN_SENT ? flow.fresh :
		place_of(&c->tcb);
	f.tcp.ack = c->tcb.snd_una == c->tcb.snd_nxt ? c->tcb.snd_nxt :
		flow.w->emitted;
	f.tcp.window = 65535;
	f.tcp.flags = TCP_ACK;
	if (c->tcb.state == FSM_SYN_SENT)
		f.tcp.flags |= TCP_SYN;
	else if (c->tcb.state < FSM_CLOSE_WAIT && !c->tcb.syn_unacked)
		f.tcp.flags |= TCP_FIN;
	n = wire_build_tcp(frame, sizeof frame, 0, &f);
	put(peers, frame, n, 0);
}

/* Of type world_wire. */
void peers_hear(void *context, const uint8_t *frame, size_t n,
		const struct wire_frame *f)
{
	(void)frame;
	(void)n;
	if (f->ether.type == ETHER_ARP && f->arp.op == ARP_REQUEST)
		peers_arp(context, f->arp.tpa - PEER_ADDRESS, ARP_REPLY);
}

void peers_oblige(struct peers *peers)
{
	const struct connection *c;

	for (uint32_t i = 0; i < peers->world->tw->slots; i++) {
		c = world_slot(peers->world, i);
		if (c != NULL && c->tcb.state > FSM_LISTEN &&
		    c->tcb.state != FSM_TIME_WAIT &&
		    (peers->world->witness[i].speaks ||
		     c->tcb.snd_una == c->tcb.snd_nxt))
			oblige(peers, c);
	}
}
