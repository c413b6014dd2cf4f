/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Single steps of the generated machine, for the tests of named bugs. Numbers
 * are the same throughout: our ISS is 1000, the peer's 5000, both windows are
 * 100.
 */
#ifndef FSM_STEPS_H
#define FSM_STEPS_H

#include <stdint.h>

#include "../../runtime/fsm/fsm.gen.h"

enum { ISS = 1000, UNA = 1001, IRS = 5000, NXT = 5001, WINDOW = 100 };
enum { S = FSM_CTL_SYN, A = FSM_CTL_ACK, R = FSM_CTL_RST, F = FSM_CTL_FIN };

static struct fsm_out out;

/* In a state, with flight octets unacknowledged, a FIN of ours the last. */
static inline struct fsm_tcb in(uint8_t state, uint32_t flight)
{
	uint8_t fin = state == FSM_FIN_WAIT_1 || state == FSM_CLOSING ||
		      state == FSM_LAST_ACK;
	uint8_t fin_acked = state == FSM_FIN_WAIT_2 || state == FSM_TIME_WAIT;

	return (struct fsm_tcb){.state = state, .iss = ISS, .snd_una = UNA,
		.snd_nxt = UNA + flight, .snd_wnd = WINDOW,
		.max_snd_wnd = WINDOW, .snd_wl1 = IRS, .snd_wl2 = UNA,
		.irs = IRS, .rcv_nxt = NXT, .rcv_wnd = WINDOW,
		.fin_owed = fin || fin_acked,
		.fin_sent = (fin && flight != 0) || fin_acked,
		.armed_retransmission = flight != 0, .armed_user = flight != 0,
		.armed_time_wait = state == FSM_TIME_WAIT};
}

static inline struct fsm_tcb opening(uint8_t state, uint8_t passive)
{
	struct fsm_tcb t = in(state, 0);

	t.snd_una = ISS;
	t.syn_unacked = 1;
	t.passive = passive;
	t.armed_retransmission = 1;
	t.armed_user = 1;
	return t;
}

static inline void step(struct fsm_tcb *t, struct fsm_event e)
{
	fsm_step(&fsm_choices_default, &e, t, &out);
}

/* <SEQ=seq><ACK=ack><CTL=ctl> and text arrive. */
static inline void arrives(struct fsm_tcb *t, uint32_t seq, uint32_t ack,
			   uint8_t ctl, uint32_t text)
{
	step(t, (struct fsm_event){.kind = FSM_E_SEGMENT, .seg_seq = seq,
		.seg_ack = ack, .seg_text = text, .seg_wnd = WINDOW,
		.syn = (ctl & S) != 0, .ack = (ctl & A) != 0,
		.rst = (ctl & R) != 0, .fin = (ctl & F) != 0, .secure = 1,
		.room = 1, .isn = 900000, .buffer = WINDOW});
}

static inline void call(struct fsm_tcb *t, uint8_t kind, uint32_t on_hand,
			uint8_t both)
{
	step(t, (struct fsm_event){.kind = kind, .allowed = 1, .room = 1,
		.on_hand = on_hand, .both = both, .window = WINDOW,
		.remote = 1, .active = 1, .secure = 1, .diffserv = 1,
		.isn = ISS, .buffer = WINDOW});
}

static inline void expires(struct fsm_tcb *t, uint8_t kind, uint32_t n)
{
	step(t, (struct fsm_event){.kind = kind, .n = n});
}

static inline void transmits(struct fsm_tcb *t, uint32_t n, uint8_t last)
{
	step(t, (struct fsm_event){.kind = FSM_E_TRANSMIT, .n = n,
				   .last = last});
}

static inline void assert_sent(uint32_t seq, uint32_t ack, uint8_t ctl)
{
	assert_int_equal(out.sent, 1);
	assert_int_equal(out.segment.seq, seq);
	assert_int_equal(out.segment.ctl & ~FSM_CTL_PSH, ctl);
	if ((ctl & A) != 0)
		assert_int_equal(out.segment.ack, ack);
}

static inline void assert_silent(void)
{
	assert_int_equal(out.sent, 0);
	assert_int_equal(out.signals, 0);
}

#endif
