/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A user of one of two stacks that talk to each other. It has octets to write,
 * reads what the other one writes, and knows what that must be; it does what
 * the input says, and in the end what remains: write the rest, close, read to
 * the end, release the handle.
 */
#ifndef FUZZ_USER_H
#define FUZZ_USER_H

#include "input.h"
#include "world.h"

struct user {
	struct world *world;
	const struct user *other;
	tw_handle listener, handle;	/* -1: none */
	uint32_t want;		/* octets it will have written in the end */
	uint32_t chunk;		/* octets it reads at a time */
	uint64_t read;
	bool at_end;		/* the end of the other's stream was read */
	bool rude;		/* it aborted, or closed before that */
	int reason;		/* of the end of its connection */
};

/* What the input says: two octets of `n` for one of enum act. */
void user_act(struct user *user, unsigned act, uint32_t n);

/* The connection of its listener, if there is one now. */
void user_accept(struct user *user);

/* It does what remains, as far as possible now. */
void user_finish(struct user *user);

/* It waits no longer. */
void user_abandon(struct user *user);

#endif
