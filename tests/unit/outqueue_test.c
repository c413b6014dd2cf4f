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
	const struct outgoing *oldest;
	struct outgoing *newest;
	struct outqueue queue;
	uint32_t in_seq = 0, out_seq = 0;
	uint64_t seed = 1;

	(void)unused;
	outqueue_init(&queue, at, SIZE);
	for (int round = 0; round < 10000; round++) {
		if (prng_below(&seed, 2)) {
			newest = outqueue_put(&queue);
			assert_int_equal(newest != NULL,
				in_seq - out_seq < SIZE);
			if (newest != NULL)
				newest->segment.seq = in_seq++;
		} else if ((oldest = outqueue_oldest(&queue)) != NULL) {
			assert_int_equal(oldest->segment.seq, out_seq++);
			outqueue_drop(&queue);
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
