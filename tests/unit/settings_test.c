/* SPDX-License-Identifier: BSD-2-Clause */
#include "peer.h"

static const struct tw_endpoint peer_socket = {0x0a000002, 9};

static void the_user_timeout_of_one_connection(void **unused)
{
	struct peer *peer = peer_new();
	int reason = 0;
	tw_handle h;

	(void)unused;
	peer_start(peer);
	h = tw_connect(peer->tw, 7, &peer_socket, peer->now);
	assert_int_equal(tw_user_timeout(peer->tw, h, 2 * SECONDS, peer->now),
	                 TW_OK);
	peer_wait(peer, 2 * SECONDS);
	assert_int_equal(peer_reports(peer, &reason), TW_CLOSED);
	assert_int_equal(reason, TW_E_TIMEOUT);
	peer_free(peer);
}

/* "an interactive application might set R2 to infinity" (3.8.3) */
static void it_may_be_infinite(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h;

	(void)unused;
	peer_start(peer);
	h = tw_connect(peer->tw, 7, &peer_socket, peer->now);
	tw_user_timeout(peer->tw, h, UINT64_MAX, peer->now);
	for (int i = 0; i < 1000; i++) {
		while (peer_take(peer))
			;
		peer_wait(peer, 30 * SECONDS);
	}
	assert_int_equal(peer_state(peer, h), FSM_SYN_SENT);
	peer_free(peer);
}

static void keepalives_are_off_until_asked_for(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h;

	(void)unused;
	peer_start(peer);
	h = peer_open(peer, tw_listen(peer->tw, 7, NULL, 1, peer->now));
	assert_true(tw_next_deadline(peer->tw) == UINT64_MAX);
	tw_keepalive(peer->tw, h, true, 0, peer->now);
	assert_true(tw_next_deadline(peer->tw) ==
	            peer->now + 7200 * (uint64_t)SECONDS);
	peer_wait(peer, 7200 * (uint64_t)SECONDS);
	peer_expect(peer, TCP_ACK, peer->iss, 101, "");
	peer_send(peer, TCP_ACK, 101, peer->iss + 1, "");
	tw_keepalive(peer->tw, h, true, 1 * SECONDS, peer->now);
	peer_wait(peer, 1 * SECONDS);
	peer_expect(peer, TCP_ACK, peer->iss, 101, "");
	peer_expect_nothing(peer);
	tw_keepalive(peer->tw, h, false, 0, peer->now);
	assert_true(tw_next_deadline(peer->tw) == UINT64_MAX);
	peer_free(peer);
}

static void accepted_connections_inherit(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle l;

	(void)unused;
	peer_start(peer);
	l = tw_listen(peer->tw, 7, NULL, 1, peer->now);
	tw_keepalive(peer->tw, l, true, 3 * SECONDS, peer->now);
	assert_true(tw_next_deadline(peer->tw) == UINT64_MAX);
	assert_int_equal(tw_diffserv(peer->tw, l, 46), TW_OK);
	peer_open(peer, l);
	assert_int_equal(peer->got.ip.tos, 46 * 4);
	assert_true(tw_next_deadline(peer->tw) == peer->now + 3 * SECONDS);
	peer_free(peer);
}

static void the_datagram_is_marked_as_told(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h;

	(void)unused;
	peer->config.ttl = 7;
	peer_start(peer);
	h = peer_open(peer, tw_listen(peer->tw, 7, NULL, 1, peer->now));
	assert_int_equal(peer->got.ip.ttl, 7);
	assert_int_equal(peer->got.ip.tos, 0);
	assert_int_equal(tw_diffserv(peer->tw, h, 64), TW_E_DIFFSERV);
	assert_int_equal(tw_diffserv(peer->tw, h, 63), TW_OK);
	tw_send(peer->tw, h, "x", 1, TW_PUSH, peer->now);
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.ip.tos, 252);
	peer_free(peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_user_timeout_of_one_connection),
		cmocka_unit_test(it_may_be_infinite),
		cmocka_unit_test(keepalives_are_off_until_asked_for),
		cmocka_unit_test(accepted_connections_inherit),
		cmocka_unit_test(the_datagram_is_marked_as_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
