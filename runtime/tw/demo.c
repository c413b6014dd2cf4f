/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tw demo: shows the stories of tests/wire, one at a time or all of them. Each
 * is shown in a process of its own, because it moves into namespaces of its
 * own, and because a story that crashes should not take the others along.
 */
#define _GNU_SOURCE
#include "demo.h"

#include <argp.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "demo_run.h"
#include "tw.h"

enum { LINES_MAX = 1000 };

struct wish {
	bool list, all, quiet;
	const char *name;
	struct watching watching;
};

/* The gallery numbers its stories; the number need not be typed. */
static bool called(const struct demo_text *text, const char *name)
{
	const char *plain = text->name + strspn(text->name, "0123456789-");

	return !strcmp(text->name, name) || !strcmp(plain, name)
	       || (strspn(name, "0123456789") == strlen(name) && *name
	           && atoi(name) == atoi(text->name));
}

static const struct demo_text *find(const char *name)
{
	const struct demo_text *text = demo_texts;

	while (text->name && !called(text, name))
		text++;
	return text->name ? text : NULL;
}

static void free_lines(char **line)
{
	for (int i = 0; line && line[i]; i++)
		free(line[i]);
	free(line);
}

/* The next line without its end, or NULL. */
static char *read_line(FILE *file)
{
	char *text = NULL;
	size_t size = 0;

	if (getline(&text, &size, file) < 0) {
		free(text);
		return NULL;
	}
	text[strcspn(text, "\r\n")] = '\0';
	return text;
}

/* Lines of a file, up to a NULL; or NULL and errno. */
static char **read_lines(FILE *file)
{
	char **line = calloc(LINES_MAX + 1, sizeof *line);
	int n = 0;

	errno = 0;
	while (line && n < LINES_MAX && (line[n] = read_line(file)))
		n++;
	if (line && n && n < LINES_MAX)
		return line;
	if (!errno)
		errno = n ? EFBIG : ENODATA;
	free_lines(line);
	return NULL;
}

static char **open_lines(const char *path)
{
	FILE *file = fopen(path, "r");
	char **line;
	int error;

	if (!file)
		return NULL;
	line = read_lines(file);
	error = errno;
	fclose(file);
	errno = error;
	return line;
}

/* In the child. Quiet: the story is shown only if it fails. */
static int show(const char *name, const char *const *lines,
                const struct wish *wish)
{
	static struct demo_run run;
	struct demo_script script;
	char *text = NULL;
	size_t size = 0;
	bool quiet = wish->quiet;
	FILE *out = quiet ? open_memstream(&text, &size) : stdout;
	int result;

	if (!out)
		return trouble("%s", strerror(errno));
	if (demo_script_read(&script, name, lines))
		return trouble("%s", script.why);
	result = demo_run(&run, &script, out, &wish->watching);
	if (quiet)
		fclose(out);
	if (quiet && result == 1)
		fputs(text, stdout);
	else if (quiet && !result)
		demo_run_passed(&run, stdout);
	return result == 2 ? trouble("%s", run.missing) : result;
}

static int show_apart(const char *name, const char *const *lines,
                      const struct wish *wish)
{
	int status = 0;
	pid_t parent = getpid(), child;

	fflush(NULL);
	child = fork();
	if (child < 0)
		return trouble("no further process: %s", strerror(errno));
	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		status = getppid() == parent ? show(name, lines, wish)
		                             : EXIT_TROUBLE;
		_exit(output_ended(status));
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	trouble("demo %s: failed, ended by signal %d", name,
	        WTERMSIG(status));
	return 1;
}

static void tell_sum(const struct wish *wish, int passed, int failed)
{
	struct json json;

	if (!wish->watching.json) {
		printf("%d passed, %d failed\n", passed, failed);
		return;
	}
	json = json_begin(stdout);
	json_number(&json, "passed", (uint64_t)passed);
	json_number(&json, "failed", (uint64_t)failed);
	json_end(&json);
}

static int show_all(const struct wish *wish)
{
	int passed = 0, failed = 0, result;

	for (const struct demo_text *t = demo_texts; t->name; t++) {
		result = show_apart(t->name, t->line, wish);
		if (result == EXIT_TROUBLE)
			return result;
		passed += !result;
		failed += result != 0;
		if (!wish->quiet && !wish->watching.json)
			putchar('\n');
	}
	tell_sum(wish, passed, failed);
	return failed ? 1 : 0;
}

/* The title as it stands in the text. */
static const char *title_of(const struct demo_text *text)
{
	for (const char *const *l = text->line; *l; l++)
		if (!strncmp(*l, "title", 5))
			return *l + 5 + strspn(*l + 5, " \t");
	return "";
}

static void list(void)
{
	for (const struct demo_text *t = demo_texts; t->name; t++)
		printf("  %-32s %s\n", t->name, title_of(t));
}

static int show_first(const struct wish *wish)
{
	int result = show_apart(demo_texts->name, demo_texts->line, wish);

	if (result == EXIT_TROUBLE || wish->quiet || wish->watching.json)
		return result;
	puts("\nThere is more: tw demo NAME shows one, tw demo --all all of");
	list();
	return result;
}

static int show_named(const struct wish *wish)
{
	const struct demo_text *text = find(wish->name);
	char **lines;
	int result;

	if (text)
		return show_apart(text->name, text->line, wish);
	if (!strchr(wish->name, '/') && !strchr(wish->name, '.'))
		return trouble("there is no story '%s': tw demo --list names "
		               "them; a file's name has a dot in it",
		               wish->name);
	lines = open_lines(wish->name);
	if (!lines)
		result = trouble("%s: %s", wish->name, strerror(errno));
	else
		result = show_apart(wish->name, (const char *const *)lines,
		                    wish);
	free_lines(lines);
	return result;
}

static const struct argp_option table[] = {
	{ "list", 'l', 0, 0, "name the stories", 0 },
	{ "all", 'a', 0, 0, "show all of them", 0 },
	{ "quiet", 'q', 0, 0, "say only how it ended, and show what fails", 0 },
	{ 0 }
};

static error_t option(int key, char *text, struct argp_state *state)
{
	struct wish *wish = state->input;

	switch (key) {
	case ARGP_KEY_INIT: state->child_inputs[0] = &wish->watching; break;
	case 'l': wish->list = true; break;
	case 'a': wish->all = true; break;
	case 'q': wish->quiet = true; break;
	case ARGP_KEY_ARG:
		if (wish->name)
			argp_error(state, "one story at a time");
		wish->name = text;
		break;
	default:  return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static int tell(const struct wish *wish)
{
	if (wish->list)
		list();
	else if (wish->all)
		return show_all(wish);
	else
		return wish->name ? show_named(wish) : show_first(wish);
	return 0;
}

int demo_main(int argc, char **argv)
{
	const struct argp_child children[] = {
		{ &watching_argp, 0, NULL, 0 }, { 0 }
	};
	const struct argp argp = {
		table, option, "[NUMBER | NAME | FILE.demo]",
		"Shows a story of the gallery between this TCP and the Linux "
		"kernel's, in network namespaces of its own: every segment, "
		"every row, and what each end says of it. Without NAME: the "
		"first.\v"
		"Exit codes: 0 it showed what it promises, 1 it did not, 2 "
		"something is missing on this machine.", children, NULL, NULL
	};
	struct wish wish = { .list = false };
	static char program[] = "tw demo";

	argv[0] = program;
	argp_err_exit_status = EXIT_TROUBLE;
	argp_parse(&argp, argc, argv, 0, NULL, &wish);
	if (wish.all && wish.watching.pcap)
		return trouble("a capture is of one story");
	if (!wish.list)
		watching_seed(&wish.watching);
	return output_ended(tell(&wish));
}
