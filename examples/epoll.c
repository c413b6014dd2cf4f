/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program that has an epoll loop of its own, and takes a stack into it.
 *
 * The program counts, ten times a second, and ends at SIGTERM. Now whoever
 * connects to its port shall be told how far it is. Three things are new in the
 * loop, each marked with an arrow: one more file to watch, frames that go out
 * before it sleeps, and a deadline that may end the sleep.
 *
 *      cc -o epoll epoll.c $(pkg-config --cflags --libs tcpwright-link)
 *      ./epoll eth0 192.0.2.2/24 13
 */
#include <signal.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <tcpwright/packet.h>

#include "common.h"

struct program {
	unsigned count;
	bool over;
	struct packet packet;
	struct tw *tw;
	tw_handle listener;
};

struct source {
	int fd;
	void (*ready)(struct program *p, int fd);
};

static void count(struct program *p, int fd)
{
	uint64_t times;

	if (read(fd, &times, sizeof times) == sizeof times)
		p->count += (unsigned)times;
}

static void end(struct program *p, int fd)
{
	(void)fd;
	p->over = true;
}

/* <-- frames that are there go into the stack */
static void frames(struct program *p, int fd)
{
	(void)fd;
	if (packet_receive(&p->packet, p->tw) < 0)
		stop("the interface is gone");
}

/* What the new service is for. Once closed, a connection ends by itself. */
static void answer(struct program *p)
{
	struct tw_report report;
	char text[32];
	tw_handle h;

	while (tw_report(p->tw, &report))
		;
	while ((h = tw_accept(p->tw, p->listener)) >= 0) {
		int n = snprintf(text, sizeof text, "%u\n", p->count);

		tw_send(p->tw, h, text, (size_t)n, TW_PUSH, clock_now());
		tw_close(p->tw, h, clock_now());
	}
}

/* <-- milliseconds until the stack's deadline, rounded up; -1: none */
static int patience(const struct tw *tw)
{
	uint64_t now = clock_now(), due = tw_next_deadline(tw);

	if (due == UINT64_MAX)
		return -1;
	if (due <= now)
		return 0;
	return due - now < 60000000 ? (int)((due - now + 999) / 1000) : 60000;
}

static void loop(struct program *p, int epoll)
{
	struct epoll_event ready[8];
	const struct source *source;
	int n;

	while (!p->over) {
		packet_send(&p->packet, p->tw);                  /* <-- */
		n = epoll_wait(epoll, ready, 8, patience(p->tw)); /* <-- */
		for (int i = 0; i < n; i++) {
			source = ready[i].data.ptr;
			source->ready(p, source->fd);
		}
		tw_expire(p->tw, clock_now());                   /* <-- */
		answer(p);
	}
}

static int ticks(void)
{
	struct itimerspec tenth = { { 0, 100000000 }, { 0, 100000000 } };
	int fd = timerfd_create(CLOCK_MONOTONIC, 0);

	timerfd_settime(fd, 0, &tenth, NULL);
	return fd;
}

static int ending(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, 0);
}

int main(int argc, char **argv)
{
	struct program p = { 0 };
	struct tw_config config;

	if (argc != 4)
		stop("usage: epoll INTERFACE ADDRESS/PREFIX PORT");
	configure(&config, argv[2]);
	p.tw = stack_of(&config, clock_now());
	p.listener = tw_listen(p.tw, port_of(argv[3]), NULL, 8, clock_now());
	if (packet_open(&p.packet, argv[1], config.mac))
		stop("the interface cannot be opened: is it up, are you root?");

	struct source sources[] = { { ticks(), count }, { ending(), end },
		                    { p.packet.fd, frames } };    /* <-- */
	int epoll = epoll_create1(0);
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		struct epoll_event event = { .events = EPOLLIN,
			                     .data.ptr = &sources[i] };
		epoll_ctl(epoll, EPOLL_CTL_ADD, sources[i].fd, &event);
	}
	loop(&p, epoll);
	printf("counted to %u\n", p.count);
	return 0;
}
