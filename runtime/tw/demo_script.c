/* SPDX-License-Identifier: BSD-2-Clause
 *
 * The reader of stories. A line is cut into words; the first form of the table
 * whose words fit is taken; what follows are clauses ("within 2s").
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

const char *const demo_actor_name[DEMO_ACTORS] = {
	[DEMO_OURS] = "ours", [DEMO_OTHER] = "other", [DEMO_KERNEL] = "kernel",
	[DEMO_RAW] = "raw"
};

/*
 * Slots: A ours or other, K kernel, R raw, B ours, other or kernel; P whom to
 * connect to; N a number, M another; S a state; G a segment; Q text in quotes;
 * W a word; T a duration. Clauses: b by ROW..., w within T, f for T, a after T,
 * p from PORT, l backlog N.
 */
static const struct form {
	enum demo_verb verb;
	const char *words;
	const char *clauses;
} forms[] = {
	{ DO_LISTEN,               "B listen N",                    "l" },
	{ DO_CONNECT,              "B connect P N",                 "p" },
	{ DO_ACCEPT,               "B accept",                      "w" },
	{ DO_SEND_OCTETS,          "B send N octets",               "" },
	{ DO_SEND,                 "B send Q",                      "" },
	{ DO_SHUTDOWN,             "B shutdown",                    "" },
	{ DO_CLOSE,                "B close",                       "" },
	{ DO_ABORT,                "B abort",                       "" },
	{ DO_FORGET_LISTENER,      "A stop listening",              "" },
	{ DO_REBOOT,               "A reboot",                      "" },
	{ DO_VANISH,               "K reboot",                      "" },
	{ DO_ACKS,                 "K acknowledge W",               "" },
	{ DO_BUFFER,               "K receive_buffer N",            "" },
	{ DO_PORTS,                "R port N to M",                 "" },
	{ DO_POSE,                 "R pose as kernel",              "" },
	{ DO_SENDS,                "R sends G Q",                   "" },
	{ DO_SENDS,                "R sends G",                     "" },
	{ DO_WINDOW,               "R window N",                    "" },
	{ DO_DROP_SENT,            "drop next A sent G",            "" },
	{ DO_DROP_RECEIVED,        "drop next A received G",        "" },
	{ DO_WAIT,                 "wait T",                        "" },
	{ EXPECT_KERNEL_STATE,     "expect K S",                    "w" },
	{ EXPECT_STATE,            "expect A S",                    "bwa" },
	{ EXPECT_STAYS,            "expect B stays S",              "f" },
	{ EXPECT_GONE,             "expect K gone",                 "w" },
	{ EXPECT_SENT_NOTHING,     "expect A sent nothing",         "f" },
	{ EXPECT_RECEIVED_NOTHING, "expect A received nothing",     "f" },
	{ EXPECT_RECEIVED_NOTHING, "expect R received nothing",     "f" },
	{ EXPECT_SENT,             "expect A sent G",               "bw" },
	{ EXPECT_RECEIVED,         "expect A received G",           "bw" },
	{ EXPECT_RECEIVED,         "expect R received G",           "w" },
	{ EXPECT_ROW,              "expect A row W",                "w" },
	{ EXPECT_TOLD,             "expect A told W",               "w" },
	{ EXPECT_READS_OCTETS,     "expect B reads N octets",       "w" },
	{ EXPECT_READS_END,        "expect B reads end",            "w" },
	{ EXPECT_READS,            "expect B reads Q",              "w" },
	{ EXPECT_FAILS,            "expect B C fails W",            "w" }
};

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

static bool number(const char *text, uint32_t *to)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	*to = (uint32_t)n;
	return end != text && !*end && n <= INT32_MAX;
}

static bool actor(const char *text, enum demo_actor *to, unsigned allowed)
{
	for (unsigned i = 0; i < DEMO_ACTORS; i++)
		if (allowed >> i & 1u && !strcmp(text, demo_actor_name[i])) {
			*to = (enum demo_actor)i;
			return true;
		}
	return false;
}

/* As the RFC writes them, FIN-WAIT-1, or as the table does, FIN_WAIT_1. */
static bool state(const char *text, uint8_t *to)
{
	for (unsigned i = 0; i < FSM_STATES; i++) {
		const char *name = fsm_state_name[i];
		size_t k = 0;

		while (name[k] && (text[k] == name[k]
		                   || (name[k] == '_' && text[k] == '-')))
			k++;
		if (!name[k] && !text[k]) {
			*to = (uint8_t)i;
			return true;
		}
	}
	return false;
}

static bool word_is(const char *text, const char *const *among)
{
	while (*among && strcmp(text, *among))
		among++;
	return *among != NULL;
}

static bool slot(struct demo_step *step, char kind, const char *text)
{
	static const char *const calls[] = { "send", "read", "connect",
		"shutdown", "close", "abort", "status", "accept", NULL };
	enum {
		A = 1 << DEMO_OURS | 1 << DEMO_OTHER, K = 1 << DEMO_KERNEL,
		R = 1 << DEMO_RAW
	};

	switch (kind) {
	case 'A': return actor(text, &step->actor, A);
	case 'B': return actor(text, &step->actor, A | K);
	case 'K': return actor(text, &step->actor, K);
	case 'R': return actor(text, &step->actor, R);
	case 'P': return actor(text, &step->target, A | K | R);
	case 'N': return number(text, &step->number);
	case 'M': return number(text, &step->second);
	case 'S': return state(text, &step->state);
	case 'G': return demo_segment_parse(text, &step->segment);
	case 'T': return demo_duration(text, &step->period);
	case 'W': step->word = text; return *text != '"';
	case 'C': step->call = text; return word_is(text, calls);
	case 'Q': step->word = text + 1; return *text == '"';
	default:  return false;
	}
}

/* Returns the words the form took; 0: it does not fit. */
static unsigned fits(const struct form *form, struct demo_step *step,
                     const char *const *word, unsigned words)
{
	const char *f = form->words;
	unsigned n = 0;

	for (; *f; n++) {
		size_t length = strcspn(f, " ");
		bool is_slot = length == 1;

		if (n == words)
			return 0;
		if (is_slot ? !slot(step, *f, word[n])
		            : strlen(word[n]) != length
		              || strncmp(f, word[n], length) != 0)
			return 0;
		f += length + (f[length] == ' ');
	}
	return n;
}

static bool row(struct demo_step *step, const char *text)
{
	for (unsigned i = 1; i < FSM_ROWS; i++)
		if (!strcmp(text, fsm_row_name[i])
		    && step->rows < DEMO_ROWS) {
			step->row[step->rows++] = (uint16_t)i;
			return true;
		}
	return false;
}

static bool small(const char *text, uint16_t *to)
{
	uint32_t n;

	if (!number(text, &n) || n > UINT16_MAX)
		return false;
	*to = (uint16_t)n;
	return true;
}

static bool clause(struct demo_step *step, char kind, const char *text)
{
	switch (kind) {
	case 'b': return row(step, text);
	case 'w': return demo_duration(text, &step->within);
	case 'f': return demo_duration(text, &step->period);
	case 'a': return demo_duration(text, &step->after);
	case 'p': return small(text, &step->from);
	case 'l': return small(text, &step->backlog);
	default:  return false;
	}
}

static char clause_kind(const char *word, const char *allowed)
{
	static const struct {
		const char *word;
		char kind;
	} known[] = {
		{ "by", 'b' }, { "within", 'w' }, { "for", 'f' },
		{ "after", 'a' }, { "from", 'p' }, { "backlog", 'l' }
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(word, known[i].word))
			return strchr(allowed, known[i].kind) ? known[i].kind
			                                      : '\0';
	return '\0';
}

/* KEYWORD VALUE..., where only `by` takes more than one. */
static bool clauses(const struct form *form, struct demo_step *step,
                    const char *const *word, unsigned words)
{
	char kind = '\0';
	bool wants = false;

	for (unsigned i = 0; i < words; i++) {
		char next = clause_kind(word[i], form->clauses);

		if (next && !wants) {
			kind = next;
			wants = true;
			continue;
		}
		if (!kind || !clause(step, kind, word[i]))
			return false;
		wants = false;
		if (kind != 'b')
			kind = '\0';
	}
	return !wants;
}

static bool parse_step(struct demo_step *step, const char *const *word,
                       unsigned words)
{
	struct demo_step blank = *step;

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		unsigned n;

		*step = blank;
		step->verb = forms[i].verb;
		n = fits(&forms[i], step, word, words);
		if (n && clauses(&forms[i], step, word + n, words - n))
			return true;
	}
	return false;
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
	if (!parse_step(step, word, words))
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
		if (n != 2 || !number(word[1], &checks))
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
