/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A capture is read back block by block, by the layout alone; and by tshark,
 * where it is installed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../runtime/driver/pcapng.h"
#include "../data/linux_frames.h"

static const char comment[] =
	"SYN_SENT -> ESTABLISHED: SYNSENT_4 SYNSENT_7 SYNSENT_10 SYNSENT_11";

static uint32_t le16(const uint8_t *p)
{
	return p[0] + p[1] * 256u;
}

static uint32_t le32(const uint8_t *p)
{
	return le16(p) + le16(p + 2) * 65536u;
}

/* The block that begins at p: its lengths agree. The next one's place. */
static const uint8_t *next_block(const uint8_t *p, const uint8_t *end)
{
	uint32_t n = le32(p + 4);

	assert_int_equal(n % 4, 0);
	assert_in_range(n, 12, (uint32_t)(end - p));
	assert_int_equal(le32(p + n - 4), n);
	return p + n;
}

/* The option with this code among those from p to end; NULL: none. */
static const uint8_t *option(const uint8_t *p, const uint8_t *end,
			     uint32_t code)
{
	while (p < end && le16(p) != 0) {
		if (le16(p) == code)
			return p;
		p += 4 + (le16(p + 2) + 3) / 4 * 4;
	}
	assert_true(p < end);		/* the end of options was there */
	return NULL;
}

static struct pcapng_packet packet_of(size_t i, const char *text)
{
	return (struct pcapng_packet){
		.time = 1700000000000000u + i, .octets = linux_frames[i].octets,
		.captured = linux_frames[i].length,
		.length = linux_frames[i].length + 4,
		.flags = PCAPNG_INBOUND | PCAPNG_CHECKSUM_VALID,
		.comment = text};
}

static void section_and_interface_as_drawn(void **state)
{
	char *at = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&at, &n);
	const uint8_t *p, *second, *o;

	(void)state;
	assert_int_equal(pcapng_begin(f, "veth0", PCAPNG_NANOSECONDS), 0);
	fclose(f);
	p = (const uint8_t *)at;
	assert_int_equal(le32(p), 0x0a0d0d0a);
	assert_int_equal(le32(p + 8), 0x1a2b3c4d);
	assert_int_equal(le32(p + 12), 1);
	second = next_block(p, p + n);
	assert_int_equal(le32(second), 1);
	assert_int_equal(le32(second + 8), 1);
	o = option(second + 16, p + n, 2);
	assert_memory_equal(o + 4, "veth0", 5);
	o = option(second + 16, p + n, 9);
	assert_int_equal(o[4], 9);
	assert_ptr_equal(next_block(second, p + n), p + n);
	free(at);
}

static void packets_are_read_back(void **state)
{
	char *at = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&at, &n);
	const uint8_t *p, *end, *o;
	struct pcapng_packet k;

	(void)state;
	for (size_t i = 0; i < LINUX_FRAMES; i++) {
		k = packet_of(i, comment + i);
		assert_int_equal(pcapng_packet(f, &k), 0);
	}
	fclose(f);
	p = (const uint8_t *)at;
	end = p + n;
	for (size_t i = 0; i < LINUX_FRAMES; i++, p = next_block(p, end)) {
		k = packet_of(i, comment + i);
		assert_int_equal(le32(p), 6);
		assert_int_equal(le32(p + 12) * 4294967296u + le32(p + 16),
				 k.time);
		assert_int_equal(le32(p + 20), k.captured);
		assert_int_equal(le32(p + 24), k.length);
		assert_memory_equal(p + 28, k.octets, k.captured);
		o = option(p + 28 + (k.captured + 3) / 4 * 4, end, 1);
		assert_int_equal(le16(o + 2), strlen(k.comment));
		assert_memory_equal(o + 4, k.comment, strlen(k.comment));
		o = option(p + 28 + (k.captured + 3) / 4 * 4, end, 2);
		assert_int_equal(le32(o + 4), k.flags);
	}
	assert_ptr_equal(p, end);
	free(at);
}

static void packet_without_options_has_none(void **state)
{
	struct pcapng_packet k = packet_of(0, NULL);
	char *at = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&at, &n);
	const uint8_t *p;

	(void)state;
	k.flags = 0;
	assert_int_equal(pcapng_packet(f, &k), 0);
	fclose(f);
	p = (const uint8_t *)at;
	assert_int_equal(n, 12 + 20 + 44 + 4);
	assert_null(option(p + 28 + 44, p + n, 1));
	free(at);
}

static void endless_comment_is_cut(void **state)
{
	struct pcapng_packet k = packet_of(0, NULL);
	char *text = malloc(70001);
	char *at = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&at, &n);
	const uint8_t *p;

	(void)state;
	memset(text, 'x', 70000);
	text[70000] = '\0';
	k.comment = text;
	assert_int_equal(pcapng_packet(f, &k), 0);
	fclose(f);
	p = (const uint8_t *)at;
	assert_int_equal(le16(option(p + 28 + 44, p + n, 1) + 2), 65535);
	assert_ptr_equal(next_block(p, p + n), p + n);
	free(at);
	free(text);
}

static void full_disk_is_reported(void **state)
{
	struct pcapng_packet k = packet_of(0, comment);
	FILE *f = fopen("/dev/full", "w");

	(void)state;
	assert_non_null(f);
	assert_int_equal(pcapng_begin(f, NULL, PCAPNG_MICROSECONDS), -ENOSPC);
	assert_int_not_equal(pcapng_packet(f, &k), 0);
	fclose(f);
}

/* The comment and time tshark prints for the capture at path. */
static void check_tshark(const char *path)
{
	char line[512] = "";
	char *command = NULL;
	FILE *out;

	assert_true(asprintf(&command, "tshark -r %s -T fields -e "
			     "frame.comment -e frame.time_epoch "
			     "-e frame.interface_name 2>/dev/null", path) > 0);
	out = popen(command, "r");
	assert_non_null(out);
	assert_non_null(fgets(line, sizeof line, out));
	assert_non_null(strstr(line, comment));
	assert_non_null(strstr(line, "1700000000.000002"));
	assert_non_null(strstr(line, "veth0"));
	assert_int_equal(pclose(out), 0);
	free(command);
}

static void tshark_shows_the_comment(void **state)
{
	char path[] = "/tmp/pcapng_test.XXXXXX";
	struct pcapng_packet k = packet_of(2, comment);
	FILE *f;

	(void)state;
	if (system("tshark -v >/dev/null 2>&1") != 0)
		fail_msg("%s", "tshark is missing: make deps");
	f = fdopen(mkstemp(path), "wb");
	assert_non_null(f);
	assert_int_equal(pcapng_begin(f, "veth0", PCAPNG_MICROSECONDS), 0);
	assert_int_equal(pcapng_packet(f, &k), 0);
	fclose(f);
	check_tshark(path);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(section_and_interface_as_drawn),
		cmocka_unit_test(packets_are_read_back),
		cmocka_unit_test(packet_without_options_has_none),
		cmocka_unit_test(endless_comment_is_cut),
		cmocka_unit_test(full_disk_is_reported),
		cmocka_unit_test(tshark_shows_the_comment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
