/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The same quarrel without a limit ends by the user timeout (F5): whenever B
 * is in SYN-RECEIVED it leaves it, in every run in which the clock of the user
 * timeout is not held for ever.
 *
 * The clock is a process of its own; fairness is SPIN's weak fairness between
 * processes (-f), and the formula is LTL.
 */
#define OPENS(p) ((p) == B -> 2 : 1)
#define CRASHES(p) ((p) == B)
#define CRASH_WHEN(p) (BOTH_ESTABLISHED)
#define OPEN_WHEN(p) ((life[p] == 0 && ((p) == B || !IS(B, CLOSED))) || \
                      crashed[p])
#define CLOCK_APART
#include "harness.pml"

inline check() { skip }
inline check_rest() { skip }

#include "world.pml"
#define half_open (tcb[B].state == FSM_SYN_RECEIVED)
ltl released { [] (half_open -> <> !half_open) }
