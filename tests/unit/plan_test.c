/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * When the stack sends: silly windows, Nagle, delayed acknowledgments, window
 * probes, retransmission, large segments for the device to cut.
 */
#include "peer.h"

static const struct tw_endpoint peer_socket = {0x0a000002, 9};

/* A connection whose peer offers `window`; the next numbers: 101, iss + 1. */
static tw_handle opened(struct peer *peer)
{
	peer_start(peer);
	return peer_open(peer, tw_listen(peer->tw, 7, NULL, 1, peer->now));
}

static int64_t put(struct peer *peer, tw_handle h, const char *text,
                   unsigned flags)
{
	return tw_send(peer->tw, h, text, strlen(text), flags, peer->now);
}

/* The peer acknowledges everything up to iss + 1 + n. */
static void acked(struct peer *peer, uint32_t n)
{
	peer_send(peer, TCP_ACK, 101, peer->iss + 1 + n, "");
}

static void expect_text(struct peer *peer, uint32_t at, const char *text)
{
	peer_expect(peer, TCP_ACK | TCP_PSH, peer->iss + 1 + at, 101, text);
}

/* ------------------------------------------------------- Nagle and silly */

static void nagle_holds_the_second_small_segment(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h = opened(peer);

	(void)unused;
	put(peer, h, "a", TW_PUSH);
	expect_text(peer, 0, "a");
	put(peer, h, "b", TW_PUSH);
	put(peer, h, "c", TW_PUSH);
	peer_expect_nothing(peer);
	acked(peer, 1);
	expect_text(peer, 1, "bc");
	peer_free(peer);
}

static void nagle_can_be_switched_off(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h = opened(peer);

	(void)unused;
	assert_int_equal(tw_nodelay(peer->tw, h, true), TW_OK);
	put(peer, h, "a", TW_PUSH);
	expect_text(peer, 0, "a");
	put(peer, h, "b", TW_PUSH);
	expect_text(peer, 1, "b");
	peer_free(peer);
}

static void text_that_is_not_pushed_waits_for_the_override(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h = opened(peer);

	(void)unused;
	put(peer, h, "a", 0);
	peer_expect_nothing(peer);
	peer_wait(peer, 199 * MS);
	peer_expect_nothing(peer);
	peer_wait(peer, 1 * MS);
	peer_expect(peer, TCP_ACK, peer->iss + 1, 101, "a");
	peer_free(peer);
}

static void the_fin_goes_with_the_last_text(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h = opened(peer);

	(void)unused;
	put(peer, h, "bye", 0);
	tw_shutdown(peer->tw, h, peer->now);
	peer_expect(peer, TCP_ACK | TCP_FIN, peer->iss + 1, 101, "bye");
	peer_expect_nothing(peer);
	peer_free(peer);
}

static void the_reader_opens_no_silly_window(void **unused)
{
	struct peer *peer = peer_new();
	char buffer[64];
	tw_handle h;

	(void)unused;
	peer->config.receive_buffer = 20;
	h = opened(peer);
	peer_send(peer, TCP_ACK, 101, peer->iss + 1, "twenty octets, really");
	peer_wait(peer, 50 * MS);
	peer_expect(peer, TCP_ACK, peer->iss + 1, 121, "");
	assert_int_equal(peer->got.tcp.window, 0);
	assert_int_equal(tw_recv(peer->tw, h, buffer, 9, peer->now), 9);
	peer_expect_nothing(peer);
	assert_int_equal(tw_recv(peer->tw, h, buffer, 1, peer->now), 1);
	peer_expect(peer, TCP_ACK, peer->iss + 1, 121, "");
	assert_int_equal(peer->got.tcp.window, 10);
	peer_free(peer);
}

/* --------------------------------------------------- acknowledgments */

static void one_segment_is_acknowledged_after_the_delay(void **unused)
{
	struct peer *peer = peer_new();

	(void)unused;
	opened(peer);
	peer_send(peer, TCP_ACK | TCP_PSH, 101, peer->iss + 1, "x");
	peer_expect_nothing(peer);
	assert_true(tw_next_deadline(peer->tw) == peer->now + 40 * MS);
	peer_wait(peer, 40 * MS);
	peer_expect(peer, TCP_ACK, peer->iss + 1, 102, "");
	peer_expect_nothing(peer);
	peer_free(peer);
}

static void every_second_full_segment_is_acknowledged(void **unused)
{
	struct peer *peer = peer_new();
	char full[537];

	(void)unused;
	memset(full, 'f', 536);
	full[536] = 0;
	peer->mss = 536;
	opened(peer);
	peer_send(peer, TCP_ACK, 101, peer->iss + 1, full);
	peer_expect_nothing(peer);
	peer_send(peer, TCP_ACK, 637, peer->iss + 1, full);
	peer_expect(peer, TCP_ACK, peer->iss + 1, 1173, "");
	peer_free(peer);
}

static void an_answer_carries_the_acknowledgment(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h = opened(peer);

	(void)unused;
	peer_send(peer, TCP_ACK | TCP_PSH, 101, peer->iss + 1, "ping");
	put(peer, h, "pong", TW_PUSH);
	peer_expect(peer, TCP_ACK | TCP_PSH, peer->iss + 1, 105, "pong");
	peer_wait(peer, 100 * MS);
	peer_expect_nothing(peer);
	peer_free(peer);
}

/* --------------------------------------------------------- zero window */

/* Window update lost after zero window: smoltcp 199. */
static void a_closed_window_is_probed(void **unused)
{
	struct peer *peer = peer_new();
	uint64_t wait = 1 * SECONDS;
	tw_handle h;

	(void)unused;
	peer->window = 0;
	h = opened(peer);
	put(peer, h, "abc", TW_PUSH);
	peer_expect_nothing(peer);
	wait = tw_next_deadline(peer->tw) - peer->now;
	assert_in_range(wait, 200 * MS, 1 * SECONDS);
	peer_wait(peer, wait);
	expect_text(peer, 0, "a");
	for (int i = 0; i < 4; i++) {
		acked(peer, 0);
		peer_wait(peer, wait - 1);
		peer_expect_nothing(peer);
		peer_wait(peer, 1);
		peer_expect(peer, TCP_ACK, peer->iss + 1, 101, "a");
		wait *= 2;
	}
	peer->window = 8000;
	acked(peer, 1);
	expect_text(peer, 1, "bc");
	peer_free(peer);
}

static void a_window_that_opens_lets_the_probed_octet_go_again(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h;

	(void)unused;
	peer->window = 0;
	h = opened(peer);
	put(peer, h, "abc", TW_PUSH);
	peer_expect_nothing(peer);
	peer_wait(peer, tw_next_deadline(peer->tw) - peer->now);
	expect_text(peer, 0, "a");
	peer->window = 8000;
	acked(peer, 0);
	peer_expect(peer, TCP_ACK, peer->iss + 1, 101, "a");
	acked(peer, 1);
	expect_text(peer, 1, "bc");
	peer_free(peer);
}

/* The user timeout waits while the peer answers (MUST-37). */
static void a_closed_window_is_no_reason_to_give_up(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h;

	(void)unused;
	peer->window = 0;
	h = opened(peer);
	put(peer, h, "abc", TW_PUSH);
	for (int i = 0; i < 200; i++) {
		while (peer_take(peer))
			acked(peer, 0);
		peer_wait(peer, 1 * SECONDS);
	}
	assert_int_equal(peer_state(peer, h), FSM_ESTABLISHED);
	peer_free(peer);
}

/* A deferred FIN at zero window is never sent: gvisor 13393, ipstack 89. */
static void the_fin_alone_is_probed_too(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h;

	(void)unused;
	peer->window = 0;
	h = opened(peer);
	tw_shutdown(peer->tw, h, peer->now);
	peer_expect_nothing(peer);
	peer_wait(peer, tw_next_deadline(peer->tw) - peer->now);
	peer_expect(peer, TCP_ACK | TCP_FIN, peer->iss + 1, 101, "");
	acked(peer, 1);
	assert_int_equal(peer_state(peer, h), FSM_FIN_WAIT_2);
	peer_free(peer);
}

/* ----------------------------------------------------- retransmission */

static void a_syn_is_sent_again_until_the_user_timeout(void **unused)
{
	struct peer *peer = peer_new();
	uint64_t began;
	int reason = 0;

	(void)unused;
	peer_start(peer);
	began = peer->now;
	tw_connect(peer->tw, 7, &peer_socket, peer->now);
	assert_true(peer_take(peer));
	for (uint64_t at = 1; at < 30; at = at * 2 + 1) {
		peer_wait(peer, began + at * SECONDS - 1 - peer->now);
		peer_expect_nothing(peer);
		peer_wait(peer, 1);
		assert_true(peer_take(peer));
		assert_int_equal(peer->got.tcp.flags, TCP_SYN);
	}
	peer_wait(peer, began + 30 * SECONDS - peer->now);
	assert_int_equal(peer_reports(peer, &reason),
	                 TW_RETRANSMITTING | TW_CLOSED);
	assert_int_equal(reason, TW_E_TIMEOUT);
	assert_true(tw_next_deadline(peer->tw) > peer->now);
	peer_free(peer);
}

static void three_duplicates_send_the_front_again(void **unused)
{
	struct peer *peer = peer_new();
	static char text[4001];
	unsigned sent = 0;
	tw_handle h;

	(void)unused;
	memset(text, 't', 4000);
	peer->mss = 1000;
	h = opened(peer);
	put(peer, h, text, TW_PUSH);
	while (peer_take(peer))
		sent++;
	assert_int_equal(sent, 4);
	acked(peer, 0);
	acked(peer, 0);
	peer_expect_nothing(peer);
	acked(peer, 0);
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.tcp.seq, peer->iss + 1);
	assert_int_equal(peer->got.text, 1000);
	/* A partial acknowledgment: the next hole at once (RFC 6582). */
	acked(peer, 2000);
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.tcp.seq, peer->iss + 2001);
	acked(peer, 4000);
	peer_expect_nothing(peer);
	assert_true(tw_next_deadline(peer->tw) == UINT64_MAX);
	peer_free(peer);
}

/* The FIN never retransmitted, or without its bit: smoltcp 279. */
static void a_fin_is_sent_again_with_its_bit(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h = opened(peer);

	(void)unused;
	put(peer, h, "bye", TW_PUSH);
	tw_shutdown(peer->tw, h, peer->now);
	peer_expect(peer, TCP_ACK | TCP_FIN | TCP_PSH, peer->iss + 1, 101,
	            "bye");
	peer_wait(peer, tw_next_deadline(peer->tw) - peer->now);
	peer_expect(peer, TCP_ACK | TCP_FIN | TCP_PSH, peer->iss + 1, 101,
	            "bye");
	acked(peer, 3);
	peer_wait(peer, tw_next_deadline(peer->tw) - peer->now);
	peer_expect(peer, TCP_ACK | TCP_FIN, peer->iss + 4, 101, "");
	peer_free(peer);
}

/* Arithmetic on a shrunken window: smoltcp 489, 1048. */
static void a_window_that_shrinks_sends_nothing_beyond_it(void **unused)
{
	struct peer *peer = peer_new();
	static char text[3001];
	tw_handle h;

	(void)unused;
	memset(text, 't', 3000);
	peer->mss = 1000;
	h = opened(peer);
	put(peer, h, text, TW_PUSH);
	while (peer_take(peer))
		;
	peer->window = 10;
	acked(peer, 1000);
	put(peer, h, "more", TW_PUSH);
	peer_expect_nothing(peer);
	peer_wait(peer, tw_next_deadline(peer->tw) - peer->now);
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.tcp.seq, peer->iss + 1001);
	assert_int_equal(peer->got.text, 10);
	peer_expect_nothing(peer);
	peer_free(peer);
}

static void a_dead_peer_is_found_by_keepalives(void **unused)
{
	struct peer *peer = peer_new();
	unsigned probes = 0;
	int reason = 0;

	(void)unused;
	peer->config.keepalive = 10 * SECONDS;
	opened(peer);
	for (int i = 0; i < 100; i++) {
		peer_wait(peer, 1 * SECONDS);
		while (peer_take(peer)) {
			probes++;
			assert_int_equal(peer->got.tcp.flags, TCP_ACK);
			assert_int_equal(peer->got.tcp.seq, peer->iss);
		}
	}
	assert_int_equal(probes, 8);
	assert_int_equal(peer_reports(peer, &reason), TW_CLOSED);
	assert_int_equal(reason, TW_E_TIMEOUT);
	peer_free(peer);
}

/* -------------------------------------------------------------- urgent */

static void urgent_text_points_behind_its_last_octet(void **unused)
{
	struct peer *peer = peer_new();
	struct tw_status status;
	tw_handle h = opened(peer);
	char text[8];

	(void)unused;
	assert_int_equal(put(peer, h, "now!", TW_URGENT), 4);
	peer_expect(peer, TCP_ACK | TCP_PSH | TCP_URG, peer->iss + 1, 101,
	            "now!");
	assert_int_equal(peer->got.tcp.urgent, 4);
	peer->urgent = 5;
	peer_send(peer, TCP_ACK | TCP_URG, 101, peer->iss + 5, "ab");
	assert_true(peer_reports(peer, NULL) & TW_URGENT_DATA);
	tw_status(peer->tw, h, &status, peer->now);
	assert_true(status.urgent);
	peer_send(peer, TCP_ACK, 103, peer->iss + 5, "cde");
	assert_int_equal(tw_recv(peer->tw, h, text, sizeof text, peer->now), 5);
	tw_status(peer->tw, h, &status, peer->now);
	assert_false(status.urgent);
	/* Forgotten, so that 2 GB later it does not seem to be ahead again. */
	assert_false(status.tcb.snd_urg);
	assert_false(status.tcb.rcv_urg);
	peer_free(peer);
}

/* ------------------------------------------------- large segments */

static void a_device_that_segments_gets_large_frames(void **unused)
{
	struct peer *peer = peer_new();
	static char text[12001];
	tw_handle h;

	(void)unused;
	memset(text, 't', 12000);
	peer->config.gso_size = 65000;
	peer->config.partial_checksum = true;
	peer->config.no_congestion = true;
	peer->mss = 1000;
	peer->window = 9500;
	h = opened(peer);
	put(peer, h, text, TW_PUSH);
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.text, 9000);
	assert_int_equal(peer->frame.gso_size, 1000);
	assert_int_equal(peer->frame.header_length, 54);
	assert_int_equal(peer->frame.checksum_start, 34);
	assert_int_equal(peer->frame.checksum_offset, 16);
	assert_true(peer->frame.needs_checksum);
	assert_int_equal(peer->frame.event, FSM_E_TRANSMIT);
	assert_int_equal(peer->frame.row[0], FSM_R_TRANSMIT_1);
	peer_expect_nothing(peer);
	acked(peer, 9000);
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.text, 3000);
	assert_int_equal(peer->got.tcp.flags, TCP_ACK | TCP_PSH);
	peer_expect_nothing(peer);
	peer_free(peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nagle_holds_the_second_small_segment),
		cmocka_unit_test(nagle_can_be_switched_off),
		cmocka_unit_test(
		        text_that_is_not_pushed_waits_for_the_override),
		cmocka_unit_test(the_fin_goes_with_the_last_text),
		cmocka_unit_test(the_reader_opens_no_silly_window),
		cmocka_unit_test(one_segment_is_acknowledged_after_the_delay),
		cmocka_unit_test(every_second_full_segment_is_acknowledged),
		cmocka_unit_test(an_answer_carries_the_acknowledgment),
		cmocka_unit_test(a_closed_window_is_probed),
		cmocka_unit_test(
		        a_window_that_opens_lets_the_probed_octet_go_again),
		cmocka_unit_test(a_closed_window_is_no_reason_to_give_up),
		cmocka_unit_test(the_fin_alone_is_probed_too),
		cmocka_unit_test(a_syn_is_sent_again_until_the_user_timeout),
		cmocka_unit_test(three_duplicates_send_the_front_again),
		cmocka_unit_test(a_fin_is_sent_again_with_its_bit),
		cmocka_unit_test(
		        a_window_that_shrinks_sends_nothing_beyond_it),
		cmocka_unit_test(a_dead_peer_is_found_by_keepalives),
		cmocka_unit_test(urgent_text_points_behind_its_last_octet),
		cmocka_unit_test(a_device_that_segments_gets_large_frames),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
