/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * transitions: the compiled machine against its specification.
 *
 * The input is a tape (gen/tape.h): choices, then events, with numbers near
 * those that matter. Each event is run twice, by fsm_step() and by the
 * interpreter of the specification (machine.h), from CLOSED on. After each:
 *
 *     the same rows, in order; state, variables, timers; segment, reply,
 *     signals, operations and what they are told
 *     every law of tests/unit/fsm_laws*.h, which were written from the RFC and
 *     not from the specification
 *     every invariant of the specification, those of the timers among them
 *
 * Any event may happen at any time, a timeout too: it may cross what cancels
 * its timer. Only HELD is the runtime's own word (runtime/follow.c: plan_held),
 * and has here what that promises.
 */
#include "../tests/unit/fsm_law_list.h"
#include "machine.h"
#include "oracle.h"

enum { LONGEST = 8192 };		/* octets of a tape */

static struct machine machine;		/* read once, begun anew each run */

static bool takes_what_is_held(const struct fsm_tcb *t)
{
	return t->state >= FSM_ESTABLISHED && t->state <= FSM_FIN_WAIT_2 &&
	       !t->syn_unacked;
}

/* What stands at RCV.NXT, inside the window. */
static void promise(const struct fsm_tcb *t, struct fsm_event *e)
{
	e->seg_seq = t->rcv_nxt;
	e->syn = 0;
	if (e->seg_text > t->rcv_wnd)
		e->seg_text = t->rcv_wnd;
	if (e->seg_text == t->rcv_wnd)
		e->fin = 0;
}

static void tell(const struct step *s)
{
	const struct fsm_event *e = &s->e;
	const struct fsm_segment *g = &s->o.segment;

	fuzz_tell("%s in %s -> %s", fsm_event_name[e->kind],
		  fsm_state_name[s->t.state], fsm_state_name[s->u.state]);
	if (e->kind == FSM_E_SEGMENT || e->kind == FSM_E_HELD)
		fuzz_tell("    > SEQ=%u ACK=%u TEXT=%u WND=%u%s%s%s%s%s",
			  e->seg_seq, e->seg_ack, e->seg_text, e->seg_wnd,
			  e->syn ? " SYN" : "", e->ack ? " ACK" : "",
			  e->rst ? " RST" : "", e->fin ? " FIN" : "",
			  e->urg ? " URG" : "");
	for (unsigned i = 0; i < s->o.fired; i++)
		fuzz_tell("    %s", fsm_row_name[s->o.row[i]]);
	if (s->o.sent)
		fuzz_tell("    < SEQ=%u ACK=%u CTL=%02x DATA=%u UP=%u",
			  g->seq, g->ack, g->ctl, g->data, g->up);
	fuzz_tell("    SND %u %u +%u RCV %u +%u", s->u.snd_una, s->u.snd_nxt,
		  s->u.snd_wnd, s->u.rcv_nxt, s->u.rcv_wnd);
}

static void judge(const struct step *s)
{
	for (size_t i = 0; i < LAWS; i++)
		fuzz_check(laws[i].of(s) != BROKEN, "%s", laws[i].name);
}

/* The specification is read before the fuzzer begins to watch. */
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	machine_begin(&machine, NULL, 0);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct step s = { .choices = fsm_choices_default };
	const struct event *event;
	struct fsm_event e;

	fuzz_begin();
	machine_begin(&machine, data, size < LONGEST ? size : LONGEST);
	s.choices = machine_choices(&machine);
	while ((event = machine_event(&machine, &e)) != NULL) {
		if (e.kind == FSM_E_HELD) {
			if (!takes_what_is_held(&s.u))
				continue;
			promise(&s.u, &e);
		}
		take_step(&s, &e);
		machine_step(&machine, event, &e);
		if (fuzz_tracing())
			tell(&s);
		machine_compare(&machine, &s.u, &s.o);
		judge(&s);
	}
	return 0;
}
