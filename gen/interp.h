/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The interpreter of the model: it runs an event on concrete 32-bit values,
 * straight from the expressions and statements. The table tests take their
 * expectations from it, so it shares nothing with the C back end.
 */
#ifndef INTERP_H
#define INTERP_H

#include "gen.h"

struct world {				/* a machine and what befalls it */
	size_t state;
	uint64_t armed;			/* timers, bit 1 << index */
	uint64_t choices;		/* those that are on, likewise */
	uint32_t *variable, *field;	/* by index; a flag is 0 or 1 */
};

struct outcome {			/* what an event did */
	bool sent;
	uint32_t *header;		/* of the message, by index */
	size_t reply;			/* index + 1; 0 is none */
	uint64_t signals, started, cancelled, operations;
	uint32_t *argument;		/* of operations, by index */
	VEC(struct row *) fired;	/* in order */
};

struct world interp_world(const struct spec *spec);	/* all zero */
void interp_copy(const struct spec *spec, struct world *to,
	const struct world *from);
struct outcome interp_outcome(const struct spec *spec);

/* A value: flags are 0 or 1, everything else is modulo 2^32. */
uint32_t interp_expr(const struct world *w, const struct expr *e);

/* The row of PHASE that fires in W, or NULL where it is passed over. */
struct row *interp_select(const struct world *w, const struct phase *phase);

/* Does the row's actions and enters its next state. */
void interp_row(const struct spec *spec, const struct row *row,
	struct world *w, struct outcome *o);

/* Runs EVENT; O is written whole. */
void interp_event(const struct spec *spec, const struct event *event,
	struct world *w, struct outcome *o);

/* The phases an event runs, in order, and the first of them. */
size_t interp_first(const struct event *event);
const struct event *interp_owner(const struct event *event);

#endif
