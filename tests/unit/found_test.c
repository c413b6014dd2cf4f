/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bugs of this stack, found by reading it beside the RFC, by Eva, and by
 * fuzzing: random calls and segments near the edges of live connections, and
 * an oracle that looks at every connection after each.
 */
#include "peer.h"

static const struct tw_endpoint peer_socket = {0x0a000002, 9};

static tw_handle opened(struct peer *peer)
{
	tw_handle l;

	peer_start(peer);
	l = tw_listen(peer->tw, 7, NULL, 2, peer->now);
	assert_true(l >= 0);
	return peer_open(peer, l);
}

static int64_t text_of(struct peer *peer, tw_handle h, char *text, size_t n)
{
	int64_t got;

	memset(text, 0, n);
	got = tw_recv(peer->tw, h, text, n - 1, peer->now);
	return got;
}

/* A timer that was due again at once kept tw_expire() busy for ever. */
static void the_shortest_user_timeout_ends_the_connection(void **unused)
{
	struct peer *peer = peer_new();
	int reason = TW_OK;

	(void)unused;
	peer->config.user_timeout = 1;
	peer_start(peer);
	assert_true(tw_connect(peer->tw, 7, &peer_socket, peer->now) >= 0);
	peer_wait(peer, 0);
	assert_true(tw_next_deadline(peer->tw) > peer->now);
	peer_wait(peer, 1);
	assert_true(peer_reports(peer, &reason) & TW_CLOSED);
	assert_int_equal(reason, TW_E_TIMEOUT);
	peer_free(peer);
}

/* A SEND, or OPEN, that was refused hid the connection from its segments. */
static void calls_on_a_listener_leave_its_connection_alone(void **unused)
{
	static const struct tw_endpoint nobody = {0x0a0000ff, 9};
	struct peer *peer = peer_new();
	char text[8];
	tw_handle l, h;

	(void)unused;
	peer_start(peer);
	l = tw_listen(peer->tw, 7, &peer_socket, 2, peer->now);
	h = peer_open(peer, l);
	assert_int_equal(tw_send(peer->tw, l, "x", 1, 0, peer->now),
	                 TW_E_RESOURCES);
	assert_int_equal(tw_open(peer->tw, l, NULL, peer->now), TW_E_EXISTS);
	assert_int_equal(tw_open(peer->tw, l, &nobody, peer->now),
	                 TW_E_ILLEGAL);
	assert_int_equal(peer_state(peer, l), FSM_LISTEN);
	peer_send(peer, TCP_ACK, 101, peer->iss + 1, "abc");
	assert_int_equal(tw_recv(peer->tw, h, text, sizeof text,
	                         peer->now), 3);
	peer_free(peer);
}

/* A SYN from port 0 took the place of a listener for one address. */
static void a_peer_of_port_0_hides_no_listener(void **unused)
{
	static const struct tw_endpoint host = {0x0a000002, 0};
	struct peer *peer = peer_new();
	tw_handle l;

	(void)unused;
	peer_start(peer);
	l = tw_listen(peer->tw, 7, &host, 2, peer->now);
	peer->port = 0;
	peer_send(peer, TCP_SYN, 100, 0, "");
	peer->port = 9;
	assert_true(peer_open(peer, l) >= 0);
	peer_free(peer);
}

/* Of a FIN that was acknowledged, one octet seemed to be unsent for ever. */
static void nothing_is_unsent_behind_an_acknowledged_fin(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h = opened(peer);
	struct tw_status status;

	(void)unused;
	assert_int_equal(tw_shutdown(peer->tw, h, peer->now), TW_OK);
	peer_expect(peer, TCP_FIN | TCP_ACK, peer->iss + 1, 101, "");
	peer_send(peer, TCP_ACK, 101, peer->iss + 2, "");
	assert_int_equal(tw_status(peer->tw, h, &status, peer->now), TW_OK);
	assert_int_equal(status.state, FSM_FIN_WAIT_2);
	assert_int_equal(status.unsent, 0);
	peer_free(peer);
}

/* MUST-33: urgent octets that are on hand are still to be read. */
static void urgent_octets_on_hand_are_announced_until_read(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h = opened(peer);
	struct tw_status status;
	char text[3];

	(void)unused;
	peer->urgent = 2;
	peer_send(peer, TCP_ACK | TCP_URG, 101, peer->iss + 1, "abcd");
	for (int urgent = 1; urgent >= 0; urgent--) {
		assert_int_equal(tw_status(peer->tw, h, &status, peer->now),
		                 TW_OK);
		assert_int_equal(status.urgent, urgent);
		assert_int_equal(text_of(peer, h, text, sizeof text), 2);
	}
	peer_free(peer);
}

/* FIN with the ACK of our SYN: the CLOSE queued in SYN-RECEIVED was lost. */
static void queued_close_survives_a_fin_with_the_ack(void **unused)
{
	struct peer *peer = peer_new();
	int reason = TW_E_RESET;
	uint32_t iss;
	tw_handle h;

	(void)unused;
	peer_start(peer);
	h = tw_connect(peer->tw, 7, &peer_socket, peer->now);
	assert_true(peer_take(peer));
	iss = peer->got.tcp.seq;
	peer_send(peer, TCP_SYN, 100, 0, "");
	peer_expect(peer, TCP_SYN | TCP_ACK, iss, 101, "");
	assert_int_equal(tw_send(peer->tw, h, "hi", 2, 0, peer->now), 2);
	assert_int_equal(tw_close(peer->tw, h, peer->now), TW_OK);
	peer_send(peer, TCP_ACK | TCP_FIN, 101, iss + 1, "");
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.tcp.flags & TCP_FIN, TCP_FIN);
	assert_int_equal(peer->got.text, 2);
	peer_send(peer, TCP_ACK, 102, iss + 4, "");
	assert_int_equal(peer_reports(peer, &reason), TW_CLOSED);
	assert_int_equal(reason, TW_OK);
	peer_free(peer);
}

/* The listener stood in the way of its own child in the table. */
static void listener_for_one_peer_accepts_it(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle l, h;

	(void)unused;
	peer_start(peer);
	l = tw_listen(peer->tw, 7, &peer_socket, 1, peer->now);
	assert_true(l >= 0);
	for (int i = 0; i < 2; i++) {
		h = peer_open(peer, l);
		peer_send(peer, TCP_RST, 101, 0, "");
		assert_int_equal(peer_state(peer, h), FSM_CLOSED);
		assert_int_equal(tw_close(peer->tw, h, peer->now), TW_OK);
		assert_int_equal(peer_reports(peer, NULL), TW_CLOSED);
	}
	peer_free(peer);
}

/* A challenge that was withheld took an owed acknowledgment with it. */
static void a_withheld_challenge_leaves_the_ack_owed(void **unused)
{
	struct peer *peer = peer_new();

	(void)unused;
	peer->config.challenge_limit = 1;
	opened(peer);
	peer_send(peer, TCP_RST, 150, 0, "");
	peer_expect(peer, TCP_ACK, peer->iss + 1, 101, "");
	peer_send(peer, TCP_ACK, 101, peer->iss + 1, "abc");
	peer_send(peer, TCP_RST, 150, 0, "");
	peer_wait(peer, 50 * MS);
	peer_expect(peer, TCP_ACK, peer->iss + 1, 104, "");
	peer_free(peer);
}

/* A retransmission too large for the caller's buffer was never sent. */
static void a_small_buffer_gets_retransmissions_too(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h = opened(peer);
	uint8_t frame[200];
	char text[301];

	(void)unused;
	memset(text, 'x', sizeof text);
	assert_int_equal(tw_send(peer->tw, h, text, 300, TW_PUSH, peer->now),
	                 300);
	for (int i = 0; i < 2; i++) {
		while (tw_output(peer->tw, frame, sizeof frame, NULL,
		                 peer->now) > 0)
			;
		peer_wait(peer, 2 * SECONDS);
	}
	assert_int_equal(tw_output(peer->tw, frame, sizeof frame, &peer->frame,
	                           peer->now), sizeof frame);
	assert_true(peer->frame.tcp);
	assert_int_equal(peer->frame.event, FSM_E_RETRANSMISSION_TIMEOUT);
	peer_free(peer);
}

/* Eight keep-alives without an answer ended TIME-WAIT before 2 MSL. */
static void keepalives_do_not_end_time_wait(void **unused)
{
	struct peer *peer = peer_new();
	int reason = TW_E_TIMEOUT;
	tw_handle h;

	(void)unused;
	peer->config.keepalive = SECONDS;
	peer->config.msl = 60 * SECONDS;
	h = opened(peer);
	assert_int_equal(tw_close(peer->tw, h, peer->now), TW_OK);
	peer_expect(peer, TCP_FIN | TCP_ACK, peer->iss + 1, 101, "");
	peer_send(peer, TCP_ACK | TCP_FIN, 101, peer->iss + 2, "");
	peer_expect(peer, TCP_ACK, peer->iss + 2, 102, "");
	for (int i = 0; i < 119; i++) {
		peer_wait(peer, SECONDS);
		peer_expect_nothing(peer);
		assert_int_equal(peer_reports(peer, NULL), 0);
	}
	peer_wait(peer, SECONDS);
	assert_int_equal(peer_reports(peer, &reason), TW_CLOSED);
	assert_int_equal(reason, TW_OK);
	peer_free(peer);
}

/*
 * A SYN that reopens a connection in TIME-WAIT makes one with the listener's
 * settings. It took the old one's keep-alive timer over: with an interval of 0,
 * where the listener has keep-alives off, tw_expire() never came back.
 */
static void a_reopened_connection_has_no_old_keepalive(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle l;

	(void)unused;
	peer->config.keepalive = SECONDS;
	peer_start(peer);
	l = tw_listen(peer->tw, 7, NULL, 1, peer->now);
	assert_true(tw_close(peer->tw, peer_open(peer, l), peer->now) == TW_OK);
	peer_expect(peer, TCP_FIN | TCP_ACK, peer->iss + 1, 101, "");
	peer_send(peer, TCP_ACK | TCP_FIN, 101, peer->iss + 2, "");
	peer_expect(peer, TCP_ACK, peer->iss + 2, 102, "");
	assert_int_equal(tw_keepalive(peer->tw, l, false, 0, peer->now), TW_OK);
	peer_send(peer, TCP_SYN, 5000, 0, "");
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.tcp.flags, TCP_SYN | TCP_ACK);
	peer_wait(peer, SECONDS);
	assert_true(tw_next_deadline(peer->tw) > peer->now);
	peer_free(peer);
}

/* MUST-26: text without an acknowledgment has the user timeout. */
static void keepalives_leave_outstanding_text_alone(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h;

	(void)unused;
	peer->config.keepalive = SECONDS;
	h = opened(peer);
	assert_int_equal(tw_send(peer->tw, h, "x", 1, TW_PUSH, peer->now), 1);
	assert_true(peer_take(peer));
	for (int i = 0; i < 29; i++) {
		peer_wait(peer, SECONDS);
		while (peer_take(peer))
			assert_int_equal(peer->got.tcp.seq, peer->iss + 1);
		assert_int_equal(peer_state(peer, h), FSM_ESTABLISHED);
	}
	peer_wait(peer, SECONDS);
	assert_int_equal(peer_state(peer, h), FSM_CLOSED);
	peer_free(peer);
}

/* A report that says nothing, of a handle that was closed. */
static void closing_leaves_no_empty_report(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h = opened(peer);
	struct tw_report report;
	char text[8];

	(void)unused;
	peer_send(peer, TCP_ACK, 101, peer->iss + 1, "abc");
	assert_int_equal(text_of(peer, h, text, sizeof text), 3);
	assert_int_equal(tw_close(peer->tw, h, peer->now), TW_OK);
	assert_false(tw_report(peer->tw, &report));
	peer_free(peer);
}

/* At the end of time, "never" was due, and its owner no one. */
static void nothing_is_due_at_the_end_of_time(void **unused)
{
	struct peer *peer = peer_new();

	(void)unused;
	peer_start(peer);
	tw_expire(peer->tw, UINT64_MAX);
	assert_true(tw_next_deadline(peer->tw) == UINT64_MAX);
	peer_free(peer);
}

/*
 * A CLOSE of both directions behind a queued one was forgotten: who had shut
 * one direction in SYN-RECEIVED, and then released the handle, left a
 * connection that took text nobody could read, and never ended.
 */
static void a_second_queued_close_shuts_the_other_direction(void **unused)
{
	struct peer *peer = peer_new();
	int reason = TW_OK;
	uint32_t iss;
	tw_handle h;

	(void)unused;
	peer_start(peer);
	h = tw_connect(peer->tw, 7, &peer_socket, peer->now);
	assert_true(peer_take(peer));
	iss = peer->got.tcp.seq;
	peer_send(peer, TCP_SYN, 100, 0, "");
	peer_expect(peer, TCP_SYN | TCP_ACK, iss, 101, "");
	assert_int_equal(tw_send(peer->tw, h, "hi", 2, 0, peer->now), 2);
	assert_int_equal(tw_shutdown(peer->tw, h, peer->now), TW_OK);
	assert_int_equal(tw_close(peer->tw, h, peer->now), TW_OK);
	peer_send(peer, TCP_ACK, 101, iss + 1, "");
	peer_expect(peer, TCP_ACK | TCP_FIN, iss + 1, 101, "hi");
	peer_send(peer, TCP_ACK, 101, iss + 4, "unread");
	peer_expect(peer, TCP_RST, iss + 4, 0, "");
	assert_int_equal(peer_reports(peer, &reason), TW_CLOSED);
	assert_int_equal(reason, TW_E_RESET);
	peer_free(peer);
}

/*
 * A STATUS between the ack timer's expiry and the next tw_output() started the
 * timer again, and tw_next_deadline() did not know.
 */
static void a_status_call_leaves_no_stale_deadline(void **unused)
{
	struct peer *peer = peer_new();
	struct tw_status status;
	tw_handle h;

	(void)unused;
	h = opened(peer);
	peer_send(peer, TCP_ACK, 101, peer->iss + 1, "text");
	peer->now = tw_next_deadline(peer->tw);
	tw_expire(peer->tw, peer->now);
	assert_int_equal(tw_status(peer->tw, h, &status, peer->now), TW_OK);
	assert_true(tw_next_deadline(peer->tw) <= peer->now +
	            peer->config.delayed_ack);
	peer_expect(peer, TCP_ACK, peer->iss + 1, 105, "");
	peer_free(peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shortest_user_timeout_ends_the_connection),
		cmocka_unit_test(
		        calls_on_a_listener_leave_its_connection_alone),
		cmocka_unit_test(a_peer_of_port_0_hides_no_listener),
		cmocka_unit_test(
		        urgent_octets_on_hand_are_announced_until_read),
		cmocka_unit_test(queued_close_survives_a_fin_with_the_ack),
		cmocka_unit_test(listener_for_one_peer_accepts_it),
		cmocka_unit_test(a_withheld_challenge_leaves_the_ack_owed),
		cmocka_unit_test(a_small_buffer_gets_retransmissions_too),
		cmocka_unit_test(keepalives_do_not_end_time_wait),
		cmocka_unit_test(a_reopened_connection_has_no_old_keepalive),
		cmocka_unit_test(keepalives_leave_outstanding_text_alone),
		cmocka_unit_test(closing_leaves_no_empty_report),
		cmocka_unit_test(nothing_is_due_at_the_end_of_time),
		cmocka_unit_test(nothing_is_unsent_behind_an_acknowledged_fin),
		cmocka_unit_test(
		        a_second_queued_close_shuts_the_other_direction),
		cmocka_unit_test(a_status_call_leaves_no_stale_deadline),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
