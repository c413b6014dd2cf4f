/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bugs of this stack that were found by fuzzing: random calls and segments
 * near the edges of live connections, and an oracle that looks at every
 * connection after each.
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shortest_user_timeout_ends_the_connection),
		cmocka_unit_test(calls_on_a_listener_leave_its_connection_alone),
		cmocka_unit_test(a_peer_of_port_0_hides_no_listener),
		cmocka_unit_test(nothing_is_unsent_behind_an_acknowledged_fin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
