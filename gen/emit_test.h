/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table tests: emit_test_search.c finds for every row a world and an
 * event that fire it, emit_test.c writes what interp.c says must come of it.
 */
#ifndef EMIT_TEST_H
#define EMIT_TEST_H

#include "interp.h"

/* How far a search may leave what the specification calls possible. */
enum licence {
	BY_DEFAULT,		/* invariants hold, choices at their default */
	BY_CHOICE,		/* choices may be turned */
	BY_STRAY_TIMEOUT,	/* a timeout whose timer does not run */
	BY_BREACH,		/* an invariant does not hold */
	LICENCES
};

struct shot {				/* what fires a row */
	const struct row *row;
	const struct event *event;
	const char *remark;		/* the edge it stands on, or NULL */
	enum licence licence;
	struct world before;
};

/* ---------------------------------------------------- emit_test_path.c */

enum knob_kind { K_VARIABLE, K_FIELD, K_ARMED, K_CHOICE, K_NUMBER };
struct knob {				/* one thing about a world to turn */
	enum knob_kind kind;		/* a K_NUMBER cannot be turned, */
	size_t index;			/* but others to it; this is it */
	const struct variable *variable;	/* K_VARIABLE, K_FIELD */
};
typedef VEC(struct knob) knobs;

enum { TEST_VALUES = 512 };

struct search {
	const struct spec *spec;
	const struct row *row;
	const struct event *event;
	size_t goal;			/* the row's phase, in its event */
	const struct line *line;	/* the cell of the row to fire in, */
	const struct class *class;	/* or NULL: any of them */
	enum licence licence;
	bool whole;			/* or only the row's line, no path */
	uint32_t random;
	struct world base, now, best, trial, run;
	struct outcome outcome, other;
	knobs knobs;			/* in the conditions that fail */
	knobs held;			/* not to be turned now */
	uint32_t value[TEST_VALUES];	/* to try on one of them */
	size_t values;
};

uint32_t test_get(const struct world *w, const struct knob *k);
void test_set(struct world *w, const struct knob *k, uint32_t value);

/* Adds the knobs of E, or all there are, to TO. */
void test_knobs(const struct search *s, knobs *to, const struct expr *e);
void test_all_knobs(const struct search *s, knobs *to);

/* The invariant of its state that W breaks, or NULL. */
const struct invariant *test_breach(const struct spec *spec,
	const struct world *w);

/* 0: the row fires in W, as the licence allows. To TO go, unless it is NULL,
 * the knobs of what fails. */
uint32_t test_cost(struct search *s, const struct world *w, knobs *to);

/* The same knobs, and those of the phases passed on the way. */
void test_path_knobs(struct search *s, const struct world *w, knobs *to);

/* -------------------------------------------------- emit_test_values.c */

/* Puts into s->value what may be tried on K, given the knobs in OF. */
void test_values(struct search *s, const struct knob *k, const knobs *of);

/* -------------------------------------------------- emit_test_search.c */

/* The world a search begins with, but for its fields. */
struct world test_base(const struct spec *spec);

struct search *test_search_for(const struct spec *spec, const struct row *row,
	const struct event *event);

/* Improves s->now until the row fires; false if it never does. */
bool test_descend(struct search *s);

/* The same, from the beginning, in one of STATES. */
bool test_from(struct search *s, enum licence licence, uint64_t states,
	struct shot *shot);

/* Finds what fires ROW. False if nothing was found. */
bool test_search(const struct spec *spec, const struct row *row,
	struct shot *shot);

/* --------------------------------------------------- emit_test_cells.c */

/* Calls SINK with what fires SHOT's row in its other cells. */
void test_cells(const struct spec *spec, const struct shot *shot,
	void (*sink)(const struct shot *shot, void *with), void *with);

/* -------------------------------------------------- emit_test_fields.c */

/* As C writes it: sequence numbers in hexadecimal. */
const char *test_number(const struct type *type, uint32_t value);

/* The index of a field of the TCB: T_SND_UNA, T_ARMED_USER. */
const char *test_field(const struct variable *v);
const char *test_armed(const struct timer *t);

void test_fields(const struct spec *spec, const struct world *base, FILE *out);

/* --------------------------------------------------- emit_test_edges.c */

/* Calls SINK with variants of SHOT that stand on the edges of its class. */
void test_edges(const struct spec *spec, const struct shot *shot,
	void (*sink)(const struct shot *shot, void *with), void *with);

#endif
