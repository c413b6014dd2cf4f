/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine as its specification says it: the text of spec/tcp.fsm, carried
 * along in the program, run by the interpreter of gen/, which shares nothing
 * with the back end that wrote fsm.gen.c but the names.
 *
 * Names are what the two are compared by; machine_begin() ends the program
 * where a name of one stands at another's place in the other.
 */
#ifndef FUZZ_MACHINE_H
#define FUZZ_MACHINE_H

#include "gen/tape.h"
#include "runtime/fsm/fsm.gen.h"

struct machine {
	const struct spec *spec;
	struct tape tape;
	struct world world;
	struct outcome outcome;
};

/* Reads the specification at the first call; all later ones do no work that
 * the run does not need. Choices are those TAPE begins with. */
void machine_begin(struct machine *m, const uint8_t *octets, size_t n);
struct fsm_choices machine_choices(const struct machine *m);

/* The next event of the tape, and its fields as C has them; or NULL. */
const struct event *machine_event(struct machine *m, struct fsm_event *e);

/* Runs EVENT, with the fields of E. */
void machine_step(struct machine *m, const struct event *event,
		  const struct fsm_event *e);

/* Objects where the machine is not as T and O have it. */
void machine_compare(const struct machine *m, const struct fsm_tcb *t,
		     const struct fsm_out *o);

#endif
