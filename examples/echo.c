/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An echo server (RFC 862) on a network interface, through AF_PACKET.
 *
 *      interface <--> packet_turn() <--> stack <--> echo()
 *
 * The address must be one that nobody else has, this machine's kernel included:
 * it would answer for us, with a RST.
 *
 *      cc -o echo echo.c $(pkg-config --cflags --libs tcpwright-link)
 *      ./echo eth0 192.0.2.2/24 7
 */
#include <tcpwright/packet.h>

#include "common.h"

enum { CONNECTIONS = 16 };

/*
 * No more is taken out of the receive buffer than the send buffer has room for.
 * So when the peer sends and does not read, our receive buffer fills and its
 * window closes: the peer is held up by TCP itself. False: the connection is
 * over, and the handle with it.
 */
static bool echo(struct tw *tw, tw_handle h)
{
	uint8_t text[4096];
	size_t room;
	int64_t n = TW_E_PENDING;

	while ((room = tw_send_space(tw, h)) > 0) {
		if (room > sizeof text)
			room = sizeof text;
		n = tw_recv(tw, h, text, room, clock_now());
		if (n < 0)
			break;
		tw_send(tw, h, text, (size_t)n, TW_PUSH, clock_now());
	}
	if (n != TW_E_CLOSING && n != TW_E_NOT_EXIST)
		return true;
	tw_close(tw, h, clock_now());
	return false;
}

/* Everybody is asked after every turn; so the reports have nothing to add. */
static void serve(struct packet *packet, struct tw *tw, tw_handle listener)
{
	tw_handle open[CONNECTIONS], h;
	struct tw_report report;
	unsigned n = 0;

	while (!packet_turn(packet, tw, NULL, 0, UINT64_MAX)) {
		while (tw_report(tw, &report))
			;
		while (n < CONNECTIONS && (h = tw_accept(tw, listener)) >= 0)
			open[n++] = h;
		for (unsigned i = 0; i < n;)
			if (echo(tw, open[i]))
				i++;
			else
				open[i] = open[--n];
	}
}

int main(int argc, char **argv)
{
	struct tw_config config;
	struct packet packet;
	tw_handle listener;
	struct tw *tw;

	if (argc != 4)
		stop("usage: echo INTERFACE ADDRESS/PREFIX PORT");
	configure(&config, argv[2]);
	config.connections = CONNECTIONS + 1;
	tw = stack_of(&config, clock_now());
	if (packet_open(&packet, argv[1], config.mac))
		stop("the interface cannot be opened: is it up, are you root?");
	listener = tw_listen(tw, port_of(argv[3]), NULL, 8, clock_now());
	if (listener < 0)
		stop(tw_strerror(listener));
	serve(&packet, tw, listener);
	return 1;
}
