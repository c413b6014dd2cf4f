/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A half-close keeps the other direction alive: A closes at once; B sends
 * after it has A's FIN, and all of it is delivered to A before B's own FIN.
 */
#ifndef CLOSES
#define CLOSES(p) 1
#endif
#define TEXT(p) ((p) == B -> 2 : 0)
#define SEND_WHEN(p) (IS(p, CLOSE_WAIT))
#define CLOSE_WHEN(p) ((p) == A -> IS(A, ESTABLISHED) : \
                       IS(B, CLOSE_WAIT) && left[B] == 0)
#define GOAL (BOTH_CLOSED && UNTOLD && took[A] == 2)
#include "harness.pml"

inline check()
{
	if
	:: fsm_o_deliver != 0 -> must(closed[A] && took_fin[B])
	:: else
	fi
}
inline check_rest() { skip }

#include "world.pml"
