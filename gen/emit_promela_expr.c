/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Promela back end, expressions: as the specification writes them, with the
 * projection's constants in place.
 *
 *     RCV.NXT < SEG.SEQ      FSM_LT(fsm_t.rcv_nxt, fsm_e_seg_seq)
 *     SEG.SEQ + SEG.LEN      FSM_ADD(fsm_e_seg_seq, fsm_d_seg_len)
 *     armed user             fsm_t.armed_user
 *     reopen                 FSM_CHOICE_reopen
 *     class, definition      fsm_is_rst_exact, fsm_d_edge: macros
 *
 * Every number is modulo FSM_MOD; octets compare as numbers, sequence numbers
 * by FSM_LT and FSM_LE.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "emit_c.h"
#include "emit_promela.h"

enum level { OR, AND, COMPARISON, TERM };

static const char *at_level(const struct expr *e, enum level level);
static const char *plain(const struct expr *e);

static bool modular(const struct expr *e)
{
	return e->a->type.kind == TY_SEQ || e->b->type.kind == TY_SEQ;
}

static enum level level_of(const struct expr *e)
{
	switch (e->op) {
	case E_OR: case E_IMPLIES:
		return OR;
	case E_AND:
		return AND;
	case E_EQ: case E_NE:
		return COMPARISON;
	case E_LT: case E_LE:
		return modular(e) ? TERM : COMPARISON;
	default:
		return TERM;
	}
}

static const char *infix(const struct expr *e, const char *sign,
	enum level a, enum level b)
{
	return format("%s %s %s", at_level(e->a, a), sign, at_level(e->b, b));
}

static const char *call(const char *name, const struct expr *e)
{
	return format("%s(%s, %s)", name, plain(e->a), plain(e->b));
}

static const char *ordering(const struct expr *e)
{
	if (modular(e))
		return call(e->op == E_LT ? "FSM_LT" : "FSM_LE", e);
	return infix(e, e->op == E_LT ? "<" : "<=", TERM, TERM);
}

static const char *extreme(const struct expr *e)
{
	const char *which = e->op == E_MAX ? "MAX" : "MIN";

	return call(format("FSM_%s%s", modular(e) ? "SEQ_" : "", which), e);
}

static const char *binary(const struct expr *e)
{
	switch (e->op) {
	case E_AND:	return infix(e, "&&", AND, AND);
	case E_OR:	return infix(e, "||", OR, OR);
	case E_IMPLIES:	return format("!%s || %s", at_level(e->a, TERM),
				at_level(e->b, COMPARISON));
	case E_EQ:	return infix(e, "==", TERM, TERM);
	case E_NE:	return infix(e, "!=", TERM, TERM);
	case E_LT:
	case E_LE:	return ordering(e);
	case E_ADD:	return call("FSM_ADD", e);
	case E_SUB:	return call("FSM_SUB", e);
	default:	return extreme(e);
	}
}

static const char *value(const struct variable *v)
{
	const char *prefix = v->is_field ? "fsm_e_" :
		v->projection == KEPT ? "fsm_t." : "fsm_t_";

	return format("%s%s", prefix, c_name(v->name));
}

static const char *plain(const struct expr *e)
{
	switch (e->op) {
	case E_NUMBER:	return format("%llu", (unsigned long long)e->number);
	case E_TRUE:	return "1";
	case E_FALSE:	return "0";
	case E_VARIABLE:
	case E_FIELD:	return value(e->variable);
	case E_DEFINE:	return format("fsm_d_%s", c_name(e->define->name));
	case E_CHOICE:	return format("FSM_CHOICE_%s", c_name(e->choice->name));
	case E_CLASS:
		return format("fsm_is_%s_%s", c_name(e->class->phase->name),
			c_name(e->class->name));
	case E_ARMED:
		return format("fsm_t.armed_%s", c_name(e->timer->name));
	case E_NOT:	return format("!%s", at_level(e->a, TERM));
	case E_OCTETS:	return format("(%s -> 1 : 0)", at_level(e->a, AND));
	default:	return binary(e);
	}
}

static const char *at_level(const struct expr *e, enum level level)
{
	enum level own = level_of(e);
	bool naked = own >= level && !(own == AND && level == OR);

	return naked ? plain(e) : format("(%s)", plain(e));
}

const char *pml_expr(const struct expr *e)
{
	return plain(project_expr(e));
}

/* -------------------------------------------------------------- states */

const char *pml_and(const char *a, const char *b)
{
	if (!a || !b)
		return a ? a : b;
	return format("%s && %s", a, b);
}

static const char *run_of(const struct spec *spec, size_t from, size_t to)
{
	const char *first = upper_name(spec->states.at[from]->name);

	if (from == to)
		return format("fsm_t.state == FSM_%s", first);
	return format("FSM_IN(FSM_%s, FSM_%s)", first,
		upper_name(spec->states.at[to]->name));
}

const char *pml_states(const struct spec *spec, uint64_t states, uint64_t any)
{
	const char *s = NULL;
	size_t runs = 0;

	if (states == any)
		return NULL;
	for (size_t i = 0; i < spec->states.n; i++) {
		size_t to = i;

		if (!(states & bit_of(i)))
			continue;
		while (to + 1 < spec->states.n && states & bit_of(to + 1))
			to++;
		s = format("%s%s%s", s ? s : "", s ? " || " : "",
			run_of(spec, i, to));
		runs++;
		i = to;
	}
	return runs > 1 ? format("(%s)", s) : s;
}

/* -------------------------------------------------------------- macros */

void pml_define(FILE *out, const char *name, const char *value_)
{
	char *lines = NULL, *line, *next;
	size_t n = 0;
	FILE *memory = open_memstream(&lines, &n);

	if (!memory)
		abort();
	c_code_in(memory, 0, C_COLUMNS - 2, format("#define %s (%s)", name,
		value_));
	fclose(memory);
	for (line = lines; *line; line = next) {
		next = strchr(line, '\n') + 1;
		fprintf(out, "%.*s%s\n", (int)(next - 1 - line), line,
			*next ? " \\" : "");
	}
	free(lines);
}
