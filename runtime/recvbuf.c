/* SPDX-License-Identifier: BSD-2-Clause */
#include "recvbuf.h"

#include "octets.h"

/*@ // What is held is the same in A and B.
    predicate spans_same{A,B}(struct spans *spans) =
      \at(spans->n, A) == \at(spans->n, B) &&
      (\forall integer i; 0 <= i < \at(spans->n, A) ==>
        spans_from{A}(spans, i) == spans_from{B}(spans, i)) &&
      (\forall integer i; 0 <= i < \at(spans->n, A) ==>
        spans_to{A}(spans, i) == spans_to{B}(spans, i));

    lemma spans_same_ok{A,B}: \forall struct spans *spans;
      spans_ok{A}(spans) && spans_same{A,B}(spans) ==> spans_ok{B}(spans);

    lemma spans_same_end{A,B}: \forall struct spans *spans;
      0 <= \at(spans->n, A) && spans_same{A,B}(spans) ==>
      spans_end{A}(spans) == spans_end{B}(spans);

    lemma spans_same_cover{A,B}: \forall struct spans *spans, integer i, k;
      spans_same{A,B}(spans) && 0 <= i < \at(spans->n, A) ==>
      (spans_cover{A}(spans, i, k) <==> spans_cover{B}(spans, i, k));

    lemma spans_same_have{A,B}: \forall struct spans *spans, integer k;
      spans_same{A,B}(spans) ==>
      (spans_have{A}(spans, k) <==> spans_have{B}(spans, k));

    // RCV.NXT has passed n octets, and nothing is read.
    predicate recvbuf_passed{A,B}(struct recvbuf *buffer, integer n) =
      \at(buffer->ring.size, B) == \at(buffer->ring.size, A) &&
      \at(buffer->start, B) == \at(buffer->start, A) &&
      \at(buffer->ready, B) == \at(buffer->ready, A) + n;

    lemma recvbuf_passed_ok{A,B}: \forall struct recvbuf *buffer, integer n;
      recvbuf_ok{A}(buffer) && recvbuf_passed{A,B}(buffer, n) &&
      n <= \at(buffer->ring.size, A) - \at(buffer->ready, A) &&
      \at(ring_ok(&buffer->ring) && spans_ok(&buffer->held), B) &&
      (\at(spans_end(&buffer->held), B) + n <=
         \at(spans_end(&buffer->held), A) ||
       \at(spans_end(&buffer->held), B) == 0) ==> recvbuf_ok{B}(buffer);

    lemma ring_index_within: \forall integer size, at;
      0 <= at < 2 * size ==> 0 <= ring_index(size, at) < size;

    // Whether it begins n later or counts from n on is the same.
    lemma ring_index_later: \forall integer size, start, n, k;
      0 <= start < size && 0 <= n && 0 <= k < size - n ==>
      ring_index(size, ring_index(size, start + n) + k) ==
        ring_index(size, start + (k + n)); */

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
      recvbuf_octet(buffer, position + i) == \old(octet_at(from, i));
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
	        octet_at{Pre}(from, i); */
}

bool recvbuf_hold(struct recvbuf *buffer, uint32_t offset,
                  const uint8_t *from, uint32_t n)
{
	uint32_t space = recvbuf_space(buffer), fits;
	bool held;

	if (offset >= space || n == 0)
		return true;
	fits = least(n, space - offset);
	//@ assert within: (uint32_t)(offset + fits) == offset + fits;
	held = spans_put(&buffer->held, offset, offset + fits);
	//@ assert size: buffer->ring.size == \at(buffer->ring.size, Pre);
	//@ assert start: buffer->start == \at(buffer->start, Pre);
	//@ assert ready: buffer->ready == \at(buffer->ready, Pre);
	//@ assert ring: ring_ok(&buffer->ring);
	//@ assert end: spans_end(&buffer->held) <= space;
	//@ assert ok: recvbuf_ok(buffer);
	/*@ assert octets: \forall integer k; recvbuf_octet(buffer, k) ==
	      recvbuf_octet{Pre}(buffer, k); */
	if (!held)
		return false;
	/*@ assert at: (uint32_t)(buffer->ready + offset) ==
	      buffer->ready + offset; */
	store(buffer, buffer->ready + offset, from, fits);
	return true;
}

void recvbuf_hold_fin(struct recvbuf *buffer, uint32_t offset)
{
	if (buffer->fin)
		return;
	buffer->fin = true;
	buffer->fin_at = offset;
	//@ assert same: spans_same{Pre,Here}(&buffer->held);
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
	//@ assert same: spans_same{Pre,Here}(&buffer->held);
	//@ assert spans: spans_ok(&buffer->held);
	/*@ assert had: \forall integer k; recvbuf_holds(buffer, k) <==>
	      recvbuf_holds{Pre}(buffer, k); */
	/*@ assert end: spans_end(&buffer->held) ==
	      spans_end{Pre}(&buffer->held); */
	spans_shift(&buffer->held, n);
	//@ assert passed: recvbuf_passed{Pre,Here}(buffer, n);
	//@ assert ring: ring_ok(&buffer->ring);
	//@ assert ok: recvbuf_ok(buffer);
	/*@ assert kept: \forall integer k; recvbuf_octet(buffer, k) ==
	      recvbuf_octet{Pre}(buffer, k); */
}

void recvbuf_take(struct recvbuf *buffer, const uint8_t *from, uint32_t n)
{
	store(buffer, buffer->ready, from, n);
	recvbuf_deliver(buffer, n);
}

uint32_t recvbuf_read(struct recvbuf *buffer, uint8_t *to, uint32_t n)
{
	n = least(n, buffer->ready);
	//@ assert at: (uint32_t)(buffer->start + n) == buffer->start + n;
	ring_get(&buffer->ring, buffer->start, to, n);
	/*@ assert octets: \forall integer j; 0 <= j < buffer->ring.size ==>
	      buffer->ring.octets[j] == \at(buffer->ring.octets[j], Pre); */
	/*@ assert got: \forall integer i; 0 <= i < n ==>
	      to[i] == \at(recvbuf_octet(buffer, i), Pre); */
	buffer->start = ring_at(buffer->ring.size, buffer->start + n);
	buffer->ready -= n;
	//@ assert same: spans_same{Pre,Here}(&buffer->held);
	//@ assert spans: spans_ok(&buffer->held);
	/*@ assert end: spans_end(&buffer->held) ==
	      spans_end{Pre}(&buffer->held); */
	/*@ assert later: \forall integer k;
	      0 <= k < buffer->ring.size - n ==>
	      ring_index(buffer->ring.size, buffer->start + k) ==
	        ring_index(buffer->ring.size, \at(buffer->start, Pre) + (k + n)); */
	/*@ assert kept: \forall integer k; 0 <= k < buffer->ring.size - n ==>
	      recvbuf_octet(buffer, k) == recvbuf_octet{Pre}(buffer, k + n); */
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
