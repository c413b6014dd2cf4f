/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two compiled machines, A and B, that a trail of the model steers.
 *
 * The model counts modulo 8 or 16, the C modulo 2^32. A number of the model is
 * the low bits of the number in C. Which of the many numbers with these low
 * bits is meant, is settled by whoever looks at it: the one nearest to what
 * that end itself expects in that direction,
 *
 *     SEG.SEQ                     RCV.NXT, once there is one
 *     SEG.ACK, ISN                SND.NXT, once there is one
 *
 * and otherwise the last one that was in use in that direction. Where the first
 * of all stands is `base`, so that a trail can be run across 0 or 2^31.
 *
 * What the specification declares `fixed` is set to that value before every
 * event, because the model does not know it as anything else.
 */
#ifndef REPLAY_PAIR_H
#define REPLAY_PAIR_H

#include "trail.h"

struct pair {
	struct fsm_choices choices;
	uint32_t mask;                  /* of the model's numbers */
	struct fsm_tcb tcb[2];
	uint32_t last[2];               /* number in use, by who sends it */
};

/* Both CLOSED, the choices at their defaults. */
void pair_start(struct pair *pair, uint32_t base);

/* A MODEL or CHOICES line. False: it names no choice of this machine. */
bool pair_setting(struct pair *pair, const struct trail_line *line);

/* The event of an EVENT line. False: this machine has no such event. */
bool pair_event(const struct pair *pair, int p, const struct trail_line *line,
                struct fsm_event *event);

/* A segment, its numbers as small as the model's, as end P sees it arrive. */
struct fsm_event pair_arrival(const struct pair *pair, int p,
                              const struct fsm_segment *segment);

/* An event in which everything is allowed, possible and there. */
struct fsm_event pair_plain(uint8_t kind);

void pair_step(struct pair *pair, int p, struct fsm_event *event,
               struct fsm_out *out);

/* All memory of end P is lost. */
void pair_crash(struct pair *pair, int p);

/* What a STATE line says is so; else `name` is what is not, `is` its value. */
bool pair_agrees(const struct pair *pair, int p, const struct trail_line *line,
                 const char **name, uint32_t *is);

/* The lines of an event, of what it did, and of a segment on its own. */
void pair_print(const struct pair *pair, int p, const struct fsm_event *event,
                const struct fsm_out *out);
void pair_print_segment(const struct pair *pair,
                        const struct fsm_segment *segment);

#endif
