/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bugs that other stacks had, and no other test keeps out. Each is played on
 * the wire; the end of a test's name says where the bug was seen.
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

static struct tw_counters counters(const struct peer *peer)
{
	struct tw_counters c;

	tw_get_counters(peer->tw, &c);
	return c;
}

static int64_t text_of(struct peer *peer, tw_handle h, char *text, size_t n)
{
	int64_t got;

	memset(text, 0, n);
	got = tw_recv(peer->tw, h, text, n - 1, peer->now);
	return got;
}

/* -------------------------------------------------- flags and options */

/* A SYN with ECE and CWR (RFC 3168) is a SYN; other stacks answered a RST. */
static void syn_with_ecn_setup_is_answered_by_syn_ack(void **unused)
{
	struct peer *peer = peer_new();

	(void)unused;
	peer_start(peer);
	assert_true(tw_listen(peer->tw, 7, NULL, 1, peer->now) >= 0);
	peer_send(peer, TCP_SYN | TCP_ECE | TCP_CWR, 100, 0, "");
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.tcp.flags, TCP_SYN | TCP_ACK);
	assert_int_equal(peer->got.tcp.ack, 101);
	peer_free(peer);
}

/* CVE-2019-12255: pointer 0; CVE-2020-17437: pointer beyond the segment. */
static void urgent_pointers_of_any_value_change_no_text_vxworks(void **unused)
{
	static const uint16_t pointers[] = {0, 1, 3, 4, 1000, 65535};
	struct peer *peer = peer_new();
	tw_handle h = opened(peer);
	uint32_t seq = 101;
	char text[8];

	(void)unused;
	for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++) {
		peer->urgent = pointers[i];
		peer_send(peer, TCP_ACK | TCP_URG, seq, peer->iss + 1, "abc");
		assert_int_equal(text_of(peer, h, text, sizeof text), 3);
		assert_string_equal(text, "abc");
		seq += 3;
	}
	peer_free(peer);
}

/* CVE-2019-12261: urgent segments out of order, joined by reassembly. */
static void urgent_pointer_across_holes_changes_no_text_vxworks(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h = opened(peer);
	char text[16];

	(void)unused;
	peer->urgent = 65535;
	peer_send(peer, TCP_ACK | TCP_URG, 107, peer->iss + 1, "ghi");
	peer->urgent = 2;
	peer_send(peer, TCP_ACK | TCP_URG, 104, peer->iss + 1, "defg");
	peer->urgent = 0;
	peer_send(peer, TCP_ACK | TCP_URG, 101, peer->iss + 1, "abcd");
	assert_int_equal(text_of(peer, h, text, sizeof text), 9);
	assert_string_equal(text, "abcdefghi");
	assert_true(peer_reports(peer, NULL) & TW_READABLE);
	peer_free(peer);
}

/* ------------------------------------------------------ opening, closing */

/* ------------------------------------------------- windows and segments */

/* The window shrinks below what is in flight: nothing wraps, and it goes on. */
static void shrinking_window_does_not_underflow_smoltcp_489(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h = opened(peer);
	static char text[2921];
	uint32_t base = peer->iss + 1;

	(void)unused;
	memset(text, 'x', sizeof text - 1);
	assert_int_equal(tw_send(peer->tw, h, text, 2920, TW_PUSH,
	                         peer->now), 2920);
	while (peer_take(peer))
		;
	for (uint16_t window = 700; window > 0; window /= 10) {
		peer->window = window;
		peer_send(peer, TCP_ACK, 101, base, "");
		peer_expect_nothing(peer);
	}
	peer_wait(peer, 2 * SECONDS);
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.tcp.seq, base);
	assert_true(peer->got.text <= 7);
	peer->window = 8000;
	peer_send(peer, TCP_ACK, 101, base + 2920, "");
	assert_int_equal(tw_send_space(peer->tw, h), 65536);
	peer_free(peer);
}

/* Both windows closed and both probed: the ACKs were answered for ever. */
static void two_closed_windows_do_not_storm_esp_idf_2425(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h;

	(void)unused;
	peer->config.receive_buffer = 3;
	h = opened(peer);
	peer->window = 0;
	peer_send(peer, TCP_ACK, 101, peer->iss + 1, "abc");
	assert_int_equal(tw_send(peer->tw, h, "xyz", 3, TW_PUSH, peer->now), 3);
	peer_expect_nothing(peer);
	peer_wait(peer, 2 * SECONDS);
	peer_expect(peer, TCP_ACK | TCP_PSH, peer->iss + 1, 104, "x");
	assert_int_equal(peer->got.tcp.window, 0);
	peer_send(peer, TCP_ACK, 105, peer->iss + 1, "");
	peer_expect_nothing(peer);
	peer->window = 8000;
	peer_send(peer, TCP_ACK, 105, peer->iss + 2, "");
	peer_expect(peer, TCP_ACK | TCP_PSH, peer->iss + 2, 104, "yz");
	peer_free(peer);
}

/* The octets behind a FIN that is held, and a FIN behind it, are nobody's. */
static void text_behind_a_held_fin_is_not_read_lwip_28288(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h = opened(peer);
	char text[16];

	(void)unused;
	peer_send(peer, TCP_ACK | TCP_FIN, 104, peer->iss + 1, "def");
	peer_send(peer, TCP_ACK | TCP_FIN, 107, peer->iss + 1, "XYZ");
	peer_send(peer, TCP_ACK, 101, peer->iss + 1, "abc");
	assert_int_equal(text_of(peer, h, text, sizeof text), 6);
	assert_string_equal(text, "abcdef");
	assert_int_equal(peer_state(peer, h), FSM_CLOSE_WAIT);
	peer_expect(peer, TCP_ACK, peer->iss + 1, 108, "");
	assert_int_equal(text_of(peer, h, text, sizeof text), TW_E_CLOSING);
	peer_free(peer);
}

/* ----------------------------------------------------- clocks and limits */

/* Nothing to do: no deadline, so that no loop turns. */
static void an_idle_stack_has_no_deadline_smoltcp_1127(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h = opened(peer);

	(void)unused;
	assert_true(tw_next_deadline(peer->tw) == UINT64_MAX);
	assert_int_equal(tw_send(peer->tw, h, "x", 1, TW_PUSH, peer->now), 1);
	assert_true(peer_take(peer));
	assert_true(tw_next_deadline(peer->tw) > peer->now);
	peer_send(peer, TCP_ACK, 101, peer->iss + 2, "");
	peer_expect_nothing(peer);
	assert_true(tw_next_deadline(peer->tw) == UINT64_MAX);
	assert_int_equal(tw_abort(peer->tw, h, peer->now), TW_OK);
	assert_true(tw_next_deadline(peer->tw) == UINT64_MAX);
	peer_free(peer);
}

/* ----------------------------------------------------- floods, reports */

/* Ten thousand segments for nobody: bounded answers, and then all is well. */
static void a_flood_is_bounded_and_output_goes_on_smoltcp_848(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h = opened(peer);
	unsigned answers = 0;

	(void)unused;
	peer->to = 4444;
	for (int i = 0; i < 10000; i++)
		peer_send(peer, TCP_ACK, 1, (uint32_t)i, "");
	while (peer_take(peer))
		answers++;
	assert_true(answers > 0);
	assert_true(answers < 1000);
	assert_int_equal(counters(peer).dropped_full, 10000 - answers);
	assert_int_equal(tw_send(peer->tw, h, "on", 2, TW_PUSH, peer->now),
	                 2);
	peer_expect(peer, TCP_ACK | TCP_PSH, peer->iss + 1, 101, "on");
	peer_free(peer);
}

/* Frames that cannot be read do not keep what is due from going out. */
static void damaged_input_does_not_starve_output_smoltcp_281(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle h = opened(peer);
	static const uint8_t junk[60] = {2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8,
	                                 0, 0x45, 0, 0xff, 0xff};

	(void)unused;
	assert_int_equal(tw_send(peer->tw, h, "on", 2, TW_PUSH, peer->now),
	                 2);
	for (size_t n = 0; n <= sizeof junk; n++)
		tw_input(peer->tw, junk, n, 0, peer->now);
	peer_expect(peer, TCP_ACK | TCP_PSH, peer->iss + 1, 101, "on");
	peer_free(peer);
}

/* A SYN flood takes the backlog, not more, and only until the user timeout. */
static void a_syn_flood_takes_the_backlog_for_a_while(void **unused)
{
	struct peer *peer = peer_new();
	tw_handle l;

	(void)unused;
	peer->config.connections = 8;
	peer_start(peer);
	l = tw_listen(peer->tw, 7, NULL, 3, peer->now);
	for (int i = 0; i < 1000; i++) {
		peer->port = (uint16_t)(1000 + i);
		peer_send(peer, TCP_SYN, 100, 0, "");
	}
	assert_true(tw_connect(peer->tw, 0, &peer_socket, peer->now) >= 0);
	peer_wait(peer, 31 * SECONDS);
	while (peer_take(peer))
		;
	peer->port = 9;
	peer_open(peer, l);
	peer_free(peer);
}

/* Ends a connection in one of three ways. Returns the reason to be told. */
static int end(struct peer *peer, tw_handle h, int how)
{
	if (how == 0) {
		peer_send(peer, TCP_RST, 101, 0, "");
		return TW_E_RESET;
	}
	if (how == 1) {
		tw_abort(peer->tw, h, peer->now);
		return TW_E_ABORTED;
	}
	tw_send(peer->tw, h, "x", 1, TW_PUSH, peer->now);
	assert_true(peer_take(peer));
	peer_wait(peer, 31 * SECONDS);
	return TW_E_TIMEOUT;
}

/* However it ends: one terminal report, whatever the user calls later. */
static void every_end_is_reported_once_lwip(void **unused)
{
	struct tw_report report;

	(void)unused;
	for (int how = 0; how < 3; how++) {
		struct peer *peer = peer_new();
		tw_handle h = opened(peer);
		int reason = TW_OK, expected = end(peer, h, how);

		assert_true(peer_reports(peer, &reason) & TW_CLOSED);
		assert_int_equal(reason, expected);
		assert_int_equal(tw_abort(peer->tw, h, peer->now),
		                 TW_E_NOT_EXIST);
		assert_int_equal(tw_shutdown(peer->tw, h, peer->now),
		                 TW_E_NOT_EXIST);
		assert_int_equal(tw_close(peer->tw, h, peer->now), TW_OK);
		assert_false(tw_report(peer->tw, &report));
		assert_int_equal(tw_close(peer->tw, h, peer->now),
		                 TW_E_NOT_EXIST);
		peer_free(peer);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(syn_with_ecn_setup_is_answered_by_syn_ack),
		cmocka_unit_test(
		        urgent_pointers_of_any_value_change_no_text_vxworks),
		cmocka_unit_test(
		        urgent_pointer_across_holes_changes_no_text_vxworks),
		cmocka_unit_test(
		        shrinking_window_does_not_underflow_smoltcp_489),
		cmocka_unit_test(two_closed_windows_do_not_storm_esp_idf_2425),
		cmocka_unit_test(
		        text_behind_a_held_fin_is_not_read_lwip_28288),
		cmocka_unit_test(an_idle_stack_has_no_deadline_smoltcp_1127),
		cmocka_unit_test(
		        a_flood_is_bounded_and_output_goes_on_smoltcp_848),
		cmocka_unit_test(
		        damaged_input_does_not_starve_output_smoltcp_281),
		cmocka_unit_test(a_syn_flood_takes_the_backlog_for_a_while),
		cmocka_unit_test(every_end_is_reported_once_lwip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
