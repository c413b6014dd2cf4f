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
	config->gso_size = session->packet.impair ? 0 : GSO_SIZE;
	config->partial_checksum = !session->packet.impair;
	config->send_buffer = config->receive_buffer = BUFFER;
	size = tw_size(config);
	session->memory = size ? malloc(size) : NULL;
	if (session->memory)
		session->tw = tw_init(session->memory, size, config,
		                      clock_now());
	return session->tw ? 0 : trouble("these options make no stack");
}

static void look_at(struct session *session, const struct watching *watching)
{
	session->json = watching->json;
	if (watching->trace)
		session->ladder = (struct ladder){
			.out = stderr, .absolute = watching->absolute,
			.json = watching->json
		};
}

int session_open(struct session *session, struct options *options,
                 const char *verb)
{
	struct watching *watching = &options->watching;
	int error;

	*session = (struct session){
		.verb = verb, .interface = options->interface,
		.packet = { .fd = -1 }, .signals = -1,
		.status = { .listener = -1, .client = -1 }
	};
	if (sodium_init() < 0)
		return trouble("no random numbers for the initial sequence "
		               "number's key");
	randombytes_buf(session->key, sizeof session->key);
	if (kernel_has(options->config.address))
		return trouble("this machine's kernel has that address itself: "
		               "take one that is free in the same net");
	look_at(session, watching);
	error = capture_open(&session->capture, watching->pcap);
	if (error)
		return trouble("%s: %s", watching->pcap, strerror(-error));
	error = packet_open(&session->packet, options->interface,
	                    options->config.mac);
	if (error)
		return explain(options->interface, error);
	watching_seed(watching);
	error = packet_impair(&session->packet, &watching->wire);
	if (error)
		return trouble("%s", strerror(-error));
	session->late = watching->wire.delay + IMPAIR_LATER;
	session->packet.tap = (struct packet_tap){ .seen = seen,
		                                   .context = session };
	session->signals = catch_signals();
	if (session->signals < 0)
		return trouble("signalfd: %s", strerror(errno));
	error = start_stack(session, &options->config);
	if (!error)
		status_open(&session->status);
	return error;
}

int session_turn(struct session *session, struct pollfd *others, nfds_t n)
{
	struct status_about about = { session->verb, session->interface,
		                      session->tw };
	struct pollfd all[16];
	int error;

	if (n)
		memcpy(all, others, n * sizeof *others);
	status_files(&session->status, all + n);
	all[n + STATUS_FILES] = (struct pollfd){ session->signals, POLLIN, 0 };
	error = packet_turn(&session->packet, session->tw, all,
	                    n + STATUS_FILES + 1, UINT64_MAX);
	if (error == -EINTR)
		return 0;
	if (error)
		return trouble("the interface: %s", strerror(-error));
	status_serve(&session->status, all + n, &about);
	session->signalled = all[n + STATUS_FILES].revents;
	if (n)
		memcpy(others, all, n * sizeof *others);
	return 0;
}

static void tell_outcome(const struct session *session, int code)
{
	struct json json = json_begin(stderr);
	struct tw_counters c = { 0 };

	if (session->tw)
		tw_get_counters(session->tw, &c);
	json_signed(&json, "exit", code);
	json_number(&json, "segments_in", c.segments_in);
	json_number(&json, "segments_out", c.segments_out);
	json_number(&json, "retransmissions", c.retransmissions);
	json_number(&json, "dropped_checksum", c.dropped_checksum);
	json_number(&json, "dropped_malformed", c.dropped_malformed);
	json_number(&json, "dropped_foreign", c.dropped_foreign);
	json_end(&json);
}

/* What we have sent and a bad wire still holds goes out. */
static void let_out(struct session *session, uint64_t until)
{
	while (session->tw && session->packet.impair && clock_now() < until
	       && impair_due(session->packet.impair) != UINT64_MAX
	       && !packet_turn(&session->packet, session->tw, NULL, 0, until))
		;
}

int session_close(struct session *session, int code)
{
	int error;

	let_out(session, clock_now() + session->late);
	error = capture_close(&session->capture);

	status_close(&session->status);
	packet_close(&session->packet);
	if (session->signals >= 0)
		close(session->signals);
	sodium_memzero(session->key, sizeof session->key);
	if (error)
		code = trouble("the capture is not whole: %s",
		               strerror(-error));
	if (session->json)
		tell_outcome(session, code);
	free(session->memory);
	return code;
}
