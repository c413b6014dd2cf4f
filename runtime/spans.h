/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A set of numbers, kept as few spans of them: they stand in order, and
 * neither overlap nor touch.
 *
 *         0         1                    n - 1
 *      --[-----)---[--)--------[---)----[------)-----
 *        ^ from    ^ to, the first number not in it
 *
 * When they run out, nothing more is put in: no call costs more than SPANS_MAX
 * steps.
 */
#ifndef SPANS_H
#define SPANS_H

#include <stdbool.h>
#include <stdint.h>

#define SPANS_MAX 32

struct spans {
	uint32_t n;             /* 0..SPANS_MAX */
	uint32_t from[SPANS_MAX];
	uint32_t to[SPANS_MAX]; /* after the last, > from */
};

/*@ // What the memory holds of span i.
    logic integer spans_from(struct spans *spans, integer i) = spans->from[i];

    logic integer spans_to(struct spans *spans, integer i) = spans->to[i];

    predicate spans_ok(struct spans *spans) =
      spans->n <= SPANS_MAX &&
      (\forall integer i; 0 <= i < spans->n ==>
        spans_from(spans, i) < spans_to(spans, i)) &&
      (\forall integer i, j; 0 <= i < j < spans->n ==>
        spans_to(spans, i) < spans_from(spans, j));

    predicate spans_cover(struct spans *spans, integer i, integer k) =
      spans_from(spans, i) <= k < spans_to(spans, i);

    // Is the number k in the set?
    predicate spans_have(struct spans *spans, integer k) =
      \exists integer i; 0 <= i < spans->n && spans_cover(spans, i, k);

    // No number in the set is this large.
    logic integer spans_end(struct spans *spans) =
      spans->n == 0 ? 0 : spans_to(spans, spans->n - 1); */

/*
 * Puts the numbers from .. to - 1 into the set. Returns false, and changes
 * nothing, if the spans have run out.
 */
/*@ requires \valid(spans) && spans_ok(spans) && from < to;
    terminates \true; exits \false;
    assigns spans->n, spans->from[0 .. SPANS_MAX - 1],
      spans->to[0 .. SPANS_MAX - 1];
    ensures ok: spans_ok(spans);
    ensures put: \result ==> \forall integer k;
      spans_have(spans, k) <==> (\old(spans_have(spans, k)) || from <= k < to);
    ensures full: !\result ==> \forall integer k;
      spans_have(spans, k) <==> \old(spans_have(spans, k));
    ensures end: spans_end(spans) <= \old(spans_end(spans)) ||
      spans_end(spans) <= to; */
bool spans_put(struct spans *spans, uint32_t from, uint32_t to);

/* All numbers become less by n; those less than n go. */
/*@ requires \valid(spans) && spans_ok(spans);
    terminates \true; exits \false;
    assigns spans->n, spans->from[0 .. SPANS_MAX - 1],
      spans->to[0 .. SPANS_MAX - 1];
    ensures ok: spans_ok(spans);
    ensures less: \forall integer k; k >= 0 ==>
      (spans_have(spans, k) <==> \old(spans_have(spans, k + n)));
    ensures end: spans_end(spans) + n <= \old(spans_end(spans)) ||
      spans_end(spans) == 0; */
void spans_shift(struct spans *spans, uint32_t n);

/* How many numbers from 0 on are in the set without a gap. */
/*@ requires \valid_read(spans) && spans_ok(spans);
    terminates \true; exits \false; assigns \nothing;
    ensures \forall integer k; 0 <= k < \result ==> spans_have(spans, k);
    ensures !spans_have(spans, \result);
    ensures \result <= spans_end(spans); */
uint32_t spans_lead(const struct spans *spans);

/* How many numbers are in the set. */
/*@ requires \valid_read(spans) && spans_ok(spans);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <= spans_end(spans); */
uint32_t spans_count(const struct spans *spans);

#endif
