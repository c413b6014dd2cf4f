/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * retell: the same story with another machine. Reads a trail, and lets the
 * compiled machine live through what came from outside in it: the calls of
 * the applications, crashes, stale segments, losses, and which segment was
 * delivered when. Prints the trail of that.
 *
 *     retell < TRAIL
 *
 * The machine may send other segments, so what the trail says of a segment
 * that does not exist here is passed over. When the trail has ended, the
 * network loses nothing any more and the clock goes on until all is quiet:
 *
 *     first  what is under way arrives, in order
 *     then   what is unacknowledged is sent again, five times at most
 *     then   2 MSL pass; never sooner: that is the assumption `msl`
 *     last   who wanted to open, and could not yet, opens
 */
#include <string.h>

#include "pair.h"

enum { FLIGHTS = 200, STEPS = 200, AGAIN = 5 };

struct flight {
	struct fsm_segment segment;     /* numbers as small as the model's */
	int to;
	bool arrived, lost;
};

struct end {
	uint32_t text;                  /* octets to send */
	unsigned again;                 /* retransmissions in a row */
	uint32_t isn;                   /* the next one */
	bool opens;                     /* wants to, as soon as it can */
	struct fsm_event open;
};

/* Segments: their numbers as small as the model's. */
struct flights {
	struct flight at[FLIGHTS];
	int n;
};

struct story {
	struct pair pair;
	struct trail_line line;
	struct end end[2];
	struct flights told;            /* in the trail */
	struct flights real;            /* here */
};

static void take_off(const struct story *s, struct flights *f, int to,
                     struct fsm_segment segment)
{
	segment.seq &= s->pair.mask;
	segment.ack &= s->pair.mask;
	if (f->n < FLIGHTS)
		f->at[f->n++] = (struct flight){ segment, to, false, false };
}

static void step(struct story *s, int p, struct fsm_event *event)
{
	struct fsm_out out;
	uint32_t una = s->pair.tcb[p].snd_una;

	pair_step(&s->pair, p, event, &out);
	pair_print(&s->pair, p, event, &out);
	if (s->pair.tcb[p].snd_una != una)
		s->end[p].again = 0;
	if (event->kind == FSM_E_SEND && out.operations & FSM_OP_QUEUE)
		s->end[p].text++;
	if (out.sent)
		take_off(s, &s->real, 1 - p, out.segment);
}

/* N octets of text, and the FIN if it comes behind them: if it may go now. */
static bool transmit(struct story *s, int p, uint32_t n)
{
	struct pair trial = s->pair;
	struct fsm_event event = pair_plain(FSM_E_TRANSMIT);
	struct fsm_out out;

	event.n = n;
	event.last = n == s->end[p].text;
	pair_step(&trial, p, &event, &out);
	if (!out.sent)
		return false;
	s->end[p].text -= n;
	step(s, p, &event);
	return true;
}

/* As much as the window of the model, 2 octets, may let through. */
static bool transmit_most(struct story *s, int p)
{
	uint32_t n = s->end[p].text < 2 ? s->end[p].text : 2;

	while (n && !transmit(s, p, n))
		n--;
	return n || transmit(s, p, 0);
}

/* What follows an event at once: as the harness of the model has it. */
static void settle(struct story *s, int p)
{
	struct fsm_event due = pair_plain(FSM_E_ACK_DUE);

	if (!transmit_most(s, p) && s->pair.tcb[p].ack_owed)
		step(s, p, &due);
}

static void event(struct story *s, int p, struct fsm_event e)
{
	step(s, p, &e);
	settle(s, p);
}

/* --------------------------------------------------------- the network */

static bool same(const struct fsm_segment *a, const struct fsm_segment *b)
{
	return a->seq == b->seq && a->ctl == b->ctl && a->data == b->data &&
	       (!(a->ctl & FSM_CTL_ACK) || a->ack == b->ack);
}

/* The last one that is this, first of those that have not arrived. */
static struct flight *find(struct flights *f, int to,
                           const struct fsm_segment *segment)
{
	struct flight *found = NULL;

	for (int i = 0; i < f->n; i++)
		if (f->at[i].to == to && !f->at[i].lost &&
		    same(&f->at[i].segment, segment) &&
		    (!found || found->arrived || !f->at[i].arrived))
			found = &f->at[i];
	return found;
}

static void arrive(struct story *s, struct flight *f)
{
	struct fsm_event e = pair_arrival(&s->pair, f->to, &f->segment);

	e.isn = s->end[f->to].isn;
	f->arrived = true;
	event(s, f->to, e);
}

static struct fsm_segment segment_of(const struct pair *pair,
                                     const struct fsm_event *e)
{
	unsigned ctl = (e->fin ? FSM_CTL_FIN : 0u) |
	               (e->syn ? FSM_CTL_SYN : 0u) |
	               (e->rst ? FSM_CTL_RST : 0u) |
	               (e->ack ? FSM_CTL_ACK : 0u);

	return (struct fsm_segment){ .seq = e->seg_seq & pair->mask,
		.ack = e->seg_ack & pair->mask, .ctl = (uint8_t)ctl,
		.data = e->seg_text };
}

static bool network_does(const struct story *s, const char *what)
{
	return s->line.words > 1 && !strcmp(s->line.word[1], what);
}

static void network(struct story *s, int p)
{
	struct fsm_segment segment = trail_segment(&s->line);
	struct flight *f = find(&s->real, p, &segment);
	bool stale = network_does(s, "stale") || network_does(s, "forged");
	bool lose = network_does(s, "lose") || network_does(s, "full");

	if (!stale && (!lose || !f))
		return;
	if (stale) {
		take_off(s, &s->told, p, segment);
		take_off(s, &s->real, p, segment);
	} else {
		f->lost = true;
	}
	printf("@ NET %s %d", lose ? "lose" : s->line.word[1], p);
	pair_print_segment(&s->pair, &segment);
}

static bool land_one(struct story *s)
{
	for (int i = 0; i < s->real.n; i++)
		if (!s->real.at[i].arrived && !s->real.at[i].lost) {
			arrive(s, &s->real.at[i]);
			return true;
		}
	return false;
}

/* ----------------------------------------------------- what the trail says */

/* It arrives here as well, and comes again only if it does so in the trail. */
static void arrival(struct story *s, int p, const struct fsm_event *e)
{
	struct fsm_segment segment = segment_of(&s->pair, e);
	struct flight *told = find(&s->told, p, &segment);
	struct flight *real = find(&s->real, p, &segment);
	bool again = told && told->arrived;

	if (told)
		told->arrived = true;
	if (real && (again || !real->arrived))
		arrive(s, real);
}

static void open(struct story *s, int p, const struct fsm_event *e)
{
	s->end[p].opens = s->pair.tcb[p].state != FSM_CLOSED;
	s->end[p].open = *e;
	if (!s->end[p].opens)
		event(s, p, *e);
}

/* A timer expires, if it runs here. */
static void expire(struct story *s, int p, uint8_t kind)
{
	struct fsm_event e = pair_plain(kind);
	const struct fsm_tcb *t = &s->pair.tcb[p];

	e.n = t->snd_nxt - t->snd_una - t->fin_sent - t->syn_unacked;
	if (kind == FSM_E_RETRANSMISSION_TIMEOUT && t->armed_retransmission) {
		s->end[p].again++;
		event(s, p, e);
	} else if (kind == FSM_E_USER_TIMEOUT && t->armed_user) {
		event(s, p, e);
	}
}

static void happen(struct story *s, int p)
{
	struct fsm_event e;

	if (!pair_event(&s->pair, p, &s->line, &e))
		return;
	s->end[p].isn = e.isn;
	if (e.kind == FSM_E_SEGMENT)
		arrival(s, p, &e);
	else if (e.kind == FSM_E_OPEN)
		open(s, p, &e);
	else if (e.kind == FSM_E_RETRANSMISSION_TIMEOUT ||
	         e.kind == FSM_E_USER_TIMEOUT)
		expire(s, p, e.kind);
	else if (e.kind < FSM_E_SEGMENT && s->pair.tcb[p].state != FSM_CLOSED)
		event(s, p, e);
	settle(s, p);
}

static void application(struct story *s, int p)
{
	const char *does = s->line.words > 2 ? s->line.word[2] : "";

	if (!strcmp(does, "crash")) {
		pair_crash(&s->pair, p);
		s->end[p] = (struct end){ .text = 0 };
		printf("@ APP %d crash\n", p);
	}
}

static void model(struct story *s)
{
	uint32_t width = 3;

	pair_setting(&s->pair, &s->line);
	trail_value(&s->line, "width", &width);
	printf("@ MODEL width=%u\n", width);
}

static void follow(struct story *s)
{
	int p = trail_end(&s->line);

	if (p >= 0 && trail_is(&s->line, "EVENT"))
		happen(s, p);
	else if (p >= 0 && trail_is(&s->line, "NET"))
		network(s, p);
	else if (p >= 0 && trail_is(&s->line, "APP"))
		application(s, p);
	else if (p >= 0 && trail_is(&s->line, "SEND"))
		take_off(s, &s->told, 1 - p, trail_segment(&s->line));
	else if (trail_is(&s->line, "SETTLE"))
		while (land_one(s))
			;
	else if (trail_is(&s->line, "MODEL"))
		model(s);
}

/* -------------------------------------------------- and when it has ended */

static bool send_again(struct story *s, int p)
{
	bool armed = s->pair.tcb[p].armed_retransmission;

	if (armed)
		expire(s, p, s->end[p].again < AGAIN
		       ? FSM_E_RETRANSMISSION_TIMEOUT : FSM_E_USER_TIMEOUT);
	return armed;
}

static bool time_passes(struct story *s, int p)
{
	if (!s->pair.tcb[p].armed_time_wait)
		return false;
	event(s, p, pair_plain(FSM_E_TIME_WAIT_TIMEOUT));
	return true;
}

static bool open_at_last(struct story *s, int p)
{
	bool opens = s->end[p].opens && s->pair.tcb[p].state == FSM_CLOSED;

	if (opens)
		open(s, p, &s->end[p].open);
	return opens;
}

static bool goes_on(struct story *s)
{
	return land_one(s) || send_again(s, 0) || send_again(s, 1) ||
	       time_passes(s, 0) || time_passes(s, 1) ||
	       open_at_last(s, 1) || open_at_last(s, 0);
}

int main(void)
{
	static struct story s;
	int steps = 0;

	pair_start(&s.pair, 0);
	while (trail_read(stdin, &s.line))
		follow(&s);
	while (steps < STEPS && goes_on(&s))
		steps++;
	return steps == STEPS;
}
