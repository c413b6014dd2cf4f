/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One stack, its user, its wire and its clock, and somebody who watches: every
 * call of tcpwright.h goes through here, and after each the stack is looked at
 * (sound.h) and asked to account for what it did (witness.h).
 *
 * The stack's memory is what it asks for and not an octet more: it ends at a
 * page without permissions, and the octets before it must not change.
 *
 *      +----------------------+--------------------+-----------+
 *      |      0xa5 ...        |  tw_size() octets  | PROT_NONE |
 *      +----------------------+--------------------+-----------+
 *
 * Answers are checked where they are given: no more octets than asked for, the
 * end of the stream only at its end, one terminal report for each connection
 * the user had, no report after it, none that says nothing. Time: after
 * tw_expire() the next deadline is later than now, and what one call does is
 * bounded.
 */
#ifndef FUZZ_WORLD_H
#define FUZZ_WORLD_H

#include "witness.h"

enum {
	WORLDS = 2,
	WORLD_SLOTS = 8,	/* connections and time_waits, at most */
	WORLD_FRAME = 66000,	/* octets of the largest frame either way */
	WORLD_EVENTS = 4000	/* a call raises fewer */
};

struct world {
	struct tw_config config;
	struct tw *tw;
	uint8_t *memory;
	size_t size;
	uint64_t now;		/* us */
	char name;		/* in the trace */
	struct witness witness[WORLD_SLOTS];

	unsigned events;	/* of the present call */
	const struct arrival *arrival;	/* the segment that arrives ... */
	const struct tcp *header;	/* ... in the present call */
	bool parked;		/* a segment waited for ARP: order is lost */
	uint64_t frames;	/* sent so far */
};

/* Every frame of the stack is given to this. */
typedef void world_wire(void *context, const uint8_t *frame, size_t n,
			const struct wire_frame *f);

/* Sets all but the configuration, which is there, and makes the stack. */
void world_begin(struct world *world, int which, uint64_t now);

/* The calls. Text that arrives stays where it is until the run is over. */
void world_input(struct world *world, const uint8_t *frame, uint32_t n,
		 unsigned flags);
void world_output(struct world *world, size_t room, world_wire *wire,
		  void *context);
void world_expire(struct world *world);
void world_reports(struct world *world);

tw_handle world_listen(struct world *world, uint16_t port,
		       const struct tw_endpoint *remote, uint32_t backlog);
tw_handle world_connect(struct world *world, uint16_t port,
			const struct tw_endpoint *remote);
tw_handle world_accept(struct world *world, tw_handle listener);
void world_open(struct world *world, tw_handle handle,
		const struct tw_endpoint *remote);
int64_t world_send(struct world *world, tw_handle handle, size_t n,
		   unsigned flags);
int64_t world_recv(struct world *world, tw_handle handle, size_t n);
const uint8_t *world_octets(void);	/* those world_recv() got last */
void world_shutdown(struct world *world, tw_handle handle);
void world_close(struct world *world, tw_handle handle);
void world_abort(struct world *world, tw_handle handle);
void world_status(struct world *world, tw_handle handle);

/* Between any two calls made otherwise. */
void world_before(struct world *world);
void world_after(struct world *world);

/* The witness of a handle, NULL if it is stale. */
struct witness *world_witness(struct world *world, tw_handle handle);

/* The connection in a slot, NULL if it is free. */
const struct connection *world_slot(const struct world *world, uint32_t slot);

#endif
