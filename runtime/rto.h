/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The retransmission timeout (RFC 6298).
 *
 *      first sample R       SRTT <- R, RTTVAR <- R/2                     (2.2)
 *      every further R'     RTTVAR <- 3/4 RTTVAR + 1/4 |SRTT - R'|       (2.3)
 *                           SRTT   <- 7/8 SRTT + 1/8 R'
 *      RTO <- SRTT + max(G, 4 RTTVAR), between minimum and maximum  (2.4, 2.5)
 *      expiry               RTO <- 2 RTO, at most the maximum            (5.5)
 *
 * One segment at a time is timed, and none that was sent twice (Karn, section
 * 3): a retransmission stops the timing. So a backed-off RTO stays until new
 * text has made the round trip (section 5, last paragraph).
 *
 * Times are microseconds. A round trip of more than RTO_SAMPLE_MAX, nine years,
 * counts as so much, that the sums stay within 64 bits.
 */
#ifndef RTO_H
#define RTO_H

#include <stdbool.h>
#include <stdint.h>

#include "seq.h"

#define RTO_GRANULARITY 1000u   /* G: what a poll loop can keep, us */
#define RTO_AFTER_SYN 3000000u  /* section 5.7, us */
#define RTO_SAMPLE_MAX 0x1000000000000u /* 2^48 us */

struct rto {
	uint64_t minimum, maximum;
	uint64_t srtt;          /* 0 until measured */
	uint64_t rttvar;
	uint64_t rto;           /* the timeout now, backed off or not */
	bool measured;
	bool timing;            /* a segment is being timed ... */
	uint32_t timed_end;     /* ... until this number is acknowledged */
	uint64_t timed_at;      /* when it was sent */
};

/*@ predicate rto_ok(struct rto *rto) =
      rto->minimum <= rto->rto <= rto->maximum &&
      rto->srtt <= RTO_SAMPLE_MAX && rto->rttvar <= RTO_SAMPLE_MAX;

    logic integer rto_clamp(integer value, integer low, integer high) =
      value < low ? low : value < high ? value : high;

    // Sections 2.2 and 2.3; octets of a microsecond are cut off.
    logic integer rto_smooth(struct rto *rto, integer sample) =
      rto->measured ? (7 * rto->srtt + sample) / 8 : sample;

    logic integer rto_vary(struct rto *rto, integer sample) =
      rto->measured ? (3 * rto->rttvar + \abs(rto->srtt - sample)) / 4
                    : sample / 2;

    logic integer rto_trip(integer now, integer since) =
      rto_clamp((uint64_t)(now - since), 0, RTO_SAMPLE_MAX);

    logic integer rto_spread(integer rttvar) =
      4 * rttvar < RTO_GRANULARITY ? RTO_GRANULARITY : 4 * rttvar; */

/* Not measured, with the initial timeout of section 2.1. */
/*@ requires \valid(rto) && minimum <= maximum;
    terminates \true; exits \false; assigns *rto;
    ensures ok: rto_ok(rto);
    ensures rto->rto == rto_clamp(initial, minimum, maximum);
    ensures rto->minimum == minimum && rto->maximum == maximum;
    ensures !rto->measured && !rto->timing; */
void rto_init(struct rto *rto, uint64_t initial, uint64_t minimum,
              uint64_t maximum);

/* New octets that end before `end` are sent now: time them if nothing is. */
/*@ requires \valid(rto);
    terminates \true; exits \false;
    assigns rto->timing, rto->timed_end, rto->timed_at;
    ensures rto->timing;
    ensures !\old(rto->timing) ==>
      rto->timed_end == end && rto->timed_at == now;
    ensures \old(rto->timing) ==>
      rto->timed_end == \old(rto->timed_end) &&
      rto->timed_at == \old(rto->timed_at); */
void rto_sent(struct rto *rto, uint32_t end, uint64_t now);

/* One sample of the round trip, in us. */
/*@ requires \valid(rto) && rto_ok(rto) && sample <= RTO_SAMPLE_MAX;
    terminates \true; exits \false;
    assigns rto->srtt, rto->rttvar, rto->measured, rto->rto;
    ensures ok: rto_ok(rto);
    ensures rto->measured;
    ensures srtt: rto->srtt == \old(rto_smooth(rto, sample));
    ensures rttvar: rto->rttvar == \old(rto_vary(rto, sample));
    ensures rto: rto->rto == rto_clamp(rto->srtt + rto_spread(rto->rttvar),
                                       rto->minimum, rto->maximum); */
void rto_sample(struct rto *rto, uint64_t sample);

/* Everything before `una` is acknowledged: takes the sample if it is due. */
/*@ requires \valid(rto) && rto_ok(rto);
    terminates \true; exits \false;
    assigns rto->timing, rto->srtt, rto->rttvar, rto->measured, rto->rto;
    ensures ok: rto_ok(rto);
    behavior due:
      assumes rto->timing && seq_le(rto->timed_end, una);
      ensures !rto->timing && rto->measured;
      ensures rto->srtt == \old(rto_smooth(rto,
                                rto_trip(now, rto->timed_at)));
      ensures rto->rttvar == \old(rto_vary(rto,
                                  rto_trip(now, rto->timed_at)));
      ensures rto->rto == rto_clamp(rto->srtt + rto_spread(rto->rttvar),
                                    rto->minimum, rto->maximum);
    behavior not_due:
      assumes !(rto->timing && seq_le(rto->timed_end, una));
      assigns \nothing;
    complete behaviors;
    disjoint behaviors; */
void rto_acked(struct rto *rto, uint32_t una, uint64_t now);

/* Something is sent again: what was being timed is not any more (Karn). */
/*@ requires \valid(rto);
    terminates \true; exits \false; assigns rto->timing;
    ensures !rto->timing; */
void rto_resent(struct rto *rto);

/* The retransmission timer expired: back off. */
/*@ requires \valid(rto) && rto_ok(rto);
    terminates \true; exits \false; assigns rto->timing, rto->rto;
    ensures ok: rto_ok(rto);
    ensures rto->rto ==
      rto_clamp(2 * \old(rto->rto), rto->minimum, rto->maximum);
    ensures !rto->timing; */
void rto_expired(struct rto *rto);

/* The SYN was sent twice: section 5.7 begins again with three seconds. */
/*@ requires \valid(rto) && rto_ok(rto);
    terminates \true; exits \false; assigns rto->rto;
    ensures ok: rto_ok(rto);
    ensures rto->rto == (rto->measured ? \old(rto->rto) :
      rto_clamp(RTO_AFTER_SYN, rto->minimum, rto->maximum)); */
void rto_after_syn(struct rto *rto);

#endif
