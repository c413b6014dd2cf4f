/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The edges of the state diagram: emit_dot_edges.c gathers them from the
 * rows, emit_dot.c draws them.
 */
#ifndef EMIT_DOT_H
#define EMIT_DOT_H

#include "gen.h"

struct label {				/* one line of an edge's label */
	const struct phase *phase;
	const char *sent;
	uint64_t classes, states;	/* of the phase; it leads from */
	bool timeout, dormant;
	VEC(const struct row *) rows;
};

struct edge {
	const struct state *from, *to;
	VEC(struct label) labels;
};

typedef VEC(struct edge) edges;

/* All edges but those of rows that end the machine by force: they go to
 * FORCE. */
edges dot_edges(const struct spec *spec, struct edge *force);

bool dot_has_edge(const edges *all, const struct state *from,
	const struct state *to);

#endif
