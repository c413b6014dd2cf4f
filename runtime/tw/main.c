/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tw.h"

static const struct verb {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *about;
} verbs[] = {
	{ "listen",  listen_main,  "wait for a connection, then copy standard "
	                           "input and output" },
	{ "connect", connect_main, "make one, then do the same" },
	{ "demo",    demo_main,    "show a story of the gallery against the "
	                           "kernel's TCP" },
	{ "why",     why_main,     "show what goes wrong when a rule of TCP is "
	                           "left out" }
};

static void usage(FILE *out)
{
	fputs("Usage: tw VERB [OPTION...] ...\n"
	      "TCP (RFC 9293) from a proved transition table, on a real wire.\n"
	      "\n", out);
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		fprintf(out, "  tw %-8s %s\n", verbs[i].name, verbs[i].about);
	fputs("\n'tw VERB --help' says more. Exit codes: 0 done, 1 the "
	      "connection failed,\n2 wrong usage or something missing.\n", out);
}

int trouble(const char *fmt, ...)
{
	va_list arguments;

	fputs("tw: ", stderr);
	va_start(arguments, fmt);
	vfprintf(stderr, fmt, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	return EXIT_TROUBLE;
}

/*
 * Whoever started us may have closed one of the three standard files; the next
 * one opened, a socket perhaps, would be taken for it.
 */
static void standard_files(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= 2);
	if (fd >= 0)
		close(fd);
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";

	standard_files();
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (!strcmp(name, verbs[i].name))
			return verbs[i].run(argc - 1, argv + 1);
	if (!strcmp(name, "--help") || !strcmp(name, "help")) {
		usage(stdout);
		return 0;
	}
	if (!strcmp(name, "--version")) {
		puts("tw 0.1");
		return 0;
	}
	if (*name)
		trouble("no verb '%s'", name);
	usage(stderr);
	return EXIT_TROUBLE;
}
