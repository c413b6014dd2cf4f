/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a harness objects. A check that fails ends the process, which is what
 * every fuzzer takes for a finding:
 *
 *     fuzz/stack.c:212: octet 17 was delivered twice
 *     --- what led there
 *     0.000000  A  SYN SEQ=100            LISTEN -> SYN_RECEIVED  LISTEN_3
 *     ...
 *     ---
 *
 * The first line tells one finding from another. What led there is told by
 * the harness, line by line, and kept only where FUZZ_TRACE is set in the
 * environment: triage.sh sets it for the one input it explains.
 */
#ifndef FUZZ_ORACLE_H
#define FUZZ_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* At least so much must hold: fuzz_check(a == b, "a is %d", a); */
#define fuzz_check(holds, ...) \
	((holds) ? (void)0 : fuzz_object(__FILE__, __LINE__, __VA_ARGS__))

_Noreturn void fuzz_object(const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The trace: a run begins without one; a line is told without its newline. */
void fuzz_begin(void);
bool fuzz_tracing(void);
void fuzz_tell(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* What every harness is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
