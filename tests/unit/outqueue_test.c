/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../runtime/outqueue.h"
#include "prng.h"

#define SIZE 7

static void first_in_first_out_and_the_newest_is_lost(void **unused)
{
	static struct outgoing at[SIZE];
	struct outqueue queue;
	struct outgoing out = {0};
	uint32_t in_seq = 0, out_seq = 0;
	uint64_t seed = 1;

	(void)unused;
	outqueue_init(&queue, at, SIZE);
	for (int round = 0; round < 10000; round++) {
		if (prng_below(&seed, 2)) {
			out.segment.seq = in_seq;
			assert_int_equal(outqueue_put(&queue, &out),
			                 in_seq - out_seq < SIZE);
			if (in_seq - out_seq < SIZE)
				in_seq++;
		} else if (outqueue_take(&queue, &out)) {
			assert_int_equal(out.segment.seq, out_seq);
			out_seq++;
		} else {
			assert_int_equal(in_seq, out_seq);
		}
	}
	assert_true(out_seq > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_in_first_out_and_the_newest_is_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
