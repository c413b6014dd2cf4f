/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a step of the machine costs: processor time of one event, and of one
 * row, on a connection in ESTABLISHED.
 *
 *     cc -O2 -I. tests/bench/step.c runtime/fsm/fsm.gen.c -o step && ./step
 *
 * The whole event is measured: classes, tables, rows, and the list of rows
 * that fired. Text passes all the checks of section 3.10.7.4, a stray segment
 * ends at the first of them, STATUS is a table of its own.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <time.h>

#include "runtime/fsm/fsm.gen.h"

#define STEPS	5000000u

/* Both windows open, nothing in flight. */
static const struct fsm_tcb established = {
	.state = FSM_ESTABLISHED, .iss = 100, .snd_una = 101, .snd_nxt = 101,
	.snd_wnd = 65535, .snd_wl1 = 300, .snd_wl2 = 101,
	.max_snd_wnd = 65535, .irs = 300, .rcv_nxt = 301, .rcv_wnd = 65535
};

/* In sequence: one octet of text and an acknowledgment. */
static const struct fsm_event text = {
	.kind = FSM_E_SEGMENT, .seg_seq = 301, .seg_ack = 101, .seg_text = 1,
	.seg_wnd = 65535, .ack = 1, .secure = 1, .room = 1
};
static const struct fsm_event stray = {
	.kind = FSM_E_SEGMENT, .seg_seq = 299, .seg_ack = 101, .ack = 1,
	.secure = 1
};
static const struct fsm_event status = {
	.kind = FSM_E_STATUS, .allowed = 1
};

static double nanoseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void measure(const char *name, struct fsm_event e)
{
	struct fsm_tcb t = established;
	struct fsm_out o;
	unsigned long rows = 0;
	double start = nanoseconds(), spent;

	for (uint32_t i = 0; i < STEPS; i++) {
		e.seg_seq += t.rcv_nxt != established.rcv_nxt;
		t.rcv_wnd = established.rcv_wnd;
		fsm_step(&fsm_choices_default, &e, &t, &o);
		rows += o.fired;
	}
	spent = nanoseconds() - start;
	printf("%-8s %6.1f ns an event, %4.1f rows, %5.1f ns a row\n", name,
		spent / STEPS, (double)rows / STEPS, spent / (double)rows);
}

int main(void)
{
	measure("text", text);
	measure("stray", stray);
	measure("status", status);
	return 0;
}
