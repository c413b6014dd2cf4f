/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two stacks talk over a network that the input drives (network.h). First
 * their users do what the input says; then both write what is left, close, and
 * read to the end. Whatever happened on the way:
 *
 *      - what one has read is how the other's stream begins; who reads the end
 *        of the stream has read all of it
 *      - unless somebody aborted, or closed without having read to the end,
 *        both connections close in order and both streams are whole
 *      - everything is over after TIME_MAX and the time by which frames came
 *        late, and no more frames were sent than octets, losses and time
 *        account for
 *
 *      0                         15  16
 *      +-------------------------+---+-----------------+-----------------+
 *      |        settings         | n | n acts of 4     | a fate a frame  |
 *      +-------------------------+---+-----------------+-----------------+
 *
 *      settings    0: simultaneous open (1), 15: acts
 *                  of A: 1 buffers, 2 switches, 3 and 4 how much it writes
 *                  (4 also: how much it reads at a time), 5 the prf's key;
 *                  of B: 6 .. 10
 *      act         when, in units of 5 ms after the one before; who (bit 0) and
 *                  what; how much, two octets
 */
#include "input.h"
#include "network.h"
#include "oracle.h"
#include "sound.h"
#include "user.h"
#include "wire.h"

#define MUST(x, ...) fuzz_check(x, __VA_ARGS__)

#define SECOND   1000000u
#define START    ((uint64_t)1000 * SECOND)
#define TIME_MAX ((uint64_t)500 * SECOND)	/* when the acts are over */
#define PATIENCE ((uint64_t)10000 * SECOND)	/* user timeout: for the rude */

enum { INPUT_MAX = 2048, SETTINGS = 16, SET_ACTS = 15, STEPS_MAX = 100000 };

struct run {
	struct world end[2];
	struct user user[2];
	struct network net;
	struct input acts;
	uint64_t act_at;	/* when the next act is due */
	uint64_t prf[2];
};

static const uint16_t port[2] = { 9, 7 };

/* ------------------------------------------------------------ settings */

static uint64_t prf(void *context, const void *data, size_t size)
{
	uint64_t hash = *(const uint64_t *)context;
	const uint8_t *octet = data;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ octet[i]) * 1099511628211u;
	return hash;
}

static uint32_t size_of(unsigned code)
{
	static const uint32_t sizes[] = {
		4096, 1, 2, 64, 536, 1461, 20000, 70000
	};

	return sizes[code & 7];
}

static void configure(struct run *run, int i, const uint8_t *set)
{
	struct tw_config *config = &run->end[i].config;

	tw_defaults(config);
	wire_mac_octets(config->mac, 0x020000000001u + (unsigned)i);
	config->address = 0x0a000001u + (unsigned)i;
	config->connections = 2;
	config->neighbors = 2;
	config->prf = prf;
	run->prf[i] = 14695981039346656037u + set[4];
	config->prf_context = &run->prf[i];
	config->send_buffer = size_of(set[0]);
	config->receive_buffer = size_of(set[0] >> 3);
	config->mtu = set[0] & 64 ? 576 : 1500;
	config->no_nagle = (set[0] & 128) != 0;
	config->no_congestion = set[1] & 1;
	config->no_window_scale = (set[1] & 2) != 0;
	config->delayed_ack = set[1] & 4 ? 499999 : 40000;
	config->rto_minimum = set[1] & 8 ? 1 * SECOND : 200000;
	config->rto_maximum = 5 * SECOND;
	config->msl = 15 * SECOND;
	config->user_timeout = PATIENCE;
}

/* Where octets go one by one there are fewer of them. */
static uint32_t most_of(const struct run *run, int i)
{
	uint32_t out = run->end[i].config.send_buffer;
	uint32_t in = run->end[1 - i].config.receive_buffer;
	uint32_t least = out < in ? out : in;

	return least < 64 ? 60 : least < 4096 ? 3000 : 12000;
}

static void begin_user(struct run *run, int i, const uint8_t *set)
{
	struct user *user = &run->user[i];

	*user = (struct user){
		.world = &run->end[i], .other = &run->user[1 - i],
		.listener = -1, .handle = -1,
		.want = ((uint32_t)set[2] * 64 + set[3]) % most_of(run, i),
		.chunk = 1u + set[3] * 16u,
	};
	world_begin(user->world, i, START);
}

static void open_both(struct run *run, uint8_t how)
{
	const struct tw_endpoint to[2] = {
		{ 0x0a000002, port[1] }, { 0x0a000001, port[0] }
	};

	run->user[0].handle = world_connect(&run->end[0], port[0], &to[0]);
	if (how & 1)
		run->user[1].handle = world_connect(&run->end[1], port[1],
						    &to[1]);
	else
		run->user[1].listener = world_listen(&run->end[1], port[1],
						     NULL, 1);
	MUST(run->user[0].handle >= 0 &&
	     (run->user[1].handle >= 0 || run->user[1].listener >= 0),
	     "it cannot be opened");
}

/* ----------------------------------------------------------------- run */

static bool acting(const struct run *run)
{
	return input_more(&run->acts);
}

/* Who was called by nobody stops waiting when nobody is left. */
static void give_up_listening(struct run *run)
{
	struct user *user = &run->user[1];

	if (user->listener < 0 || network_next(&run->net) != UINT64_MAX ||
	    sound_free_slots(run->end[0].tw) != run->end[0].tw->slots)
		return;
	world_close(user->world, user->listener);
	user->listener = -1;
}

static void settle(struct run *run)
{
	static world_wire *const wire[] = { network_from_a, network_from_b };

	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 2; i++) {
			world_output(&run->end[i], NETWORK_FRAME, wire[i],
				     &run->net);
			world_reports(&run->end[i]);
			user_accept(&run->user[i]);
			if (!acting(run))
				user_finish(&run->user[i]);
		}
	if (!acting(run))
		give_up_listening(run);
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t next_moment(const struct run *run)
{
	uint64_t at = network_next(&run->net);

	for (int i = 0; i < 2; i++)
		at = earlier(at, tw_next_deadline(run->end[i].tw));
	return acting(run) ? earlier(at, run->act_at) : at;
}

static void act(struct run *run)
{
	unsigned what = input_octet(&run->acts);

	user_act(&run->user[what & 1], what / 2, input_16(&run->acts));
}

static void step(struct run *run, uint64_t at)
{
	for (int i = 0; i < 2; i++)
		if (at > run->end[i].now)
			run->end[i].now = at;
	network_deliver(&run->net);
	for (int i = 0; i < 2; i++)
		world_expire(&run->end[i]);
	while (acting(run) && run->act_at <= at) {
		act(run);
		run->act_at = at + input_octet(&run->acts) * 5000u;
	}
}

static bool is_over(const struct run *run)
{
	return sound_free_slots(run->end[0].tw) == run->end[0].tw->slots &&
		sound_free_slots(run->end[1].tw) == run->end[1].tw->slots;
}

/* Every frame has its reason: an octet, a loss, or time that went by. */
static void judge_frames(const struct run *run)
{
	uint64_t octets = run->user[0].want + run->user[1].want;
	uint64_t seconds = (run->end[0].now - START) / SECOND;
	uint64_t frames = run->end[0].frames + run->end[1].frames;

	MUST(frames <= 500 + 8 * octets + 40 * seconds,
	     "%llu frames for %llu octets in %llu s",
	     (unsigned long long)frames, (unsigned long long)octets,
	     (unsigned long long)seconds);
}

static bool is_rude(const struct run *run)
{
	return run->user[0].rude || run->user[1].rude;
}

/*
 * It is not over by now. That is as it should be only where one end is gone and
 * the other one, half closed, was not told: then its user gives up.
 */
static void abandon(struct run *run)
{
	MUST(is_rude(run), "it is not over by now");
	for (int i = 0; i < 2; i++)
		user_abandon(&run->user[i]);
}

static uint64_t time_allowed(const struct run *run)
{
	return TIME_MAX + run->net.late + (is_rude(run) ? PATIENCE : 0);
}

static void play(struct run *run)
{
	uint64_t at, quiet = START;
	unsigned steps = 0;

	for (settle(run); !is_over(run); settle(run)) {
		at = next_moment(run);
		if (acting(run))
			quiet = run->end[0].now;
		MUST(++steps < STEPS_MAX, "no end of it");
		if (at > quiet + time_allowed(run)) {
			abandon(run);
			continue;
		}
		step(run, at);
		judge_frames(run);
	}
}

static void judge_streams(const struct run *run)
{
	const struct user *user, *other;

	for (int i = 0; i < 2; i++) {
		user = &run->user[i];
		other = &run->user[1 - i];
		MUST(user->read <= other->want, "more read than written");
		if (user->at_end)
			MUST(user->read == other->want,
			     "the end of the stream is not its end");
		if (user->rude || other->rude)
			continue;
		MUST(user->read == other->want, "a stream that is cut off");
		MUST(user->reason == TW_OK, "it ended for reason %d",
		     user->reason);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct run run;
	struct input in = input_of(data, size, INPUT_MAX);
	uint8_t set[SETTINGS];
	size_t n;

	fuzz_begin();
	for (int i = 0; i < SETTINGS; i++)
		set[i] = input_octet(&in);
	n = set[SET_ACTS] * 4u;
	run.acts.at = input_octets(&in, &n);
	run.acts.left = n;
	run.act_at = START + input_octet(&run.acts) * 5000u;
	for (int i = 0; i < 2; i++)
		configure(&run, i, set + 1 + 5 * i);
	for (int i = 0; i < 2; i++)
		begin_user(&run, i, set + 1 + 5 * i);
	network_begin(&run.net, run.end, in);
	open_both(&run, set[0]);
	play(&run);
	judge_streams(&run);
	network_end(&run.net);
	return 0;
}
