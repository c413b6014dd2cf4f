/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The options of every verb that has a wire: how to look at it, and how bad it
 * is. A group of its own in each verb's --help.
 */
#ifndef TW_WATCHING_H
#define TW_WATCHING_H

#include <argp.h>
#include <stdbool.h>

#include "../driver/impair.h"

struct watching {
	bool trace;               /* every event on standard error */
	bool absolute;            /* sequence numbers as on the wire */
	bool json;                /* objects, one a line, instead of text */
	const char *pcap;         /* a capture to be written, or NULL */
	struct impair_settings wire;
	bool seeded;              /* wire.seed was given */
};

/* For argp: takes a struct watching as its input. */
extern const struct argp watching_argp;

/* Without --seed a bad wire takes one by chance, and says which. */
void watching_seed(struct watching *watching);

#endif
