/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a receiver must hand to its user: worked out anew from the text of RFC
 * 9293 section 3.10.7.4, without a line of the runtime or a row of the table.
 * It keeps every piece of text as it came and looks at all of them for every
 * octet: slow, and short enough to be believed.
 *
 *         read              nxt                      nxt + RCV.WND
 *     ------|----------------|------------------------------|------
 *           |  for the user  |  ....[piece]...[piece]   F   |
 *
 * Of a segment it takes what lies in the window (figure 4), if
 *
 *     first    its number is acceptable                         (table 6)
 *     second   RST is off              fourth   SYN is off
 *     fifth    ACK is on, and SND.UNA - MAX.SND.WND =< SEG.ACK =< SND.NXT
 *              (RFC 5961 section 5); before our SYN is acknowledged, SEG.ACK
 *              must acknowledge it
 *     seventh  the state is one that takes text
 *     eighth   a FIN counts if its number lies in the window
 *
 * Where pieces overlap, the RFC says only that what was passed on is never
 * replaced: an octet must be that of one of the pieces which came before it
 * was due.
 *
 * A peer that contradicts itself (two FINs, text behind a FIN) and one that
 * leaves more gaps than a receiver need remember get no promise of when an
 * octet is due; but what is handed over must still be theirs.
 */
#ifndef FUZZ_REASSEMBLY_H
#define FUZZ_REASSEMBLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fsm/fsm.gen.h"

enum {
	REASSEMBLY_PIECES = 640,	/* of one connection */
	REASSEMBLY_GAPS = 32		/* more need not be remembered */
};

struct arrival {			/* a segment as it came */
	uint32_t seq, ack;
	uint8_t flags;			/* TCP_FIN .. */
	const uint8_t *text;		/* stays where it is */
	uint32_t n;			/* octets of it */
};

struct piece {
	uint32_t seq, n;
	const uint8_t *text;
};

struct reassembly {
	bool open;			/* numbers are known */
	uint32_t nxt;			/* what RCV.NXT must be */
	uint32_t read;			/* number of the user's next octet */
	bool fin;			/* a FIN was taken ... */
	uint32_t fin_at;		/* ... with this number */
	bool ended;			/* nxt has passed it */
	bool vague;			/* contradicted, or crowded out */
	unsigned n;
	struct piece piece[REASSEMBLY_PIECES];
};

/* No connection. */
void reassembly_close(struct reassembly *r);

/* A SYN was taken; the text and FIN behind it wait. `window`: counted from the
 * number behind it. */
void reassembly_open(struct reassembly *r, const struct arrival *a,
		     uint32_t window);

/* A segment came to a connection that was in *tcb. */
void reassembly_arrive(struct reassembly *r, const struct arrival *a,
		       const struct fsm_tcb *tcb,
		       const struct fsm_choices *choices);

/* The state is one that takes text: what is in order is due. */
void reassembly_advance(struct reassembly *r);

/* Are these the octets a user who reads now must get? */
bool reassembly_read(struct reassembly *r, const uint8_t *octets, size_t n);

#endif
