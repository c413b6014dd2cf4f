/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The mutator of the fuzzers does what fuzz/mutate.h says: inputs stay within
 * their limit and made of what they are made of, most frames keep right
 * checksums, numbers land on edges, frames are spliced, and the same seed does
 * the same again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../fuzz/mutate.h"
#include "../../fuzz/script.h"
#include "../../runtime/wire.h"
#include "prng.h"

enum { ROUNDS = 20000, MAX = 512, PARSER_HEAD = 6 };

struct input { uint8_t data[MAX]; size_t n; };

/* A segment with text in a frame, as an input of `parser`. */
static struct input parser_input(uint32_t seq, uint32_t ack, uint32_t text)
{
	struct input in = { .n = PARSER_HEAD };
	struct wire_frame f = {
		.ip = {.src = 0x0a000001, .dst = 0x0a000002, .ttl = 64},
		.tcp = {.sport = 7, .dport = 9, .seq = seq, .ack = ack,
			.flags = TCP_ACK, .window = 1000},
		.text = text,
	};

	memset(in.data + PARSER_HEAD + wire_text_at(&f.tcp.options), 'x',
	       text);
	in.n += wire_build_tcp(in.data + PARSER_HEAD, MAX - PARSER_HEAD, 0,
			       &f);
	return in;
}

static size_t change(const char *harness, struct input *in,
		     const struct input *other, uint64_t seed)
{
	struct work w = { mutate_form(harness), in->data, in->n, MAX,
			  other->data, other->n, seed };

	return mutate(&w);
}

static enum wire_reason parse(const struct input *in, struct wire_frame *f)
{
	return wire_parse(in->data + PARSER_HEAD, (uint32_t)in->n -
			  PARSER_HEAD, 0, f);
}

static void most_frames_keep_their_checksums(void **state)
{
	uint32_t right = 0, wrong = 0;

	(void)state;
	for (uint32_t i = 0; i < ROUNDS; i++) {
		struct input in = parser_input(1, 2, 20);
		struct wire_frame f;

		in.n = change("parser", &in, &in, i);
		switch (parse(&in, &f)) {
		case WIRE_OK:
			right++;
			break;
		case WIRE_BAD_IPV4_CHECKSUM:
		case WIRE_BAD_TCP_CHECKSUM:
			wrong++;
			break;
		default:
			break;
		}
	}
	assert_true(right > ROUNDS / 2);
	assert_in_range(wrong, ROUNDS / 50, right / 4);
}

static void numbers_land_on_edges_of_the_other(void **state)
{
	const uint32_t seq = 5000, text = 30;
	const uint32_t edges[] = {
		seq, seq + 1, seq - 1, seq + text, seq + text - 1,
		seq + text + 1, seq + 0x80000000, 0, UINT32_MAX
	};
	uint32_t met[9] = {0};

	(void)state;
	for (uint32_t i = 0; i < ROUNDS; i++) {
		struct input in = parser_input(1000000, 2, 20);
		struct input other = parser_input(seq, 77777, text);
		struct wire_frame f;

		in.n = change("parser", &in, &other, i);
		if (parse(&in, &f) == WIRE_OK)
			for (uint32_t k = 0; k < 9; k++)
				met[k] += f.tcp.seq == edges[k];
	}
	for (uint32_t k = 0; k < 9; k++)
		assert_in_range(met[k], 10, ROUNDS);
}

static void frames_are_spliced(void **state)
{
	uint32_t spliced = 0;

	(void)state;
	for (uint32_t i = 0; i < ROUNDS; i++) {
		struct input in = parser_input(1000, 2, 40);
		struct input other = parser_input(2000, 3, 17);
		struct wire_frame f;

		in.n = change("parser", &in, &other, i);
		spliced += parse(&in, &f) == WIRE_OK && f.text == 17 &&
			   f.tcp.seq == 1000;
	}
	assert_in_range(spliced, ROUNDS / 100, ROUNDS);
}

static struct input stack_input(uint64_t *seed)
{
	struct input in = { .n = SCRIPT_RECORD * (3 + prng_below(seed, 20)) };

	for (size_t i = 0; i < in.n; i++)
		in.data[i] = (uint8_t)prng(seed);
	for (size_t i = SCRIPT_RECORD; i < in.n; i += SCRIPT_RECORD)
		in.data[i] &= 0x7f;		/* segments, all of them */
	return in;
}

/* Records come and go whole, but where one has just become a frame. */
static void records_stay_whole(void **state)
{
	uint64_t seed = 1;
	uint32_t shorter = 0, longer = 0, broken = 0;

	(void)state;
	for (uint32_t i = 0; i < ROUNDS; i++) {
		struct input in = stack_input(&seed);
		struct input other = stack_input(&seed);
		size_t n = change("stack", &in, &other, i);

		assert_in_range(n, SCRIPT_RECORD, MAX);
		broken += n % SCRIPT_RECORD != 0;
		shorter += n < in.n;
		longer += n > in.n;
	}
	assert_in_range(shorter, ROUNDS / 50, ROUNDS);
	assert_in_range(longer, ROUNDS / 50, ROUNDS);
	assert_in_range(broken, 0, ROUNDS / 1000);
}

/* As many acts as the head says, whatever comes and goes. */
static void acts_are_counted(void **state)
{
	enum { HEAD = 16, COUNT = 15, ACT = 4, FATES = 10,
	       MUTATIONS = 4 };
	uint32_t changed = 0;

	(void)state;
	for (uint32_t i = 0; i < ROUNDS; i++) {
		struct input in = { .n = HEAD + 5 * ACT + FATES };
		struct input other;
		size_t acts, same = 0;

		memset(in.data + HEAD, 0xaa, 5 * ACT);
		in.data[COUNT] = 5;
		other = in;
		in.n = change("pair", &in, &other, i);
		acts = in.data[COUNT] * (size_t)ACT;
		assert_true(HEAD + acts <= in.n);
		changed += acts != 5 * ACT;
		for (size_t k = 0; k < acts; k++)
			same += in.data[HEAD + k] == 0xaa;
		assert_true(same + MUTATIONS >= acts);
	}
	assert_in_range(changed, ROUNDS / 50, ROUNDS);
}

static void any_input_is_taken(void **state)
{
	static const char *const harness[] = {"stack", "pair", "parser"};
	uint64_t seed = 2;

	(void)state;
	for (uint32_t i = 0; i < 3 * ROUNDS; i++) {
		struct input in = { .n = prng_below(&seed, MAX + 1) };
		struct input other = { .n = prng_below(&seed, MAX + 1) };
		struct input again;
		size_t n;

		for (size_t k = 0; k < MAX; k++) {
			in.data[k] = (uint8_t)prng(&seed);
			other.data[k] = (uint8_t)prng(&seed);
		}
		again = in;
		n = change(harness[i % 3], &in, &other, i);
		assert_in_range(n, 0, MAX);
		assert_int_equal(change(harness[i % 3], &again, &other, i), n);
		assert_memory_equal(in.data, again.data, n);
	}
	assert_null(mutate_form("spec"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(most_frames_keep_their_checksums),
		cmocka_unit_test(numbers_land_on_edges_of_the_other),
		cmocka_unit_test(frames_are_spliced),
		cmocka_unit_test(records_stay_whole),
		cmocka_unit_test(acts_are_counted),
		cmocka_unit_test(any_input_is_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
