/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A new SYN reopens a connection from TIME-WAIT (MAY-2, F13): B has closed
 * first and waits 2 MSL; A is done and opens again with a greater ISS. Both
 * reach ESTABLISHED, and nobody has to wait for the 2 MSL.
 */
#define OPENS(p) ((p) == A -> 2 : 1)
#define MSL_OVER(p) false
#define ISN_B(n) ((n) == 1 -> 3 : 7)
#define LIVES(p) 2
#define CLOSES(p) (life[p] == 1)
#define CLOSE_WHEN(p) ((p) == B -> IS(B, ESTABLISHED) : IS(A, CLOSE_WAIT))
#define OPEN_WHEN(p) ((life[p] == 0 && ((p) == B || !IS(B, CLOSED))) || \
                      IS(B, TIME_WAIT))
#define GOAL (IS(A, ESTABLISHED) && IS(B, ESTABLISHED) && AGREED && \
              life[A] == 2 && life[B] == 2 && UNTOLD)
#include "harness.pml"

inline check() { must(!EVENT(TIME_WAIT_TIMEOUT)) }
inline check_rest() { skip }

#include "world.pml"
