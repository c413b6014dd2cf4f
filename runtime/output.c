/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames out. What is due stands in three places, looked at in this order:
 *
 *      outgoing queue     segments that events have sent, ARP replies
 *      neighbours         ARP requests
 *      active list        connections that may have something to send: one
 *                         event is raised, its segment goes through the queue
 *
 * The connections take turns, one frame each.
 */
#include "octets.h"
#include "plan.h"
#include "seq.h"
#include "steps.h"

#define HEADERS (WIRE_TCP_AT + TCP_HEADER_LENGTH)

/* Raises one event that sends, for the connection first in turn. */
static bool pump(struct tw *tw, uint32_t size, bool large)
{
	struct connection *c;
	struct cause cause = {0};
	struct fsm_out out;
	uint32_t room;

	while ((c = tw->active.first) != NULL) {
		queue_remove(&tw->active, QUEUE_ACTIVE, c);
		room = least(size - HEADERS, large ? tw->config.gso_size
		                                   : c->mss);
		if (room < c->mss)
			room = least(size - HEADERS, c->mss);
		if (output_plan(tw, c, room, &cause)) {
			if (cause.event.kind == FSM_E_TRANSMIT)
				c->override = false;
			stack_run(tw, c, &cause, &out);
			return true;
		}
		output_persist(tw, c);
		stack_rearm(tw, c);
	}
	return false;
}

/* -------------------------------------------------------------- frames */

static size_t make_arp(struct tw *tw, uint8_t *buffer, size_t size,
                       uint16_t op, uint64_t mac, uint32_t address)
{
	struct wire_frame wire;

	wire = (struct wire_frame){0};
	wire.ether.dst = op == ARP_REPLY ? mac : ETHER_BROADCAST;
	wire.ether.src = tw->mac;
	wire.ether.type = ETHER_ARP;
	wire.arp.op = op;
	wire.arp.sha = tw->mac;
	wire.arp.spa = tw->config.address;
	wire.arp.tha = op == ARP_REPLY ? mac : 0;
	wire.arp.tpa = address;
	return wire_build_arp(buffer, (uint32_t)size, &wire);
}

static size_t ask_neighbor(struct tw *tw, uint8_t *buffer, size_t size)
{
	uint32_t i = neighbors_request(&tw->neighbors);

	if (i == NEIGHBOR_NONE)
		return 0;
	return make_arp(tw, buffer, size, ARP_REQUEST, 0,
	                tw->neighbors.at[i].address);
}

/* The slot whose text it is; NULL if that has gone, or it has none. */
static struct connection *owner_of(struct tw *tw, const struct outgoing *from)
{
	struct connection *c;

	if (from->slot >= tw->slots)
		return NULL;
	c = &tw->connection[from->slot];
	return c->generation == from->generation ? c : NULL;
}

static void fill_tcp(const struct tw *tw, const struct outgoing *from,
                     struct tcp *tcp)
{
	const struct fsm_segment *segment = &from->segment;

	tcp->sport = from->key.local;
	tcp->dport = from->key.port;
	tcp->seq = segment->seq;
	tcp->ack = segment->ctl & FSM_CTL_ACK ? segment->ack : 0;
	tcp->flags = segment->ctl;
	tcp->window = from->window;
	if (segment->ctl & FSM_CTL_URG)
		tcp->urgent = (uint16_t)least(
		        seq_from(segment->seq, segment->up), 65535);
	if (segment->ctl & FSM_CTL_SYN) {
		tcp->options.has_mss = 1;
		tcp->options.mss = (uint16_t)connection_mss(tw);
		tcp->options.has_scale = from->has_scale;
		tcp->options.scale = from->scale;
	}
}

/* Copies the text a segment speaks of; false: it is acknowledged already. */
static bool fetch_text(const struct connection *c, const struct outgoing *from,
                       uint8_t *to)
{
	uint32_t offset;

	if (from->segment.data == 0)
		return true;
	if (c == NULL || c->finished)
		return false;
	offset = seq_from(connection_text_seq(c), from->segment.seq);
	if (offset > c->send.used || from->segment.data > c->send.used - offset)
		return false;
	sendbuf_copy(&c->send, offset, to, from->segment.data);
	return true;
}

/* What the device and the capture file want to know. */
static void describe(const struct connection *c, const struct outgoing *from,
                     bool partial, uint32_t text_at, struct tw_frame *frame)
{
	frame->handle = c ? connection_handle(c) : -1;
	frame->tcp = true;
	frame->needs_checksum = partial;
	frame->checksum_start = WIRE_TCP_AT;
	frame->checksum_offset = TCP_CHECKSUM_AT;
	frame->header_length = (uint16_t)text_at;
	if (c && from->segment.data > c->mss)
		frame->gso_size = c->mss;
	frame->event = from->event;
	frame->before = from->before;
	frame->after = from->after;
	frame->rows = from->rows;
	for (int i = 0; i < FSM_FIRED_MAX; i++)
		frame->row[i] = from->row[i];
}

static size_t make_segment(struct tw *tw, const struct outgoing *from,
                           uint64_t mac, uint8_t *buffer, size_t size,
                           struct tw_frame *frame)
{
	struct connection *c = owner_of(tw, from);
	struct wire_frame wire;
	bool partial = tw->config.partial_checksum;
	uint32_t at;

	wire = (struct wire_frame){0};
	wire.ether.dst = mac;
	wire.ether.src = tw->mac;
	wire.ip.src = tw->config.address;
	wire.ip.dst = from->key.address;
	wire.ip.ttl = tw->config.ttl;
	wire.ip.tos = from->tos;
	wire.text = from->segment.data;
	fill_tcp(tw, from, &wire.tcp);
	at = wire_text_at(&wire.tcp.options);
	if (at + wire.text > size || !fetch_text(c, from, buffer + at))
		return 0;
	partial = partial || (c && wire.text > c->mss);
	describe(c, from, partial, at, frame);
	tw->counters.segments_out++;
	return wire_build_tcp(buffer, (uint32_t)size,
	                      partial ? WIRE_PARTIAL : 0, &wire);
}

/* A segment goes to its neighbour, or waits for the neighbour's address. */
static size_t send_segment(struct tw *tw, const struct outgoing *from,
                           uint8_t *buffer, size_t size,
                           struct tw_frame *frame)
{
	struct connection *c = owner_of(tw, from);
	uint32_t hop = stack_next_hop(tw, from->key.address);
	struct neighbor *neighbor;
	uint32_t i;

	if (hop == 0)
		return 0;
	i = neighbors_lookup(&tw->neighbors, hop,
	                     c ? c->neighbor : NEIGHBOR_NONE, tw->now);
	neighbor = &tw->neighbors.at[i];
	stack_rearm_neighbor(tw, i);
	if (c)
		c->neighbor = i;
	if (neighbor_resolved(neighbor))
		return make_segment(tw, from, neighbor->mac, buffer, size,
		                    frame);
	if (neighbor_park(neighbor, from))
		tw->counters.unresolved++;
	return 0;
}

/* Into a buffer too small go the first octets; the rest is sent again. */
static void clip(struct outgoing *from, size_t size)
{
	uint32_t room = (uint32_t)(size - HEADERS);

	if (from->arp || from->segment.data <= room)
		return;
	from->segment.data = room;
	from->segment.ctl &= (uint8_t)~(FSM_CTL_FIN | FSM_CTL_PSH);
}

static size_t send_queued(struct tw *tw, uint8_t *buffer, size_t size,
                          struct tw_frame *frame)
{
	const struct outgoing *oldest;
	struct outgoing from;
	size_t n = 0;

	while (n == 0 && (oldest = outqueue_oldest(&tw->outgoing)) != NULL) {
		from = *oldest;
		outqueue_drop(&tw->outgoing);
		clip(&from, size);
		if (from.arp)
			n = make_arp(tw, buffer, size, ARP_REPLY, from.arp_mac,
			             from.key.address);
		else
			n = send_segment(tw, &from, buffer, size, frame);
	}
	return n;
}

size_t tw_output(struct tw *tw, uint8_t *buffer, size_t size,
                 struct tw_frame *frame, uint64_t now)
{
	struct tw_frame none;
	bool large = frame != NULL && tw->config.gso_size > 0;
	size_t n;

	if (frame == NULL)
		frame = &none;
	*frame = (struct tw_frame){0};
	frame->handle = -1;
	stack_clock(tw, now);
	if (size < HEADERS + OPTIONS_MAX)
		return 0;
	if (size > WIRE_MAX)
		size = WIRE_MAX;
	do {
		n = send_queued(tw, buffer, size, frame);
		if (n == 0)
			n = ask_neighbor(tw, buffer, size);
	} while (n == 0 && pump(tw, (uint32_t)size, large));
	if (n > 0)
		tw->counters.frames_out++;
	return n;
}
