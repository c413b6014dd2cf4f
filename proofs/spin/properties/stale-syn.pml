/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A stale SYN alone never establishes, and what it opened is released: A never
 * opens; whatever comes of old segments, in the end A is CLOSED and B listens.
 *
 * A is a live host (assumption replies): it answers the SYN,ACK that it did
 * not ask for.
 */
#define OPENS(p) ((p) == B)
#ifdef ONLY_THE_END                     /* F8: is it for ever? */
#define GOAL (IS(A, CLOSED) && IS(B, LISTEN))
#else
#define GOAL (IS(A, CLOSED) && IS(B, LISTEN) && UNTOLD)
#endif
#include "harness.pml"

#ifdef ONLY_THE_END
inline check() { skip }
#else
inline check() { must(!OPENED(who)) }
#endif
inline check_rest() { skip }

#include "world.pml"
