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
 * Times are microseconds.
 */
#ifndef RTO_H
#define RTO_H

#include <stdbool.h>
#include <stdint.h>

#define RTO_GRANULARITY 1000u   /* G: what a poll loop can keep, us */
#define RTO_AFTER_SYN 3000000u  /* section 5.7, us */

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

/* Not measured, with the initial timeout of section 2.1. */
void rto_init(struct rto *rto, uint64_t initial, uint64_t minimum,
              uint64_t maximum);

/* New octets that end before `end` are sent now: time them if nothing is. */
void rto_sent(struct rto *rto, uint32_t end, uint64_t now);

/* Everything before `una` is acknowledged: takes the sample if it is due. */
void rto_acked(struct rto *rto, uint32_t una, uint64_t now);

/* Something is sent again: what was being timed is not any more (Karn). */
void rto_resent(struct rto *rto);

/* The retransmission timer expired: back off. */
void rto_expired(struct rto *rto);

/* The SYN was sent twice: section 5.7 begins again with three seconds. */
void rto_after_syn(struct rto *rto);

/* One sample of the round trip, in us. */
void rto_sample(struct rto *rto, uint64_t sample);

#endif
