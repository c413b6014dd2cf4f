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
        spans_from{B}(spans, j) == spans_from{A}(spans, j - d) &&
        spans_to{B}(spans, j) == spans_to{A}(spans, j - d);

    lemma spans_moved_on{A,B,C}: \forall struct spans *spans,
      integer a, b, d, low, high; spans_moved{A,B}(spans, a, b, d) &&
      spans_moved{B,C}(spans, low, high, 0) && low <= a + d &&
      b + d <= high ==> spans_moved{A,C}(spans, a, b, d);

    // One span stands for first .. last - 1; those up to n moved with last.
    predicate spans_closed_up{A,B}(struct spans *spans, integer first,
                                   integer last, integer n) =
      spans_moved{A,B}(spans, last, n, first + 1 - last); */

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

/* Sets one span. */
/*@ requires \valid(spans) && i < SPANS_MAX;
    terminates \true; exits \false;
    assigns spans->from[i], spans->to[i];
    ensures spans->n == \old(spans->n);
    ensures spans_from(spans, i) == from && spans_to(spans, i) == to;
    ensures spans_moved{Pre,Post}(spans, 0, i, 0);
    ensures spans_moved{Pre,Post}(spans, i + 1, SPANS_MAX, 0); */
static void set(struct spans *spans, uint32_t i, uint32_t from, uint32_t to)
{
	spans->from[i] = from;
	spans->to[i] = to;
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
	    loop invariant above: spans_moved{Pre,Here}(spans, k, spans->n, 1);
	    loop assigns k, spans->from[0 .. SPANS_MAX - 1],
	      spans->to[0 .. SPANS_MAX - 1];
	    loop variant k; */
	for (uint32_t k = spans->n; k > i; k--) {
		//@ assert at: (uint32_t)(k - 1) == k - 1;
		/*@ assert from: spans->from[(uint32_t)(k - 1)] ==
		      spans->from[k - 1]; */
		/*@ assert to: spans->to[(uint32_t)(k - 1)] ==
		      spans_to(spans, k - 1); */
		/*@ assert was: spans_from(spans, k - 1) ==
		      spans_from{Pre}(spans, k - 1) &&
		      spans_to(spans, k - 1) == spans_to{Pre}(spans, k - 1); */
		set(spans, k, spans->from[k - 1], spans->to[k - 1]);
		/*@ assert new: spans_from(spans, k) ==
		      spans_from{Pre}(spans, k - 1) &&
		      spans_to(spans, k) == spans_to{Pre}(spans, k - 1); */
		//@ assert rest: spans_moved{Pre,Here}(spans, k, spans->n, 1);
		/*@ assert more: spans_moved{Pre,Here}(spans, k - 1,
		      spans->n, 1); */
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
	    loop invariant front: \forall integer j; 0 <= j < first ==>
	      spans->from[j] == \at(spans->from[j], Pre) &&
	      spans->to[j] == \at(spans->to[j], Pre);
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
		/*@ assert from_new: spans->from[k - (last - first)] ==
		      \at(spans->from[\at(k, Here)], Pre); */
		/*@ assert from_old: \forall integer j;
		      first <= j < k - (last - first) ==>
		      spans->from[j] ==
		        \at(spans->from[j + (last - first)], Pre); */
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
	/*@ assert closed: spans_closed_up{Pre,Here}(spans, first - 1, last,
	      spans->n); */
	//@ ghost full: ;
	spans->n -= last - first;
	//@ assert same: spans_moved{full,Here}(spans, 0, SPANS_MAX, 0);
}

/*@ // From A to B one span took the place of the spans first .. last - 1.
    predicate spans_replaced{A,B}(struct spans *spans, integer first,
                                  integer last, integer from, integer to) =
      0 <= first <= last <= \at(spans->n, A) &&
      \at(spans->n, B) == \at(spans->n, A) + 1 - (last - first) &&
      spans_from{B}(spans, first) == from &&
      spans_to{B}(spans, first) == to &&
      spans_moved{A,B}(spans, 0, first, 0) &&
      spans_closed_up{A,B}(spans, first, last, \at(spans->n, A));

    // The spans first .. last - 1 lie within, the others apart from it.
    predicate spans_fit(struct spans *spans, integer first, integer last,
                        integer from, integer to) =
      from < to &&
      (\forall integer j; 0 <= j < first ==> spans_to(spans, j) < from) &&
      (\forall integer j; first <= j < last ==>
        from <= spans_from(spans, j) && spans_to(spans, j) <= to) &&
      (\forall integer j; last <= j < spans->n ==>
        to < spans_from(spans, j));

    lemma spans_replaced_ok{A,B}: \forall struct spans *spans,
      integer first, last, from, to; spans_ok{A}(spans) &&
      spans_fit{A}(spans, first, last, from, to) &&
      spans_replaced{A,B}(spans, first, last, from, to) &&
      \at(spans->n, B) <= SPANS_MAX ==> spans_ok{B}(spans);

    lemma spans_replaced_end{A,B}: \forall struct spans *spans,
      integer first, last, from, to;
      spans_replaced{A,B}(spans, first, last, from, to) ==>
      spans_end{B}(spans) ==
        (last == \at(spans->n, A) ? to : spans_end{A}(spans));

    lemma spans_replaced_front{A,B}: \forall struct spans *spans,
      integer first, last, from, to, j, k;
      spans_replaced{A,B}(spans, first, last, from, to) &&
      0 <= j < first ==>
      (spans_cover{A}(spans, j, k) <==> spans_cover{B}(spans, j, k));

    lemma spans_replaced_behind{A,B}: \forall struct spans *spans,
      integer first, last, from, to, j, k;
      spans_replaced{A,B}(spans, first, last, from, to) &&
      first < j < \at(spans->n, B) ==>
      (spans_cover{B}(spans, j, k) <==>
       spans_cover{A}(spans, j - (first + 1 - last), k));

    lemma spans_replaced_moved{A,B}: \forall struct spans *spans,
      integer first, last, from, to, j, k;
      spans_replaced{A,B}(spans, first, last, from, to) &&
      last <= j < \at(spans->n, A) ==>
      (spans_cover{A}(spans, j, k) <==>
       spans_cover{B}(spans, j + (first + 1 - last), k));

    lemma spans_replaced_all{A,B}: \forall struct spans *spans,
      integer first, last, from, to, k;
      spans_replaced{A,B}(spans, first, last, from, to) &&
      from <= k < to ==>
      spans_cover{B}(spans, first, k) && spans_have{B}(spans, k);

    lemma spans_replaced_more{A,B}: \forall struct spans *spans,
      integer first, last, from, to, k;
      spans_replaced{A,B}(spans, first, last, from, to) &&
      spans_fit{A}(spans, first, last, from, to) &&
      spans_have{A}(spans, k) ==> spans_have{B}(spans, k);

    lemma spans_replaced_less{A,B}: \forall struct spans *spans,
      integer first, last, from, to, k;
      spans_replaced{A,B}(spans, first, last, from, to) &&
      spans_have{B}(spans, k) ==>
      spans_have{A}(spans, k) || from <= k < to;

    // Down here, since those above are not proved where it is known.
    lemma spans_moved_more{A,B}: \forall struct spans *spans,
      integer a, b, c, d; spans_moved{A,B}(spans, b, c, d) && b == a + 1 &&
      spans_from{B}(spans, a + d) == spans_from{A}(spans, a) &&
      spans_to{B}(spans, a + d) == spans_to{A}(spans, a) ==>
      spans_moved{A,B}(spans, a, c, d); */

/* One span takes the place of the spans first..last-1. */
/*@ requires \valid(spans) && first <= last <= spans->n <= SPANS_MAX;
    requires first == last ==> spans->n < SPANS_MAX;
    terminates \true; exits \false;
    assigns spans->n, spans->from[0 .. SPANS_MAX - 1],
      spans->to[0 .. SPANS_MAX - 1];
    ensures replaced: spans_replaced{Pre,Post}(spans, first, last, from, to); */
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
	set(spans, first, from, to);
	//@ assert front: spans_moved{Pre,Here}(spans, 0, first, 0);
	/*@ assert behind: spans_closed_up{Pre,Here}(spans, first, last,
	      \at(spans->n, Pre)); */
}

bool spans_put(struct spans *spans, uint32_t from, uint32_t to)
{
	uint32_t first = in_front(spans, from);
	uint32_t last = up_to(spans, first, to);
	uint32_t low = from, high = to;

	if (first == last && spans->n == SPANS_MAX) {
		//@ assert full: first == last && spans->n == SPANS_MAX;
		return false;
	}
	if (first < last) {
		low = least(from, spans->from[first]);
		high = most(to, spans->to[last - 1]);
	}
	//@ assert fit: spans_fit(spans, first, last, low, high);
	/*@ assert top: high == to || last < spans->n ||
	      high == spans_end(spans); */
	/*@ assert left: \forall integer k; low <= k < from ==>
	      spans_cover(spans, first, k) && spans_have(spans, k); */
	/*@ assert right: \forall integer k; to <= k < high ==>
	      spans_cover(spans, last - 1, k) && spans_have(spans, k); */
	replace(spans, first, last, low, high);
	//@ assert ok: spans_ok(spans);
	/*@ assert end: spans_end(spans) == spans_end{Pre}(spans) ||
	      spans_end(spans) == to; */
	/*@ assert more: \forall integer k;
	      spans_have{Pre}(spans, k) || from <= k < to ==>
	      spans_have(spans, k); */
	/*@ assert less: \forall integer k; spans_have(spans, k) ==>
	      spans_have{Pre}(spans, k) || from <= k < to; */
	return true;
}

/*@ logic integer spans_past(integer number, integer n) =
      number > n ? number - n : 0;

    // From A to B the first spans have gone, the others became less by n.
    predicate spans_lowered{A,B}(struct spans *spans, integer gone,
                                 integer n) =
      0 <= gone <= \at(spans->n, A) &&
      \at(spans->n, B) == \at(spans->n, A) - gone &&
      (\forall integer j; 0 <= j < \at(spans->n, B) ==>
        spans_from{B}(spans, j) ==
          spans_past(spans_from{A}(spans, j + gone), n)) &&
      (\forall integer j; 0 <= j < \at(spans->n, B) ==>
        spans_to{B}(spans, j) == spans_to{A}(spans, j + gone) - n);

    // The first spans end at n or before, the others behind it.
    predicate spans_split(struct spans *spans, integer gone, integer n) =
      (\forall integer j; 0 <= j < gone ==> spans_to(spans, j) <= n) &&
      (\forall integer j; gone <= j < spans->n ==> n < spans_to(spans, j));

    lemma spans_lowered_ok{A,B}: \forall struct spans *spans,
      integer gone, n; spans_ok{A}(spans) && spans_split{A}(spans, gone, n) &&
      spans_lowered{A,B}(spans, gone, n) ==> spans_ok{B}(spans);

    lemma spans_lowered_end{A,B}: \forall struct spans *spans,
      integer gone, n; spans_lowered{A,B}(spans, gone, n) ==>
      spans_end{B}(spans) + n <= spans_end{A}(spans) ||
      spans_end{B}(spans) == 0;

    lemma spans_lowered_cover{A,B}: \forall struct spans *spans,
      integer gone, n, j, k; spans_lowered{A,B}(spans, gone, n) &&
      0 <= j < \at(spans->n, B) && 0 <= k ==>
      (spans_cover{B}(spans, j, k) <==>
       spans_cover{A}(spans, j + gone, k + n));

    lemma spans_lowered_covered{A,B}: \forall struct spans *spans,
      integer gone, n, j, k; spans_lowered{A,B}(spans, gone, n) &&
      gone <= j < \at(spans->n, A) && n <= k ==>
      (spans_cover{A}(spans, j, k) <==>
       spans_cover{B}(spans, j - gone, k - n));

    lemma spans_lowered_less{A,B}: \forall struct spans *spans,
      integer gone, n, k; spans_lowered{A,B}(spans, gone, n) && 0 <= k &&
      spans_have{B}(spans, k) ==> spans_have{A}(spans, k + n);

    lemma spans_lowered_more{A,B}: \forall struct spans *spans,
      integer gone, n, k; spans_lowered{A,B}(spans, gone, n) &&
      spans_split{A}(spans, gone, n) && 0 <= k &&
      spans_have{A}(spans, k + n) ==> spans_have{B}(spans, k); */

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
    ensures lowered: spans_lowered{Pre,Post}(spans, gone, n); */
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
	//@ assert split: spans_split(spans, gone, n);
	lower(spans, gone, n);
	//@ assert ok: spans_ok(spans);
	/*@ assert end: spans_end(spans) + n <= spans_end{Pre}(spans) ||
	      spans_end(spans) == 0; */
	/*@ assert less: \forall integer k; 0 <= k && spans_have(spans, k) ==>
	      spans_have{Pre}(spans, k + n); */
	/*@ assert more: \forall integer k; 0 <= k &&
	      spans_have{Pre}(spans, k + n) ==> spans_have(spans, k); */
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
