/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * No octet of an old connection reaches the next one between the same two
 * sockets: both close, open again with the same ISS (the worst case), and what
 * is delivered was sent in this life. TIME-WAIT is for this.
 */
#define CLOSES(p) (life[p] == 1)
#define OPENS(p) 2
#define LIVES(p) 2
#define TEXT(p) ((p) == A)
#ifdef IN_TURN                          /* as it is best told */
#define OPEN_WHEN(p) ((p) == A -> IS(B, LISTEN) : life[B] == 0 || BOTH_CLOSED)
#else
#define OPEN_WHEN(p) ((life[p] == 0 && ((p) == B || !IS(B, CLOSED))) || \
                      (BOTH_CLOSED && \
                      (error[A] | error[B]) == 0) || IS(PEER(p), LISTEN))
#define CLOSE_WHEN(p) (left[p] == 0 && \
                       (IS(p, ESTABLISHED) || IS(p, CLOSE_WAIT)))
#endif
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
