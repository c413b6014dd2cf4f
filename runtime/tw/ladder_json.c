/* SPDX-License-Identifier: BSD-2-Clause */
#include "ladder.h"

void ladder_json_segment(struct json *json, const char *name,
                         const struct fsm_segment *segment)
{
	char control[32];

	json_open(json, name, '{');
	json_number(json, "seq", segment->seq);
	if (segment->ctl & FSM_CTL_ACK)
		json_number(json, "ack", segment->ack);
	json_text(json, "ctl", ladder_control(control, segment->ctl));
	json_number(json, "data", segment->data);
	json_close(json, '}');
}

void ladder_json_rows(struct json *json, unsigned n, const uint16_t *row)
{
	json_open(json, "rows", '[');
	for (unsigned i = 0; i < n; i++)
		json_text(json, NULL, fsm_row_name[row[i]]);
	json_close(json, ']');
}

void ladder_json(struct ladder *ladder, const struct tw_trace *trace)
{
	struct json json = json_begin(ladder->out);
	struct fsm_segment arrived = ladder_arrived(trace);
	char state[16];

	if (!ladder->started)
		ladder->start = trace->now;
	ladder->started = true;
	json_number(&json, "time_us", trace->now - ladder->start);
	if (ladder->name)
		json_text(&json, "end", ladder->name);
	json_text(&json, "event", fsm_event_name[trace->event->kind]);
	json_endpoint(&json, "local", trace->local.address, trace->local.port);
	json_endpoint(&json, "remote", trace->remote.address,
	              trace->remote.port);
	if (trace->event->kind == FSM_E_SEGMENT)
		ladder_json_segment(&json, "arrived", &arrived);
	if (trace->out->sent)
		ladder_json_segment(&json, "sent", &trace->out->segment);
	json_text(&json, "before", ladder_state(trace->before, state));
	json_text(&json, "after", ladder_state(trace->after, state));
	ladder_json_rows(&json, trace->out->fired, trace->out->row);
	json_end(&json);
}
