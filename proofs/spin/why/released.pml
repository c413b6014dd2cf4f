/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a stale SYN opened is released: A never opens, and in the end B listens
 * as before.
 */
#define OPENS(p) ((p) == B)
#define GOAL (IS(A, CLOSED) && IS(B, LISTEN))
#include "harness.pml"

inline check() { skip }
inline check_rest() { skip }

#include "world.pml"
