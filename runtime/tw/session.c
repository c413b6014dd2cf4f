/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "tw.h"

enum {
	GSO_SIZE = 65160,       /* octets of text a frame, 45 segments */
	BUFFER = 1024 * 1024    /* octets each way */
};

/* The F() of RFC 6528: SipHash-2-4 under a key made at the start. */
static uint64_t prf(void *context, const void *data, size_t size)
{
	const struct session *session = context;
	uint64_t hash;

	crypto_shorthash((uint8_t *)&hash, data, size, session->key);
	return hash;
}

static void watch(void *context, const struct tw_trace *trace)
{
	struct session *session = context;

	if (session->ladder.out)
		ladder_print(&session->ladder, trace);
	capture_event(&session->capture, trace);
}

static void seen(void *context, enum packet_way way, const uint8_t *frame,
                 size_t length, const struct tw_frame *about)
{
	struct session *session = context;

	capture_frame(&session->capture, way, frame, length, about);
}

static void list_interfaces(void)
{
	struct if_nameindex *all = if_nameindex();

	fputs("tw: there are:", stderr);
	for (struct if_nameindex *i = all; i && i->if_index; i++)
		fprintf(stderr, " %s", i->if_name);
	fputc('\n', stderr);
	if_freenameindex(all);
}

static int explain(const char *interface, int error)
{
	switch (error) {
	case -EPERM:
		return trouble("no permission to read frames on %s: run as "
		               "root, or give this program the capability "
		               "cap_net_raw", interface);
	case -ENODEV:
		trouble("there is no interface '%s'", interface);
		list_interfaces();
		return EXIT_TROUBLE;
	case -ENETDOWN:
		return trouble("%s is down: ip link set %s up", interface,
		               interface);
	case -EINVAL:
		return trouble("%s carries no Ethernet frames", interface);
	default:
		return trouble("%s: %s", interface, strerror(-error));
	}
}

/* Two owners of one address: the kernel would reset what it does not know. */
static bool kernel_has(uint32_t address)
{
	struct ifaddrs *all = NULL;
	bool found = false;

	if (getifaddrs(&all))
		return false;
	for (struct ifaddrs *i = all; i; i = i->ifa_next) {
		struct sockaddr_in in;

		if (!i->ifa_addr || i->ifa_addr->sa_family != AF_INET)
			continue;
		memcpy(&in, i->ifa_addr, sizeof in);
		found = found || ntohl(in.sin_addr.s_addr) == address;
	}
	freeifaddrs(all);
	return found;
}

/*
 * The signals that end a program come in where poll() waits, so that the peer
 * can be told. Those that our parent had us ignore stay ignored.
 */
static int catch_signals(void)
{
	static const int ending[] = { SIGHUP, SIGINT, SIGTERM };
	struct sigaction now;
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		if (!sigaction(ending[i], NULL, &now)
		    && now.sa_handler != SIG_IGN)
			sigaddset(&set, ending[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int start_stack(struct session *session, struct tw_config *config)
{
	size_t size;

	config->prf = prf;
	config->prf_context = session;
	config->trace = watch;
	config->trace_context = session;
	config->gso_size = GSO_SIZE;
	config->partial_checksum = true;
	config->send_buffer = config->receive_buffer = BUFFER;
	size = tw_size(config);
	session->memory = size ? malloc(size) : NULL;
	if (session->memory)
		session->tw = tw_init(session->memory, size, config,
		                      clock_now());
	return session->tw ? 0 : trouble("these options make no stack");
}

int session_open(struct session *session, struct options *options)
{
	int error;

	*session = (struct session){ .packet = { .fd = -1 }, .signals = -1 };
	if (sodium_init() < 0)
		return trouble("no random numbers for the initial sequence "
		               "number's key");
	randombytes_buf(session->key, sizeof session->key);
	if (kernel_has(options->config.address))
		return trouble("this machine's kernel has that address itself: "
		               "take one that is free in the same net");
	if (options->trace)
		session->ladder = (struct ladder){
			.out = stderr, .absolute = options->absolute
		};
	error = capture_open(&session->capture, options->pcap);
	if (error)
		return trouble("%s: %s", options->pcap, strerror(-error));
	error = packet_open(&session->packet, options->interface,
	                    options->config.mac);
	if (error)
		return explain(options->interface, error);
	session->packet.tap = (struct packet_tap){ .seen = seen,
		                                   .context = session };
	session->signals = catch_signals();
	if (session->signals < 0)
		return trouble("signalfd: %s", strerror(errno));
	return start_stack(session, &options->config);
}

int session_close(struct session *session, int code)
{
	int error = capture_close(&session->capture);

	packet_close(&session->packet);
	if (session->signals >= 0)
		close(session->signals);
	free(session->memory);
	sodium_memzero(session->key, sizeof session->key);
	return error ? trouble("the capture is not whole: %s",
	                       strerror(-error)) : code;
}
