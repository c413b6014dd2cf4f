/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the peer's SYN agrees with us about: the MSS (RFC 9293 section 3.7.1)
 * and the scaling of windows (RFC 7323 section 2), which is on when both SYNs
 * offer it. A window in a SYN itself is never scaled.
 */
#include "steps.h"

#include "octets.h"

/* Did this segment's SYN synchronize the connection? */
/*@ requires \valid_read(before);
    terminates \true; exits \false; assigns \nothing;
    ensures \result != 0 <==>
            (before->state == FSM_SYN_SENT &&
             (after == FSM_SYN_RECEIVED || after == FSM_ESTABLISHED ||
              after == FSM_CLOSE_WAIT)) ||
            ((before->state == FSM_LISTEN ||
              before->state == FSM_TIME_WAIT) &&
             after == FSM_SYN_RECEIVED); */
static bool synchronized(const struct fsm_tcb *before, uint8_t after)
{
	switch (before->state) {
	case FSM_SYN_SENT:
		return after == FSM_SYN_RECEIVED || after == FSM_ESTABLISHED ||
		       after == FSM_CLOSE_WAIT;
	case FSM_LISTEN:
	case FSM_TIME_WAIT:
		return after == FSM_SYN_RECEIVED;
	default:
		return false;
	}
}

/*@ logic integer doubled(integer times) =
      times <= 0 ? 1 : 2 * doubled(times - 1); */

/* Octets of window a unit means: 1, doubled `shift` times. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures 1 <= \result <= 16384;
    ensures \result > 8192 || \result == doubled(shift); */
static uint16_t unit_of(uint8_t shift)
{
	uint16_t unit = 1;

	/*@ loop invariant 1 <= unit <= 16384;
	    loop invariant 0 <= i <= shift && unit == doubled(i);
	    loop assigns i, unit;
	    loop variant 255 - i; */
	for (uint8_t i = 0; i < shift && unit <= 8192; i++)
		unit = (uint16_t)(unit * 2);
	return unit;
}

uint8_t connection_shift(const struct tw *tw)
{
	uint32_t units = tw->config.receive_buffer;
	uint8_t shift = 0;

	/*@ loop invariant shift <= OPTIONS_SCALE_MAX;
	    loop invariant units == halved(tw->config.receive_buffer, shift);
	    loop invariant shift > 0 ==>
	      halved(tw->config.receive_buffer, shift - 1) > 65535;
	    loop assigns units, shift;
	    loop variant units; */
	while (units > 65535 && shift < OPTIONS_SCALE_MAX) {
		units /= 2;
		shift++;
	}
	return shift;
}

uint32_t connection_mss(const struct tw *tw)
{
	return (uint32_t)tw->config.mtu - IPV4_LENGTH - TCP_HEADER_LENGTH;
}

/* MUST-14, MUST-15, MUST-16: the MSS the peer's SYN allows us. */
/*@ requires \valid_read(tw) && mtu_ok(tw);
    requires \valid(c) && \valid_read(options);
    requires \separated(c, &tw->config) && \separated(c, options);
    terminates \true; exits \false; assigns c->mss, c->congestion;
    ensures 64 <= c->mss <= tw->config.mtu - 40;
    ensures !options->has_mss && tw->config.mtu >= 576 ==> c->mss == 536;
    ensures options->has_mss && 64 <= options->mss <= tw->config.mtu - 40 ==>
            c->mss == options->mss;
    ensures congestion_ok(&c->congestion) && c->congestion.mss == c->mss; */
static void take_mss(const struct tw *tw, struct connection *c,
                     const struct options *options)
{
	uint32_t mss = options->has_mss ? options->mss : MSS_DEFAULT;

	mss = most(mss, OPTIONS_MSS_FLOOR);
	c->mss = (uint16_t)least(mss, connection_mss(tw));
	congestion_init(&c->congestion, c->mss);
}

void connection_agree(const struct tw *tw, struct connection *c,
                      const struct cause *cause,
                      const struct fsm_tcb *before)
{
	const struct options *options;

	if (cause->header == NULL || !synchronized(before, c->tcb.state))
		return;
	options = &cause->header->options;
	take_mss(tw, c, options);
	c->peer_scales = options->has_scale && !tw->config.no_window_scale;
	c->send_unit = 1;
	c->receive_unit = 1;
	if (c->peer_scales) {
		c->send_unit = unit_of(options->scale);
		c->receive_unit = unit_of(connection_shift(tw));
	}
}
