/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../runtime/queue.h"
#include "prng.h"

#define N 10

static struct connection member[N];

static unsigned length(const struct queue *queue)
{
	const struct connection *last = NULL;
	unsigned n = 0;

	for (const struct connection *c = queue->first; c != NULL;
	     c = c->link[QUEUE_ACTIVE].next) {
		assert_ptr_equal(c->link[QUEUE_ACTIVE].previous, last);
		last = c;
		n++;
	}
	assert_ptr_equal(queue->last, last);
	return n;
}

static void members_come_and_go(void **unused)
{
	struct queue queue = {NULL, NULL};
	uint8_t in[N] = {0};
	uint64_t seed = 2;
	unsigned n = 0;

	(void)unused;
	for (int round = 0; round < 10000; round++) {
		uint32_t i = prng_below(&seed, N);

		if (prng_below(&seed, 2)) {
			queue_append(&queue, QUEUE_ACTIVE, &member[i]);
			n += !in[i];
			in[i] = 1;
		} else {
			queue_remove(&queue, QUEUE_ACTIVE, &member[i]);
			n -= in[i];
			in[i] = 0;
		}
		assert_int_equal(length(&queue), n);
		assert_int_equal(member[i].link[QUEUE_ACTIVE].member, in[i]);
	}
}

static void lists_are_independent(void **unused)
{
	struct queue active = {NULL, NULL}, report = {NULL, NULL};
	static struct connection c;

	(void)unused;
	queue_append(&active, QUEUE_ACTIVE, &c);
	queue_append(&report, QUEUE_REPORT, &c);
	queue_remove(&active, QUEUE_ACTIVE, &c);
	assert_null(active.first);
	assert_ptr_equal(report.first, &c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_come_and_go),
		cmocka_unit_test(lists_are_independent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
