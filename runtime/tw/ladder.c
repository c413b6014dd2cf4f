/* SPDX-License-Identifier: BSD-2-Clause */
#include "ladder.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

/* Appends to text, never past its end. */
static void add(char *text, size_t size, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void add(char *text, size_t size, const char *fmt, ...)
{
	size_t length = strlen(text);
	va_list arguments;

	va_start(arguments, fmt);
	vsnprintf(text + length, size - length, fmt, arguments);
	va_end(arguments);
}

const char *ladder_state(uint8_t state, char name[16])
{
	const char *from = state < FSM_STATES ? fsm_state_name[state] : "?";
	size_t i;

	for (i = 0; from[i] && i < 15; i++)
		name[i] = from[i] == '_' ? '-' : from[i];
	name[i] = '\0';
	return name;
}

static void add_number(char *text, size_t size, const char *what,
                       uint32_t value, struct ladder_number from)
{
	int32_t d = (int32_t)(value - from.base);

	if (!from.name)
		add(text, size, "<%s=%" PRIu32 ">", what, value);
	else if (d == 0)
		add(text, size, "<%s=%s>", what, from.name);
	else
		add(text, size, "<%s=%s%+" PRId32 ">", what, from.name, d);
}

/* SYN and FIN stand before ACK there. */
const char *ladder_control(char text[32], uint8_t ctl)
{
	static const struct {
		uint8_t bit;
		const char *name;
	} control[] = {
		{ FSM_CTL_SYN, "SYN" }, { FSM_CTL_FIN, "FIN" },
		{ FSM_CTL_RST, "RST" }, { FSM_CTL_ACK, "ACK" },
		{ FSM_CTL_PSH, "PSH" }, { FSM_CTL_URG, "URG" }
	};
	const char *comma = "";

	text[0] = '\0';
	for (size_t i = 0; i < sizeof control / sizeof *control; i++) {
		if (!(ctl & control[i].bit))
			continue;
		add(text, 32, "%s%s", comma, control[i].name);
		comma = ",";
	}
	return text;
}

const char *ladder_segment(char *text, size_t size,
                           const struct fsm_segment *segment,
                           struct ladder_number seq, struct ladder_number ack)
{
	char control[32];

	text[0] = '\0';
	add_number(text, size, "SEQ", segment->seq, seq);
	if (segment->ctl & FSM_CTL_ACK)
		add_number(text, size, "ACK", segment->ack, ack);
	add(text, size, "<CTL=%s>", ladder_control(control, segment->ctl));
	if (segment->data)
		add(text, size, "<DATA=%" PRIu32 ">", segment->data);
	return text;
}

struct fsm_segment ladder_arrived(const struct tw_trace *trace)
{
	const struct fsm_event *e = trace->event;
	unsigned ctl = (e->fin ? FSM_CTL_FIN : 0u) | (e->syn ? FSM_CTL_SYN : 0u)
	               | (e->rst ? FSM_CTL_RST : 0u)
	               | (e->ack ? FSM_CTL_ACK : 0u)
	               | (e->urg ? FSM_CTL_URG : 0u)
	               | (trace->psh ? FSM_CTL_PSH : 0u);

	return (struct fsm_segment){ .seq = e->seg_seq, .ack = e->seg_ack,
		                     .ctl = (uint8_t)ctl, .data = e->seg_text };
}

/* The connection's bases, learnt while its TCB exists. */
static struct ladder_base *base_of(struct ladder *ladder,
                                   const struct tw_trace *trace)
{
	struct ladder_base *b = &ladder->base[(uint64_t)trace->handle
	                                      % LADDER_CONNECTIONS];

	if (b->handle != trace->handle)
		*b = (struct ladder_base){ .handle = trace->handle };
	if (trace->after == FSM_CLOSED || trace->after == FSM_LISTEN)
		return b;
	b->iss = trace->tcb->iss;
	b->irs = trace->tcb->irs;
	b->irs_known = trace->after != FSM_SYN_SENT;
	return b;
}

static struct ladder_number ours(const struct ladder *l,
                                 const struct ladder_base *b, tw_handle handle)
{
	bool known = !l->absolute && handle >= 0 && (b->iss || b->irs_known);

	return (struct ladder_number){ known ? "ISS" : NULL, b->iss };
}

static struct ladder_number theirs(const struct ladder *l,
                                   const struct ladder_base *b,
                                   tw_handle handle)
{
	bool known = !l->absolute && handle >= 0 && b->irs_known;

	return (struct ladder_number){ known ? "IRS" : NULL, b->irs };
}

static void states(char *text, size_t size, const struct tw_trace *trace)
{
	char before[16], after[16];

	text[0] = '\0';
	add(text, size, "%s", ladder_state(trace->before, before));
	if (trace->after != trace->before)
		add(text, size, " -> %s", ladder_state(trace->after, after));
}

static void rows(FILE *out, const struct fsm_out *o)
{
	for (unsigned i = 0; i < o->fired; i++)
		fprintf(out, " %s", fsm_row_name[o->row[i]]);
}

static void start_line(struct ladder *ladder, const struct tw_trace *trace)
{
	if (!ladder->started)
		ladder->start = trace->now;
	ladder->started = true;
	if (ladder->name)
		fprintf(ladder->out, "%-6s ", ladder->name);
	fprintf(ladder->out, "%9.6f  ",
	        (double)(trace->now - ladder->start) / 1e6);
}

/* The answer a segment got stands on a line of its own, below it. */
static void answer(struct ladder *ladder, const char *text)
{
	fprintf(ladder->out, "%*s%-23s--> %s\n", ladder->name ? 18 : 11, "", "",
	        text);
}

void ladder_print(struct ladder *ladder, const struct tw_trace *trace)
{
	const struct ladder_base *b = base_of(ladder, trace);
	struct ladder_number our = ours(ladder, b, trace->handle);
	struct ladder_number their = theirs(ladder, b, trace->handle);
	bool arrives = trace->event->kind == FSM_E_SEGMENT;
	struct fsm_segment in = ladder_arrived(trace);
	char sent[128] = "", got[128] = "", state[40];

	if (trace->out->reply == FSM_REPLY_PENDING
	    || trace->event->kind == FSM_E_STATUS)
		return;
	if (ladder->json) {
		ladder_json(ladder, trace);
		return;
	}
	if (trace->out->sent)
		ladder_segment(sent, sizeof sent, &trace->out->segment, our,
		               their);
	if (arrives)
		ladder_segment(got, sizeof got, &in, their, our);
	states(state, sizeof state, trace);
	start_line(ladder, trace);
	fprintf(ladder->out, "%-23s%s %-50s %-27s",
	        fsm_event_name[trace->event->kind],
	        arrives ? "<--" : *sent ? "-->" : "   ", arrives ? got : sent,
	        state);
	rows(ladder->out, trace->out);
	fputc('\n', ladder->out);
	if (arrives && *sent)
		answer(ladder, sent);
	fflush(ladder->out);
}
