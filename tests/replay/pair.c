/* SPDX-License-Identifier: BSD-2-Clause */
#include "pair.h"

#include <stddef.h>
#include <string.h>

enum sort { OURS, THEIRS, PLAIN };      /* whose numbers they are */
enum view { KEPT, LOOSE, FIXED };       /* what the model knows of them */

struct member {
	const char *name;
	size_t offset, size;
	enum sort sort;
	enum view view;
	uint32_t fixed;
};

#define FIELD(name, sort)
#define CHOICE(name)
#define VARIABLE(name, sort, view, value) { #name, \
	offsetof(struct fsm_tcb, name), \
	sizeof ((struct fsm_tcb *)0)->name, sort, view, value },
static const struct member variable[] = {
#include "fields.h"
	{ NULL, 0, 0, PLAIN, KEPT, 0 }
};
#undef VARIABLE
#undef FIELD
#define VARIABLE(name, sort, view, value)
#define FIELD(name, sort) { #name, offsetof(struct fsm_event, name), \
	sizeof ((struct fsm_event *)0)->name, sort, KEPT, 0 },
static const struct member field[] = {
#include "fields.h"
	{ NULL, 0, 0, PLAIN, KEPT, 0 }
};
#undef FIELD
#undef CHOICE
#define FIELD(name, sort)
#define CHOICE(name) { #name, offsetof(struct fsm_choices, name), 1, PLAIN, \
	KEPT, 0 },
static const struct member choice[] = {
#include "fields.h"
	{ NULL, 0, 0, PLAIN, KEPT, 0 }
};

static uint32_t get(const void *of, const struct member *m)
{
	const uint8_t *at = (const uint8_t *)of + m->offset;
	uint32_t value = *at;

	if (m->size == sizeof value)
		memcpy(&value, at, sizeof value);
	return value;
}

static void set(void *of, const struct member *m, uint32_t value)
{
	uint8_t *at = (uint8_t *)of + m->offset;

	if (m->size == sizeof value)
		memcpy(at, &value, sizeof value);
	else
		*at = (uint8_t)value;
}

static const struct member *find(const struct member *m, const char *name)
{
	while (m->name && strcmp(m->name, name))
		m++;
	return m->name ? m : NULL;
}

void pair_start(struct pair *pair, uint32_t base)
{
	memset(pair, 0, sizeof *pair);
	pair->choices = fsm_choices_default;
	pair->mask = 7;
	pair->last[0] = pair->last[1] = base;
}

bool pair_setting(struct pair *pair, const struct trail_line *line)
{
	uint32_t value;

	if (trail_value(line, "width", &value))
		pair->mask = (1u << value) - 1;
	if (!trail_is(line, "CHOICES"))
		return true;
	for (int i = 1; i < line->words; i++) {
		char name[64] = "";
		const struct member *m;

		memcpy(name, line->word[i], strcspn(line->word[i], "=") % 64);
		m = find(choice, name);
		if (!m || !trail_value(line, name, &value))
			return false;
		set(&pair->choices, m, value);
	}
	return true;
}

/* What end P expects next, of numbers of that sort. */
static uint32_t expected(const struct pair *pair, int p, enum sort sort)
{
	const struct fsm_tcb *t = &pair->tcb[p];

	if (sort == OURS && t->state >= FSM_SYN_SENT)
		return t->snd_nxt;
	if (sort == THEIRS && t->state >= FSM_SYN_RECEIVED)
		return t->rcv_nxt;
	return pair->last[sort == OURS ? p : 1 - p];
}

/* The number nearest to `to` whose low bits are `small`. */
static uint32_t near(const struct pair *pair, uint32_t small, uint32_t to)
{
	uint32_t half = (pair->mask + 1) / 2;

	return to - half + ((small - to + half) & pair->mask);
}

static uint32_t large(const struct pair *pair, int p, enum sort sort,
                      uint32_t small)
{
	return sort == PLAIN ? small
	                     : near(pair, small, expected(pair, p, sort));
}

struct fsm_event pair_plain(uint8_t kind)
{
	return (struct fsm_event){ .kind = kind, .allowed = 1, .room = 1,
		.remote = 1, .diffserv = 1, .secure = 1, .seg_wnd = 2,
		.buffer = 2, .window = 2 };
}

struct fsm_event pair_arrival(const struct pair *pair, int p,
                              const struct fsm_segment *segment)
{
	struct fsm_event event = pair_plain(FSM_E_SEGMENT);

	event.seg_seq = large(pair, p, THEIRS, segment->seq);
	event.seg_ack = large(pair, p, OURS, segment->ack);
	event.seg_text = segment->data;
	event.syn = (segment->ctl & FSM_CTL_SYN) != 0;
	event.ack = (segment->ctl & FSM_CTL_ACK) != 0;
	event.rst = (segment->ctl & FSM_CTL_RST) != 0;
	event.fin = (segment->ctl & FSM_CTL_FIN) != 0;
	return event;
}

bool pair_event(const struct pair *pair, int p, const struct trail_line *line,
                struct fsm_event *event)
{
	struct fsm_segment segment = trail_segment(line);
	uint32_t value;
	int kind = line->words > 2
	           ? trail_name(line->word[2], "FSM_E_", fsm_event_name,
	                        FSM_EVENTS) : -1;

	if (kind < 0)
		return false;
	*event = segment.ctl ? pair_arrival(pair, p, &segment)
	                     : pair_plain((uint8_t)kind);
	for (const struct member *m = field; m->name; m++) {
		value = 0;
		if (trail_value(line, m->name, &value) ||
		    (m->sort != PLAIN && !segment.ctl))
			set(event, m, large(pair, p, m->sort, value));
	}
	return true;
}

/* A number that the model fixes is compared with those of the segment. */
static void pin(const struct pair *pair, const struct fsm_event *event,
                struct fsm_tcb *tcb)
{
	for (const struct member *m = variable; m->name; m++) {
		uint32_t value = m->fixed;

		if (m->view != FIXED)
			continue;
		if (m->sort == OURS)
			value = near(pair, value, event->seg_ack);
		else if (m->sort == THEIRS)
			value = near(pair, value, event->seg_seq);
		set(tcb, m, value);
	}
}

void pair_step(struct pair *pair, int p, struct fsm_event *event,
               struct fsm_out *out)
{
	struct fsm_tcb *tcb = &pair->tcb[p];

	pin(pair, event, tcb);
	fsm_step(&pair->choices, event, tcb, out);
	if (tcb->state >= FSM_SYN_SENT)
		pair->last[p] = tcb->snd_nxt;
}

void pair_crash(struct pair *pair, int p)
{
	memset(&pair->tcb[p], 0, sizeof pair->tcb[p]);
}

bool pair_agrees(const struct pair *pair, int p, const struct trail_line *line,
                 const char **name, uint32_t *is)
{
	uint32_t value;

	for (const struct member *m = variable; m->name; m++) {
		*name = m->name;
		*is = get(&pair->tcb[p], m);
		if (m->sort != PLAIN)
			*is &= pair->mask;
		if (trail_value(line, m->name, &value) && value != *is)
			return false;
	}
	return true;
}

static void print_members(const struct pair *pair, const void *of,
                          const void *usual, const struct member *m)
{
	for (; m->name; m++) {
		uint32_t value = get(of, m);

		if (m->view != KEPT || (usual && value == get(usual, m)))
			continue;
		printf(" %s=%u", m->name,
		       m->sort == PLAIN ? value : value & pair->mask);
	}
}

void pair_print_segment(const struct pair *pair,
                        const struct fsm_segment *segment)
{
	printf(" seq=%u ack=%u ctl=%u data=%u\n", segment->seq & pair->mask,
	       segment->ack & pair->mask, segment->ctl, segment->data);
}

void pair_print(const struct pair *pair, int p, const struct fsm_event *event,
                const struct fsm_out *out)
{
	struct fsm_event usual = pair_plain(event->kind);

	printf("@ EVENT %d %s", p, fsm_event_name[event->kind]);
	print_members(pair, event, &usual, field);
	printf("\n@ ROWS %d", p);
	for (int i = 0; i < out->fired; i++)
		printf(" %s", fsm_row_name[out->row[i]]);
	putchar('\n');
	if (out->sent) {
		printf("@ SEND %d", p);
		pair_print_segment(pair, &out->segment);
	}
	printf("@ STATE %d %s", p, fsm_state_name[pair->tcb[p].state]);
	print_members(pair, &pair->tcb[p], NULL, variable);
	putchar('\n');
}
