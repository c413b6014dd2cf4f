/* SPDX-License-Identifier: BSD-2-Clause */
#include "replay.h"

#include <inttypes.h>
#include <string.h>

#include "json.h"
#include "ladder.h"

static void segment_text(const struct replay_tale *tale,
                         const struct replay_flow *flow, int from,
                         const struct fsm_segment *segment, char text[128])
{
	const struct replay_end *end = &flow->end[from];
	const struct replay_end *other = &flow->end[!from];
	const char *const name[] = { "A", "B" };
	struct ladder_number seq = { name[from], end->base };
	struct ladder_number ack = { name[!from], other->base };

	if (tale->absolute || (segment->ctl & FSM_CTL_RST && !segment->seq))
		seq.name = NULL;
	if (tale->absolute)
		ack.name = NULL;
	ladder_segment(text, 128, segment, seq, ack);
}

static void tell_json(const struct replay_tale *tale,
                      const struct replay_flow *flow, int i,
                      const struct replay_step *step)
{
	const struct replay_segment *s = step->sent ? step->sent
	                                 : step->arrived;
	struct json json = json_begin(tale->out);
	char end[2] = { flow->end[i].name, '\0' }, state[16];

	json_number(&json, "connection", flow->number);
	json_text(&json, "end", end);
	json_number(&json, "time_us", step->time);
	if (s)
		json_number(&json, "packet", s->number);
	json_text(&json, "event", step->event);
	if (s)
		ladder_json_segment(&json, step->sent ? "sent" : "arrived",
		                    &s->is);
	json_text(&json, "before", ladder_state(step->before, state));
	json_text(&json, "after", ladder_state(step->after, state));
	ladder_json_rows(&json, step->rows, step->row);
	if (step->answers)
		json_number(&json, "answers", step->answers);
	if (step->unexplained)
		json_text(&json, "unexplained", step->unexplained);
	json_end(&json);
}

static void tell_states(const struct replay_step *step, char text[40])
{
	char before[16], after[16];

	snprintf(text, 40, "%s%s%s", ladder_state(step->before, before),
	         step->before == step->after ? "" : " -> ",
	         step->before == step->after ? ""
	         : ladder_state(step->after, after));
}

static void tell_line(const struct replay_tale *tale,
                      const struct replay_flow *flow, int i,
                      const struct replay_step *step)
{
	const struct replay_segment *s = step->sent ? step->sent
	                                 : step->arrived;
	char text[128], states[40];

	snprintf(text, sizeof text, "%s", step->event);
	if (s)
		segment_text(tale, flow, step->sent ? i : !i, &s->is, text);
	tell_states(step, states);
	if (s)
		fprintf(tale->out, "%6" PRIu32, s->number);
	else
		fprintf(tale->out, "%6s", "");
	fprintf(tale->out, " %11.6f %4u%c %s %-50s %-27s",
	        (double)step->time / 1e6, flow->number, flow->end[i].name,
	        step->sent ? "-->" : step->arrived ? "<--" : "   ", text,
	        states);
	for (unsigned k = 0; k < step->rows; k++)
		fprintf(tale->out, " %s", fsm_row_name[step->row[k]]);
	if (step->answers)
		fprintf(tale->out, " answers %" PRIu32, step->answers);
	if (step->unexplained)
		fprintf(tale->out, " !! %s", step->unexplained);
	fputc('\n', tale->out);
}

void replay_tell(const struct replay_tale *tale, const struct replay_flow *flow,
                 int i, const struct replay_step *step)
{
	if (tale->quiet && !step->unexplained)
		return;
	if (tale->json)
		tell_json(tale, flow, i, step);
	else
		tell_line(tale, flow, i, step);
}

static void print_endpoint(FILE *out, const struct replay_end *end)
{
	uint32_t a = end->where.address;

	fprintf(out, "%c %u.%u.%u.%u:%u", end->name, a >> 24, a >> 16 & 255,
	        a >> 8 & 255, a & 255, end->where.port);
}

void replay_tell_flow(const struct replay_tale *tale,
                      const struct replay_flow *flow)
{
	if (tale->json || tale->quiet)
		return;
	fprintf(tale->out, "connection %u: ", flow->number);
	print_endpoint(tale->out, &flow->end[0]);
	fputs(", ", tale->out);
	print_endpoint(tale->out, &flow->end[1]);
	fprintf(tale->out, "%s\n", flow->middle
	        ? "; its opening is not in the capture" : "");
}

static void end_json(const struct replay_tale *tale,
                     const struct replay_flow *flow)
{
	struct json json = json_begin(tale->out);
	char state[16];

	json_number(&json, "connection", flow->number);
	json_flag(&json, "opening_seen", !flow->middle);
	json_number(&json, "segments", flow->segments);
	json_number(&json, "unexplained", flow->unexplained);
	for (int i = 0; i < 2; i++) {
		const struct replay_end *end = &flow->end[i];

		json_open(&json, i ? "B" : "A", '{');
		json_endpoint(&json, "endpoint", end->where.address,
		              end->where.port);
		json_text(&json, "state", ladder_state(end->tcb.state, state));
		json_close(&json, '}');
	}
	json_end(&json);
}

static void end_state(const struct replay_tale *tale,
                      const struct replay_end *end)
{
	char state[16];

	print_endpoint(tale->out, end);
	if (end->spoke)
		fprintf(tale->out, " ends in %s", ladder_state(end->tcb.state,
		                                               state));
	else
		fputs(" never said a word", tale->out);
}

void replay_tell_end(const struct replay_tale *tale,
                     const struct replay_flow *flow)
{
	size_t most = sizeof flow->first / sizeof *flow->first;

	if (tale->json) {
		end_json(tale, flow);
		return;
	}
	fprintf(tale->out, "connection %u: ", flow->number);
	end_state(tale, &flow->end[0]);
	fputs(", ", tale->out);
	end_state(tale, &flow->end[1]);
	fprintf(tale->out, "; %u segments, ", flow->segments);
	if (!flow->unexplained) {
		fputs("rows explain all of them\n", tale->out);
		return;
	}
	fprintf(tale->out, "no row explains %u of them: packet",
	        flow->unexplained);
	for (size_t i = 0; i < flow->unexplained && i < most; i++)
		fprintf(tale->out, " %" PRIu32, flow->first[i]);
	fputs(flow->unexplained > most ? " ...\n" : "\n", tale->out);
}
