/* SPDX-License-Identifier: BSD-2-Clause */
#include "mutate.h"

#include <stdbool.h>
#include <string.h>

#include "../tests/unit/prng.h"
#include "mutate_frame.h"
#include "repair.h"
#include "runtime/fsm/fsm.gen.h"
#include "script.h"

enum {
	STACK_HEAD = 8, PAIR_HEAD = 16, PAIR_ACTS = 15, PAIR_ACT = 4,
	PARSER_HEAD = 6, ITEMS_MAX = 2048, ROUNDS = 4
};

enum kind { NOTHING, SEGMENT, CALL, FRAME, ACT, FATE };

struct item { enum kind kind; size_t at, n; };

struct form {
	const char *harness;
	size_t head;
	/* What stands at an offset of the input. */
	struct item (*item)(const uint8_t *data, size_t size, size_t at);
};

/* ------------------------------------------------------ what stands where */

static struct item stack_item(const uint8_t *data, size_t size, size_t at)
{
	struct item item = { SEGMENT, at, SCRIPT_RECORD };

	if (data[at] >= VERB_RAW) {
		item.kind = CALL;
		if ((data[at] - VERB_RAW) % VERBS == 0 && size - at >= 4) {
			item.kind = FRAME;
			item.n += (size_t)data[at + 2] << 8 | data[at + 3];
		}
	}
	if (item.n > size - at) {
		item.kind = item.kind == FRAME ? FRAME : NOTHING;
		item.n = size - at;
	}
	return item;
}

static struct item pair_item(const uint8_t *data, size_t size, size_t at)
{
	size_t fates = PAIR_HEAD + (size_t)data[PAIR_ACTS] * PAIR_ACT;

	if (at >= fates)
		return (struct item){ FATE, at, 1 };
	if (size - at < PAIR_ACT)
		return (struct item){ NOTHING, at, size - at };
	return (struct item){ ACT, at, PAIR_ACT };
}

static struct item parser_item(const uint8_t *data, size_t size, size_t at)
{
	(void)data;
	return (struct item){ FRAME, at, size - at };
}

static const struct form forms[] = {
	{ "stack", STACK_HEAD, stack_item },
	{ "pair", PAIR_HEAD, pair_item },
	{ "parser", PARSER_HEAD, parser_item },
};

const struct form *mutate_form(const char *harness)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (strcmp(forms[i].harness, harness) == 0)
			return &forms[i];
	return NULL;
}

/* One of the items, any; NOTHING where there is none. */
static struct item any_item(const struct form *form, const uint8_t *data,
			    size_t size, uint64_t *seed)
{
	struct item any = { NOTHING, size, 0 }, item;
	uint32_t n = 0;

	for (size_t at = form->head; at < size && n < ITEMS_MAX;
	     at += item.n) {
		item = form->item(data, size, at);
		if (prng_below(seed, ++n) == 0)
			any = item;
	}
	return any;
}

static struct item mine(struct work *w)
{
	return any_item(w->form, w->data, w->size, &w->seed);
}

/* The frame in an item. */
static struct frame frame_in(const struct work *w, uint8_t *data,
			     struct item item)
{
	size_t head = w->form->head == PARSER_HEAD ? 0 : SCRIPT_RECORD;

	if (item.kind != FRAME || item.n < head)
		return (struct frame){ data, 0 };
	return (struct frame){ data + item.at + head, item.n - head };
}

/* --------------------------------------------------------------- records */

/* The number of acts follows those that come and go. False: it cannot. */
static bool count_act(struct work *w, struct item item, int by)
{
	uint8_t *acts = &w->data[PAIR_ACTS];

	if (item.kind != ACT)
		return true;
	if (by > 0 && *acts == 0xff)
		return false;
	*acts = (uint8_t)(*acts + by);
	return true;
}

static void take_away(struct work *w)
{
	struct item item = mine(w);

	if (item.kind == NOTHING || !count_act(w, item, -1))
		return;
	memmove(w->data + item.at, w->data + item.at + item.n,
		w->size - item.at - item.n);
	w->size -= item.n;
}

/* Puts ITEM, which stands in FROM, before another of its kind. */
static void put_in(struct work *w, const uint8_t *from, struct item item)
{
	struct item before = mine(w);
	size_t n = item.n;

	if (item.kind == NOTHING || w->size + n > w->max ||
	    ((item.kind == ACT || item.kind == FATE) &&
	     before.kind != item.kind) || !count_act(w, item, 1))
		return;
	memmove(w->data + before.at + n, w->data + before.at,
		w->size - before.at);
	if (from == w->data && item.at >= before.at)
		from += n;
	memmove(w->data + before.at, from + item.at, n);
	w->size += n;
}

static void repeat(struct work *w)
{
	struct item item = mine(w);

	if (item.n <= w->max - w->size && w->form->head != PARSER_HEAD)
		put_in(w, w->data, item);
}

static void swap(struct work *w)
{
	struct item a = mine(w), b = mine(w);

	if (a.n != b.n || a.at == b.at || a.kind == NOTHING ||
	    b.kind == NOTHING)
		return;
	for (size_t i = 0; i < a.n; i++) {
		uint8_t octet = w->data[a.at + i];

		w->data[a.at + i] = w->data[b.at + i];
		w->data[b.at + i] = octet;
	}
}

static void splice_frames(struct work *w, struct item item,
			  struct item theirs)
{
	struct frame f = frame_in(w, w->data, item);
	struct frame other = frame_in(w, (uint8_t *)(uintptr_t)w->other,
				      theirs);
	size_t n = frame_splice(f, other);

	repair_checksums(f.at, n);
	if (w->form->head == PARSER_HEAD)
		w->size -= f.n - n;
}

static void take_over(struct work *w)
{
	struct item theirs;

	if (w->other_size <= w->form->head)
		return;
	theirs = any_item(w->form, w->other, w->other_size, &w->seed);
	if (theirs.kind == FRAME && prng_below(&w->seed, 2) == 0)
		splice_frames(w, mine(w), theirs);
	else if (w->form->head != PARSER_HEAD)
		put_in(w, w->other, theirs);
}

/* ----------------------------------------------------- what a record says */

/* A place of so many, and at most one beside: script.h. */
static uint8_t place(uint32_t places, uint64_t *seed)
{
	uint32_t step = (prng_below(seed, 3) + 15) & 15;

	return (uint8_t)(prng_below(seed, places) | step << 4);
}

static uint8_t any_octet(uint64_t *seed)
{
	return (uint8_t)prng32(seed);
}

static void change_segment(uint8_t *record, uint64_t *seed)
{
	static const uint8_t controls[] = {
		FSM_CTL_ACK, FSM_CTL_SYN, FSM_CTL_SYN | FSM_CTL_ACK,
		FSM_CTL_FIN | FSM_CTL_ACK, FSM_CTL_RST,
		FSM_CTL_RST | FSM_CTL_ACK, FSM_CTL_URG | FSM_CTL_ACK,
		FSM_CTL_PSH | FSM_CTL_ACK
	};

	switch (prng_below(seed, 6)) {
	case 0:
	case 1:
		record[3] = place(SEQ_PLACES, seed);
		break;
	case 2:
	case 3:
		record[4] = place(ACK_PLACES, seed);
		break;
	case 4:
		record[2] = controls[prng_below(seed, sizeof controls)];
		break;
	default:
		record[prng_below(seed, SCRIPT_RECORD)] = any_octet(seed);
	}
}

static void change_frame(struct work *w, struct item item)
{
	struct frame f = frame_in(w, w->data, item);
	const uint8_t *data = w->other_size > w->form->head ? w->other :
			      w->data;
	size_t size = data == w->data ? w->size : w->other_size;
	struct item theirs = any_item(w->form, data, size, &w->seed);

	frame_change(f, frame_in(w, (uint8_t *)(uintptr_t)data, theirs),
		     &w->seed);
	if (prng_below(&w->seed, 8) != 0)
		repair_checksums(f.at, f.n);
}

static void change_octet(struct work *w, size_t at, size_t n)
{
	uint8_t *octet = w->data + at;

	if (n == 0)
		return;
	octet += prng_below(&w->seed, (uint32_t)n);
	switch (prng_below(&w->seed, 4)) {
	case 0:
		*octet = (uint8_t)(*octet + 1);
		break;
	case 1:
		*octet = (uint8_t)(*octet - 1);
		break;
	case 2:
		*octet ^= (uint8_t)(1 << prng_below(&w->seed, 8));
		break;
	default:
		*octet = any_octet(&w->seed);
	}
}

static void change(struct work *w)
{
	struct item item = mine(w);

	switch (item.kind) {
	case SEGMENT:
		change_segment(w->data + item.at, &w->seed);
		break;
	case FRAME:
		change_frame(w, item);
		break;
	case FATE:
		w->data[item.at] = prng_below(&w->seed, 2) ?
			any_octet(&w->seed) : 0;
		break;
	default:
		change_octet(w, item.at, item.n);
	}
}

static void change_head(struct work *w)
{
	size_t counted = w->form->head == PAIR_HEAD ? 1 : 0;

	change_octet(w, 0, w->form->head - counted);
}

/* ----------------------------------------------------------------- rounds */

static void one(struct work *w)
{
	switch (prng_below(&w->seed, 12)) {
	case 0:
		take_away(w);
		break;
	case 1:
	case 2:
		repeat(w);
		break;
	case 3:
		swap(w);
		break;
	case 4:
	case 5:
		take_over(w);
		break;
	case 6:
		change_head(w);
		break;
	default:
		change(w);
	}
}

size_t mutate_by_other(struct work *w)
{
	if (w->size > w->form->head)
		take_over(w);
	return w->size;
}

size_t mutate(struct work *w)
{
	if (w->max <= w->form->head)
		return w->size;
	if (w->size <= w->form->head) {
		memset(w->data + w->size, 0, w->form->head + 1 - w->size);
		w->size = w->form->head + 1;
	}
	for (uint32_t n = 1 + prng_below(&w->seed, ROUNDS); n > 0; n--)
		one(w);
	return w->size;
}
