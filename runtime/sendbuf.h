/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The send buffer: send queue and retransmission queue in one. Where one ends
 * and the other begins is SND.NXT, and the table's business:
 *
 *         start                                     start + used
 *           |  sent, not acknowledged |  not yet sent  |  free ...
 *        ---+-------------------------+----------------+-----------
 *        SND.UNA                   SND.NXT
 *
 * Offsets count octets of text from the oldest one kept. `pushed` is the
 * offset after the last octet the user pushed (RFC 9293 section 3.9.1.2:
 * successive pushes may be collapsed into the last).
 */
#ifndef SENDBUF_H
#define SENDBUF_H

#include <stdbool.h>
#include <stdint.h>

#include "ring.h"

struct sendbuf {
	struct ring ring;
	uint32_t start;         /* ring position of the oldest octet, < size */
	uint32_t used;          /* octets kept, =< size */
	uint32_t pushed;        /* offset after the last push, =< used */
};

/*@ predicate sendbuf_ok(struct sendbuf *buffer) =
      ring_ok(&buffer->ring) &&
      (buffer->start < buffer->ring.size || buffer->start == 0) &&
      buffer->used <= buffer->ring.size && buffer->pushed <= buffer->used;

    // The octet at an offset, 0 .. used - 1.
    logic integer sendbuf_octet(struct sendbuf *buffer, integer offset) =
      ring_octet(&buffer->ring, buffer->start + offset); */

/* An empty buffer over `size` octets of memory. */
/*@ requires \valid(buffer) && size <= RING_MAX;
    requires \valid(memory + (0 .. size - 1));
    terminates \true; exits \false;
    assigns buffer->ring.octets, buffer->ring.size, buffer->start,
      buffer->used, buffer->pushed;
    ensures sendbuf_ok(buffer) && buffer->used == 0;
    ensures buffer->ring.octets == memory && buffer->ring.size == size; */
void sendbuf_init(struct sendbuf *buffer, uint8_t *memory, uint32_t size);

/* Octets that may be appended. */
/*@ requires \valid_read(buffer) && sendbuf_ok(buffer);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == buffer->ring.size - buffer->used; */
uint32_t sendbuf_space(const struct sendbuf *buffer);

/* Appends n =< sendbuf_space() octets. */
/*@ requires \valid(buffer) && sendbuf_ok(buffer);
    requires n <= buffer->ring.size - buffer->used;
    requires \valid_read(from + (0 .. n - 1));
    requires \separated(buffer->ring.octets + (0 .. buffer->ring.size - 1),
                        from + (0 .. n - 1));
    terminates \true; exits \false;
    assigns buffer->used, buffer->pushed,
      buffer->ring.octets[0 .. buffer->ring.size - 1];
    ensures sendbuf_ok(buffer);
    ensures buffer->used == \old(buffer->used) + n;
    ensures buffer->pushed == (push ? buffer->used : \old(buffer->pushed));
    ensures kept: \forall integer k; 0 <= k < \old(buffer->used) ==>
      sendbuf_octet(buffer, k) == \old(sendbuf_octet(buffer, k));
    ensures appended: \forall integer i; 0 <= i < n ==>
      sendbuf_octet(buffer, \old(buffer->used) + i) ==
      \old(octet_at(from, i)); */
void sendbuf_append(struct sendbuf *buffer, const uint8_t *from, uint32_t n,
                    bool push);

/* Drops the n oldest octets, or all when there are fewer. */
/*@ requires \valid(buffer) && sendbuf_ok(buffer);
    terminates \true; exits \false;
    assigns buffer->start, buffer->used, buffer->pushed;
    ensures sendbuf_ok(buffer);
    ensures buffer->used ==
      (n < \old(buffer->used) ? \old(buffer->used) - n : 0);
    ensures buffer->pushed ==
      (n < \old(buffer->pushed) ? \old(buffer->pushed) - n : 0);
    ensures kept: \forall integer k; 0 <= k < buffer->used ==>
      sendbuf_octet(buffer, k) == \old(sendbuf_octet(buffer, k + n)); */
void sendbuf_drop(struct sendbuf *buffer, uint32_t n);

/* Copies n octets from `offset` out; offset + n =< used. */
/*@ requires \valid_read(buffer) && sendbuf_ok(buffer);
    requires offset + n <= buffer->used;
    requires \valid(to + (0 .. n - 1));
    requires \separated(buffer->ring.octets + (0 .. buffer->ring.size - 1),
                        to + (0 .. n - 1));
    terminates \true; exits \false; assigns to[0 .. n - 1];
    ensures \forall integer i; 0 <= i < n ==>
      to[i] == sendbuf_octet(buffer, offset + i); */
void sendbuf_copy(const struct sendbuf *buffer, uint32_t offset, uint8_t *to,
                  uint32_t n);

/* Do the n octets from `offset` reach the last push? */
/*@ requires \valid_read(buffer);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <==> offset < buffer->pushed <= offset + n; */
bool sendbuf_ends_push(const struct sendbuf *buffer, uint32_t offset,
                       uint32_t n);

/* Forgets everything. */
/*@ requires \valid(buffer);
    terminates \true; exits \false;
    assigns buffer->start, buffer->used, buffer->pushed;
    ensures buffer->start == 0 && buffer->used == 0 && buffer->pushed == 0; */
void sendbuf_clear(struct sendbuf *buffer);

#endif
