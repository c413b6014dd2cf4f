/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A tape: events of a machine as a string of octets. Any string is a tape, and
 * most tapes have numbers near those that matter, so that octets drawn at
 * random, or changed a little, are a story worth telling. emit_seed.c writes
 * tapes, and the harness fuzz/transitions.c runs the machine's C with them.
 *
 *     tape    = choices { event }
 *     choices = a bit each, the lowest first: 1 is not the default
 *     event   = number flags { value }     number modulo that of all events
 *     flags   = a bit for each field of the event that is a flag, likewise
 *     value   = HOW BY [ 4 octets ]        one for each field that is none
 *
 * Where nothing is left, zeros are read. HOW counts through what a value may be,
 * and begins anew behind the last:
 *
 *     sequence number   (variable of its space, or the 4 octets)
 *                       x (nothing, half the circle, plus or minus a length)
 *                       + SO
 *     length            even: BY
 *                       odd: the most it can be - BY; the 4 octets;
 *                            a variable + SO;
 *                            the distance of two variables of a space + SO
 *
 * SO is for BY below 192 one of 0, 1, 2, -1, in turn; behind, from -32 to 31.
 * What a length cannot be is the most it can.
 */
#ifndef TAPE_H
#define TAPE_H

#include "interp.h"

struct tape {
	const uint8_t *at;
	size_t left;
};

/* The machine at the beginning: everything zero, the choices as TAPE says. */
void tape_begin(const struct spec *spec, struct tape *tape, struct world *w);

/* The next event, its fields in W, all others zero; NULL at the end. */
const struct event *tape_event(const struct spec *spec, struct tape *tape,
	struct world *w);

/* Octets of the choices, and the most an event can have. */
size_t tape_choices(const struct spec *spec);
size_t tape_most(const struct spec *spec);

/* For every row a file DIR/ROW, a tape that fires it. Says for which rows none
 * was found. False after a message: in emit_seed.c. */
bool write_seeds(const char *dir, const struct spec *spec);

/* A dictionary: the words of SPEC; events of its tapes. */
void emit_words(const struct spec *spec, FILE *out);
void emit_octets(const struct spec *spec, FILE *out);

#endif
