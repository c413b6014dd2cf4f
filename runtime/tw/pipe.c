/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tw.h"

/* Octets on their way: those from `from` to `to` have not gone further. */
struct stretch {
	uint8_t octets[16384];
	size_t from, to;
};

/*
 * The two directions end apart from each other: ours with standard input, the
 * peer's with its FIN.
 *
 *      standard input  --read-->  in  --tw_send-->  connection
 *      standard output <--write-- out <--tw_recv--  connection
 *
 * A SEND that finds the buffer full keeps its octets and leaves standard input
 * alone until there is room. An output that is not read keeps the text in the
 * receive buffer, whose window closes; timers and acknowledgments go on.
 */
struct pipe {
	struct session *session;
	tw_handle handle;
	struct stretch in, out;
	bool established;         /* not before: CLOSE would end SYN-SENT */
	bool input_ended, output_ended, closed;
	bool told;                /* that nobody answers ARP */
	int reason;               /* of TW_CLOSED */
	int code;                 /* exit code of what ended it on our side */
	const struct pipe_ends *ends; /* or NULL */
	size_t requested;         /* octets of ends->request taken */
};

static void send_some(struct pipe *p)
{
	struct tw *tw = p->session->tw;
	int64_t n = 1;

	while (p->in.from < p->in.to && n > 0) {
		n = tw_send(tw, p->handle, p->in.octets + p->in.from,
		            p->in.to - p->in.from, TW_PUSH, clock_now());
		p->in.from += n > 0 ? (size_t)n : 0;
	}
}

static void end_input(struct pipe *p)
{
	p->input_ended = true;
	tw_shutdown(p->session->tw, p->handle, clock_now());
}

static void read_request(struct pipe *p)
{
	const char *rest = p->ends->request + p->requested;
	size_t n = strlen(rest);

	n = n < sizeof p->in.octets ? n : sizeof p->in.octets;
	memcpy(p->in.octets, rest, n);
	p->in.from = 0;
	p->in.to = n;
	p->requested += n;
}

static void read_input(struct pipe *p)
{
	ssize_t n = read(STDIN_FILENO, p->in.octets, sizeof p->in.octets);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	p->in.from = 0;
	p->in.to = n > 0 ? (size_t)n : 0;
	if (n > 0)
		return;
	end_input(p);
}

static void give_up(struct pipe *p, int code)
{
	p->code = code;
	p->output_ended = true;
	p->out.from = p->out.to;
	tw_abort(p->session->tw, p->handle, clock_now());
}

/* No more than a pipe takes without blocking. False: not now. */
static bool write_some(struct pipe *p)
{
	struct pollfd output = { .fd = STDOUT_FILENO, .events = POLLOUT };
	size_t n = p->out.to - p->out.from;
	ssize_t k;

	if (poll(&output, 1, 0) <= 0)
		return false;
	k = write(STDOUT_FILENO, p->out.octets + p->out.from,
	          n < PIPE_BUF ? n : PIPE_BUF);
	if (k < 0 && errno != EINTR && errno != EAGAIN)
		give_up(p, trouble("standard output: %s", strerror(errno)));
	p->out.from += k > 0 ? (size_t)k : 0;
	return k > 0;
}

/* Whoever has all it wants ends both directions: the rest is not awaited. */
static void filter(struct pipe *p)
{
	bool all = false;

	p->out.to = p->ends->filter(p->ends->context, p->out.octets, p->out.to,
	                            &all);
	if (all && !p->input_ended)
		end_input(p);
}

static bool receive(struct pipe *p)
{
	int64_t n = tw_recv(p->session->tw, p->handle, p->out.octets,
	                    sizeof p->out.octets, clock_now());

	p->out.from = 0;
	p->out.to = n > 0 ? (size_t)n : 0;
	if (n > 0 && p->ends)
		filter(p);
	if (n == TW_E_CLOSING || n == TW_E_NOT_EXIST)
		p->output_ended = true;
	return n > 0;
}

static void receive_some(struct pipe *p)
{
	while (!p->output_ended && (p->out.from < p->out.to || receive(p)))
		if (p->out.from < p->out.to && !write_some(p))
			break;
}

static void hear(struct pipe *p)
{
	struct tw_report report;

	while (tw_report(p->session->tw, &report)) {
		if (report.handle != p->handle)
			continue;
		if (report.what & TW_UNREACHABLE && !p->told) {
			trouble("nobody answers ARP for the peer or its "
			        "gateway: is it on this network?");
			p->told = true;
		}
		if (report.what & TW_ESTABLISHED)
			p->established = true;
		if (report.what & TW_CLOSED) {
			p->closed = true;
			p->reason = report.reason;
		}
	}
}

/* What was received before the end is still written. */
static bool over(struct pipe *p, bool linger)
{
	struct tw_status status;

	if (p->code || !p->output_ended)
		return p->code != 0;
	if (p->closed)
		return true;
	return !linger && tw_status(p->session->tw, p->handle, &status,
	                            clock_now()) == TW_OK
	       && status.state == FSM_TIME_WAIT;
}

static bool wants_input(const struct pipe *p)
{
	return p->established && !p->input_ended && !p->closed
	       && p->in.from == p->in.to;
}

static int turn(struct pipe *p)
{
	bool want = wants_input(p) && !p->ends;
	struct pollfd files[] = {
		{ .fd = want ? STDIN_FILENO : -1, .events = POLLIN },
		{ .fd = p->out.from < p->out.to ? STDOUT_FILENO : -1,
		  .events = POLLOUT }
	};
	int code = session_turn(p->session, files, 2);

	if (code)
		return code;
	hear(p);
	receive_some(p);
	if (want && files[0].revents && !p->closed)
		read_input(p);
	if (p->ends && wants_input(p))
		read_request(p);
	if (p->ends && p->output_ended && !p->input_ended && !p->closed)
		end_input(p);
	send_some(p);
	if (p->session->signalled)
		give_up(p, EXIT_CONNECTION);
	return 0;
}

static bool established(struct session *session, tw_handle handle)
{
	struct tw_status status;

	return tw_status(session->tw, handle, &status, clock_now()) == TW_OK
	       && status.state >= FSM_ESTABLISHED;
}

static int verdict(const struct pipe *p)
{
	if (p->code || !p->closed || p->reason == TW_OK)
		return p->code;
	trouble("%s", tw_strerror(p->reason));
	return EXIT_CONNECTION;
}

int pipe_run(struct session *session, tw_handle handle, bool linger,
             const struct pipe_ends *ends)
{
	struct pipe p = { .session = session, .handle = handle, .ends = ends };
	int code = 0;

	p.established = established(session, handle);
	while (!code && !over(&p, linger))
		code = turn(&p);
	if (code)
		return code;
	packet_send(&session->packet, session->tw);
	return verdict(&p);
}
