/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The making of a stack. One function lays the block of memory out; tw_size()
 * runs it without memory, tw_init() with it, so the two cannot disagree.
 */
#include "stack.h"

#include "arena.h"

#define MOST_SLOTS     0x100000u        /* 2^20 */
#define MOST_BUFFER    0x20000000u      /* 2^29 */
#ifndef OUTGOING_LEAST
#define OUTGOING_LEAST 256u             /* segments; fewer for Eva */
#endif

/* ------------------------------------------------------- configuration */

/*@ // What the header says of every field; no arrays grow beyond all bounds.
    predicate stack_range(struct tw_config *config) =
      config->prf != \null && config->mtu >= 576 && config->prefix <= 32 &&
      config->connections <= MOST_SLOTS && config->time_waits <= MOST_SLOTS &&
      config->neighbors <= MOST_SLOTS && config->send_buffer <= MOST_BUFFER &&
      config->receive_buffer <= MOST_BUFFER &&
      config->rto_minimum <= config->rto_maximum &&
      config->delayed_ack < 500000 && config->gso_size <= 65495; */

/*@ requires \valid(config);
    terminates \true; exits \false; assigns *config;
    ensures config->prefix == 24;
    ensures config->ttl == 64 && config->mtu == 1500;
    ensures config->connections == config->neighbors == 16;
    ensures config->send_buffer == config->receive_buffer == 65536;
    ensures config->msl == 120000000 && config->user_timeout == 300000000;
    ensures config->rto_initial == 1000000;
    ensures config->rto_minimum == 200000 <= config->rto_maximum == 60000000;
    ensures config->delayed_ack == 40000 && config->challenge_limit == 10;
    ensures config->choices == fsm_choices_default; */
void tw_defaults(struct tw_config *config)
{
	*config = (struct tw_config){0};
	config->prefix = 24;
	config->ttl = 64;
	config->mtu = 1500;
	config->connections = 16;
	config->send_buffer = 65536;
	config->receive_buffer = 65536;
	config->neighbors = 16;
	config->msl = 120000000;
	config->user_timeout = 300000000;
	config->rto_initial = 1000000;
	config->rto_minimum = 200000;
	config->rto_maximum = 60000000;
	config->delayed_ack = 40000;
	config->challenge_limit = 10;
	config->choices = fsm_choices_default;
}

/*@ requires \valid(field);
    terminates \true; exits \false; assigns *field;
    ensures *field == (\old(*field) == 0 ? value : \old(*field)); */
static void default32(uint32_t *field, uint32_t value)
{
	if (*field == 0)
		*field = value;
}

/*@ requires \valid(field);
    terminates \true; exits \false; assigns *field;
    ensures *field == (\old(*field) == 0 ? value : \old(*field)); */
static void default64(uint64_t *field, uint64_t value)
{
	if (*field == 0)
		*field = value;
}

/* Zero means the default, where the header says so. */
static struct tw_config complete(const struct tw_config *given)
{
	struct tw_config config = *given, usual;

	tw_defaults(&usual);
	if (config.mtu == 0)
		config.mtu = usual.mtu;
	if (config.ttl == 0)
		config.ttl = usual.ttl;
	default32(&config.connections, usual.connections);
	default32(&config.send_buffer, usual.send_buffer);
	default32(&config.receive_buffer, usual.receive_buffer);
	default32(&config.neighbors, usual.neighbors);
	default32(&config.challenge_limit, usual.challenge_limit);
	default64(&config.msl, usual.msl);
	default64(&config.user_timeout, usual.user_timeout);
	default64(&config.rto_initial, usual.rto_initial);
	default64(&config.rto_minimum, usual.rto_minimum);
	default64(&config.rto_maximum, usual.rto_maximum);
	default64(&config.delayed_ack, usual.delayed_ack);
	return config;
}

/*@ requires \valid_read(config);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <==> stack_range(config); */
static bool in_range(const struct tw_config *config)
{
	return config->prf != NULL && config->mtu >= 576 &&
	       config->prefix <= 32 && config->connections <= MOST_SLOTS &&
	       config->time_waits <= MOST_SLOTS &&
	       config->neighbors <= MOST_SLOTS &&
	       config->send_buffer <= MOST_BUFFER &&
	       config->receive_buffer <= MOST_BUFFER &&
	       config->rto_minimum <= config->rto_maximum &&
	       config->delayed_ack < 500000 &&
	       config->gso_size <= IPV4_MAX - IPV4_LENGTH - TCP_HEADER_LENGTH;
}

/* -------------------------------------------------------------- memory */

static void make_lists(struct tw *tw, struct arena *arena, bool make)
{
	uint32_t size = tw->slots + OUTGOING_LEAST;
	struct outgoing *outgoing = arena_take(arena, size, sizeof *outgoing);
	struct neighbor *neighbor =
	        arena_take(arena, tw->config.neighbors, sizeof *neighbor);

	if (!make)
		return;
	outqueue_init(&tw->outgoing, outgoing, size);
	neighbors_init(&tw->neighbors, neighbor, tw->config.neighbors);
}

static void make_table(struct tw *tw, struct arena *arena, bool make)
{
	uint32_t buckets = 2 * tw->slots;
	uint32_t *bucket = arena_take(arena, buckets, sizeof *bucket);
	struct table_entry *entry = arena_take(arena, tw->slots, sizeof *entry);
	uint64_t random[2];

	if (!make)
		return;
	for (int i = 0; i < 2; i++)
		random[i] = tw->config.prf(tw->config.prf_context,
		                           i ? "seed1" : "seed0", 5);
	table_init(&tw->table, bucket, buckets, entry, tw->slots, random);
}

static void make_timers(struct tw *tw, struct arena *arena, bool make)
{
	uint32_t owners = tw->slots + tw->config.neighbors;
	struct timers_entry *at = arena_take(arena, owners, sizeof *at);
	uint32_t *place = arena_take(arena, owners, sizeof *place);

	if (make)
		timers_init(&tw->timers, at, place, owners);
}

static void make_buffers(struct tw *tw, struct arena *arena, bool make)
{
	uint64_t pair = (uint64_t)tw->config.send_buffer +
	                tw->config.receive_buffer;
	uint32_t n = tw->config.connections;

	tw->spare = arena_take(arena, n, sizeof *tw->spare);
	tw->buffers = arena_take(arena, n, pair);
	if (!make)
		return;
	tw->first_spare = 0;
	for (uint32_t i = 0; i < n; i++)
		tw->spare[i] = i + 1 < n ? i + 1 : BUFFERS_NONE;
}

/* Sets all but the slot's own things to what a new connection has. */
static void blank(const struct tw *tw, struct connection *c,
                  struct table_key key)
{
	struct connection new = {
		.slot = c->slot,
		.generation = c->generation,
		.key = key,
		.buffers = BUFFERS_NONE,
		.neighbor = NEIGHBOR_NONE,
		.mss = MSS_DEFAULT,
		.send_unit = 1,
		.receive_unit = 1,
		.nodelay = tw->config.no_nagle,
		.user_timeout = tw->config.user_timeout,
		.keepalive = tw->config.keepalive,
	};

	congestion_init(&new.congestion, new.mss);
	for (int i = 0; i < DUES; i++)
		new.due[i] = TIMERS_NEVER;
	*c = new;
}

static void make_slots(struct tw *tw, struct arena *arena, bool make)
{
	const struct table_key nobody = {0, 0, 0};

	tw->connection = arena_take(arena, tw->slots, sizeof *tw->connection);
	if (!make)
		return;
	for (uint32_t i = 0; i < tw->slots; i++) {
		tw->connection[i].slot = i;
		tw->connection[i].generation = 0;
		blank(tw, &tw->connection[i], nobody);
		queue_append(&tw->free, QUEUE_FREE, &tw->connection[i]);
	}
}

/* Lays everything out behind *tw; make: and sets it up there. */
static void lay_out(struct tw *tw, struct arena *arena, bool make)
{
	tw->slots = tw->config.connections + tw->config.time_waits;
	make_slots(tw, arena, make);
	make_table(tw, arena, make);
	make_timers(tw, arena, make);
	make_lists(tw, arena, make);
	make_buffers(tw, arena, make);
}

/* Octets needed for settings that are complete and in range, 0: too many. */
static size_t octets_for(const struct tw_config *config)
{
	struct arena arena = {NULL, 0};
	struct tw tw = {.config = *config};

	arena_take(&arena, 1, sizeof tw);
	lay_out(&tw, &arena, false);
	arena.used += ARENA_ALIGNMENT;
	return arena.used > SIZE_MAX ? 0 : (size_t)arena.used;
}

size_t tw_size(const struct tw_config *config)
{
	struct tw_config whole = complete(config);

	return in_range(&whole) ? octets_for(&whole) : 0;
}

struct tw *tw_init(void *memory, size_t size, const struct tw_config *config,
                   uint64_t now)
{
	struct tw_config whole = complete(config);
	struct arena arena;
	size_t need;
	struct tw *tw;

	if (!in_range(&whole))
		return NULL;
	need = octets_for(&whole);
	if (need == 0 || size < need)
		return NULL;
	arena = arena_in(memory);
	tw = arena_take(&arena, 1, sizeof *tw);
	*tw = (struct tw){0};
	tw->config = whole;
	tw->mac = wire_mac(config->mac);
	tw->now = now;
	lay_out(tw, &arena, true);
	stack_scratch(tw, (struct table_key){0, 0, 0});
	return tw;
}

/* --------------------------------------------------------------- slots */

void stack_clock(struct tw *tw, uint64_t now)
{
	if (now > tw->now)
		tw->now = now;
}

struct connection *stack_find(const struct tw *tw, tw_handle handle)
{
	uint64_t slot = (uint64_t)handle % 4294967296;
	uint64_t generation = (uint64_t)handle / 4294967296;
	struct connection *c;

	/*@ assert one: \forall integer i;
	      0 <= i < tw->slots && stack_handle(tw, i, handle) ==>
	      0 <= handle && i == slot &&
	      tw->connection[i].generation == generation; */
	if (handle < 0 || slot >= tw->slots)
		return NULL;
	c = &tw->connection[slot];
	return c->owned && c->generation == generation ? c : NULL;
}

/* The first of the spare buffers. */
/*@ requires \valid(tw) && stack_buffers(tw) && stack_slot(tw, c);
    requires c->buffers == BUFFERS_NONE && tw->first_spare != BUFFERS_NONE;
    terminates \true; exits \false; assigns c->buffers, tw->first_spare;
    ensures memory: stack_memory(tw);
    ensures block: stack_block(tw);
    ensures exclusive: stack_exclusive(tw);
    ensures spares: stack_spares(tw);
    ensures first: c->buffers == \old(tw->first_spare); */
static void take_spare(struct tw *tw, struct connection *c)
{
	//@ ghost uint32_t k = c->slot;

	c->buffers = tw->first_spare;
	//@ assert is: tw->connection[k].buffers == tw->first_spare;
	//@ assert rest: stack_rest{Pre,Here}(tw, k);
	//@ assert exclusive: stack_exclusive(tw);
	/*@ assert spare: \forall integer a; stack_is_spare(tw, a) <==>
	      stack_is_spare{Pre}(tw, a) && a != c->buffers; */
	tw->first_spare = tw->spare[c->buffers];
	//@ assert is2: c->buffers == \at(tw->first_spare, Pre);
	//@ assert rest2: stack_rest{Pre,Here}(tw, k);
	//@ assert exclusive2: stack_exclusive(tw);
	/*@ assert spare1: \forall integer a; stack_is_spare(tw, a) ==>
	      stack_is_spare{Pre}(tw, a) && a != c->buffers; */
	/*@ assert spare2: \forall integer a; stack_is_spare{Pre}(tw, a) &&
	      a != c->buffers ==> stack_is_spare(tw, a); */
	/*@ assert next: \forall integer a; 0 <= a < tw->config.connections
	      ==> tw->spare[a] == \at(tw->spare[a], Pre); */
	//@ assert same: stack_same{Pre,Here}(tw);
	//@ assert spares: stack_spares(tw);
}

/* Empty buffers in the octets from `at` on. */
/*@ requires \valid_read(tw) && stack_block(tw);
    requires \valid(c) && \separated(tw, c);
    requires \valid(at + (0 .. stack_pair(tw) - 1));
    terminates \true; exits \false;
    assigns c->send.ring.octets, c->send.ring.size, c->send.start,
      c->send.used, c->send.pushed, c->receive.ring.octets,
      c->receive.ring.size, c->receive.start, c->receive.ready,
      c->receive.held.n, c->receive.fin, c->receive.fin_at;
    ensures send: c->send.ring.size == tw->config.send_buffer;
    ensures empty: c->send.used == 0;
    ensures octets: c->send.ring.octets == at;
    ensures receive: recvbuf_ok(&c->receive) && c->receive.ready == 0 &&
      c->receive.ring.size == tw->config.receive_buffer;
    ensures behind: c->receive.ring.octets == at + tw->config.send_buffer; */
static void lay_buffers(const struct tw *tw, struct connection *c,
                        uint8_t *at)
{
	//@ ghost uint32_t m = tw->config.send_buffer;
	//@ ghost uint32_t n = tw->config.receive_buffer;

	sendbuf_init(&c->send, at, tw->config.send_buffer);
	//@ assert m1: tw->config.send_buffer == m;
	//@ assert n1: tw->config.receive_buffer == n;
	recvbuf_init(&c->receive, at + tw->config.send_buffer,
	             tw->config.receive_buffer);
	//@ assert m2: tw->config.send_buffer == m;
	//@ assert n2: tw->config.receive_buffer == n;
	//@ assert sent: c->send.ring.octets == at && c->send.ring.size == m;
}

bool stack_take_buffers(struct tw *tw, struct connection *c)
{
	uint64_t pair = (uint64_t)tw->config.send_buffer +
	                tw->config.receive_buffer;
	uint8_t *at;

	if (c->buffers == BUFFERS_NONE) {
		if (tw->first_spare == BUFFERS_NONE)
			return false;
		take_spare(tw, c);
	}
	at = tw->buffers + c->buffers * pair;
	lay_buffers(tw, c, at);
	return true;
}

/* c's buffers, if it has any, are the first of the spare ones then. */
/*@ requires \valid(tw) && stack_buffers(tw) && stack_slot(tw, c);
    terminates \true; exits \false;
    assigns c->buffers, tw->first_spare, tw->spare[c->buffers];
    ensures memory: stack_memory(tw);
    ensures block: stack_block(tw);
    ensures exclusive: stack_exclusive(tw);
    ensures spares: stack_spares(tw);
    ensures none: c->buffers == BUFFERS_NONE;
    ensures had: \result <==> \old(c->buffers) != BUFFERS_NONE;
    ensures first: tw->first_spare ==
      (\result ? \old(c->buffers) : \old(tw->first_spare)); */
static bool give_spare(struct tw *tw, struct connection *c)
{
	//@ ghost uint32_t k = c->slot;
	//@ ghost uint32_t given = c->buffers;

	if (c->buffers == BUFFERS_NONE)
		return false;
	tw->spare[c->buffers] = tw->first_spare;
	tw->first_spare = c->buffers;
	c->buffers = BUFFERS_NONE;
	//@ assert is: tw->connection[k].buffers == BUFFERS_NONE;
	//@ assert rest: stack_rest{Pre,Here}(tw, k);
	//@ assert exclusive: stack_exclusive(tw);
	/*@ assert spare1: \forall integer a; stack_is_spare(tw, a) ==>
	      stack_is_spare{Pre}(tw, a) || a == given; */
	/*@ assert spare2: \forall integer a; stack_is_spare{Pre}(tw, a) ||
	      a == given ==> stack_is_spare(tw, a); */
	/*@ assert next: \forall integer a; 0 <= a < tw->config.connections &&
	      a != given ==> tw->spare[a] == \at(tw->spare[a], Pre); */
	//@ assert first: tw->spare[given] == \at(tw->first_spare, Pre);
	//@ assert spares: stack_spares(tw);
	return true;
}

void stack_give_buffers(struct tw *tw, struct connection *c)
{
	if (!give_spare(tw, c))
		return;
	sendbuf_init(&c->send, NULL, 0);
	recvbuf_init(&c->receive, NULL, 0);
}

struct connection *stack_acquire(struct tw *tw, struct table_key key)
{
	struct connection *c = tw->free.first;

	if (c == NULL || tw->first_spare == BUFFERS_NONE)
		return NULL;
	queue_remove(&tw->free, QUEUE_FREE, c);
	c->generation = c->generation % GENERATIONS + 1;
	blank(tw, c, key);
	stack_take_buffers(tw, c);
	return c;
}

void stack_free(struct tw *tw, struct connection *c)
{
	stack_unlist(tw, c);
	stack_orphan(c);
	queue_remove(&tw->active, QUEUE_ACTIVE, c);
	queue_remove(&tw->report, QUEUE_REPORT, c);
	timers_set(&tw->timers, c->slot, TIMERS_NEVER);
	stack_give_buffers(tw, c);
	c->owned = false;
	queue_append(&tw->free, QUEUE_FREE, c);
}

struct connection *stack_scratch(struct tw *tw, struct table_key key)
{
	blank(tw, &tw->scratch, key);
	return &tw->scratch;
}

void stack_list(struct tw *tw, struct connection *c, struct table_key key)
{
	stack_unlist(tw, c);
	c->key = key;
	c->listed = true;
	table_insert(&tw->table, c->slot, key);
}

void stack_unlist(struct tw *tw, struct connection *c)
{
	if (c->listed)
		table_remove(&tw->table, c->slot);
	c->listed = false;
}

struct connection *stack_at(const struct tw *tw, struct table_key key)
{
	uint32_t slot = table_find(&tw->table, key);

	return slot == TABLE_NONE ? NULL : &tw->connection[slot];
}

/* ------------------------------------------------------------- routing */

/* Addresses in our net. */
/*@ requires \valid_read(tw) && tw->config.prefix <= 32;
    terminates \true; exits \false; assigns \nothing;
    ensures \result == stack_addresses(32 - tw->config.prefix) > 0; */
static uint64_t net_size(const struct tw *tw)
{
	uint64_t size = 4294967296;

	//@ assert all8: stack_addresses(8) == 256;
	//@ assert all16: stack_addresses(16) == 65536;
	//@ assert all24: stack_addresses(24) == 16777216;
	/*@ loop invariant 0 <= i <= tw->config.prefix;
	    loop invariant size == stack_addresses(32 - i) && size > 0;
	    loop assigns i, size;
	    loop variant tw->config.prefix - i; */
	for (uint8_t i = 0; i < tw->config.prefix && size > 1; i++)
		size /= 2;
	return size;
}

uint32_t stack_next_hop(const struct tw *tw, uint32_t address)
{
	uint64_t size = net_size(tw);

	if (address / size == tw->config.address / size)
		return address;
	return tw->config.gateway;
}
