/* SPDX-License-Identifier: BSD-2-Clause */
#include "replay_arrive.h"

#include <stdlib.h>
#include <string.h>

#include "../seq.h"

enum { SHIFT_MOST = 14, WINDOW_MOST = 65535, TEXT_MOST = 65535 };

struct fsm_event replay_event(enum fsm_kind kind)
{
	return (struct fsm_event){ .kind = (uint8_t)kind, .allowed = 1,
		.secure = 1, .diffserv = 1, .room = 1 };
}

uint32_t replay_behind(const struct fsm_segment *is)
{
	return is->seq + is->data + (is->ctl & FSM_CTL_SYN ? 1u : 0u)
	       + (is->ctl & FSM_CTL_FIN ? 1u : 0u);
}

static bool is_empty(const struct fsm_segment *is)
{
	return replay_behind(is) == is->seq;
}

uint32_t replay_window(const struct replay_flow *flow, int i,
                       const struct replay_segment *segment)
{
	bool scaled = flow->end[0].scales && flow->end[1].scales
	              && !(segment->is.ctl & FSM_CTL_SYN);

	return segment->window << (scaled ? flow->end[i].shift : 0);
}

/* -------------------------------------------------------------------- run */

static void reply(struct replay_end *e, const struct replay_segment *arrived,
                  const struct fsm_out *out)
{
	if (e->replies == REPLAY_REPLIES)
		memmove(e->reply, e->reply + 1,
		        --e->replies * sizeof *e->reply);
	e->reply[e->replies++] = (struct replay_reply){
		.number = arrived->number, .is = out->segment
	};
}

/* Text ahead of RCV.NXT, and the FIN behind it. */
static void hold(struct replay_end *e, const struct fsm_event *event)
{
	uint32_t from = event->seg_seq + event->syn;
	struct replay_held h = { from, from + event->seg_text, event->fin };

	if (seq_before(h.from, e->tcb.rcv_nxt))
		h.from = e->tcb.rcv_nxt;
	if (e->helds < REPLAY_HELD && (h.fin || seq_before(h.from, h.to)))
		e->held[e->helds++] = h;
}

void replay_run(const struct replay_scene *s, int i,
                const struct fsm_event *event,
                const struct replay_segment *sent,
                const struct replay_segment *arrived)
{
	struct replay_end *e = &s->flow->end[i];
	struct replay_step step = { .sent = sent, .arrived = arrived,
		.time = s->time, .event = fsm_event_name[event->kind],
		.before = e->tcb.state };
	struct fsm_out out;

	fsm_step(&s->tale->choices, event, &e->tcb, &out);
	step.after = e->tcb.state;
	step.rows = out.fired;
	step.row = out.row;
	if (e->tcb.state > FSM_LISTEN)
		e->base = e->tcb.iss;
	else
		e->helds = 0;
	if (arrived && out.sent)
		reply(e, arrived, &out);
	if (arrived && out.operations & FSM_OP_HOLD)
		hold(e, event);
	replay_tell(s->tale, s->flow, i, &step);
}

/* --------------------------------------------------------------- from where */

void replay_synchronize(struct fsm_tcb *t, const struct fsm_segment *is,
                        uint32_t window)
{
	*t = (struct fsm_tcb){
		.state = is->ctl & FSM_CTL_ACK ? FSM_SYN_RECEIVED
		                               : FSM_SYN_SENT,
		.iss = is->seq, .snd_una = is->seq, .snd_nxt = is->seq + 1,
		.rcv_wnd = window, .syn_unacked = 1,
		.armed_retransmission = 1, .armed_user = 1
	};
	if (!(is->ctl & FSM_CTL_ACK))
		return;
	t->irs = is->ack - 1;
	t->rcv_nxt = is->ack;
	t->passive = 1;
}

/* Nothing is known of their windows: they are as large as windows can be. */
static struct fsm_tcb in_the_middle(uint32_t send, uint32_t receive)
{
	uint32_t window = (uint32_t)WINDOW_MOST << SHIFT_MOST;

	return (struct fsm_tcb){
		.state = FSM_ESTABLISHED, .iss = send - 1, .snd_una = send,
		.snd_nxt = send, .snd_wnd = window, .max_snd_wnd = window,
		.snd_wl1 = receive - 1, .snd_wl2 = send, .irs = receive - 1,
		.rcv_nxt = receive, .rcv_wnd = window
	};
}

void replay_join(struct replay_flow *flow, int i,
                 const struct replay_segment *segment)
{
	const struct fsm_segment *is = &segment->is;

	flow->middle = true;
	flow->end[i].tcb = in_the_middle(is->seq, is->ack);
	flow->end[!i].tcb = in_the_middle(is->ack, is->seq);
	for (int k = 0; k < 2; k++) {
		flow->end[k].base = flow->end[k].tcb.iss;
		flow->end[k].scales = true;
		flow->end[k].shift = SHIFT_MOST;
	}
}

/* ------------------------------------------------------------------ arrival */

/* A SYN that is answered by a SYN,ACK has found a listener. */
static void listen_for(const struct replay_scene *s, int i,
                       const struct replay_segment *segment)
{
	struct fsm_event event = replay_event(FSM_E_OPEN);
	unsigned both = FSM_CTL_SYN | FSM_CTL_ACK;

	if (s->flow->end[i].tcb.state != FSM_CLOSED || !s->now
	    || (segment->is.ctl & both) != FSM_CTL_SYN
	    || (s->now->is.ctl & both) != both)
		return;
	event.buffer = s->now->window;
	replay_run(s, i, &event, NULL, NULL);
}

static struct fsm_event arrival(const struct replay_scene *s, int i,
                                const struct replay_segment *segment)
{
	const struct fsm_segment *is = &segment->is;
	struct fsm_event event = replay_event(FSM_E_SEGMENT);

	event.seg_seq = is->seq;
	event.seg_ack = is->ack;
	event.seg_text = is->data;
	event.seg_wnd = replay_window(s->flow, !i, segment);
	event.seg_up = is->seq + segment->urgent;
	event.syn = (is->ctl & FSM_CTL_SYN) != 0;
	event.ack = (is->ctl & FSM_CTL_ACK) != 0;
	event.rst = (is->ctl & FSM_CTL_RST) != 0;
	event.fin = (is->ctl & FSM_CTL_FIN) != 0;
	event.urg = (is->ctl & FSM_CTL_URG) != 0;
	if (s->now) {
		event.isn = s->now->is.seq;
		event.buffer = s->now->window;
	}
	return event;
}

/* Takes what is held and now next, if anything is. */
static bool next_held(struct replay_end *e, struct fsm_event *event)
{
	const struct fsm_tcb *t = &e->tcb;

	for (size_t k = 0; k < e->helds; k++) {
		struct replay_held h = e->held[k];

		if (seq_before(t->rcv_nxt, h.from))
			continue;
		e->held[k] = e->held[--e->helds];
		if (seq_before(h.to, t->rcv_nxt)
		    || (h.to == t->rcv_nxt && !h.fin)) {
			k--;
			continue;
		}
		*event = replay_event(FSM_E_HELD);
		event->seg_seq = t->rcv_nxt;
		event->seg_text = h.to - t->rcv_nxt;
		event->fin = h.fin;
		return event->seg_text <= TEXT_MOST;
	}
	return false;
}

static void arrive(const struct replay_scene *s, int i,
                   const struct replay_segment *segment)
{
	struct replay_end *e = &s->flow->end[i];
	struct fsm_event event;

	listen_for(s, i, segment);
	event = arrival(s, i, segment);
	replay_run(s, i, &event, NULL, segment);
	while (e->tcb.state >= FSM_ESTABLISHED && e->tcb.state <= FSM_FIN_WAIT_2
	       && !e->tcb.syn_unacked && next_held(e, &event))
		replay_run(s, i, &event, NULL, NULL);
}

/* Number k of what is under way is so no more. */
static void take_off(struct replay_end *e, size_t k)
{
	e->flights--;
	memmove(e->flight + k, e->flight + k + 1,
	        (e->flights - k) * sizeof *e->flight);
}

static void arrive_at(const struct replay_scene *s, int i, size_t k)
{
	struct replay_segment segment = s->flow->end[i].flight[k];

	take_off(&s->flow->end[i], k);
	arrive(s, i, &segment);
}

/* What takes no sequence number has arrived when all before it has. */
static void settle(const struct replay_scene *s, int i)
{
	struct replay_end *e = &s->flow->end[i];

	while ((e->spoke || s->flow->middle) && e->flights
	       && is_empty(&e->flight->is))
		arrive_at(s, i, 0);
}

/* It was sent whole by who let a device cut it, and arrives in parts. */
static void arrive_in_part(const struct replay_scene *s, int i, uint32_t n)
{
	struct replay_segment *rest = s->flow->end[i].flight;
	struct replay_segment part = *rest;

	part.is.data = n;
	part.is.ctl &= (uint8_t)~(FSM_CTL_FIN | FSM_CTL_PSH);
	rest->is.seq += n;
	rest->is.data -= n;
	arrive(s, i, &part);
}

void replay_acknowledged(const struct replay_scene *s, int i)
{
	struct replay_end *e = &s->flow->end[i];
	uint32_t ack = s->now->is.ack;

	settle(s, i);
	while (e->flights && seq_before(e->flight->is.seq, ack)) {
		const struct fsm_segment *is = &e->flight->is;
		uint32_t part = ack - is->seq;

		if (is->data > part && !(is->ctl & FSM_CTL_SYN)
		    && e->tcb.rcv_nxt == is->seq)
			arrive_in_part(s, i, part);
		else
			arrive_at(s, i, 0);
		settle(s, i);
	}
}

bool replay_hidden(const struct replay_scene *s, int i)
{
	struct replay_end *e = &s->flow->end[i];
	uint32_t next = e->tcb.rcv_nxt;
	bool any = s->now->is.ctl & FSM_CTL_RST
	           || !(s->now->is.ctl & FSM_CTL_ACK);

	for (size_t k = 0; k < e->flights; k++) {
		const struct fsm_segment *is = &e->flight[k].is;

		if (!any && seq_upto(is->seq, next)
		    && seq_before(next, replay_behind(is)))
			continue;
		arrive_at(s, i, k);
		return true;
	}
	return false;
}

void replay_put(const struct replay_scene *s, int i,
                const struct replay_segment *segment)
{
	struct replay_end *e = &s->flow->end[i];
	uint32_t behind = replay_behind(&segment->is);

	for (size_t k = e->flights; k-- > 0;) {
		const struct fsm_segment *is = &e->flight[k].is;

		if (!is_empty(is) && seq_upto(segment->is.seq, is->seq)
		    && seq_upto(replay_behind(is), behind))
			take_off(e, k);
	}
	if (e->flights == e->room) {
		e->room = e->room ? 2 * e->room : 16;
		e->flight = realloc(e->flight, e->room * sizeof *e->flight);
		if (!e->flight)
			abort();
	}
	e->flight[e->flights++] = *segment;
	settle(s, i);
}

void replay_ends(const struct replay_tale *tale, struct replay_flow *flow)
{
	for (int i = 0; i < 2; i++) {
		struct replay_end *e = &flow->end[i];

		while (e->spoke && e->flights) {
			const struct replay_scene s = { tale, flow, NULL,
				                        e->flight->time };
			arrive_at(&s, i, 0);
		}
		free(e->flight);
		e->flight = NULL;
		e->flights = e->room = 0;
	}
}
