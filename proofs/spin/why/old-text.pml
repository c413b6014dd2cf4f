/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As properties/reincarnation.pml, in the order in which the story is best
 * told: B listens before A opens, and A, which waits in TIME-WAIT, closes
 * first.
 */
#define CLOSES(p) (life[p] == 1)
#define OPENS(p) 2
#define LIVES(p) 2
#define TEXT(p) ((p) == A)
#define OPEN_WHEN(p) ((p) == A -> IS(B, LISTEN) : life[B] == 0 || BOTH_CLOSED)
#define CLOSE_WHEN(p) ((p) == A -> IS(A, ESTABLISHED) && left[A] == 0 \
                                : IS(B, CLOSE_WAIT))
#define SEND_WHEN(p) (IS(p, ESTABLISHED) && life[p] == 1)
#define ISN_A(n) (FSM_MOD - 1)
#define ISN_B(n) 3
#include "harness.pml"

inline check()
{
	if
	:: fsm_o_deliver != 0 -> must(FROM(seg) == origin[who])
	:: else
	fi
}
inline check_rest() { skip }

#include "world.pml"
