/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two stacks back to back in memory, with a virtual clock and a network that
 * may lose, duplicate and reorder by a seeded generator. Every frame passes
 * pair_wire(), where a test can look at it or drop it.
 *
 *      end[0] 10.0.0.1  <--- frames on their way, 1 ms or so --->  end[1]
 */
#ifndef PAIR_H
#define PAIR_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../runtime/tcpwright.h"
#include "../../runtime/wire.h"

#define PAIR_FRAMES 1024
#define PAIR_ROOM   1600
#define PAIR_SEEN   256
#define MS          1000u
#define SECONDS     1000000u

struct pair_flight {
	uint64_t at;            /* arrival, us; 0: entry not in use */
	uint64_t order;
	int to;                 /* end */
	size_t n;
	uint8_t frame[PAIR_ROOM];
};

struct pair_seen {              /* a TCP segment that was put on the wire */
	int from;
	uint8_t flags;
	uint32_t seq, ack, text;
	uint16_t window;
};

struct pair_end {
	struct tw_config config;
	struct tw *tw;
	uint8_t *memory;
	size_t size;
	unsigned what;          /* all reports so far, or'ed */
	unsigned closed;        /* terminal reports so far */
	int reason;             /* of the last one */
	tw_handle last;         /* handle of the last one */
};

struct pair {
	struct pair_end end[2];
	uint64_t now;
	uint64_t random;
	unsigned loss, duplicate, reorder;      /* of 1000 frames */
	bool silent;            /* the test takes the reports itself */
	bool (*drop)(struct pair *pair, int from, const struct wire_frame *f);
	unsigned dropped;
	uint64_t order;
	struct pair_flight flight[PAIR_FRAMES];
	struct pair_seen seen[PAIR_SEEN];
	unsigned seens;
};

static inline uint64_t pair_prf(void *context, const void *data, size_t size)
{
	uint64_t hash = 14695981039346656037u ^ *(const uint64_t *)context;
	const uint8_t *octet = data;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ octet[i]) * 1099511628211u;
	return hash;
}

static inline uint32_t pair_random(struct pair *pair)
{
	pair->random = pair->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(pair->random >> 33);
}

static inline bool pair_happens(struct pair *pair, unsigned of_1000)
{
	return pair_random(pair) % 1000 < of_1000;
}

static inline void pair_configure(struct pair *pair, int i)
{
	struct tw_config *config = &pair->end[i].config;

	tw_defaults(config);
	config->mac[0] = 2;
	config->mac[5] = (uint8_t)(i + 1);
	config->address = 0x0a000001 + (uint32_t)i;
	config->msl = 1 * SECONDS;
	config->user_timeout = 30 * SECONDS;
	config->prf = pair_prf;
	config->prf_context = &pair->random;
}

static inline struct pair *pair_new(void)
{
	struct pair *pair = calloc(1, sizeof *pair);

	assert_non_null(pair);
	pair->now = 1000 * SECONDS;
	pair->random = 42;
	pair_configure(pair, 0);
	pair_configure(pair, 1);
	return pair;
}

/* Makes both stacks, each in exactly the memory it asks for. */
static inline void pair_start(struct pair *pair)
{
	for (int i = 0; i < 2; i++) {
		struct pair_end *end = &pair->end[i];

		end->size = tw_size(&end->config);
		assert_true(end->size > 0);
		end->memory = malloc(end->size);
		assert_non_null(end->memory);
		memset(end->memory, 0xa5, end->size);
		end->tw = tw_init(end->memory, end->size, &end->config,
		                  pair->now);
		assert_non_null(end->tw);
	}
}

static inline void pair_free(struct pair *pair)
{
	free(pair->end[0].memory);
	free(pair->end[1].memory);
	free(pair);
}

static inline void pair_see(struct pair *pair, int from,
                            const struct wire_frame *f)
{
	if (f->ether.type != ETHER_IPV4 || pair->seens == PAIR_SEEN)
		return;
	pair->seen[pair->seens++] = (struct pair_seen){
		from, f->tcp.flags, f->tcp.seq, f->tcp.ack, f->text,
		f->tcp.window};
}

static inline void pair_fly(struct pair *pair, int to, const uint8_t *frame,
                            size_t n, uint64_t delay)
{
	for (int i = 0; i < PAIR_FRAMES; i++) {
		struct pair_flight *flight = &pair->flight[i];

		if (flight->at != 0)
			continue;
		flight->at = pair->now + delay;
		flight->order = pair->order++;
		flight->to = to;
		flight->n = n;
		memcpy(flight->frame, frame, n);
		return;
	}
}

/* A frame leaves end `from`. */
static inline void pair_wire(struct pair *pair, int from,
                             const uint8_t *frame, size_t n)
{
	struct wire_frame f;
	uint64_t delay = 1 * MS;

	assert_int_equal(wire_parse(frame, (uint32_t)n, 0, &f), WIRE_OK);
	pair_see(pair, from, &f);
	if ((pair->drop && pair->drop(pair, from, &f)) ||
	    pair_happens(pair, pair->loss)) {
		pair->dropped++;
		return;
	}
	if (pair_happens(pair, pair->reorder))
		delay += pair_random(pair) % (5 * MS);
	pair_fly(pair, 1 - from, frame, n, delay);
	if (pair_happens(pair, pair->duplicate))
		pair_fly(pair, 1 - from, frame, n, delay + 2 * MS);
}

/* Everything an end has to send now goes on the wire; reports are kept. */
static inline void pair_drain(struct pair *pair, int i)
{
	struct pair_end *end = &pair->end[i];
	struct tw_report report;
	uint8_t frame[PAIR_ROOM];
	size_t n;

	while ((n = tw_output(end->tw, frame, sizeof frame, NULL,
	                      pair->now)) > 0)
		pair_wire(pair, i, frame, n);
	while (!pair->silent && tw_report(end->tw, &report)) {
		end->what |= report.what;
		if (report.what & TW_CLOSED) {
			end->closed++;
			end->reason = report.reason;
			end->last = report.handle;
		}
	}
}

static inline struct pair_flight *pair_next(struct pair *pair)
{
	struct pair_flight *next = NULL;

	for (int i = 0; i < PAIR_FRAMES; i++) {
		struct pair_flight *f = &pair->flight[i];

		if (f->at != 0 && (!next || f->at < next->at ||
		                   (f->at == next->at &&
		                    f->order < next->order)))
			next = f;
	}
	return next;
}

/* Goes on to the next moment at which something happens, if before `until`. */
static inline bool pair_step(struct pair *pair, uint64_t until)
{
	struct pair_flight *next;
	uint64_t at = until;

	pair_drain(pair, 0);
	pair_drain(pair, 1);
	next = pair_next(pair);
	if (next && next->at < at)
		at = next->at;
	for (int i = 0; i < 2; i++)
		if (tw_next_deadline(pair->end[i].tw) < at)
			at = tw_next_deadline(pair->end[i].tw);
	if (at > pair->now)
		pair->now = at;
	while ((next = pair_next(pair)) && next->at <= pair->now) {
		next->at = 0;
		tw_input(pair->end[next->to].tw, next->frame, next->n, 0,
		         pair->now);
	}
	tw_expire(pair->end[0].tw, pair->now);
	tw_expire(pair->end[1].tw, pair->now);
	pair_drain(pair, 0);
	pair_drain(pair, 1);
	return pair->now < until;
}

/* Lets so much time go by. */
static inline void pair_run(struct pair *pair, uint64_t us)
{
	uint64_t until = pair->now + us;

	while (pair_step(pair, until))
		;
}

static inline uint8_t pair_state(struct pair *pair, int i, tw_handle h)
{
	struct tw_status status;

	memset(&status, 0, sizeof status);
	tw_status(pair->end[i].tw, h, &status, pair->now);
	return status.state;
}

/* Segments seen from an end with all of these flags. */
static inline unsigned pair_count(const struct pair *pair, int from,
                                  uint8_t flags)
{
	unsigned n = 0;

	for (unsigned i = 0; i < pair->seens; i++)
		n += pair->seen[i].from == from &&
		     (pair->seen[i].flags & flags) == flags;
	return n;
}

#endif
