/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fetches a page over HTTP/1.0 from a real server: its header goes to standard
 * error, its text to standard output.
 *
 *      cc -o get get.c $(pkg-config --cflags --libs tcpwright-link)
 *      ./get eth0 192.0.2.2/24 192.0.2.1 80 /index.html
 */
#include <tcpwright/packet.h>

#include "common.h"

static struct packet packet;
static struct tw *tw;
static bool closed;                     /* our only connection is gone ... */
static int reason;                      /* ... and why */

/* One turn of the wire, and what it has brought. */
static void turn(void)
{
	struct tw_report report;

	if (packet_turn(&packet, tw, NULL, 0, UINT64_MAX))
		stop("the interface is gone");
	while (tw_report(tw, &report)) {
		if (!(report.what & TW_CLOSED))
			continue;
		closed = true;
		reason = report.reason;
	}
}

/* The header ends at the first empty line. */
static void print(const char *text, size_t n)
{
	static const char empty_line[] = "\r\n\r\n";
	static unsigned seen;

	for (size_t i = 0; i < n; i++) {
		putc(text[i], seen < 4 ? stderr : stdout);
		if (seen < 4)
			seen = text[i] == empty_line[seen] ? seen + 1
			       : text[i] == '\r';
	}
}

/* Everything up to the peer's FIN. */
static void receive(tw_handle h)
{
	char text[16384];
	int64_t n;

	while ((n = tw_recv(tw, h, text, sizeof text, clock_now())) > 0 ||
	       n == TW_E_PENDING)
		if (n > 0)
			print(text, (size_t)n);
		else
			turn();
}

static void fetch(const struct tw_endpoint *server, const char *path)
{
	tw_handle h = tw_connect(tw, 0, server, clock_now());
	char request[512];
	int n;

	if (h < 0)
		stop(tw_strerror(h));
	n = snprintf(request, sizeof request,
	             "GET %s HTTP/1.0\r\nHost: server\r\n\r\n", path);
	if (n >= (int)sizeof request)
		stop("that path is too long");
	tw_send(tw, h, request, (size_t)n, TW_PUSH, clock_now());
	receive(h);
	tw_close(tw, h, clock_now());
	while (!closed)
		turn();
}

int main(int argc, char **argv)
{
	struct tw_endpoint server;
	struct tw_config config;

	if (argc != 6)
		stop("usage: get INTERFACE ADDRESS/PREFIX SERVER PORT PATH");
	configure(&config, argv[2]);
	server.address = address_of(argv[3]);
	server.port = port_of(argv[4]);
	config.user_timeout = 20000000;
	tw = stack_of(&config, clock_now());
	if (packet_open(&packet, argv[1], config.mac))
		stop("the interface cannot be opened: is it up, are you root?");
	fetch(&server, argv[5]);
	packet_close(&packet);
	if (reason != TW_OK)
		fprintf(stderr, "%s\n", tw_strerror(reason));
	return reason != TW_OK;
}
