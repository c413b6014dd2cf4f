/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a story expects. Each expectation is a question that is asked again and
 * again while time passes, until its answer is MET or BROKEN; the loop calls
 * it BROKEN when its time is over.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>

#include "demo_run.h"

#define QUIET_DEFAULT 300000u /* us of "nothing" */

static bool has_rows(const struct happening *h, const struct demo_step *step)
{
	unsigned found = 0;

	for (unsigned i = 0; i < step->rows; i++)
		for (unsigned k = 0; k < h->fired; k++)
			if (h->row[k] == step->row[i]) {
				found++;
				break;
			}
	return found == step->rows;
}

static enum verdict other_rows(struct demo_run *run, const struct happening *h)
{
	char text[256] = "";
	size_t n = 0;

	for (unsigned i = 0; i < h->fired && n + 32 < sizeof text; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, " %s",
		                      fsm_row_name[h->row[i]]);
	return demo_broken(run, "it was by other rows:%s", text);
}

/* When the state changed before the change at `at`; 0: never. */
static uint64_t change_before(const struct demo_stack *s, size_t at)
{
	while (at-- > 0)
		if (s->log[at].before != s->log[at].after)
			return s->log[at].now;
	return 0;
}

static enum verdict state_is(struct demo_run *run, struct demo_stack *s,
                             size_t at, const struct demo_step *step)
{
	const struct happening *h = &s->log[at];
	uint64_t lasted = h->now - change_before(s, at);
	char before[16], after[16];

	if (h->after != step->state)
		return demo_broken(run, "it went from %s to %s",
		                   ladder_state(h->before, before),
		                   ladder_state(h->after, after));
	if (lasted < step->after)
		return demo_broken(run, "%s lasted only %u us",
		                   ladder_state(h->before, before),
		                   (unsigned)lasted);
	return has_rows(h, step) ? MET : other_rows(run, h);
}

static enum verdict expect_state(struct demo_run *run,
                                 const struct demo_step *step)
{
	struct demo_stack *s = demo_run_stack(run, step->actor);

	s->watches_states = true;
	while (s->next_state < s->logged) {
		size_t at = s->next_state++;

		if (s->log[at].before != s->log[at].after)
			return state_is(run, s, at, step);
	}
	return NOT_YET;
}

static enum verdict segment_is(struct demo_run *run, const struct happening *h,
                               const struct fsm_segment *segment,
                               const struct demo_step *step)
{
	char text[128];

	if (demo_segment_matches(&step->segment, segment, &h->bases))
		return has_rows(h, step) ? MET : other_rows(run, h);
	if (!demo_segment_control(segment))
		return NOT_YET;
	demo_segment_text(text, sizeof text, segment, &h->bases,
	                  step->verb == EXPECT_SENT);
	return demo_broken(run, "the next was %s", text);
}

static enum verdict expect_sent(struct demo_run *run,
                                const struct demo_step *step)
{
	struct demo_stack *s = demo_run_stack(run, step->actor);
	enum verdict v = NOT_YET;

	s->watches_sent = true;
	while (v == NOT_YET && s->next_sent < s->logged) {
		const struct happening *h = &s->log[s->next_sent++];

		if (h->out)
			v = segment_is(run, h, &h->sent, step);
	}
	return v;
}

static enum verdict raw_received(struct demo_run *run,
                                 const struct demo_step *step)
{
	struct raw_peer *raw = &run->raw;
	struct happening h = { .bases = demo_raw_bases(raw) };
	enum verdict v = NOT_YET;

	while (v == NOT_YET && raw->taken < raw->count)
		v = segment_is(run, &h, &raw->got[raw->taken++], step);
	return v;
}

static enum verdict expect_received(struct demo_run *run,
                                    const struct demo_step *step)
{
	struct demo_stack *s = demo_run_stack(run, step->actor);
	enum verdict v = NOT_YET;

	if (!s)
		return raw_received(run, step);
	s->watches_received = true;
	while (v == NOT_YET && s->next_received < s->logged) {
		const struct happening *h = &s->log[s->next_received++];

		if (h->in)
			v = segment_is(run, h, &h->arrived, step);
	}
	return v;
}

static enum verdict expect_row(struct demo_run *run,
                               const struct demo_step *step)
{
	struct demo_stack *s = demo_run_stack(run, step->actor);

	while (s->next_row < s->logged) {
		const struct happening *h = &s->log[s->next_row++];

		for (unsigned k = 0; k < h->fired; k++)
			if (!strcmp(fsm_row_name[h->row[k]], step->word))
				return MET;
	}
	return NOT_YET;
}

static bool quiet_over(const struct demo_run *run, const struct demo_step *step)
{
	uint64_t period = step->period ? step->period : QUIET_DEFAULT;

	return clock_now() >= run->begun + period;
}

static enum verdict expect_nothing(struct demo_run *run,
                                   const struct demo_step *step)
{
	const struct demo_stack *s = demo_run_stack(run, step->actor);
	bool sent = step->verb == EXPECT_SENT_NOTHING;

	if (!s && run->raw.count != run->mark[DEMO_RAW])
		return demo_broken(run, "something came");
	for (size_t i = run->mark[step->actor]; s && i < s->logged; i++)
		if (sent ? s->log[i].out : s->log[i].in)
			return demo_broken(run, "there was a segment");
	return quiet_over(run, step) ? MET : NOT_YET;
}

static int state_of(struct demo_run *run, enum demo_actor actor)
{
	return actor == DEMO_KERNEL
	       ? kernel_state(&run->kernel)
	       : demo_stack_state(demo_run_stack(run, actor));
}

static enum verdict expect_stays(struct demo_run *run,
                                 const struct demo_step *step)
{
	int state = state_of(run, step->actor);
	char name[16];

	if (state != step->state)
		return demo_broken(run, "it is %s", state < 0 ? "gone"
		                   : ladder_state((uint8_t)state, name));
	return quiet_over(run, step) ? MET : NOT_YET;
}

static enum verdict expect_kernel_state(struct demo_run *run,
                                        const struct demo_step *step)
{
	int state = kernel_state(&run->kernel);
	char name[16];

	if (state == step->state)
		return MET;
	snprintf(run->why, sizeof run->why, "the kernel says %s",
	         state < 0 ? "there is no such connection"
	                   : ladder_state((uint8_t)state, name));
	return NOT_YET;
}

static enum verdict expect_gone(struct demo_run *run)
{
	int state = kernel_state(&run->kernel);
	char name[16];

	if (state == KERNEL_GONE)
		return MET;
	snprintf(run->why, sizeof run->why, "the kernel says %s",
	         ladder_state((uint8_t)state, name));
	return NOT_YET;
}

static enum verdict expect_told(struct demo_run *run,
                                const struct demo_step *step)
{
	struct demo_stack *s = demo_run_stack(run, step->actor);
	unsigned what;
	int reason;

	if (!demo_report(step->word, &what, &reason))
		return demo_broken(run, "there is no report '%s'", step->word);
	for (size_t i = 0; i < s->tolds; i++) {
		if (!(s->told[i].what & what))
			continue;
		s->told[i].what &= ~what;
		if (what == TW_CLOSED && s->told[i].reason != reason)
			return demo_broken(run, "the reason was \"%s\"",
			                   tw_strerror(s->told[i].reason));
		return MET;
	}
	return NOT_YET;
}

enum verdict demo_expect(struct demo_run *run, const struct demo_step *step)
{
	switch (step->verb) {
	case EXPECT_STATE:        return expect_state(run, step);
	case EXPECT_KERNEL_STATE: return expect_kernel_state(run, step);
	case EXPECT_STAYS:        return expect_stays(run, step);
	case EXPECT_GONE:         return expect_gone(run);
	case EXPECT_SENT:         return expect_sent(run, step);
	case EXPECT_RECEIVED:     return expect_received(run, step);
	case EXPECT_SENT_NOTHING:
	case EXPECT_RECEIVED_NOTHING: return expect_nothing(run, step);
	case EXPECT_ROW:          return expect_row(run, step);
	case EXPECT_TOLD:         return expect_told(run, step);
	default:                  return demo_expect_call(run, step);
	}
}
