/* SPDX-License-Identifier: BSD-2-Clause */
/* The objection and the trace: their form is in oracle.h. */
#define _POSIX_C_SOURCE 200809L
#include "oracle.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRACE_MAX = 1 << 20 };		/* octets; the oldest go first */

static char trace[TRACE_MAX];
static size_t used;

void fuzz_begin(void)
{
	used = 0;
}

bool fuzz_tracing(void)
{
	static int wanted = -1;

	if (wanted < 0)
		wanted = getenv("FUZZ_TRACE") != NULL;
	return wanted != 0;
}

/* The later half of the trace: the end is what explains. */
static void forget_half(void)
{
	const char *cut = memchr(trace + used / 2, '\n', used - used / 2);
	size_t gone = cut == NULL ? used : (size_t)(cut + 1 - trace);

	memmove(trace, trace + gone, used - gone);
	used -= gone;
}

void fuzz_tell(const char *fmt, ...)
{
	char line[512];
	va_list ap;
	size_t n;

	if (!fuzz_tracing())
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	n = strlen(line);
	if (used + n + 1 > TRACE_MAX)
		forget_half();
	memcpy(trace + used, line, n);
	trace[used + n] = '\n';
	used += n + 1;
}

void fuzz_object(const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	dprintf(2, "%s:%d: ", file, line);
	va_start(ap, fmt);
	vdprintf(2, fmt, ap);
	va_end(ap);
	dprintf(2, "\n--- what led there\n%.*s%s---\n", (int)used, trace,
		fuzz_tracing() ? "" : "(set FUZZ_TRACE to see it)\n");
	abort();
}
