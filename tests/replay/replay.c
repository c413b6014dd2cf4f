/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * replay: runs a trail of the model on the compiled machine, and compares.
 *
 *     replay NAME [BASE] < TRAIL
 *
 * After every event the rows that fired, in order, the segment sent or none,
 * the state and every variable that the trail shows must be the same. The last
 * event may be cut short, because SPIN stops where a property fails; then what
 * is there must agree. The first difference is told, and ends the run.
 *
 * Exit status: 0 it agrees, 1 it does not, 2 that was no trail.
 */
#include <stdlib.h>
#include <string.h>

#include "pair.h"

/* The event in hand: what C did, and how much of it the trail has shown. */
struct step {
	bool open, sent, ended;
	int p, rows;
	struct fsm_out out;
};

/* The rows of which the model has one; phases about windows it leaves out. */
static const bool modelled[FSM_ROWS] = {
#include "modelled.h"
};

struct run {
	const char *name;
	struct pair pair;
	struct step step;
	struct trail_line line;
	unsigned steps;
};

static int differs(const struct run *run, const char *what, const char *model,
                   const char *c)
{
	printf("%s:%u: %s: the model has %s, the C %s\n", run->name,
	       run->line.number, what, model, c);
	return 1;
}

static int differs_in(const struct run *run, const char *what, uint32_t model,
                      uint32_t c)
{
	printf("%s:%u: %s: the model has %u, the C %u\n", run->name,
	       run->line.number, what, model, c);
	return 1;
}

static int no_trail(const struct run *run, const char *why)
{
	printf("%s:%u: no trail: %s\n", run->name, run->line.number, why);
	return 2;
}

/* The next row that C fired, of those the model knows; or FSM_R_NONE. */
static int next_row(struct step *s)
{
	while (s->rows < s->out.fired) {
		int r = s->out.row[s->rows++];

		if (modelled[r])
			return r;
	}
	return FSM_R_NONE;
}

/* Before the next event: the one in hand was shown to its end. */
static int finish(struct run *run)
{
	struct step *s = &run->step;
	int r;

	if (!s->open)
		return 0;
	if (!s->ended)
		return no_trail(run, "the event before has no STATE");
	r = next_row(s);
	if (r != FSM_R_NONE)
		return differs(run, "row", "no further one", fsm_row_name[r]);
	if (s->out.sent && !s->sent)
		return differs(run, "segment", "none", "one");
	return 0;
}

static int event(struct run *run)
{
	struct step *s = &run->step;
	struct fsm_event e;
	int code = finish(run);

	if (code)
		return code;
	*s = (struct step){ .open = true, .p = trail_end(&run->line) };
	if (s->p < 0 || !pair_event(&run->pair, s->p, &run->line, &e))
		return no_trail(run, "an event of no machine");
	pair_step(&run->pair, s->p, &e, &s->out);
	run->steps++;
	return 0;
}

static int row(struct run *run, const char *word)
{
	int r = trail_name(word, "FSM_R_", fsm_row_name, FSM_ROWS);
	int c = next_row(&run->step);

	if (r < 0)
		return no_trail(run, "a row of no machine");
	return r == c ? 0 : differs(run, "row", fsm_row_name[r],
	                            c ? fsm_row_name[c] : "no further one");
}

static int rows(struct run *run)
{
	int code = 0;

	for (int i = 2; i < run->line.words && !code; i++)
		code = row(run, run->line.word[i]);
	return code;
}

static int segment(struct run *run)
{
	struct step *s = &run->step;
	struct fsm_segment m = trail_segment(&run->line), c = s->out.segment;
	uint32_t mask = run->pair.mask;

	s->sent = true;
	if (!s->out.sent)
		return differs(run, "segment", "one", "none");
	if (m.seq != (c.seq & mask))
		return differs_in(run, "SEQ", m.seq, c.seq & mask);
	if (m.ctl != c.ctl)
		return differs_in(run, "CTL", m.ctl, c.ctl);
	if (m.ctl & FSM_CTL_ACK && m.ack != (c.ack & mask))
		return differs_in(run, "ACK", m.ack, c.ack & mask);
	return m.data == c.data ? 0 : differs_in(run, "DATA", m.data, c.data);
}

static int state(struct run *run)
{
	struct step *s = &run->step;
	const char *name = NULL;
	uint32_t model = 0, is;
	int c = run->pair.tcb[s->p].state;
	int m = run->line.words > 2
	        ? trail_name(run->line.word[2], "FSM_", fsm_state_name,
	                     FSM_STATES) : -1;

	s->ended = true;
	if (m < 0)
		return no_trail(run, "a state of no machine");
	if (m != c)
		return differs(run, "state", fsm_state_name[m],
		               fsm_state_name[c]);
	if (pair_agrees(&run->pair, s->p, &run->line, &name, &is))
		return 0;
	trail_value(&run->line, name, &model);
	return differs_in(run, name, model, is);
}

/* What belongs to the event in hand. */
static int detail(struct run *run)
{
	if (!run->step.open || trail_end(&run->line) != run->step.p)
		return no_trail(run, "it belongs to no event");
	if (trail_is(&run->line, "SEND") || trail_is(&run->line, "WITHHELD"))
		return segment(run);
	return trail_is(&run->line, "STATE") ? state(run) : rows(run);
}

static int application(struct run *run)
{
	int p = trail_end(&run->line), code;

	if (run->line.words < 3 || strcmp(run->line.word[2], "crash"))
		return 0;
	code = finish(run);
	run->step.open = false;
	if (p < 0)
		return no_trail(run, "nobody crashes");
	pair_crash(&run->pair, p);
	return code;
}

static int follow(struct run *run)
{
	const struct trail_line *line = &run->line;

	if (trail_is(line, "EVENT"))
		return event(run);
	if (trail_is(line, "ROW") || trail_is(line, "ROWS") ||
	    trail_is(line, "STATE") || trail_is(line, "SEND") ||
	    trail_is(line, "WITHHELD"))
		return detail(run);
	if (trail_is(line, "APP"))
		return application(run);
	return pair_setting(&run->pair, line) ? 0
	       : no_trail(run, "a choice of no machine");
}

int main(int argc, char **argv)
{
	static struct run run;
	int code = 0;

	run.name = argc > 1 ? argv[1] : "trail";
	pair_start(&run.pair, argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 0)
	                               : 0);
	while (!code && trail_read(stdin, &run.line))
		code = follow(&run);
	if (!code && run.step.ended)
		code = finish(&run);
	if (!code && !run.steps)
		code = no_trail(&run, "there is no event in it");
	if (!code)
		printf("%s: agrees, %u steps\n", run.name, run.steps);
	return code;
}
