/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an event tells about the path: round trips for the RTO (RFC 6298), and
 * acknowledgments, old and new, for the congestion window (RFC 5681).
 */
#include "steps.h"

#include "seq.h"

/*@ requires \valid_read(before);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <==> (before->state == FSM_CLOSED ||
      before->state == FSM_LISTEN || before->state == FSM_TIME_WAIT) &&
      (after == FSM_SYN_SENT || after == FSM_SYN_RECEIVED); */
static bool is_opening(const struct fsm_tcb *before, uint8_t after)
{
	switch (before->state) {
	case FSM_CLOSED:
	case FSM_LISTEN:
	case FSM_TIME_WAIT:
		return after == FSM_SYN_SENT || after == FSM_SYN_RECEIVED;
	default:
		return false;
	}
}

/*@ // What goes out is text, SYN or FIN that has been sent before.
    predicate is_again(struct connection *c, struct fsm_tcb *before,
                       struct fsm_out *out) =
      c->tcb.snd_nxt == before->snd_nxt &&
      (out->segment.data != 0 ||
       (out->segment.ctl & (FSM_CTL_SYN | FSM_CTL_FIN)) != 0); */

/*@ requires \valid(&tw->counters) && \valid_read(&tw->now) && \valid(c);
    requires \valid_read(before) && \valid_read(out);
    requires \separated(c, &tw->counters) && \separated(c, &tw->now);
    requires rto_ok(&c->rto);
    terminates \true; exits \false;
    assigns c->rto.timing, c->rto.timed_end, c->rto.timed_at,
      c->syn_resent, c->retransmissions, tw->counters.retransmissions;
    ensures ok: rto_ok(&c->rto);
    ensures again: \old(is_again(c, before, out)) ==>
      c->retransmissions == (uint32_t)(\old(c->retransmissions) + 1);
    ensures other: !\old(is_again(c, before, out)) ==>
      c->retransmissions == \old(c->retransmissions); */
static void measure_sent(struct tw *tw, struct connection *c,
                         const struct fsm_tcb *before,
                         const struct fsm_out *out)
{
	const struct fsm_segment *segment = &out->segment;

	if (c->tcb.snd_nxt != before->snd_nxt) {
		rto_sent(&c->rto, c->tcb.snd_nxt, tw->now);
		return;
	}
	if (segment->data == 0 && !(segment->ctl & (FSM_CTL_SYN | FSM_CTL_FIN)))
		return;
	rto_resent(&c->rto);
	c->syn_resent |= c->tcb.syn_unacked;
	c->retransmissions++;
	tw->counters.retransmissions++;
}

/*@ requires \valid_read(&tw->now) && \valid(c) && \valid_read(before);
    requires \separated(c, &tw->now);
    requires rto_ok(&c->rto) && congestion_ok(&c->congestion);
    terminates \true; exits \false;
    assigns c->rto.timing, c->rto.srtt, c->rto.rttvar, c->rto.measured,
      c->rto.rto, c->congestion.duplicates, c->congestion.window,
      c->congestion.counted, c->congestion.recovering, c->congestion.fast,
      c->repeats, c->again;
    ensures rto: rto_ok(&c->rto);
    ensures congestion: congestion_ok(&c->congestion);
    ensures repeats: c->repeats == 0; */
static void measure_acked(struct tw *tw, struct connection *c,
                          const struct fsm_tcb *before)
{
	uint32_t n = seq_from(before->snd_una, c->tcb.snd_una);
	uint32_t flight = seq_from(c->tcb.snd_una, c->tcb.snd_nxt);

	c->repeats = 0;
	rto_acked(&c->rto, c->tcb.snd_una, tw->now);
	if (before->syn_unacked) {
		if (c->syn_resent)
			rto_after_syn(&c->rto);
		return;
	}
	if (n > 0 && congestion_acked(&c->congestion, n, c->tcb.snd_una,
	                              flight))
		c->again = flight > 0;
}

/* RFC 5681 section 2, "duplicate acknowledgment": (a) to (e). */
/*@ requires \valid_read(cause) && \valid_read(before);
    terminates \true; exits \false; assigns \nothing;
    ensures \result <==> cause->event.kind == FSM_E_SEGMENT &&
      cause->event.ack && !cause->event.syn && !cause->event.fin &&
      !cause->event.rst && cause->event.seg_text == 0 &&
      cause->event.seg_ack == before->snd_una &&
      cause->event.seg_wnd == before->snd_wnd && before->snd_wnd > 0 &&
      before->snd_una != before->snd_nxt && !before->syn_unacked; */
static bool is_duplicate(const struct cause *cause,
                         const struct fsm_tcb *before)
{
	const struct fsm_event *event = &cause->event;

	return event->kind == FSM_E_SEGMENT && event->ack && !event->syn &&
	       !event->fin && !event->rst && event->seg_text == 0 &&
	       event->seg_ack == before->snd_una &&
	       event->seg_wnd == before->snd_wnd && before->snd_wnd > 0 &&
	       before->snd_una != before->snd_nxt && !before->syn_unacked;
}

void connection_measure(struct tw *tw, struct connection *c,
                        const struct cause *cause,
                        const struct fsm_tcb *before,
                        const struct fsm_out *out)
{
	if (c->tcb.state == FSM_CLOSED || c->tcb.state == FSM_LISTEN)
		return;
	if (is_opening(before, c->tcb.state)) {
		rto_init(&c->rto, tw->config.rto_initial,
		         tw->config.rto_minimum, tw->config.rto_maximum);
		c->syn_resent = false;
	}
	//@ assert congestion: congestion_ok(&c->congestion);
	if (out->operations & FSM_OP_ACKED)
		measure_acked(tw, c, before);
	else if (is_duplicate(cause, before) &&
	         congestion_duplicate(&c->congestion, c->tcb.snd_una,
	                              c->tcb.snd_nxt))
		c->again = true;
	if (out->sent)
		measure_sent(tw, c, before, out);
	if (before->snd_wnd == 0 && c->tcb.snd_wnd > 0) {
		c->probes = 0;
		c->again |= connection_flight(c) > 0;
	}
}
