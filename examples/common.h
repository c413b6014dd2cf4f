/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What every program around a stack needs once, whatever the program does: a
 * secret, an address of its own, and memory. The library has none of these by
 * design: it asks for them in struct tw_config.
 */
#ifndef COMMON_H
#define COMMON_H

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <tcpwright.h>

static inline void stop(const char *what)
{
	fprintf(stderr, "%s\n", what);
	exit(2);
}

/* ----------------------------------------- SipHash-2-4, the F() of RFC 6528 */

static inline uint64_t turned(uint64_t v, int by)
{
	return v << by | v >> (64 - by);
}

static inline void sip_rounds(uint64_t v[4], int rounds)
{
	while (rounds-- > 0) {
		v[0] += v[1]; v[2] += v[3];
		v[1] = turned(v[1], 13) ^ v[0]; v[3] = turned(v[3], 16) ^ v[2];
		v[0] = turned(v[0], 32);
		v[2] += v[1]; v[0] += v[3];
		v[1] = turned(v[1], 17) ^ v[2]; v[3] = turned(v[3], 21) ^ v[0];
		v[2] = turned(v[2], 32);
	}
}

static inline uint64_t siphash(void *key, const void *data, size_t size)
{
	uint64_t k[2], v[4], word = 0;

	memcpy(k, key, sizeof k);
	v[0] = k[0] ^ 0x736f6d6570736575u; v[1] = k[1] ^ 0x646f72616e646f6du;
	v[2] = k[0] ^ 0x6c7967656e657261u; v[3] = k[1] ^ 0x7465646279746573u;
	for (size_t i = 0; i <= size; i++) {
		bool last = i == size;
		uint64_t octet = last ? size % 256 : ((const uint8_t *)data)[i];

		word |= octet << (last ? 56 : i % 8 * 8);
		if (!last && i % 8 < 7)
			continue;
		v[3] ^= word;
		sip_rounds(v, 2);
		v[0] ^= word;
		word = 0;
	}
	v[2] ^= 255;
	sip_rounds(v, 4);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* ------------------------------------------------------ an address, a stack */

static inline uint32_t address_of(const char *text)
{
	struct in_addr in;

	if (inet_pton(AF_INET, text, &in) != 1)
		stop("an address is written like 192.0.2.2");
	return ntohl(in.s_addr);
}

static inline uint16_t port_of(const char *text)
{
	int port = atoi(text);

	if (port < 1 || port > 65535)
		stop("a port is a number from 1 to 65535");
	return (uint16_t)port;
}

/* Defaults, the address in "192.0.2.2/24", and an Ethernet address and a key
 * of random octets. */
static inline void configure(struct tw_config *config, const char *net)
{
	static uint64_t key[2];
	char address[16];
	unsigned prefix;

	if (sscanf(net, "%15[0-9.]/%u", address, &prefix) != 2 || prefix > 32)
		stop("an address and its net are written like 192.0.2.2/24");
	tw_defaults(config);
	config->address = address_of(address);
	config->prefix = (uint8_t)prefix;
	if (getrandom(key, sizeof key, 0) != sizeof key ||
	    getrandom(config->mac, sizeof config->mac, 0) != 6)
		stop("no random numbers");
	config->mac[0] = 0x02;          /* locally administered, one host's */
	config->prf = siphash;
	config->prf_context = key;
}

static inline struct tw *stack_of(const struct tw_config *config, uint64_t now)
{
	size_t size = tw_size(config);
	void *memory = size ? malloc(size) : NULL;
	struct tw *tw = memory ? tw_init(memory, size, config, now) : NULL;

	if (!tw)
		stop("no stack can be made of this configuration");
	return tw;
}

#endif
