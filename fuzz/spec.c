/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Harness `spec`: the compiler gen/ on arbitrary text.
 *
 *     +-----------------------------+---+-------------------------+
 *     | the specification           | 0 | what any file holds     |
 *     +-----------------------------+---+-------------------------+
 *
 * It goes the way of main.c: lex, parse, model, check without the solver, and,
 * if it is sound, every back end, with messages and outputs into a sink that
 * counts. Then
 *
 *     - what is refused is refused with a message, and nothing else is;
 *     - memory and output are bounded by MEMORY_MAX and OUTPUT_MAX;
 *     - compiling the same text again writes the same octets;
 *     - fmt is done at once: what it wrote it leaves as it is.
 *
 * A variant names its base: it is read from behind the NUL. The compiler never
 * frees; here its allocations are found by the linker (--wrap, in fuzz.mk),
 * and freed when it is done.
 */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "gen/gen.h"
#include "gen/mutant.h"
#include "oracle.h"

#define FOLDER "fuzzed/"		/* of no file */

enum {
	LIMIT      = 16 << 10,		/* octets of an input looked at */
	BLOCKS_MAX = 1 << 20,
	MEMORY_MAX = 256 << 20,		/* octets a run may take */
	OUTPUT_MAX = 64 << 20		/* octets a run may write */
};

/* ------------------------------------------------- the compiler's memory */

static struct { void *at; size_t size; } blocks[BLOCKS_MAX];
static size_t taken, memory;
static bool compiling;

void *__real_calloc(size_t n, size_t size);
void *__real_reallocarray(void *at, size_t n, size_t size);
int __real_vasprintf(char **s, const char *fmt, va_list ap);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_reallocarray(void *at, size_t n, size_t size);
int __wrap_vasprintf(char **s, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

/* Notes a block in place `i`; what it was before is forgotten. */
static void *note(void *at, size_t i, size_t size)
{
	fuzz_check(i < BLOCKS_MAX, "more than %d blocks", BLOCKS_MAX);
	if (i == taken)
		taken++;
	else
		memory -= blocks[i].size;
	memory += size;
	fuzz_check(memory <= MEMORY_MAX, "more than %d octets", MEMORY_MAX);
	blocks[i].at = at;
	blocks[i].size = size;
	return at;
}

/* The latest blocks are those that grow. */
static size_t place_of_block(const void *at)
{
	for (size_t i = taken; at != NULL && i > 0; i--)
		if (blocks[i - 1].at == at)
			return i - 1;
	return taken;
}

void *__wrap_calloc(size_t n, size_t size)
{
	void *at = __real_calloc(n, size);

	return compiling ? note(at, taken, n * size) : at;
}

void *__wrap_reallocarray(void *at, size_t n, size_t size)
{
	size_t i = compiling ? place_of_block(at) : 0;

	at = __real_reallocarray(at, n, size);
	return compiling ? note(at, i, n * size) : at;
}

int __wrap_vasprintf(char **s, const char *fmt, va_list ap)
{
	int n = __real_vasprintf(s, fmt, ap);

	if (compiling && n >= 0)
		note(*s, taken, (size_t)n + 1);
	return n;
}

static void forget(void)
{
	forget_names();
	forget_errors();
	forget_symbols();
	forget_flow();
	for (size_t i = 0; i < taken; i++)
		free(blocks[i].at);
	taken = memory = 0;
}

/* --------------------------------------------------- the compiler's files */

static const char *file;		/* what any file holds, or NULL */
static size_t file_length;

struct text *__wrap_text_open(const char *path, const char **why);
FILE *__wrap_fopen(const char *path, const char *mode);
FILE *__real_fopen(const char *path, const char *mode);
char *__wrap_realpath(const char *path, char *resolved);
char *__real_realpath(const char *path, char *resolved);

struct text *__wrap_text_open(const char *path, const char **why)
{
	struct text *text;

	*why = "no such file";
	if (file_length == 0)
		return NULL;
	text = xalloc(sizeof *text);
	*text = (struct text){ path, file, file_length, NULL };
	return text;
}

/* The fuzzer itself, when it ends, opens files too: elsewhere. */
FILE *__wrap_fopen(const char *path, const char *mode)
{
	return strncmp(path, FOLDER, sizeof FOLDER - 1) == 0 ? NULL :
		__real_fopen(path, mode);
}

char *__wrap_realpath(const char *path, char *resolved)
{
	return compiling ? NULL : __real_realpath(path, resolved);
}

/* --------------------------------------------------------------- the sink */

static uint64_t written, seen;		/* octets, and FNV-1a of them */

static ssize_t swallow(void *cookie, const char *bytes, size_t n)
{
	(void)cookie;
	for (size_t i = 0; i < n; i++)
		seen = (seen ^ (unsigned char)bytes[i]) * 0x100000001b3;
	written += n;
	return (ssize_t)n;
}

static FILE *sink(void)
{
	static FILE *out;
	static char buffer[1 << 16];
	static const cookie_io_functions_t functions = { .write = swallow };

	if (out == NULL) {
		out = fopencookie(NULL, "w", functions);
		setvbuf(out, buffer, _IOFBF, sizeof buffer);
	}
	written = seen = 0;
	return out;
}

/* ----------------------------------------------------------- the compiler */

static void (*const emitters[])(const struct spec *, FILE *) = {
	emit_c_header, emit_c, emit_acsl, emit_promela, emit_promela_mutants,
	emit_projection, emit_mutant_list, emit_dot, emit_markdown, emit_html,
	emit_test, emit_trace,
};

static void emit_all(const struct spec *spec, FILE *out)
{
	for (size_t i = 0; i < sizeof emitters / sizeof *emitters; i++) {
		emitters[i](spec, out);
		fflush(out);
		fuzz_check(written <= OUTPUT_MAX,
			   "emitter %zu wrote %llu octets", i,
			   (unsigned long long)written);
	}
}

/* As main.c. Is it sound, all of it? */
static bool compile(const struct text *text, FILE *out)
{
	struct spec *spec = parse(text);
	bool sound = spec != NULL && model(spec);

	fuzz_check(sound == (error_count() == 0),
		   "%s with %d errors", sound ? "taken" : "refused",
		   error_count());
	if (!sound)
		return false;
	sound = check_flow(spec);
	sound &= check_projection(spec);
	sound &= check_citations(spec, NULL, 0);
	fuzz_check(sound == (error_count() == 0), "%s with %d errors",
		   sound ? "checked" : "refused", error_count());
	emit_all(spec, out);
	return true;
}

/* Runs the compiler with its messages in the sink. */
static bool compile_aside(const struct text *text)
{
	FILE *out = sink(), *messages = stderr;
	bool sound;

	forget();
	stderr = out;
	compiling = true;
	sound = compile(text, out);
	compiling = false;
	fflush(out);
	stderr = messages;
	return sound;
}

static void check_spec(const struct text *text)
{
	uint64_t first;
	bool sound = compile_aside(text);

	fuzz_tell("%s, %llu octets", sound ? "sound" : "refused",
		  (unsigned long long)written);
	first = seen;
	if (!sound)
		return;
	compile_aside(text);
	fuzz_check(seen == first, "compiled twice, it is not the same");
}

/* fmt writes to standard output. */
static char *format_aside(const struct text *text, size_t *n)
{
	char *bytes = NULL;
	FILE *out = open_memstream(&bytes, n), *output = stdout;

	forget();
	stdout = out;
	compiling = true;
	fuzz_check(fmt_file(text, false, false) == 0, "fmt failed");
	compiling = false;
	stdout = output;
	fclose(out);
	return bytes;
}

static void check_format(const struct text *text)
{
	struct text again = *text;
	char *once, *twice;
	size_t n;

	once = format_aside(text, &again.length);
	again.bytes = once;
	twice = format_aside(&again, &n);
	fuzz_check(n == again.length && memcmp(once, twice, n) == 0,
		   "fmt does not leave as it is what it wrote");
	free(once);
	free(twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n = size < LIMIT ? size : LIMIT;
	char *bytes = malloc(n + 1);
	struct text text = { FOLDER "input.fsm", bytes, 0, NULL };

	fuzz_begin();
	if (bytes == NULL)
		return 0;
	if (n > 0)
		memcpy(bytes, data, n);
	bytes[n] = '\0';
	text.length = strlen(bytes);
	file = text.length < n ? bytes + text.length + 1 : NULL;
	file_length = file == NULL ? 0 : strlen(file);
	if (text.length > 0) {		/* text.c refuses an empty one */
		check_spec(&text);
		check_format(&text);
	}
	forget();
	free(bytes);
	return 0;
}
