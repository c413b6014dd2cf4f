/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the files of the Promela back end share.
 *
 *     emit_promela.c        fsm.gen.pml, in the order it is written
 *     emit_promela_names.c  constants, variables, choices
 *     emit_promela_expr.c   expressions
 *     emit_promela_row.c    rows
 *     emit_promela_phase.c  phases and events
 */
#ifndef EMIT_PROMELA_H
#define EMIT_PROMELA_H

#include "project.h"

/* ------------------------------------------------- emit_promela_expr.c */

const char *pml_expr(const struct expr *e);	/* projected first */

/* A statement behind TABS tabs; a macro, with the backslashes it needs. */
void pml_define(FILE *out, const char *name, const char *value);

/* "x.state == FSM_CLOSED", for a set of states; "true" for all. */
const char *pml_states(const struct spec *spec, uint64_t states,
	uint64_t any);

/* Joined by &&; either may be NULL. */
const char *pml_and(const char *a, const char *b);

/* ------------------------------------------------ emit_promela_names.c */

void pml_names(FILE *out, const struct projected *p);
void pml_variables(FILE *out, const struct projected *p);
void pml_choices(FILE *out, const struct spec *spec);
void pml_free(FILE *out, const struct spec *spec);

/* ---------------------------------------------- emit_promela_row.c, _phase.c */

void pml_row(FILE *out, const struct projected *p, const struct row *row);
void pml_delete(FILE *out, const struct spec *spec);
void pml_phase(FILE *out, const struct projected *p,
	const struct phase *phase);

#endif
