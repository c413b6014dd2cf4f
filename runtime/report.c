/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a program may ask: STATUS (RFC 9293 section 3.10.6), what has happened
 * since it last asked, and the words for it.
 */
#include "seq.h"
#include "stack.h"

static const char *const words[] = {
	[-TW_OK] = "ok",
	[-TW_E_PENDING] = "queued: nothing to return yet",
	[-TW_E_ILLEGAL] = "error: connection illegal for this process",
	[-TW_E_NOT_EXIST] = "error: connection does not exist",
	[-TW_E_EXISTS] = "error: connection already exists",
	[-TW_E_UNSPECIFIED] = "error: remote socket unspecified",
	[-TW_E_RESOURCES] = "error: insufficient resources",
	[-TW_E_DIFFSERV] = "error: Diffserv value not allowed",
	[-TW_E_COMPARTMENT] = "error: security/compartment not allowed",
	[-TW_E_CLOSING] = "error: connection closing",
	[-TW_E_REFUSED] = "connection refused",
	[-TW_E_RESET] = "error: connection reset",
	[-TW_E_TIMEOUT] = "error: connection aborted due to user timeout",
	[-TW_E_ABORTED] = "error: connection aborted",
};
_Static_assert(sizeof words / sizeof *words == 1 - TW_E_ABORTED,
               "words for each");

/*@ terminates \true; exits \false; assigns \nothing;
    ensures count: error > 0 ==> \result == words[0];
    ensures known: TW_E_ABORTED <= error <= 0 ==> \result == words[-error];
    ensures text: \valid_read(\result); */
const char *tw_strerror(int64_t error)
{
	if (error > 0)
		return words[0];
	if (error < TW_E_ABORTED)
		return "unknown error";
	return words[-error];
}

/*@ requires \valid_read(c);
    terminates \true; exits \false; assigns \nothing;
    ensures \result.address == c->key.address;
    ensures \result.port == c->key.port; */
static struct tw_endpoint remote_of(const struct connection *c)
{
	return (struct tw_endpoint){c->key.address, c->key.port};
}

static void fill_status(const struct tw *tw, const struct connection *c,
                        struct tw_status *status)
{
	const struct fsm_tcb *tcb = &c->tcb;

	*status = (struct tw_status){
		.local = {tw->config.address, c->key.local},
		.remote = remote_of(c),
		.state = tcb->state,
		.reason = c->reason,
		.send_window = tcb->snd_wnd,
		.receive_window = tcb->rcv_wnd,
		.unacknowledged = seq_from(tcb->snd_una, tcb->snd_nxt),
		.on_hand = c->receive.ready,
		.held = recvbuf_held(&c->receive),
		.mss = c->mss,
		.urgent = c->urgent && !c->finished,
		.srtt = c->rto.srtt,
		.rto = c->rto.rto,
		.retransmissions = c->retransmissions,
		.congestion_window = tw->config.no_congestion
		        ? UINT32_MAX : c->congestion.window,
		.tcb = *tcb,
	};
	if (!c->finished)
		status->unsent = c->send.used - connection_flight(c);
}

int tw_status(struct tw *tw, tw_handle handle, struct tw_status *status,
              uint64_t now)
{
	struct connection *c = stack_find(tw, handle);
	struct cause cause = cause_of(FSM_E_STATUS);
	struct fsm_out out;

	stack_clock(tw, now);
	if (c == NULL)
		return TW_E_NOT_EXIST;
	connection_raise(tw, c, &cause, &out);
	stack_rearm(tw, c);
	fill_status(tw, c, status);
	return out.reply == FSM_REPLY_OK ? TW_OK : TW_E_NOT_EXIST;
}

bool tw_each(const struct tw *tw, uint32_t *place, struct tw_status *status)
{
	while (*place < tw->slots) {
		const struct connection *c = &tw->connection[(*place)++];

		if (c->link[QUEUE_FREE].member || c->finished)
			continue;
		fill_status(tw, c, status);
		return true;
	}
	return false;
}

/*@ requires \valid_read(tw) && stack_memory(tw);
    requires \forall integer i; 0 <= i < tw->slots ==>
      sendbuf_ok(&tw->connection[i].send);
    terminates \true; exits \false; assigns \nothing;
    ensures stale: stack_stale(tw, handle) ==> \result == 0;
    ensures space: \forall integer i; 0 <= i < tw->slots &&
      stack_handle(tw, i, handle) && stack_sends(tw->connection + i) ==>
      \result == tw->connection[i].send.ring.size -
                 tw->connection[i].send.used;
    ensures closed: \forall integer i; 0 <= i < tw->slots &&
      stack_handle(tw, i, handle) && !stack_sends(tw->connection + i) ==>
      \result == 0; */
size_t tw_send_space(const struct tw *tw, tw_handle handle)
{
	const struct connection *c = stack_find(tw, handle);

	if (c == NULL || c->finished || c->tcb.fin_owed || c->tcb.close_queued)
		return 0;
	return sendbuf_space(&c->send);
}

/*@ requires \valid_read(tw) && stack_memory(tw);
    terminates \true; exits \false; assigns \nothing;
    ensures stale: stack_stale(tw, handle) ==> \result == 0;
    ensures ready: \forall integer i; 0 <= i < tw->slots &&
      stack_handle(tw, i, handle) ==>
      \result == tw->connection[i].receive.ready; */
size_t tw_recv_ready(const struct tw *tw, tw_handle handle)
{
	const struct connection *c = stack_find(tw, handle);

	return c == NULL ? 0 : c->receive.ready;
}

bool tw_report(struct tw *tw, struct tw_report *report)
{
	struct connection *c = tw->report.first;

	if (c == NULL)
		return false;
	queue_remove(&tw->report, QUEUE_REPORT, c);
	if (!c->owned)
		c->what &= TW_CLOSED;
	report->handle = connection_handle(c);
	report->what = c->what;
	report->reason = c->what & TW_CLOSED ? c->reason : TW_OK;
	c->what = 0;
	stack_settle(tw, c);
	return true;
}

/*@ requires \valid_read(tw) && \valid(counters);
    requires \separated(tw, counters);
    terminates \true; exits \false; assigns *counters;
    ensures *counters == tw->counters; */
void tw_get_counters(const struct tw *tw, struct tw_counters *counters)
{
	*counters = tw->counters;
}
