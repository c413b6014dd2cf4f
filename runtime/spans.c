/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Putting [from, to) in: the spans that end before it stay in front, those that
 * begin behind it stay behind, and the ones between, which it overlaps or
 * touches, melt into one with it.
 *
 *      before:    [--]   [----]      [---]        [--]
 *      put:                 [----------]
 *      after:     [--]   [---------------]        [--]
 *                        first     last - 1       last
 */
#include "spans.h"

#include "octets.h"

/*@ // The spans a .. b - 1 have moved up by d places between A and B.
    predicate spans_moved{A,B}(struct spans *spans, integer a, integer b,
                               integer d) =
      \forall integer j; a + d <= j < b + d ==>
        \at(spans->from[j], B) == \at(spans->from[j - d], A) &&
        \at(spans->to[j], B) == \at(spans->to[j - d], A);

    // One span stands for first .. last - 1; those up to n moved with last.
    predicate spans_closed_up{A,B}(struct spans *spans, integer first,
                                   integer last, integer n) =
      spans_moved{A,B}(spans, last, n, first + 1 - last);

    // The same, told of the numbers, from either side.
    predicate spans_kept{A,B}(struct spans *spans, integer a, integer b,
                              integer d) =
      (\forall integer j, k; a + d <= j < b + d ==>
        (spans_cover{B}(spans, j, k) <==> spans_cover{A}(spans, j - d, k))) &&
      (\forall integer j, k; a <= j < b ==>
        (spans_cover{A}(spans, j, k) <==> spans_cover{B}(spans, j + d, k))); */

/* Number of spans that end before `from`, not touching it. */
/*@ requires \valid_read(spans) && spans_ok(spans);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <= spans->n;
    ensures \forall integer i; 0 <= i < \result ==> spans->to[i] < from;
    ensures \forall integer i; \result <= i < spans->n ==>
      spans->to[i] >= from; */
static uint32_t in_front(const struct spans *spans, uint32_t from)
{
	uint32_t i = 0;

	/*@ loop invariant 0 <= i <= spans->n;
	    loop invariant \forall integer j; 0 <= j < i ==>
	      spans->to[j] < from;
	    loop assigns i;
	    loop variant spans->n - i; */
	while (i < spans->n && spans->to[i] < from)
		i++;
	return i;
}

/* Index of the first span, not before `first`, that begins behind `to`. */
/*@ requires \valid_read(spans) && spans_ok(spans) && first <= spans->n;
    terminates \true; exits \false; assigns \nothing;
    ensures first <= \result <= spans->n;
    ensures \forall integer i; first <= i < \result ==>
      spans->from[i] <= to;
    ensures \forall integer i; \result <= i < spans->n ==>
      spans->from[i] > to; */
static uint32_t up_to(const struct spans *spans, uint32_t first, uint32_t to)
{
	uint32_t i = first;

	/*@ loop invariant first <= i <= spans->n;
	    loop invariant \forall integer j; first <= j < i ==>
	      spans->from[j] <= to;
	    loop assigns i;
	    loop variant spans->n - i; */
	while (i < spans->n && spans->from[i] <= to)
		i++;
	return i;
}

/* Opens a gap of one span at index i. */
/*@ requires \valid(spans) && i <= spans->n < SPANS_MAX;
    terminates \true; exits \false;
    assigns spans->n, spans->from[0 .. SPANS_MAX - 1],
      spans->to[0 .. SPANS_MAX - 1];
    ensures spans->n == \old(spans->n) + 1;
    ensures spans_moved{Pre,Post}(spans, 0, i, 0);
    ensures spans_closed_up{Pre,Post}(spans, i, i, \old(spans->n)); */
static void open_gap(struct spans *spans, uint32_t i)
{
	/*@ loop invariant range: i <= k <= spans->n;
	    loop invariant below: spans_moved{Pre,Here}(spans, 0, k, 0);
	    loop invariant from: \forall integer j; k < j <= spans->n ==>
	      spans->from[j] == \at(spans->from[j - 1], Pre);
	    loop invariant to: \forall integer j; k < j <= spans->n ==>
	      spans->to[j] == \at(spans->to[j - 1], Pre);
	    loop assigns k, spans->from[0 .. SPANS_MAX - 1],
	      spans->to[0 .. SPANS_MAX - 1];
	    loop variant k; */
	for (uint32_t k = spans->n; k > i; k--) {
		spans->from[k] = spans->from[k - 1];
		/*@ assert moved: \forall integer j; k <= j <= spans->n ==>
		      spans->from[j] == \at(spans->from[j - 1], Pre); */
		spans->to[k] = spans->to[k - 1];
	}
	spans->n++;
}

/* Removes the spans of indices first..last-1. */
/*@ requires \valid(spans) && first <= last <= spans->n <= SPANS_MAX;
    terminates \true; exits \false;
    assigns spans->n, spans->from[0 .. SPANS_MAX - 1],
      spans->to[0 .. SPANS_MAX - 1];
    ensures spans->n == \old(spans->n) - (last - first);
    ensures spans_moved{Pre,Post}(spans, 0, first, 0);
    ensures spans_closed_up{Pre,Post}(spans, first - 1, last,
                                      \old(spans->n)); */
static void close_gap(struct spans *spans, uint32_t first, uint32_t last)
{
	/*@ loop invariant range: last <= k <= spans->n;
	    loop invariant front: spans_moved{Pre,Here}(spans, 0, first, 0);
	    loop invariant from: \forall integer j;
	      first <= j < k - (last - first) ==>
	      spans->from[j] == \at(spans->from[j + (last - first)], Pre);
	    loop invariant to: \forall integer j;
	      first <= j < k - (last - first) ==>
	      spans->to[j] == \at(spans->to[j + (last - first)], Pre);
	    loop invariant from_behind: \forall integer j; k <= j < spans->n ==>
	      spans->from[j] == \at(spans->from[j], Pre);
	    loop invariant to_behind: \forall integer j; k <= j < spans->n ==>
	      spans->to[j] == \at(spans->to[j], Pre);
	    loop assigns k, spans->from[0 .. SPANS_MAX - 1],
	      spans->to[0 .. SPANS_MAX - 1];
	    loop variant spans->n - k; */
	for (uint32_t k = last; k < spans->n; k++) {
		/*@ assert at: (uint32_t)(k - (uint32_t)(last - first)) ==
		      k - (last - first); */
		/*@ assert here: spans->from[k] ==
		      \at(spans->from[\at(k, Here)], Pre) &&
		      spans->to[k] == \at(spans->to[\at(k, Here)], Pre); */
		spans->from[k - (last - first)] = spans->from[k];
		/*@ assert from_new: \forall integer j;
		      first <= j <= k - (last - first) ==>
		      (j == k - (last - first) ?
		       spans->from[j] == \at(spans->from[\at(k, Here)], Pre) :
		       spans->from[j] ==
		         \at(spans->from[j + (last - first)], Pre)); */
		/*@ assert from_all: \forall integer j;
		      first <= j <= k - (last - first) ==>
		      spans->from[j] ==
		        \at(spans->from[j + (last - first)], Pre); */
		/*@ assert to_same: spans->to[k] ==
		      \at(spans->to[\at(k, Here)], Pre); */
		spans->to[k - (last - first)] = spans->to[k];
		/*@ assert to_new: \forall integer j;
		      first <= j <= k - (last - first) ==>
		      (j == k - (last - first) ?
		       spans->to[j] == \at(spans->to[\at(k, Here)], Pre) :
		       spans->to[j] ==
		         \at(spans->to[j + (last - first)], Pre)); */
		/*@ assert to_all: \forall integer j;
		      first <= j <= k - (last - first) ==>
		      spans->to[j] ==
		        \at(spans->to[j + (last - first)], Pre); */
	}
	spans->n -= last - first;
}

/* One span takes the place of the spans first..last-1. */
/*@ requires \valid(spans) && first <= last <= spans->n <= SPANS_MAX;
    requires first == last ==> spans->n < SPANS_MAX;
    terminates \true; exits \false;
    assigns spans->n, spans->from[0 .. SPANS_MAX - 1],
      spans->to[0 .. SPANS_MAX - 1];
    ensures spans->n == \old(spans->n) + 1 - (last - first);
    ensures spans->from[first] == from && spans->to[first] == to;
    ensures spans_moved{Pre,Post}(spans, 0, first, 0);
    ensures spans_closed_up{Pre,Post}(spans, first, last, \old(spans->n)); */
static void replace(struct spans *spans, uint32_t first, uint32_t last,
                    uint32_t from, uint32_t to)
{
	if (first == last) {
		open_gap(spans, first);
		/*@ assert opened: spans_closed_up{Pre,Here}(spans, first, last,
		      \at(spans->n, Pre)); */
	} else {
		close_gap(spans, first + 1, last);
	}
	/*@ assert moved: spans_closed_up{Pre,Here}(spans, first, last,
	      \at(spans->n, Pre)); */
	spans->from[first] = from;
	spans->to[first] = to;
}

bool spans_put(struct spans *spans, uint32_t from, uint32_t to)
{
	uint32_t first = in_front(spans, from);
	uint32_t last = up_to(spans, first, to);
	uint32_t low = from, high = to;

	if (first == last && spans->n == SPANS_MAX)
		return false;
	if (first < last) {
		low = least(from, spans->from[first]);
		high = most(to, spans->to[last - 1]);
	}
	/*@ assert below: \forall integer j; 0 <= j < first ==>
	      spans->to[j] < low; */
	/*@ assert above: \forall integer j; last <= j < spans->n ==>
	      high < spans->from[j]; */
	/*@ assert within: \forall integer j; first <= j < last ==>
	      low <= spans->from[j] && spans->to[j] <= high; */
	/*@ assert top: high == to ||
	      (first < last && high == spans->to[last - 1]); */
	/*@ assert left: \forall integer k; low <= k < from ==>
	      first < last && spans_cover(spans, first, k); */
	/*@ assert right: \forall integer k; to <= k < high ==>
	      first < last && spans_cover(spans, last - 1, k); */
	/*@ assert only: \forall integer k; low <= k < high ==>
	      from <= k < to || spans_have(spans, k); */
	replace(spans, first, last, low, high);
	/*@ assert all: \forall integer k; low <= k < high ==>
	      spans_cover(spans, first, k) && spans_have(spans, k); */
	//@ assert front: spans_kept{Pre,Here}(spans, 0, first, 0);
	/*@ assert behind: spans_kept{Pre,Here}(spans, last,
	      \at(spans->n, Pre), first + 1 - last); */
	/*@ assert more_front: \forall integer i, k; 0 <= i < first &&
	      spans_cover{Pre}(spans, i, k) ==> spans_have(spans, k); */
	/*@ assert more_within: \forall integer i, k; first <= i < last &&
	      spans_cover{Pre}(spans, i, k) ==> spans_have(spans, k); */
	/*@ assert more_behind: \forall integer i, k;
	      last <= i < \at(spans->n, Pre) &&
	      spans_cover{Pre}(spans, i, k) ==> spans_have(spans, k); */
	/*@ assert more: \forall integer k;
	      spans_have{Pre}(spans, k) ==> spans_have(spans, k); */
	/*@ assert less_front: \forall integer i, k; 0 <= i < first &&
	      spans_cover(spans, i, k) ==> spans_have{Pre}(spans, k); */
	/*@ assert less_behind: \forall integer i, k; first < i < spans->n &&
	      spans_cover(spans, i, k) ==> spans_have{Pre}(spans, k); */
	/*@ assert less: \forall integer k; spans_have(spans, k) ==>
	      spans_have{Pre}(spans, k) || low <= k < high; */
	/*@ assert to_front: \forall integer j; 0 <= j < first ==>
	      spans->from[j] < spans->to[j] < low; */
	/*@ assert from_behind: \forall integer j; first < j < spans->n ==>
	      high < spans->from[j] < spans->to[j]; */
	/*@ assert each: \forall integer j; 0 <= j < spans->n ==>
	      spans->from[j] < spans->to[j]; */
	/*@ assert to_upto: \forall integer j; 0 <= j <= first ==>
	      spans->to[j] <= high; */
	/*@ assert from_since: \forall integer j; first <= j < spans->n ==>
	      low <= spans->from[j]; */
	/*@ assert ok_front: \forall integer i, j; 0 <= i < j < first ==>
	      spans->to[i] < spans->from[j]; */
	/*@ assert ok_behind: \forall integer i, j; first < i < j < spans->n ==>
	      spans->to[i] < spans->from[j]; */
	//@ assert ok: spans_ok(spans);
	/*@ assert end: last < \at(spans->n, Pre) ==>
	      spans_end(spans) == \at(spans_end(spans), Pre); */
	/*@ assert last: last == \at(spans->n, Pre) ==>
	      spans_end(spans) == high; */
	return true;
}

/*@ logic integer spans_past(integer number, integer n) =
      number > n ? number - n : 0; */

/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == spans_past(number, n); */
static uint32_t past(uint32_t number, uint32_t n)
{
	return number > n ? number - n : 0;
}

/* Removes the spans before `gone`; the others become less by n. */
/*@ requires \valid(spans) && gone <= spans->n <= SPANS_MAX;
    requires \forall integer j; gone <= j < spans->n ==> n < spans->to[j];
    terminates \true; exits \false;
    assigns spans->n, spans->from[0 .. SPANS_MAX - 1],
      spans->to[0 .. SPANS_MAX - 1];
    ensures spans->n == \old(spans->n) - gone;
    ensures \forall integer j; 0 <= j < spans->n ==>
      spans->to[j] == \at(spans->to[j + gone], Pre) - n &&
      spans->from[j] ==
        spans_past(\at(spans->from[j + gone], Pre), n); */
static void lower(struct spans *spans, uint32_t gone, uint32_t n)
{
	/*@ loop invariant range: gone <= i <= spans->n;
	    loop invariant from: \forall integer j; 0 <= j < i - gone ==>
	      spans->from[j] ==
	        spans_past(\at(spans->from[j + gone], Pre), n);
	    loop invariant to: \forall integer j; 0 <= j < i - gone ==>
	      spans->to[j] == \at(spans->to[j + gone], Pre) - n;
	    loop invariant from_behind: \forall integer j; i <= j < spans->n ==>
	      spans->from[j] == \at(spans->from[j], Pre);
	    loop invariant to_behind: \forall integer j; i <= j < spans->n ==>
	      spans->to[j] == \at(spans->to[j], Pre);
	    loop assigns i, spans->from[0 .. SPANS_MAX - 1],
	      spans->to[0 .. SPANS_MAX - 1];
	    loop variant spans->n - i; */
	for (uint32_t i = gone; i < spans->n; i++) {
		//@ assert at: (uint32_t)(i - gone) == i - gone;
		/*@ assert from_here: spans->from[i] ==
		      \at(spans->from[\at(i, Here)], Pre); */
		/*@ assert to_here: spans->to[i] ==
		      \at(spans->to[\at(i, Here)], Pre); */
		spans->from[i - gone] = past(spans->from[i], n);
		/*@ assert from_new: \forall integer j; 0 <= j <= i - gone ==>
		      (j == i - gone ?
		       spans->from[j] ==
		         spans_past(\at(spans->from[\at(i, Here)], Pre), n) :
		       spans->from[j] ==
		         spans_past(\at(spans->from[j + gone], Pre), n)); */
		/*@ assert from_all: \forall integer j; 0 <= j <= i - gone ==>
		      spans->from[j] ==
		        spans_past(\at(spans->from[j + gone], Pre), n); */
		/*@ assert to_same: spans->to[i] ==
		      \at(spans->to[\at(i, Here)], Pre); */
		spans->to[i - gone] = spans->to[i] - n;
		/*@ assert to_new: \forall integer j; 0 <= j <= i - gone ==>
		      (j == i - gone ?
		       spans->to[j] == \at(spans->to[\at(i, Here)], Pre) - n :
		       spans->to[j] == \at(spans->to[j + gone], Pre) - n); */
		/*@ assert to_all: \forall integer j; 0 <= j <= i - gone ==>
		      spans->to[j] == \at(spans->to[j + gone], Pre) - n; */
	}
	spans->n -= gone;
}

void spans_shift(struct spans *spans, uint32_t n)
{
	uint32_t gone = 0;

	/*@ loop invariant 0 <= gone <= spans->n;
	    loop invariant \forall integer j; 0 <= j < gone ==>
	      spans->to[j] <= n;
	    loop assigns gone;
	    loop variant spans->n - gone; */
	while (gone < spans->n && spans->to[gone] <= n)
		gone++;
	/*@ assert above: \forall integer j; gone <= j < spans->n ==>
	      n < spans->to[j]; */
	lower(spans, gone, n);
	/*@ assert down_in: \forall integer j, k;
	      0 <= j < spans->n && 0 <= k && spans_cover(spans, j, k) ==>
	      spans_cover{Pre}(spans, j + gone, k + n); */
	/*@ assert down_out: \forall integer j, k; 0 <= j < spans->n && 0 <= k &&
	      spans_cover{Pre}(spans, j + gone, k + n) ==>
	      spans_cover(spans, j, k); */
	/*@ assert up: \forall integer j, m;
	      gone <= j < \at(spans->n, Pre) && n <= m &&
	      spans_cover{Pre}(spans, j, m) ==>
	      spans_cover(spans, j - gone, m - n) && spans_have(spans, m - n); */
	/*@ assert before: \forall integer j, m; 0 <= j < gone && n <= m ==>
	      !spans_cover{Pre}(spans, j, m); */
	/*@ assert more: \forall integer k; 0 <= k &&
	      spans_have{Pre}(spans, k + n) ==> spans_have(spans, k); */
	/*@ assert less: \forall integer k; 0 <= k && spans_have(spans, k) ==>
	      spans_have{Pre}(spans, k + n); */
}

uint32_t spans_lead(const struct spans *spans)
{
	if (spans->n == 0 || spans->from[0] > 0)
		return 0;
	/*@ assert \forall integer k; 0 <= k < spans->to[0] ==>
	      spans_cover(spans, 0, k) && spans_have(spans, k); */
	return spans->to[0];
}

uint32_t spans_count(const struct spans *spans)
{
	uint32_t n = 0;

	/*@ loop invariant 0 <= i <= spans->n;
	    loop invariant i == 0 ==> n == 0;
	    loop invariant i > 0 ==> n <= spans->to[i - 1];
	    loop assigns i, n;
	    loop variant spans->n - i; */
	for (uint32_t i = 0; i < spans->n; i++)
		n += spans->to[i] - spans->from[i];
	return n;
}
