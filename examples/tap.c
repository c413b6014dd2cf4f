/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A link of one's own: the stack behind a TAP device, so that this machine's
 * kernel is the network and its programs are the peers. A web server that shows
 * which rows of the table your browser's connection has fired.
 *
 *      kernel 192.0.2.1 --- tap0 --- /dev/net/tun, this program 192.0.2.2
 *
 * A link needs no more than what begins with link_ here: frames one way, frames
 * the other way, and sleep.
 *
 *      cc -o tap tap.c $(pkg-config --cflags --libs tcpwright)
 *      ip tuntap add tap0 mode tap
 *      ip address add 192.0.2.1/24 dev tap0
 *      ip link set tap0 up
 *      ./tap tap0 192.0.2.2/24 80      and visit http://192.0.2.2/
 */
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "common.h"

static char page[65536];                /* what has happened, one line each */
static size_t filled;

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static int link_open(const char *name)
{
	struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK);

	snprintf(request.ifr_name, IFNAMSIZ, "%s", name);
	if (fd < 0 || ioctl(fd, TUNSETIFF, &request))
		stop("the TAP device cannot be opened: are you root?");
	return fd;
}

static void link_receive(int fd, struct tw *tw)
{
	uint8_t frame[2048];
	ssize_t n;

	while ((n = read(fd, frame, sizeof frame)) > 0)
		tw_input(tw, frame, (size_t)n, 0, now());
}

/* What the device does not take is lost, as the network loses frames. */
static void link_send(int fd, struct tw *tw)
{
	uint8_t frame[2048];
	size_t n;

	while ((n = tw_output(tw, frame, sizeof frame, NULL, now())) > 0)
		if (write(fd, frame, n) < 0)
			continue;
}

static void link_sleep(int fd, const struct tw *tw)
{
	struct pollfd file = { .fd = fd, .events = POLLIN };
	uint64_t at = now(), due = tw_next_deadline(tw);
	uint64_t left = due <= at ? 0 : (due - at + 999) / 1000;

	poll(&file, 1, left < 60000 ? (int)left : 60000);
}

static void add(const char *before, const char *text)
{
	int n = snprintf(page + filled, sizeof page - filled, "%s%s", before,
	                 text);

	filled += (size_t)n;
	if (filled >= sizeof page)
		filled = 0;             /* full: begin a new page */
}

static void told(void *context, const struct tw_trace *trace)
{
	(void)context;
	add("", tw_event_name(trace->event->kind));
	add("  ", tw_state_name(trace->before));
	add(" -> ", tw_state_name(trace->after));
	for (unsigned i = 0; i < trace->out->fired; i++)
		add(" ", tw_row_name(trace->out->row[i]));
	add("\n", "");
}

/* HTTP/0.9, nearly: whatever the question, this is the answer. */
static void answer(struct tw *tw, tw_handle h)
{
	static const char head[] = "HTTP/1.0 200 OK\r\n"
	                           "Content-Type: text/plain\r\n\r\n";
	char question[2048];
	size_t n = filled;

	tw_recv(tw, h, question, sizeof question, now());
	tw_send(tw, h, head, sizeof head - 1, 0, now());
	tw_send(tw, h, page, n, TW_PUSH, now());
	tw_shutdown(tw, h, now());
}

int main(int argc, char **argv)
{
	struct tw_report report;
	struct tw_config config;
	struct tw *tw;
	tw_handle l;
	int fd;

	if (argc != 4)
		stop("usage: tap DEVICE ADDRESS/PREFIX PORT");
	configure(&config, argv[2]);
	config.trace = told;
	config.send_buffer = 2 * sizeof page;
	tw = stack_of(&config, now());
	fd = link_open(argv[1]);
	l = tw_listen(tw, port_of(argv[3]), NULL, 8, now());
	for (;;) {
		link_sleep(fd, tw);
		link_receive(fd, tw);
		tw_expire(tw, now());
		while (tw_report(tw, &report)) {
			if (report.handle == l)
				while (tw_accept(tw, l) >= 0)
					;
			else if (report.what & (TW_PEER_CLOSED | TW_CLOSED))
				tw_close(tw, report.handle, now());
			else if (report.what & TW_READABLE)
				answer(tw, report.handle);
		}
		link_send(fd, tw);
	}
}
