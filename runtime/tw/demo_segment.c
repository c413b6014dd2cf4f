/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "demo_segment.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	uint8_t bit;
} controls[] = {
	{ "SYN", FSM_CTL_SYN }, { "FIN", FSM_CTL_FIN }, { "RST", FSM_CTL_RST },
	{ "ACK", FSM_CTL_ACK }, { "PSH", FSM_CTL_PSH }, { "URG", FSM_CTL_URG }
};

static const char *const base_name[DEMO_BASES] = {
	[DEMO_ISS] = "ISS", [DEMO_IRS] = "IRS", [DEMO_SND_NXT] = "SND.NXT",
	[DEMO_RCV_NXT] = "RCV.NXT"
};

/* Steps over `word` at *at. */
static bool skip(const char **at, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*at, word, n))
		return false;
	*at += n;
	return true;
}

static bool parse_plain(const char **at, uint32_t *value)
{
	unsigned long long n;
	char *end;

	if (**at < '0' || **at > '9')
		return false;
	errno = 0;
	n = strtoull(*at, &end, 10);
	if (errno || n > UINT32_MAX)
		return false;
	*at = end;
	*value = (uint32_t)n;
	return true;
}

/* NUMBER, or a base with +NUMBER or -NUMBER. */
static bool parse_number(const char **at, struct demo_number *number)
{
	*number = (struct demo_number){ .base = DEMO_ZERO };
	for (int b = DEMO_ISS; b < DEMO_BASES; b++)
		if (skip(at, base_name[b])) {
			number->base = (enum demo_base)b;
			break;
		}
	if (number->base == DEMO_ZERO)
		return parse_plain(at, &number->plus);
	if (skip(at, "+"))
		return parse_plain(at, &number->plus);
	if (!skip(at, "-"))
		return true;
	if (!parse_plain(at, &number->plus))
		return false;
	number->plus = 0u - number->plus;
	return true;
}

static bool parse_control(const char **at, uint8_t *ctl)
{
	size_t n = sizeof controls / sizeof *controls;

	do {
		size_t i = 0;

		while (i < n && !skip(at, controls[i].name))
			i++;
		if (i == n)
			return false;
		*ctl |= controls[i].bit;
	} while (skip(at, ","));
	return true;
}

static bool parse_header(const char **at, struct demo_segment *s)
{
	if (skip(at, "<SEQ=")) {
		s->has_seq = true;
		return parse_number(at, &s->seq) && skip(at, ">");
	}
	if (skip(at, "<ACK=")) {
		s->has_ack = true;
		return parse_number(at, &s->ack) && skip(at, ">");
	}
	if (skip(at, "<DATA=")) {
		s->has_data = true;
		return parse_plain(at, &s->data) && skip(at, ">");
	}
	return skip(at, "<CTL=") && parse_control(at, &s->ctl) && skip(at, ">");
}

bool demo_segment_parse(const char *text, struct demo_segment *s)
{
	*s = (struct demo_segment){ .ctl = 0 };
	if (*text != '<')
		return parse_control(&text, &s->ctl) && !*text;
	while (*text)
		if (!parse_header(&text, s))
			return false;
	return s->ctl != 0;
}

static uint32_t value(struct demo_number n, const struct demo_bases *bases)
{
	return bases->from[n.base] + n.plus;
}

bool demo_segment_matches(const struct demo_segment *p,
                          const struct fsm_segment *s,
                          const struct demo_bases *bases)
{
	unsigned psh = p->ctl & FSM_CTL_PSH ? 0 : FSM_CTL_PSH;

	return (s->ctl & ~psh) == p->ctl
	       && (!p->has_seq || s->seq == value(p->seq, bases))
	       && (!p->has_ack || s->ack == value(p->ack, bases))
	       && (!p->has_data || s->data == p->data);
}

struct fsm_segment demo_segment_make(const struct demo_segment *p,
                                     const struct demo_bases *bases)
{
	struct demo_number seq = { .base = DEMO_SND_NXT };
	struct demo_number ack = { .base = DEMO_RCV_NXT };
	struct fsm_segment s = { .ctl = p->ctl, .data = p->data };

	s.seq = value(p->has_seq ? p->seq : seq, bases);
	if (p->ctl & FSM_CTL_ACK)
		s.ack = value(p->has_ack ? p->ack : ack, bases);
	return s;
}

bool demo_segment_control(const struct fsm_segment *s)
{
	return (s->ctl & (FSM_CTL_SYN | FSM_CTL_FIN | FSM_CTL_RST)) != 0;
}
