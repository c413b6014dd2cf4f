/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tw.h"

/*
 * The two directions end apart from each other: ours with standard input, the
 * peer's with its FIN. A SEND that finds the buffer full keeps its octets and
 * leaves standard input alone until there is room.
 */
struct pipe {
	struct session *session;
	tw_handle handle;
	uint8_t octets[16384];    /* read from standard input, not yet sent */
	size_t from, to;          /* which of them */
	bool established;         /* not before: CLOSE would end SYN-SENT */
	bool input_ended, output_ended, closed;
	int reason;               /* of TW_CLOSED */
};

static void send_some(struct pipe *p)
{
	struct tw *tw = p->session->tw;
	int64_t n = 1;

	while (p->from < p->to && n > 0) {
		n = tw_send(tw, p->handle, p->octets + p->from,
		            p->to - p->from, TW_PUSH, clock_now());
		p->from += n > 0 ? (size_t)n : 0;
	}
}

static void read_input(struct pipe *p)
{
	ssize_t n = read(STDIN_FILENO, p->octets, sizeof p->octets);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	p->from = 0;
	p->to = n > 0 ? (size_t)n : 0;
	if (n > 0)
		return;
	p->input_ended = true;
	tw_shutdown(p->session->tw, p->handle, clock_now());
}

static bool write_all(const uint8_t *octets, size_t n)
{
	while (n > 0) {
		ssize_t k = write(STDOUT_FILENO, octets, n);

		if (k < 0 && errno != EINTR && errno != EAGAIN)
			return false;
		octets += k > 0 ? k : 0;
		n -= k > 0 ? (size_t)k : 0;
	}
	return true;
}

/* Nobody reads what we write: the peer must learn that it is lost (SHLD-3). */
static void receive_some(struct pipe *p)
{
	uint8_t octets[16384];
	int64_t n;

	while ((n = tw_recv(p->session->tw, p->handle, octets, sizeof octets,
	                    clock_now())) > 0)
		if (!write_all(octets, (size_t)n))
			tw_abort(p->session->tw, p->handle, clock_now());
	if (n == TW_E_CLOSING || n == TW_E_NOT_EXIST)
		p->output_ended = true;
}

static void hear(struct pipe *p)
{
	struct tw_report report;

	while (tw_report(p->session->tw, &report)) {
		if (report.handle != p->handle)
			continue;
		if (report.what & TW_UNREACHABLE)
			trouble("nobody answers ARP for the peer or its "
			        "gateway: is it on this network?");
		if (report.what & TW_ESTABLISHED)
			p->established = true;
		if (report.what & TW_CLOSED) {
			p->closed = true;
			p->reason = report.reason;
		}
	}
}

static bool over(struct pipe *p, bool linger)
{
	struct tw_status status;

	if (p->closed)
		return true;
	if (linger || tw_status(p->session->tw, p->handle, &status,
	                        clock_now()) != TW_OK)
		return false;
	return status.state == FSM_TIME_WAIT && p->output_ended;
}

static int turn(struct pipe *p)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	bool want = p->established && !p->input_ended && p->from == p->to;
	int error = packet_turn(&p->session->packet, p->session->tw, &input,
	                        want ? 1 : 0, UINT64_MAX);

	if (error && error != -EINTR)
		return error;
	hear(p);
	receive_some(p);
	if (want && input.revents && !p->closed)
		read_input(p);
	send_some(p);
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
	if (!p->closed || p->reason == TW_OK)
		return 0;
	trouble("%s", tw_strerror(p->reason));
	return EXIT_CONNECTION;
}

int pipe_run(struct session *session, tw_handle handle, bool linger)
{
	struct pipe p = { .session = session, .handle = handle };
	int error = 0;

	p.established = established(session, handle);
	while (!error && !over(&p, linger))
		error = turn(&p);
	if (error)
		return trouble("the interface: %s", strerror(-error));
	packet_send(&session->packet, session->tw);
	return verdict(&p);
}
