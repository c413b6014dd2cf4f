/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A frame from the wire to the connection it is for, as an event of the table.
 *
 *      the pair of sockets is known      that connection
 *      a listener is there               a copy of its TCB: in a slot of its
 *                                        own for a SYN, in scratch otherwise
 *      neither                           CLOSED, in scratch (3.10.7.1)
 *
 * A SYN to a connection in TIME-WAIT steps a copy too, if a listener would
 * have room for it (MAY-2): when the table reopens it, the copy is the new
 * connection and the old one has ended; otherwise it is moved back.
 */
#include "octets.h"
#include "stack.h"

/* ----------------------------------------------------------------- ARP */

/* A function of its own: amid other writes the provers do not find out what the
 * copy of so large a structure leaves alone. */
/*@ requires \valid(place) && \valid_read(outgoing);
    requires \separated(place, outgoing);
    terminates \true; exits \false; assigns *place; */
static void write_place(struct outgoing *place, const struct outgoing *outgoing)
{
	*place = *outgoing;
}

/* Into the queue, if there is room. */
/*@ requires \valid(tw) && \valid_read(outgoing);
    requires outqueue_ok(&tw->outgoing);
    requires \separated(tw, outgoing,
      tw->outgoing.at + (0 .. tw->outgoing.size - 1));
    terminates \true; exits \false;
    assigns tw->counters.dropped_full, tw->outgoing.n,
      tw->outgoing.at[outqueue_end(&tw->outgoing) ..
        outqueue_end(&tw->outgoing) -
        (tw->outgoing.n < tw->outgoing.size ? 0 : 1)];
    ensures ok: outqueue_ok(&tw->outgoing);
    ensures full: \old(tw->outgoing.n) == tw->outgoing.size ==>
      tw->outgoing.n == \old(tw->outgoing.n);
    ensures room: \old(tw->outgoing.n) < tw->outgoing.size ==>
      tw->outgoing.n == \old(tw->outgoing.n) + 1; */
static void queue_outgoing(struct tw *tw, const struct outgoing *outgoing)
{
	struct outgoing *place = outqueue_put(&tw->outgoing);

	if (place != NULL)
		write_place(place, outgoing);
	else
		tw->counters.dropped_full++;
}

static void queue_arp_reply(struct tw *tw, const struct arp *arp)
{
	struct outgoing reply = {.arp = 1, .arp_mac = arp->sha,
		.key.address = arp->spa, .slot = OUTGOING_NO_SLOT};

	queue_outgoing(tw, &reply);
}

/* RFC 826 "Packet Reception": merge, then answer if it is for us. */
static void input_arp(struct tw *tw, const struct arp *arp)
{
	bool ours = arp->tpa == tw->config.address;
	struct neighbor *neighbor;
	uint32_t i;

	if (wire_not_unicast(arp->spa) || arp->spa == tw->config.address ||
	    stack_next_hop(tw, arp->spa) != arp->spa)
		return;
	i = neighbors_learn(&tw->neighbors, arp->spa, arp->sha, ours, tw->now);
	if (ours && arp->op == ARP_REQUEST)
		queue_arp_reply(tw, arp);
	if (i == NEIGHBOR_NONE)
		return;
	neighbor = &tw->neighbors.at[i];
	stack_rearm_neighbor(tw, i);
	if (neighbor->parked)
		queue_outgoing(tw, &neighbor->waits);
	neighbor->parked = false;
}

/* ------------------------------------------------------------ classify */

static struct cause cause_of_segment(const struct connection *c,
                                     const struct wire_frame *wire,
                                     const uint8_t *frame)
{
	struct cause cause = cause_of(FSM_E_SEGMENT);
	struct fsm_event *event = &cause.event;
	const struct tcp *tcp = &wire->tcp;

	event->seg_seq = tcp->seq;
	event->seg_ack = tcp->ack;
	event->seg_text = wire->text;
	event->seg_up = tcp->seq + tcp->urgent;
	event->syn = (tcp->flags & TCP_SYN) != 0;
	event->ack = (tcp->flags & TCP_ACK) != 0;
	event->rst = (tcp->flags & TCP_RST) != 0;
	event->fin = (tcp->flags & TCP_FIN) != 0;
	event->urg = (tcp->flags & TCP_URG) != 0;
	event->seg_wnd = tcp->window;
	if (!event->syn)
		event->seg_wnd *= c->send_unit;
	cause.header = tcp;
	cause.octets = frame + wire->text_at;
	cause.count = wire->text;
	return cause;
}

/* A SYN that asks for a connection: not a SYN,ACK, not a RST. */
static bool asks(const struct fsm_event *event)
{
	return event->syn && !event->ack && !event->rst;
}

/* What a row needs that makes a connection: ROOM, ISN, BUFFER. */
static void provide(const struct tw *tw, const struct connection *c,
                    struct fsm_event *event)
{
	event->room = 1;
	event->isn = stack_isn(tw, c, c->key);
	event->buffer = stack_buffer(tw);
}

/* --------------------------------------------------------------- demux */

static struct table_key key_of(const struct wire_frame *wire)
{
	return (struct table_key){wire->ip.src, wire->tcp.sport,
	                          wire->tcp.dport};
}

/* The listener that says most about the peer. */
static struct connection *find_listener(const struct tw *tw,
                                        struct table_key key)
{
	const struct table_key keys[] = {
		{key.address, key.port, key.local},
		{key.address, 0, key.local},
		{0, key.port, key.local},
		{0, 0, key.local},
	};
	struct connection *c = NULL;

	for (int i = 0; i < 4 && (!c || c->tcb.state != FSM_LISTEN); i++)
		c = stack_at(tw, keys[i]);
	return c && c->tcb.state == FSM_LISTEN ? c : NULL;
}

/* What the user told a listener holds for who connects to it. */
static void inherit(struct connection *c, const struct connection *listener)
{
	c->nodelay = listener->nodelay;
	c->user_timeout = listener->user_timeout;
	c->keepalive = listener->keepalive;
	c->tos = listener->tos;
}

/*
 * A slot for a connection that will wait at this listener. None for a peer's
 * port 0, which in the table means a listener's "every port".
 */
static struct connection *place_at(struct tw *tw, struct connection *listener,
                                   struct table_key key)
{
	struct connection *c;

	if (listener == NULL || listener->waiting >= listener->backlog ||
	    key.port == 0)
		return NULL;
	c = stack_acquire(tw, key);
	if (c == NULL)
		return NULL;
	c->parent = listener;
	inherit(c, listener);
	listener->waiting++;
	return c;
}

/* Steps what is nobody's: no slot, and nothing left behind. */
static void input_stateless(struct tw *tw, struct table_key key,
                            const struct fsm_tcb *tcb, struct cause *cause)
{
	struct connection *c = stack_scratch(tw, key);
	struct fsm_out out;

	if (tcb)
		c->tcb = *tcb;
	connection_raise(tw, c, cause, &out);
}

static void input_listener(struct tw *tw, struct connection *listener,
                           struct table_key key, struct cause *cause)
{
	struct connection *c = NULL;
	struct fsm_out out;

	if (asks(&cause->event))
		c = place_at(tw, listener, key);
	if (c == NULL) {
		input_stateless(tw, key, &listener->tcb, cause);
		return;
	}
	c->tcb = listener->tcb;
	provide(tw, c, &cause->event);
	stack_list(tw, c, key);
	stack_run(tw, c, cause, &out);
}

/* What a copy in TIME-WAIT and its original hand to each other: not the
 * keep-alive timer, which goes with a setting of its own and rests here. */
static void hand_over(struct connection *to, const struct connection *from)
{
	to->tcb = from->tcb;
	to->second = from->second;
	to->challenges = from->challenges;
	for (int i = 0; i < DUE_KEEPALIVE; i++)
		to->due[i] = from->due[i];
}

/* The copy has become the new connection: the old one is over. */
static void replace(struct tw *tw, struct connection *old,
                    struct connection *copy, struct table_key key)
{
	struct cause cause = cause_of(FSM_E_TIME_WAIT_TIMEOUT);
	struct fsm_out out;

	stack_run(tw, old, &cause, &out);
	stack_list(tw, copy, key);
	stack_settle(tw, copy);
}

/* The copy has only been answered: the old one goes on, as the copy left. */
static void move_back(struct tw *tw, struct connection *old,
                      struct connection *copy)
{
	hand_over(old, copy);
	stack_free(tw, copy);
	stack_settle(tw, old);
}

/* A SYN in TIME-WAIT. Returns false if there is no place for a copy. */
static bool input_reopening(struct tw *tw, struct connection *old,
                            struct table_key key, struct cause *cause)
{
	struct connection *copy = NULL;
	struct fsm_out out;

	if (!old->owned)
		copy = place_at(tw, find_listener(tw, key), key);
	if (copy == NULL)
		return false;
	hand_over(copy, old);
	provide(tw, copy, &cause->event);
	connection_raise(tw, copy, cause, &out);
	if (copy->tcb.state == FSM_TIME_WAIT)
		move_back(tw, old, copy);
	else
		replace(tw, old, copy, key);
	return true;
}

static void input_connection(struct tw *tw, struct connection *c,
                             struct table_key key, struct cause *cause)
{
	struct fsm_out out;

	if (c->tcb.state == FSM_TIME_WAIT && asks(&cause->event) &&
	    input_reopening(tw, c, key, cause))
		return;
	c->heard = tw->now;
	c->keepalives = 0;
	stack_run(tw, c, cause, &out);
}

static void input_segment(struct tw *tw, const struct wire_frame *wire,
                          const uint8_t *frame)
{
	struct table_key key = key_of(wire);
	struct connection *c = stack_at(tw, key);
	struct connection *listener = NULL;
	struct cause cause;

	tw->counters.segments_in++;
	if (c == NULL || c->tcb.state == FSM_LISTEN)
		listener = find_listener(tw, key);
	cause = cause_of_segment(c && !listener ? c : &tw->scratch, wire,
	                         frame);
	if (listener)
		input_listener(tw, listener, key, &cause);
	else if (c)
		input_connection(tw, c, key, &cause);
	else
		input_stateless(tw, key, NULL, &cause);
}

/* --------------------------------------------------------------- frame */

static void count_dropped(struct tw *tw, enum wire_reason reason)
{
	switch (reason) {
	case WIRE_BAD_IPV4_CHECKSUM:
	case WIRE_BAD_TCP_CHECKSUM:
		tw->counters.dropped_checksum++;
		break;
	case WIRE_OTHER_TYPE:
	case WIRE_OTHER_ARP:
	case WIRE_OTHER_PROTOCOL:
	case WIRE_NOT_FOR_US:
	case WIRE_NOT_UNICAST:
		tw->counters.dropped_foreign++;
		break;
	default:
		tw->counters.dropped_malformed++;
		break;
	}
}

void tw_input(struct tw *tw, const uint8_t *frame, size_t length,
              unsigned flags, uint64_t now)
{
	struct wire_frame wire;
	enum wire_reason reason;
	uint32_t n = length > WIRE_MAX ? WIRE_MAX + 1 : (uint32_t)length;

	stack_clock(tw, now);
	tw->counters.frames_in++;
	reason = wire_parse(frame, n,
	                    flags & TW_CHECKSUM_OK ? WIRE_VOUCHED : 0, &wire);
	if (reason == WIRE_OK)
		reason = wire_for_us(&wire, tw->mac, tw->config.address,
		                     tw->config.prefix);
	if (reason != WIRE_OK)
		count_dropped(tw, reason);
	else if (wire.ether.type == ETHER_ARP)
		input_arp(tw, &wire.arp);
	else
		input_segment(tw, &wire, frame);
}
