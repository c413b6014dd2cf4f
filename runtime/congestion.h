/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The congestion window (RFC 5681, with NewReno's partial acknowledgments,
 * RFC 6582). It says how much may be in flight and when the front of the
 * retransmission queue is to be sent again; the table does the sending.
 *
 *      slow start           cwnd < ssthresh: grows with what is acknowledged,
 *                           2 SMSS an acknowledgment at most (RFC 3465)
 *      avoidance            one SMSS for every cwnd octets acknowledged
 *      3 duplicates         ssthresh <- max(flight/2, 2 SMSS), front again,
 *                           cwnd <- ssthresh + 3 SMSS until `recover`
 *      partial ACK          front again, until `recover` is acknowledged
 *      timeout              ssthresh as above, cwnd <- SMSS, front again
 */
#ifndef CONGESTION_H
#define CONGESTION_H

#include <stdbool.h>
#include <stdint.h>

#define CONGESTION_MAX 0x40000000u

struct congestion {
	uint32_t mss;           /* SMSS, octets, not 0 */
	uint32_t window;        /* cwnd, octets, mss..2^30 */
	uint32_t threshold;     /* ssthresh, octets */
	uint32_t counted;       /* octets acknowledged since cwnd last grew */
	uint32_t recover;       /* SND.NXT when the loss was noticed */
	uint8_t duplicates;     /* ACKs in a row that acknowledge nothing new */
	bool recovering;        /* SND.UNA has not reached `recover` */
	bool fast;              /* ... after duplicates, not a timeout */
};

/* The initial window of RFC 6928. */
void congestion_init(struct congestion *state, uint32_t mss);

/*
 * n > 0 octets more are acknowledged, up to `una`; `flight` are left. Returns
 * whether the front is to be sent again.
 */
bool congestion_acked(struct congestion *state, uint32_t n, uint32_t una,
                      uint32_t flight);

/* A duplicate acknowledgment (RFC 5681 section 2). Returns the same. */
bool congestion_duplicate(struct congestion *state, uint32_t una,
                          uint32_t nxt);

/* The retransmission timer expired. */
void congestion_timeout(struct congestion *state, uint32_t una, uint32_t nxt);

#endif
