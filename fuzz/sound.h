/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Is a stack sound? Everything in struct tw that has to agree with something
 * else in it, looked at from outside the calls that keep it so:
 *
 *      slots ----- free list | active, report, accept lists
 *        |  \----- table: bucket -> chain -> entry, under the slot's key
 *        |  \----- timers: the earliest of the slot's own, in heap order
 *        |  \----- buffers: one pair each, the rest on the spare list
 *      neighbours ---- timers
 *
 * and of each connection: its TCB (the invariants of spec/tcp.fsm part 3, said
 * again by hand), timers against the TCB's, buffers against its numbers, and
 * the bounds of RFC 6298 on the retransmission timeout.
 */
#ifndef FUZZ_SOUND_H
#define FUZZ_SOUND_H

#include "stack.h"

/* Looks at all of it; objects. */
void sound_stack(const struct tw *tw);

/* One TCB. */
void sound_tcb(const struct fsm_tcb *tcb, const struct fsm_choices *choices);

/* One connection that is in use. */
void sound_connection(const struct tw *tw, const struct connection *c);

/* Slots on the free list. */
uint32_t sound_free_slots(const struct tw *tw);

#endif
