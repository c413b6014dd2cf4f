/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The receive buffer against a plain model: an array that says for every octet
 * of a long text whether it has been received.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../runtime/recvbuf.h"
#include "prng.h"

#define SIZE 61
#define TEXT 4000

static uint8_t memory[SIZE];
static uint8_t text[TEXT];

struct model {
	bool here[TEXT];
	uint32_t next;          /* RCV.NXT */
	uint32_t read;
};

static void fill(void)
{
	for (uint32_t i = 0; i < TEXT; i++)
		text[i] = (uint8_t)(i * 13 + i / 256);
}

static uint32_t model_contiguous(const struct model *m)
{
	uint32_t n = 0;

	while (m->next + n < TEXT && m->here[m->next + n])
		n++;
	return n;
}

static void model_hold(struct model *m, const struct recvbuf *b,
                       uint32_t offset, uint32_t n)
{
	for (uint32_t i = offset; i < offset + n; i++)
		if (i < recvbuf_space(b))
			m->here[m->next + i] = true;
}

static void read_some(struct model *m, struct recvbuf *b, uint32_t n)
{
	uint8_t out[SIZE];

	n = recvbuf_read(b, out, n);
	assert_memory_equal(out, text + m->read, n);
	m->read += n;
	assert_int_equal(m->read + b->ready, m->next);
}

static void check_spans(const struct model *m, const struct recvbuf *b)
{
	uint32_t last = 0, sum = 0;

	for (uint32_t i = 0; i < b->held.n; i++) {
		assert_true(i == 0 || b->held.from[i] > last);
		assert_true(b->held.from[i] < b->held.to[i]);
		last = b->held.to[i];
		sum += last - b->held.from[i];
		for (uint32_t k = b->held.from[i]; k < last; k++)
			assert_true(m->here[m->next + k]);
	}
	assert_int_equal(sum, recvbuf_held(b));
}

static void text_in_any_order_comes_out_in_order(void **unused)
{
	static struct model m;
	struct recvbuf b;
	uint64_t seed = 3;
	uint32_t offset, n;

	(void)unused;
	fill();
	recvbuf_init(&b, memory, SIZE);
	while (m.read < TEXT) {
		offset = prng_below(&seed, SIZE);
		n = prng_below(&seed, 20);
		if (m.next + offset + n > TEXT)
			n = 0;
		model_hold(&m, &b, offset, n);
		assert_true(recvbuf_hold(&b, offset, text + m.next + offset,
		                         n));
		if (prng_below(&seed, 3) == 0 && recvbuf_space(&b) > 0 &&
		    m.next < TEXT) {
			recvbuf_take(&b, text + m.next, 1);
			m.here[m.next++] = true;
		}
		check_spans(&m, &b);
		n = recvbuf_contiguous(&b);
		assert_int_equal(n, model_contiguous(&m));
		if (prng_below(&seed, 2)) {
			recvbuf_deliver(&b, n);
			m.next += n;
		}
		read_some(&m, &b, prng_below(&seed, SIZE));
	}
}

static void spans_melt_together(void **unused)
{
	struct recvbuf b;

	(void)unused;
	fill();
	recvbuf_init(&b, memory, SIZE);
	recvbuf_hold(&b, 10, text, 2);
	recvbuf_hold(&b, 20, text, 2);
	recvbuf_hold(&b, 14, text, 2);
	assert_int_equal(b.held.n, 3);
	recvbuf_hold(&b, 12, text, 2);
	assert_int_equal(b.held.n, 2);
	assert_int_equal(b.held.from[0], 10);
	assert_int_equal(b.held.to[0], 16);
	recvbuf_hold(&b, 5, text, 30);
	assert_int_equal(b.held.n, 1);
	assert_int_equal(b.held.from[0], 5);
	assert_int_equal(b.held.to[0], 35);
	recvbuf_hold(&b, 8, text, 3);
	assert_int_equal(b.held.n, 1);
	assert_int_equal(recvbuf_held(&b), 30);
}

static void holes_run_out(void **unused)
{
	struct recvbuf b;
	static uint8_t large[4 * SPANS_MAX];

	(void)unused;
	fill();
	recvbuf_init(&b, large, sizeof large);
	for (uint32_t i = 0; i < SPANS_MAX; i++)
		assert_true(recvbuf_hold(&b, 1 + 2 * i, text, 1));
	assert_false(recvbuf_hold(&b, 3 * SPANS_MAX, text, 1));
	assert_int_equal(recvbuf_held(&b), SPANS_MAX);
	assert_true(recvbuf_hold(&b, 2, text, 1));
	assert_int_equal(b.held.n, SPANS_MAX - 1);
}

static void what_exceeds_the_room_is_left_out(void **unused)
{
	struct recvbuf b;

	(void)unused;
	fill();
	recvbuf_init(&b, memory, SIZE);
	recvbuf_take(&b, text, SIZE - 5);
	assert_int_equal(recvbuf_space(&b), 5);
	recvbuf_hold(&b, 3, text, 10);
	assert_int_equal(recvbuf_held(&b), 2);
	recvbuf_hold(&b, 5, text, 10);
	assert_int_equal(recvbuf_held(&b), 2);
}

static void a_fin_comes_after_all_text_before_it(void **unused)
{
	struct recvbuf b;

	(void)unused;
	fill();
	recvbuf_init(&b, memory, SIZE);
	recvbuf_hold(&b, 3, text, 4);
	recvbuf_hold_fin(&b, 5);
	recvbuf_hold_fin(&b, 9);
	assert_false(recvbuf_fin_is_next(&b));
	recvbuf_take(&b, text, 3);
	assert_int_equal(recvbuf_contiguous(&b), 2);
	assert_true(recvbuf_fin_is_next(&b));
	recvbuf_deliver(&b, 2);
	assert_int_equal(recvbuf_contiguous(&b), 0);
	assert_true(recvbuf_fin_is_next(&b));
	recvbuf_forget(&b);
	assert_false(recvbuf_fin_is_next(&b));
	assert_int_equal(b.ready, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_in_any_order_comes_out_in_order),
		cmocka_unit_test(spans_melt_together),
		cmocka_unit_test(holes_run_out),
		cmocka_unit_test(what_exceeds_the_room_is_left_out),
		cmocka_unit_test(a_fin_comes_after_all_text_before_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
