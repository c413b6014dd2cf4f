/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../runtime/driver/impair.h"
#include "../../runtime/wire.h"

enum { FRAMES = 4000, MS = 1000 };

static const struct virtio_net_hdr plain;

/* What came out of frames 0 .. n-1, put in one a ms, and when (ms). */
struct run {
	unsigned count;
	uint32_t frame[2 * FRAMES];
	uint32_t at[2 * FRAMES];
};

static void take_all(struct run *r, struct impair *impair, uint32_t now)
{
	struct impair_frame f;

	while (impair_take(impair, 0, (uint64_t)now * MS, &f)) {
		assert_true(r->count < 2 * FRAMES);
		memcpy(&r->frame[r->count], f.octets + 20, sizeof now);
		r->at[r->count++] = now;
	}
}

static void run(struct run *r, const struct impair_settings *s, uint32_t n)
{
	struct impair *impair = impair_new(s);
	uint8_t octets[60] = { [12] = 0x08, [13] = 0x06 };

	assert_non_null(impair);
	memset(r, 0, sizeof *r);
	for (uint32_t now = 0; now < n + 1000; now++) {
		memcpy(octets + 20, &now, sizeof now);
		if (now < n)
			impair_put(impair, 0, &plain, octets, sizeof octets,
			           (uint64_t)now * MS);
		take_all(r, impair, now);
	}
	assert_true(impair_due(impair) == UINT64_MAX);
	impair_free(impair);
}

static void a_good_wire_is_none(void **unused)
{
	struct impair_settings s = { .seed = 7 };

	(void)unused;
	assert_false(impair_is_any(&s));
	s.delay = 1;
	assert_true(impair_is_any(&s));
}

static void so_many_are_lost(void **unused)
{
	const struct impair_settings s = { .drop = IMPAIR_ALL / 4, .seed = 1 };
	static struct run r;

	(void)unused;
	run(&r, &s, FRAMES);
	assert_in_range(r.count, FRAMES * 7 / 10, FRAMES * 8 / 10);
	for (unsigned i = 1; i < r.count; i++)
		assert_true(r.frame[i - 1] < r.frame[i]);
}

static void so_many_come_twice(void **unused)
{
	const struct impair_settings s = { .dup = IMPAIR_ALL / 10, .seed = 2 };
	static struct run r;
	unsigned twice = 0;

	(void)unused;
	run(&r, &s, FRAMES);
	for (unsigned i = 1; i < r.count; i++)
		twice += r.frame[i - 1] == r.frame[i];
	assert_in_range(twice, FRAMES / 20, FRAMES / 5);
	assert_int_equal(r.count, FRAMES + twice);
}

static void so_many_are_overtaken(void **unused)
{
	const struct impair_settings s = { .reorder = IMPAIR_ALL / 10,
		                           .seed = 3 };
	static struct run r;
	unsigned late = 0;

	(void)unused;
	run(&r, &s, FRAMES);
	assert_int_equal(r.count, FRAMES);
	for (unsigned i = 0; i < r.count; i++) {
		if (r.at[i] == r.frame[i])
			continue;
		assert_int_equal(r.at[i], r.frame[i] + IMPAIR_LATER / MS);
		late++;
	}
	assert_in_range(late, FRAMES / 20, FRAMES / 5);
}

static void all_are_late(void **unused)
{
	const struct impair_settings s = { .delay = 30 * MS };
	static struct run r;

	(void)unused;
	run(&r, &s, 100);
	assert_int_equal(r.count, 100);
	for (unsigned i = 0; i < r.count; i++) {
		assert_int_equal(r.frame[i], i);
		assert_int_equal(r.at[i], i + 30);
	}
}

static void a_seed_makes_the_same_again(void **unused)
{
	struct impair_settings s = { .drop = 200000, .dup = 100000,
		                     .reorder = 300000, .seed = 99 };
	static struct run a, b;

	(void)unused;
	run(&a, &s, FRAMES);
	run(&b, &s, FRAMES);
	assert_memory_equal(&a, &b, sizeof a);
	s.seed = 98;
	run(&b, &s, FRAMES);
	assert_memory_not_equal(&a, &b, sizeof a);
}

/* A frame whose checksum the device is to make. */
static uint32_t make_frame(uint8_t *frame, uint32_t room,
                           struct virtio_net_hdr *header)
{
	struct wire_frame f = {
		.ether = { .dst = 1, .src = 2, .type = ETHER_IPV4 },
		.ip = { .src = 0x0a000001, .dst = 0x0a000002, .ttl = 64,
		        .protocol = IPV4_TCP },
		.tcp = { .sport = 7, .dport = 9, .seq = 5, .ack = 6,
		         .flags = TCP_ACK, .window = 100 },
		.text = 101
	};

	memset(frame + WIRE_TCP_AT + TCP_HEADER_LENGTH, 'x', 101);
	header->flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
	header->csum_start = WIRE_TCP_AT;
	header->csum_offset = TCP_CHECKSUM_AT;
	return wire_build_tcp(frame, room, WIRE_PARTIAL, &f);
}

/* How many single bits, turned back, make the frame a good one again? */
static unsigned mended(const uint8_t *octets, uint32_t n)
{
	struct wire_frame parsed;
	uint8_t copy[300];
	unsigned good = 0;

	for (uint32_t bit = ETHER_LENGTH * 8; bit < n * 8; bit++) {
		memcpy(copy, octets, n);
		copy[bit / 8] ^= (uint8_t)(1u << bit % 8);
		good += wire_parse(copy, n, 0, &parsed) == WIRE_OK;
	}
	return good;
}

static void damage_is_one_bit(void **unused)
{
	const struct impair_settings s = { .corrupt = IMPAIR_ALL, .seed = 4 };
	struct impair *impair = impair_new(&s);
	struct virtio_net_hdr header = { 0 };
	struct wire_frame parsed;
	struct impair_frame f;
	uint8_t frame[300] = { 0 };
	uint32_t n = make_frame(frame, sizeof frame, &header);

	(void)unused;
	assert_in_range(n, 100, sizeof frame);
	for (int i = 0; i < 50; i++) {
		impair_put(impair, 1, &header, frame, n, 0);
		assert_true(impair_take(impair, 1, 0, &f));
		assert_int_equal(f.header.flags, 0);
		assert_int_equal(f.length, n);
		assert_int_not_equal(wire_parse(f.octets, n, 0, &parsed),
		                     WIRE_OK);
		assert_true(mended(f.octets, n) >= 1);
	}
	impair_free(impair);
}

/* What is no IPv4 has a CRC only, and does not survive. */
static void damaged_arp_is_lost(void **unused)
{
	const struct impair_settings s = { .corrupt = IMPAIR_ALL };
	static struct run r;

	(void)unused;
	run(&r, &s, 50);
	assert_int_equal(r.count, 0);
}

static void too_many_are_lost(void **unused)
{
	const struct impair_settings s = { .delay = 1 };
	struct impair *impair = impair_new(&s);
	struct impair_frame f;
	uint8_t octet = 0;
	unsigned n = 0;

	(void)unused;
	for (int i = 0; i < IMPAIR_HELD + 10; i++)
		impair_put(impair, 0, &plain, &octet, 1, 0);
	assert_int_equal(impair_due(impair), 1);
	assert_false(impair_take(impair, 0, 0, &f));
	while (impair_take(impair, 0, 1, &f))
		n++;
	assert_int_equal(n, IMPAIR_HELD);
	impair_free(impair);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_wire_is_none),
		cmocka_unit_test(so_many_are_lost),
		cmocka_unit_test(so_many_come_twice),
		cmocka_unit_test(so_many_are_overtaken),
		cmocka_unit_test(all_are_late),
		cmocka_unit_test(a_seed_makes_the_same_again),
		cmocka_unit_test(damage_is_one_bit),
		cmocka_unit_test(damaged_arp_is_lost),
		cmocka_unit_test(too_many_are_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
