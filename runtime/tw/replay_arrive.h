/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The half of tw replay that arrives: what is under way, and when it is there.
 * Used by replay_end.c alone.
 */
#ifndef TW_REPLAY_ARRIVE_H
#define TW_REPLAY_ARRIVE_H

#include "replay.h"

/* What is being looked at. */
struct replay_scene {
	const struct replay_tale *tale;
	struct replay_flow *flow;
	const struct replay_segment *now; /* NULL: the capture has ended */
	uint64_t time;
};

/* An event whose call is granted. */
struct fsm_event replay_event(enum fsm_kind kind);

/* Number after the segment's last. */
uint32_t replay_behind(const struct fsm_segment *is);

/* The window in a segment that end i sends, in octets. */
uint32_t replay_window(const struct replay_flow *flow, int i,
                       const struct replay_segment *segment);

/* Runs an event at end i, and tells it with the segment sent or arrived. */
void replay_run(const struct replay_scene *s, int i,
                const struct fsm_event *event,
                const struct replay_segment *sent,
                const struct replay_segment *arrived);

/* Both ends as they are in the middle of a connection. */
void replay_join(struct replay_flow *flow, int i,
                 const struct replay_segment *segment);

/* The TCB of who sends this SYN. */
void replay_synchronize(struct fsm_tcb *t, const struct fsm_segment *is,
                        uint32_t window);

/* Under way to end i from now on. */
void replay_put(const struct replay_scene *s, int i,
                const struct replay_segment *segment);

/* What the present segment acknowledges has arrived at end i. */
void replay_acknowledged(const struct replay_scene *s, int i);

/*
 * Something more has arrived at end i, which the present segment does not
 * acknowledge: text ahead of a gap; whatever was answered by a RST. False:
 * nothing can have.
 */
bool replay_hidden(const struct replay_scene *s, int i);

#endif
