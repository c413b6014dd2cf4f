/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the files of the ACSL back end share. Expressions become ACSL terms
 * over the context x; a row becomes the list of what it changes.
 */
#ifndef EMIT_ACSL_H
#define EMIT_ACSL_H

#include "gen.h"

/* One member of the context and its value afterwards, in terms of before. */
struct acsl_change { const char *path, *value; };

/* What has changed so far: members not listed still have their old value. */
struct acsl_post { VEC(struct acsl_change) changes; };

/* ------------------------------------------------------ emit_acsl_expr.c */

/* Value of member PATH (t.snd_una) after POST. NULL is: nothing changed. */
const char *acsl_value(const struct acsl_post *post, const char *path);
void acsl_set(struct acsl_post *post, const char *path, const char *value);

const char *acsl_path(const struct variable *v);	/* t.snd_una, e.rst */
const char *acsl_armed(const struct timer *t);		/* t.armed_user */

/* A boolean term for a flag, an integer term for all else. Read in what POST
 * leaves; with POST the defines are expanded, without it they are named. */
const char *acsl_expr(const struct expr *e, const struct acsl_post *post);

/* ------------------------------------------------------- emit_acsl_row.c */

/* One statement, executed on symbols: POST goes on to be what is after it. */
void acsl_statement(const struct spec *spec, struct acsl_post *post,
	const struct statement *s);
/* The closed form of ROW: its statements in order, next, then, and its note. */
struct acsl_post acsl_row(const struct spec *spec, const struct row *row);

/* ------------------------------------------------------ emit_acsl_text.c */

/* TEXT in lines of 80 columns, broken at spaces; INDENT begins the later. */
void acsl_flow(FILE *out, const char *indent, const char *text);
/* One definition of the logic, in a comment of its own. */
void acsl_logic(FILE *out, const char *head, const char *value);
/* A prototype of a function that only reads *x, under its contract: CLAUSES,
 * one a line. ALSO is what it requires besides, or NULL. */
void acsl_reader(FILE *out, const char *also, const char *clauses,
	const char *declaration);
/* The same of one that changes *x in place. */
void acsl_writer(FILE *out, const char *also, const char *clauses,
	const char *declaration);
/* The same of one that has no pointers. */
void acsl_function(FILE *out, const char *also, const char *clauses,
	const char *declaration);
/* { x \with .t.state = 3, ... }: POST as a record; x when nothing changed. */
const char *acsl_record(const struct acsl_post *post, const char *x);
/* All of STRINGS with SEPARATOR between them; EMPTY if there are none. */
typedef VEC(const char *) acsl_list;
const char *acsl_join(const acsl_list *list, const char *separator,
	const char *empty);

/* ------------------------------------------------------ emit_acsl_line.c */

/* SUBJECT is one of STATES. */
const char *acsl_states(const struct spec *spec, uint64_t states,
	const char *subject);
/* The states that `if` splits into lines, and how many lines those are. */
uint64_t acsl_split_states(const struct phase *p);
size_t acsl_parts(const struct phase *p);
/* The lines ROW stands in, as a condition on `line`. */
const char *acsl_row_lines(const struct spec *spec, const struct row *row);
/* Logic and prototype of the function that finds the line of a context. */
void acsl_lines(const struct spec *spec, const struct phase *p, FILE *out);

/* ----------------------------------------------------- emit_acsl_phase.c */

/* Logic and prototypes of one phase. */
void acsl_phase(const struct spec *spec, const struct phase *p, FILE *out);

/* ------------------------------------------------------ emit_acsl_edge.c */

/* Begin, pack and step. */
void acsl_edge(const struct spec *spec, FILE *out);

#endif
