/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Segments of a scripted peer and where they end up: listener, connection,
 * TIME-WAIT, or nobody. The tests that keep out a bug of another stack name it.
 */
#include "peer.h"

static const struct tw_endpoint peer_socket = {0x0a000002, 9};

static tw_handle listen_on(struct peer *peer, uint32_t backlog)
{
	tw_handle l = tw_listen(peer->tw, 7, NULL, backlog, peer->now);

	assert_true(l >= 0);
	return l;
}

/* ------------------------------------------------ no connection, LISTEN */

/* Wrong numbers in a RST: gvisor 2814, FreeRTOS 700, lwIP 34111. */
static void segments_for_nobody_are_reset(void **unused)
{
	struct peer *peer = peer_new();

	(void)unused;
	peer_start(peer);
	peer_send(peer, TCP_SYN, 100, 0, "abc");
	peer_expect(peer, TCP_RST | TCP_ACK, 0, 104, "");
	peer_send(peer, TCP_ACK | TCP_FIN, 100, 555, "abc");
	peer_expect(peer, TCP_RST, 555, 0, "");
	peer_send(peer, TCP_RST, 100, 0, "");
	peer_send(peer, TCP_RST | TCP_ACK, 100, 5, "");
	peer_expect_nothing(peer);
	peer_free(peer);
}

/* SYN|ACK accepted in LISTEN: wolfIP. */
static void a_listener_answers_only_a_syn(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle l;

	(void)unused;
	peer_start(peer);
	l = listen_on(peer, 1);
	peer_send(peer, TCP_SYN | TCP_ACK, 100, 777, "");
	peer_expect(peer, TCP_RST, 777, 0, "");
	peer_send(peer, TCP_RST, 100, 0, "");
	peer_send(peer, TCP_FIN, 100, 0, "x");
	peer_expect_nothing(peer);
	peer_open(peer, l);
	peer_free(peer);
}

/* RST in SYN-RECEIVED gives the place back: lwIP 25467, picotcp 53. */
static void a_reset_gives_the_backlog_place_back(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle l;

	(void)unused;
	peer_start(peer);
	l = listen_on(peer, 1);
	for (int i = 0; i < 40; i++) {
		peer->port = 1000;
		peer_send(peer, TCP_SYN, 100, 0, "");
		assert_true(peer_take(peer));
		assert_int_equal(peer->got.tcp.flags, TCP_SYN | TCP_ACK);
		peer->port = 1001;
		peer_send(peer, TCP_SYN, 100, 0, "");
		peer_expect_nothing(peer);
		peer->port = 1000;
		peer_send(peer, TCP_RST, 101, 0, "");
		peer_expect_nothing(peer);
	}
	peer_open(peer, l);
	peer_free(peer);
}

static void half_open_connections_time_out(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle l;

	(void)unused;
	peer_start(peer);
	l = listen_on(peer, 2);
	for (uint16_t i = 0; i < 3; i++) {
		peer->port = (uint16_t)(100 + i);
		peer_send(peer, TCP_SYN, 100, 0, "");
		assert_int_equal(peer_take(peer), i < 2);
	}
	for (int i = 0; i < 31; i++) {
		peer_wait(peer, 1 * SECONDS);
		while (peer_take(peer))
			assert_int_equal(peer->got.tcp.flags,
			                 TCP_SYN | TCP_ACK);
	}
	assert_int_equal(peer_reports(peer, NULL), 0);
	peer_open(peer, l);
	peer_free(peer);
}

static void a_listener_may_name_its_peer(void **unused)
{
	struct peer *peer = peer_new();

	(void)unused;
	peer_start(peer);
	assert_true(tw_listen(peer->tw, 7, &peer_socket, 1, peer->now) >= 0);
	peer->port = 10;
	peer_send(peer, TCP_SYN, 100, 0, "");
	peer_expect(peer, TCP_RST | TCP_ACK, 0, 101, "");
	peer->port = 9;
	peer_send(peer, TCP_SYN, 100, 0, "");
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.tcp.flags, TCP_SYN | TCP_ACK);
	peer_free(peer);
}

/* ------------------------------------------------------ text on the SYN */

static void text_and_fin_on_a_syn_wait_for_established(void **unused)
{
	struct peer *peer = peer_new();
	char buffer[8];
	tw_handle l, h;

	(void)unused;
	peer_start(peer);
	l = listen_on(peer, 1);
	peer_send(peer, TCP_SYN | TCP_FIN, 100, 0, "early");
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.tcp.ack, 101);
	assert_int_equal(tw_accept(peer->tw, l), TW_E_PENDING);
	peer_send(peer, TCP_ACK, 101, peer->got.tcp.seq + 1, "");
	h = tw_accept(peer->tw, l);
	assert_true(h >= 0);
	assert_int_equal(peer_state(peer, h), FSM_CLOSE_WAIT);
	assert_int_equal(tw_recv(peer->tw, h, buffer, 8, peer->now), 5);
	assert_memory_equal(buffer, "early", 5);
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.tcp.ack, 107);
	peer_free(peer);
}

/* ---------------------------------------------------- out of order text */

/* FIN processed before earlier data: smoltcp 112; text behind it: lwIP 28288 */
static void a_fin_ahead_of_missing_text_waits(void **unused)
{
	struct peer *peer = peer_new();
	char buffer[16];
	tw_handle h;

	(void)unused;
	peer_start(peer);
	h = peer_open(peer, listen_on(peer, 1));
	peer_send(peer, TCP_ACK | TCP_FIN, 104, peer->iss + 1, "def");
	peer_expect(peer, TCP_ACK, peer->iss + 1, 101, "");
	peer_send(peer, TCP_ACK, 107, peer->iss + 1, "behind");
	peer_expect(peer, TCP_ACK, peer->iss + 1, 101, "");
	assert_int_equal(peer_state(peer, h), FSM_ESTABLISHED);
	peer_send(peer, TCP_ACK, 101, peer->iss + 1, "abc");
	peer_expect(peer, TCP_ACK, peer->iss + 1, 108, "");
	assert_int_equal(peer_state(peer, h), FSM_CLOSE_WAIT);
	assert_int_equal(tw_recv(peer->tw, h, buffer, 16, peer->now), 6);
	assert_memory_equal(buffer, "abcdef", 6);
	assert_int_equal(tw_recv(peer->tw, h, buffer, 16, peer->now),
	                 TW_E_CLOSING);
	peer_free(peer);
}

static void a_fin_behind_a_full_buffer_waits_for_the_reader(void **unused)
{
	struct peer *peer = peer_new();
	char buffer[16];
	tw_handle h;

	(void)unused;
	peer->config.receive_buffer = 6;
	peer_start(peer);
	h = peer_open(peer, listen_on(peer, 1));
	peer_send(peer, TCP_ACK | TCP_FIN, 101, peer->iss + 1, "abcdef");
	assert_int_equal(peer_state(peer, h), FSM_ESTABLISHED);
	peer_wait(peer, 100 * MS);
	peer_expect(peer, TCP_ACK, peer->iss + 1, 107, "");
	assert_int_equal(peer->got.tcp.window, 0);
	assert_int_equal(tw_recv(peer->tw, h, buffer, 16, peer->now), 6);
	peer_expect(peer, TCP_ACK, peer->iss + 1, 107, "");
	assert_int_equal(peer->got.tcp.window, 6);
	peer_send(peer, TCP_ACK | TCP_FIN, 107, peer->iss + 1, "");
	peer_expect(peer, TCP_ACK, peer->iss + 1, 108, "");
	assert_int_equal(peer_state(peer, h), FSM_CLOSE_WAIT);
	peer_free(peer);
}

/* Unbounded or quadratic reassembly: CVE-2018-5390. */
static void holes_are_bounded_and_all_text_comes_at_last(void **unused)
{
	struct peer *peer = peer_new();
	char buffer[256];
	tw_handle h;

	(void)unused;
	peer_start(peer);
	h = peer_open(peer, listen_on(peer, 1));
	for (uint32_t i = 1; i < 200; i += 2)
		peer_send(peer, TCP_ACK, 101 + i, peer->iss + 1, "x");
	for (uint32_t i = 0; i < 200; i++)
		peer_send(peer, TCP_ACK, 101 + i, peer->iss + 1,
		          i % 2 ? "x" : "y");
	assert_int_equal(tw_recv(peer->tw, h, buffer, 256, peer->now), 200);
	for (int i = 0; i < 200; i++)
		assert_int_equal(buffer[i], i % 2 ? 'x' : 'y');
	peer_free(peer);
}

/* ------------------------------------------------------------ RST, SYN */

/* Only SEG.SEQ = RCV.NXT resets (RFC 5961); RST|ACK storm: smoltcp 338. */
static void a_reset_must_hit_rcv_nxt(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h;
	int reason = 0;

	(void)unused;
	peer_start(peer);
	h = peer_open(peer, listen_on(peer, 1));
	peer_send(peer, TCP_RST, 102, 0, "");
	peer_expect(peer, TCP_ACK, peer->iss + 1, 101, "");
	peer_send(peer, TCP_RST, 100, 0, "");
	peer_expect_nothing(peer);
	assert_int_equal(peer_state(peer, h), FSM_ESTABLISHED);
	peer_send(peer, TCP_RST, 101, 0, "");
	peer_expect_nothing(peer);
	assert_int_equal(peer_reports(peer, &reason), TW_CLOSED);
	assert_int_equal(reason, TW_E_RESET);
	peer_free(peer);
}

static void challenges_are_limited_and_acknowledgments_are_not(void **unused)
{
	struct peer *peer = peer_new();
	struct tw_counters counters;

	(void)unused;
	peer->config.challenge_limit = 3;
	peer_start(peer);
	peer_open(peer, listen_on(peer, 1));
	for (int i = 0; i < 10; i++)
		peer_send(peer, TCP_RST, 102, 0, "");
	for (int i = 0; i < 3; i++)
		peer_expect(peer, TCP_ACK, peer->iss + 1, 101, "");
	peer_expect_nothing(peer);
	tw_get_counters(peer->tw, &counters);
	assert_int_equal(counters.challenges, 3);
	assert_int_equal(counters.challenges_withheld, 7);
	/* Text again is acknowledged all the same: smoltcp 1162. */
	peer_send(peer, TCP_ACK, 90, peer->iss + 1, "again");
	peer_expect(peer, TCP_ACK, peer->iss + 1, 101, "");
	peer_wait(peer, 1 * SECONDS);
	peer_send(peer, TCP_RST, 102, 0, "");
	peer_expect(peer, TCP_ACK, peer->iss + 1, 101, "");
	peer_free(peer);
}

/* What is answered here tells nothing about there: CVE-2016-5696. */
static void every_connection_has_its_own_challenge_limit(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle l;

	(void)unused;
	peer->config.challenge_limit = 1;
	peer_start(peer);
	l = listen_on(peer, 2);
	peer_open(peer, l);
	peer_send(peer, TCP_RST, 102, 0, "");
	peer_send(peer, TCP_RST, 102, 0, "");
	peer_expect(peer, TCP_ACK, peer->iss + 1, 101, "");
	peer_expect_nothing(peer);
	peer->port = 10;
	peer_open(peer, l);
	peer_send(peer, TCP_RST, 102, 0, "");
	peer_expect(peer, TCP_ACK, peer->iss + 1, 101, "");
	peer_free(peer);
}

/* A rebooted peer: RFC 9293 figure 9, from our side (smoltcp 815). */
static void a_rebooted_peer_can_connect_again(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle l, h;
	int reason = 0;

	(void)unused;
	peer_start(peer);
	l = listen_on(peer, 2);
	h = peer_open(peer, l);
	peer_send(peer, TCP_SYN, 400, 0, "");
	peer_expect(peer, TCP_ACK, peer->iss + 1, 101, "");
	peer_send(peer, TCP_RST, 101, 0, "");
	peer_reports(peer, &reason);
	assert_int_equal(reason, TW_E_RESET);
	assert_int_equal(tw_close(peer->tw, h, peer->now), TW_OK);
	peer_wait(peer, 1 * SECONDS);
	h = peer_open(peer, l);
	assert_int_equal(peer_state(peer, h), FSM_ESTABLISHED);
	peer_free(peer);
}

/* Figure 8: an old SYN,ACK is reset, the real one still establishes. */
static void a_stale_syn_ack_is_reset(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h;

	(void)unused;
	peer_start(peer);
	h = tw_connect(peer->tw, 7, &peer_socket, peer->now);
	assert_true(peer_take(peer));
	peer->iss = peer->got.tcp.seq;
	peer_send(peer, TCP_SYN | TCP_ACK, 100, peer->iss - 5, "");
	peer_expect(peer, TCP_RST, peer->iss - 5, 0, "");
	assert_int_equal(peer_state(peer, h), FSM_SYN_SENT);
	peer_send(peer, TCP_SYN | TCP_ACK, 100, peer->iss + 1, "");
	peer_expect(peer, TCP_ACK, peer->iss + 1, 101, "");
	assert_int_equal(peer_state(peer, h), FSM_ESTABLISHED);
	peer_free(peer);
}

/* ------------------------------------------------------------ TIME-WAIT */

/* The stack closes first and gets as far as TIME-WAIT: RCV.NXT is 102. */
static void enter_time_wait(struct peer *peer, tw_handle h)
{
	tw_close(peer->tw, h, peer->now);
	peer_expect(peer, TCP_ACK | TCP_FIN, peer->iss + 1, 101, "");
	peer_send(peer, TCP_ACK | TCP_FIN, 101, peer->iss + 2, "");
	peer_expect(peer, TCP_ACK, peer->iss + 2, 102, "");
}

/* TIME-WAIT never re-ACKs the peer's FIN: picoTCP. */
static void the_fin_again_restarts_time_wait(void **unused)
{
	struct peer *peer = peer_new();

	(void)unused;
	peer_start(peer);
	enter_time_wait(peer, peer_open(peer, listen_on(peer, 1)));
	peer_wait(peer, 1500 * MS);
	peer_send(peer, TCP_ACK | TCP_FIN, 101, peer->iss + 2, "");
	peer_expect(peer, TCP_ACK, peer->iss + 2, 102, "");
	peer_wait(peer, 1500 * MS);
	assert_int_equal(peer_reports(peer, NULL), 0);
	peer_wait(peer, 600 * MS);
	assert_int_equal(peer_reports(peer, NULL), TW_CLOSED);
	peer_free(peer);
}

/* A new SYN to a TIME-WAIT pair is lost: smoltcp, asterinas. */
static void a_new_syn_reopens_from_time_wait(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle l, h;
	int reason = -1;

	(void)unused;
	peer_start(peer);
	l = listen_on(peer, 1);
	enter_time_wait(peer, peer_open(peer, l));
	peer_send(peer, TCP_SYN, 102, 0, "");
	peer_expect(peer, TCP_ACK, peer->iss + 2, 102, "");
	peer_send(peer, TCP_SYN, 5000, 0, "");
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.tcp.flags, TCP_SYN | TCP_ACK);
	assert_int_equal(peer->got.tcp.ack, 5001);
	assert_true(peer->got.tcp.seq - (peer->iss + 2) < 0x80000000);
	assert_true(peer_reports(peer, &reason) & TW_CLOSED);
	assert_int_equal(reason, TW_OK);
	peer_send(peer, TCP_ACK, 5001, peer->got.tcp.seq + 1, "new");
	h = tw_accept(peer->tw, l);
	assert_true(h >= 0);
	assert_int_equal(tw_recv_ready(peer->tw, h), 3);
	peer_wait(peer, 5 * SECONDS);
	assert_int_equal(peer_state(peer, h), FSM_ESTABLISHED);
	peer_free(peer);
}

static void a_duplicate_syn_returns_to_time_wait(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle l;

	(void)unused;
	peer_start(peer);
	l = listen_on(peer, 1);
	enter_time_wait(peer, peer_open(peer, l));
	peer_send(peer, TCP_SYN, 5000, 0, "");
	assert_true(peer_take(peer));
	peer_send(peer, TCP_RST, 5001, 0, "");
	peer_expect_nothing(peer);
	/* Back in TIME-WAIT: the FIN again is acknowledged as before. */
	peer_send(peer, TCP_ACK | TCP_FIN, 101, peer->iss + 2, "");
	peer_expect(peer, TCP_ACK, peer->iss + 2, 102, "");
	peer_wait(peer, 3 * SECONDS);
	peer_reports(peer, NULL);
	peer_open(peer, l);
	peer_free(peer);
}

static void time_wait_connections_need_no_buffers(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle l;

	(void)unused;
	peer->config.connections = 2;
	peer->config.time_waits = 20;
	peer_start(peer);
	l = listen_on(peer, 1);
	for (uint16_t i = 0; i < 20; i++) {
		peer->port = (uint16_t)(2000 + i);
		enter_time_wait(peer, peer_open(peer, l));
	}
	peer_wait(peer, 3 * SECONDS);
	for (uint16_t i = 0; i < 20; i++) {
		peer_reports(peer, NULL);
		peer->port = (uint16_t)(2000 + i);
		enter_time_wait(peer, peer_open(peer, l));
	}
	peer_free(peer);
}

/* ---------------------------------------------------------- the others */

static void what_is_not_for_us_is_counted(void **unused)
{
	struct peer *peer = peer_new();
	struct tw_counters counters;
	uint8_t frame[200] = {0};

	(void)unused;
	peer_start(peer);
	for (size_t n = 0; n < sizeof frame; n++)
		tw_input(peer->tw, frame, n, 0, peer->now);
	tw_input(peer->tw, frame, 100000, 0, peer->now);
	tw_get_counters(peer->tw, &counters);
	assert_int_equal(counters.frames_in, 201);
	assert_int_equal(counters.segments_in, 0);
	assert_int_equal(counters.dropped_malformed + counters.dropped_foreign,
	                 201);
	peer_expect_nothing(peer);
	peer_free(peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(segments_for_nobody_are_reset),
		cmocka_unit_test(a_listener_answers_only_a_syn),
		cmocka_unit_test(a_reset_gives_the_backlog_place_back),
		cmocka_unit_test(half_open_connections_time_out),
		cmocka_unit_test(a_listener_may_name_its_peer),
		cmocka_unit_test(text_and_fin_on_a_syn_wait_for_established),
		cmocka_unit_test(a_fin_ahead_of_missing_text_waits),
		cmocka_unit_test(
		        a_fin_behind_a_full_buffer_waits_for_the_reader),
		cmocka_unit_test(holes_are_bounded_and_all_text_comes_at_last),
		cmocka_unit_test(a_reset_must_hit_rcv_nxt),
		cmocka_unit_test(
		        challenges_are_limited_and_acknowledgments_are_not),
		cmocka_unit_test(every_connection_has_its_own_challenge_limit),
		cmocka_unit_test(a_rebooted_peer_can_connect_again),
		cmocka_unit_test(a_stale_syn_ack_is_reset),
		cmocka_unit_test(the_fin_again_restarts_time_wait),
		cmocka_unit_test(a_new_syn_reopens_from_time_wait),
		cmocka_unit_test(a_duplicate_syn_returns_to_time_wait),
		cmocka_unit_test(time_wait_connections_need_no_buffers),
		cmocka_unit_test(what_is_not_for_us_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
