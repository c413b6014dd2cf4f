/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Neighbours: the table by itself, and as a stack uses it.
 */
#include "../../runtime/neighbor.h"

#include "peer.h"

#define N 3

static const struct tw_endpoint peer_socket = {0x0a000002, 9};

static struct neighbor entries[N];

static struct neighbors fresh(void)
{
	struct neighbors table;

	neighbors_init(&table, entries, N);
	return table;
}

/* ----------------------------------------------------------- the table */

static void an_unknown_neighbour_is_asked_for_thrice(void **unused)
{
	struct neighbors t = fresh();
	uint32_t i = neighbors_lookup(&t, 5, NEIGHBOR_NONE, 0);

	(void)unused;
	assert_false(neighbor_resolved(&t.at[i]));
	for (int k = 0; k < NEIGHBOR_REQUESTS; k++) {
		assert_int_equal(neighbors_request(&t), i);
		assert_int_equal(neighbors_request(&t), NEIGHBOR_NONE);
		assert_int_equal(neighbors_expire(&t, i, t.at[i].deadline),
		                 k == NEIGHBOR_REQUESTS - 1);
	}
	assert_int_equal(t.at[i].state, NEIGHBOR_FREE);
	assert_true(t.at[i].deadline == UINT64_MAX);
}

static void an_answer_is_believed_for_a_minute(void **unused)
{
	struct neighbors t = fresh();
	uint32_t i = neighbors_lookup(&t, 5, NEIGHBOR_NONE, 0);

	(void)unused;
	assert_int_equal(neighbors_learn(&t, 5, 0xabc, false, 10), i);
	assert_int_equal(neighbors_request(&t), NEIGHBOR_NONE);
	assert_int_equal(neighbors_lookup(&t, 5, i, 10 + NEIGHBOR_LIFETIME),
	                 i);
	assert_int_equal(t.at[i].state, NEIGHBOR_KNOWN);
	neighbors_lookup(&t, 5, i, 11 + NEIGHBOR_LIFETIME);
	assert_int_equal(t.at[i].state, NEIGHBOR_REFRESHING);
	assert_true(neighbor_resolved(&t.at[i]));
	assert_int_equal(neighbors_request(&t), i);
	neighbors_learn(&t, 5, 0xdef, false, 12 + NEIGHBOR_LIFETIME);
	assert_int_equal(t.at[i].state, NEIGHBOR_KNOWN);
	assert_true(t.at[i].mac == 0xdef);
}

static void only_packets_for_us_make_entries(void **unused)
{
	struct neighbors t = fresh();

	(void)unused;
	assert_int_equal(neighbors_learn(&t, 5, 1, false, 0), NEIGHBOR_NONE);
	assert_int_not_equal(neighbors_learn(&t, 5, 1, true, 0),
	                     NEIGHBOR_NONE);
}

static void the_one_used_longest_ago_makes_room(void **unused)
{
	struct neighbors t = fresh();

	(void)unused;
	for (uint32_t k = 1; k <= N; k++)
		neighbors_lookup(&t, k, NEIGHBOR_NONE, k);
	neighbors_lookup(&t, 1, NEIGHBOR_NONE, 10);
	neighbors_lookup(&t, 9, NEIGHBOR_NONE, 11);
	assert_int_equal(neighbors_learn(&t, 2, 1, false, 12), NEIGHBOR_NONE);
	assert_int_not_equal(neighbors_learn(&t, 1, 1, false, 12),
	                     NEIGHBOR_NONE);
	assert_int_not_equal(neighbors_request(&t), NEIGHBOR_NONE);
	assert_int_not_equal(neighbors_request(&t), NEIGHBOR_NONE);
	assert_int_equal(neighbors_request(&t), NEIGHBOR_NONE);
}

static void a_wrong_hint_does_no_harm(void **unused)
{
	struct neighbors t = fresh();
	uint32_t i = neighbors_lookup(&t, 5, NEIGHBOR_NONE, 0);
	uint32_t k = neighbors_lookup(&t, 6, i, 0);

	(void)unused;
	assert_int_not_equal(i, k);
	assert_int_equal(neighbors_lookup(&t, 5, k, 0), i);
	assert_int_equal(neighbors_lookup(&t, 5, 1000, 0), i);
}

/* ------------------------------------------------------------ the stack */

static void arp_requests_are_answered(void **unused)
{
	struct peer *peer = peer_new();

	(void)unused;
	peer_start(peer);
	peer_arp(peer, ARP_REQUEST);
	assert_true(peer_take(peer));
	assert_int_equal(peer->got.arp.op, ARP_REPLY);
	assert_true(peer->got.arp.sha == 0x020000000001);
	assert_true(peer->got.arp.tha == 0x020000000002);
	assert_int_equal(peer->got.arp.spa, 0x0a000001);
	peer_free(peer);
}

static void a_silent_neighbour_is_reported(void **unused)
{
	struct peer *peer = peer_new();
	int reason = 0;
	unsigned what = 0;

	(void)unused;
	peer->deaf = true;
	peer_start(peer);
	tw_connect(peer->tw, 7, &peer_socket, peer->now);
	for (int i = 0; i < 31; i++) {
		peer_expect_nothing(peer);
		what |= peer_reports(peer, &reason);
		if (i == 2)
			assert_int_equal(peer->asked, 3);
		peer_wait(peer, 1 * SECONDS);
	}
	what |= peer_reports(peer, &reason);
	assert_int_equal(what, TW_UNREACHABLE | TW_RETRANSMITTING | TW_CLOSED);
	assert_int_equal(reason, TW_E_TIMEOUT);
	peer_free(peer);
}

/* Four transmissions without an answer: is the next hop alive? (MUST-20) */
static void a_doubtful_neighbour_is_asked_again(void **unused)
{
	struct peer *peer = peer_new();
	unsigned what = 0;
	tw_handle h;

	(void)unused;
	peer_start(peer);
	h = peer_open(peer, tw_listen(peer->tw, 7, NULL, 1, peer->now));
	tw_send(peer->tw, h, "x", 1, TW_PUSH, peer->now);
	assert_true(peer_take(peer));
	assert_int_equal(peer->asked, 1);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(what, 0);
		peer_wait(peer, tw_next_deadline(peer->tw) - peer->now);
		assert_true(peer_take(peer));
		while (peer_take(peer))
			;
		what |= peer_reports(peer, NULL);
	}
	assert_int_equal(what, TW_RETRANSMITTING);
	assert_int_equal(peer->asked, 2);
	peer_free(peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_unknown_neighbour_is_asked_for_thrice),
		cmocka_unit_test(an_answer_is_believed_for_a_minute),
		cmocka_unit_test(only_packets_for_us_make_entries),
		cmocka_unit_test(the_one_used_longest_ago_makes_room),
		cmocka_unit_test(a_wrong_hint_does_no_harm),
		cmocka_unit_test(arp_requests_are_answered),
		cmocka_unit_test(a_silent_neighbour_is_reported),
		cmocka_unit_test(a_doubtful_neighbour_is_asked_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
