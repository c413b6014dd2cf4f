/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * After ABORT the other end is told: it is CLOSED, or listens again, and if it
 * was ESTABLISHED its user hears of a reset. Nothing is sent twice, and
 * nothing is lost.
 */
#define ABORTS(p) ((p) == A)
#define ABORT_WHEN(p) (STATE(A) >= FSM_SYN_RECEIVED && OPENED(B))
#define GOAL (!aborted[A] || (IS(A, CLOSED) && error[A] == 0 && \
              IS(B, CLOSED) && error[B] == FSM_SIGNAL_RESET))
#include "harness.pml"

inline check() { skip }
inline check_rest() { skip }

#include "world.pml"
