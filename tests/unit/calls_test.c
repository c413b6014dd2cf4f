/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The user's calls: every one is legal in every state and answers as RFC 9293
 * section 3.10 says.
 */
#include "peer.h"

static const struct tw_endpoint peer_socket = {0x0a000002, 9};

static tw_handle listen_on(struct peer *peer)
{
	return tw_listen(peer->tw, 7, NULL, 1, peer->now);
}

/* ---------------------------------------------------------------- OPEN */

static void listening_twice_already_exists(void **unused)
{
	struct peer *peer = peer_new();

	(void)unused;
	peer_start(peer);
	assert_true(listen_on(peer) >= 0);
	assert_int_equal(listen_on(peer), TW_E_EXISTS);
	assert_true(tw_listen(peer->tw, 7, &peer_socket, 1, peer->now) >= 0);
	assert_true(tw_listen(peer->tw, 8, NULL, 1, peer->now) >= 0);
	assert_int_equal(tw_listen(peer->tw, 0, NULL, 1, peer->now),
	                 TW_E_ILLEGAL);
	peer_free(peer);
}

static void connecting_needs_a_possible_remote_socket(void **unused)
{
	struct peer *peer = peer_new();
	const struct {
		struct tw_endpoint remote;
		int error;
	} cases[] = {
		{{0, 9}, TW_E_UNSPECIFIED},
		{{0x0a000002, 0}, TW_E_UNSPECIFIED},
		{{0x0a0000ff, 9}, TW_E_ILLEGAL},        /* broadcast */
		{{0xe0000001, 9}, TW_E_ILLEGAL},        /* multicast */
		{{0xffffffff, 9}, TW_E_ILLEGAL},
		{{0x0a000001, 9}, TW_E_ILLEGAL},        /* ourselves */
		{{0x08080808, 9}, TW_E_ILLEGAL},        /* no gateway */
	};

	(void)unused;
	peer_start(peer);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_int_equal(tw_connect(peer->tw, 5, &cases[i].remote,
		                            peer->now), cases[i].error);
	peer_expect_nothing(peer);
	assert_true(tw_connect(peer->tw, 5, &peer_socket, peer->now) >= 0);
	assert_int_equal(tw_connect(peer->tw, 5, &peer_socket, peer->now),
	                 TW_E_EXISTS);
	peer_free(peer);
}

static void a_host_off_the_net_is_reached_by_the_gateway(void **unused)
{
	struct peer *peer = peer_new();
	struct tw_endpoint far = {0x08080808, 53};

	(void)unused;
	peer->config.gateway = 0x0a000002;
	peer_start(peer);
	assert_true(tw_connect(peer->tw, 5, &far, peer->now) >= 0);
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.ip.dst, 0x08080808);
	assert_true(peer->got.ether.dst == 0x020000000002);
	peer_free(peer);
}

static void connections_run_out_and_come_back(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h[3];

	(void)unused;
	peer->config.connections = 3;
	peer_start(peer);
	for (int i = 0; i < 3; i++)
		h[i] = tw_connect(peer->tw, 0, &peer_socket, peer->now);
	assert_int_equal(tw_connect(peer->tw, 0, &peer_socket, peer->now),
	                 TW_E_RESOURCES);
	assert_int_equal(tw_listen(peer->tw, 7, NULL, 1, peer->now),
	                 TW_E_RESOURCES);
	assert_int_equal(tw_close(peer->tw, h[1], peer->now), TW_OK);
	assert_int_equal(peer_reports(peer, NULL), TW_CLOSED);
	assert_true(tw_connect(peer->tw, 0, &peer_socket, peer->now) >= 0);
	assert_int_equal(tw_close(peer->tw, h[1], peer->now), TW_E_NOT_EXIST);
	peer_free(peer);
}

static void ephemeral_ports_differ(void **unused)
{
	struct peer *peer = peer_new();
	uint16_t port[10];

	(void)unused;
	peer_start(peer);
	for (int i = 0; i < 10; i++) {
		tw_connect(peer->tw, 0, &peer_socket, peer->now);
		assert_true(peer_take(peer));
		port[i] = peer->got.tcp.sport;
		assert_in_range(port[i], 49152, 65535);
		for (int k = 0; k < i; k++)
			assert_int_not_equal(port[i], port[k]);
	}
	peer_free(peer);
}

/* LISTEN STATE of OPEN and SEND: from passive to active. */
static void a_listener_can_become_active(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle l;

	(void)unused;
	peer_start(peer);
	l = listen_on(peer);
	assert_int_equal(tw_open(peer->tw, l, NULL, peer->now),
	                 TW_E_UNSPECIFIED);
	assert_int_equal(tw_send(peer->tw, l, "x", 1, 0, peer->now),
	                 TW_E_UNSPECIFIED);
	assert_int_equal(tw_open(peer->tw, l, &peer_socket, peer->now), TW_OK);
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.tcp.flags, TCP_SYN);
	assert_int_equal(tw_open(peer->tw, l, &peer_socket, peer->now),
	                 TW_E_EXISTS);
	assert_int_equal(tw_accept(peer->tw, l), TW_E_ILLEGAL);
	peer_send(peer, TCP_SYN | TCP_ACK, 100, peer->got.tcp.seq + 1, "");
	assert_int_equal(peer_state(peer, l), FSM_ESTABLISHED);
	assert_int_equal(peer_reports(peer, NULL), TW_ESTABLISHED);
	peer_free(peer);
}

static void a_send_opens_a_listener_that_knows_its_peer(void **unused)
{
	struct peer *peer = peer_new();
	uint32_t iss;
	tw_handle l;

	(void)unused;
	peer_start(peer);
	l = tw_listen(peer->tw, 7, &peer_socket, 1, peer->now);
	assert_int_equal(tw_send(peer->tw, l, "hello", 5, TW_URGENT,
	                         peer->now), 5);
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.tcp.flags, TCP_SYN);
	iss = peer->got.tcp.seq;
	peer_send(peer, TCP_SYN | TCP_ACK, 100, iss + 1, "");
	peer_expect(peer, TCP_ACK | TCP_PSH | TCP_URG, iss + 1, 101, "hello");
	assert_int_equal(peer->got.tcp.urgent, 5);
	peer_free(peer);
}

/* ------------------------------------------------- every call, any state */

/* Refused and pending look the same: wolfIP 171. Here they do not. */
static void calls_in_syn_sent_answer(void **unused)
{
	struct peer *peer = peer_new();
	char buffer[4];
	int reason = 0;
	tw_handle h;

	(void)unused;
	peer_start(peer);
	h = tw_connect(peer->tw, 7, &peer_socket, peer->now);
	assert_int_equal(tw_recv(peer->tw, h, buffer, 4, peer->now),
	                 TW_E_PENDING);
	assert_int_equal(tw_send(peer->tw, h, "abc", 3, 0, peer->now), 3);
	assert_int_equal(peer_state(peer, h), FSM_SYN_SENT);
	assert_true(peer_take(peer));
	peer_send(peer, TCP_RST | TCP_ACK, 0, peer->got.tcp.seq + 1, "");
	assert_int_equal(peer_reports(peer, &reason), TW_CLOSED);
	assert_int_equal(reason, TW_E_REFUSED);
	assert_int_equal(tw_recv(peer->tw, h, buffer, 4, peer->now),
	                 TW_E_NOT_EXIST);
	assert_int_equal(tw_send(peer->tw, h, "abc", 3, 0, peer->now),
	                 TW_E_NOT_EXIST);
	assert_int_equal(tw_shutdown(peer->tw, h, peer->now), TW_E_NOT_EXIST);
	assert_int_equal(tw_abort(peer->tw, h, peer->now), TW_E_NOT_EXIST);
	assert_int_equal(tw_close(peer->tw, h, peer->now), TW_OK);
	assert_int_equal(peer_reports(peer, NULL), 0);
	peer_free(peer);
}

/* CLOSE in SYN-RECEIVED with text pending waits for ESTABLISHED. */
static void a_close_is_queued_behind_pending_text(void **unused)
{
	struct peer *peer = peer_new();
	uint32_t iss;
	tw_handle h;

	(void)unused;
	peer_start(peer);
	h = tw_connect(peer->tw, 7, &peer_socket, peer->now);
	tw_send(peer->tw, h, "abc", 3, TW_PUSH, peer->now);
	assert_true(peer_take(peer));
	iss = peer->got.tcp.seq;
	peer_send(peer, TCP_SYN, 100, 0, "");
	peer_expect(peer, TCP_SYN | TCP_ACK, iss, 101, "");
	assert_int_equal(tw_shutdown(peer->tw, h, peer->now), TW_OK);
	assert_int_equal(tw_shutdown(peer->tw, h, peer->now), TW_E_CLOSING);
	assert_int_equal(peer_state(peer, h), FSM_SYN_RECEIVED);
	peer_send(peer, TCP_ACK, 101, iss + 1, "");
	assert_int_equal(peer_state(peer, h), FSM_FIN_WAIT_1);
	peer_expect(peer, TCP_ACK | TCP_FIN | TCP_PSH, iss + 1, 101, "abc");
	peer_free(peer);
}

static void a_full_send_buffer_says_so_and_reports_space(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h;

	(void)unused;
	peer->config.send_buffer = 10;
	peer_start(peer);
	h = peer_open(peer, listen_on(peer));
	assert_int_equal(tw_send_space(peer->tw, h), 10);
	assert_int_equal(tw_send(peer->tw, h, "0123456789ab", 12, TW_PUSH,
	                         peer->now), 10);
	assert_int_equal(tw_send(peer->tw, h, "ab", 2, 0, peer->now),
	                 TW_E_RESOURCES);
	assert_int_equal(tw_send(peer->tw, h, "", 0, 0, peer->now), 0);
	assert_true(peer_take(peer));
	assert_int_equal(peer_reports(peer, NULL), 0);
	tw_send(peer->tw, h, "ab", 2, 0, peer->now);
	peer_send(peer, TCP_ACK, 101, peer->iss + 11, "");
	assert_int_equal(peer_reports(peer, NULL), TW_WRITABLE);
	assert_int_equal(tw_send_space(peer->tw, h), 10);
	peer_free(peer);
}

/* lwIP's callback after free: a stale handle is nobody, for ever. */
static void a_stale_handle_does_not_exist(void **unused)
{
	struct peer *peer = peer_new();
	struct tw_status status;
	char buffer[4];
	tw_handle h, l;

	(void)unused;
	peer->config.connections = 2;
	peer_start(peer);
	l = listen_on(peer);
	h = peer_open(peer, l);
	tw_abort(peer->tw, h, peer->now);
	tw_close(peer->tw, h, peer->now);
	peer_reports(peer, NULL);
	while (peer_take(peer))
		;
	peer_open(peer, l);
	assert_int_equal(tw_send(peer->tw, h, "a", 1, 0, peer->now),
	                 TW_E_NOT_EXIST);
	assert_int_equal(tw_recv(peer->tw, h, buffer, 4, peer->now),
	                 TW_E_NOT_EXIST);
	assert_int_equal(tw_shutdown(peer->tw, h, peer->now), TW_E_NOT_EXIST);
	assert_int_equal(tw_close(peer->tw, h, peer->now), TW_E_NOT_EXIST);
	assert_int_equal(tw_abort(peer->tw, h, peer->now), TW_E_NOT_EXIST);
	assert_int_equal(tw_accept(peer->tw, h), TW_E_NOT_EXIST);
	assert_int_equal(tw_open(peer->tw, h, NULL, peer->now),
	                 TW_E_NOT_EXIST);
	assert_int_equal(tw_nodelay(peer->tw, h, true), TW_E_NOT_EXIST);
	assert_int_equal(tw_status(peer->tw, h, &status, peer->now),
	                 TW_E_NOT_EXIST);
	assert_int_equal(tw_send_space(peer->tw, h), 0);
	assert_int_equal(tw_recv_ready(peer->tw, h), 0);
	assert_int_equal(tw_close(peer->tw, -5, peer->now), TW_E_NOT_EXIST);
	assert_int_equal(tw_close(peer->tw, INT64_MAX, peer->now),
	                 TW_E_NOT_EXIST);
	peer_free(peer);
}

/* Whose state is which: the listener, and what came to it, in its order. */
static void every_connection_is_looked_at(void **unused)
{
	struct peer *peer = peer_new();
	struct tw_status status;
	uint32_t place = 0;
	tw_handle l;

	(void)unused;
	peer_start(peer);
	assert_false(tw_each(peer->tw, &place, &status));
	l = listen_on(peer);
	peer_open(peer, l);
	peer->port = 10;
	peer_send(peer, TCP_SYN, 100, 0, "");
	place = 0;
	assert_true(tw_each(peer->tw, &place, &status));
	assert_int_equal(status.state, FSM_LISTEN);
	assert_int_equal(status.local.port, peer->to);
	assert_true(tw_each(peer->tw, &place, &status));
	assert_int_equal(status.state, FSM_ESTABLISHED);
	assert_int_equal(status.remote.port, 9);
	assert_true(tw_each(peer->tw, &place, &status));
	assert_int_equal(status.state, FSM_SYN_RECEIVED);
	assert_int_equal(status.remote.port, 10);
	assert_false(tw_each(peer->tw, &place, &status));
	assert_int_equal(status.remote.port, 10);
	peer_free(peer);
}

static void closing_a_listener_aborts_who_waits(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle l;

	(void)unused;
	peer_start(peer);
	l = tw_listen(peer->tw, 7, NULL, 2, peer->now);
	peer_send(peer, TCP_SYN, 100, 0, "");
	assert_true(peer_take(peer));
	peer->iss = peer->got.tcp.seq;
	peer_send(peer, TCP_ACK, 101, peer->iss + 1, "");
	peer->port = 10;
	peer_send(peer, TCP_SYN, 100, 0, "");
	assert_true(peer_take(peer));
	assert_int_equal(tw_close(peer->tw, l, peer->now), TW_OK);
	peer_expect(peer, TCP_RST, peer->iss + 1, 0, "");
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.tcp.flags, TCP_RST);
	peer_expect_nothing(peer);
	peer_reports(peer, NULL);
	peer_send(peer, TCP_SYN, 100, 0, "");
	peer_expect(peer, TCP_RST | TCP_ACK, 0, 101, "");
	peer_free(peer);
}

/* ------------------------------------------------------------- the rest */

static void a_configuration_out_of_range_is_refused(void **unused)
{
	struct peer *peer = peer_new();
	struct tw_config config = peer->config;
	uint8_t memory[64];

	(void)unused;
	assert_true(tw_size(&config) > 0);
	assert_null(tw_init(memory, sizeof memory, &config, 0));
	config.mtu = 575;
	assert_int_equal(tw_size(&config), 0);
	config = peer->config;
	config.prf = NULL;
	assert_int_equal(tw_size(&config), 0);
	config = peer->config;
	config.prefix = 33;
	assert_int_equal(tw_size(&config), 0);
	config = peer->config;
	config.receive_buffer = 0x20000001;
	assert_int_equal(tw_size(&config), 0);
	free(peer);
}

static void every_error_has_words(void **unused)
{
	(void)unused;
	for (int64_t e = TW_E_ABORTED; e <= 1; e++)
		assert_true(strlen(tw_strerror(e)) > 0);
	assert_string_equal(tw_strerror(TW_E_NOT_EXIST),
	                    "error: connection does not exist");
	assert_string_equal(tw_strerror(-1000), "unknown error");
	assert_string_equal(tw_strerror(INT64_MIN), "unknown error");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(listening_twice_already_exists),
		cmocka_unit_test(connecting_needs_a_possible_remote_socket),
		cmocka_unit_test(a_host_off_the_net_is_reached_by_the_gateway),
		cmocka_unit_test(connections_run_out_and_come_back),
		cmocka_unit_test(ephemeral_ports_differ),
		cmocka_unit_test(a_listener_can_become_active),
		cmocka_unit_test(a_send_opens_a_listener_that_knows_its_peer),
		cmocka_unit_test(calls_in_syn_sent_answer),
		cmocka_unit_test(a_close_is_queued_behind_pending_text),
		cmocka_unit_test(a_full_send_buffer_says_so_and_reports_space),
		cmocka_unit_test(a_stale_handle_does_not_exist),
		cmocka_unit_test(every_connection_is_looked_at),
		cmocka_unit_test(closing_a_listener_aborts_who_waits),
		cmocka_unit_test(a_configuration_out_of_range_is_refused),
		cmocka_unit_test(every_error_has_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
