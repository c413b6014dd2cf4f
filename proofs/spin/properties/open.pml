/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Both willing, the network fair: both reach ESTABLISHED, and each expects the
 * number that the other sends next. Nobody is told of an error.
 *
 * Fair: it loses and copies a bounded number of segments. Every run ends, and
 * this is where it ends.
 */
#define GOAL (BOTH_ESTABLISHED && AGREED && UNTOLD)
#include "harness.pml"

inline check() { skip }
inline check_rest() { skip }

#include "world.pml"
