/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Simultaneous close works: both users close before either has the other's
 * FIN, and both ends reach CLOSED, by way of TIME-WAIT.
 */
#ifndef CLOSES
#define CLOSES(p) 1
#endif
#define CLOSE_WHEN(p) (IS(p, ESTABLISHED) && left[p] == 0)
#define GOAL (!(first[A] && first[B]) || (BOTH_CLOSED && UNTOLD && \
              took_fin[A] && took_fin[B]))
#include "harness.pml"

inline check()
{
	if
	:: first[who] && first[PEER(who)] && ENTERS(CLOSED) &&
	   STATE(PEER(who)) != FSM_CLOSED ->
		must(was == FSM_TIME_WAIT || took_fin[PEER(who)])
	:: else
	fi
}
inline check_rest() { skip }

#include "world.pml"
