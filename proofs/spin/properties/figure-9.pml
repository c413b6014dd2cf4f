/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Figure 9 of RFC 9293, the half-open connection is discovered: A crashes and
 * opens again while B believes itself ESTABLISHED. In the end both are
 * ESTABLISHED, with each other.
 *
 * Assumption isn_apart (F4): A's new ISS+1 is not the RCV.NXT that B still
 * holds. B listens again as soon as it has been reset.
 */
#define OPENS(p) 2
#define LIVES(p) 3
#define CRASHES(p) ((p) == A)
#define CRASH_WHEN(p) (IS(A, ESTABLISHED))
#define ARRIVE_WHEN(p) ((p) == A || !IS(B, CLOSED))
#define OPEN_WHEN(p) ((life[p] == 0 && ((p) == B || !IS(B, CLOSED))) || \
                      error[p] != 0 || crashed[p])
#ifndef TAKEN
#define TAKEN ISN_A(1)
#endif
#ifndef OPEN_ISN
#define OPEN_ISN(p) if \
	:: (p) == A && life[A] == 1 -> choose_number(TAKEN) \
	:: else -> pick = ISN(p, life[p] + 1) fi
#endif
#define GOAL (!crashed[A] || (BOTH_ESTABLISHED && AGREED && \
              origin[A] == life[B] && origin[B] == life[A]))
#include "harness.pml"

inline check() { skip }
inline check_rest() { skip }

#include "world.pml"
