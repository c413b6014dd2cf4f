/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The whole stack, attacked: segments and calls in any order, a clock that
 * goes where the input says, and after each step the questions of world.h:
 * is everything in order, is every octet the right one, was every segment a
 * legal one. When the input is used up the user closes everything, and then
 * all of it must come to an end:
 *
 *      polite    the peers acknowledge all and close: 2 MSL and what a backed
 *                off retransmission may take; only a connection that must
 *                take text for nobody (half_duplex off) may wait longer
 *      silent    nobody answers: the user timeouts, and no later
 *      abort     at once, and nothing is heard of it any more
 *
 * Two choices may leave a connection open for ever, as the specification says:
 * with them, who closes aborts. Then every slot and every buffer is free again.
 * The input: script.h.
 */
#include "input.h"
#include "oracle.h"
#include "peers.h"
#include "script.h"
#include "sound.h"
#include "wire.h"

#define MUST(x, ...) fuzz_check(x, __VA_ARGS__)

#define SECOND 1000000u

enum { HANDLES = 16, STEPS_MAX = 5000, STEPS_A_SECOND = 20, START = 5 };

struct run {
	struct world world;
	struct peers peers;
	uint8_t settings[SCRIPT_RECORD];
	tw_handle handle[HANDLES];	/* the newest at handles - 1 */
	unsigned handles;
	uint64_t patience;		/* the longest user timeout, us */
};

/* ------------------------------------------------------------ settings */

static uint64_t prf(void *context, const void *data, size_t size)
{
	const uint8_t *set = context, *octet = data;
	uint64_t hash = 14695981039346656037u ^ set[SET_SEED];

	if (set[SET_WRAP] & 2)
		return 0xfffffff0u - START * SECOND / 4;
	for (size_t i = 0; i < size; i++)
		hash = (hash ^ octet[i]) * 1099511628211u;
	return hash;
}

static void set_buffers(struct tw_config *config, const uint8_t *set)
{
	static const uint32_t sizes[] = {
		4096, 1, 2, 64, 536, 1461, 20000, 70000
	};

	config->connections = 4u - (set[SET_SLOTS] & 3);
	config->time_waits = set[SET_SLOTS] >> 2 & 3;
	config->neighbors = 1u + (set[SET_SLOTS] >> 4 & 1);
	config->send_buffer = sizes[set[SET_BUFFERS] & 7];
	config->receive_buffer = sizes[set[SET_BUFFERS] >> 3 & 7];
	config->mtu = set[SET_BUFFERS] & 64 ? 576 : 1500;
	config->no_nagle = (set[SET_BUFFERS] & 128) != 0;
}

static void set_switches(struct tw_config *config, uint8_t set)
{
	static const uint64_t timeouts[] = {
		30 * SECOND, 1, 1000, 300 * SECOND
	};

	config->gso_size = set & 1 ? 8000 : 0;
	config->partial_checksum = (set & 2) != 0;
	config->no_congestion = (set & 4) != 0;
	config->no_window_scale = (set & 8) != 0;
	config->challenge_limit = set & 16 ? 1 : 10;
	config->keepalive = set & 32 ? 1 * SECOND : 0;
	config->user_timeout = timeouts[set >> 6];
}

static void set_times(struct tw_config *config, uint8_t set)
{
	static const uint64_t least[] = { 200000, 1000, 1, 1 * SECOND };
	static const uint64_t first[] = { 1 * SECOND, 10000, 1, 3 * SECOND };
	static const uint64_t delay[] = { 40000, 1, 499999, 200000 };

	config->msl = 1 * SECOND;
	config->rto_minimum = least[set & 3];
	config->rto_initial = first[set >> 2 & 3];
	config->rto_maximum = 5 * SECOND;
	config->delayed_ack = delay[set >> 4 & 3];
}

/* All choices are octets, 0 or 1, one behind the other. */
static void set_choices(struct tw_config *config, const uint8_t *set)
{
	unsigned flips = set[SET_CHOICES] | set[SET_CHOICES_2] * 256u;
	uint8_t *choice = (uint8_t *)&config->choices;

	for (size_t i = 0; i < sizeof config->choices; i++)
		choice[i] = (uint8_t)(choice[i] ^ (flips >> i & 1));
}

static void configure(struct run *run)
{
	struct tw_config *config = &run->world.config;
	uint8_t *set = run->settings;

	tw_defaults(config);
	wire_mac_octets(config->mac, 0x020000000001);
	config->address = PEER_HOST;
	config->prf = prf;
	config->prf_context = set;
	set_buffers(config, set);
	set_switches(config, set[SET_SWITCHES]);
	set_times(config, set[SET_TIMES]);
	set_choices(config, set);
	run->patience = config->user_timeout;
}

/* --------------------------------------------------------------- calls */

static tw_handle named(const struct run *run, uint8_t who)
{
	unsigned back = who & WHO_HANDLE;

	if (run->handles == 0)
		return who;
	return run->handle[(run->handles - 1 - back % run->handles) % HANDLES];
}

static void remember(struct run *run, tw_handle handle)
{
	if (handle >= 0)
		run->handle[run->handles++ % HANDLES] = handle;
}

static struct tw_endpoint remote_of(uint8_t code)
{
	return (struct tw_endpoint){
		PEER_ADDRESS + ((code & WHO_ADDRESS) != 0),
		code & WHO_STRANGE ? 0 : code & WHO_PORT ? 10 : 9};
}

static uint32_t number_of(const uint8_t *r)
{
	return (uint32_t)r[4] << 24 | (uint32_t)r[5] << 16 |
		(uint32_t)r[6] << 8 | r[7];
}

/* a: bit 0 the port, bit 1 for one peer only; b: backlog. */
static void call_listen(struct run *run, const uint8_t *r)
{
	struct tw_endpoint remote = remote_of(r[1]);

	remember(run, world_listen(&run->world, r[2] & 1 ? 8 : 7,
				   r[2] & 2 ? &remote : NULL, r[3] % 5));
}

/* a: 0 a port of its choice, else 50. */
static void call_connect(struct run *run, const uint8_t *r)
{
	struct tw_endpoint remote = remote_of(r[1]);
	tw_handle h = world_connect(&run->world, r[2] ? 50 : 0, &remote);
	const struct connection *c;

	remember(run, h);
	c = h < 0 ? NULL : world_slot(&run->world, (uint32_t)h);
	if (c != NULL)
		run->peers.ephemeral = c->key.local;
}

static void call_option(struct run *run, const uint8_t *r)
{
	struct world *world = &run->world;
	tw_handle h = named(run, r[1]);
	uint64_t time = number_of(r);

	world_before(world);
	if (r[0] == VERB_TIMEOUT) {
		tw_user_timeout(world->tw, h, time, world->now);
		run->patience = time > run->patience ? time : run->patience;
	} else if (r[0] == VERB_KEEPALIVE) {
		tw_keepalive(world->tw, h, r[2] & 1,
			     time > 0 ? time + SECOND : 0, world->now);
	} else {
		tw_nodelay(world->tw, h, r[2] & 1);
		tw_diffserv(world->tw, h, r[3]);
	}
	world_after(world);
}

static void advance(struct run *run, uint64_t to)
{
	if (to > run->world.now)
		run->world.now = to;
	world_expire(&run->world);
}

static void call_next(struct run *run)
{
	uint64_t at = tw_next_deadline(run->world.tw);

	if (at != UINT64_MAX)
		advance(run, at);
}

static void flush(struct run *run, world_wire *wire)
{
	world_output(&run->world, WORLD_FRAME, wire, &run->peers);
	world_reports(&run->world);
}

static void call_open(struct run *run, const uint8_t *r)
{
	struct tw_endpoint remote = remote_of(r[3]);

	world_open(&run->world, named(run, r[1]), r[2] & 1 ? &remote : NULL);
}

/* With these a connection may stay in FIN-WAIT-2, or CLOSING, for ever. */
static bool never_ends(const struct run *run)
{
	return !run->world.config.choices.fin_wait_2_limit ||
		!run->world.config.choices.syn_ack_window;
}

static void close_one(struct run *run, tw_handle h, bool abort)
{
	if (abort)
		world_abort(&run->world, h);
	world_close(&run->world, h);
}

static void call(struct run *run, const uint8_t *r)
{
	struct world *world = &run->world;
	tw_handle h = named(run, r[1]);

	switch (r[0]) {
	case VERB_LISTEN: call_listen(run, r); break;
	case VERB_CONNECT: call_connect(run, r); break;
	case VERB_ACCEPT: remember(run, world_accept(world, h)); break;
	case VERB_SEND: world_send(world, h, number_of(r) & 0xffff,
				   r[2] & 3u); break;
	case VERB_RECV: world_recv(world, h, number_of(r) & 0x1ffff); break;
	case VERB_SHUTDOWN: world_shutdown(world, h); break;
	case VERB_CLOSE: close_one(run, h, never_ends(run)); break;
	case VERB_ABORT: world_abort(world, h); break;
	case VERB_STATUS: world_status(world, h); break;
	case VERB_OPEN: call_open(run, r); break;
	case VERB_WAIT: advance(run, world->now + number_of(r) % (60 * SECOND));
			break;
	case VERB_NEXT: call_next(run); break;
	case VERB_OUTPUT: flush(run, NULL); break;
	case VERB_ARP: peers_arp(&run->peers, r[2], 1u + (r[3] & 1)); break;
	case VERB_SMALL: world_output(world, 74u + r[2] * 4u, NULL, NULL);
			 break;
	default: call_option(run, r); break;
	}
}

/* ----------------------------------------------------------------- run */

static void take(struct run *run, struct input *in, uint8_t *r)
{
	const uint8_t *octets;
	size_t n;

	if (r[0] < VERB_RAW) {
		peers_segment(&run->peers, r);
		return;
	}
	r[0] = (uint8_t)(VERB_RAW + (r[0] - VERB_RAW) % VERBS);
	if (r[0] != VERB_RAW) {
		call(run, r);
		return;
	}
	n = (size_t)r[2] << 8 | r[3];
	octets = input_octets(in, &n);
	peers_raw(&run->peers, octets, (uint32_t)n, r[1] & 1);
}

static void play(struct run *run, struct input *in)
{
	uint8_t record[SCRIPT_RECORD];

	while (input_more(in)) {
		for (int i = 0; i < SCRIPT_RECORD; i++)
			record[i] = input_octet(in);
		fuzz_tell("-- %02x %02x %02x %02x %02x %02x %02x %02x",
			  record[0], record[1], record[2], record[3],
			  record[4], record[5], record[6], record[7]);
		take(run, in, record);
		if (!(record[1] & WHO_BATCH))
			flush(run, NULL);
		run->world.now++;
	}
}

static void close_all(struct run *run, bool abort)
{
	struct world *world = &run->world;
	const struct connection *c;

	for (uint32_t i = 0; i < world->tw->slots; i++) {
		c = world_slot(world, i);
		if (c == NULL || !c->owned)
			continue;
		close_one(run, connection_handle(c), abort);
	}
}

/* How long it may take until the last connection is gone, us. */
static uint64_t limit_of(const struct run *run, bool polite)
{
	const struct tw_config *config = &run->world.config;
	uint64_t limit = 2 * config->msl + 4 * config->rto_maximum + SECOND;

	return polite && config->choices.half_duplex ? limit :
		limit + 3 * run->patience;
}

static void wind_down(struct run *run, bool polite)
{
	struct world *world = &run->world;
	uint64_t began = world->now, end = began + limit_of(run, polite);
	uint64_t at, frames, steps = 0;

	for (;;) {
		frames = world->frames;
		if (polite)
			peers_oblige(&run->peers);
		flush(run, polite ? peers_hear : NULL);
		MUST(++steps < STEPS_MAX + (world->now - began) / SECOND *
		     STEPS_A_SECOND, "no end of it");
		if (polite && world->frames != frames)
			continue;
		at = tw_next_deadline(world->tw);
		if (at == UINT64_MAX || sound_free_slots(world->tw) ==
		    world->tw->slots)
			break;
		MUST(at <= end, "it is not over after %llu us",
		     (unsigned long long)(end - world->now));
		advance(run, at);
	}
}

static void all_is_over(const struct run *run)
{
	const struct world *world = &run->world;

	MUST(sound_free_slots(world->tw) == world->tw->slots,
	     "a connection is left");
	MUST(world->tw->active.first == NULL &&
	     world->tw->report.first == NULL, "somebody is still in a list");
	for (int i = 0; i < WORLD_SLOTS; i++)
		MUST(!world->witness[i].known || world->witness[i].ended,
		     "an end that was never reported");
}

static void finish(struct run *run)
{
	unsigned end = run->settings[SET_SLOTS] >> 6;
	bool abort = end >= END_ABORT || never_ends(run);

	fuzz_tell("-- the end");
	close_all(run, abort);
	flush(run, NULL);
	wind_down(run, end == END_POLITE || end == END_ABORT_POLITE);
	all_is_over(run);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct run run;
	struct input in = input_of(data, size, SCRIPT_MAX);

	fuzz_begin();
	for (int i = 0; i < SCRIPT_RECORD; i++)
		run.settings[i] = input_octet(&in);
	run.handles = 0;
	configure(&run);
	world_begin(&run.world, 0, START * SECOND);
	peers_begin(&run.peers, &run.world, run.settings[SET_WRAP] & 1);
	if (!(run.settings[SET_SLOTS] & 32))
		for (unsigned i = 0; i < 2; i++)
			peers_arp(&run.peers, i, ARP_REPLY);
	play(&run, &in);
	finish(&run);
	peers_end(&run.peers);
	return 0;
}
