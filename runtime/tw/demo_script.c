/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The reader of stories: a line is cut into words; what its first word does not
 * settle is a statement, for demo_form.c.
 */
#define _GNU_SOURCE
#include "demo_script.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 24 };

#define WITHIN_DEFAULT 3000000u /* us an expectation waits */
#define MSL_DEFAULT    200000u  /* us */

static void *need(void *p)
{
	if (!p) {
		fputs("tw: out of memory\n", stderr);
		exit(2);
	}
	return p;
}

static int fail(struct demo_script *s, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static int fail(struct demo_script *s, int line, const char *fmt, ...)
{
	va_list arguments;
	int n = snprintf(s->why, sizeof s->why, "%s:%d: ", s->name, line);

	va_start(arguments, fmt);
	vsnprintf(s->why + n, sizeof s->why - (size_t)n, fmt, arguments);
	va_end(arguments);
	return -1;
}

/*
 * Cuts text in place; a quoted text keeps its opening quote as a mark.
 * *remark: what stands behind a #.
 */
static unsigned cut(char *text, const char **word, const char **remark)
{
	unsigned n = 0;

	*remark = "";
	while (n < WORDS) {
		text += strspn(text, " \t");
		if (*text == '#')
			*remark = text;
		if (!*text || *text == '#')
			break;
		word[n++] = text;
		text = *text == '"' ? strchrnul(text + 1, '"')
		                    : text + strcspn(text, " \t");
		if (!*text)
			break;
		*text++ = '\0';
	}
	return n;
}

bool demo_duration(const char *text, uint64_t *us)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);
	uint64_t unit = !strcmp(end, "s") ? 1000000u
	                : !strcmp(end, "ms") ? 1000u
	                : !strcmp(end, "us") ? 1u : 0u;

	*us = n * unit;
	return end != text && unit && n <= 1000000u;
}

/* The statement as it is shown: one blank between words, no remark. */
static char *squeeze(const char *const *word, unsigned words)
{
	char *text = NULL;
	size_t size;
	FILE *out = need(open_memstream(&text, &size));

	for (unsigned i = 0; i < words; i++)
		fprintf(out, "%s%s%s", i ? " " : "", word[i],
		        *word[i] == '"' ? "\"" : "");
	fclose(out);
	return need(text);
}

static int add_step(struct demo_script *s, int line, const char *const *word,
                    unsigned words, const char *remark)
{
	struct demo_step *step;

	s->step = need(reallocarray(s->step, (size_t)s->steps + 1,
	                            sizeof *s->step));
	step = &s->step[s->steps];
	*step = (struct demo_step){ .line = line, .within = WITHIN_DEFAULT,
		                    .backlog = 4, .remark = remark,
		                    .paragraph = s->gap };
	s->gap = false;
	step->text = squeeze(word, words);
	if (!demo_form_read(step, word, words))
		return fail(s, line, "'%s' is no statement of a story",
		            step->text);
	s->steps++;
	return 0;
}

/* The rest of a line, behind its first word. */
static const char *rest(const char *line)
{
	line += strspn(line, " \t");
	line += strcspn(line, " \t");
	return line + strspn(line, " \t");
}

static void tell(struct demo_script *s, const char *text)
{
	char *all;

	if (asprintf(&all, "%s%s\n", s->tells, text) < 0)
		all = NULL;
	s->tells = need(all);
}

static bool plain(const char *text)
{
	while (*text == '\t' || (*text >= ' ' && *text <= '~'))
		text++;
	return !*text;
}

/* Words cut at a quotation mark: is the last quotation closed? */
static bool closed(const char *text)
{
	unsigned marks = 0;

	for (; *text && (*text != '#' || marks % 2); text++)
		marks += *text == '"';
	return marks % 2 == 0;
}

static int read_line(struct demo_script *s, int line, const char *text)
{
	const char *word[WORDS] = { "" };
	const char *remark;
	unsigned n = cut(need(strdup(text)), word, &remark);
	uint32_t checks;

	if (!plain(text))
		return fail(s, line, "this is no text");
	s->gap = s->gap || !n;
	if (!n)
		return 0;
	if (!strcmp(word[0], "title")) {
		s->title = rest(text);
	} else if (!strcmp(word[0], "tells")) {
		tell(s, rest(text));
	} else if (!strcmp(word[0], "checks")) {
		if (n != 2 || !demo_count(word[1], &checks))
			return fail(s, line, "'checks' takes a number");
		s->checks = (int)checks;
	} else if (!strcmp(word[0], "setting")) {
		if (!demo_setting(s, word + 1, n - 1))
			return fail(s, line, "no such setting: %s", rest(text));
	} else if (!closed(text)) {
		return fail(s, line, "a quotation is not closed");
	} else {
		return add_step(s, line, word, n, remark);
	}
	return 0;
}

static int complete(struct demo_script *s)
{
	int expects = 0;

	for (int i = 0; i < s->steps; i++)
		expects += s->step[i].verb >= EXPECT_STATE;
	if (!s->title || !*s->title || !*s->tells)
		return fail(s, 1, "a story has a title and tells something");
	if (!expects)
		return fail(s, 1, "a story without an expectation shows "
		                  "nothing");
	if (expects != s->checks)
		return fail(s, 1, "it says 'checks %d', and there are %d "
		                  "expectations", s->checks, expects);
	return 0;
}

int demo_script_read(struct demo_script *s, const char *name,
                     const char *const *lines)
{
	*s = (struct demo_script){ .name = name, .checks = -1 };
	s->tells = need(strdup(""));
	tw_defaults(&s->config);
	s->config.msl = MSL_DEFAULT;
	for (int i = 0; lines[i]; i++)
		if (read_line(s, i + 1, lines[i]))
			return -1;
	return complete(s);
}
