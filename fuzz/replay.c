/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs a harness over files, and over all files of folders, in the order of
 * their names; needs no fuzzer. Ends with what it has done:
 *
 *     replayed 312 inputs
 *
 * An input is copied to the end of a block of exactly its size, so that a
 * sanitizer sees the first octet read behind it. A finding ends the process,
 * and the input that made it is named; so does a minute spent on one input.
 * A sanitizer has to abort for that: ASAN_OPTIONS=abort_on_error=1.
 */
#define _POSIX_C_SOURCE 200809L
#define _DEFAULT_SOURCE
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "oracle.h"

int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));

static const char *running;
static size_t replayed;

_Noreturn static void give_up(const char *path)
{
	fprintf(stderr, "replay: %s: %s\n", path, strerror(errno));
	exit(2);
}

/* A harness that objects, faults or hangs says with which input. */
static void say_which(int signal)
{
	static const char text[] = "replay: the input was ";

	if (write(2, text, sizeof text - 1) > 0 &&
	    write(2, running, strlen(running)) > 0 && write(2, "\n", 1) > 0)
		_exit(128 + signal);
	_exit(128 + signal);
}

static void run_file(const char *path, size_t size)
{
	FILE *in = fopen(path, "rb");
	uint8_t *data = malloc(size + 1);	/* + 1: malloc(0) may be NULL */
	uint8_t *exact;

	if (in == NULL || data == NULL)
		give_up(path);
	size = fread(data, 1, size, in);
	fclose(in);
	exact = size > 0 ? realloc(data, size) : data;
	if (exact == NULL)
		give_up(path);
	running = path;
	alarm(60);
	LLVMFuzzerTestOneInput(exact, size);
	alarm(0);
	free(exact);
	replayed++;
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void run(const char *path)
{
	struct dirent **names;
	struct stat st;
	char inner[4096];
	int n;

	if (stat(path, &st) != 0)
		give_up(path);
	if (!S_ISDIR(st.st_mode)) {
		run_file(path, (size_t)st.st_size);
		return;
	}
	n = scandir(path, &names, visible, alphasort);
	if (n < 0)
		give_up(path);
	for (int i = 0; i < n; i++) {
		snprintf(inner, sizeof inner, "%s/%s", path, names[i]->d_name);
		run(inner);
		free(names[i]);
	}
	free(names);
}

int main(int argc, char **argv)
{
	signal(SIGABRT, say_which);
	signal(SIGALRM, say_which);
	if (LLVMFuzzerInitialize != NULL)
		LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++)
		run(argv[i]);
	printf("replayed %zu inputs\n", replayed);
	return 0;
}
