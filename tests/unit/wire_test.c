/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parsing frames: what Linux sends is understood; the bugs of other stacks by
 * name; IPv4 and ARP. What holds for all frames is in wire_property_test.c.
 * All inputs end at a page that cannot be read.
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

enum { IP = ETHER_LENGTH, TCP = WIRE_TCP_AT };

static struct guard guard;

static enum wire_reason parse(const uint8_t *octets, uint32_t n,
			      unsigned flags, struct wire_frame *f)
{
	return wire_parse(guard_copy(guard, octets, n), n, flags, f);
}

/* Parses a changed frame whose checksums do not matter or were repaired. */
static enum wire_reason reason_of(const uint8_t *octets, uint32_t n)
{
	struct wire_frame f;

	return parse(octets, n, WIRE_VOUCHED, &f);
}

static void repair_ipv4(uint8_t *frame)
{
	wr16(frame + IP + 10, 0);
	wr16(frame + IP + 10,
	     checksum_finish(checksum_sum(frame + IP,
					  frame[IP] % 16u * 4u)));
}

#define FRAME(name) memcpy(frame, linux_##name, sizeof linux_##name)

/* -------------------------------------------------- what Linux sends */

static void all_linux_frames_are_understood(void **state)
{
	const struct linux_frame *l;
	struct wire_frame f;

	(void)state;
	for (size_t i = 0; i < LINUX_FRAMES; i++) {
		l = &linux_frames[i];
		assert_int_equal(parse(l->octets, l->length,
				       l->partial ? WIRE_VOUCHED : 0, &f),
				 WIRE_OK);
	}
}

static void linux_syn_field_by_field(void **state)
{
	struct wire_frame f;

	(void)state;
	assert_int_equal(parse(linux_syn, sizeof linux_syn, 0, &f), WIRE_OK);
	assert_int_equal(f.ether.src, 0x020000000001);
	assert_int_equal(f.ether.dst, 0x020000000002);
	assert_int_equal(f.ip.src, 0x0a4d0001);
	assert_int_equal(f.ip.dst, 0x0a4d0002);
	assert_int_equal(f.tcp.dport, 7);
	assert_int_equal(f.tcp.ack, 0);
	assert_int_equal(f.tcp.flags, TCP_SYN | TCP_ECE | TCP_CWR);
	assert_int_equal(f.tcp.header, 40);
	assert_int_equal(f.tcp.window, 64240);
	assert_int_equal(f.tcp.options.mss, 1460);
	assert_int_equal(f.tcp.options.scale, 10);
	assert_int_equal(f.tcp.options.permitted, 1);
	assert_int_equal(f.tcp.options.ts_val, 3166028121u);
	assert_int_equal(f.text, 0);
}

static void linux_text_and_fin(void **state)
{
	struct wire_frame f;

	(void)state;
	assert_int_equal(parse(linux_text, sizeof linux_text, 0, &f), WIRE_OK);
	assert_int_equal(f.tcp.flags, TCP_PSH | TCP_ACK);
	assert_int_equal(f.text, 22);
	assert_memory_equal(linux_text + f.text_at,
			    "three messages open it", 22);
	assert_int_equal(parse(linux_fin, sizeof linux_fin, 0, &f), WIRE_OK);
	assert_int_equal(f.tcp.flags, TCP_FIN | TCP_ACK);
	assert_int_equal(f.text, 0);
}

static void linux_urgent_octet(void **state)
{
	struct wire_frame f;

	(void)state;
	assert_int_equal(parse(linux_urgent, sizeof linux_urgent, 0, &f),
			 WIRE_OK);
	assert_int_equal(f.tcp.flags, TCP_PSH | TCP_ACK | TCP_URG);
	assert_int_equal(f.tcp.urgent, 1);
	assert_int_equal(f.text, 1);
}

static void linux_reset_of_a_closed_port(void **state)
{
	struct wire_frame f;

	(void)state;
	assert_int_equal(parse(linux_refused, sizeof linux_refused, 0, &f),
			 WIRE_OK);
	assert_int_equal(f.tcp.flags, TCP_RST | TCP_ACK);
	assert_int_equal(f.tcp.seq, 0);
	assert_int_equal(f.tcp.header, TCP_HEADER_LENGTH);
}

static void linux_three_sack_blocks(void **state)
{
	struct wire_frame f;

	(void)state;
	assert_int_equal(parse(linux_sack_partial, sizeof linux_sack_partial,
			       WIRE_VOUCHED, &f), WIRE_OK);
	assert_int_equal(f.tcp.options.sacks, 3);
	assert_int_equal(f.tcp.options.sack[0].right -
			 f.tcp.options.sack[0].left, 1448);
}

static void linux_arp_request_and_reply(void **state)
{
	struct wire_frame f;

	(void)state;
	assert_int_equal(parse(linux_arp_request, sizeof linux_arp_request, 0,
			       &f), WIRE_OK);
	assert_int_equal(f.ether.dst, ETHER_BROADCAST);
	assert_int_equal(f.arp.op, ARP_REQUEST);
	assert_int_equal(f.arp.tpa, 0x0a4d0002);
	assert_int_equal(parse(linux_arp_reply, sizeof linux_arp_reply, 0, &f),
			 WIRE_OK);
	assert_int_equal(f.arp.op, ARP_REPLY);
	assert_int_equal(f.arp.sha, 0x020000000002);
	assert_int_equal(f.arp.spa, 0x0a4d0002);
}

/* A SYN from a veth peer with offloads on: the SYN would be lost. */
static void partial_checksum_needs_the_driver_to_vouch_VPP_265(void **state)
{
	struct wire_frame f;

	(void)state;
	assert_int_equal(parse(linux_syn_partial, sizeof linux_syn_partial, 0,
			       &f), WIRE_BAD_TCP_CHECKSUM);
	assert_int_equal(parse(linux_syn_partial, sizeof linux_syn_partial,
			       WIRE_VOUCHED, &f), WIRE_OK);
}

/* ------------------------------------------- bugs of other stacks, named */

static void flags_wait_for_the_header_length_CVE_2023_37459(void **state)
{
	uint8_t frame[sizeof linux_syn];

	(void)state;
	FRAME(syn);
	for (uint16_t tcp = 0; tcp < TCP_HEADER_LENGTH; tcp++) {
		wr16(frame + IP + 2, IPV4_LENGTH + tcp);
		repair_ipv4(frame);
		assert_int_equal(reason_of(frame, TCP + tcp), WIRE_SHORT_TCP);
	}
}

static void total_length_below_header_length_CVE_2021_31401(void **state)
{
	uint8_t frame[sizeof linux_syn];

	(void)state;
	FRAME(syn);
	for (uint16_t total = 0; total < IPV4_LENGTH; total++) {
		wr16(frame + IP + 2, total);
		repair_ipv4(frame);
		assert_int_equal(reason_of(frame, sizeof frame),
				 WIRE_BAD_TOTAL_LENGTH);
	}
	frame[IP] = 0x4f;
	wr16(frame + IP + 2, 59);
	repair_ipv4(frame);
	assert_int_equal(reason_of(frame, sizeof frame),
			 WIRE_BAD_TOTAL_LENGTH);
}

static void data_offset_below_5_or_beyond_the_segment(void **state)
{
	uint8_t frame[sizeof linux_syn];

	(void)state;
	FRAME(syn);
	for (unsigned words = 0; words < 16; words++) {
		frame[TCP + 12] = (uint8_t)(words * 16);
		assert_int_equal(reason_of(frame, sizeof frame),
				 words < 5 || words > 10 ?
				 WIRE_BAD_DATA_OFFSET : WIRE_OK);
	}
}

static void reserved_bits_are_ignored(void **state)
{
	uint8_t frame[sizeof linux_syn];
	struct wire_frame f;

	(void)state;
	FRAME(syn);
	frame[TCP + 12] |= 0x0f;
	assert_int_equal(parse(frame, sizeof frame, WIRE_VOUCHED, &f),
			 WIRE_OK);
	assert_int_equal(f.tcp.header, 40);
	assert_int_equal(f.tcp.options.mss, 1460);
}

static void urgent_pointer_without_urg_is_no_error(void **state)
{
	uint8_t frame[sizeof linux_text];
	struct wire_frame f;

	(void)state;
	FRAME(text);
	wr16(frame + TCP + 18, 65535);
	assert_int_equal(parse(frame, sizeof frame, WIRE_VOUCHED, &f),
			 WIRE_OK);
	assert_int_equal(f.tcp.flags & TCP_URG, 0);
	assert_int_equal(f.text, 22);
}

static void urgent_pointer_0_is_no_error_CVE_2019_12255(void **state)
{
	uint8_t frame[sizeof linux_urgent];
	struct wire_frame f;

	(void)state;
	FRAME(urgent);
	wr16(frame + TCP + 18, 0);
	assert_int_equal(parse(frame, sizeof frame, WIRE_VOUCHED, &f),
			 WIRE_OK);
	assert_int_equal(f.tcp.urgent, 0);
	assert_int_equal(f.text, 1);
}

static void urgent_pointer_beyond_the_text_CVE_2020_17437(void **state)
{
	uint8_t frame[sizeof linux_urgent];
	struct wire_frame f;

	(void)state;
	FRAME(urgent);
	wr16(frame + TCP + 18, 65535);
	assert_int_equal(parse(frame, sizeof frame, WIRE_VOUCHED, &f),
			 WIRE_OK);
	assert_int_equal(f.tcp.urgent, 65535);
	assert_int_equal(f.text, 1);
}

static void syn_with_ece_and_cwr_is_a_syn(void **state)
{
	struct wire_frame f;

	(void)state;
	assert_int_equal(parse(linux_syn, sizeof linux_syn, 0, &f), WIRE_OK);
	assert_int_equal(f.tcp.flags & (TCP_SYN | TCP_RST | TCP_ACK),
			 TCP_SYN);
}

static void malformed_options_keep_the_segment_MUST_7(void **state)
{
	uint8_t frame[sizeof linux_syn];
	struct wire_frame f;

	(void)state;
	FRAME(syn);
	frame[TCP + 25] = 0;		/* SACK permitted, of length 0 */
	assert_int_equal(parse(frame, sizeof frame, WIRE_VOUCHED, &f),
			 WIRE_OK);
	assert_int_equal(f.tcp.options.malformed, 1);
	assert_int_equal(f.tcp.options.mss, 1460);
	assert_int_equal(f.tcp.options.has_timestamps, 0);
}

/* ------------------------------------------------------------------ IPv4 */

/* Router alert, NOP and end of list between the header and the segment. */
static void ipv4_options_are_stepped_over_MUST_50(void **state)
{
	static const uint8_t options[] = {148, 4, 0, 0, 1, 1, 0, 0};
	uint8_t frame[sizeof linux_text + sizeof options];
	struct wire_frame f;

	(void)state;
	memcpy(frame, linux_text, TCP);
	memcpy(frame + TCP, options, sizeof options);
	memcpy(frame + TCP + sizeof options, linux_text + TCP,
	       sizeof linux_text - TCP);
	frame[IP] = 0x47;
	wr16(frame + IP + 2, sizeof frame - IP);
	repair_ipv4(frame);
	assert_int_equal(parse(frame, sizeof frame, 0, &f), WIRE_OK);
	assert_int_equal(f.ip.header, 28);
	assert_int_equal(f.text, 22);
	assert_memory_equal(frame + f.text_at, "three messages open it", 22);
}

static void fragments_are_refused(void **state)
{
	uint8_t frame[sizeof linux_text];

	(void)state;
	FRAME(text);
	for (uint32_t field = 0; field < 65536; field++) {
		wr16(frame + IP + 6, (uint16_t)field);
		repair_ipv4(frame);
		assert_int_equal(reason_of(frame, sizeof frame),
				 field & 0x3fff ? WIRE_FRAGMENT : WIRE_OK);
	}
}

static void version_and_ihl_are_looked_at(void **state)
{
	uint8_t frame[sizeof linux_text];
	enum wire_reason r;

	(void)state;
	FRAME(text);
	for (unsigned first = 0; first < 256; first++) {
		frame[IP] = (uint8_t)first;
		r = reason_of(frame, sizeof frame);
		if (first / 16 != 4)
			assert_int_equal(r, WIRE_BAD_VERSION);
		else if (first % 16 < 5)
			assert_int_equal(r, WIRE_BAD_IHL);
		else if (first != 0x45)
			assert_int_equal(r, WIRE_BAD_IPV4_CHECKSUM);
	}
}

static void padding_behind_the_datagram_is_no_text(void **state)
{
	uint8_t frame[ETHER_SHORTEST + 10] = {0};
	struct wire_frame f;

	(void)state;
	FRAME(refused);
	memset(frame + sizeof linux_refused, 0xaa,
	       sizeof frame - sizeof linux_refused);
	assert_int_equal(parse(frame, sizeof frame, 0, &f), WIRE_OK);
	assert_int_equal(f.text, 0);
}

static void other_protocols_and_types_are_named(void **state)
{
	uint8_t frame[sizeof linux_text];
	struct wire_frame f;

	(void)state;
	FRAME(text);
	frame[IP + 9] = 17;
	repair_ipv4(frame);
	assert_int_equal(parse(frame, sizeof frame, 0, &f),
			 WIRE_OTHER_PROTOCOL);
	assert_int_equal(f.ip.protocol, 17);
	assert_int_equal(f.ip.src, 0x0a4d0001);
	wr16(frame + 12, 0x86dd);
	assert_int_equal(reason_of(frame, sizeof frame), WIRE_OTHER_TYPE);
}

static void arp_for_other_networks_is_refused(void **state)
{
	uint8_t frame[sizeof linux_arp_request];

	(void)state;
	for (uint32_t i = IP; i < IP + 6; i++) {
		FRAME(arp_request);
		frame[i] ^= 1;
		assert_int_equal(reason_of(frame, sizeof frame),
				 WIRE_OTHER_ARP);
	}
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
	cmocka_unit_test(all_linux_frames_are_understood),
	cmocka_unit_test(linux_syn_field_by_field),
	cmocka_unit_test(linux_text_and_fin),
	cmocka_unit_test(linux_urgent_octet),
	cmocka_unit_test(linux_reset_of_a_closed_port),
	cmocka_unit_test(linux_three_sack_blocks),
	cmocka_unit_test(linux_arp_request_and_reply),
	cmocka_unit_test(partial_checksum_needs_the_driver_to_vouch_VPP_265),
	cmocka_unit_test(flags_wait_for_the_header_length_CVE_2023_37459),
	cmocka_unit_test(total_length_below_header_length_CVE_2021_31401),
	cmocka_unit_test(data_offset_below_5_or_beyond_the_segment),
	cmocka_unit_test(reserved_bits_are_ignored),
	cmocka_unit_test(urgent_pointer_without_urg_is_no_error),
	cmocka_unit_test(urgent_pointer_0_is_no_error_CVE_2019_12255),
	cmocka_unit_test(urgent_pointer_beyond_the_text_CVE_2020_17437),
	cmocka_unit_test(syn_with_ece_and_cwr_is_a_syn),
	cmocka_unit_test(malformed_options_keep_the_segment_MUST_7),
	cmocka_unit_test(ipv4_options_are_stepped_over_MUST_50),
	cmocka_unit_test(fragments_are_refused),
	cmocka_unit_test(version_and_ihl_are_looked_at),
	cmocka_unit_test(padding_behind_the_datagram_is_no_text),
	cmocka_unit_test(other_protocols_and_types_are_named),
	cmocka_unit_test(arp_for_other_networks_is_refused),
	};

	return cmocka_run_group_tests(tests, open_guard, close_guard);
}
