/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A machine of one's own, embedded: gate.fsm says what the gate does, tcpwright
 * makes fsm.gen.c of it, and this program brings it coins, people and time.
 *
 *      line of input --> event --> fsm_step() --> signals, change, timer
 *
 * A number is a coin, anything else a person; silence is the timer's.
 *
 *      tcpwright gen -o . gate.fsm
 *      cc -o gate gate.c fsm.gen.c
 *      echo 100 | ./gate
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "fsm.gen.h"

enum { PATIENCE = 3000 };               /* ms */

/* The rows that fired, then what the gate is to do. */
static void obey(const struct fsm_out *out)
{
	for (unsigned i = 0; i < out->fired; i++)
		printf("%s ", fsm_row_name[out->row[i]]);
	for (unsigned i = 0; i < FSM_SIGNALS; i++)
		if (out->signals & 1u << i)
			printf("[%s] ", fsm_signal_text[i]);
	if (out->operations & FSM_OP_GIVE_BACK)
		printf("[%u cents back] ", out->give_back);
}

/* A line as an event; silence while the gate is open is one as well. */
static struct fsm_event next(const struct fsm_tcb *gate)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	struct fsm_event event = { .kind = FSM_E_PUSH };
	char line[80];
	int cents;

	if (!poll(&input, 1, gate->armed_patience ? PATIENCE : -1)) {
		event.kind = FSM_E_PATIENCE;
		return event;
	}
	if (!fgets(line, sizeof line, stdin))
		exit(0);
	cents = atoi(line);
	if (cents > 0 && cents <= 200) {
		event.kind = FSM_E_COIN;
		event.value = (uint32_t)cents;
	}
	return event;
}

int main(void)
{
	struct fsm_tcb gate = { .state = FSM_SHUT };
	struct fsm_event event;
	struct fsm_out out;

	setvbuf(stdin, NULL, _IONBF, 0);        /* for poll() */
	for (;;) {
		event = next(&gate);
		fsm_step(&fsm_choices_default, &event, &gate, &out);
		printf("%s: ", fsm_event_name[event.kind]);
		obey(&out);
		printf("-> %s\n", fsm_state_name[gate.state]);
		fflush(stdout);
	}
}
