/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include <argp.h>
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tw.h"

enum { GATEWAY = 256, MAC, MSL, LINGER, USER_TIMEOUT };

static const struct argp_option table[] = {
	{ "interface", 'i', "DEV", 0, "the network interface to use", 0 },
	{ "address", 'a', "ADDR/BITS", 0, "our own IPv4 address on it, one "
	  "that nobody else has, this machine's kernel included", 0 },
	{ "gateway", GATEWAY, "ADDR", 0, "next hop to other networks", 0 },
	{ "mac", MAC, "XX:XX:XX:XX:XX:XX", 0, "our own Ethernet address "
	  "(default: 02:70 and the IPv4 address)", 0 },
	{ "msl", MSL, "SECONDS", 0, "maximum segment lifetime (default 120)",
	  0 },
	{ "user-timeout", USER_TIMEOUT, "SECONDS", 0, "give up after so long "
	  "without progress (default 300)", 0 },
	{ "linger", LINGER, 0, 0, "stay until CLOSED, through TIME-WAIT", 0 },
	{ 0 }
};

struct parsing {
	struct options *options;
	const struct options_verb *verb;
	bool has_mac, has_address;
};

uint32_t options_address(const char *text, const char *what)
{
	struct in_addr address;

	if (inet_pton(AF_INET, text, &address) != 1)
		exit(trouble("'%s' is no IPv4 address for %s", text, what));
	return ntohl(address.s_addr);
}

static unsigned long number(const char *text, const char *what,
                            unsigned long least, unsigned long most)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(text, &end, 10);
	if (errno || !isdigit((unsigned char)*text) || *end || n < least
	    || n > most)
		exit(trouble("'%s' is no %s: it is a number from %lu to %lu",
		             text, what, least, most));
	return n;
}

uint16_t options_port(const char *text)
{
	return (uint16_t)number(text, "port", 1, 65535);
}

/* The net itself and its broadcast are nobody's; RFC 3021 frees /31 of them. */
static bool is_of_one_host(uint32_t address, unsigned bits)
{
	uint32_t host = bits < 32 ? 0xffffffffu >> bits : 0;

	return address >> 24 && address >> 24 != 127 && address >> 24 < 224
	       && (bits > 30 || ((address & host) && (address & host) != host));
}

/* ADDR/BITS */
static void take_address(struct tw_config *config, const char *text)
{
	const char *slash = strchr(text, '/');
	char address[INET_ADDRSTRLEN];

	if (!slash || (size_t)(slash - text) >= sizeof address)
		exit(trouble("'%s' should be an address and its net's bits, "
		             "like 192.0.2.7/24", text));
	memcpy(address, text, (size_t)(slash - text));
	address[slash - text] = '\0';
	config->address = options_address(address, "--address");
	config->prefix = (uint8_t)number(slash + 1, "prefix length", 1, 32);
	if (!is_of_one_host(config->address, config->prefix))
		exit(trouble("%s is no address that one host can have", text));
}

static void take_mac(struct tw_config *config, const char *text)
{
	unsigned m[6];
	char rest;

	if (sscanf(text, "%2x:%2x:%2x:%2x:%2x:%2x%c", &m[0], &m[1], &m[2],
	           &m[3], &m[4], &m[5], &rest) != 6 || m[0] & 1
	    || !(m[0] | m[1] | m[2] | m[3] | m[4] | m[5]))
		exit(trouble("'%s' is no Ethernet address of one host", text));
	for (int i = 0; i < 6; i++)
		config->mac[i] = (uint8_t)m[i];
}

bool options_in_net(const struct tw_config *config, uint32_t address)
{
	return !((address ^ config->address) >> (32 - config->prefix));
}

static void default_mac(struct tw_config *config)
{
	uint32_t a = config->address;
	const uint8_t mac[6] = { 0x02, 0x70, (uint8_t)(a >> 24),
		                 (uint8_t)(a >> 16), (uint8_t)(a >> 8),
		                 (uint8_t)a };

	memcpy(config->mac, mac, sizeof mac);
}

static void finish(struct parsing *p, struct argp_state *state)
{
	struct options *o = p->options;

	o->arguments = state->argv + state->next;
	o->count = state->argc - state->next;
	if (o->count != p->verb->arguments)
		argp_error(state, "%s is needed after the options",
		           p->verb->usage);
	if (!o->interface || !p->has_address)
		argp_error(state, "--interface and --address are needed");
	if (o->config.gateway && !options_in_net(&o->config, o->config.gateway))
		exit(trouble("the gateway is not in the net of --address"));
	if (!p->has_mac)
		default_mac(&o->config);
}

static error_t option(int key, char *text, struct argp_state *state)
{
	struct parsing *p = state->input;
	struct options *o = p->options;

	switch (key) {
	case ARGP_KEY_INIT: state->child_inputs[0] = &o->watching; break;
	case 'i':      o->interface = text; break;
	case 'a':      take_address(&o->config, text); p->has_address = true;
	               break;
	case GATEWAY:  o->config.gateway = options_address(text, "--gateway");
	               break;
	case MAC:      take_mac(&o->config, text); p->has_mac = true; break;
	case MSL:      o->config.msl = 1000000u
	               * (uint64_t)number(text, "MSL", 1, 3600); break;
	case USER_TIMEOUT: o->config.user_timeout = 1000000u
	               * (uint64_t)number(text, "timeout", 1, 86400); break;
	case LINGER:   o->linger = true; break;
	case ARGP_KEY_ARGS: finish(p, state); break;
	case ARGP_KEY_NO_ARGS: state->next = state->argc; finish(p, state);
	               break;
	default:       return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

void options_parse(struct options *options, int argc, char **argv,
                   const struct options_verb *verb)
{
	const struct argp_child children[] = {
		{ &watching_argp, 0, NULL, 0 }, { 0 }
	};
	const struct argp argp = { table, option, verb->usage, verb->about,
		                   children, NULL, NULL };
	struct parsing parsing = { .options = options, .verb = verb };
	static char name[16];

	snprintf(name, sizeof name, "tw %s", verb->name);
	argv[0] = name;
	*options = (struct options){ 0 };
	tw_defaults(&options->config);
	argp_err_exit_status = EXIT_TROUBLE;
	argp_parse(&argp, argc, argv, 0, NULL, &parsing);
}
