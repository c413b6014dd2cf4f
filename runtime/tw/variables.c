/* SPDX-License-Identifier: BSD-2-Clause */
#include "variables.h"

#include <string.h>

#define NUMBER(name, field) { name, offsetof(struct fsm_tcb, field), false }
#define FLAG(name, field) { name, offsetof(struct fsm_tcb, field), true }

const struct variable variables[] = {
	NUMBER("ISS", iss),
	NUMBER("SND.UNA", snd_una),
	NUMBER("SND.NXT", snd_nxt),
	NUMBER("SND.WND", snd_wnd),
	NUMBER("SND.WL1", snd_wl1),
	NUMBER("SND.WL2", snd_wl2),
	NUMBER("MAX.SND.WND", max_snd_wnd),
	NUMBER("SND.UP", snd_up),
	FLAG("SND.URG", snd_urg),
	NUMBER("IRS", irs),
	NUMBER("RCV.NXT", rcv_nxt),
	NUMBER("RCV.WND", rcv_wnd),
	NUMBER("RCV.UP", rcv_up),
	FLAG("RCV.URG", rcv_urg),
	FLAG("RCV.SHUT", rcv_shut),
	FLAG("PASSIVE", passive),
	FLAG("REOPENED", reopened),
	NUMBER("WAS.NXT", was_nxt),
	NUMBER("WAS.RCV", was_rcv),
	FLAG("SYN.UNACKED", syn_unacked),
	FLAG("CLOSE.QUEUED", close_queued),
	FLAG("FIN.OWED", fin_owed),
	FLAG("FIN.SENT", fin_sent),
	FLAG("ACK.OWED", ack_owed),
	FLAG("ACK.NOW", ack_now),
	FLAG("armed retransmission", armed_retransmission),
	FLAG("armed user", armed_user),
	FLAG("armed time_wait", armed_time_wait),
	{ NULL, 0, false }
};

uint32_t variable_of(const struct fsm_tcb *tcb, const struct variable *v)
{
	const unsigned char *at = (const unsigned char *)tcb + v->at;
	uint32_t value;

	if (v->flag)
		return *at;
	memcpy(&value, at, sizeof value);
	return value;
}
