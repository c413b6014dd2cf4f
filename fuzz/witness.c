/* SPDX-License-Identifier: BSD-2-Clause */
#include "witness.h"

#include <stddef.h>
#include <string.h>

#include "octets.h"
#include "oracle.h"
#include "seq.h"

#define MUST(x, ...) fuzz_check(x, __VA_ARGS__)

enum { MSS_UNSAID = 536, MSS_LEAST = 64, SHIFT_MAX = 14 };

void witness_begin(struct witness *w, tw_handle handle)
{
	MUST(w->handle == 0 || !w->known || w->ended,
	     "the place of a connection was given away before its end "
	     "was reported");
	memset(w, 0, offsetof(struct witness, in));
	reassembly_close(&w->in);
	w->handle = handle;
	w->mss = MSS_UNSAID;
}

uint8_t witness_octet(tw_handle handle, uint64_t offset)
{
	return (uint8_t)((uint64_t)handle * 29 + offset * 5 +
			 offset / 256 * 17 + 3);
}

/* ------------------------------------------------------ what comes in */

static bool synchronizes(const struct tw_trace *trace)
{
	switch (trace->before) {
	case FSM_LISTEN: case FSM_TIME_WAIT:
		return trace->after == FSM_SYN_RECEIVED;
	case FSM_SYN_SENT:
		return trace->after == FSM_SYN_RECEIVED ||
			trace->after == FSM_ESTABLISHED ||
			trace->after == FSM_CLOSE_WAIT;
	default:
		return false;
	}
}

/* The peer's SYN: RFC 9293 section 3.7.1, RFC 7323 section 2. */
static void hear_syn(struct witness *w, const struct tw_config *config,
		     const struct arrival *a, const struct tcp *tcp)
{
	const struct options *o = &tcp->options;

	reassembly_open(&w->in, a, config->receive_buffer);
	w->mss = o->has_mss ? o->mss : MSS_UNSAID;
	if (w->mss < MSS_LEAST)
		w->mss = MSS_LEAST;
	w->scaled = o->has_scale && !config->no_window_scale;
	w->peer_shift = o->scale > SHIFT_MAX ? SHIFT_MAX : o->scale;
}

/*
 * SND.WND is what the peer said, in the segment SND.WL1 and SND.WL2 name; by
 * the RFC it counts from SND.UNA, wherever that has got to since then.
 */
static void hear_window(struct witness *w, const struct tw_trace *trace,
			const struct tcp *tcp)
{
	const struct fsm_tcb *t = trace->tcb, *old = &w->before;
	uint32_t window = tcp->window, limit = t->snd_una + t->snd_wnd;

	if (!(tcp->flags & TCP_SYN) && w->scaled)
		window <<= w->peer_shift;
	if (!synchronizes(trace) && (t->snd_wnd != old->snd_wnd ||
	    t->snd_wl1 != old->snd_wl1 || t->snd_wl2 != old->snd_wl2))
		MUST(t->snd_wl1 == tcp->seq && t->snd_wl2 == tcp->ack &&
		     t->snd_wnd == window, "a window of %u that nobody said",
		     t->snd_wnd);
	if (!w->offered || seq_before(w->limit, limit))
		w->limit = limit;
	w->offered = true;
}

static void hear(struct witness *w, const struct tw_config *config,
		 const struct tw_trace *trace, const struct arrival *a,
		 const struct tcp *tcp)
{
	if (synchronizes(trace))
		hear_syn(w, config, a, tcp);
	else if (trace->before >= FSM_SYN_RECEIVED)
		reassembly_arrive(&w->in, a, &w->before, &config->choices);
	if (trace->before == FSM_SYN_RECEIVED &&
	    trace->after == FSM_TIME_WAIT)
		reassembly_close(&w->in);
	if (w->in.open && trace->after >= FSM_ESTABLISHED)
		hear_window(w, trace, tcp);
}

void witness_event(struct witness *w, const struct tw_config *config,
		   const struct tw_trace *trace, const struct arrival *a,
		   const struct tcp *tcp)
{
	if (trace->after >= FSM_SYN_SENT)
		w->iss = trace->tcb->iss;
	if (a != NULL)
		hear(w, config, trace, a, tcp);
}

/* ----------------------------------------------------- what goes out */

static void judge_syn(struct witness *w, const struct wire_frame *f)
{
	const struct tcp *tcp = &f->tcp;

	MUST(tcp->seq == w->iss, "a SYN with another number than ISS");
	MUST(f->text == 0, "a SYN with text");
	MUST(tcp->options.has_mss, "a SYN without MSS");
	MUST(!(tcp->flags & TCP_FIN), "a SYN with FIN");
	w->our_scale = tcp->options.has_scale;
	w->our_shift = tcp->options.scale;
}

static void judge_text(const struct witness *w, const struct wire_frame *f,
		       const uint8_t *frame)
{
	uint64_t offset = seq_from(w->iss + 1, f->tcp.seq);

	if (f->text == 0)
		return;
	MUST(offset + f->text <= w->written,
	     "text %u .. %u of %u octets written", (unsigned)offset,
	     (unsigned)(offset + f->text), (unsigned)w->written);
	for (uint32_t i = 0; i < f->text; i++)
		MUST(frame[f->text_at + i] ==
		     witness_octet(w->handle, offset + i),
		     "octet %u of the stream was changed on its way out",
		     (unsigned)offset + i);
}

static void judge_size(const struct witness *w,
		       const struct tw_config *config,
		       const struct wire_frame *f,
		       const struct tw_frame *about)
{
	uint32_t most = least(w->mss, config->mtu - 40u);

	if (f->text > most)
		MUST(about->gso_size != 0 && about->gso_size <= most,
		     "%u octets for an MSS of %u", f->text, most);
}

/* Of what it may send, a window probe exceeds the window by one octet. */
static void judge_numbers(const struct witness *w, const struct wire_frame *f)
{
	bool fin = (f->tcp.flags & TCP_FIN) != 0;
	uint32_t end = f->tcp.seq + f->text + fin;

	if (fin) {
		MUST(w->shut, "a FIN nobody asked for");
		MUST(end == w->iss + (uint32_t)w->written + 2,
		     "a FIN that is not right behind the text");
	}
	if (f->text > 0 || fin)
		MUST(w->offered && !seq_before(w->limit + 1, end),
		     "it ends at %u, and the window at %u", end, w->limit);
}

static void judge_ack(struct witness *w, const struct wire_frame *f,
		      bool in_order)
{
	uint8_t shift = w->our_scale && w->scaled &&
		!(f->tcp.flags & TCP_SYN) ? w->our_shift : 0;
	uint32_t edge = f->tcp.ack + ((uint32_t)f->tcp.window << shift);
	uint32_t rounding = (1u << shift) - 1;

	MUST(w->in.vague || !seq_before(w->in.nxt, f->tcp.ack),
	     "%u is acknowledged, only what is before %u has come",
	     f->tcp.ack, w->in.nxt);
	if (w->answered && (f->tcp.flags & TCP_SYN))
		return;		/* again; its window is never scaled */
	if (w->answered && in_order) {
		MUST(!seq_before(f->tcp.ack, w->acked),
		     "SEG.ACK goes back from %u to %u", w->acked,
		     f->tcp.ack);
		MUST(!seq_before(edge + rounding, w->edge),
		     "the window's edge goes back from %u to %u", w->edge,
		     edge);
	}
	w->answered = true;
	w->acked = f->tcp.ack;
	w->edge = edge;
}

void witness_emitted(struct witness *w, const struct tw_config *config,
		     const struct wire_frame *f, const uint8_t *frame,
		     const struct tw_frame *about, bool in_order)
{
	uint8_t flags = f->tcp.flags;
	uint32_t end = f->tcp.seq + f->text +
		((flags & (TCP_SYN | TCP_FIN)) != 0);

	if (flags & TCP_RST) {
		MUST(f->text == 0 && !(flags & (TCP_SYN | TCP_FIN)),
		     "a RST with more than a RST");
		return;
	}
	MUST(flags & (TCP_ACK | TCP_SYN), "a segment without ACK");
	if (flags & TCP_SYN)
		judge_syn(w, f);
	judge_text(w, f, frame);
	judge_size(w, config, f, about);
	if (!(flags & TCP_SYN))
		judge_numbers(w, f);
	if ((flags & TCP_ACK) && w->in.open)
		judge_ack(w, f, in_order);
	if (!w->speaks || seq_before(w->emitted, end))
		w->emitted = end;
	w->speaks = true;
}

/* ---------------------------------------------------- where it stands */

/* RCV.NXT is what the segments made it. */
void witness_settled(struct witness *w, const struct tw_config *config,
		     const struct connection *c)
{
	uint32_t nxt = w->in.nxt;

	if (!w->in.open || c->finished || c->tcb.state == FSM_SYN_SENT ||
	    c->tcb.syn_unacked)
		return;
	reassembly_advance(&w->in);
	if (!w->in.vague && w->in.nxt - nxt > w->in.ended)
		w->news = true;
	if (config->choices.second_fin && w->in.ended)
		w->in.vague = true;	/* the next FIN counts again */
	if (w->in.vague)
		return;
	MUST(w->in.nxt == c->tcb.rcv_nxt, "RCV.NXT is %u, and must be %u",
	     c->tcb.rcv_nxt, w->in.nxt);
	MUST(w->in.ended == (c->tcb.state >= FSM_CLOSE_WAIT),
	     "%s, and the peer's FIN is%s due",
	     fsm_state_name[c->tcb.state], w->in.ended ? "" : " not");
}
