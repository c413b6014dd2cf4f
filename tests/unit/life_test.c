/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two stacks whose users do anything at any time, over a network that does
 * anything to their segments, forged ones among them. What must hold:
 *
 *   - every handle from tw_connect() or tw_accept() gets one terminal report
 *   - when all is closed and time has passed, all memory is free again: as
 *     many connections as the first time can be opened
 *   - no deadline stays in the past
 */
#include <stdio.h>

#include "pair.h"

#define HANDLES 4096

struct user {
	tw_handle open[8];      /* handles in use, -1: none */
	tw_handle owed[HANDLES];/* handles whose terminal report is owed */
	unsigned owes;
	tw_handle listener;
};

struct chaos {
	struct pair *pair;
	struct user user[2];
};

static uint32_t below(struct chaos *chaos, uint32_t n)
{
	return pair_random(chaos->pair) % n;
}

static void owe(struct user *user, tw_handle h)
{
	assert_true(user->owes < HANDLES);
	user->owed[user->owes++] = h;
}

/* A terminal report: it was owed, and is owed no more. */
static void pay(struct user *user, tw_handle h)
{
	unsigned i = 0;

	while (i < user->owes && user->owed[i] != h)
		i++;
	assert_true(i < user->owes);
	user->owed[i] = user->owed[--user->owes];
}

static void take_reports(struct chaos *chaos, int i)
{
	struct tw_report report;

	while (tw_report(chaos->pair->end[i].tw, &report)) {
		assert_true(report.what != 0);
		if (report.what & TW_CLOSED)
			pay(&chaos->user[i], report.handle);
	}
}

static void open_one(struct chaos *chaos, int i, tw_handle *slot)
{
	struct tw *tw = chaos->pair->end[i].tw;
	struct tw_endpoint remote = {
		0x0a000001 + (uint32_t)(1 - i),
		(uint16_t)(7 + below(chaos, 3))};
	tw_handle h;

	if (below(chaos, 2))
		h = tw_accept(tw, chaos->user[i].listener);
	else
		h = tw_connect(tw, (uint16_t)(below(chaos, 2) ? 0
		               : 7 + below(chaos, 3)), &remote,
		               chaos->pair->now);
	if (h < 0)
		return;
	owe(&chaos->user[i], h);
	*slot = h;
}

static void call_one(struct chaos *chaos, int i, tw_handle *slot)
{
	struct tw *tw = chaos->pair->end[i].tw;
	uint64_t now = chaos->pair->now;
	static uint8_t text[3000];
	struct tw_status status;

	switch (below(chaos, 12)) {
	case 0:
		assert_int_equal(tw_close(tw, *slot, now), TW_OK);
		*slot = -1;
		break;
	case 1:
		if (below(chaos, 4) == 0)
			tw_abort(tw, *slot, now);
		break;
	case 2:
		if (below(chaos, 3) == 0)
			tw_shutdown(tw, *slot, now);
		break;
	case 3:
		tw_status(tw, *slot, &status, now);
		tw_open(tw, *slot, NULL, now);
		break;
	case 4:
	case 5:
	case 6:
		tw_recv(tw, *slot, text, below(chaos, sizeof text), now);
		break;
	default:
		tw_send(tw, *slot, text, below(chaos, sizeof text),
		        below(chaos, 4), now);
		break;
	}
}

/* A segment from nowhere, near what is going on. */
static void forge(struct chaos *chaos, int to)
{
	struct pair *pair = chaos->pair;
	const struct pair_seen *like;
	struct wire_frame f;
	uint8_t frame[PAIR_ROOM];
	uint32_t n;

	if (pair->seens == 0)
		return;
	like = &pair->seen[below(chaos, pair->seens)];
	memset(&f, 0, sizeof f);
	f.ether.dst = 0x020000000001 + (uint64_t)to;
	f.ether.src = 0x020000000001 + (uint64_t)(1 - to);
	f.ip.src = 0x0a000001 + (uint32_t)(1 - to);
	f.ip.dst = 0x0a000001 + (uint32_t)to;
	f.ip.ttl = 64;
	f.tcp.sport = (uint16_t)(7 + below(chaos, 3));
	f.tcp.dport = (uint16_t)(7 + below(chaos, 3));
	f.tcp.seq = like->seq + below(chaos, 5) - 2;
	f.tcp.ack = like->ack + below(chaos, 5) - 2;
	f.tcp.flags = (uint8_t)below(chaos, 64);
	f.tcp.window = (uint16_t)below(chaos, 3000);
	f.tcp.urgent = (uint16_t)below(chaos, 3000);
	f.text = below(chaos, 3) ? 0 : below(chaos, 1000);
	memset(frame, 'f', sizeof frame);
	n = wire_build_tcp(frame, sizeof frame, 0, &f);
	tw_input(pair->end[to].tw, frame, n, 0, pair->now);
}

static void act(struct chaos *chaos, int i)
{
	tw_handle *slot = &chaos->user[i].open[below(chaos, 8)];

	if (*slot < 0)
		open_one(chaos, i, slot);
	else
		call_one(chaos, i, slot);
	if (below(chaos, 10) == 0)
		forge(chaos, i);
	if (chaos->pair->seens == PAIR_SEEN)
		chaos->pair->seens = 0;
}

/* As pair_step(), but the reports are counted here. */
static void pass(struct chaos *chaos, uint64_t until)
{
	struct pair *pair = chaos->pair;
	bool more;

	do {
		take_reports(chaos, 0);
		take_reports(chaos, 1);
		more = pair_step(pair, until);
		for (int i = 0; i < 2; i++)
			assert_true(tw_next_deadline(pair->end[i].tw) >
			            pair->now);
	} while (more);
}

static void begin(struct chaos *chaos, uint64_t seed)
{
	memset(chaos, 0, sizeof *chaos);
	chaos->pair = pair_new();
	chaos->pair->silent = true;
	chaos->pair->random = seed;
	for (int i = 0; i < 2; i++) {
		struct tw_config *config = &chaos->pair->end[i].config;

		config->connections = 6;
		config->time_waits = 3;
		config->send_buffer = 4000;
		config->receive_buffer = 2500;
		config->neighbors = 1;
		config->user_timeout = 5 * SECONDS;
		config->keepalive = seed % 2 ? 2 * SECONDS : 0;
	}
	pair_start(chaos->pair);
	for (int i = 0; i < 2; i++) {
		chaos->user[i].listener = tw_listen(
		        chaos->pair->end[i].tw, 7, NULL, 3, chaos->pair->now);
		for (int k = 0; k < 8; k++)
			chaos->user[i].open[k] = -1;
	}
	chaos->pair->loss = 50;
	chaos->pair->duplicate = 50;
	chaos->pair->reorder = 200;
}

/* Everybody closes, and a long time goes by. */
static void end(struct chaos *chaos)
{
	for (int i = 0; i < 2; i++) {
		struct user *user = &chaos->user[i];
		struct tw *tw = chaos->pair->end[i].tw;

		for (int k = 0; k < 8; k++)
			if (user->open[k] >= 0)
				tw_close(tw, user->open[k], chaos->pair->now);
		tw_close(tw, user->listener, chaos->pair->now);
	}
	pass(chaos, chaos->pair->now + 600 * (uint64_t)SECONDS);
	take_reports(chaos, 0);
	take_reports(chaos, 1);
}

static void assert_all_free(struct chaos *chaos, int i)
{
	struct tw *tw = chaos->pair->end[i].tw;
	tw_handle h;
	unsigned n = 0;

	assert_int_equal(chaos->user[i].owes, 0);
	while ((h = tw_listen(tw, (uint16_t)(1000 + n), NULL, 1,
	                      chaos->pair->now)) >= 0)
		n++;
	assert_int_equal(n, 6);
	assert_int_equal(h, TW_E_RESOURCES);
}

static void anything_at_any_time(void **unused)
{
	static struct chaos chaos;

	(void)unused;
	for (uint64_t seed = 1; seed <= 30; seed++) {
		begin(&chaos, seed);
		for (int step = 0; step < 400; step++) {
			act(&chaos, 0);
			act(&chaos, 1);
			pass(&chaos, chaos.pair->now +
			             below(&chaos, 200 * MS));
		}
		end(&chaos);
		assert_all_free(&chaos, 0);
		assert_all_free(&chaos, 1);
		pair_free(chaos.pair);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(anything_at_any_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
