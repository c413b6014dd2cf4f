/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stack: one struct tw, all connections in it, and the ways between them.
 *
 * A segment's way through the files, from a frame to a frame:
 *
 *      frame      input.c       tw_input()
 *      wire       wire.c        wire_parse(): struct tcp, every length checked
 *                               (ether.c ipv4.c tcp_header.c options.c
 *                               checksum.c; neighbor.c takes what is ARP)
 *      classify   input.c       whose is it? struct fsm_event
 *      row        connection.c  fsm_step(): fsm/fsm.gen.c, from spec/tcp.fsm
 *      actions    connection.c  what the row asks for, in a fixed order:
 *                               options (agree.c), octets (move.c, over
 *                               recvbuf.c, sendbuf.c, ring.c), the path
 *                               (measure.c, over rto.c, congestion.c),
 *                               timers, the segment (emit.c)
 *      what       life.c        HELD, a queued CLOSE, the front again; then
 *      follows                  the slot may be free
 *      output     output.c      tw_output(): outqueue.c first, then what
 *                               plan.c finds to send
 *      frame      wire.c        wire_build_tcp()
 *
 * Calls and timers enter at the row:
 *
 *      tw_input --> demux --+--> connection ----+
 *        (input.c)          +--> listener: copy +--> stack_run()
 *                           +--> none: scratch -+        |
 *      tw_expire (expire.c) ----------------------------+|  raise, follow up,
 *      tw_send, tw_close ... (calls.c) -----------------+|  settle
 *                                                        v
 *      tw_output (output.c) <-- outgoing queue, active connections
 *      tw_report (report.c) <-- connections with something to report
 *
 * A SYN steps a copy of the listener's TCB in a slot of its own. What must not
 * cost a slot (a segment for nobody, a SYN without room) steps the scratch
 * connection, which has no slot, no buffers and no handle.
 *
 * Memory, in one block:
 *
 *      struct tw | connections | table | timers | outgoing | neighbours |
 *      send and receive buffers
 *
 * A connection that only waits in TIME-WAIT gives its buffers back, so that
 * there may be more connections than buffers.
 */
#ifndef STACK_H
#define STACK_H

#include "connection.h"
#include "neighbor.h"
#include "outqueue.h"
#include "queue.h"
#include "timers.h"
#include "wire.h"

struct tw {
	struct tw_config config;
	struct tw_counters counters;
	uint64_t now;           /* us, of the call in progress */
	uint64_t mac;           /* config.mac as a number */
	struct connection *connection; /* [slots] */
	uint32_t slots;
	struct connection scratch;
	struct queue free;      /* slots not in use */
	struct queue active;    /* may have something to send */
	struct queue report;    /* have something to report */
	struct table table;
	struct timers timers;   /* owners: slots, then neighbours */
	struct outqueue outgoing;
	struct neighbors neighbors;
	uint8_t *buffers;       /* config.connections pairs of buffers */
	uint32_t *spare;        /* [connections]: after one not in use, the next
	                         * of them, or BUFFERS_NONE */
	uint32_t first_spare;   /* index of buffers not in use, or none */
	uint16_t port;          /* ephemeral ports tried, RFC 6056 */
};

/* ------------------------------------------------------------- stack.c */

/* Takes the time of a call; it never goes back. */
void stack_clock(struct tw *tw, uint64_t now);

/* The connection of a handle, NULL if stale. */
struct connection *stack_find(const struct tw *tw, tw_handle handle);

/* A slot with buffers in CLOSED, NULL if there is none. */
struct connection *stack_acquire(struct tw *tw, struct table_key key);

/* Frees a slot at once; nothing refers to it any more. */
void stack_free(struct tw *tw, struct connection *c);

/* The scratch connection, in CLOSED, for these sockets. */
struct connection *stack_scratch(struct tw *tw, struct table_key key);

/* Buffers for a connection that gave its own back. false: there are none. */
bool stack_take_buffers(struct tw *tw, struct connection *c);
void stack_give_buffers(struct tw *tw, struct connection *c);

/* Puts a connection into the table, or moves it there to another key. */
void stack_list(struct tw *tw, struct connection *c, struct table_key key);
void stack_unlist(struct tw *tw, struct connection *c);

/* What stands in the table under exactly this key, or NULL. */
struct connection *stack_at(const struct tw *tw, struct table_key key);

/* The next hop to an address, 0 if there is no way. */
uint32_t stack_next_hop(const struct tw *tw, uint32_t address);

/* -------------------------------------------------------------- life.c */

/*
 * Raises an event, then those that follow from it (HELD, a queued CLOSE, the
 * front again), then frees the connection if it is done: *c may be gone.
 */
void stack_run(struct tw *tw, struct connection *c, const struct cause *cause,
               struct fsm_out *out);

/* Frees the connection if it is CLOSED, released and reported. */
void stack_settle(struct tw *tw, struct connection *c);

/* Something of `what` is to be reported about a connection. */
void stack_tell(struct tw *tw, struct connection *c, unsigned what);

/* Takes a connection out of its listener's backlog. */
void stack_orphan(struct connection *c);

/* Aborts all connections that wait at a listener. */
void stack_abort_waiting(struct tw *tw, struct connection *listener);

/* The deadline of a connection, or of a neighbour, may have moved. */
void stack_rearm(struct tw *tw, const struct connection *c);
void stack_rearm_neighbor(struct tw *tw, uint32_t index);

/* A fresh initial sequence number for a connection. */
uint32_t stack_isn(const struct tw *tw, const struct connection *c,
                   struct table_key key);

/* Octets of an empty receive buffer. */
/*@ requires \valid_read(tw);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == tw->config.receive_buffer; */
uint32_t stack_buffer(const struct tw *tw);

/* -------------------------------------------------------- connection.c */

/*
 * Steps the table with one event and carries out all it asks for: octets
 * moved, timers set, the segment queued, signals noted, the trace told. The
 * connection is not freed, even when it is CLOSED now.
 */
void connection_raise(struct tw *tw, struct connection *c,
                      const struct cause *cause, struct fsm_out *out);

/* The window RFC 9293 section 3.8.6.2.2 allows to offer, `on_hand` unread. */
/*@ requires \valid_read(tw) && \valid_read(c);
    requires on_hand <= tw->config.receive_buffer;
    terminates \true; exits \false; assigns \nothing;
    ensures kept: \result >= c->tcb.rcv_wnd;
    ensures fits: \result == c->tcb.rcv_wnd ||
      (\result <= tw->config.receive_buffer - on_hand &&
       \result <= 65535 * c->receive_unit);
    ensures silly: \result > c->tcb.rcv_wnd ==>
      \result - c->tcb.rcv_wnd >= c->mss ||
      \result - c->tcb.rcv_wnd >= tw->config.receive_buffer / 2;
    ensures bound: c->receive_unit <= 16384 &&
      c->tcb.rcv_wnd <= WINDOW_MOST ==> \result <= WINDOW_MOST; */
uint32_t connection_window(const struct tw *tw, const struct connection *c,
                           uint32_t on_hand);

/*
 * The steps of connection_raise() that have a file of their own; but for
 * connection_move(). `before` is the tcb as the event found it.
 */

/* ----------------------------------------------------------- measure.c */

/* Measures the round trip and the congestion. */
/*@ requires \valid(tw) && \valid(c) && \valid_read(cause);
    requires \valid_read(before) && \valid_read(out);
    requires \separated(c, &tw->config) && \separated(c, &tw->counters);
    requires \separated(c, &tw->now) && \separated(c, cause, before, out);
    requires tw->config.rto_minimum <= tw->config.rto_maximum;
    requires rto_ok(&c->rto) && congestion_ok(&c->congestion);
    terminates \true; exits \false;
    assigns c->rto, c->congestion, c->syn_resent, c->again, c->repeats,
      c->probes, c->retransmissions, tw->counters.retransmissions;
    ensures rto: rto_ok(&c->rto);
    ensures congestion: congestion_ok(&c->congestion); */
void connection_measure(struct tw *tw, struct connection *c,
                        const struct cause *cause,
                        const struct fsm_tcb *before,
                        const struct fsm_out *out);

/* -------------------------------------------------------------- emit.c */

/*@ // The window a header says, of 16 bits: none of a RST, unscaled of a SYN.
    logic integer window_said(struct connection *c, integer ctl) =
      (ctl & FSM_CTL_RST) != 0 ? 0 :
      congestion_least(65535, (ctl & FSM_CTL_SYN) != 0 ? c->tcb.rcv_wnd
                              : c->tcb.rcv_wnd / c->receive_unit);

    // The segment is the one the event sent, ...
    predicate emitted_as(struct fsm_segment *s, struct fsm_out *out) =
      s->seq == out->segment.seq && s->ack == out->segment.ack &&
      s->ctl == out->segment.ctl && s->data == out->segment.data &&
      s->up == out->segment.up;

    // ... from this connection to its peer.
    predicate emitted_to(struct table_key *key, struct connection *c) =
      key->address == c->key.address && key->port == c->key.port &&
      key->local == c->key.local;

    predicate emitted(struct outgoing *o, struct connection *c,
                      struct fsm_out *out) =
      emitted_as(&o->segment, out) && emitted_to(&o->key, c) &&
      o->generation == c->generation &&
      o->slot == (c->generation != 0 ? c->slot : OUTGOING_NO_SLOT) &&
      o->window == window_said(c, out->segment.ctl) && o->arp == 0; */

/* Puts a segment the event sent into the outgoing queue, unless throttled. */
/*@ requires \valid(tw) && \valid(c) && \valid_read(event);
    requires \valid_read(before) && \valid_read(out);
    requires outqueue_ok(&tw->outgoing) && c->receive_unit > 0;
    requires \separated(c, &tw->config, &tw->counters, &tw->outgoing, &tw->now,
      tw->outgoing.at + (0 .. tw->outgoing.size - 1));
    requires \separated(tw, event, before, out);
    requires \separated(c, event, before, out);
    terminates \true; exits \false;
    assigns c->second, c->challenges, tw->counters, tw->outgoing.n,
      tw->outgoing.at[0 .. tw->outgoing.size - 1];
    ensures ok: outqueue_ok(&tw->outgoing);
    ensures one: tw->outgoing.n == \old(tw->outgoing.n) ||
      tw->outgoing.n == \old(tw->outgoing.n) + 1;
    ensures all: (out->operations & FSM_OP_THROTTLE) == 0 &&
      \old(tw->outgoing.n) < tw->outgoing.size ==>
      tw->outgoing.n == \old(tw->outgoing.n) + 1;
    ensures limit: (out->operations & FSM_OP_THROTTLE) != 0 &&
      tw->outgoing.n == \old(tw->outgoing.n) + 1 ==>
      c->second == tw->now / 1000000 &&
      0 < c->challenges <= tw->config.challenge_limit;
    ensures emitted: tw->outgoing.n == \old(tw->outgoing.n) + 1 ==>
      emitted(tw->outgoing.at +
        outqueue_index(&tw->outgoing, \old(tw->outgoing.n)), c, out);
    ensures kept: \forall integer k; 0 <= k < \old(tw->outgoing.n) ==>
      outqueue_item(&tw->outgoing, k) ==
        \old(outqueue_item(&tw->outgoing, k)); */
void connection_emit(struct tw *tw, struct connection *c,
                     const struct fsm_event *event,
                     const struct fsm_tcb *before, const struct fsm_out *out);

/* ------------------------------------------------------------- agree.c */

/*@ predicate mtu_ok(struct tw *tw) = tw->config.mtu >= 576; */

/* The largest text of a segment that our MTU takes: the MSS we announce. */
/*@ requires \valid_read(tw) && mtu_ok(tw);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == tw->config.mtu - 40; */
uint32_t connection_mss(const struct tw *tw);

/* The shift count we offer: the least that can say our whole buffer. */
/*@ requires \valid_read(tw);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <= OPTIONS_SCALE_MAX;
    ensures tw->config.receive_buffer <= 65535 ==> \result == 0;
    ensures tw->config.receive_buffer > 65535 ==> \result > 0; */
uint8_t connection_shift(const struct tw *tw);

/* Takes the options of the SYN that synchronized the connection. */
/*@ requires \valid_read(tw) && mtu_ok(tw) && \valid(c);
    requires \valid_read(cause) && \valid_read(before);
    requires cause->header == \null || \valid_read(cause->header);
    requires \separated(c, &tw->config, cause, before);
    requires cause->header == \null || \separated(c, cause->header);
    terminates \true; exits \false;
    assigns c->mss, c->congestion, c->peer_scales, c->send_unit,
            c->receive_unit;
    ensures mss: c->mss == \old(c->mss) ||
            64 <= c->mss <= tw->config.mtu - 40;
    ensures sent: c->send_unit == \old(c->send_unit) ||
            1 <= c->send_unit <= 16384;
    ensures received: c->receive_unit == \old(c->receive_unit) ||
            1 <= c->receive_unit <= 16384;
    ensures unasked: cause->header == \null ==> c->mss == \old(c->mss) &&
            c->send_unit == \old(c->send_unit) &&
            c->receive_unit == \old(c->receive_unit);
    ensures unscaled: c->peer_scales != 0 || c->send_unit == 1 ||
            c->send_unit == \old(c->send_unit); */
void connection_agree(const struct tw *tw, struct connection *c,
                      const struct cause *cause,
                      const struct fsm_tcb *before);

#endif
