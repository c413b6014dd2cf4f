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
 *      what       follow.c      HELD, a queued CLOSE, the front again; then
 *      follows                  the slot may be free (life.c)
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

/*@ // The slots, as tw_init() makes them; every one knows its number.
    predicate stack_memory(struct tw *tw) =
      tw->slots <= 0x200000 &&
      \valid(tw->connection + (0 .. tw->slots - 1)) &&
      \separated(tw, tw->connection + (0 .. tw->slots - 1)) &&
      (\forall integer i; 0 <= i < tw->slots ==>
        tw->connection[i].slot == i);

    // c is one of them.
    predicate stack_slot(struct tw *tw, struct connection *c) =
      c->slot < tw->slots && c == tw->connection + c->slot;

    // The user has this handle for slot i.
    predicate stack_handle(struct tw *tw, integer i, integer handle) =
      tw->connection[i].owned &&
      handle == tw->connection[i].generation * 4294967296 + i;

    // What the user sends is taken: neither CLOSED nor closed by him.
    predicate stack_sends(struct connection *c) =
      !c->finished && c->tcb.fin_owed == 0 && c->tcb.close_queued == 0;

    predicate stack_stale(struct tw *tw, integer handle) =
      \forall integer i; 0 <= i < tw->slots ==>
        !stack_handle(tw, i, handle);

    // The table of connections knows slots and nothing else.
    predicate stack_table(struct tw *tw) =
      table_ok(&tw->table) && tw->table.slots == tw->slots;

    // A pair of buffers, by its index: where it lies, how long it is.
    logic integer stack_pair(struct tw *tw) =
      tw->config.send_buffer + tw->config.receive_buffer;

    predicate stack_block(struct tw *tw) =
      tw->config.connections <= 0x100000 &&
      tw->config.send_buffer <= RING_MAX &&
      tw->config.receive_buffer <= RING_MAX &&
      \valid(tw->spare + (0 .. tw->config.connections - 1)) &&
      \separated(tw, tw->connection + (0 .. tw->slots - 1),
                 tw->spare + (0 .. tw->config.connections - 1));

    // All slots but one have the same buffers in A and B.
    predicate stack_rest{A,B}(struct tw *tw, integer slot) =
      \at(tw->slots, A) == \at(tw->slots, B) &&
      \at(tw->connection, A) == \at(tw->connection, B) &&
      \forall integer i; 0 <= i < \at(tw->slots, A) && i != slot ==>
        \at(tw->connection[i].buffers, A) ==
        \at(tw->connection[i].buffers, B);

    // The same pairs in A and B.
    predicate stack_same{A,B}(struct tw *tw) =
      \at(tw->config.connections, A) == \at(tw->config.connections, B) &&
      \at(tw->config.send_buffer, A) == \at(tw->config.send_buffer, B) &&
      \at(tw->config.receive_buffer, A) ==
      \at(tw->config.receive_buffer, B) &&
      \at(tw->buffers, A) == \at(tw->buffers, B) &&
      \at(tw->spare, A) == \at(tw->spare, B);

    // No connection has it.
    predicate stack_is_spare(struct tw *tw, integer b) =
      0 <= b < tw->config.connections &&
      \forall integer i; 0 <= i < tw->slots ==>
        tw->connection[i].buffers != b;

    // No two connections have the same.
    predicate stack_exclusive(struct tw *tw) =
      (\forall integer i; 0 <= i < tw->slots ==>
        tw->connection[i].buffers == BUFFERS_NONE ||
        tw->connection[i].buffers < tw->config.connections) &&
      (\forall integer i, j; 0 <= i < j < tw->slots &&
        tw->connection[i].buffers == tw->connection[j].buffers ==>
        tw->connection[i].buffers == BUFFERS_NONE);

    // From the first on the list names spare ones, and none twice.
    predicate stack_spares(struct tw *tw) =
      (tw->first_spare == BUFFERS_NONE ||
       stack_is_spare(tw, tw->first_spare)) &&
      (\forall integer a; stack_is_spare(tw, a) &&
        tw->spare[a] != BUFFERS_NONE ==>
        stack_is_spare(tw, tw->spare[a]) &&
        tw->spare[a] != tw->first_spare) &&
      (\forall integer a, b; stack_is_spare(tw, a) &&
        stack_is_spare(tw, b) && a != b && tw->spare[a] == tw->spare[b] ==>
        tw->spare[a] == BUFFERS_NONE);

    predicate stack_buffers(struct tw *tw) =
      stack_memory(tw) && stack_block(tw) && stack_exclusive(tw) &&
      stack_spares(tw);

    // Is there something to be told about c, and somebody to tell it?
    predicate stack_tells(struct connection *c) =
      c->what != 0 && (c->owned || (c->what & TW_CLOSED) != 0);

    // What c's links of a list name, stale ones too, are other connections.
    predicate stack_beside(struct connection *c, integer name) =
      (c->link[name].next != \null ==>
        \separated(c, c->link[name].next)) &&
      (c->link[name].previous != \null ==>
        \separated(c, c->link[name].previous));

    // The listener that c waits at counts it, and may hold it in its list.
    predicate stack_waits(struct connection *c) =
      c->parent != \null ==> \valid(c->parent) &&
        \separated(c, c->parent) && c->parent->waiting > 0 &&
        queue_gives(&c->parent->accept, c, QUEUE_ACCEPT) &&
        stack_beside(c, QUEUE_ACCEPT);

    // An owner of a deadline for every slot and every neighbour.
    predicate stack_timers(struct tw *tw) =
      timers_ok(&tw->timers) &&
      tw->slots + tw->neighbors.n <= tw->timers.owners &&
      \separated(tw, tw->timers.at + (0 .. tw->timers.owners - 1),
                 tw->timers.place + (0 .. tw->timers.owners - 1));

    // The first time that c's timers know.
    predicate stack_earliest(struct connection *c, integer when) =
      (\forall integer i; 0 <= i < DUES ==> when <= c->due[i]) &&
      (when == TIMERS_NEVER ||
       \exists integer i; 0 <= i < DUES && when == c->due[i]);

    // Addresses that differ in so many bits only.
    logic integer stack_addresses(integer bits) =
      bits <= 0 ? 1 : 2 * stack_addresses(bits - 1);

    // Is the address in our net? RFC 1122 section 3.3.1.1 (a).
    predicate stack_near(struct tw *tw, integer address) =
      address / stack_addresses(32 - tw->config.prefix) ==
      tw->config.address / stack_addresses(32 - tw->config.prefix); */

/* ------------------------------------------------------------- stack.c */

/* Takes the time of a call; it never goes back. */
/*@ requires \valid(tw);
    terminates \true; exits \false; assigns tw->now;
    ensures later: tw->now == (now > \old(tw->now) ? now : \old(tw->now)); */
void stack_clock(struct tw *tw, uint64_t now);

/* The connection of a handle, NULL if stale. */
/*@ requires \valid_read(tw) && stack_memory(tw);
    terminates \true; exits \false; assigns \nothing;
    ensures found: \result != \null ==> stack_slot(tw, \result) &&
      stack_handle(tw, \result->slot, handle);
    ensures one: \forall integer i; 0 <= i < tw->slots &&
      stack_handle(tw, i, handle) ==> \result == tw->connection + i;
    ensures stale: \result == \null <==> stack_stale(tw, handle); */
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
/*@ requires \valid(tw) && stack_table(tw);
    requires \valid(c) && \separated(tw, c);
    requires c->listed ==> table_has(&tw->table, c->slot);
    terminates \true; exits \false;
    assigns c->listed, tw->table.entry[0 .. tw->table.slots - 1].number,
      tw->table.entry[0 .. tw->table.slots - 1].next,
      tw->table.bucket[0 .. tw->table.buckets - 1];
    ensures ok: table_ok(&tw->table);
    ensures !c->listed;
    ensures out: \old(c->listed) ==>
      !table_has(&tw->table, \old(c->slot));
    ensures others: table_others{Pre,Post}(&tw->table, \old(c->slot)); */
void stack_unlist(struct tw *tw, struct connection *c);

/* What stands in the table under exactly this key, or NULL. */
/*@ requires \valid_read(tw) && stack_memory(tw) && stack_table(tw);
    terminates \true; exits \false; assigns \nothing;
    ensures found: \result != \null ==> stack_slot(tw, \result) &&
      table_has(&tw->table, \result->slot) &&
      table_is(&tw->table, \result->slot, key);
    ensures last: \forall integer s;
      table_has(&tw->table, s) && table_is(&tw->table, s, key) ==>
      \result != \null && tw->table.entry[s].number <=
        tw->table.entry[\result->slot].number; */
struct connection *stack_at(const struct tw *tw, struct table_key key);

/* The next hop to an address, 0 if there is no way. */
/*@ requires \valid_read(tw) && tw->config.prefix <= 32;
    terminates \true; exits \false; assigns \nothing;
    ensures near: stack_near(tw, address) ==> \result == address;
    ensures far: !stack_near(tw, address) ==>
      \result == tw->config.gateway; */
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
/*@ requires \valid(tw) && \valid(c) && \separated(tw, c);
    requires queue_takes(&tw->report, c, QUEUE_REPORT);
    terminates \true; exits \false;
    assigns c->what, tw->report, c->link[QUEUE_REPORT],
      tw->report.last->link[QUEUE_REPORT].next;
    ensures ok: queue_ok(&tw->report, QUEUE_REPORT);
    ensures what: c->what == (\old(c->what) | what);
    ensures told: stack_tells(c) ==> c->link[QUEUE_REPORT].member;
    ensures not: !stack_tells(c) ==>
      c->link[QUEUE_REPORT].member == \old(c->link[QUEUE_REPORT].member) &&
      tw->report == \old(tw->report); */
void stack_tell(struct tw *tw, struct connection *c, unsigned what);

/* Takes a connection out of its listener's backlog. */
/*@ requires \valid(c) && stack_waits(c);
    terminates \true; exits \false;
    assigns c->parent, c->parent->waiting, c->parent->accept,
      c->link[QUEUE_ACCEPT].member,
      c->link[QUEUE_ACCEPT].next->link[QUEUE_ACCEPT].previous,
      c->link[QUEUE_ACCEPT].previous->link[QUEUE_ACCEPT].next;
    ensures c->parent == \null;
    ensures out: \old(c->parent) != \null ==> !c->link[QUEUE_ACCEPT].member &&
      \at(c->parent, Pre)->waiting == \old(c->parent->waiting) - 1; */
void stack_orphan(struct connection *c);

/* Aborts all connections that wait at a listener. */
void stack_abort_waiting(struct tw *tw, struct connection *listener);

/* The deadline of a connection, or of a neighbour, may have moved. */
/*@ requires \valid(tw) && stack_timers(tw) && \valid_read(c);
    requires c->generation != 0 ==> c->slot < tw->slots;
    terminates \true; exits \false;
    assigns tw->timers.n, tw->timers.at[0 .. tw->timers.owners - 1],
      tw->timers.place[0 .. tw->timers.owners - 1];
    ensures ok: timers_ok(&tw->timers);
    ensures least: \old(c->generation) != 0 ==>
      stack_earliest{Pre}(c, timers_when(&tw->timers, \old(c->slot)));
    ensures rest: timers_rest{Pre,Post}(&tw->timers, \old(c->slot)); */
void stack_rearm(struct tw *tw, const struct connection *c);
/*@ requires \valid(tw) && stack_timers(tw) && index < tw->neighbors.n;
    requires \valid_read(tw->neighbors.at + index);
    terminates \true; exits \false;
    assigns tw->timers.n, tw->timers.at[0 .. tw->timers.owners - 1],
      tw->timers.place[0 .. tw->timers.owners - 1];
    ensures ok: stack_timers(tw);
    ensures set: timers_when(&tw->timers, tw->slots + index) ==
      \old(tw->neighbors.at[index].deadline);
    ensures rest: timers_rest{Pre,Post}(&tw->timers, tw->slots + index); */
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

#endif
