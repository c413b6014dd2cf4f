/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of a story: nothing may be left that nobody expected. What is still
 * on its way gets a moment to arrive.
 */
#include "demo_run.h"

#define MOMENT 30000u /* us */

enum { LAST_SHOWN = 6 };

static enum verdict left_state(struct demo_run *run, const struct happening *h)
{
	char before[16], after[16];

	return demo_broken(run, "nobody expected the change from %s to %s",
	                   ladder_state(h->before, before),
	                   ladder_state(h->after, after));
}

static enum verdict left_segment(struct demo_run *run,
                                 const struct happening *h, bool sent)
{
	char text[128];

	demo_segment_text(text, sizeof text, sent ? &h->sent : &h->arrived,
	                  &h->bases, sent);
	return demo_broken(run, "nobody expected that %s was %s", text,
	                   sent ? "sent" : "received");
}

static enum verdict all_seen(struct demo_run *run, const struct demo_stack *s)
{
	for (size_t i = 0; i < s->logged; i++) {
		const struct happening *h = &s->log[i];

		if (s->watches_states && i >= s->next_state
		    && h->before != h->after)
			return left_state(run, h);
		if (s->watches_sent && i >= s->next_sent && h->out
		    && demo_segment_control(&h->sent))
			return left_segment(run, h, true);
		if (s->watches_received && i >= s->next_received && h->in
		    && demo_segment_control(&h->arrived))
			return left_segment(run, h, false);
	}
	return MET;
}

/* Every connection has one terminal report at most. */
static enum verdict told_once(struct demo_run *run, const struct demo_stack *s)
{
	for (size_t i = 0; i < s->tolds; i++)
		for (size_t k = 0; k < i; k++)
			if (s->told[i].terminal && s->told[k].terminal
			    && s->told[i].handle == s->told[k].handle)
				return demo_broken(run, "a connection was "
				                   "reported CLOSED twice");
	return MET;
}

enum verdict demo_ending(struct demo_run *run)
{
	struct demo_stack *all[] = { &run->ours, &run->other };

	if (demo_run_wait(run, clock_now() + MOMENT) == BROKEN)
		return BROKEN;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all_seen(run, all[i]) != MET
		    || told_once(run, all[i]) != MET)
			return BROKEN;
	return MET;
}

void demo_last_seen(struct demo_run *run)
{
	const struct demo_stack *s = &run->ours;
	size_t from = s->logged > LAST_SHOWN ? s->logged - LAST_SHOWN : 0;
	char text[128];

	fprintf(run->out, "       last seen:\n");
	for (size_t i = from; i < s->logged; i++) {
		const struct happening *h = &s->log[i];

		if (h->in)
			fprintf(run->out, "       <-- %s\n", demo_segment_text(
			                text, sizeof text, &h->arrived,
			                &h->bases, false));
		if (h->out)
			fprintf(run->out, "       --> %s\n", demo_segment_text(
			                text, sizeof text, &h->sent, &h->bases,
			                true));
	}
	fprintf(run->out, "       state: %s\n",
	        ladder_state(demo_stack_state(s), text));
}
