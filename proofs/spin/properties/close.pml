/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every connection that both users close reaches CLOSED at both ends; all that
 * was sent has been delivered, and nobody is told of an error.
 *
 * 2 MSL outlasts the other end's retransmissions of its FIN (assumption msl,
 * F3). Users close when what they have to send is sent.
 */
#ifndef CLOSES
#define CLOSES(p) 1
#endif
#define GOAL (BOTH_CLOSED && UNTOLD && closed[A] && closed[B] && \
              took[A] == TEXT(B) && took[B] == TEXT(A) && \
              took_fin[A] && took_fin[B])
#define STALE_WHEN false
#include "harness.pml"

inline check() { skip }
inline check_rest() { skip }

#include "world.pml"
