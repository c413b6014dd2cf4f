/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The forms a statement can have. The first whose words fit is taken; what
 * follows them are clauses ("within 2s").
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "demo_script.h"

static const char *const actor_name[DEMO_ACTORS] = {
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
	{ DO_SEND_URGENT,          "B send urgent Q",               "" },
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

bool demo_count(const char *text, uint32_t *to)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	*to = (uint32_t)n;
	return end != text && !*end && n <= INT32_MAX;
}

static bool actor(const char *text, enum demo_actor *to, unsigned allowed)
{
	for (unsigned i = 0; i < DEMO_ACTORS; i++)
		if (allowed >> i & 1u && !strcmp(text, actor_name[i])) {
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
	case 'N': return demo_count(text, &step->number);
	case 'M': return demo_count(text, &step->second);
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

	if (!demo_count(text, &n) || n > UINT16_MAX)
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

bool demo_form_read(struct demo_step *step, const char *const *word,
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
