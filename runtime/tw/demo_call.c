/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Expectations about what the calls of an actor return: text read, the end of
 * it, errors.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>

#include "demo_run.h"

enum { PIECE = 4096 };

/* Octets; 0: the end; -EAGAIN: nothing yet; -EPROTO: an error, in run->why. */
static long read_some(struct demo_run *run, enum demo_actor actor,
                      uint8_t *text, size_t n)
{
	struct demo_stack *s = demo_run_stack(run, actor);
	int64_t got = s ? tw_recv(s->tw, s->handle, text, n, clock_now())
	                : kernel_read(&run->kernel, text, n);

	if (got > 0 || (!s && (got == 0 || got == -EAGAIN)))
		return (long)got;
	if (s && got == TW_E_PENDING)
		return -EAGAIN;
	if (s && got == TW_E_CLOSING)
		return 0;
	demo_broken(run, "reading answers %s",
	            s ? demo_error_name(got) : demo_errno_name((int)got));
	return -EPROTO;
}

static bool as_sent(const uint8_t *text, size_t n, const char *words,
                    uint32_t at)
{
	for (size_t i = 0; i < n; i++)
		if (text[i] != (words ? (uint8_t)words[at + i]
		                      : demo_filler(at + (uint32_t)i)))
			return false;
	return true;
}

/* words: what it must be; NULL: filler from place `from`. */
static enum verdict read_up_to(struct demo_run *run,
                               const struct demo_step *step, uint32_t total,
                               const char *words, uint32_t from)
{
	uint8_t text[PIECE];

	while (run->progress < total) {
		uint32_t left = total - run->progress;
		long n = read_some(run, step->actor, text,
		                   left < PIECE ? left : PIECE);

		if (n == -EAGAIN)
			return NOT_YET;
		if (n < 0)
			return BROKEN;
		if (!n)
			return demo_broken(run, "the text ended after %u "
			                   "octets", (unsigned)run->progress);
		if (!as_sent(text, (size_t)n, words, from + run->progress))
			return demo_broken(run, "it read \"%.*s\"", (int)n,
			                   (const char *)text);
		run->progress += (uint32_t)n;
	}
	return MET;
}

static enum verdict expect_octets(struct demo_run *run,
                                  const struct demo_step *step)
{
	struct demo_stack *s = demo_run_stack(run, step->actor);
	uint32_t *at = s ? &s->read_octets : &run->kernel_read;
	enum verdict v = read_up_to(run, step, step->number, NULL, *at);

	if (v == MET)
		*at += step->number;
	return v;
}

static enum verdict expect_end(struct demo_run *run,
                               const struct demo_step *step)
{
	uint8_t octet;
	long n = read_some(run, step->actor, &octet, 1);

	if (n > 0)
		return demo_broken(run, "there was text to read");
	return n == 0 ? MET : n == -EAGAIN ? NOT_YET : BROKEN;
}

static int64_t stack_call(struct demo_stack *s, const char *call)
{
	uint64_t now = clock_now();
	struct tw_status status;
	uint8_t octet = 'x';

	if (!strcmp(call, "send"))
		return tw_send(s->tw, s->handle, &octet, 1, TW_PUSH, now);
	if (!strcmp(call, "read"))
		return tw_recv(s->tw, s->handle, &octet, 1, now);
	if (!strcmp(call, "shutdown"))
		return tw_shutdown(s->tw, s->handle, now);
	if (!strcmp(call, "close"))
		return tw_close(s->tw, s->handle, now);
	if (!strcmp(call, "abort"))
		return tw_abort(s->tw, s->handle, now);
	if (!strcmp(call, "accept"))
		return tw_accept(s->tw, s->listener);
	return tw_status(s->tw, s->handle, &status, now);
}

static enum verdict stack_fails(struct demo_run *run, struct demo_stack *s,
                                const struct demo_step *step)
{
	int wanted = demo_error(step->word);
	int64_t answer;

	if (wanted > 0 || !strcmp(step->call, "connect"))
		return demo_broken(run, "no such call, or no such answer");
	answer = stack_call(s, step->call);
	if (answer == wanted)
		return MET;
	if (answer == TW_E_PENDING)
		return NOT_YET;
	return demo_broken(run, "it answered %s", demo_error_name(answer));
}

static long kernel_call(struct kernel_peer *k, const char *call)
{
	uint8_t octet = 'x';

	if (!strcmp(call, "send"))
		return kernel_send(k, &octet, 1, false);
	if (!strcmp(call, "read"))
		return kernel_read(k, &octet, 1);
	if (!strcmp(call, "connect"))
		return kernel_connected(k);
	if (!strcmp(call, "accept"))
		return kernel_accept(k);
	return -ENOSYS;
}

static enum verdict kernel_fails(struct demo_run *run,
                                 const struct demo_step *step)
{
	int wanted = demo_errno(step->word);
	long answer;

	if (wanted > 0)
		return demo_broken(run, "no such answer");
	answer = kernel_call(&run->kernel, step->call);
	if (answer == wanted)
		return MET;
	if (answer == -EAGAIN)
		return NOT_YET;
	return demo_broken(run, "it answered %s",
	                   demo_errno_name((int)answer));
}

enum verdict demo_expect_call(struct demo_run *run,
                              const struct demo_step *step)
{
	struct demo_stack *s = demo_run_stack(run, step->actor);

	switch (step->verb) {
	case EXPECT_READS:
		return read_up_to(run, step, (uint32_t)strlen(step->word),
		                  step->word, 0);
	case EXPECT_READS_OCTETS: return expect_octets(run, step);
	case EXPECT_READS_END:    return expect_end(run, step);
	case EXPECT_FAILS:        return s ? stack_fails(run, s, step)
	                                   : kernel_fails(run, step);
	default:                  return demo_broken(run, "no expectation");
	}
}
