/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tw.h"

static const struct verb {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *about;
} verbs[] = {
	{ "connect", connect_main, "connect, then copy standard input and "
	                           "output, as nc does" },
	{ "listen",  listen_main,  "wait for a connection, then do the same" },
	{ "get",     get_main,     "fetch a page by HTTP" },
	{ "status",  status_main,  "show the connections of every tw that "
	                           "runs" },
	{ "replay",  replay_main,  "which rows would the segments of a capture "
	                           "fire?" },
	{ "demo",    demo_main,    "show a story of the gallery against the "
	                           "kernel's TCP" },
	{ "why",     why_main,     "show what goes wrong when a rule of TCP is "
	                           "left out" }
};

const char *argp_program_version = "tw " TW_VERSION;

static bool in_json;

static void usage(FILE *out)
{
	fputs("Usage: tw VERB [OPTION...] ...\n"
	      "TCP (RFC 9293) from a proved transition table, on a real wire.\n"
	      "\n", out);
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		fprintf(out, "  tw %-8s %s\n", verbs[i].name, verbs[i].about);
	fputs("\n'tw help VERB' says more. Exit codes: 0 done, 1 the "
	      "connection failed,\n2 wrong usage or something missing.\n", out);
}

static void say(const char *kind, const char *fmt, va_list arguments)
{
	char text[1024];
	struct json json;

	vsnprintf(text, sizeof text, fmt, arguments);
	if (!in_json) {
		fprintf(stderr, "tw: %s\n", text);
		return;
	}
	json = json_begin(stderr);
	json_text(&json, kind, text);
	json_end(&json);
}

int trouble(const char *fmt, ...)
{
	va_list arguments;

	va_start(arguments, fmt);
	say("error", fmt, arguments);
	va_end(arguments);
	return EXIT_TROUBLE;
}

void note(const char *fmt, ...)
{
	va_list arguments;

	va_start(arguments, fmt);
	say("note", fmt, arguments);
	va_end(arguments);
}

void trouble_in_json(bool on)
{
	in_json = on;
}

int output_ended(int code)
{
	errno = 0;
	if (!fflush(stdout) && !ferror(stdout))
		return code;
	return trouble("standard output: %s",
	               strerror(errno ? errno : EIO));
}

/* Of whoever leaves by exit(), as argp does after --help. */
static void at_exit(void)
{
	if (fflush(stdout) || ferror(stdout))
		_exit(trouble("standard output: %s",
		              strerror(errno ? errno : EIO)));
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

static const struct verb *find(const char *name)
{
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (!strcmp(name, verbs[i].name))
			return &verbs[i];
	return NULL;
}

/* tw help VERB is tw VERB --help. */
static int help(const char *name)
{
	static char option[] = "--help";
	char *argv[] = { option, option, NULL };
	const struct verb *verb = name ? find(name) : NULL;

	if (name && !verb) {
		trouble("no verb '%s'", name);
		usage(stderr);
		return EXIT_TROUBLE;
	}
	if (verb)
		return verb->run(2, argv);
	usage(stdout);
	return 0;
}

static int run(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";
	const struct verb *verb = find(name);

	if (verb)
		return verb->run(argc - 1, argv + 1);
	if (!strcmp(name, "help") || !strcmp(name, "--help")
	    || !strcmp(name, "-?"))
		return help(argc > 2 ? argv[2] : NULL);
	if (!strcmp(name, "--version") || !strcmp(name, "-V")) {
		puts("tw " TW_VERSION);
		return 0;
	}
	if (*name)
		trouble("no verb '%s'", name);
	usage(stderr);
	return EXIT_TROUBLE;
}

int main(int argc, char **argv)
{
	standard_files();
	atexit(at_exit);
	return run(argc, argv);
}
