/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A witness stands beside one connection and remembers what was said in its
 * presence: by the peer, by the user, and by the stack on the wire. It takes
 * nothing from the stack's own books but the state, and what it needs to know
 * to judge an acknowledgment; the rest it works out from the segments.
 *
 *      user ---- written, shut ---->  +-------+  ---- emitted segments --->
 *           <--- octets read -------  | stack |  <--- arriving segments ---
 *                                     +-------+
 *      what it holds against a segment that was emitted:
 *        - text that is not what the user wrote, or ends beyond what the peer
 *          ever let through, or is longer than the peer's MSS
 *        - a FIN the user did not ask for, or not right behind the last octet
 *        - an acknowledgment of what did not come, or that goes back
 *        - a window whose right edge goes back (SHLD-14)
 *        - a segment without ACK that is no SYN; SYN with RST or FIN
 */
#ifndef FUZZ_WITNESS_H
#define FUZZ_WITNESS_H

#include "reassembly.h"
#include "stack.h"

struct witness {
	tw_handle handle;	/* 0: nobody yet */
	struct fsm_tcb before;	/* as it was when the present call began */

	/* What the peer said. */
	bool offered;		/* a window, whose right edge was ... */
	uint32_t limit;		/* ... at most here */
	bool scaled;		/* its SYN offered scaling, by ... */
	uint8_t peer_shift;	/* ... so much */
	uint16_t mss;		/* octets its SYN asked for at most */

	/* What the stack said. */
	uint32_t iss;
	uint32_t emitted;	/* number after the last one on the wire */
	bool speaks;		/* any segment was seen */
	bool our_scale;		/* our SYN offered scaling, by ... */
	uint8_t our_shift;	/* ... so much */
	bool answered;		/* a segment with ACK was seen: */
	uint32_t acked;		/* its SEG.ACK */
	uint32_t edge;		/* right edge it offered */

	/* What the user did and was told. */
	uint64_t written;	/* octets the stack took */
	bool shut;		/* closed at least our direction */
	bool known;		/* the user has, or had, the handle */
	bool released;		/* tw_close() */
	bool ended;		/* the terminal report has come */
	int reason;		/* ... and said why */
	bool news;		/* text came that no report speaks of */

	struct reassembly in;	/* what of it is the user's */
};

/* A new connection under this handle. */
void witness_begin(struct witness *w, tw_handle handle);

/* The octet a user of this connection writes at `offset` of its stream. */
uint8_t witness_octet(tw_handle handle, uint64_t offset);

/* An event of this connection ran: a segment that arrived, if `a`. */
void witness_event(struct witness *w, const struct tw_config *config,
		   const struct tw_trace *trace, const struct arrival *a,
		   const struct tcp *tcp);

/* A segment of this connection goes on the wire. in_order: after all that it
 * was made after. */
void witness_emitted(struct witness *w, const struct tw_config *config,
		     const struct wire_frame *f, const uint8_t *frame,
		     const struct tw_frame *about, bool in_order);

/* After a call: does the connection stand where it must? */
void witness_settled(struct witness *w, const struct tw_config *config,
		     const struct connection *c);

#endif
