/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The projection: what of a machine its model sees. A variable or field is
 *
 *     kept     part of the model's state, or of its event
 *     free     any value, chosen anew for each event
 *     fixed N  always N: what is assigned to it is not seen
 *
 * With the fixed values in place some guards are always false, and their rows
 * vanish. Each of these is named by `unmodelled` in the specification, with a
 * reason; so are the events and phases that are left out whole.
 */
#ifndef PROJECT_H
#define PROJECT_H

#include "mutant.h"

struct projected {
	const struct spec *spec;
	bool *no_event, *no_phase, *no_row;	/* by index: left out */
	bool *vanishes;				/* rows: never fires */
	const mutants *mutants;		/* to be written too, or NULL */
	bool *written;			/* by number: a mutant was */
};

/* False after messages: what vanishes is not named, or the other way. */
bool project(const struct spec *spec, struct projected *p);

/* E with the fixed values in place, and no more of it than they leave. */
const struct expr *project_expr(const struct expr *e);

bool always_true(const struct expr *e);
bool always_false(const struct expr *e);

/* Whether the model sees what S does. */
bool project_sees(const struct statement *s);

/* The fixed variable without which the row would not vanish, or NULL. */
const struct variable *project_culprit(const struct spec *spec,
	const struct row *r);

/* The projection as text, for people: each line led by LEAD. */
void project_report(FILE *out, const struct projected *p, const char *lead);

#endif
