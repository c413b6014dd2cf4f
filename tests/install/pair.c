/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program of somebody who has nothing but the installed library: two stacks
 * back to back in memory, on a wire that loses every ninth frame.
 *
 *     10.0.0.1  client ---- the octets 0, 7, 14, ... ---->  server  10.0.0.2
 *                      <--- the same again ------------
 *
 * C11 and C++. Ends with 0 when every octet came back and both are closed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tcpwright.h>

#define OCTETS ((size_t)100000)
#define ROOM   1600

struct end {
	void *memory;
	struct tw *tw;
	tw_handle handle;       /* -1: none yet */
	size_t sent, received;
	bool closing, closed;
	int reason;
};

static uint64_t now = 1000000;
static unsigned frames;

static uint64_t prf(void *context, const void *data, size_t size)
{
	const unsigned char *octet = (const unsigned char *)data;
	uint64_t hash = *(const uint64_t *)context;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ octet[i]) * 1099511628211u;
	return hash;
}

static void fail(const char *what)
{
	fprintf(stderr, "pair: %s\n", what);
	exit(1);
}

static void start(struct end *end, uint32_t address)
{
	static uint64_t key = 14695981039346656037u;
	struct tw_config config;
	size_t size;

	tw_defaults(&config);
	config.mac[0] = 2;
	config.mac[5] = (uint8_t)address;
	config.address = address;
	config.prefix = 24;
	config.msl = 1000000;
	config.prf = prf;
	config.prf_context = &key;
	size = tw_size(&config);
	memset(end, 0, sizeof *end);
	end->handle = -1;
	end->memory = malloc(size);
	end->tw = tw_init(end->memory, size, &config, now);
	if (end->memory == NULL || end->tw == NULL)
		fail("no stack");
}

/* All that `from` has to send arrives at `to`, but for every ninth frame. */
static void deliver(struct end *from, struct end *to)
{
	uint8_t frame[ROOM];
	size_t n;

	while ((n = tw_output(from->tw, frame, sizeof frame, NULL, now)) > 0)
		if (++frames % 9 != 0)
			tw_input(to->tw, frame, n, 0, now);
}

static void hear(struct end *end)
{
	struct tw_report report;

	while (tw_report(end->tw, &report)) {
		if (report.what & TW_ACCEPTABLE)
			end->handle = tw_accept(end->tw, report.handle);
		if (report.what & TW_CLOSED) {
			end->closed = true;
			end->reason = report.reason;
		}
	}
}

/* Sends what is left of OCTETS, or of what came, and reads what there is. */
static void talk(struct end *end, bool client)
{
	uint8_t text[4096];
	int64_t n;

	if (end->handle < 0 || end->closing)
		return;
	while ((n = tw_recv(end->tw, end->handle, text, sizeof text, now)) > 0)
		for (int64_t i = 0; i < n; i++)
			if (text[i] != (uint8_t)(end->received++ * 7))
				fail("a wrong octet");
	do {
		size_t most = client ? OCTETS : end->received;
		size_t left = most - end->sent;

		if (left > sizeof text)
			left = sizeof text;
		for (size_t i = 0; i < left; i++)
			text[i] = (uint8_t)((end->sent + i) * 7);
		n = left == 0 ? 0 : tw_send(end->tw, end->handle, text, left,
		                            TW_PUSH, now);
		end->sent += n > 0 ? (size_t)n : 0;
	} while (n > 0);
	if (end->received == OCTETS && end->sent == OCTETS) {
		end->closing = true;
		tw_close(end->tw, end->handle, now);
	}
}

int main(void)
{
	struct end client, server;
	struct tw_endpoint there = {0x0a000002, 7};
	uint64_t next;

	if (tw_version() != TW_VERSION_NUM)
		fail("the header is not the library's");
	start(&client, 0x0a000001);
	start(&server, there.address);
	if (tw_listen(server.tw, there.port, NULL, 4, now) < 0)
		fail("cannot listen");
	client.handle = tw_connect(client.tw, 0, &there, now);
	for (int turn = 0; turn < 100000; turn++) {
		deliver(&client, &server);
		deliver(&server, &client);
		hear(&client);
		hear(&server);
		talk(&client, true);
		talk(&server, false);
		if (client.closed && server.closed)
			break;
		next = tw_next_deadline(client.tw);
		if (tw_next_deadline(server.tw) < next)
			next = tw_next_deadline(server.tw);
		now = next > now && next < now + 1000 ? next : now + 1000;
		tw_expire(client.tw, now);
		tw_expire(server.tw, now);
	}
	if (!client.closed || !server.closed || client.reason != TW_OK)
		fail(tw_strerror(client.reason));
	if (client.received != OCTETS || server.received != OCTETS)
		fail("octets are missing");
	printf("tcpwright %s: %zu octets there and back, %u frames, %s again\n",
	       TW_VERSION, OCTETS, frames, tw_state_name(FSM_CLOSED));
	free(client.memory);
	free(server.memory);
	return 0;
}
