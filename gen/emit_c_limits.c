/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * C back end, limits: a specification may be sound and yet not fit the C that
 * is made of it. Masks are 32 bits wide and enumerators are ints, so of what
 * a mask holds there are at most 31; an event and a reply are one octet, a row
 * and a phase two. Some names are those of the generated files themselves.
 */
#include <string.h>

#include "emit_c.h"

static bool fits(const char *what, size_t n, size_t most, struct pos pos)
{
	if (n > most)
		error_at(pos, "%zu %s: in C there can be %zu", n, what, most);
	return n <= most;
}

static bool counts(const struct spec *spec)
{
	struct pos pos = spec->states.at[0]->pos;
	bool ok = fits("events", spec->events.n, UINT8_MAX, pos);

	ok &= fits("replies", spec->replies.n, UINT8_MAX - 1, pos);
	ok &= fits("signals", spec->signals.n, 31, pos);
	ok &= fits("timers", spec->timers.n, 31, pos);
	ok &= fits("operations", spec->operations.n, 31, pos);
	ok &= fits("rows", spec->rows.n, UINT16_MAX - 1, pos);
	ok &= fits("phases", spec->phases.n, UINT16_MAX - 1, pos);
	ok &= fits("phases of one event", c_slots(spec), UINT8_MAX, pos);
	for (size_t i = 0; i < spec->headers.n; i++)
		ok &= fits("flags of one header", spec->headers.at[i]->flags.n,
			8, spec->headers.at[i]->pos);
	return ok;
}

static bool is_free(const char *name, const char *taken, struct pos pos)
{
	if (!strstr(taken, format(" %s ", name)))
		return true;
	error_at(pos, "the name '%s' is taken in C: choose another", name);
	return false;
}

static bool names(const struct spec *spec)
{
	bool ok = true;

	for (size_t i = 0; i < spec->states.n; i++)
		ok &= is_free(spec->states.at[i]->name, " STATES EVENTS PHASES "
			"ROWS REPLIES SIGNALS TIMERS OPS FIRED_MAX STOP "
			"STARTED CANCELLED LT LE OCTETS BIT MAX MIN SEQ_MAX "
			"SEQ_MIN GEN_H ", spec->states.at[i]->pos);
	for (size_t i = 0; i < spec->defines.n; i++)
		ok &= is_free(spec->defines.at[i]->name, " STEP RUN BEGIN "
			"FIRE PACK UNFIRED LINE SEND DELETE ",
			spec->defines.at[i]->pos);
	for (size_t i = 0; i < spec->headers.n; i++)
		ok &= is_free(spec->headers.at[i]->name, " X ",
			spec->headers.at[i]->pos);
	return ok;
}

bool c_limits(const struct spec *spec)
{
	bool ok = counts(spec);

	return names(spec) && ok;
}
