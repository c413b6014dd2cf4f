/* SPDX-License-Identifier: BSD-2-Clause */
#include "trail.h"

#include <stdlib.h>
#include <string.h>

static void split(struct trail_line *line)
{
	char *word = strtok(line->text, " \t\r\n");

	line->words = 0;
	for (word = word ? strtok(NULL, " \t\r\n") : NULL;
	     word && line->words < TRAIL_WORDS; word = strtok(NULL, " \t\r\n"))
		line->word[line->words++] = word;
}

bool trail_read(FILE *file, struct trail_line *line)
{
	while (fgets(line->text, sizeof line->text, file)) {
		line->number++;
		if (line->text[strspn(line->text, " \t")] == '@') {
			split(line);
			return true;
		}
	}
	return false;
}

bool trail_is(const struct trail_line *line, const char *kind)
{
	return line->words && !strcmp(line->word[0], kind);
}

int trail_end(const struct trail_line *line)
{
	for (int i = 1; i < line->words; i++)
		if (!strcmp(line->word[i], "0") || !strcmp(line->word[i], "1"))
			return line->word[i][0] - '0';
	return -1;
}

static const char *text_of(const struct trail_line *line, const char *name)
{
	size_t n = strlen(name);

	for (int i = 1; i < line->words; i++)
		if (!strncmp(line->word[i], name, n) &&
		    line->word[i][n] == '=')
			return line->word[i] + n + 1;
	return NULL;
}

bool trail_value(const struct trail_line *line, const char *name,
                 uint32_t *value)
{
	const char *text = text_of(line, name);

	if (text)
		*value = (uint32_t)strtoul(text, NULL, 10);
	return text != NULL;
}

/* A number, or names with commas between: SYN,ACK. */
static uint8_t flags(const char *text)
{
	static const char *const name[] = {
		"FIN", "SYN", "RST", "PSH", "ACK", "URG"
	};
	uint8_t ctl = (uint8_t)strtoul(text, NULL, 10);

	for (unsigned i = 0; i < sizeof name / sizeof *name; i++)
		if (strstr(text, name[i]))
			ctl |= (uint8_t)(1u << i);
	return ctl;
}

struct fsm_segment trail_segment(const struct trail_line *line)
{
	struct fsm_segment segment = { 0 };
	const char *ctl = text_of(line, "ctl");

	trail_value(line, "seq", &segment.seq);
	trail_value(line, "ack", &segment.ack);
	trail_value(line, "data", &segment.data);
	segment.ctl = ctl ? flags(ctl) : 0;
	return segment;
}

/* Lower case is as good as upper case: "segment", FSM_E_SEGMENT. */
static bool same(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if ((*a >= 'a' && *a <= 'z' ? *a - 'a' + 'A' : *a) != *b)
			return false;
	return *a == *b;
}

int trail_name(const char *word, const char *prefix,
               const char *const *names, int n)
{
	size_t skip = strlen(prefix);
	char *end;
	long number = strtol(word, &end, 10);

	if (end != word && !*end)
		return number >= 0 && number < n ? (int)number : -1;
	if (strncmp(word, prefix, skip))
		skip = 0;
	for (int i = 0; i < n; i++)
		if (names[i] && same(word + skip, names[i]))
			return i;
	return -1;
}
