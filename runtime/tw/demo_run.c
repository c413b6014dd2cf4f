/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "demo_run.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <string.h>

#define NAP 2000u /* us: how often the kernel is asked */

enum { EVERYBODY = 3 }; /* descriptors at most: ours, other, raw */

struct demo_stack *demo_run_stack(struct demo_run *run, enum demo_actor actor)
{
	return actor == DEMO_OURS ? &run->ours
	       : actor == DEMO_OTHER ? &run->other : NULL;
}

enum verdict demo_broken(struct demo_run *run, const char *fmt, ...)
{
	va_list arguments;

	va_start(arguments, fmt);
	vsnprintf(run->why, sizeof run->why, fmt, arguments);
	va_end(arguments);
	return BROKEN;
}

const char *demo_segment_text(char *text, size_t size,
                              const struct fsm_segment *segment,
                              const struct demo_bases *bases, bool sent)
{
	struct ladder_number our = { "ISS", bases->from[DEMO_ISS] };
	struct ladder_number their = { "IRS", bases->from[DEMO_IRS] };

	return ladder_segment(text, size, segment, sent ? our : their,
	                      sent ? their : our);
}

struct demo_bases demo_raw_bases(const struct raw_peer *raw)
{
	return (struct demo_bases){ .from = {
		[DEMO_ISS] = raw->iss, [DEMO_IRS] = raw->irs,
		[DEMO_SND_NXT] = raw->snd_nxt, [DEMO_RCV_NXT] = raw->rcv_nxt
	} };
}

uint8_t demo_filler(uint32_t at)
{
	return (uint8_t)('a' + at % 25u + at / 25u % 2u);
}

/* ------------------------------------------------------------- the loop */

static bool step_out(struct demo_stack *s)
{
	return !s->tw || packet_send(&s->packet, s->tw) >= 0;
}

static bool step_in(struct demo_stack *s)
{
	bool ok;

	if (!s->tw)
		return true;
	ok = packet_receive(&s->packet, s->tw) >= 0;
	tw_expire(s->tw, clock_now());
	ok = ok && packet_send(&s->packet, s->tw) >= 0;
	demo_stack_listen_to(s);
	return ok;
}

static uint64_t next_deadline(const struct demo_run *run, uint64_t until)
{
	const struct demo_stack *all[] = { &run->ours, &run->other };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		uint64_t due = all[i]->tw ? tw_next_deadline(all[i]->tw)
		                          : UINT64_MAX;
		until = due < until ? due : until;
	}
	return until;
}

static void nap(const struct demo_run *run, uint64_t until)
{
	uint64_t now = clock_now();
	uint64_t us = until > now ? until - now : 0;
	struct timespec time = { .tv_sec = (time_t)(us / 1000000u),
		                 .tv_nsec = (long)(us % 1000000u) * 1000 };
	struct pollfd p[EVERYBODY];
	nfds_t n = 0;

	p[n++] = (struct pollfd){ run->ours.packet.fd, POLLIN, 0 };
	if (run->other.tw)
		p[n++] = (struct pollfd){ run->other.packet.fd, POLLIN, 0 };
	if (run->raw.packet.ring)
		p[n++] = (struct pollfd){ run->raw.packet.fd, POLLIN, 0 };
	ppoll(p, n, &time, NULL);
}

static bool turn(struct demo_run *run, uint64_t until)
{
	if (!step_out(&run->ours) || !step_out(&run->other))
		return false;
	nap(run, next_deadline(run, until));
	return step_in(&run->ours) && step_in(&run->other)
	       && (!run->raw.packet.ring || !raw_receive(&run->raw));
}

enum verdict demo_run_until(struct demo_run *run, const struct demo_step *step,
                            enum verdict (*asked)(struct demo_run *run,
                                                  const struct demo_step *step),
                            uint64_t until)
{
	for (;;) {
		enum verdict v = asked(run, step);
		uint64_t now = clock_now();

		if (v != NOT_YET || now >= until)
			return v;
		if (!turn(run, until < now + NAP ? until : now + NAP))
			return demo_broken(run, "the interface: %s",
			                   strerror(errno));
	}
}

static enum verdict never(struct demo_run *run, const struct demo_step *step)
{
	(void)run;
	(void)step;
	return NOT_YET;
}

enum verdict demo_run_wait(struct demo_run *run, uint64_t until)
{
	return demo_run_until(run, NULL, never, until);
}

/* ------------------------------------------------------------- the steps */

static void mark(struct demo_run *run)
{
	run->begun = clock_now();
	run->mark[DEMO_OURS] = run->ours.logged;
	run->mark[DEMO_OTHER] = run->other.logged;
	run->mark[DEMO_RAW] = run->raw.count;
	run->progress = 0;
	run->why[0] = '\0';
}

static bool expectation(const struct demo_step *step)
{
	return step->verb >= EXPECT_STATE;
}

/* "Nothing" must outlast its own period. */
static enum verdict play(struct demo_run *run, const struct demo_step *step)
{
	uint64_t limit = step->within > step->period ? step->within
	                 : step->period + step->within;
	enum verdict v;

	mark(run);
	if (!expectation(step))
		return demo_act(run, step);
	v = demo_run_until(run, step, demo_expect, run->begun + limit);
	if (v != NOT_YET)
		return v;
	return run->why[0] ? BROKEN
	       : demo_broken(run, "waited %u ms in vain",
	                     (unsigned)(limit / 1000u));
}

static void tell(const struct demo_run *run, const struct demo_step *step,
                 const char *why)
{
	struct json json = json_begin(run->out);

	json_text(&json, expectation(step) ? "check" : "act", step->text);
	json_number(&json, "line", (uint64_t)step->line);
	if (expectation(step) || why)
		json_flag(&json, "met", !why);
	if (why)
		json_text(&json, "why", why);
	json_end(&json);
}

static int failed(struct demo_run *run, const struct demo_step *step)
{
	if (run->watching->json) {
		tell(run, step, run->why);
		return 1;
	}
	fprintf(run->out, "FAILED %s:%d: %s\n       %s\n", run->script->name,
	        step->line, step->text, run->why);
	demo_last_seen(run);
	return 1;
}

/* An act is shown before what comes of it, an expectation once it is met. */
static void show(const struct demo_run *run, const struct demo_step *step)
{
	if (run->watching->json) {
		tell(run, step, NULL);
		return;
	}
	fprintf(run->out, "%s%s%s%s\n", expectation(step) ? "  ok: " : "* ",
	        step->text, *step->remark ? "   " : "", step->remark);
}

static int play_all(struct demo_run *run)
{
	const struct demo_script *s = run->script;

	for (int i = 0; i < s->steps; i++) {
		const struct demo_step *step = &s->step[i];

		if (step->paragraph && i && !run->watching->json)
			fputc('\n', run->out);
		if (!expectation(step))
			show(run, step);
		if (play(run, step) != MET)
			return failed(run, step);
		if (!expectation(step))
			continue;
		run->met++;
		show(run, step);
	}
	if (demo_ending(run) == MET)
		return 0;
	if (!run->watching->json)
		fprintf(run->out, "FAILED %s: at the end, %s\n", s->name,
		        run->why);
	return 1;
}

/* ------------------------------------------------------------ the set-up */

static bool takes_part(const struct demo_script *s, enum demo_actor actor)
{
	for (int i = 0; i < s->steps; i++)
		if (s->step[i].actor == actor || s->step[i].target == actor)
			return true;
	return false;
}

static int missing(struct demo_run *run, const char *what, int error)
{
	snprintf(run->missing, sizeof run->missing, "%s: %s", what,
	         error == -EPERM ? "no permission to open a packet socket "
	                           "(capability CAP_NET_RAW)"
	                         : strerror(-error));
	return 2;
}

static int open_stack(struct demo_run *run, struct demo_stack *s,
                      const char *interface, unsigned host)
{
	bool two = takes_part(run->script, DEMO_OTHER);
	int error;

	s->name = host == NETNS_TW ? "ours" : "other";
	s->out = run->out;
	s->ladder = (struct ladder){ .out = run->out,
		                     .name = two ? s->name : NULL,
		                     .absolute = run->watching->absolute,
		                     .json = run->watching->json };
	error = demo_stack_open(s, interface, host, &run->script->config);
	if (!error && s == &run->ours)
		error = packet_impair(&s->packet, &run->watching->wire);
	return error;
}

static int open_peers(struct demo_run *run)
{
	const struct demo_script *s = run->script;
	int error;

	error = kernel_open(&run->kernel, run->world.peer, run->world.ours,
	                    netns_address(NETNS_TW));
	if (error)
		return missing(run, "the kernel's table of connections, "
		                    "/proc/net/tcp", error);
	if (netns_enter(run->world.peer))
		return missing(run, "the peer's namespace", -errno);
	if (takes_part(s, DEMO_RAW))
		error = raw_open(&run->raw, NETNS_PEER, NETNS_RAW, NETNS_TW);
	if (!error && takes_part(s, DEMO_OTHER))
		error = open_stack(run, &run->other, NETNS_PEER, NETNS_OTHER);
	if (netns_enter(run->world.ours))
		return missing(run, "our namespace", -errno);
	return error ? missing(run, "interface " NETNS_PEER, error) : 0;
}

static void meet(struct demo_run *run)
{
	if (run->script->strangers)
		return;
	demo_stack_meet(&run->ours, NETNS_KERNEL);
	demo_stack_meet(&run->ours, NETNS_RAW);
	demo_stack_meet(&run->ours, NETNS_OTHER);
	if (run->other.tw)
		demo_stack_meet(&run->other, NETNS_TW);
}

static int set_up(struct demo_run *run)
{
	int error;

	if (netns_open(&run->world, !run->script->strangers)) {
		snprintf(run->missing, sizeof run->missing, "%s",
		         run->world.why);
		return 2;
	}
	error = open_stack(run, &run->ours, NETNS_OURS, NETNS_TW);
	if (error)
		return missing(run, "interface " NETNS_OURS, error);
	error = open_peers(run);
	if (!error)
		meet(run);
	return error;
}

/* ------------------------------------------------------------- the whole */

static void tell_end(const struct demo_run *run, FILE *out, bool passed)
{
	struct json json;

	if (!run->watching->json) {
		fprintf(out, passed ? "demo %s: passed, %d checks\n"
		                    : "demo %s: failed after %d checks\n",
		        run->script->name, run->met);
		return;
	}
	json = json_begin(out);
	json_text(&json, "demo", run->script->name);
	json_flag(&json, "passed", passed);
	json_number(&json, "checks", (uint64_t)run->met);
	json_end(&json);
}

void demo_run_passed(const struct demo_run *run, FILE *out)
{
	tell_end(run, out, true);
}

static int close_all(struct demo_run *run, int result)
{
	const char *pcap = run->watching->pcap;
	int error = capture_close(&run->ours.capture);

	demo_stack_close(&run->ours);
	demo_stack_close(&run->other);
	kernel_finish(&run->kernel);
	if (run->raw.packet.ring)
		raw_close(&run->raw);
	if (!error || result == 2)
		return result;
	snprintf(run->missing, sizeof run->missing,
	         "%s: the capture is not whole: %s", pcap, strerror(-error));
	return 2;
}

int demo_run(struct demo_run *run, const struct demo_script *script, FILE *out,
             const struct watching *watching)
{
	int result;

	*run = (struct demo_run){ .script = script, .out = out,
		                  .watching = watching };
	result = capture_open(&run->ours.capture, watching->pcap);
	if (result)
		return missing(run, watching->pcap, result);
	if (!watching->json)
		fprintf(out, "%s\n\n%s\n", script->title, script->tells);
	result = set_up(run);
	if (!result)
		result = play_all(run);
	if (result != 2)
		tell_end(run, out, !result);
	return close_all(run, result);
}
