/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pipe to z3. One process answers every query of a run: it reads
 * SMT-LIB 2 from a pipe, and writes an answer to another one only when it is
 * asked for one, so neither side ever waits for the other with a full pipe.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

extern char **environ;

/* 60 s a query: the slowest of tcp.fsm takes one, on a busy machine. */
static const char prologue[] =
	"(set-option :print-success false)\n"
	"(set-option :timeout 60000)\n"
	"(set-logic QF_BV)\n";

static pid_t spawn(int in, int out)
{
	char *argv[] = { "z3", "-smt2", "-in", NULL };
	posix_spawn_file_actions_t io;
	pid_t pid = -1;

	posix_spawn_file_actions_init(&io);
	posix_spawn_file_actions_adddup2(&io, in, 0);
	posix_spawn_file_actions_adddup2(&io, out, 1);
	if (posix_spawnp(&pid, argv[0], &io, NULL, argv, environ) != 0)
		pid = -1;
	posix_spawn_file_actions_destroy(&io);
	close(in);
	close(out);
	return pid;
}

void solver_start(struct solver *z)
{
	int down[2], up[2];

	*z = (struct solver){ .pid = -1 };
	signal(SIGPIPE, SIG_IGN);
	if (pipe2(down, O_CLOEXEC) == 0 && pipe2(up, O_CLOEXEC) == 0) {
		z->pid = spawn(down[0], up[1]);
		z->to = fdopen(down[1], "w");
		z->from = fdopen(up[0], "r");
	}
	if (z->pid < 0 || !z->to || !z->from) {
		fputs("tcpwright: cannot run z3, which check needs: install "
			"it, or say --no-solver\n", stderr);
		exit(2);
	}
	say(z, "%s", prologue);
}

void solver_stop(struct solver *z)
{
	fclose(z->to);
	fclose(z->from);
	waitpid(z->pid, NULL, 0);
}

void say(struct solver *z, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vfprintf(z->to, fmt, args);
	va_end(args);
}

void push(struct solver *z)
{
	say(z, "(push)\n");
	z->depth++;
}

void pop_to(struct solver *z, unsigned depth)
{
	if (z->depth > depth)
		say(z, "(pop %u)\n", z->depth - depth);
	z->depth = depth;
}

/* z3 explains what it does not understand on a line of its own. */
static void complain(const char *line)
{
	fprintf(stderr, "tcpwright: z3 says: %s", line);
	exit(2);
}

enum answer ask(struct solver *z)
{
	char line[256];

	say(z, "(check-sat)\n");
	fflush(z->to);
	z->queries++;
	if (fgets(line, sizeof line, z->from) == NULL)
		complain("nothing any more\n");
	if (strcmp(line, "sat\n") == 0)
		return SAT;
	if (strcmp(line, "unsat\n") == 0)
		return UNSAT;
	if (strcmp(line, "unknown\n") != 0 && strcmp(line, "timeout\n") != 0)
		complain(line);
	return UNKNOWN;
}

/* An answer is ((TERM VALUE)), perhaps over several lines. */
static void read_answer(FILE *from, char *last, size_t size)
{
	size_t n = 0;
	int c, open = 0;

	while ((c = getc(from)) != EOF) {
		open += (c == '(') - (c == ')');
		if (c == '#')
			n = 0;
		if (n + 1 < size)
			last[n++] = (char)c;
		if (c == '\n' && open == 0)
			break;
	}
	last[n] = '\0';
}

/* The value comes last, as #x0000002a. */
uint64_t value_of(struct solver *z, const char *term)
{
	char last[256];

	say(z, "(get-value (%s))\n", term);
	fflush(z->to);
	read_answer(z->from, last, sizeof last);
	if (strncmp(last, "#x", 2) != 0)
		complain(last);
	return strtoull(last + 2, NULL, 16);
}
