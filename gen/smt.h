/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One run of the solver, and where it is. smt.c walks over phases and states,
 * smt_row.c asks about the rows of each.
 */
#ifndef SMT_H
#define SMT_H

#include "check.h"

struct job {
	const struct spec *spec;
	const struct flow *flow;
	struct solver z;
	struct view *start;		/* version 0 of everything */
	const struct timer *expired;	/* or NULL */
	struct cell cell;		/* where we are */
	unsigned depth;			/* of the scope of this cell */
	unsigned cells;
	bool *row_alive, *row_told;	/* [row->index] */
	bool **class_alive;		/* [phase->index][class] */
	bool **pair_told;		/* [phase->index][class * n + class] */
	bool *hole_told;		/* [phase->index] */
};

/* smt_row.c */
bool holds_in(const struct invariant *i, const struct state *s);
const char *line_term(const struct job *j, const struct line *l);
void no_answer(const struct job *j, struct pos pos, const char *what);
/* Asserts CLAIM in a scope of its own, which stays open. */
enum answer ask_whether(struct job *j, const char *claim);
bool is_false(struct job *j, const char *claim);
void check_row(struct job *j, const struct row *r);

#endif
