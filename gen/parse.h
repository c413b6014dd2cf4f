/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the files of the parser share. The text is read twice: first for the
 * names that its lines declare, then for what they mean. So a name may be
 * used before its line, wherever that reads naturally (`at urg`, `raises`).
 *
 *     symbol.c             names, each kind apart; did you mean...?
 *     parse.c              the lines, twice
 *     parse_token.c        expect, take, advance
 *     parse_name.c         first reading
 *     parse_declaration.c  second reading: declarations
 *     parse_row.c          phases: classes and rows, states, citations
 *     parse_action.c       actions
 *     parse_variant.c      variants: files that change another
 *     parse_expr.c         expressions
 *     type.c               flags, octets, sequence numbers of one space
 *     limits.c             what the generated C cannot hold or name
 *     flat.c, fields.c     rules of one row, fields of an event
 */
#ifndef PARSE_H
#define PARSE_H

#include <setjmp.h>

#include "gen.h"

/* ----------------------------------------------------------- symbol.c */

enum kind {				/* names of one kind are unique */
	K_STATE, K_VALUE, K_EVENT, K_PHASE, K_ROW, K_DO, K_TIMER, K_REPLY,
	K_SIGNAL, K_CHOICE, K_ASSUMPTION, K_SPACE, K_STANDARD, K_INVARIANT,
	K_HEADER
};

enum what { AN_OBJECT, A_DEFINE, AN_ACTION };	/* K_VALUE, K_DO hold two */

struct symbol {
	enum kind kind;
	enum what what;
	const char *name, *key;		/* key: as C spells it */
	struct pos pos;
	void *object;
};

/* The symbol of that exact name, or NULL. */
struct symbol *lookup(enum kind kind, const char *name);

/* False, after a message, when the name is taken already. */
bool declare(struct symbol symbol);

/* The declared name nearest to WANTED; NULL when none is near. */
const char *nearest(enum kind kind, const char *wanted);

/* The nearest of two names to WANTED; NULL when neither is near. */
const char *nearer(const char *wanted, const char *a, const char *b);

/* "; did you mean 'BEST'?" to end a message with; "" without one. */
const char *did_you_mean(const char *best);

/* ------------------------------------------------------------ parse.c */

struct parser {
	struct spec *spec;
	struct lexer lexer;
	struct token token, ahead;	/* ahead: of a newline, if has_ahead */
	bool has_ahead;
	bool has_machine;		/* its line has been read */
	bool lenient;			/* T_BAD is passed over */
	jmp_buf recover;		/* after a message: the next line */
	struct event *event;		/* the last one declared */
	struct phase *phase;		/* the last one of it, or NULL */
	bool in_variant;		/* this text changes another */
	uint32_t first_line;		/* of this text: its first word */
	bool in_class;			/* classes may be named */
	size_t classes_before;		/* only these */
	bool in_header;			/* > closes it */
	unsigned depth, size, chains;	/* of the expression */
};

/* ------------------------------------------------------ parse_token.c */

_Noreturn void fail(struct parser *p);	/* to the next line */
_Noreturn void refuse(struct parser *p, struct pos pos, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
_Noreturn void expected(struct parser *p, const char *what);
void advance(struct parser *p);
bool at_word(const struct parser *p, const char *word);
bool take(struct parser *p, enum token_kind kind);
bool take_word(struct parser *p, const char *word);
struct token expect(struct parser *p, enum token_kind kind, const char *what);
void expect_word(struct parser *p, const char *word);
const char *string(struct parser *p, const char *what);
const char *optional_string(struct parser *p);

/* The object a name stands for; fails with a message when there is none. */
void *resolve(struct parser *p, enum kind kind, const char *what,
	struct token name);

/* ------------------------------------------------------- parse_name.c */

typedef void *maker(struct parser *p, struct token name);

maker new_standard, new_space, new_variable, new_field, new_choice,
	new_assumption, new_timer, new_reply, new_signal, new_operation,
	new_define, new_action, new_invariant, new_event, new_phase;

void name_states(struct parser *p);
void name_headers(struct parser *p);
void name_row(struct parser *p);

/* A word that would be read as itself where names of KIND are used. */
bool is_reserved(enum kind kind, const char *name);

/* What the generated C tells a step's caller, beside these names. */
bool is_field_of_out(const char *name);

/* ------------------------------------------------ parse_declaration.c */

/* OBJECT: what the first reading made of the name; NULL when it names none. */
typedef void meaning(struct parser *p, void *object, struct token name);

meaning machine, standard, requirements, claim, waive, unmodelled, state_names,
	space,
	variable, choice, text_of_named, timer, operation, message,
	obligation, define, action, invariant, event;

/* -------------------------------------------------------- parse_row.c */

uint64_t states(struct parser *p, uint64_t any);
meaning phase;
void class(struct parser *p);
void class_value(struct parser *p, struct class *c);
void row(struct parser *p);
void row_body(struct parser *p, struct row *r);
const char *section(struct parser *p);	/* NULL: none stands here */
void citation_list(struct parser *p, citations *list, const char *section);
struct citation requirement_id(struct parser *p);

/* ---------------------------------------------------- parse_variant.c */

/* The text that TEXT changes, which is `over` it; NULL: it is none's. */
const struct text *text_below(struct parser *p, const struct text *text);

meaning variant, replace, add, drop, set;

/* ----------------------------------------------------- parse_action.c */

void actions(struct parser *p, statements *list);

/* ------------------------------------------------------- parse_expr.c */

struct expr *expr(struct parser *p);

/* ------------------------------------------------------------- type.c */

void types(struct spec *spec);

/* ------------------------------ limits.c, flat.c, fields.c, for model.c */

void limits(const struct spec *spec);	/* of the C that is made of it */
void rows(struct spec *spec);		/* flat; rules of one row */
void fields(struct spec *spec);		/* each event's own, and no others */

#endif
