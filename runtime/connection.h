/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A connection: the table's variables (struct fsm_tcb), and beside them what
 * the table leaves to the runtime: octets, clocks, and when to raise an event.
 * Nobody but fsm_step() writes the tcb, and nobody but connection_raise()
 * calls fsm_step().
 *
 * The send sequence space (RFC 9293 figure 3) over the send buffer:
 *
 *                  1         2          3          4
 *             ----------|----------|----------|----------
 *                    SND.UNA    SND.NXT    SND.UNA+SND.WND
 *                       |<-- sendbuf.used: 2, 3 and more -->|
 *
 * The receive sequence space (figure 4) over the receive buffer:
 *
 *                      1          2          3
 *                  ----------|----------|----------
 *                         RCV.NXT    RCV.NXT+RCV.WND
 *             |<-- ready  -->|<- held ->|
 *
 * Timers of a connection (section 3.10.8 and 3.8; condition: delay: effect):
 *   - retransmission  something is unacknowledged: RTO, doubled at every
 *                     expiry: RETRANSMISSION_TIMEOUT
 *   - user            the peer makes no progress: user_timeout: USER_TIMEOUT
 *   - time_wait       TIME-WAIT: 2 MSL: TIME_WAIT_TIMEOUT
 *   - ack             an acknowledgment waits to be piggybacked: delayed_ack:
 *                     ACK_DUE
 *   - persist         text waits, nothing is in flight, and the window is
 *                     closed: RTO, doubled: PROBE; or it is open and silly:
 *                     SILLY_DELAY: TRANSMIT all the same (3.8.6.2.1)
 *   - keepalive       nothing was heard: keepalive: PROBE
 */
#ifndef CONNECTION_H
#define CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "congestion.h"
#include "recvbuf.h"
#include "rto.h"
#include "sendbuf.h"
#include "seq.h"
#include "table.h"
#include "tcp_header.h"
#include "tcpwright.h"

#define SILLY_DELAY    200000u  /* us: the override timeout, 0.1 .. 1 s */
#define KEEPALIVE_MAX  8        /* probes without an answer: gone */
#define REPEATS_MAX    3        /* R1 of section 3.8.3, retransmissions */
#define BUFFERS_NONE   UINT32_MAX
#define GENERATIONS    0x7ffffffeu      /* of a slot; then the first again */
#define MSS_DEFAULT    536u     /* octets: a peer that says nothing, MUST-15 */
#define WINDOW_MOST    1073725440u /* octets: 65535 units of 2^14, RFC 7323 */

enum due {
	DUE_RETRANSMISSION, DUE_USER, DUE_TIME_WAIT,    /* the table's */
	DUE_ACK, DUE_PERSIST, DUE_KEEPALIVE,            /* the runtime's */
	DUES
};

/* Lists a connection may be a member of; at most once each. */
enum queue_name { QUEUE_FREE, QUEUE_ACTIVE, QUEUE_REPORT, QUEUE_ACCEPT,
	QUEUES };

struct connection;

struct queue_link {
	struct connection *next, *previous;
	bool member;
};

struct queue {
	struct connection *first, *last;
};

struct connection {
	struct fsm_tcb tcb;     /* the table's variables: read only */
	struct table_key key;   /* remote and local port */
	uint32_t slot;          /* index in tw->connection */
	uint32_t generation;    /* 1..GENERATIONS: the slot's present use */
	uint32_t buffers;       /* index of its buffers, or BUFFERS_NONE */
	bool listed;            /* in the table under `key` */
	bool owned;             /* the user has the handle */
	bool known;             /* the user had it: owes the terminal report */
	bool finished;          /* reached CLOSED */

	struct sendbuf send;
	struct recvbuf receive;
	struct rto rto;
	struct congestion congestion;
	uint64_t due[DUES];     /* us; TIMERS_NEVER: not running */

	struct connection *parent; /* listener it waits at, or NULL */
	struct queue accept;    /* listener: established, not accepted */
	uint32_t backlog;       /* listener: most that may wait */
	uint32_t waiting;       /* listener: that wait, half-open included */

	uint16_t mss;           /* octets of text, largest we send */
	uint16_t send_unit;     /* octets a unit of SEG.WND means, 1..16384 */
	uint16_t receive_unit;  /* ... of the window we send */
	bool peer_scales;       /* its SYN offered window scaling */
	bool nodelay;           /* Nagle off */
	uint64_t user_timeout;  /* R2, us; UINT64_MAX: never */
	uint64_t keepalive;     /* us of silence before a probe; 0: never */
	uint8_t tos;            /* of IPv4: Diffserv code point * 4 */

	bool again;             /* send the front again now */
	bool syn_resent;        /* RFC 6298 section 5.7 */
	bool override;          /* the persist timer expired: send what fits */
	bool ack_soon;          /* the second full segment, or the ack timer */
	uint8_t repeats;        /* retransmission timeouts since progress */
	uint8_t probes;         /* window probes since the window closed */
	uint8_t keepalives;     /* keep-alive probes unanswered */
	uint32_t taken;         /* octets received since the last ACK sent */
	uint64_t second;        /* the challenge limit's, and ... */
	uint32_t challenges;    /* ... challenge ACKs sent in it */
	uint64_t heard;         /* when a segment last arrived, us */
	uint32_t neighbor;      /* hint for neighbors_lookup() */
	uint32_t retransmissions;

	unsigned what;          /* TW_... to be reported */
	int reason;             /* enum tw_error, once finished */
	bool wants_space;       /* a SEND was cut short */
	bool urgent;            /* the user has not read up to RCV.UP */

	struct queue_link link[QUEUES];
};

/* An event on its way in, and what it carries besides its fields. */
struct cause {
	struct fsm_event event;
	const struct tcp *header;       /* SEGMENT: as it arrived */
	const uint8_t *octets;          /* SEGMENT: its text; SEND: the text */
	uint32_t count;                 /* octets of it */
	bool push;                      /* SEND: pushed */
};

/*@ // Numbers are within the bounds of the types the table gives them: no
    // event, and no TCB, that fsm_step() meets is without them.
    predicate event_ok(struct fsm_event e) =
      e.seg_text <= 65535 && e.seg_wnd <= WINDOW_MOST &&
      e.buffer <= WINDOW_MOST && e.on_hand <= WINDOW_MOST &&
      e.window <= WINDOW_MOST && e.n <= 65535;

    predicate tcb_ok(struct fsm_tcb t) =
      t.snd_wnd <= WINDOW_MOST && t.max_snd_wnd <= WINDOW_MOST &&
      t.rcv_wnd <= WINDOW_MOST;

    // Of this kind, and nothing in it but perhaps N, PUSH, LAST.
    predicate event_plain(struct fsm_event e, integer kind) =
      e.kind == kind && e.allowed == 1 && e.secure == 1 &&
      e.diffserv == 1 && e.seg_seq == 0 && e.seg_ack == 0 &&
      e.seg_text == 0 && e.seg_wnd == 0 && e.seg_up == 0 && e.syn == 0 &&
      e.ack == 0 && e.rst == 0 && e.fin == 0 && e.urg == 0 &&
      e.room == 0 && e.isn == 0 && e.buffer == 0 && e.active == 0 &&
      e.remote == 0 && e.urgent == 0 && e.end == 0 && e.on_hand == 0 &&
      e.window == 0 && e.pending == 0 && e.both == 0 && e.keepalive == 0;

    // Octets of text that were sent and are unacknowledged.
    logic integer text_flight(struct fsm_tcb *t) =
      t->syn_unacked != 0 || t->snd_una == t->snd_nxt ? 0
      : (uint32_t)(seq_gap(t->snd_una, t->snd_nxt) - t->fin_sent); */

/*
 * The table, as the runtime relies on it: what goes in within its bounds comes
 * out within them. proofs/step.c shows that this follows from what fsm.gen.acsl
 * says of the same function.
 */
/*@ requires \valid_read(c) && \valid_read(e);
    requires \valid(t) && \valid(o) && \separated(c, e, t, o);
    requires event: event_ok(*e);
    requires tcb: tcb_ok(*t);
    terminates \true; exits \false; assigns *t, *o;
    ensures tcb: tcb_ok(*t); */
void fsm_step(const struct fsm_choices *c, const struct fsm_event *e,
              struct fsm_tcb *t, struct fsm_out *o);

/* A zeroed cause of this kind: ALLOWED, SECURE, DIFFSERV are true. */
/*@ requires 0 <= kind < FSM_EVENTS;
    terminates \true; exits \false; assigns \nothing;
    ensures plain: event_plain(\result.event, kind);
    ensures none: \result.event.n == 0 && \result.event.push == 0 &&
      \result.event.last == 0;
    ensures bare: \result.header == \null && \result.octets == \null &&
      \result.count == 0 && !\result.push; */
struct cause cause_of(enum fsm_kind kind);

/*@ // Octets may be moved between this ring of c's and what the event brings.
    predicate move_within(struct connection *c, struct ring *ring,
                          struct cause *cause) =
      \valid_read(cause->octets + (0 .. cause->count - 1)) &&
      \separated(c, cause, ring->octets + (0 .. ring->size - 1)) &&
      \separated(cause->octets + (0 .. cause->count - 1), c) &&
      \separated(cause->octets + (0 .. cause->count - 1),
                 ring->octets + (0 .. ring->size - 1));

    predicate move_beside(struct connection *c, struct ring *ring,
                          struct fsm_tcb *before, struct fsm_out *out) =
      \separated(c, before, ring->octets + (0 .. ring->size - 1)) &&
      \separated(c, out, ring->octets + (0 .. ring->size - 1));

    // Octets of text that SND.UNA has passed: all that are, once CLOSED.
    logic integer text_acked(struct connection *c, struct fsm_tcb *before) =
      c->tcb.state == FSM_CLOSED ? c->send.used
      : (uint32_t)(seq_gap(before->snd_una, c->tcb.snd_una) -
                   before->syn_unacked);

    logic integer text_dropped(struct connection *c, struct fsm_tcb *before,
                               struct fsm_out *out) =
      (out->operations & FSM_OP_ACKED) != 0 ? text_acked(c, before) : 0;

    logic integer text_left(struct connection *c, struct fsm_tcb *before,
                            struct fsm_out *out) =
      text_dropped(c, before, out) < c->send.used
      ? c->send.used - text_dropped(c, before, out) : 0;

    // Number of the first octet of an arriving segment's text.
    logic integer text_first(struct cause *cause) =
      (uint32_t)(cause->event.seg_seq + cause->event.syn);

    // Octets of that text before the first that is delivered.
    logic integer text_skip(struct cause *cause, struct fsm_tcb *before) =
      before->state == FSM_SYN_SENT ? 0
      : seq_gap(text_first(cause), before->rcv_nxt);

    // Of n octets to deliver, those that are there: all, or none when the
    // segment, as it arrived, has fewer.
    logic integer text_given(struct cause *cause, struct fsm_tcb *before,
                             integer n) =
      cause->event.kind != FSM_E_SEGMENT ? n
      : text_skip(cause, before) + n <= cause->count ? n : 0;

    logic integer text_asked(struct fsm_out *out) =
      (out->operations & FSM_OP_DELIVER) != 0 ? out->deliver : 0;

    // In B, n octets behind those on hand in A are on hand too: the segment's
    // own, or what was held there.
    predicate text_delivered{A,B}(struct connection *c, struct cause *cause,
                                  struct fsm_tcb *before, integer n) =
      \let ready = \at(c->receive.ready, A);
      \let given = \at(text_given(cause, before, n), A);
      \at(c->receive.ready, B) == ready + given &&
      (\forall integer k; 0 <= k < ready ==>
        \at(recvbuf_octet(&c->receive, k), B) ==
        \at(recvbuf_octet(&c->receive, k), A)) &&
      (\at(cause->event.kind != FSM_E_SEGMENT, A) ==> \forall integer k;
        0 <= k < ready + given ==>
        \at(recvbuf_octet(&c->receive, k), B) ==
        \at(recvbuf_octet(&c->receive, k), A)) &&
      (\at(cause->event.kind == FSM_E_SEGMENT, A) ==> \forall integer i;
        0 <= i < given ==>
        \at(recvbuf_octet(&c->receive, ready + i), B) ==
        \at(octet_at(cause->octets + text_skip(cause, before), i), A));

    // Where in that text the octet with number RCV.NXT + k stands.
    logic integer text_index(struct connection *c, struct cause *cause,
                             integer k) =
      seq_lt(text_first(cause), c->tcb.rcv_nxt)
      ? k + seq_gap(text_first(cause), c->tcb.rcv_nxt)
      : k - seq_gap(c->tcb.rcv_nxt, text_first(cause));

    // It is in the window, and in that text.
    predicate text_ahead(struct connection *c, struct cause *cause,
                         integer k) =
      0 <= k < c->tcb.rcv_wnd && 0 <= text_index(c, cause, k) < cause->count;

    // What is on hand is the same in A and B.
    predicate text_kept{A,B}(struct connection *c) =
      \at(c->receive.ready, B) == \at(c->receive.ready, A) &&
      \forall integer k; 0 <= k < \at(c->receive.ready, A) ==>
        \at(recvbuf_octet(&c->receive, k), B) ==
        \at(recvbuf_octet(&c->receive, k), A); */

/* Steps of connection_raise(), see stack.h: move octets between the event, the
 * buffers and the user. `before` is the TCB as the event found it. */
/*@ requires \valid(c) && \valid_read(cause) && \valid_read(before);
    requires \valid_read(out);
    requires move_within(c, &c->send.ring, cause);
    requires move_beside(c, &c->send.ring, before, out);
    requires sendbuf_ok(&c->send);
    requires room: (out->operations & FSM_OP_QUEUE) != 0 ==>
      cause->count <= c->send.ring.size - c->send.used;
    terminates \true; exits \false;
    assigns c->send.start, c->send.used, c->send.pushed, c->wants_space,
      c->what, c->send.ring.octets[0 .. c->send.ring.size - 1];
    ensures ok: sendbuf_ok(&c->send);
    ensures flushed: \old((out->operations & FSM_OP_FLUSH) != 0) ==>
      c->send.used == 0;
    ensures used: \old((out->operations & FSM_OP_FLUSH) == 0) ==>
      c->send.used == \old(text_left(c, before, out)) +
      \old((out->operations & FSM_OP_QUEUE) != 0 ? cause->count : 0);
    ensures kept: \old((out->operations & FSM_OP_FLUSH) == 0) ==>
      \forall integer k; 0 <= k < \old(text_left(c, before, out)) ==>
      sendbuf_octet(&c->send, k) ==
      \old(sendbuf_octet(&c->send, k + text_dropped(c, before, out)));
    ensures queued: \old((out->operations & FSM_OP_FLUSH) == 0 &&
      (out->operations & FSM_OP_QUEUE) != 0) ==>
      \forall integer i; 0 <= i < \old(cause->count) ==>
      sendbuf_octet(&c->send, \old(text_left(c, before, out)) + i) ==
      \old(octet_at(cause->octets, i));
    ensures told: c->tcb.state != FSM_CLOSED && \old(c->wants_space) &&
      \old(text_dropped(c, before, out)) > 0 ==>
      !c->wants_space && c->what == (\old(c->what) | TW_WRITABLE); */
void connection_queue(struct connection *c, const struct cause *cause,
                      const struct fsm_tcb *before, const struct fsm_out *out);
/*@ requires \valid(c) && \valid_read(cause) && \valid_read(before);
    requires \valid_read(out);
    requires move_within(c, &c->receive.ring, cause);
    requires move_beside(c, &c->receive.ring, before, out);
    requires recvbuf_ok(&c->receive);
    requires space: text_asked(out) <=
      c->receive.ring.size - c->receive.ready;
    terminates \true; exits \false;
    assigns c->receive.ready, c->receive.fin_at, c->receive.held.n,
      c->receive.held.from[0 .. SPANS_MAX - 1],
      c->receive.held.to[0 .. SPANS_MAX - 1],
      c->receive.ring.octets[0 .. c->receive.ring.size - 1],
      c->taken, c->what;
    ensures ok: recvbuf_ok(&c->receive);
    ensures delivered: text_delivered{Pre,Post}(c, cause, before,
      \old(text_asked(out)));
    ensures taken: \old((out->operations & FSM_OP_DELIVER) != 0) ==>
      c->taken == (uint32_t)(\old(c->taken) +
        \old(text_given(cause, before, out->deliver)));
    ensures told: \old(text_given(cause, before, text_asked(out))) > 0 ==>
      c->what == (\old(c->what) | TW_READABLE);
    ensures not: \old((out->operations & FSM_OP_DELIVER) == 0) ==>
      c->taken == \old(c->taken) && c->what == \old(c->what); */
void connection_deliver(struct connection *c, const struct cause *cause,
                        const struct fsm_tcb *before,
                        const struct fsm_out *out);
/*@ requires \valid(c) && \valid_read(cause) && \valid_read(out);
    requires move_within(c, &c->receive.ring, cause);
    requires \separated(c, out, c->receive.ring.octets +
      (0 .. c->receive.ring.size - 1));
    requires recvbuf_ok(&c->receive);
    terminates \true; exits \false;
    assigns c->receive.start, c->receive.ready, c->receive.fin,
      c->receive.fin_at, c->receive.held.n,
      c->receive.held.from[0 .. SPANS_MAX - 1],
      c->receive.held.to[0 .. SPANS_MAX - 1],
      c->receive.ring.octets[0 .. c->receive.ring.size - 1];
    ensures ok: recvbuf_ok(&c->receive);
    ensures flushed: \old((out->operations & FSM_OP_FLUSH) != 0) ==>
      c->receive.held.n == 0 && !c->receive.fin;
    ensures discarded: \old((out->operations & FSM_OP_DISCARD) != 0) ==>
      c->receive.ready == 0 && c->receive.held.n == 0;
    ensures kept: \old((out->operations & FSM_OP_DISCARD) == 0) ==>
      text_kept{Pre,Post}(c);
    ensures window: \forall integer k; recvbuf_holds(&c->receive, k) ==>
      \old(recvbuf_holds(&c->receive, k)) ||
      \old(text_ahead(c, cause, k));
    ensures text: \forall integer k; recvbuf_holds(&c->receive, k) &&
      !\old(recvbuf_holds(&c->receive, k)) ==>
      recvbuf_octet(&c->receive, c->receive.ready + k) ==
      \old(octet_at(cause->octets, text_index(c, cause, k))); */
void connection_hold(struct connection *c, const struct cause *cause,
                     const struct fsm_out *out);

/*@ requires \valid_read(c) && c->generation <= GENERATIONS;
    terminates \true; exits \false; assigns \nothing;
    ensures \result == (c->generation == 0 ? -1
                        : c->generation * 4294967296 + c->slot); */
tw_handle connection_handle(const struct connection *c);

/* Number of the oldest octet of text in the send buffer. */
/*@ requires \valid_read(c);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == (c->tcb.syn_unacked != 0 ? (uint32_t)(c->tcb.iss + 1)
                                                : c->tcb.snd_una); */
uint32_t connection_text_seq(const struct connection *c);

/* Octets of text that were sent and are unacknowledged. */
/*@ requires \valid_read(c);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == text_flight(&c->tcb); */
uint32_t connection_flight(const struct connection *c);

#endif
