/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the actors of a story do. Every act is done when its function returns,
 * but nobody has looked yet at what came of it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>

#include "demo_run.h"

enum { PIECE = 4096, LARGEST = 1024 };

static const unsigned host_of[DEMO_ACTORS] = {
	[DEMO_OURS] = NETNS_TW, [DEMO_OTHER] = NETNS_OTHER,
	[DEMO_KERNEL] = NETNS_KERNEL, [DEMO_RAW] = NETNS_RAW
};

static enum verdict ours_answered(struct demo_run *run, int64_t answer)
{
	return answer >= 0 ? MET
	       : demo_broken(run, "it answered \"%s\"", tw_strerror(answer));
}

static enum verdict kernel_answered(struct demo_run *run, long answer)
{
	return answer >= 0 ? MET
	       : demo_broken(run, "the kernel answered %s",
	                     demo_errno_name((int)answer));
}

static enum verdict stack_listen(struct demo_run *run, struct demo_stack *s,
                                 const struct demo_step *step)
{
	s->listener = tw_listen(s->tw, (uint16_t)step->number, NULL,
	                        step->backlog, clock_now());
	return ours_answered(run, s->listener);
}

static enum verdict stack_connect(struct demo_run *run, struct demo_stack *s,
                                  const struct demo_step *step)
{
	struct tw_endpoint to = {
		.address = netns_address(host_of[step->target]),
		.port = (uint16_t)step->number
	};

	s->sent_octets = s->read_octets = 0;
	s->handle = tw_connect(s->tw, step->from, &to, clock_now());
	return ours_answered(run, s->handle);
}

static enum verdict stack_send(struct demo_run *run, struct demo_stack *s,
                               const void *data, size_t n, bool urgent)
{
	int64_t taken = tw_send(s->tw, s->handle, data, n,
	                        urgent ? TW_PUSH | TW_URGENT : TW_PUSH,
	                        clock_now());

	if (taken >= 0 && (size_t)taken != n)
		return demo_broken(run, "%d octets of %zu were taken",
		                   (int)taken, n);
	return ours_answered(run, taken);
}

static enum verdict stack_act(struct demo_run *run, struct demo_stack *s,
                              const struct demo_step *step)
{
	uint64_t now = clock_now();

	switch (step->verb) {
	case DO_LISTEN:   return stack_listen(run, s, step);
	case DO_CONNECT:  return stack_connect(run, s, step);
	case DO_SHUTDOWN: return ours_answered(run, tw_shutdown(s->tw,
	                                                        s->handle,
	                                                        now));
	case DO_CLOSE:    return ours_answered(run, tw_close(s->tw, s->handle,
	                                                     now));
	case DO_ABORT:    return ours_answered(run, tw_abort(s->tw, s->handle,
	                                                     now));
	case DO_FORGET_LISTENER:
		return ours_answered(run, tw_close(s->tw, s->listener, now));
	case DO_REBOOT:
		return demo_stack_reboot(s) ? demo_broken(run, "no memory")
		                            : MET;
	case DO_DROP_SENT:
		return demo_stack_lose(s, PACKET_OUT, &step->segment) ? MET
		       : demo_broken(run, "too many losses at once");
	case DO_DROP_RECEIVED:
		return demo_stack_lose(s, PACKET_IN, &step->segment) ? MET
		       : demo_broken(run, "too many losses at once");
	default:
		return demo_broken(run, "%s cannot do that", s->name);
	}
}

static enum verdict kernel_put(struct demo_run *run, const void *data, size_t n,
                               bool urgent)
{
	long taken = kernel_send(&run->kernel, data, n, urgent);

	if (taken >= 0 && (size_t)taken != n)
		return demo_broken(run, "%ld octets of %zu were taken", taken,
		                   n);
	return kernel_answered(run, taken);
}

static enum verdict kernel_acks(struct demo_run *run, const char *when)
{
	bool late = !strcmp(when, "late");

	if (!late && strcmp(when, "at-once"))
		return demo_broken(run, "'%s' is neither late nor at-once",
		                   when);
	return kernel_answered(run, kernel_quick(&run->kernel, !late));
}

static enum verdict kernel_open_to(struct demo_run *run,
                                   const struct demo_step *step)
{
	if (step->target != DEMO_OURS)
		return demo_broken(run, "the kernel connects to ours only");
	run->kernel_sent = run->kernel_read = 0;
	return kernel_answered(run, kernel_connect(&run->kernel,
	                                           (uint16_t)step->number,
	                                           step->from));
}

static enum verdict kernel_act(struct demo_run *run,
                               const struct demo_step *step)
{
	struct kernel_peer *k = &run->kernel;

	switch (step->verb) {
	case DO_LISTEN:   return kernel_answered(run, kernel_listen(
	                          k, (uint16_t)step->number, step->backlog));
	case DO_CONNECT:  return kernel_open_to(run, step);
	case DO_SHUTDOWN: return kernel_answered(run, kernel_shutdown(k));
	case DO_CLOSE:    return kernel_answered(run, kernel_close(k));
	case DO_ABORT:    return kernel_answered(run, kernel_abort(k));
	case DO_VANISH:   return kernel_answered(run, kernel_vanish(k));
	case DO_ACKS:     return kernel_acks(run, step->word);
	case DO_BUFFER:   return kernel_answered(run, kernel_buffer(
	                          k, (int)step->number));
	default:          return demo_broken(run, "the kernel cannot do that");
	}
}

static enum verdict raw_sends(struct demo_run *run,
                              const struct demo_step *step)
{
	struct raw_peer *raw = &run->raw;
	struct demo_bases bases = demo_raw_bases(raw);
	struct fsm_segment s = demo_segment_make(&step->segment, &bases);
	uint8_t text[LARGEST];
	int error;

	if (step->word)
		s.data = (uint32_t)strlen(step->word);
	if (s.data > sizeof text)
		return demo_broken(run, "more than %d octets", LARGEST);
	for (uint32_t i = 0; i < s.data; i++)
		text[i] = step->word ? (uint8_t)step->word[i] : demo_filler(i);
	error = raw_send(raw, &s, text);
	return error ? demo_broken(run, "%s", strerror(-error)) : MET;
}

static enum verdict raw_act(struct demo_run *run, const struct demo_step *step)
{
	switch (step->verb) {
	case DO_PORTS:
		run->raw.port = (uint16_t)step->number;
		run->raw.remote_port = (uint16_t)step->second;
		return MET;
	case DO_POSE:
		raw_pose(&run->raw, NETNS_KERNEL);
		return MET;
	case DO_WINDOW:
		run->raw.window = (uint16_t)step->number;
		return MET;
	default:
		return raw_sends(run, step);
	}
}

static enum verdict send_some(struct demo_run *run,
                              const struct demo_step *step, const void *data,
                              size_t n)
{
	bool urgent = step->verb == DO_SEND_URGENT;

	return step->actor == DEMO_KERNEL
	       ? kernel_put(run, data, n, urgent)
	       : stack_send(run, demo_run_stack(run, step->actor), data, n,
	                    urgent);
}

static enum verdict send_filler(struct demo_run *run,
                                const struct demo_step *step)
{
	struct demo_stack *s = demo_run_stack(run, step->actor);
	uint32_t *at = s ? &s->sent_octets : &run->kernel_sent;
	uint32_t left = step->number;
	enum verdict v = MET;
	uint8_t text[PIECE];

	while (left && v == MET) {
		uint32_t n = left < PIECE ? left : PIECE;

		for (uint32_t i = 0; i < n; i++)
			text[i] = demo_filler(*at + i);
		v = send_some(run, step, text, n);
		*at += n;
		left -= n;
	}
	return v;
}

static enum verdict try_accept(struct demo_run *run,
                               const struct demo_step *step)
{
	struct demo_stack *s = demo_run_stack(run, step->actor);
	int64_t answer = s ? tw_accept(s->tw, s->listener)
	                   : kernel_accept(&run->kernel);

	if (answer == (s ? (int64_t)TW_E_PENDING : -EAGAIN))
		return NOT_YET;
	if (!s) {
		run->kernel_sent = run->kernel_read = 0;
		return kernel_answered(run, (long)answer);
	}
	s->sent_octets = s->read_octets = 0;
	s->handle = answer;
	return ours_answered(run, answer);
}

/* What an act makes leaves at once. */
static enum verdict let_out(struct demo_run *run, struct demo_stack *s,
                            enum verdict v)
{
	int error = s ? packet_send(&s->packet, s->tw) : 0;

	return error < 0 ? demo_broken(run, "%s", strerror(-error)) : v;
}

enum verdict demo_act(struct demo_run *run, const struct demo_step *step)
{
	struct demo_stack *s = demo_run_stack(run, step->actor);

	switch (step->verb) {
	case DO_WAIT:
		demo_run_wait(run, run->begun + step->period);
		return MET;
	case DO_ACCEPT:
		return demo_run_until(run, step, try_accept,
		                      run->begun + step->within);
	case DO_SEND:
	case DO_SEND_URGENT:
		return let_out(run, s, send_some(run, step, step->word,
		                                 strlen(step->word)));
	case DO_SEND_OCTETS:
		return let_out(run, s, send_filler(run, step));
	default:
		break;
	}
	if (step->actor == DEMO_RAW)
		return raw_act(run, step);
	if (step->actor == DEMO_KERNEL)
		return kernel_act(run, step);
	return let_out(run, s, stack_act(run, s, step));
}
