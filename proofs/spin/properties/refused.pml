/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A SYN to a host where nobody listens: A is told that it is reset, and is
 * CLOSED, though nothing is sent twice.
 */
#define OPENS(p) ((p) == A)
#define OPEN_WHEN(p) true
#define GOAL (BOTH_CLOSED && error[A] == FSM_SIGNAL_RESET && error[B] == 0)
#include "harness.pml"

inline check() { skip }
inline check_rest() { skip }

#include "world.pml"
