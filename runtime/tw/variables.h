/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The variables of a connection as spec/tcp.fsm names and orders them, for
 * whoever shows a TCB.
 */
#ifndef TW_VARIABLES_H
#define TW_VARIABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../fsm/fsm.gen.h"

struct variable {
	const char *name;         /* "SND.UNA"; a timer's: "armed user" */
	size_t at;                /* in struct fsm_tcb */
	bool flag;                /* an octet, 0 or 1; else 32 bits */
};

/* Up to a name that is NULL. */
extern const struct variable variables[];

uint32_t variable_of(const struct fsm_tcb *tcb, const struct variable *v);

#endif
