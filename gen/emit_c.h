/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the files of the C back end share.
 *
 *     emit_c.c          fsm.gen.c, in the order it is written
 *     emit_c_names.c    name tables, default choices
 *     emit_c_table.c    the table of a phase
 *     emit_c_phase.c    its guards, its classifier, itself
 *     emit_c_row.c      its rows
 *     emit_c_expr.c     expressions
 *     emit_c_text.c     comments, literals, line breaks
 *     emit_c_header.c   fsm.gen.h
 */
#ifndef EMIT_C_H
#define EMIT_C_H

#include "gen.h"

/* ------------------------------------------------------- emit_c_text.c */

#define C_COLUMNS	80

/* TEXT where it can do no harm: in a comment, in a string literal. */
const char *c_safe(const char *text);
const char *c_literal(const char *text);

/* A statement or expression behind TABS tabs, broken after operators. */
void c_code(FILE *out, int tabs, const char *text);
void c_code_in(FILE *out, int tabs, size_t columns, const char *text);

/* One paragraph of a block comment, its lines led by LEAD (" * "). What is
 * broken goes on behind HANG blanks. */
void c_paragraph(FILE *out, const char *lead, size_t hang, const char *text);

/* What is the same in every machine; NULL ends it. */
void c_lines(FILE *out, const char *const *lines);

/* A comment before a declaration. */
void c_remark(FILE *out, const char *indent, const char *text);

/* A struct member or enumerator, and what it means at its right. */
void c_member(FILE *out, const char *member, const char *text);

/* -------------------------------------------------------- emit_c_expr.c */

const char *c_expr(const struct expr *e);

/* Whether the C of E reads the context at all. */
bool c_reads(const struct expr *e);

/* By index: the definitions which the emitted C calls. Not those that only
 * invariants use, or the last class of a phase, or the last part of a state. */
bool *c_defines(const struct spec *spec);

/* ------------------------------------------------------- emit_c_names.c */

void c_names(FILE *out, const struct spec *spec);
void c_choices(FILE *out, const struct spec *spec);

/* ------------------------------------------------------- emit_c_table.c */

const char *c_class_names(const struct row *row);
const char *c_source(const struct standard *standard);	/* RFC 9293 */

/* Lines that are part of a state which `if` splits. */
size_t c_parts(const struct phase *phase);
bool c_last_part(const struct phase *phase, const struct line *line);
const char *c_line_name(const struct phase *phase, const struct line *line);

void c_table(FILE *out, const struct phase *phase);

/* --------------------------------------------------------- emit_c_row.c */

void c_helpers(FILE *out, const struct spec *spec);
void c_row(FILE *out, const struct spec *spec, const struct row *row);

/* ------------------------------------------------------- emit_c_phase.c */

void c_definitions(FILE *out, const struct spec *spec);
void c_phase(FILE *out, const struct spec *spec, const struct phase *phase);

#endif
