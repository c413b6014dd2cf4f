/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the library calls itself and the parts of its table. The tables of
 * fsm.gen.h are not for programs: the names of a program's own machine are the
 * same.
 */
#include "tcpwright.h"

unsigned tw_version(void)
{
	return TW_VERSION_NUM;
}

const char *tw_state_name(unsigned state)
{
	return state < FSM_STATES ? fsm_state_name[state] : "?";
}

const char *tw_event_name(unsigned kind)
{
	return kind < FSM_EVENTS ? fsm_event_name[kind] : "?";
}

/* The first row is none. */
const char *tw_row_name(unsigned row)
{
	return row > 0 && row < FSM_ROWS ? fsm_row_name[row] : "?";
}
