/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What holds for all frames: parse(build(s)) = s; every truncation and every
 * changed octet of every recorded frame is parsed without reading beyond it;
 * and to whom a frame is addressed.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../runtime/checksum.h"
#include "../../runtime/order.h"
#include "../../runtime/wire.h"
#include "../data/linux_frames.h"
#include "guard.h"
#include "prng.h"
#include "segments.h"

enum { IP = ETHER_LENGTH, TCP = WIRE_TCP_AT, CASES = 100000 };

static struct guard guard;

/* ------------------------------------------------------ parse and build */

static void check_round_trip(const struct wire_frame *f, unsigned build,
			     unsigned as)
{
	uint32_t n = f->text_at + f->text;
	uint8_t *p = guard_end(guard, n);
	struct wire_frame g;

	assert_int_equal(wire_build_tcp(p, n, build, f), n);
	assert_int_equal(wire_parse(p, n, as, &g), WIRE_OK);
	assert_same_frame(f, &g);
}

static void parse_of_build_is_the_same(void **state)
{
	uint64_t seed = 9293;
	struct wire_frame f;
	uint8_t *p;

	(void)state;
	for (uint32_t i = 0; i < CASES; i++) {
		f = any_frame(&seed, prng_below(&seed, 64));
		p = guard_end(guard, f.text);
		for (uint32_t k = 0; k < f.text; k++)
			p[k] = (uint8_t)prng(&seed);
		check_round_trip(&f, 0, 0);
	}
}

static void parse_of_build_is_the_same_when_partial(void **state)
{
	uint64_t seed = 265;
	struct wire_frame f;

	(void)state;
	for (uint32_t i = 0; i < CASES; i++) {
		f = any_frame(&seed, prng_below(&seed, 64));
		check_round_trip(&f, WIRE_PARTIAL, WIRE_VOUCHED);
	}
}

static void super_segments_of_64_KiB(void **state)
{
	uint64_t seed = 65536;
	struct wire_frame f;
	uint32_t most;

	(void)state;
	for (uint32_t i = 0; i < 500; i++) {
		f = any_frame(&seed, 0);
		most = WIRE_MAX - f.text_at;
		f.text = most - prng_below(&seed, 3);
		f.ip.payload = (uint16_t)(f.tcp.header + f.text);
		check_round_trip(&f, 0, 0);
		f.text = most + 1 + prng_below(&seed, 9);
		assert_int_equal(wire_build_tcp(guard_end(guard, GUARD_SIZE),
						GUARD_SIZE, 0, &f), 0);
	}
}

static void nothing_is_built_without_room(void **state)
{
	uint64_t seed = 5;
	struct wire_frame f;
	uint32_t n;

	(void)state;
	for (uint32_t i = 0; i < 1000; i++) {
		f = any_frame(&seed, prng_below(&seed, 64));
		n = prng_below(&seed, f.text_at + f.text);
		assert_int_equal(wire_build_tcp(guard_end(guard, n), n, 0, &f),
				 0);
	}
	f = any_frame(&seed, 0);
	assert_int_equal(wire_build_arp(guard_end(guard, 41), 41, &f), 0);
}

/* What the device will do: sum on from csum_start, csum_offset virtio says. */
static void partial_checksum_is_finished_by_a_device(void **state)
{
	uint64_t seed = 17;
	struct wire_frame f, g;
	uint32_t n;
	uint8_t *p;

	(void)state;
	for (uint32_t i = 0; i < CASES / 10; i++) {
		f = any_frame(&seed, prng_below(&seed, 1460));
		n = f.text_at + f.text;
		p = guard_end(guard, n);
		assert_int_equal(wire_build_tcp(p, n, WIRE_PARTIAL, &f), n);
		wr16(p + TCP + TCP_CHECKSUM_AT,
		     checksum_finish(checksum_sum(p + TCP, n - TCP)));
		assert_int_equal(wire_parse(p, n, 0, &g), WIRE_OK);
	}
}

/* The kernel's own frames, taken apart and put together again. */
static void linux_segments_survive_a_rebuild(void **state)
{
	const struct linux_frame *l;
	struct wire_frame f, g;
	uint8_t *p;
	uint32_t n;

	(void)state;
	for (size_t i = 2; i < LINUX_FRAMES; i++) {
		l = &linux_frames[i];
		assert_int_equal(wire_parse(l->octets, l->length, WIRE_VOUCHED,
					    &f), WIRE_OK);
		n = wire_text_at(&f.tcp.options) + f.text;
		p = guard_end(guard, n);
		memcpy(p + n - f.text, l->octets + f.text_at, f.text);
		assert_int_equal(wire_build_tcp(p, n, 0, &f), n);
		assert_int_equal(wire_parse(p, n, 0, &g), WIRE_OK);
		assert_int_equal(f.tcp.seq, g.tcp.seq);
		assert_int_equal(f.tcp.flags, g.tcp.flags);
		assert_same_options(&f.tcp.options, &g.tcp.options);
		assert_memory_equal(p + n - f.text, l->octets + f.text_at,
				    f.text);
	}
}

/* No octets of another layout: behind an option of no use stands nothing. */
static void options_are_padded_with_nops_only_MUST_69(void **state)
{
	uint64_t seed = 69;
	struct wire_frame f;
	uint8_t *p;
	uint32_t k;

	(void)state;
	for (uint32_t i = 0; i < CASES / 10; i++) {
		f = any_frame(&seed, 0);
		p = guard_end(guard, f.text_at);
		memset(p, 0xee, f.text_at);
		wire_build_tcp(p, f.text_at, 0, &f);
		for (k = TCP + 20; k < f.text_at;) {
			assert_int_not_equal(p[k], OPTION_END);
			k += p[k] == OPTION_NOP ? 1u : p[k + 1];
		}
		assert_int_equal(k, f.text_at);
	}
}

static void arp_reply_is_what_linux_sends(void **state)
{
	struct wire_frame f;
	uint8_t p[ETHER_LENGTH + ARP_LENGTH];

	(void)state;
	assert_int_equal(wire_parse(linux_arp_reply, sizeof p, 0, &f),
			 WIRE_OK);
	assert_int_equal(wire_build_arp(p, sizeof p, &f), sizeof p);
	assert_memory_equal(p, linux_arp_reply, sizeof p);
}

static void link_address_octets_and_number(void **state)
{
	static const uint8_t mac[] = {0x02, 0x70, 0x62, 0x00, 0x00, 0xfe};
	uint8_t octets[6];

	(void)state;
	assert_int_equal(wire_mac(mac), 0x0270620000fe);
	wire_mac_octets(octets, 0x0270620000fe);
	assert_memory_equal(octets, mac, 6);
}

/* ------------------------------------------------------- hostile frames */

/* What a core relies on: the text lies in the frame, behind the headers. */
static void check_bounds(const struct wire_frame *f, uint32_t n)
{
	if (f->ether.type != ETHER_IPV4)
		return;
	assert_true(f->text_at >= TCP + 20 && f->text_at <= n);
	assert_true(f->text <= n - f->text_at);
	assert_true(f->tcp.options.sacks <= OPTIONS_SACKS);
}

static enum wire_reason parse_any(const uint8_t *octets, uint32_t n)
{
	const uint8_t *p = guard_copy(guard, octets, n);
	struct wire_frame f;

	if (wire_parse(p, n, 0, &f) == WIRE_OK)
		check_bounds(&f, n);
	if (wire_parse(p, n, WIRE_VOUCHED, &f) != WIRE_OK)
		return WIRE_OTHER_TYPE;
	check_bounds(&f, n);
	return WIRE_OK;
}

static void every_truncation_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < LINUX_FRAMES; i++)
		for (uint32_t n = 0; n < linux_frames[i].length; n++)
			assert_int_not_equal(parse_any(linux_frames[i].octets,
						       n), WIRE_OK);
}

static void every_changed_octet_is_survived(void **state)
{
	uint8_t frame[256];
	uint32_t understood = 0;
	uint32_t n;

	(void)state;
	for (size_t i = 0; i < LINUX_FRAMES; i++) {
		n = linux_frames[i].length;
		for (uint32_t k = 0; k < n * 256; k++) {
			memcpy(frame, linux_frames[i].octets, n);
			frame[k / 256] = (uint8_t)(k % 256);
			understood += parse_any(frame, n) == WIRE_OK;
		}
	}
	assert_in_range(understood, 1, 1000000);
}

/* A valid IPv4 header in front of any octets whatever. */
static void random_segments_are_survived(void **state)
{
	uint64_t seed = 1;
	uint8_t frame[IP + 128];
	uint32_t n, understood = 0;

	(void)state;
	for (uint32_t i = 0; i < CASES; i++) {
		n = TCP + prng_below(&seed, 100);
		memcpy(frame, linux_text, TCP);
		for (uint32_t k = TCP; k < n; k++)
			frame[k] = (uint8_t)(prng_below(&seed, 2) ?
				prng_below(&seed, 12) : prng(&seed));
		ipv4_build(frame + IP, (struct ipv4){.protocol = IPV4_TCP,
			.payload = (uint16_t)(n - TCP)});
		understood += parse_any(frame, n) == WIRE_OK;
	}
	assert_in_range(understood, 1, CASES);
}

static void any_changed_bit_of_a_segment_is_noticed_MUST_3(void **state)
{
	uint8_t frame[sizeof linux_text];
	struct wire_frame f;

	(void)state;
	for (uint32_t bit = 8 * IP; bit < 8 * sizeof frame; bit++) {
		memcpy(frame, linux_text, sizeof frame);
		frame[bit / 8] ^= (uint8_t)(1 << bit % 8);
		assert_int_not_equal(wire_parse(frame, sizeof frame, 0, &f),
				     WIRE_OK);
	}
}

/* --------------------------------------------------- to whom it is sent */

#define MAC 0x020000000002
#define US  0x0a4d0002

static enum wire_reason sent(uint64_t mac, uint32_t src, uint32_t dst)
{
	struct wire_frame f = {0};

	f.ether.type = ETHER_IPV4;
	f.ether.src = 0x020000000001;
	f.ether.dst = mac;
	f.ip.src = src;
	f.ip.dst = dst;
	return wire_for_us(&f, MAC, US, 24);
}

static void segments_from_or_to_many_are_discarded_MUST_57(void **state)
{
	(void)state;
	assert_int_equal(sent(MAC, 0x0a4d0001, US), WIRE_OK);
	assert_int_equal(sent(MAC, 0xe0000001, US), WIRE_NOT_UNICAST);
	assert_int_equal(sent(MAC, 0xffffffff, US), WIRE_NOT_UNICAST);
	assert_int_equal(sent(MAC, 0x0a4d00ff, US), WIRE_NOT_UNICAST);
	assert_int_equal(sent(MAC, 0, US), WIRE_NOT_UNICAST);
	assert_int_equal(sent(MAC, 0x0a4d0001, 0x0a4d00ff), WIRE_NOT_UNICAST);
	assert_int_equal(sent(MAC, 0x0a4d0001, 0xe0000001), WIRE_NOT_UNICAST);
	assert_int_equal(sent(ETHER_BROADCAST, 0x0a4d0001, US),
			 WIRE_NOT_UNICAST);
}

static void segments_for_others_are_not_ours(void **state)
{
	(void)state;
	assert_int_equal(sent(MAC, 0x0a4d0001, US + 1), WIRE_NOT_FOR_US);
	assert_int_equal(sent(MAC + 1, 0x0a4d0001, US), WIRE_NOT_FOR_US);
	assert_int_equal(sent(MAC, US, US), WIRE_NOT_FOR_US);
}

/* A frame of ours that a hub or a packet socket gives back. */
static void our_own_frames_are_not_for_us(void **state)
{
	struct wire_frame f = {.ether = {.dst = ETHER_BROADCAST, .src = MAC,
					 .type = ETHER_ARP}};

	(void)state;
	f.arp.tpa = US;
	assert_int_equal(wire_for_us(&f, MAC, US, 24), WIRE_NOT_FOR_US);
	f.ether.src = MAC - 1;
	assert_int_equal(wire_for_us(&f, MAC, US, 24), WIRE_OK);
}

static void broadcast_address_depends_on_the_prefix(void **state)
{
	struct wire_frame f = {.ether = {.dst = MAC, .type = ETHER_IPV4}};

	(void)state;
	f.ip.dst = US;
	f.ip.src = 0x0a4dffff;
	assert_int_equal(wire_for_us(&f, MAC, US, 16), WIRE_NOT_UNICAST);
	assert_int_equal(wire_for_us(&f, MAC, US, 24), WIRE_OK);
	assert_int_equal(wire_for_us(&f, MAC, US, 0), WIRE_OK);
	f.ip.src = 0x0a4d0003;
	assert_int_equal(wire_for_us(&f, MAC, US, 30), WIRE_NOT_UNICAST);
	assert_int_equal(wire_for_us(&f, MAC, US, 31), WIRE_OK);
	assert_int_equal(wire_for_us(&f, MAC, US, 32), WIRE_OK);
}

static void arp_asks_for_an_address(void **state)
{
	struct wire_frame f;

	(void)state;
	wire_parse(linux_arp_request, sizeof linux_arp_request, 0, &f);
	assert_int_equal(wire_for_us(&f, MAC, US, 24), WIRE_OK);
	assert_int_equal(wire_for_us(&f, MAC, US + 1, 24), WIRE_NOT_FOR_US);
}

static void every_reason_has_words(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < WIRE_REASONS; i++)
		assert_non_null(wire_reason_text[i]);
}

static int open_guard(void **state)
{
	(void)state;
	guard = guard_new();
	return 0;
}

static int close_guard(void **state)
{
	(void)state;
	guard_free(guard);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	cmocka_unit_test(parse_of_build_is_the_same),
	cmocka_unit_test(parse_of_build_is_the_same_when_partial),
	cmocka_unit_test(super_segments_of_64_KiB),
	cmocka_unit_test(nothing_is_built_without_room),
	cmocka_unit_test(partial_checksum_is_finished_by_a_device),
	cmocka_unit_test(linux_segments_survive_a_rebuild),
	cmocka_unit_test(options_are_padded_with_nops_only_MUST_69),
	cmocka_unit_test(arp_reply_is_what_linux_sends),
	cmocka_unit_test(link_address_octets_and_number),
	cmocka_unit_test(every_truncation_is_refused),
	cmocka_unit_test(every_changed_octet_is_survived),
	cmocka_unit_test(random_segments_are_survived),
	cmocka_unit_test(any_changed_bit_of_a_segment_is_noticed_MUST_3),
	cmocka_unit_test(segments_from_or_to_many_are_discarded_MUST_57),
	cmocka_unit_test(segments_for_others_are_not_ours),
	cmocka_unit_test(our_own_frames_are_not_for_us),
	cmocka_unit_test(broadcast_address_depends_on_the_prefix),
	cmocka_unit_test(arp_asks_for_an_address),
	cmocka_unit_test(every_reason_has_words),
	};

	return cmocka_run_group_tests(tests, open_guard, close_guard);
}
