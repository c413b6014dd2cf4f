/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Figure 10 of RFC 9293, the active side finds the half-open connection: B
 * crashes; A, ESTABLISHED, sends, and is reset and told so, whether B listens
 * again or not.
 *
 * Assumption survivor (F7): A does send. An idle survivor is never told.
 */
#define OPENS(p) ((p) == B -> 2 : 1)
#define CRASHES(p) ((p) == B)
#define CRASH_WHEN(p) (BOTH_ESTABLISHED && EMPTY_NET)
#ifndef SURVIVOR
#define SURVIVOR 1
#endif
#define TEXT(p) ((p) == A && SURVIVOR)
#define SEND_WHEN(p) (crashed[B])
#ifdef ALIVE
#define KEEPALIVE(p) ((p) == A && crashed[B] && \
                      IS(A, ESTABLISHED) && EMPTY_NET)
#endif
#define OPEN_WHEN(p) ((life[p] == 0 && ((p) == B || !IS(B, CLOSED))) || \
                      crashed[p])
#define GOAL (!crashed[B] || (IS(A, CLOSED) && error[A] == FSM_SIGNAL_RESET && \
              IS(B, LISTEN)))
#include "harness.pml"

inline check() { skip }
inline check_rest() { skip }

#include "world.pml"
