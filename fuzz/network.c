/* SPDX-License-Identifier: BSD-2-Clause */
#include "network.h"

#include <stdlib.h>
#include <string.h>

#include "oracle.h"
#include "wire.h"

/* Fates: the low three bits of an octet; the others say how much. */
enum fate {
	ARRIVES, LOST, TWICE, LATE, VERY_LATE, A_BIT, TWO_OCTETS, AGAIN_LATE
};

enum { SOON = 3000, LONG = 300000 };	/* us */

void network_begin(struct network *net, struct world *end,
		   struct input fates)
{
	net->end = end;
	net->fates = fates;
	net->order = 0;
	net->losses = 0;
	net->late = 0;
	net->kept = 0;
	for (int i = 0; i < NETWORK_ROOM; i++)
		net->flight[i].frame = NULL;
}

/* A frame that arrived is read until the run is over. */
static void keep(struct network *net, uint8_t *frame)
{
	if (net->kept == net->room) {
		net->room = net->room * 2 + 64;
		net->arrived = realloc(net->arrived,
				       net->room * sizeof *net->arrived);
		fuzz_check(net->arrived != NULL, "no memory");
	}
	net->arrived[net->kept++] = frame;
}

void network_end(struct network *net)
{
	for (int i = 0; i < NETWORK_ROOM; i++) {
		free(net->flight[i].frame);
		net->flight[i].frame = NULL;
	}
	while (net->kept > 0)
		free(net->arrived[--net->kept]);
}

/* -------------------------------------------------------------- damage */

static bool may_lose(struct network *net)
{
	if (net->losses == NETWORK_LOSSES)
		return false;
	net->losses++;
	return true;
}

/* Of what the checksums cover, from octet 14 on. */
static void damage(uint8_t *frame, size_t n, unsigned fate, unsigned where)
{
	size_t at = 14 + (where * 7u + fate / 8) % (n - 14);
	size_t also = 14 + (where * 13u + fate) % (n - 14);
	uint8_t octet = frame[at];

	if (fate % 8 == A_BIT) {
		frame[at] ^= (uint8_t)(1u << where % 8);
		return;
	}
	frame[at] = frame[also];
	frame[also] = octet;
}

/* Nothing could tell it from a true one? */
static bool still_holds(const uint8_t *frame, size_t n)
{
	struct wire_frame f;

	return wire_parse(frame, (uint32_t)n, 0, &f) == WIRE_OK;
}

/* -------------------------------------------------------------- flight */

static void fly(struct network *net, int to, const uint8_t *frame, size_t n,
		uint64_t delay)
{
	struct flight *flight;

	for (int i = 0; i < NETWORK_ROOM; i++) {
		flight = &net->flight[i];
		if (flight->frame != NULL)
			continue;
		flight->at = net->end[to].now + delay;
		flight->order = net->order++;
		flight->to = to;
		flight->n = (uint32_t)n;
		flight->frame = malloc(n);
		fuzz_check(flight->frame != NULL, "no memory");
		memcpy(flight->frame, frame, n);
		return;
	}
}

static void fly_late(struct network *net, int to, const uint8_t *frame,
		     size_t n, uint64_t late)
{
	net->late += late;
	fly(net, to, frame, n, DELAY + late);
}

static void fly_damaged(struct network *net, int to, const uint8_t *frame,
			size_t n, unsigned fate)
{
	unsigned where = input_octet(&net->fates);
	uint8_t copy[NETWORK_FRAME];

	if (!may_lose(net)) {
		fly(net, to, frame, n, DELAY);
		return;
	}
	memcpy(copy, frame, n);
	damage(copy, n, fate, where);
	if (!still_holds(copy, n))
		fly(net, to, copy, n, DELAY);
}

static void tell(const struct network *net, int to, unsigned fate,
		 const struct wire_frame *f)
{
	static const char *const fates[] = {
		"", " (lost)", " (twice)", " (late)", " (very late)",
		" (a bit flips)", " (damaged)", " (again, late)"
	};

	if (f->ether.type == ETHER_IPV4)
		fuzz_tell("            %c -> %c <SEQ=%u><ACK=%u><CTL=%x>"
			  "<DATA=%u><WND=%u>%s", 'B' - to, 'A' + to,
			  f->tcp.seq, f->tcp.ack, f->tcp.flags, f->text,
			  f->tcp.window, fates[fate % 8]);
	(void)net;
}

static void carry(struct network *net, int to, const uint8_t *frame, size_t n,
		  const struct wire_frame *f)
{
	unsigned fate = input_octet(&net->fates);
	uint64_t much = fate / 8;

	fuzz_check(n <= NETWORK_FRAME, "a frame of %zu octets", n);
	tell(net, to, fate, f);
	switch (fate % 8) {
	case LOST:
		if (!may_lose(net))
			fly(net, to, frame, n, DELAY);
		return;
	case A_BIT: case TWO_OCTETS:
		fly_damaged(net, to, frame, n, fate);
		return;
	case LATE:
		fly_late(net, to, frame, n, much * SOON);
		return;
	case VERY_LATE:
		fly_late(net, to, frame, n, much * LONG);
		return;
	case TWICE:
		fly(net, to, frame, n, DELAY + much * SOON);
		break;
	case AGAIN_LATE:
		fly(net, to, frame, n, DELAY + much * LONG);
		break;
	default:
		break;
	}
	fly(net, to, frame, n, DELAY);
}

void network_from_a(void *net, const uint8_t *frame, size_t n,
		    const struct wire_frame *f)
{
	carry(net, 1, frame, n, f);
}

void network_from_b(void *net, const uint8_t *frame, size_t n,
		    const struct wire_frame *f)
{
	carry(net, 0, frame, n, f);
}

/* ------------------------------------------------------------- arrival */

static const struct flight *first_of(const struct network *net)
{
	const struct flight *first = NULL, *f;

	for (int i = 0; i < NETWORK_ROOM; i++) {
		f = &net->flight[i];
		if (f->frame != NULL &&
		    (first == NULL || f->at < first->at ||
		     (f->at == first->at && f->order < first->order)))
			first = f;
	}
	return first;
}

uint64_t network_next(const struct network *net)
{
	const struct flight *first = first_of(net);

	return first == NULL ? UINT64_MAX : first->at;
}

void network_deliver(struct network *net)
{
	const struct flight *first;
	struct flight f;

	while ((first = first_of(net)) != NULL &&
	       first->at <= net->end[first->to].now) {
		f = *first;
		net->flight[first - net->flight].frame = NULL;
		keep(net, f.frame);
		world_input(&net->end[f.to], f.frame, f.n, 0);
	}
}
