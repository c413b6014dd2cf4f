/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the library calls itself and the parts of its table. The tables of
 * fsm.gen.h are not for programs: the names of a program's own machine are the
 * same.
 */
#include "tcpwright.h"

/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == TW_VERSION_NUM; */
unsigned tw_version(void)
{
	return TW_VERSION_NUM;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures known: state < FSM_STATES ==> \result == fsm_state_name[state];
    ensures not: state >= FSM_STATES ==> \valid_read(\result); */
const char *tw_state_name(unsigned state)
{
	return state < FSM_STATES ? fsm_state_name[state] : "?";
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures known: kind < FSM_EVENTS ==> \result == fsm_event_name[kind];
    ensures not: kind >= FSM_EVENTS ==> \valid_read(\result); */
const char *tw_event_name(unsigned kind)
{
	return kind < FSM_EVENTS ? fsm_event_name[kind] : "?";
}

/* The first row is none. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures known: 0 < row < FSM_ROWS ==> \result == fsm_row_name[row];
    ensures not: row == 0 || row >= FSM_ROWS ==> \valid_read(\result); */
const char *tw_row_name(unsigned row)
{
	return row > 0 && row < FSM_ROWS ? fsm_row_name[row] : "?";
}
