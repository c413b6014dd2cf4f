/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What makes an end send a segment: replay.h says what may be inferred. Events
 * are tried on a copy of the TCB; the first one whose row sends the segment
 * that was seen is the one that happened.
 */
#include "replay.h"

#include <string.h>

#include "../seq.h"
#include "replay_arrive.h"

/* ------------------------------------------------------------- candidates */

/* PSH and URG are the user's; a RST may carry an acknowledgment or none. */
static bool same(const struct fsm_segment *a, const struct fsm_segment *b)
{
	unsigned shown = FSM_CTL_FIN | FSM_CTL_SYN | FSM_CTL_RST | FSM_CTL_ACK;

	if (a->ctl & FSM_CTL_RST)
		shown = FSM_CTL_RST | FSM_CTL_SYN | FSM_CTL_FIN;
	return a->seq == b->seq && !((a->ctl ^ b->ctl) & shown)
	       && a->data == b->data
	       && (!(shown & a->ctl & FSM_CTL_ACK) || a->ack == b->ack);
}

/* Ran these, would the last of them send it? Then they have run. */
static bool attempt(const struct replay_scene *s, int i,
                    const struct fsm_event *event, int n)
{
	struct fsm_tcb tcb = s->flow->end[i].tcb;
	struct fsm_out out = { .sent = 0 };

	for (int k = 0; k < n; k++)
		fsm_step(&s->tale->choices, &event[k], &tcb, &out);
	if (!out.sent || !same(&out.segment, &s->now->is))
		return false;
	for (int k = 0; k < n; k++)
		replay_run(s, i, &event[k], k + 1 == n ? s->now : NULL, NULL);
	return true;
}

/* A SYN: OPEN, in TIME-WAIT after that has ended. */
static bool opened(const struct replay_scene *s, int i)
{
	bool waits = s->flow->end[i].tcb.state == FSM_TIME_WAIT;
	struct fsm_event event[2] = {
		replay_event(FSM_E_TIME_WAIT_TIMEOUT),
		replay_event(FSM_E_OPEN)
	};

	event[1].active = event[1].remote = 1;
	event[1].isn = s->now->is.seq;
	event[1].buffer = s->now->window;
	return attempt(s, i, waits ? event : event + 1, waits ? 2 : 1);
}

/* TRANSMIT or PROBE; for a FIN the user has called CLOSE before. */
static bool sent_by(const struct replay_scene *s, int i, enum fsm_kind kind)
{
	const struct fsm_segment *is = &s->now->is;
	bool closes = is->ctl & FSM_CTL_FIN && !s->flow->end[i].tcb.fin_owed;
	struct fsm_event event[2] = {
		replay_event(FSM_E_CLOSE), replay_event(kind)
	};

	event[1].n = is->data;
	event[1].push = (is->ctl & FSM_CTL_PSH) != 0;
	event[1].last = (is->ctl & FSM_CTL_FIN) != 0;
	return attempt(s, i, closes ? event : event + 1, closes ? 2 : 1);
}

static bool kept_alive(const struct replay_scene *s, int i)
{
	struct fsm_event event = replay_event(FSM_E_PROBE);

	event.keepalive = 1;
	return attempt(s, i, &event, 1);
}

static bool aborted(const struct replay_scene *s, int i)
{
	struct fsm_event event = replay_event(FSM_E_ABORT);

	return attempt(s, i, &event, 1);
}

/* A row that a segment fired has sent it. */
static bool answered(const struct replay_scene *s, int i)
{
	struct replay_end *e = &s->flow->end[i];
	struct replay_step step = { .sent = s->now, .time = s->time,
		.event = fsm_event_name[FSM_E_SEGMENT],
		.before = e->tcb.state, .after = e->tcb.state };
	size_t k = 0;

	while (k < e->replies && !same(&e->reply[k].is, &s->now->is))
		k++;
	if (k == e->replies)
		return false;
	step.answers = e->reply[k].number;
	replay_tell(s->tale, s->flow, i, &step);
	e->replies -= k + 1;
	memmove(e->reply, e->reply + k + 1, e->replies * sizeof *e->reply);
	return true;
}

static bool is_explained(const struct replay_scene *s, int i)
{
	return answered(s, i) || opened(s, i)
	       || sent_by(s, i, FSM_E_RETRANSMISSION_TIMEOUT)
	       || sent_by(s, i, FSM_E_TRANSMIT) || sent_by(s, i, FSM_E_ACK_DUE)
	       || sent_by(s, i, FSM_E_PROBE) || kept_alive(s, i)
	       || aborted(s, i);
}

/* ------------------------------------------------------------ unexplained */

static const char *why_text(const struct fsm_tcb *t,
                            const struct fsm_segment *is)
{
	uint32_t end = replay_behind(is);

	if (seq_upto(end, t->snd_una))
		return "sent again though it was acknowledged";
	if (seq_before(is->seq, t->snd_nxt))
		return "sent again, but not what is at SND.UNA";
	if (seq_before(t->snd_una + t->snd_wnd, end))
		return "beyond the send window";
	return "no row of this state sends it";
}

static const char *why_not(const struct fsm_tcb *t,
                           const struct fsm_segment *is)
{
	if (is->ctl & (FSM_CTL_RST | FSM_CTL_SYN) || t->state == FSM_CLOSED)
		return "no row of this state sends it";
	if (is->ctl & FSM_CTL_ACK && seq_before(t->rcv_nxt, is->ack))
		return "acknowledges what is not in the capture";
	if (is->ctl & FSM_CTL_ACK && seq_before(is->ack, t->rcv_nxt))
		return "acknowledges less than before";
	if (seq_before(t->snd_nxt, is->seq))
		return "what comes before it is not in the capture";
	if (replay_behind(is) != is->seq)
		return why_text(t, is);
	return is->seq == t->snd_nxt
	       ? "an acknowledgment that nothing asked for"
	       : "no row of this state sends it";
}

/* What it would have had to be, to send this. */
static void set_right(const struct replay_scene *s, struct fsm_tcb *t)
{
	const struct fsm_segment *is = &s->now->is;
	struct fsm_event close = replay_event(FSM_E_CLOSE);
	struct fsm_out out;

	if (is->ctl & FSM_CTL_RST)
		*t = (struct fsm_tcb){ .state = FSM_CLOSED };
	else if (is->ctl & FSM_CTL_SYN)
		replay_synchronize(t, is, s->now->window);
	if (is->ctl & (FSM_CTL_RST | FSM_CTL_SYN) || t->state < FSM_ESTABLISHED)
		return;
	if (is->ctl & FSM_CTL_ACK && seq_before(t->rcv_nxt, is->ack))
		t->rcv_nxt = is->ack;
	if (seq_before(t->snd_nxt, replay_behind(is)))
		t->snd_nxt = replay_behind(is);
	if (!(is->ctl & FSM_CTL_FIN) || t->fin_sent)
		return;
	if (!t->fin_owed)
		fsm_step(&s->tale->choices, &close, t, &out);
	if (t->state == FSM_CLOSE_WAIT)
		t->state = FSM_LAST_ACK;
	t->fin_sent = 1;
}

static void is_unexplained(const struct replay_scene *s, int i)
{
	struct replay_flow *flow = s->flow;
	struct fsm_tcb *t = &flow->end[i].tcb;
	struct replay_step step = { .sent = s->now, .time = s->time,
		.event = "?", .before = t->state, .after = t->state,
		.unexplained = why_not(t, &s->now->is) };

	if (flow->unexplained < sizeof flow->first / sizeof *flow->first)
		flow->first[flow->unexplained] = s->now->number;
	flow->unexplained++;
	set_right(s, t);
	step.after = t->state;
	if (s->now->is.ctl & FSM_CTL_SYN)
		flow->end[i].base = s->now->is.seq;
	replay_tell(s->tale, flow, i, &step);
}

/* ------------------------------------------------------------------- whole */

/* The window that its own segment promises: the user has read so much. */
static void promise(const struct replay_scene *s, int i)
{
	struct replay_end *e = &s->flow->end[i];
	struct fsm_event event = replay_event(FSM_E_RECEIVE);
	struct fsm_out out;

	event.on_hand = 1;
	event.window = replay_window(s->flow, i, s->now);
	if (s->now->is.ctl & FSM_CTL_ACK && e->tcb.rcv_wnd < event.window)
		fsm_step(&s->tale->choices, &event, &e->tcb, &out);
}

static void first_of(struct replay_flow *flow, int i,
                     const struct replay_segment *segment)
{
	struct replay_end *e = &flow->end[i];

	if (!flow->middle && !e->spoke && !flow->end[!i].spoke
	    && !(segment->is.ctl & FSM_CTL_SYN))
		replay_join(flow, i, segment);
	if (flow->middle && !e->spoke
	    && seq_before(e->tcb.snd_nxt, segment->is.seq))
		e->tcb.snd_nxt = segment->is.seq;
	e->spoke = true;
	if (segment->is.ctl & FSM_CTL_SYN) {
		e->scales = segment->scales;
		e->shift = segment->shift;
	}
}

void replay_sends(const struct replay_tale *tale, struct replay_flow *flow,
                  int i, const struct replay_segment *segment)
{
	const struct replay_scene s = { tale, flow, segment, segment->time };

	first_of(flow, i, segment);
	if (!flow->segments++)
		replay_tell_flow(tale, flow);
	if (segment->is.ctl & FSM_CTL_ACK)
		replay_acknowledged(&s, i);
	promise(&s, i);
	while (!is_explained(&s, i))
		if (!replay_hidden(&s, i)) {
			is_unexplained(&s, i);
			break;
		}
	replay_put(&s, !i, segment);
}
