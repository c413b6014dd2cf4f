/* SPDX-License-Identifier: BSD-2-Clause */
#include "recvbuf.h"

#include "octets.h"

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

/* Stores n octets at a position that counts from the next one to read. */
/*@ requires \valid_read(buffer) && recvbuf_ok(buffer);
    requires position + n <= buffer->ring.size;
    requires \valid_read(from + (0 .. n - 1));
    requires recvbuf_apart(buffer, from, n);
    terminates \true; exits \false;
    assigns buffer->ring.octets[0 .. buffer->ring.size - 1];
    ensures ok: recvbuf_ok(buffer);
    ensures stored: \forall integer i; 0 <= i < n ==>
      recvbuf_octet(buffer, position + i) == \old(from[i]);
    ensures kept: \forall integer k; 0 <= k < buffer->ring.size ==>
      position <= k < position + n ||
      recvbuf_octet(buffer, k) == \old(recvbuf_octet(buffer, k)); */
static void store(const struct recvbuf *buffer, uint32_t position,
                  const uint8_t *from, uint32_t n)
{
	/*@ assert at: (uint32_t)(buffer->start + position) ==
	      buffer->start + position; */
	ring_put(&buffer->ring, buffer->start + position, from, n);
	/*@ assert put: \forall integer i; 0 <= i < n ==>
	      ring_octet(&buffer->ring, buffer->start + (position + i)) ==
	        \at(from[i], Pre); */
}

bool recvbuf_hold(struct recvbuf *buffer, uint32_t offset,
                  const uint8_t *from, uint32_t n)
{
	uint32_t space = recvbuf_space(buffer), fits;

	if (offset >= space || n == 0)
		return true;
	fits = least(n, space - offset);
	if (!spans_put(&buffer->held, offset, offset + fits))
		return false;
	//@ assert start: buffer->start == \at(buffer->start, Pre);
	//@ assert ready: buffer->ready == \at(buffer->ready, Pre);
	//@ assert size: buffer->ring.size == \at(buffer->ring.size, Pre);
	//@ assert end: spans_end(&buffer->held) <= space;
	store(buffer, buffer->ready + offset, from, fits);
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
	uint32_t n = spans_lead(&buffer->held);

	return buffer->fin ? least(buffer->fin_at, n) : n;
}

bool recvbuf_fin_is_next(const struct recvbuf *buffer)
{
	return buffer->fin && buffer->fin_at == recvbuf_contiguous(buffer);
}

void recvbuf_deliver(struct recvbuf *buffer, uint32_t n)
{
	buffer->fin_at = buffer->fin_at > n ? buffer->fin_at - n : 0;
	buffer->ready += n;
	/*@ assert cover: \forall integer i, k; 0 <= i < SPANS_MAX ==>
	      (spans_cover(&buffer->held, i, k) <==>
	       spans_cover{Pre}(&buffer->held, i, k)); */
	//@ assert count: buffer->held.n == \at(buffer->held.n, Pre);
	/*@ assert last: buffer->held.n > 0 ==>
	      buffer->held.to[buffer->held.n - 1] ==
	        \at(buffer->held.to[buffer->held.n - 1], Pre); */
	/*@ assert had: \forall integer k; spans_have{Pre}(&buffer->held, k) ==>
	      spans_have(&buffer->held, k); */
	/*@ assert has: \forall integer k; spans_have(&buffer->held, k) ==>
	      spans_have{Pre}(&buffer->held, k); */
	//@ assert none: buffer->held.n == 0 ==> spans_end(&buffer->held) == 0;
	/*@ assert some: buffer->held.n > 0 ==> spans_end(&buffer->held) ==
	      buffer->held.to[buffer->held.n - 1]; */
	/*@ assert was_none: buffer->held.n == 0 ==>
	      spans_end{Pre}(&buffer->held) == 0; */
	/*@ assert was_some: buffer->held.n > 0 ==>
	      spans_end{Pre}(&buffer->held) ==
	        \at(buffer->held.to[buffer->held.n - 1], Pre); */
	/*@ assert end: spans_end(&buffer->held) ==
	      spans_end{Pre}(&buffer->held); */
	spans_shift(&buffer->held, n);
	//@ assert ready: buffer->ready <= \at(buffer->ready, Pre) + n;
	//@ assert size: buffer->ring.size == \at(buffer->ring.size, Pre);
	//@ assert max: buffer->ring.size <= RING_MAX;
	/*@ assert valid: \valid(buffer->ring.octets +
	                         (0 .. buffer->ring.size - 1)); */
	//@ assert ring: ring_ok(&buffer->ring);
	/*@ assert room: spans_end(&buffer->held) + buffer->ready <=
	      buffer->ring.size; */
}

void recvbuf_take(struct recvbuf *buffer, const uint8_t *from, uint32_t n)
{
	store(buffer, buffer->ready, from, n);
	recvbuf_deliver(buffer, n);
}

uint32_t recvbuf_read(struct recvbuf *buffer, uint8_t *to, uint32_t n)
{
	n = least(n, buffer->ready);
	ring_get(&buffer->ring, buffer->start, to, n);
	/*@ assert got: \forall integer i; 0 <= i < n ==>
	      to[i] == \at(recvbuf_octet(buffer, i), Pre); */
	buffer->start = ring_at(buffer->ring.size, buffer->start + n);
	buffer->ready -= n;
	//@ assert spans: spans_ok(&buffer->held);
	/*@ assert end: spans_end(&buffer->held) ==
	      \at(spans_end(&buffer->held), Pre); */
	/*@ assert start: buffer->start < buffer->ring.size ||
	      buffer->start == 0; */
	return n;
}

uint32_t recvbuf_held(const struct recvbuf *buffer)
{
	return spans_count(&buffer->held);
}

void recvbuf_forget(struct recvbuf *buffer)
{
	buffer->held.n = 0;
	buffer->fin = false;
	buffer->fin_at = 0;
}

void recvbuf_clear(struct recvbuf *buffer)
{
	buffer->start = 0;
	buffer->ready = 0;
	recvbuf_forget(buffer);
}
