/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What `tcpwright check` knows and its files share.
 *
 *     flow.c       which phase is entered in which state
 *     smt.c        what is asked of the solver about every phase and state
 *     smt_row.c    and about every row
 *     smt_expr.c   expressions and rows as terms of SMT-LIB
 *     smt_report.c a failure told: position, rows, witness
 *     solver.c     the pipe to z3
 *     cite.c       quotations, SPEC.lock      rfc.c, sha256.c  the standards
 *     require.c    numbered requirements, claims, waivers, the matrix
 */
#ifndef CHECK_H
#define CHECK_H

#include "gen.h"

/* ------------------------------------------------------------- flow.c */

struct flow {
	uint64_t reached;	/* states some chain of events leads to */
	uint64_t *entered;	/* [phase] in which it can be entered */
	uint64_t *later;	/* [phase] entered otherwise than at expiry */
	uint64_t *expiry;	/* [phase * timers + timer] first then */
	uint64_t *passed;	/* [timer] its event is passed over entirely */
};

/* Runs every event from every state that is reached, until nothing new is. */
const struct flow *flow_of(const struct spec *spec);

/* ----------------------------------------------------------- solver.c */

enum answer { UNSAT, SAT, UNKNOWN };

struct solver {
	FILE *to, *from;
	int pid;
	unsigned queries;
	unsigned depth;		/* scopes pushed and not yet popped */
};

void solver_start(struct solver *z);	/* or exits with 2, and says why */
void solver_stop(struct solver *z);
void say(struct solver *z, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void push(struct solver *z);
void pop_to(struct solver *z, unsigned depth);
enum answer ask(struct solver *z);
/* After SAT: the number TERM stands for; a flag is 0 or 1. */
uint64_t value_of(struct solver *z, const char *term);

/* --------------------------------------------------------- smt_expr.c */

/* Which version of everything an expression means: `SND.UNA!3`. */
struct view {
	const struct spec *spec;
	unsigned *variable, *field, *timer;	/* [index] */
	unsigned *fresh;			/* the last version given */
};

struct view *view_new(const struct spec *spec);
struct view *view_copy(const struct view *v);
const char *variable_term(const struct view *v, const struct variable *x);
const char *timer_term(const struct view *v, const struct timer *t);
const char *choice_term(const struct choice *c);
const char *term(const struct view *v, const struct expr *e);
/* Declares version 0 of everything, each within the range of its type. */
void say_declarations(struct solver *z, const struct view *v);
/* What the statements make of V; V then stands for what they leave. */
void say_statements(struct solver *z, struct view *v, const statements *s);
void say_expiry(struct solver *z, struct view *v, const struct timer *t);

/* ------------------------------------------------------- smt_report.c */

/* One state of one phase, as it is entered. */
struct cell {
	struct solver *z;
	const struct phase *phase;
	const struct state *state;
	const struct view *before;
};

/* After SAT. What a witness shows of the values stays asserted. */
void report_overlap(const struct cell *c, const struct class *a,
	const struct class *b);
void report_lines(const struct cell *c, const struct line *a,
	const struct line *b);
void report_hole(const struct cell *c, bool lines);
void report_broken(const struct cell *c, const struct row *row,
	const struct view *after, const struct invariant *broken);
void report_range(const struct cell *c, const struct row *row,
	const struct view *after, const struct variable *outside);

/* ------------------------------------------------------ rfc.c, sha256.c */

/* A standard's text without page furniture, white space collapsed. */
struct rfc;

struct rfc *rfc_read(const char *path);	/* or exits with 2, and says why */
const char *rfc_sha256(const struct rfc *rfc);
/* SECTION with its subsections; NULL is the whole text. */
bool rfc_has_section(const struct rfc *rfc, const char *section);
bool rfc_has_quote(const struct rfc *rfc, const char *section,
	const char *quote);
const char *sha256_hex(const void *bytes, size_t length);

/* ---------------------------------------------------------- require.c */

bool check_requirements(const struct spec *spec);

#endif
