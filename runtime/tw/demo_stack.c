/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "demo_stack.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "../wire.h"
#include "netns.h"

/* The F() of RFC 6528: SipHash-2-4. */
static uint64_t prf(void *context, const void *data, size_t size)
{
	const struct demo_stack *stack = context;
	uint64_t hash;

	crypto_shorthash((uint8_t *)&hash, data, size, stack->key);
	return hash;
}

static struct happening *new_happening(struct demo_stack *s)
{
	if (s->logged == s->room) {
		s->room = s->room ? 2 * s->room : 256;
		s->log = reallocarray(s->log, s->room, sizeof *s->log);
		if (!s->log)
			abort();
	}
	return &s->log[s->logged++];
}

/* A deleted TCB has no numbers: the last it had stay. */
static void learn_bases(struct demo_stack *s, const struct tw_trace *t)
{
	if (t->handle < 0 || t->after == FSM_CLOSED || t->after == FSM_LISTEN)
		return;
	s->bases.from[DEMO_ISS] = t->tcb->iss;
	s->bases.from[DEMO_SND_NXT] = t->tcb->snd_nxt;
	if (t->after == FSM_SYN_SENT)
		return;
	s->bases.from[DEMO_IRS] = t->tcb->irs;
	s->bases.from[DEMO_RCV_NXT] = t->tcb->rcv_nxt;
}

static void watch(void *context, const struct tw_trace *t)
{
	struct demo_stack *s = context;
	struct happening *h = new_happening(s);

	learn_bases(s, t);
	*h = (struct happening){
		.now = t->now, .handle = t->handle,
		.in = t->event->kind == FSM_E_SEGMENT,
		.out = t->out->sent, .sent = t->out->segment,
		.bases = s->bases, .before = t->before, .after = t->after,
		.fired = t->out->fired
	};
	if (h->in)
		h->arrived = ladder_arrived(t);
	memcpy(h->row, t->out->row, sizeof h->row);
	ladder_print(&s->ladder, t);
	capture_event(&s->capture, t);
}

static void seen(void *context, enum packet_way way, const uint8_t *frame,
                 size_t length, const struct tw_frame *about)
{
	struct demo_stack *s = context;

	capture_frame(&s->capture, way, frame, length, about);
}

static bool to_be_lost(struct demo_stack *s, enum packet_way way,
                       const struct fsm_segment *segment)
{
	for (size_t i = 0; i < s->losses; i++) {
		if (s->loss[i].way != way
		    || !demo_segment_matches(&s->loss[i].segment, segment,
		                             &s->bases))
			continue;
		s->loss[i] = s->loss[--s->losses];
		return true;
	}
	return false;
}

static bool pass(void *context, enum packet_way way, const uint8_t *frame,
                 size_t length)
{
	struct demo_stack *s = context;
	struct fsm_segment segment;
	struct wire_frame f;
	char text[128];

	if (!s->losses
	    || wire_parse(frame, (uint32_t)length, WIRE_VOUCHED, &f)
	    || f.ether.type != ETHER_IPV4)
		return true;
	segment = (struct fsm_segment){ .seq = f.tcp.seq, .ack = f.tcp.ack,
		                        .ctl = f.tcp.flags & 0x3f,
		                        .data = f.text };
	if (!to_be_lost(s, way, &segment))
		return true;
	ladder_segment(text, sizeof text, &segment,
	               (struct ladder_number){ NULL, 0 },
	               (struct ladder_number){ NULL, 0 });
	if (s->ladder.json) {
		struct json json = json_begin(s->out);

		ladder_json_segment(&json, "lost", &segment);
		json_end(&json);
		return false;
	}
	fprintf(s->out, "%34s %s   lost on its way\n",
	        way == PACKET_OUT ? "--x" : "x--", text);
	return false;
}

static int start(struct demo_stack *s)
{
	size_t size = tw_size(&s->config);

	if (sodium_init() < 0)
		return -ENOSYS;
	randombytes_buf(s->key, sizeof s->key);
	s->memory = size ? malloc(size) : NULL;
	if (!s->memory)
		return size ? -ENOMEM : -EINVAL;
	s->tw = tw_init(s->memory, size, &s->config, clock_now());
	s->handle = s->listener = -1;
	return s->tw ? 0 : -EINVAL;
}

int demo_stack_open(struct demo_stack *s, const char *interface, unsigned host,
                    const struct tw_config *config)
{
	int error;

	s->config = *config;
	netns_mac(host, s->config.mac);
	s->config.address = netns_address(host);
	s->config.prefix = NETNS_PREFIX;
	s->config.prf = prf;
	s->config.trace = watch;
	s->config.prf_context = s->config.trace_context = s;
	error = packet_open(&s->packet, interface, s->config.mac);
	if (error)
		return error;
	s->packet.tap = (struct packet_tap){ .pass = pass, .seen = seen,
		                            .context = s };
	return start(s);
}

void demo_stack_close(struct demo_stack *s)
{
	if (s->packet.ring)
		packet_close(&s->packet);
	capture_close(&s->capture);
	free(s->memory);
	free(s->log);
}

int demo_stack_reboot(struct demo_stack *s)
{
	free(s->memory);
	return start(s);
}

void demo_stack_meet(struct demo_stack *s, unsigned host)
{
	uint8_t frame[ETHER_SHORTEST] = { 0 }, mac[6];
	struct wire_frame f = {
		.ether = { .dst = ETHER_BROADCAST, .type = ETHER_ARP },
		.arp = { .op = ARP_REQUEST, .spa = netns_address(host),
		         .tpa = s->config.address }
	};
	uint8_t answer[ETHER_SHORTEST + PACKET_FRAME];
	struct tw_frame about;

	netns_mac(host, mac);
	f.ether.src = f.arp.sha = wire_mac(mac);
	wire_build_arp(frame, sizeof frame, &f);
	tw_input(s->tw, frame, sizeof frame, 0, clock_now());
	while (tw_output(s->tw, answer, sizeof answer, &about, clock_now()))
		;
}

void demo_stack_listen_to(struct demo_stack *s)
{
	struct tw_report r;

	while (tw_report(s->tw, &r))
		if (s->tolds < DEMO_TOLD)
			s->told[s->tolds++] = (struct told){
				.handle = r.handle, .what = r.what,
				.terminal = r.what & TW_CLOSED,
				.reason = r.reason
			};
}

bool demo_stack_lose(struct demo_stack *s, enum packet_way way,
                     const struct demo_segment *segment)
{
	if (s->losses == DEMO_LOSSES)
		return false;
	s->loss[s->losses++] = (struct loss){ way, *segment };
	return true;
}

uint8_t demo_stack_state(const struct demo_stack *s)
{
	for (size_t i = s->logged; i-- > 0;)
		if (s->log[i].before != s->log[i].after)
			return s->log[i].after;
	return FSM_CLOSED;
}
