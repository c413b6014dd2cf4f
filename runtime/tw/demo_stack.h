/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One machine of ours in a story: a stack on its interface, and everything it
 * did. The trace callback writes one `struct happening` an event; expectations
 * read them in order, each aspect (states, sent, received) with a place of its
 * own, so that nothing can be overlooked.
 */
#ifndef TW_DEMO_STACK_H
#define TW_DEMO_STACK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "../driver/packet.h"
#include "capture.h"
#include "demo_script.h"
#include "ladder.h"

struct happening {
	uint64_t now;                 /* us */
	tw_handle handle;
	bool in, out;                 /* a segment arrived; one was sent */
	struct fsm_segment arrived, sent;
	struct demo_bases bases;      /* of the connection, as last known */
	uint8_t before, after;        /* states */
	unsigned fired;
	uint16_t row[FSM_FIRED_MAX];
};

/* What was told by tw_report(). */
struct told {
	tw_handle handle;
	unsigned what;                /* TW_..., less what was asked for */
	bool terminal;
	int reason;
};

/* A segment to be lost on its way. */
struct loss {
	enum packet_way way;
	struct demo_segment segment;
};

enum { DEMO_TOLD = 128, DEMO_LOSSES = 8 };

struct demo_stack {
	const char *name;
	struct packet packet;
	struct tw *tw;
	void *memory;
	struct tw_config config;
	uint8_t key[16];              /* of the initial sequence numbers */
	FILE *out;
	struct ladder ladder;
	struct capture capture;       /* of our side of the wire, or none */
	tw_handle listener, handle;   /* -1: none */
	uint32_t sent_octets;         /* of the filler, on this connection */
	uint32_t read_octets;

	struct happening *log;
	size_t logged, room;
	size_t next_state, next_sent, next_received, next_row;
	bool watches_states, watches_sent, watches_received;
	struct demo_bases bases;      /* of the last connection that had any */

	struct told told[DEMO_TOLD];
	size_t tolds;
	struct loss loss[DEMO_LOSSES];
	size_t losses;
};

/*
 * Starts the machine of host `host` on an interface of the current namespace.
 * `config` is copied, address and so on filled in. Must stay where it is.
 * Returns 0 or -errno.
 */
int demo_stack_open(struct demo_stack *stack, const char *interface,
                    unsigned host, const struct tw_config *config);
void demo_stack_close(struct demo_stack *stack);

/* Loses its memory: no connection, a new key. Returns 0 or -errno. */
int demo_stack_reboot(struct demo_stack *stack);

/* Tells it a neighbor's Ethernet address, as if that had asked for ours. */
void demo_stack_meet(struct demo_stack *stack, unsigned host);

/* Fetches its reports. */
void demo_stack_listen_to(struct demo_stack *stack);

/* The next `way` segment that matches shall be lost. False: too many. */
bool demo_stack_lose(struct demo_stack *stack, enum packet_way way,
                     const struct demo_segment *segment);

/* The state of the last change, FSM_CLOSED at first. */
uint8_t demo_stack_state(const struct demo_stack *stack);

#endif
