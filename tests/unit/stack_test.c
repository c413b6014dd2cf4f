/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two stacks against each other: the life of connections from the handshake
 * to CLOSED. Each test says what a connection goes through.
 */
#include "pair.h"

struct link {
	struct pair *pair;
	tw_handle listener;     /* end 1 */
	tw_handle a;            /* end 0, the client */
	tw_handle b;            /* end 1, the server */
};

static const struct tw_endpoint server = {0x0a000002, 7};

static void link_listen(struct link *l)
{
	l->listener = tw_listen(l->pair->end[1].tw, 7, NULL, 4, l->pair->now);
	assert_true(l->listener >= 0);
}

/* A connection from end 0 to end 1, established and accepted. */
static void link_open(struct link *l)
{
	link_listen(l);
	l->a = tw_connect(l->pair->end[0].tw, 0, &server, l->pair->now);
	assert_true(l->a >= 0);
	pair_run(l->pair, 50 * MS);
	l->b = tw_accept(l->pair->end[1].tw, l->listener);
	assert_true(l->b >= 0);
	assert_int_equal(pair_state(l->pair, 0, l->a), FSM_ESTABLISHED);
	assert_int_equal(pair_state(l->pair, 1, l->b), FSM_ESTABLISHED);
}

static struct link link_new(void)
{
	struct link l = {.pair = pair_new()};

	return l;
}

static int64_t put(struct link *l, int i, const char *text)
{
	return tw_send(l->pair->end[i].tw, i ? l->b : l->a, text,
	               strlen(text), TW_PUSH, l->pair->now);
}

static int64_t get(struct link *l, int i, void *to, size_t n)
{
	return tw_recv(l->pair->end[i].tw, i ? l->b : l->a, to, n,
	               l->pair->now);
}

static uint8_t state(struct link *l, int i)
{
	return pair_state(l->pair, i, i ? l->b : l->a);
}

/* ------------------------------------------------------------ handshake */

static void handshake_takes_three_segments(void **unused)
{
	struct link l = link_new();
	struct pair_seen *seen = l.pair->seen;

	(void)unused;
	pair_start(l.pair);
	link_open(&l);
	assert_int_equal(l.pair->seens, 3);
	assert_int_equal(seen[0].flags, TCP_SYN);
	assert_int_equal(seen[1].flags, TCP_SYN | TCP_ACK);
	assert_int_equal(seen[2].flags, TCP_ACK);
	assert_int_equal(seen[1].ack, seen[0].seq + 1);
	assert_int_equal(seen[2].ack, seen[1].seq + 1);
	assert_true(l.pair->end[0].what & TW_ESTABLISHED);
	assert_true(l.pair->end[1].what & TW_ACCEPTABLE);
	pair_free(l.pair);
}

static void text_goes_both_ways(void **unused)
{
	struct link l = link_new();
	char buffer[16];

	(void)unused;
	pair_start(l.pair);
	link_open(&l);
	assert_int_equal(put(&l, 0, "hello"), 5);
	assert_int_equal(put(&l, 1, "world!"), 6);
	pair_run(l.pair, 50 * MS);
	assert_int_equal(get(&l, 1, buffer, sizeof buffer), 5);
	assert_memory_equal(buffer, "hello", 5);
	assert_int_equal(get(&l, 0, buffer, sizeof buffer), 6);
	assert_memory_equal(buffer, "world!", 6);
	assert_int_equal(get(&l, 0, buffer, sizeof buffer), TW_E_PENDING);
	pair_free(l.pair);
}

static void nobody_listens_and_the_connection_is_refused(void **unused)
{
	struct link l = link_new();

	(void)unused;
	pair_start(l.pair);
	l.a = tw_connect(l.pair->end[0].tw, 0, &server, l.pair->now);
	pair_run(l.pair, 50 * MS);
	assert_int_equal(l.pair->end[0].closed, 1);
	assert_int_equal(l.pair->end[0].reason, TW_E_REFUSED);
	assert_int_equal(l.pair->seen[1].flags, TCP_RST | TCP_ACK);
	assert_int_equal(l.pair->seen[1].ack, l.pair->seen[0].seq + 1);
	assert_int_equal(l.pair->seens, 2);
	pair_free(l.pair);
}

/* -------------------------------------------------------------- closing */

static void close_takes_four_segments_and_two_msl(void **unused)
{
	struct link l = link_new();
	uint64_t began;

	(void)unused;
	pair_start(l.pair);
	link_open(&l);
	l.pair->seens = 0;
	assert_int_equal(tw_shutdown(l.pair->end[0].tw, l.a, l.pair->now), 0);
	assert_int_equal(state(&l, 0), FSM_FIN_WAIT_1);
	pair_run(l.pair, 100 * MS);
	assert_int_equal(state(&l, 0), FSM_FIN_WAIT_2);
	assert_int_equal(state(&l, 1), FSM_CLOSE_WAIT);
	assert_true(l.pair->end[1].what & TW_PEER_CLOSED);
	assert_int_equal(tw_close(l.pair->end[1].tw, l.b, l.pair->now), 0);
	began = l.pair->now;
	pair_run(l.pair, 100 * MS);
	assert_int_equal(state(&l, 0), FSM_TIME_WAIT);
	assert_int_equal(l.pair->seens, 4);
	assert_int_equal(l.pair->end[1].closed, 1);
	assert_int_equal(l.pair->end[1].reason, TW_OK);
	assert_int_equal(l.pair->end[1].last, l.b);
	assert_int_equal(l.pair->end[0].closed, 0);
	pair_run(l.pair, 3 * SECONDS);
	assert_int_equal(l.pair->end[0].closed, 1);
	assert_int_equal(l.pair->end[0].reason, TW_OK);
	assert_true(l.pair->now - began > 2 * SECONDS);
	assert_int_equal(state(&l, 0), FSM_CLOSED);
	assert_int_equal(tw_close(l.pair->end[0].tw, l.a, l.pair->now), 0);
	assert_int_equal(tw_close(l.pair->end[0].tw, l.a, l.pair->now),
	                 TW_E_NOT_EXIST);
	pair_free(l.pair);
}

static void half_closed_the_other_way_still_flows(void **unused)
{
	struct link l = link_new();
	char buffer[16];

	(void)unused;
	pair_start(l.pair);
	link_open(&l);
	put(&l, 0, "question");
	tw_shutdown(l.pair->end[0].tw, l.a, l.pair->now);
	pair_run(l.pair, 100 * MS);
	assert_int_equal(get(&l, 1, buffer, 16), 8);
	assert_int_equal(get(&l, 1, buffer, 16), TW_E_CLOSING);
	assert_int_equal(put(&l, 0, "more"), TW_E_CLOSING);
	assert_int_equal(put(&l, 1, "answer"), 6);
	pair_run(l.pair, 100 * MS);
	assert_int_equal(get(&l, 0, buffer, 16), 6);
	assert_int_equal(state(&l, 0), FSM_FIN_WAIT_2);
	pair_free(l.pair);
}

static void simultaneous_close_passes_through_closing(void **unused)
{
	struct link l = link_new();

	(void)unused;
	pair_start(l.pair);
	link_open(&l);
	tw_shutdown(l.pair->end[0].tw, l.a, l.pair->now);
	tw_shutdown(l.pair->end[1].tw, l.b, l.pair->now);
	pair_step(l.pair, l.pair->now + 1 * SECONDS);
	assert_int_equal(state(&l, 0), FSM_CLOSING);
	assert_int_equal(state(&l, 1), FSM_CLOSING);
	pair_run(l.pair, 100 * MS);
	assert_int_equal(state(&l, 0), FSM_TIME_WAIT);
	assert_int_equal(state(&l, 1), FSM_TIME_WAIT);
	pair_run(l.pair, 3 * SECONDS);
	assert_int_equal(l.pair->end[0].closed, 1);
	assert_int_equal(l.pair->end[1].closed, 1);
	pair_free(l.pair);
}

static void text_sent_before_close_arrives(void **unused)
{
	struct link l = link_new();
	char buffer[16];

	(void)unused;
	pair_start(l.pair);
	link_open(&l);
	put(&l, 0, "last words");
	tw_close(l.pair->end[0].tw, l.a, l.pair->now);
	pair_run(l.pair, 100 * MS);
	assert_int_equal(get(&l, 1, buffer, 16), 10);
	assert_int_equal(get(&l, 1, buffer, 16), TW_E_CLOSING);
	pair_free(l.pair);
}

static void close_with_unread_text_resets(void **unused)
{
	struct link l = link_new();
	char buffer[16];

	(void)unused;
	pair_start(l.pair);
	link_open(&l);
	put(&l, 0, "ignored");
	put(&l, 1, "read");
	pair_run(l.pair, 100 * MS);
	tw_close(l.pair->end[1].tw, l.b, l.pair->now);
	pair_run(l.pair, 100 * MS);
	assert_int_equal(l.pair->end[0].reason, TW_E_RESET);
	assert_int_equal(l.pair->end[0].closed, 1);
	assert_int_equal(l.pair->end[1].closed, 1);
	assert_int_equal(get(&l, 0, buffer, 16), 4);
	assert_int_equal(get(&l, 0, buffer, 16), TW_E_NOT_EXIST);
	pair_free(l.pair);
}

static void abort_resets(void **unused)
{
	struct link l = link_new();

	(void)unused;
	pair_start(l.pair);
	link_open(&l);
	assert_int_equal(tw_abort(l.pair->end[0].tw, l.a, l.pair->now), 0);
	assert_int_equal(tw_abort(l.pair->end[0].tw, l.a, l.pair->now),
	                 TW_E_NOT_EXIST);
	pair_run(l.pair, 100 * MS);
	assert_int_equal(l.pair->end[0].reason, TW_E_ABORTED);
	assert_int_equal(l.pair->end[1].reason, TW_E_RESET);
	assert_int_equal(l.pair->end[0].closed, 1);
	assert_int_equal(l.pair->end[1].closed, 1);
	assert_int_equal(put(&l, 1, "x"), TW_E_NOT_EXIST);
	pair_free(l.pair);
}

/* -------------------------------------------------- simultaneous open */

static void simultaneous_open_makes_one_connection(void **unused)
{
	struct link l = link_new();
	struct tw_endpoint to_a = {0x0a000001, 5000}, to_b = {0x0a000002, 6000};
	char buffer[8];

	(void)unused;
	pair_start(l.pair);
	l.a = tw_connect(l.pair->end[0].tw, 5000, &to_b, l.pair->now);
	l.b = tw_connect(l.pair->end[1].tw, 6000, &to_a, l.pair->now);
	for (int i = 0; i < 3 && state(&l, 0) != FSM_SYN_RECEIVED; i++)
		pair_step(l.pair, l.pair->now + 1 * SECONDS);
	assert_int_equal(state(&l, 0), FSM_SYN_RECEIVED);
	assert_int_equal(state(&l, 1), FSM_SYN_RECEIVED);
	pair_run(l.pair, 100 * MS);
	assert_int_equal(state(&l, 0), FSM_ESTABLISHED);
	assert_int_equal(state(&l, 1), FSM_ESTABLISHED);
	assert_int_equal(put(&l, 0, "hi"), 2);
	pair_run(l.pair, 100 * MS);
	assert_int_equal(get(&l, 1, buffer, 8), 2);
	pair_free(l.pair);
}

/* ---------------------------------------------------------- bulk, loss */

struct bulk {
	uint64_t sent, received, total;
	bool shut, wrong;
};

static uint8_t pattern(uint64_t at, int from)
{
	return (uint8_t)(at * 7 + at / 251 + (uint64_t)from);
}

static void bulk_send(struct link *l, int i, struct bulk *bulk)
{
	struct tw *tw = l->pair->end[i].tw;
	uint8_t buffer[5000];
	size_t n = sizeof buffer;
	int64_t taken;

	if (bulk->total - bulk->sent < n)
		n = (size_t)(bulk->total - bulk->sent);
	for (size_t k = 0; k < n; k++)
		buffer[k] = pattern(bulk->sent + k, i);
	taken = n > 0 ? tw_send(tw, i ? l->b : l->a, buffer, n, 0,
	                        l->pair->now) : 0;
	if (taken > 0)
		bulk->sent += (uint64_t)taken;
	if (bulk->sent == bulk->total && !bulk->shut)
		bulk->shut = tw_shutdown(tw, i ? l->b : l->a,
		                         l->pair->now) == TW_OK;
}

static void bulk_receive(struct link *l, int i, struct bulk *bulk)
{
	uint8_t buffer[7000];
	int64_t n;

	while ((n = get(l, i, buffer, sizeof buffer)) > 0)
		for (int64_t k = 0; k < n; k++)
			bulk->wrong |= buffer[k] !=
			               pattern(bulk->received++, 1 - i);
}

/* Both ways at once until all has come, then both ends reach CLOSED. */
static void run_bulk(struct link *l, uint64_t total)
{
	struct bulk way[2] = {{.total = total}, {.total = total}};
	uint64_t until = l->pair->now + 3000 * (uint64_t)SECONDS;

	while (l->pair->now < until && l->pair->end[0].closed +
	       l->pair->end[1].closed < 2) {
		for (int i = 0; i < 2; i++) {
			bulk_send(l, i, &way[i]);
			bulk_receive(l, i, &way[1 - i]);
		}
		pair_step(l->pair, l->pair->now + 10 * MS);
	}
	for (int i = 0; i < 2; i++) {
		assert_int_equal(way[i].received, total);
		assert_false(way[i].wrong);
		assert_int_equal(l->pair->end[i].closed, 1);
		assert_int_equal(l->pair->end[i].reason, TW_OK);
	}
}

static void megabytes_both_ways(void **unused)
{
	struct link l = link_new();

	(void)unused;
	pair_start(l.pair);
	link_open(&l);
	run_bulk(&l, 4000000);
	pair_free(l.pair);
}

static void megabytes_through_a_bad_network(void **unused)
{
	for (uint64_t seed = 1; seed <= 4; seed++) {
		struct link l = link_new();

		(void)unused;
		l.pair->random = seed;
		pair_start(l.pair);
		link_open(&l);
		l.pair->loss = 20;
		l.pair->duplicate = 20;
		l.pair->reorder = 100;
		run_bulk(&l, 1000000);
		pair_free(l.pair);
	}
}

static void large_windows_are_scaled(void **unused)
{
	struct link l = link_new();

	(void)unused;
	for (int i = 0; i < 2; i++) {
		l.pair->end[i].config.send_buffer = 300000;
		l.pair->end[i].config.receive_buffer = 300000;
	}
	pair_start(l.pair);
	link_open(&l);
	run_bulk(&l, 3000000);
	pair_free(l.pair);
}

static void tiny_buffers_still_deliver(void **unused)
{
	struct link l = link_new();

	(void)unused;
	for (int i = 0; i < 2; i++) {
		l.pair->end[i].config.send_buffer = 700;
		l.pair->end[i].config.receive_buffer = 501;
	}
	pair_start(l.pair);
	link_open(&l);
	l.pair->loss = 10;
	run_bulk(&l, 20000);
	pair_free(l.pair);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(handshake_takes_three_segments),
		cmocka_unit_test(text_goes_both_ways),
		cmocka_unit_test(nobody_listens_and_the_connection_is_refused),
		cmocka_unit_test(close_takes_four_segments_and_two_msl),
		cmocka_unit_test(half_closed_the_other_way_still_flows),
		cmocka_unit_test(simultaneous_close_passes_through_closing),
		cmocka_unit_test(text_sent_before_close_arrives),
		cmocka_unit_test(close_with_unread_text_resets),
		cmocka_unit_test(abort_resets),
		cmocka_unit_test(simultaneous_open_makes_one_connection),
		cmocka_unit_test(megabytes_both_ways),
		cmocka_unit_test(megabytes_through_a_bad_network),
		cmocka_unit_test(large_windows_are_scaled),
		cmocka_unit_test(tiny_buffers_still_deliver),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
