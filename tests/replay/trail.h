/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What SPIN prints of a run of the model, line by line. A line of a trail
 * begins with @; whatever else stands between them is passed over.
 *
 *     @ MODEL width=3 NAME                 the numbers are modulo 2^3
 *     @ CHOICES listen_on_syn=1            those that are not at their default
 *     @ APP 0 open                         what an application does
 *     @ NET stale 1 seq=4 ack=0 ctl=2      what the network does to whom
 *     @ EVENT 1 segment seg_seq=4 syn=1    a step of the machine at end 1
 *     @ ROW 1 LISTEN_2                     ... the rows it fires
 *     @ SEND 1 seq=3 ack=5 ctl=18 data=0   ... the segment it sends, if any
 *     @ STATE 1 SYN_RECEIVED snd_una=3     ... and what is left
 *     @ WITHHELD 1 seq=3 ...               ... or would send, over the limit
 *     @ FAIL WORDS                         the property that does not hold
 *     @ CYCLE                              what follows goes on for ever
 *
 * End 0 is TCP A, end 1 is TCP B. Events, rows and states have their names,
 * with or without FSM_E_, FSM_R_, FSM_, or their numbers in fsm.gen.h.
 */
#ifndef REPLAY_TRAIL_H
#define REPLAY_TRAIL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "fsm.gen.h"

enum { TRAIL_TEXT = 1024, TRAIL_WORDS = 64, TRAIL_ROWS = 32 };

struct trail_line {
	unsigned number;                /* in its file, from 1 */
	char text[TRAIL_TEXT];
	int words;                      /* behind the @ */
	const char *word[TRAIL_WORDS];
};

/* The next line that begins with @. False: there is none. */
bool trail_read(FILE *file, struct trail_line *line);

/* The line is of this kind, "EVENT" say. */
bool trail_is(const struct trail_line *line, const char *kind);

/* Its end, the first word that is 0 or 1; or -1. */
int trail_end(const struct trail_line *line);

/* NAME=NUMBER stands in the line. */
bool trail_value(const struct trail_line *line, const char *name,
                 uint32_t *value);

/* seq=, ack=, ctl= and data=: what a SEND and a NET line hold. */
struct fsm_segment trail_segment(const struct trail_line *line);

/* The place of a word in a table of names, or -1. PREFIX may stand before. */
int trail_name(const char *word, const char *prefix,
               const char *const *names, int n);

#endif
