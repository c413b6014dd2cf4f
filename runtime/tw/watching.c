/* SPDX-License-Identifier: BSD-2-Clause */
#include "watching.h"

#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tw.h"

enum {
	PCAP = 512, ABSOLUTE, JSON, DROP, DUP, REORDER, CORRUPT, DELAY, SEED
};

static const struct argp_option table[] = {
	{ 0, 0, 0, 0, "To look at it:", 8 },
	{ "trace", 't', 0, 0, "print every event, segment and row on standard "
	  "error", 8 },
	{ "absolute", ABSOLUTE, 0, 0, "sequence numbers as on the wire", 8 },
	{ "pcap", PCAP, "FILE", 0, "write a pcapng capture whose packet "
	  "comments name rows and states", 8 },
	{ "json", JSON, 0, 0, "trace, messages and outcome as JSON, an object "
	  "a line", 8 },
	{ 0, 0, 0, 0, "A bad wire, each way (PERCENT of the frames):", 9 },
	{ "drop", DROP, "PERCENT", 0, "lose frames", 9 },
	{ "dup", DUP, "PERCENT", 0, "let frames come twice", 9 },
	{ "reorder", REORDER, "PERCENT", 0, "let frames be overtaken, in 10 ms",
	  9 },
	{ "corrupt", CORRUPT, "PERCENT", 0, "turn a bit of frames over", 9 },
	{ "delay", DELAY, "TIME", 0, "let every frame be late: 20ms, 1s; a "
	  "number alone is milliseconds", 9 },
	{ "seed", SEED, "NUMBER", 0, "make the same chances again", 9 },
	{ 0 }
};

static uint32_t share(const char *text)
{
	char *end;
	double percent;

	percent = strtod(text, &end);
	end += *end == '%';
	if (end == text || *end || !(percent >= 0 && percent <= 100))
		exit(trouble("'%s' is no percentage: it is a number from 0 to "
		             "100, like 2.5", text));
	return (uint32_t)(percent * (IMPAIR_ALL / 100) + 0.5);
}

static uint64_t duration(const char *text)
{
	static const struct { const char *name; double us; } unit[] = {
		{ "", 1e3 }, { "us", 1 }, { "ms", 1e3 }, { "s", 1e6 }
	};
	char *end;
	double n = strtod(text, &end);

	for (size_t i = 0; i < sizeof unit / sizeof *unit; i++)
		if (end != text && !strcmp(end, unit[i].name) && n >= 0
		    && n * unit[i].us <= 60e6)
			return (uint64_t)(n * unit[i].us);
	exit(trouble("'%s' is no delay: it is a time up to 60s, like 20ms",
	             text));
}

static uint64_t seed(const char *text)
{
	char *end;
	uint64_t n;

	errno = 0;
	n = strtoumax(text, &end, 0);
	if (errno || end == text || *end || *text == '-')
		exit(trouble("'%s' is no seed: it is a number", text));
	return n;
}

static error_t option(int key, char *text, struct argp_state *state)
{
	struct watching *w = state->input;

	switch (key) {
	case 't':      w->trace = true; break;
	case ABSOLUTE: w->absolute = true; break;
	case PCAP:     w->pcap = text; break;
	case JSON:     w->json = true; trouble_in_json(true); break;
	case DROP:     w->wire.drop = share(text); break;
	case DUP:      w->wire.dup = share(text); break;
	case REORDER:  w->wire.reorder = share(text); break;
	case CORRUPT:  w->wire.corrupt = share(text); break;
	case DELAY:    w->wire.delay = duration(text); break;
	case SEED:     w->wire.seed = seed(text); w->seeded = true; break;
	default:       return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

const struct argp watching_argp = {
	table, option, NULL, NULL, NULL, NULL, NULL
};

void watching_seed(struct watching *w)
{
	const struct impair_settings *s = &w->wire;

	if (w->seeded || !(s->drop || s->dup || s->reorder || s->corrupt))
		return;
	w->wire.seed = randombytes_random();
	w->seeded = true;
	note("the wire is bad by chance: --seed %" PRIu64 " makes it the same "
	     "again", w->wire.seed);
}
