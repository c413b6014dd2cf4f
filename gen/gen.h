/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tcpwright, the compiler: everything its files share, grouped by the file
 * that defines it, in the order the specification flows through them.
 *
 *     text -> lex -> parse -> model -> check -> emit_c, emit_acsl, emit_dot,
 *                                     emit_promela, emit_doc,
 *                                     emit_test
 *
 *     main.c                          the order of it all
 *     text.c errors.c                 memory and names; messages, carets
 *     lex.re                          characters to tokens
 *     parse*.c symbol.c type.c        tokens to a specification, resolved and
 *                                     typed                        (parse.h)
 *     model.c flat.c fields.c         rows to tables; rules of a row, of an
 *     limits.c                        event, of the C              (parse.h)
 *     flow.c smt*.c solver.c          states and phases are reached; classes,
 *                                     lines, invariants, by Z3     (check.h)
 *     cite.c rfc.c sha256.c           quotations
 *     require.c                       numbered requirements; the trace
 *     names.c                         the specification as text again
 *     emit_c*.c                       fsm.gen.h, fsm.gen.c        (emit_c.h)
 *     emit_acsl*.c                    fsm.gen.acsl             (emit_acsl.h)
 *     emit_dot*.c                     fsm.gen.dot               (emit_dot.h)
 *     project*.c mutant.c             what a model sees; one thing wrong
 *                                     (project.h, mutant.h)
 *     emit_promela*.c                 fsm.gen.pml            (emit_promela.h)
 *     emit_doc*.c                     the documents             (emit_doc.h)
 *     emit_markdown.c emit_html.c     ... fsm.gen.md, fsm.gen.html
 *     emit_test*.c interp.c           fsm_rows.gen.c: the tests (emit_test.h)
 *     emit_seed.c tape.c emit_dict.c  what fuzzers begin with        (tape.h)
 *     write.c fmt.c                   files whole or not at all; `fmt`
 *
 * Nothing is ever freed: a run compiles one specification and ends. All
 * strings are interned by lex, so names are equal when their pointers are.
 * (fuzz/spec.c compiles many: it frees what each took, and calls forget_*.)
 */
#ifndef GEN_H
#define GEN_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A growing array of T: VEC(struct row *) rows; vec_push(&rows, r); */
#define VEC(T) struct { T *at; size_t n, cap; }
#define vec_push(v, x) \
	((void)((v)->n < (v)->cap || ((v)->at = \
		vec_grow((v)->at, &(v)->cap, sizeof *(v)->at)) != NULL), \
		(v)->at[(v)->n++] = (x))

/* A set, of states say, is one word: the bit of each that is in it. */
static inline uint64_t bit_of(size_t index)
{
	return (uint64_t)1 << index;
}

static inline uint32_t count_of(uint64_t set)
{
	uint32_t n = 0;

	for (; set; set &= set - 1)
		n++;
	return n;
}

/* ------------------------------------------------------------- text.c */

/* One specification's text, as read. Lines are found again for carets. */
struct text {
	const char *path;		/* as given, for messages */
	const char *bytes;		/* NUL-terminated */
	size_t length;
	const struct text *over;	/* the variant that changes it */
};

struct pos {				/* of a token's first octet */
	uint32_t line, column;		/* both from 1 */
	uint32_t length;		/* octets to underline */
	const struct text *text;
};

void *xalloc(size_t size);		/* zeroed; exits when memory is out */
void *vec_grow(void *at, size_t *cap, size_t size);
const char *intern(const char *bytes, size_t length);
const char *interned(const char *s);
const char *format(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Reads PATH ("-" is standard input). NULL after a message on failure. */
struct text *text_read(const char *path);

/* The same without a message: WHY says what it would be. */
struct text *text_open(const char *path, const char **why);

/* The file NAME as the text at PATH names it. */
const char *path_beside(const char *path, const char *name);

/* What a run knows is forgotten; its memory is the caller's to find. */
void forget_names(void);		/* text.c */
void forget_errors(void);
void forget_symbols(void);
void forget_flow(void);

/* ----------------------------------------------------------- errors.c */

/* path:line:column: error: MESSAGE, the line, a caret. Several a run. */
void error_at(struct pos pos, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void verror_at(struct pos pos, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));
void note_at(struct pos pos, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void warn_at(struct pos pos, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void errors_of(const struct text *text);	/* whose lines are shown */
int error_count(void);
bool too_many_errors(void);			/* after 20, give up */

/* ------------------------------------------------------------- lex.re */

enum token_kind {
	T_END, T_NEWLINE, T_LOWER, T_UPPER, T_NUMBER, T_SECTION, T_STRING,
	T_DATE, T_REQUIREMENT, T_PATH,	/* 2026-11-22  MUST-12  a/b.c */
	T_BAR, T_COMMA, T_COLON, T_LPAREN, T_RPAREN, T_RANGE, T_ASSIGN,
	T_EQ, T_NE, T_LT, T_LE, T_GT, T_GE, T_PLUS, T_MINUS, T_IMPLIES, T_BAD
};

struct token {
	enum token_kind kind;
	struct pos pos;
	const char *name;		/* interned; a string without quotes */
	uint64_t number;		/* of MUST-12: name MUST, number 12 */
};				/* of T_BAD: name is what is wrong with it */

struct lexer {
	const struct text *text;
	const char *cursor;
	const char *line_start;
	uint32_t line;
};

void lex_start(struct lexer *lx, const struct text *text);
struct token lex_next(struct lexer *lx);

/* ---------------------------------------------------- the specification
 *
 * What it means, resolved: every name is a pointer, every
 * expression typed, every phase a full table. `index` of anything is its
 * place in its spec's vector, in the order of declaration. */

struct space   { const char *name, *text; struct pos pos; size_t index; };

enum type_kind { TY_FLAG, TY_OCTETS, TY_SEQ };
struct type {
	enum type_kind kind;
	const struct space *space;	/* of TY_SEQ */
	uint64_t max;			/* of TY_OCTETS: 2^32-1 if not given */
};

enum projection { KEPT, FREE, FIXED };	/* how a model sees a variable */

struct state   { const char *name; struct pos pos; size_t index; };

struct variable {			/* of the TCB, or field of an event */
	const char *name, *text;	/* SND.UNA */
	struct pos pos;
	struct type type;
	enum projection projection;
	uint64_t fixed;
	bool is_field;
	bool used;			/* named; a field: listed by an event */
	size_t index;
};

struct named {				/* reply, signal, assumption */
	const char *name, *text;
	struct pos pos;
	bool used;
	size_t index;
};
struct operation {
	const char *name, *text;
	struct pos pos;
	bool octets;			/* it takes a number of octets */
	bool used;
	size_t index;
};
struct timer {
	const char *name, *text;
	struct pos pos;
	struct event *raises;
	bool used;
	size_t index;
};

struct header {				/* of the message */
	const char *name;		/* SEQ */
	struct pos pos;
	bool is_flags;
	struct type type;		/* unless is_flags */
	VEC(const char *) flags;	/* bit 1 << i is flags.at[i] */
	size_t index;
};

struct standard {
	const char *name, *title, *sha256;
	struct pos pos;
	size_t index;
};

struct citation {
	struct pos pos;
	struct standard *standard;	/* NULL for a requirement */
	const char *section;		/* "3.10.7.4"; NULL: anywhere */
	const char *quote;
	const char *prefix;		/* "MUST" */
	unsigned number;		/* 12 */
};
typedef VEC(struct citation) citations;

struct choice {
	const char *name, *text;
	struct pos pos;
	bool on;			/* the default */
	bool used;
	citations cites;
	size_t index;
};

enum expr_op {
	E_NUMBER, E_TRUE, E_FALSE, E_VARIABLE, E_FIELD, E_DEFINE, E_CHOICE,
	E_CLASS, E_ARMED,
	E_NOT, E_AND, E_OR, E_IMPLIES,		/* flags */
	E_EQ, E_NE, E_LT, E_LE,			/* > and >= come swapped */
	E_ADD, E_SUB, E_MAX, E_MIN, E_OCTETS	/* octets(flag): 1 or 0 */
};

/* A chain a =< b < c is E_AND of two comparisons that share b. */
struct expr {
	enum expr_op op;
	struct pos pos;
	struct type type;
	struct expr *a, *b;
	uint64_t number;
	const char *name;		/* as written */
	struct variable *variable;	/* E_VARIABLE, E_FIELD */
	struct define *define;
	struct choice *choice;
	struct class *class;
	struct timer *timer;
};

struct define {
	const char *name;
	struct pos pos;
	struct expr *value;
	bool used;
	unsigned height;		/* of definitions; 0: not typed yet */
	bool sound;			/* it has a type */
	struct phase *seen;		/* the last that looked for fields */
	size_t index;
};

struct flag_item {
	size_t bit;
	struct expr *when;		/* NULL: always */
};
struct header_item {
	struct header *header;
	struct expr *value;		/* unless is_flags */
	VEC(struct flag_item) flags;
};

enum statement_op {
	S_ASSIGN, S_SEND, S_START, S_RESTART, S_CANCEL, S_SIGNAL, S_REPLY,
	S_OPERATION, S_DELETE, S_ACTION
};
struct statement {
	enum statement_op op;
	struct pos pos;
	struct variable *variable;	/* S_ASSIGN: of the TCB, or a field */
	struct expr *value;		/* S_ASSIGN, S_OPERATION with octets */
	VEC(struct header_item) headers;	/* S_SEND */
	struct timer *timer;
	struct named *named;		/* S_SIGNAL, S_REPLY */
	struct operation *operation;
	struct action *action;		/* S_ACTION: never in `flat` */
};
typedef VEC(struct statement *) statements;

struct action {
	const char *name, *text;
	struct pos pos;
	statements body;
	bool used, open;		/* open: being expanded */
	size_t index;
};

struct invariant {
	const char *name;
	struct pos pos;
	uint64_t states;		/* a set */
	struct expr *value;
	size_t index;
};

struct event {
	const char *name, *section, *title;
	struct pos pos;
	VEC(struct variable *) fields;
	VEC(struct phase *) phases;	/* in order; of an `at` event: shared */
	struct phase *at;		/* its first phase, of another event */
	struct timer *timer;		/* that raises it, or NULL */
	size_t index;
};

struct class {
	const char *name;
	struct pos pos;
	struct expr *value;
	struct phase *phase;
	size_t index;			/* in its phase: its column, its bit */
};

/* One line of a phase's table: a state, or the part of it where `when`. */
struct line    { struct state *state; struct expr *when; size_t index; };

enum then { THEN_STOP, THEN_NEXT, THEN_PHASE };

struct row {
	const char *id;			/* RST_1 */
	struct pos pos;
	struct phase *phase;
	uint64_t states;		/* a set */
	struct expr *when;		/* or NULL */
	uint64_t classes;		/* a set */
	statements actions;		/* as written */
	statements flat;		/* with actions expanded, in order */
	struct state *next;		/* NULL: stays */
	enum then then;
	struct phase *target;		/* of THEN_PHASE */
	citations cites;
	bool dropped;			/* by a variant */
	size_t index;			/* in spec->rows */
};

/* cells[line * classes.n + class] is the one row of that cell. */
struct phase {
	const char *name, *section, *title;
	struct pos pos;
	struct event *event;		/* it is written under */
	uint64_t states;		/* it is for; others pass it over */
	VEC(struct class *) classes;
	VEC(struct row *) rows;
	VEC(struct line *) lines;
	struct row **cells;
	size_t index;			/* in spec->phases */
};

struct claim {				/* or, with a date, a waiver */
	struct pos pos;
	citations ids;
	const char *by, *date, *text;
};
struct requirement_range { const char *prefix; unsigned last; };

struct row_range { struct row *first, *last; struct pos pos; };

/* What the model leaves out; each kind apart. */
struct unmodelled {
	struct pos pos;
	VEC(struct event *) events;
	VEC(struct phase *) phases;
	VEC(struct row_range) rows;
	const char *text;
};

struct spec {
	const struct text *text;
	const char *machine, *title;
	bool is_variant;		/* text is what it changes */
	VEC(struct standard *) standards;
	VEC(struct state *) states;
	VEC(struct space *) spaces;
	VEC(struct variable *) variables, fields;
	VEC(struct choice *) choices;
	VEC(struct named *) replies, signals, assumptions;
	VEC(struct timer *) timers;
	VEC(struct operation *) operations;
	const char *message, *message_text;
	VEC(struct header *) headers;
	struct variable *obligation;	/* or NULL */
	VEC(struct define *) defines;
	VEC(struct action *) actions;
	VEC(struct invariant *) invariants;
	VEC(struct event *) events;
	VEC(struct phase *) phases;
	VEC(struct row *) rows;
	struct standard *numbered;	/* standard of the requirement ids */
	VEC(struct requirement_range) requirements;
	VEC(struct claim *) claims;
	VEC(struct unmodelled *) unmodelled;
};

/* -------------------------------- parse.c, parse_*.c, symbol.c, type.c */

/* Parses, resolves and types TEXT; the files share parse.h. NULL after
 * messages. */
struct spec *parse(const struct text *text);

/* ------------------------------- model.c, limits.c, flat.c, fields.c */

/* Fills lines, cells and flat; reports overlaps, holes and everything else
 * that needs no solver. False after messages. */
bool model(struct spec *spec);

uint64_t all_states(const struct spec *spec);

/* The place of a phase among those of an event; their number if it is none
 * of them. */
size_t place_of(const struct event *event, const struct phase *phase);

/* Most phases of any event: no event fires more rows. */
size_t most_phases(const struct spec *spec);

/* ------------- flow.c, smt*.c, solver.c, cite.c, rfc.c, sha256.c, require.c
 *
 * What check asks; the files share check.h. Each is false after messages. */

/* Unreachable states, rows, phases; two messages in one event. */
bool check_flow(const struct spec *spec);

/* What vanishes in the model is said to, in project.c. */
bool check_projection(const struct spec *spec);

/* Z3: classes and lines disjoint and complete, no dead class or row, every
 * row keeps every invariant. Each failure with a witness. */
bool check_smt(const struct spec *spec);

/* Quotations stand in the standards (RFC files given, else SPEC.lock) and
 * every numbered requirement is claimed or waived. */
bool check_citations(const struct spec *spec, const char *const *rfcs,
	size_t n);

/* ------------------------------------------------------------ names.c */

const char *c_name(const char *name);		/* SND.UNA -> snd_una */
const char *upper_name(const char *name);	/* snd.una -> SND_UNA */
/* As in the specification: RCV.NXT < SEG.SEQ < RCV.NXT + RCV.WND */
const char *spec_expr(const struct expr *e);
const char *spec_statement(const struct statement *s);
/* "LISTEN", "SYN_RECEIVED .. TIME_WAIT"; "any" if they are ANY, and several. */
const char *spec_states(const struct spec *spec, uint64_t states, uint64_t any);

/* TEXT as HTML wants it, and labels of graphviz: no character is a tag. */
const char *html_safe(const char *text);

/* ------------------------------ emit_*.c, each writes one file to OUT */

void emit_c_header(const struct spec *spec, FILE *out);	/* fsm.gen.h */
void emit_c(const struct spec *spec, FILE *out);	/* fsm.gen.c */
void emit_acsl(const struct spec *spec, FILE *out);	/* fsm.gen.acsl */
void emit_promela(const struct spec *spec, FILE *out);	/* fsm.gen.pml */
void emit_dot(const struct spec *spec, FILE *out);	/* fsm.gen.dot */
void emit_markdown(const struct spec *spec, FILE *out);	/* fsm.gen.md */
void emit_html(const struct spec *spec, FILE *out);	/* fsm.gen.html */
void emit_test(const struct spec *spec, FILE *out);	/* fsm_rows.gen.c */

/* Requirement, and what answers it: in require.c. */
void emit_trace(const struct spec *spec, FILE *out);

/* The same with a mutant of every kind in every row, of which one is chosen
 * when it runs; what of the machine the model sees; all mutants, one a line. */
void emit_promela_mutants(const struct spec *spec, FILE *out);
void emit_projection(const struct spec *spec, FILE *out);
void emit_mutant_list(const struct spec *spec, FILE *out);

/* SPEC becomes its mutants IDS, of different rows. False after a message. */
bool become_mutants(struct spec *spec, const char *const *ids, size_t n);

/* -------------------------------------------------------------- write.c */

struct output { const char *name; void (*emit)(const struct spec *, FILE *); };

/* Writes all FILES into DIR, or none. False after a message. */
bool write_outputs(const char *dir, const struct output *files, size_t n,
	const struct spec *spec);
bool write_text(const char *path, const struct text *text);
bool write_ended(FILE *out, const char *path);	/* whether all went well */

/* ---------------------------------------------------------------- fmt.c */

/* TEXT with the columns of its tables aligned, all else as it is: to standard
 * output, or into the file itself, or only whether it is so already. The exit
 * status. */
int fmt_file(const struct text *text, bool in_place, bool check_only);

#endif
