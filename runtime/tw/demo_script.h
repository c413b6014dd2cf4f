/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A demonstration: a story in a file, tests/wire/NAME.demo, made of lines.
 *
 *      title    Simultaneous open
 *      tells    Both ends send a SYN before they have seen the other's.
 *      checks   5
 *      setting  msl 200ms
 *      kernel   connect ours 7001 from 7000
 *      ours     connect kernel 7000 from 7001
 *      expect   ours SYN-RECEIVED by SYNSENT_13
 *
 * Who acts:  ours    the machine under demonstration, 10.77.0.2
 *            kernel  Linux sockets on the other side, 10.77.0.1
 *            raw     a peer that sends what it is told, 10.77.0.3
 *            other   a second machine of ours on the other side, 10.77.0.4
 *
 * An act is done at once, and what it sends leaves at once; but nothing that
 * comes is looked at until the next `expect`, `accept` or `wait`. So two acts
 * in a row are simultaneous: neither side has seen what the other did.
 *
 * An expectation waits until it is met, at most 3 s or `within` the time it
 * gives. What a story looks at it looks at completely: once it speaks of the
 * states of a machine, or of what it sent, or received, every change of state
 * and every SYN, FIN and RST in that direction must be expected, in order, up
 * to the end. Acknowledgments and text are passed over when nobody asks.
 *
 * `checks` says how many expectations there are: a story that loses one fails.
 * All forms, with their slots, are in the table of demo_form.c; they are
 * explained in tests/wire/README.md.
 */
#ifndef TW_DEMO_SCRIPT_H
#define TW_DEMO_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "../tcpwright.h"
#include "demo_segment.h"

enum demo_actor { DEMO_OURS, DEMO_OTHER, DEMO_KERNEL, DEMO_RAW, DEMO_ACTORS };

enum demo_verb {
	DO_LISTEN, DO_CONNECT, DO_ACCEPT, DO_SEND, DO_SEND_OCTETS,
	DO_SEND_URGENT, DO_SHUTDOWN, DO_CLOSE, DO_ABORT, DO_REBOOT,
	DO_VANISH, DO_ACKS, DO_BUFFER, DO_PORTS, DO_POSE, DO_SENDS,
	DO_WINDOW, DO_DROP_SENT, DO_DROP_RECEIVED, DO_WAIT,
	DO_FORGET_LISTENER,
	EXPECT_STATE, EXPECT_KERNEL_STATE, EXPECT_STAYS, EXPECT_GONE,
	EXPECT_SENT, EXPECT_RECEIVED, EXPECT_SENT_NOTHING,
	EXPECT_RECEIVED_NOTHING, EXPECT_ROW, EXPECT_TOLD, EXPECT_READS,
	EXPECT_READS_OCTETS, EXPECT_READS_END, EXPECT_FAILS,
	DEMO_VERBS
};

enum { DEMO_ROWS = 4 };

struct demo_step {
	int line;                     /* in the file, from 1 */
	const char *text;             /* as written, blanks squeezed */
	const char *remark;           /* behind a #, or "" */
	bool paragraph;               /* an empty line stands before it */
	enum demo_verb verb;
	enum demo_actor actor, target;
	uint32_t number, second;      /* ports, octets */
	uint8_t state;                /* enum fsm_state */
	struct demo_segment segment;
	const char *word;             /* text in quotes, or a name */
	const char *call;             /* of EXPECT_FAILS: send, read ... */
	uint16_t row[DEMO_ROWS];      /* by: rows that must have fired */
	unsigned rows;
	uint64_t within;              /* us; how long an expectation waits */
	uint64_t period;              /* us; for: how long nothing happens */
	uint64_t after;               /* us; not earlier than this after the
	                               * change of state before */
	uint16_t from;                /* own port; 0: any */
	uint16_t backlog;
};

struct demo_script {
	const char *name, *title;
	char *tells;
	struct tw_config config;      /* as the settings say */
	bool strangers;               /* nobody knows a neighbor beforehand */
	int checks;                   /* as stated */
	struct demo_step *step;
	int steps;
	bool gap;                     /* reading: after an empty line */
	char why[256];                /* what is wrong, after a failure */
};

/*
 * Reads the lines of a story, up to a NULL. Returns 0, or -1 and says in
 * script->why what is wrong, and where. Nothing is given back to the heap:
 * a process shows one story.
 */
int demo_script_read(struct demo_script *script, const char *name,
                     const char *const *lines);

/* A duration: 200ms, 2s, 50us. False: none. */
bool demo_duration(const char *text, uint64_t *us);

/* -------------------------------------------------------- demo_form.c */

/* Takes the words for a statement; fills in the step. False: it is none. */
bool demo_form_read(struct demo_step *step, const char *const *word,
                    unsigned words);

/* A number of 0..2^31-1. False: none. */
bool demo_count(const char *text, uint32_t *to);

/* ----------------------------------------------------- demo_setting.c */

/* setting WHAT VALUE [VALUE]. False: no such setting, or value. */
bool demo_setting(struct demo_script *script, const char *const *word,
                  unsigned words);

#endif
