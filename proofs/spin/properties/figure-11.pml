/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Figure 11 of RFC 9293: an old SYN meets two ends that both listen. Both
 * listen again in the end; nobody was ESTABLISHED, nobody is told anything.
 */
#define ACTIVE(p) 0
#define LIVES(p) 3
#define GOAL (IS(A, LISTEN) && IS(B, LISTEN) && UNTOLD)
#include "harness.pml"

inline check() { must(!OPENED(who)) }
inline check_rest() { skip }

#include "world.pml"
