/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A story while it is shown: everyone who acts, and the loop that lets time
 * pass. Grouped by file.
 */
#ifndef TW_DEMO_RUN_H
#define TW_DEMO_RUN_H

#include "demo_script.h"
#include "demo_stack.h"
#include "kernel_peer.h"
#include "netns.h"
#include "raw_peer.h"
#include "watching.h"

enum verdict { MET, NOT_YET, BROKEN };

struct demo_run {
	const struct demo_script *script;
	FILE *out;                    /* the story as it is shown */
	const struct watching *watching;
	struct netns world;
	struct demo_stack ours, other;
	struct kernel_peer kernel;
	struct raw_peer raw;
	uint32_t kernel_sent, kernel_read; /* octets of the filler */

	uint64_t begun;               /* us, of the step that runs */
	size_t mark[DEMO_ACTORS];     /* what there was when it began */
	uint32_t progress;            /* octets read for it so far */
	char why[512];                /* why it failed */
	char missing[512];            /* what this machine lacks */
	int met;                      /* expectations so far */
};

/* ------------------------------------------------------------ demo_run.c */

/*
 * Shows the story on `out`, looked at, and with a wire as bad, as `watching`
 * asks. Returns 0; 1: it failed; 2: run->missing says what is.
 */
int demo_run(struct demo_run *run, const struct demo_script *script, FILE *out,
             const struct watching *watching);

/* Prints that all was met. */
void demo_run_passed(const struct demo_run *run, FILE *out);

struct demo_stack *demo_run_stack(struct demo_run *run, enum demo_actor actor);

/* Lets time pass until asked(run, step) is no longer NOT_YET, or `until` us. */
enum verdict demo_run_until(struct demo_run *run, const struct demo_step *step,
                            enum verdict (*asked)(struct demo_run *run,
                                                  const struct demo_step *step),
                            uint64_t until);

/* Lets time pass until `until` us. NOT_YET, or BROKEN. */
enum verdict demo_run_wait(struct demo_run *run, uint64_t until);

/* Notes why the step failed, and returns BROKEN. */
enum verdict demo_broken(struct demo_run *run, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* The segment in RFC notation, counted from ISS and IRS. Returns text. */
const char *demo_segment_text(char *text, size_t size,
                              const struct fsm_segment *segment,
                              const struct demo_bases *bases, bool sent);

/* What the numbers of the raw peer's segments count from. */
struct demo_bases demo_raw_bases(const struct raw_peer *raw);

/* The octet at place `at` of a filler, so that order and loss are seen. */
uint8_t demo_filler(uint32_t at);

/* ------------------------------------------------------------ demo_act.c */

/* MET, or BROKEN. */
enum verdict demo_act(struct demo_run *run, const struct demo_step *step);

/* --------------------------------------------------------- demo_expect.c */

/* To be asked until it is not NOT_YET. */
enum verdict demo_expect(struct demo_run *run, const struct demo_step *step);

/* ----------------------------------------------------------- demo_call.c */

/* The part of it about what calls return. */
enum verdict demo_expect_call(struct demo_run *run,
                              const struct demo_step *step);

/* --------------------------------------------------------- demo_ending.c */

/* Has everything been looked at that must be? MET, or BROKEN. */
enum verdict demo_ending(struct demo_run *run);

/* What was seen last, for a failure. */
void demo_last_seen(struct demo_run *run);

/* ----------------------------------------------------------- demo_word.c */

/* The enum tw_error and the errno of a name, as in `fails`; 1: none. */
int demo_error(const char *name);
int demo_errno(const char *name);
const char *demo_error_name(int64_t error);
const char *demo_errno_name(int error);

/* The bit of struct tw_report and its reason, as in `told`. False: none. */
bool demo_report(const char *name, unsigned *what, int *reason);

#endif
