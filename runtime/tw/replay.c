/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tw replay: every connection of a capture, both its ends, row by row.
 *
 *      reader.c -> replay_frame.c -> [ flows ] -> replay_end.c, _arrive.c
 *                                                        -> replay_tell.c
 */
#include "replay.h"

#include <argp.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "reader.h"
#include "tw.h"

enum { ABSOLUTE = 256, JSON, BUCKETS = 4096 };

struct replay {
	struct replay_tale tale;
	const char *path;
	struct replay_flow *bucket[BUCKETS];
	struct replay_flow **flow;      /* in the order of their numbers */
	size_t flows, room;
	uint32_t packets;
	uint64_t start;                 /* us, of the first packet */
	uint32_t kind[4];               /* packets of each replay_kind */
};

static bool is_end(const struct replay_end *e, struct tw_endpoint where)
{
	return e->where.address == where.address && e->where.port == where.port;
}

static uint32_t hash(struct tw_endpoint a, struct tw_endpoint b)
{
	uint32_t h = (a.address ^ b.address) * 2654435761u;

	h += (uint32_t)(a.port ^ b.port) * 40503u;
	return (h ^ h >> 16) % BUCKETS;
}

static struct replay_flow *new_flow(struct replay *r,
                                    const struct replay_packet *p)
{
	struct replay_flow *flow = calloc(1, sizeof *flow);

	if (r->flows == r->room) {
		r->room = r->room ? 2 * r->room : 64;
		r->flow = realloc(r->flow, r->room * sizeof *r->flow);
	}
	if (!flow || !r->flow)
		abort();
	r->flow[r->flows++] = flow;
	flow->number = (unsigned)r->flows;
	flow->end[0] = (struct replay_end){ .name = 'A', .where = p->from };
	flow->end[1] = (struct replay_end){ .name = 'B', .where = p->to };
	return flow;
}

static struct replay_flow *flow_of(struct replay *r,
                                   const struct replay_packet *p)
{
	struct replay_flow **bucket = &r->bucket[hash(p->from, p->to)];
	struct replay_flow *flow = *bucket;

	while (flow && !(is_end(&flow->end[0], p->from)
	                 && is_end(&flow->end[1], p->to))
	       && !(is_end(&flow->end[1], p->from)
	            && is_end(&flow->end[0], p->to)))
		flow = flow->next;
	if (flow)
		return flow;
	flow = new_flow(r, p);
	flow->next = *bucket;
	*bucket = flow;
	return flow;
}

static void take(struct replay *r, const struct reader_packet *packet)
{
	struct replay_packet p;
	enum replay_kind kind = replay_frame(packet, &p);
	struct replay_flow *flow;

	if (!r->packets++)
		r->start = packet->time;
	r->kind[kind]++;
	if (kind != REPLAY_TCP)
		return;
	p.segment.number = r->packets;
	p.segment.time = packet->time < r->start ? 0
	                 : packet->time - r->start;
	flow = flow_of(r, &p);
	replay_sends(&r->tale, flow, !is_end(&flow->end[0], p.from),
	             &p.segment);
}

static void tell_sum(const struct replay *r, unsigned unexplained)
{
	struct json json;

	if (!r->tale.json) {
		printf("%" PRIu32 " packets, %zu connections, %" PRIu32
		       " segments, %u that no row explains", r->packets,
		       r->flows, r->kind[REPLAY_TCP], unexplained);
		if (r->kind[REPLAY_OTHER])
			printf("; no TCP over IPv4: %" PRIu32,
			       r->kind[REPLAY_OTHER]);
		if (r->kind[REPLAY_FRAGMENT])
			printf("; fragments: %" PRIu32,
			       r->kind[REPLAY_FRAGMENT]);
		if (r->kind[REPLAY_DAMAGED])
			printf("; damaged: %" PRIu32, r->kind[REPLAY_DAMAGED]);
		putchar('\n');
		return;
	}
	json = json_begin(stdout);
	json_number(&json, "packets", r->packets);
	json_number(&json, "connections", r->flows);
	json_number(&json, "segments", r->kind[REPLAY_TCP]);
	json_number(&json, "unexplained", unexplained);
	json_number(&json, "other", r->kind[REPLAY_OTHER]);
	json_number(&json, "fragments", r->kind[REPLAY_FRAGMENT]);
	json_number(&json, "damaged", r->kind[REPLAY_DAMAGED]);
	json_end(&json);
}

static int finish(struct replay *r)
{
	unsigned unexplained = 0;

	for (size_t i = 0; i < r->flows; i++)
		replay_ends(&r->tale, r->flow[i]);
	for (size_t i = 0; i < r->flows; i++) {
		replay_tell_end(&r->tale, r->flow[i]);
		unexplained += r->flow[i]->unexplained;
		free(r->flow[i]);
	}
	free(r->flow);
	tell_sum(r, unexplained);
	if (!r->kind[REPLAY_TCP])
		return trouble("%s holds no TCP over IPv4", r->path);
	return unexplained ? EXIT_CONNECTION : 0;
}

static int replay_all(struct replay *r)
{
	struct reader_packet packet;
	struct reader reader;
	int result = reader_open(&reader, r->path);

	while (!result && (result = reader_next(&reader, &packet)) > 0) {
		take(r, &packet);
		result = 0;
	}
	if (result)
		result = trouble("%s: %s", r->path, reader.why);
	else if (reader.cut)
		note("%s ends in the middle of a packet", r->path);
	reader_close(&reader);
	return result ? result : finish(r);
}

static const struct argp_option table[] = {
	{ "json", JSON, 0, 0, "an object for each event, a line each", 0 },
	{ "absolute", ABSOLUTE, 0, 0, "sequence numbers as on the wire", 0 },
	{ "quiet", 'q', 0, 0, "show only what no row explains, and the sums",
	  0 },
	{ 0 }
};

static error_t option(int key, char *text, struct argp_state *state)
{
	struct replay *r = state->input;

	switch (key) {
	case JSON:     r->tale.json = true; trouble_in_json(true); break;
	case ABSOLUTE: r->tale.absolute = true; break;
	case 'q':      r->tale.quiet = true; break;
	case ARGP_KEY_ARG:
		if (r->path)
			argp_error(state, "one FILE at a time");
		r->path = text;
		break;
	case ARGP_KEY_END:
		if (!r->path)
			argp_error(state, "FILE is needed");
		break;
	default: return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

int replay_main(int argc, char **argv)
{
	const struct argp argp = {
		table, option, "FILE",
		"Says for every TCP segment of a capture, pcap or pcapng, "
		"which row of the table sent it and which rows it fired where "
		"it arrived, and marks with !! what no row explains: there "
		"the capture leaves the table. FILE - is standard input.\v"
		"What arrived, and what the users did, is inferred from what "
		"was sent. Exit codes: 0 rows explain every segment, 1 they "
		"do not, 2 FILE is no capture or holds no TCP over IPv4.",
		NULL, NULL, NULL
	};
	static char program[] = "tw replay";
	static struct replay replay;

	argv[0] = program;
	argp_err_exit_status = EXIT_TROUBLE;
	replay.tale = (struct replay_tale){ .out = stdout,
		.choices = fsm_choices_default };
	argp_parse(&argp, argc, argv, 0, NULL, &replay);
	return output_ended(replay_all(&replay));
}
