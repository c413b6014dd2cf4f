/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the files of the Promela back end share.
 *
 *     emit_promela.c            fsm.gen.pml, in the order it is written
 *     emit_promela_names.c      constants, choices
 *     emit_promela_variables.c  the TCB, the event, what it did
 *     emit_promela_expr.c       expressions
 *     emit_promela_row.c        rows
 *     emit_promela_phase.c      phases and events
 */
#ifndef EMIT_PROMELA_H
#define EMIT_PROMELA_H

#include "project.h"

/* ------------------------------------------------- emit_promela_expr.c */

const char *pml_expr(const struct expr *e);	/* projected first */

/* A macro, with the backslashes it needs. */
void pml_define(FILE *out, const char *name, const char *value);

/* "	:: TEXT": a branch; what is broken goes on behind two tabs. */
void pml_option(FILE *out, const char *text);

/* "fsm_t.state == FSM_CLOSED", for a set of states; NULL when they are ANY. */
const char *pml_states(const struct spec *spec, uint64_t states,
	uint64_t any);

/* Joined by &&; either may be NULL. */
const char *pml_and(const char *a, const char *b);

/* ------------------------------------------------ emit_promela_names.c */

void pml_names(FILE *out, const struct projected *p);
void pml_choices(FILE *out, const struct spec *spec);
void pml_free(FILE *out, const struct spec *spec);

/* -------------------------------------------- emit_promela_variables.c */

void pml_variables(FILE *out, const struct projected *p);
void pml_delete(FILE *out, const struct spec *spec);
void pml_print(FILE *out, const struct projected *p);

/* ------------------------------------------------ emit_promela_guard.c */

const char *pml_guard(const struct projected *p, const struct row *row);

/* -------------------------- emit_promela_row.c, emit_promela_phase.c */

void pml_row(FILE *out, const struct projected *p, const struct row *row);
void pml_phase(FILE *out, const struct projected *p,
	const struct phase *phase);

#endif
