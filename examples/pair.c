/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two stacks back to back, in memory: no socket, no clock, no thread.
 *
 *      alice 192.0.2.1  --- tw_output() -> tw_input() --->  bob 192.0.2.2
 *                       <-- tw_input() <- tw_output() ----
 *
 * Time is a variable here. When neither has anything to say it jumps to the
 * next deadline, so that a lost segment is sent again, and the four minutes of
 * TIME-WAIT pass, while you read this.
 *
 *      cc -o pair pair.c $(pkg-config --cflags --libs tcpwright)
 */
#include <inttypes.h>

#include "common.h"

static uint64_t now;                    /* us, since we say so */

struct end {
	const char *name;
	struct tw *tw;
	uint64_t frames;                /* sent so far ... */
	uint64_t lost;                  /* ... of which this one is lost */
};

/* Every event with the rows of the table that it fired. */
static void told(void *context, const struct tw_trace *trace)
{
	const struct end *end = context;

	if (trace->before == trace->after)
		return;
	printf("%8.3f s  %-5s  %s: %s -> %s:", (double)now / 1e6, end->name,
	       tw_event_name(trace->event->kind),
	       tw_state_name(trace->before), tw_state_name(trace->after));
	for (unsigned i = 0; i < trace->out->fired; i++)
		printf(" %s", tw_row_name(trace->out->row[i]));
	putchar('\n');
}

static void begin(struct end *end, const char *net)
{
	struct tw_config config;

	configure(&config, net);
	config.trace = told;
	config.trace_context = end;
	end->tw = stack_of(&config, now);
}

static bool carry(struct end *from, struct end *to)
{
	uint8_t frame[1514];
	size_t n = tw_output(from->tw, frame, sizeof frame, NULL, now);

	if (n && ++from->frames == from->lost)
		printf("%8.3f s  frame %" PRIu64 " of %s is lost\n",
		       (double)now / 1e6, from->frames, from->name);
	else if (n)
		tw_input(to->tw, frame, n, 0, now);
	return n > 0;
}

/* All that is to be said at this moment. */
static void talk(struct end *a, struct end *b)
{
	while (carry(a, b) || carry(b, a))
		;
}

/* On to the next moment at which something is due, and what comes of it. */
static void wait(struct end *a, struct end *b)
{
	uint64_t at_a = tw_next_deadline(a->tw);
	uint64_t at_b = tw_next_deadline(b->tw);

	now = at_a < at_b ? at_a : at_b;
	tw_expire(a->tw, now);
	tw_expire(b->tw, now);
	talk(a, b);
}

/* Reports are fetched until there are none; only the last one matters here. */
static bool closed(struct end *end)
{
	struct tw_report report;
	bool is = false;

	while (tw_report(end->tw, &report))
		is = is || report.what & TW_CLOSED;
	return is;
}

int main(void)
{
	struct end alice = { .name = "alice", .lost = 4 };
	struct end bob = { .name = "bob" };
	struct tw_endpoint server = { 0xc0000202, 7 };
	tw_handle listener, a, b;
	char text[16];
	int64_t n;

	begin(&alice, "192.0.2.1/24");
	begin(&bob, "192.0.2.2/24");
	listener = tw_listen(bob.tw, server.port, NULL, 1, now);
	a = tw_connect(alice.tw, 0, &server, now);
	talk(&alice, &bob);
	b = tw_accept(bob.tw, listener);

	tw_send(alice.tw, a, "good morning", 12, TW_PUSH, now);
	talk(&alice, &bob);
	while ((n = tw_recv(bob.tw, b, text, sizeof text, now)) < 0)
		wait(&alice, &bob);
	printf("%8.3f s  bob has received: %.*s\n", (double)now / 1e6, (int)n,
	       text);

	tw_close(alice.tw, a, now);
	talk(&alice, &bob);
	tw_close(bob.tw, b, now);
	talk(&alice, &bob);
	while (!closed(&alice))
		wait(&alice, &bob);
	printf("%8.3f s  alice has forgotten the connection\n",
	       (double)now / 1e6);
	return 0;
}
