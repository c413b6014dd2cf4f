/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tw why: what goes wrong when a rule of TCP is left out, and how the same
 * story ends with it. The charts were drawn from SPIN's counterexamples
 * (proofs/spin/why), and are only shown here.
 */
#include <argp.h>
#include <string.h>

#include "demo.h"
#include "tw.h"

static const struct demo_text *find(const char *name)
{
	const struct demo_text *text = story_texts;

	while (text->name && strcmp(text->name, name))
		text++;
	return text->name ? text : NULL;
}

/* A page's first line is its title. */
static void list(void)
{
	puts("tw why NAME shows what happens, and why it does not:\n");
	for (const struct demo_text *t = story_texts; t->name; t++)
		printf("  %-20s  %s\n", t->name, t->line[0]);
}

static int show(const char *name)
{
	const struct demo_text *text = find(name);

	if (!text)
		return trouble("there is no story '%s': tw why names them",
		               name);
	for (const char *const *line = text->line; *line; line++)
		puts(*line);
	return 0;
}

static error_t option(int key, char *text, struct argp_state *state)
{
	const char **name = state->input;

	if (key != ARGP_KEY_ARG)
		return ARGP_ERR_UNKNOWN;
	if (*name)
		argp_error(state, "one story at a time");
	*name = text;
	return 0;
}

int why_main(int argc, char **argv)
{
	const struct argp argp = {
		NULL, option, "[NAME]",
		"Shows what goes wrong when a rule of TCP is left out, drawn "
		"from a counterexample of the model checker, and the same "
		"story as the standard has it. Without NAME: which there are.",
		NULL, NULL, NULL
	};
	const char *name = NULL;
	static char program[] = "tw why";

	argv[0] = program;
	argp_err_exit_status = EXIT_TROUBLE;
	argp_parse(&argp, argc, argv, 0, NULL, &name);
	if (name)
		return show(name);
	list();
	return 0;
}
