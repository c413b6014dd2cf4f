/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Adding the span [from, to) to the ordered spans: those that end before it
 * stay in front, those that begin behind it stay behind, and the ones between,
 * which it overlaps or touches, melt into one with it.
 *
 *      before:    [--]   [----]      [---]        [--]
 *      added:               [----------]
 *      after:     [--]   [---------------]        [--]
 *                        first     last
 */
#include "recvbuf.h"

void recvbuf_init(struct recvbuf *buffer, uint8_t *memory, uint32_t size)
{
	buffer->ring.octets = memory;
	buffer->ring.size = size;
	recvbuf_clear(buffer);
}

uint32_t recvbuf_space(const struct recvbuf *buffer)
{
	return buffer->ring.size - buffer->ready;
}

/* Number of spans that end before `from`, not touching it. */
static uint32_t spans_in_front(const struct recvbuf *buffer, uint32_t from)
{
	uint32_t i = 0;

	while (i < buffer->spans && buffer->span[i].to < from)
		i++;
	return i;
}

/* Index of the first span that begins behind `to`, not touching it. */
static uint32_t spans_up_to(const struct recvbuf *buffer, uint32_t first,
                            uint32_t to)
{
	uint32_t i = first;

	while (i < buffer->spans && buffer->span[i].from <= to)
		i++;
	return i;
}

/* Opens a gap of one span at index i; there is room for it. */
static void span_open(struct recvbuf *buffer, uint32_t i)
{
	for (uint32_t k = buffer->spans; k > i; k--)
		buffer->span[k] = buffer->span[k - 1];
	buffer->spans++;
}

/* Removes the spans of indices first..last-1. */
static void span_close(struct recvbuf *buffer, uint32_t first, uint32_t last)
{
	for (uint32_t k = last; k < buffer->spans; k++)
		buffer->span[k - (last - first)] = buffer->span[k];
	buffer->spans -= last - first;
}

static bool span_add(struct recvbuf *buffer, uint32_t from, uint32_t to)
{
	uint32_t first = spans_in_front(buffer, from);
	uint32_t last = spans_up_to(buffer, first, to);

	if (first == last) {
		if (buffer->spans == RECVBUF_SPANS)
			return false;
		span_open(buffer, first);
		buffer->span[first] = (struct recvbuf_span){from, to};
		return true;
	}
	if (from < buffer->span[first].from)
		buffer->span[first].from = from;
	if (to < buffer->span[last - 1].to)
		to = buffer->span[last - 1].to;
	buffer->span[first].to = to;
	span_close(buffer, first + 1, last);
	return true;
}

bool recvbuf_hold(struct recvbuf *buffer, uint32_t offset,
                  const uint8_t *from, uint32_t n)
{
	uint32_t space = recvbuf_space(buffer);

	if (offset >= space || n == 0)
		return true;
	if (n > space - offset)
		n = space - offset;
	if (!span_add(buffer, offset, offset + n))
		return false;
	ring_put(&buffer->ring, buffer->start + buffer->ready + offset, from,
	         n);
	return true;
}

void recvbuf_hold_fin(struct recvbuf *buffer, uint32_t offset)
{
	if (buffer->fin)
		return;
	buffer->fin = true;
	buffer->fin_at = offset;
}

uint32_t recvbuf_contiguous(const struct recvbuf *buffer)
{
	uint32_t n = 0;

	if (buffer->spans > 0 && buffer->span[0].from == 0)
		n = buffer->span[0].to;
	return buffer->fin && buffer->fin_at < n ? buffer->fin_at : n;
}

bool recvbuf_fin_is_next(const struct recvbuf *buffer)
{
	return buffer->fin && buffer->fin_at == recvbuf_contiguous(buffer);
}

/* Octets from the old RCV.NXT to octets from the one n further on. */
static uint32_t past(uint32_t offset, uint32_t n)
{
	return offset > n ? offset - n : 0;
}

void recvbuf_deliver(struct recvbuf *buffer, uint32_t n)
{
	uint32_t gone = 0;

	while (gone < buffer->spans && buffer->span[gone].to <= n)
		gone++;
	span_close(buffer, 0, gone);
	for (uint32_t i = 0; i < buffer->spans; i++) {
		buffer->span[i].from = past(buffer->span[i].from, n);
		buffer->span[i].to -= n;
	}
	buffer->fin_at = past(buffer->fin_at, n);
	buffer->ready += n;
}

void recvbuf_take(struct recvbuf *buffer, const uint8_t *from, uint32_t n)
{
	ring_put(&buffer->ring, buffer->start + buffer->ready, from, n);
	recvbuf_deliver(buffer, n);
}

uint32_t recvbuf_read(struct recvbuf *buffer, uint8_t *to, uint32_t n)
{
	if (n > buffer->ready)
		n = buffer->ready;
	if (n == 0)
		return 0;
	ring_get(&buffer->ring, buffer->start, to, n);
	buffer->start = (buffer->start + n) % buffer->ring.size;
	buffer->ready -= n;
	return n;
}

uint32_t recvbuf_held(const struct recvbuf *buffer)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < buffer->spans; i++)
		n += buffer->span[i].to - buffer->span[i].from;
	return n;
}

void recvbuf_forget(struct recvbuf *buffer)
{
	buffer->spans = 0;
	buffer->fin = false;
	buffer->fin_at = 0;
}

void recvbuf_clear(struct recvbuf *buffer)
{
	buffer->start = 0;
	buffer->ready = 0;
	recvbuf_forget(buffer);
}
