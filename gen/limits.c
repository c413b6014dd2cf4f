/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A specification may be sound and yet not fit the C that is made of it. The
 * masks in what a step tells the runtime are 32 bits wide and enumerators are
 * ints, so of what a mask holds there are at most 31; the flags of a header,
 * an event and a reply are one octet, a row and a phase two. Some names are
 * those of the generated files themselves.
 */
#include <string.h>

#include "parse.h"

static void most(size_t n, size_t limit, const char *what)
{
	if (n > limit)
		error_at((struct pos){ 0 }, "%zu %s: at most %zu fit into the "
			"C made of them", n, what, limit);
}

static void counts(const struct spec *spec)
{
	most(spec->events.n, UINT8_MAX, "events");
	most(spec->replies.n, UINT8_MAX - 1, "replies");
	most(spec->signals.n, 31, "signals");
	most(spec->timers.n, 31, "timers");
	most(spec->operations.n, 31, "operations");
	most(spec->rows.n, UINT16_MAX - 1, "rows");
	most(spec->phases.n, UINT16_MAX - 1, "phases");
	for (size_t i = 0; i < spec->events.n; i++)
		most(spec->events.at[i]->phases.n, UINT8_MAX,
			"phases of one event");
	for (size_t i = 0; i < spec->headers.n; i++)
		most(spec->headers.at[i]->flags.n, 8, "flags of one header");
}

static void is_free(const char *name, const char *taken, struct pos pos)
{
	if (strstr(taken, format(" %s ", name)))
		error_at(pos, "the name '%s' is taken in C: choose another",
			name);
}

static void names(const struct spec *spec)
{
	for (size_t i = 0; i < spec->states.n; i++)
		is_free(spec->states.at[i]->name, " STATES EVENTS PHASES "
			"ROWS REPLIES SIGNALS TIMERS OPS FIRED_MAX STOP "
			"STARTED CANCELLED LT LE OCTETS BIT MAX MIN SEQ_MAX "
			"SEQ_MIN GEN_H ", spec->states.at[i]->pos);
	for (size_t i = 0; i < spec->defines.n; i++)
		is_free(spec->defines.at[i]->name, " STEP RUN BEGIN FIRE PACK "
			"UNFIRED LINE SEND DELETE ", spec->defines.at[i]->pos);
	for (size_t i = 0; i < spec->headers.n; i++)
		is_free(spec->headers.at[i]->name, " X ",
			spec->headers.at[i]->pos);
}

void limits(const struct spec *spec)
{
	counts(spec);
	names(spec);
}
