/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tcpwright: compiles the specification of a protocol machine.
 *
 *     FILE -> text -> lex -> parse -> type -> model -> check
 *                                               |
 *                       C, ACSL, Promela, DOT, documents, tests
 */
#define _GNU_SOURCE
#include <argp.h>
#include <errno.h>
#include <string.h>

#include "gen.h"
#include "tape.h"

enum {
	STANDARD = 'r', NO_SOLVER = 'n', TESTS = 't', CHECK = 'c',
	MUTANTS = 'M', MUTANT = 'm', PROJECTION = 'p'
};

struct options {
	const char *verb, *file;
	const char *out, *tests;	/* directories of gen */
	VEC(const char *) rfcs;		/* texts of the standards */
	VEC(const char *) mutant;	/* to be */
	bool no_solver, in_place, check_only, mutants, projection;
};

/* What a verb does with a sound specification; the exit status. */
struct verb {
	const char *name;
	int (*run)(const struct options *o, const struct spec *spec);
	void (*emit)(const struct spec *spec, FILE *out);
};

static int check(const struct options *o, const struct spec *spec)
{
	/* flow.c: unreachable states, rows and phases, two messages */
	bool ok = check_flow(spec);

	/* project.c: rows that the model cannot have */
	ok &= check_projection(spec);

	/* cite.c, require.c: quotations, numbered requirements */
	ok &= check_citations(spec, o->rfcs.at, o->rfcs.n);

	/* smt*.c: classes, lines and invariants, by Z3, with witnesses */
	if (!o->no_solver)
		ok &= check_smt(spec);
	return ok ? 0 : 1;
}

static const struct output files[] = {
	{ "fsm.gen.h", emit_c_header },
	{ "fsm.gen.c", emit_c },
	{ "fsm.gen.acsl", emit_acsl },
	{ "fsm.gen.pml", emit_promela },
	{ "fsm.gen.dot", emit_dot },
	{ "fsm.gen.md", emit_markdown },
	{ "fsm.gen.html", emit_html },
};

static const struct output tests[] = {
	{ "fsm_rows.gen.c", emit_test },
};

static int generate(const struct options *o, const struct spec *spec)
{
	size_t n = sizeof files / sizeof *files;

	if (!o->out && !o->tests) {
		fputs("tcpwright: gen wants -o DIR or --tests DIR\n", stderr);
		return 2;
	}
	if (o->out && !write_outputs(o->out, files, n, spec))
		return 2;
	return o->tests && !write_outputs(o->tests, tests, 1, spec) ? 2 : 0;
}

static int seeds(const struct options *o, const struct spec *spec)
{
	if (!o->out) {
		fputs("tcpwright: seeds wants -o DIR\n", stderr);
		return 2;
	}
	return write_seeds(o->out, spec) ? 0 : 2;
}

static const struct verb verbs[] = {
	{ .name = "check", .run = check },
	{ .name = "gen", .run = generate },
	{ .name = "seeds", .run = seeds },
	{ .name = "header", .emit = emit_c_header },
	{ .name = "c", .emit = emit_c },
	{ .name = "acsl", .emit = emit_acsl },
	{ .name = "promela", .emit = emit_promela },
	{ .name = "mutants", .emit = emit_mutant_list },
	{ .name = "dot", .emit = emit_dot },
	{ .name = "markdown", .emit = emit_markdown },
	{ .name = "html", .emit = emit_html },
	{ .name = "test", .emit = emit_test },
	{ .name = "words", .emit = emit_words },
	{ .name = "octets", .emit = emit_octets },
	{ .name = "trace", .emit = emit_trace },
	{ .name = "fmt" },
};

static const struct verb *find_verb(const char *name)
{
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

/* What the verb writes: promela has three ways to. */
static void (*emission(const struct options *o, const struct verb *verb))(
	const struct spec *, FILE *)
{
	if (verb->emit == emit_promela && o->projection)
		return emit_projection;
	if (verb->emit == emit_promela && o->mutants)
		return emit_promela_mutants;
	return verb->emit;
}

static int compile(const struct options *o, const struct verb *verb)
{
	struct text *text;
	struct spec *spec;

	/* text.c: all of the file, or why it is none */
	text = text_read(o->file);
	if (!text)
		return 2;

	/* fmt.c: needs no more than the text */
	if (!verb->run && !verb->emit)
		return fmt_file(text, o->in_place, o->check_only);

	/* lex.re, parse*.c, symbol.c, type.c: what the lines say */
	spec = parse(text);

	/* model.c, limits.c, flat.c, fields.c: what they mean, as tables */
	if (!spec || !model(spec))
		return 1;

	/* mutant.c: with one thing wrong, for who has to notice */
	if (o->mutant.n > 0 &&
	    !become_mutants(spec, o->mutant.at, o->mutant.n))
		return 2;

	/* flow.c and the like, or emit_*.c */
	if (verb->run)
		return verb->run(o, spec);
	emission(o, verb)(spec, stdout);
	if (error_count() > 0)
		return 1;
	return write_ended(stdout, "standard output") ? 0 : 2;
}

/* ------------------------------------------------------------ arguments */

const char *argp_program_version = "tcpwright 0.1";

static const char doc[] =
	"Compiles FILE, the specification of a protocol machine.\v"
	"VERB is one of\n"
	"  check     look for mistakes, with Z3 (this is done without a VERB)\n"
	"  gen       write all files of the machine: -o DIR, --tests DIR\n"
	"  fmt       align the columns of its tables\n"
	"  seeds     write a fuzzer's input for every row: -o DIR\n"
	"  header c acsl dot promela markdown html test trace mutants\n"
	"  words octets\n"
	"            write one of the files to standard output\n"
	"\n"
	"FILE may be - for standard input. The exit status is 0 when all is "
	"well, 1 when the specification has errors (of fmt --check: when it is "
	"not formatted), 2 when a file cannot be read or written or the "
	"arguments make no sense.";

static const struct argp_option described[] = {
	{ "rfc", STANDARD, "FILE", 0,
	  "check: the text of a cited standard", 0 },
	{ "no-solver", NO_SOLVER, NULL, 0,
	  "check: leave out what needs Z3", 0 },
	{ "output", 'o', "DIR", 0, "gen, seeds: where the files go", 0 },
	{ "tests", TESTS, "DIR", 0, "gen: where the table tests go", 0 },
	{ "mutants", MUTANTS, NULL, 0,
	  "promela: with all mutants; MUTANT=N tells pan which", 0 },
	{ "projection", PROJECTION, NULL, 0,
	  "promela: only say what of the machine the model sees", 0 },
	{ "mutant", MUTANT, "ID", 0,
	  "of the machine, be its mutant ID, or number ID", 0 },
	{ "in-place", 'i', NULL, 0, "fmt: rewrite FILE itself", 0 },
	{ "check", CHECK, NULL, 0, "fmt: write nothing, say whether FILE is "
	  "formatted", 0 },
	{ 0 }
};

static void argument(struct options *o, char *arg, struct argp_state *state)
{
	if (!o->verb && !o->file && find_verb(arg))
		o->verb = arg;
	else if (!o->file)
		o->file = arg;
	else
		argp_error(state, find_verb(o->file) || o->verb ?
			"more than one FILE" : "no verb '%s'", o->file);
}

static error_t option(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case STANDARD:
		vec_push(&o->rfcs, arg);
		return 0;
	case NO_SOLVER:
		o->no_solver = true;
		return 0;
	case TESTS:
		o->tests = arg;
		return 0;
	case CHECK:
		o->check_only = true;
		return 0;
	case MUTANTS:
		o->mutants = true;
		return 0;
	case MUTANT:
		vec_push(&o->mutant, arg);
		return 0;
	case PROJECTION:
		o->projection = true;
		return 0;
	case 'o':
		o->out = arg;
		return 0;
	case 'i':
		o->in_place = true;
		return 0;
	case ARGP_KEY_ARG:
		argument(o, arg, state);
		return 0;
	case ARGP_KEY_END:
		if (!o->file)
			argp_error(state, "no FILE");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

int main(int argc, char **argv)
{
	static const struct argp argp = {
		.options = described, .parser = option,
		.args_doc = "[VERB] FILE", .doc = doc,
	};
	struct options o = { 0 };

	argp_err_exit_status = 2;
	argp_parse(&argp, argc, argv, 0, NULL, &o);
	return compile(&o, find_verb(o.verb ? o.verb : "check"));
}
