/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * No false ESTABLISHED. Who enters ESTABLISHED was answered by a peer that
 * lives: the segment that acknowledges our SYN was sent by the very
 * incarnation whose SYN we took, and meant for our own present one.
 *
 * A opens once; B listens, and may come back to LISTEN twice. Assumption
 * isn_fresh: the stale segments carry no ISS that is in use.
 */
#include "harness.pml"

inline check()
{
	if
	:: STATE(who) >= FSM_ESTABLISHED && !tcb[who].syn_unacked &&
	   (was < FSM_ESTABLISHED || was_syn) ->
		must(FROM(seg) != 0 && FROM(seg) == origin[who] &&
		     TO(seg) == life[who])
	:: else
	fi
}
inline check_rest() { skip }

#include "world.pml"
