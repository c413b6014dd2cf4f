/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A world of two network namespaces, for the demonstrations:
 *
 *      namespace "ours"                 namespace "peer"
 *     +------------------+             +---------------------------+
 *     |              tw0 |-----veth----| tw1   10.77.0.1  (kernel) |
 *     |  10.77.0.2 (tw)  |             |       10.77.0.3  (raw)    |
 *     |                  |             |       10.77.0.4  (other)  |
 *     +------------------+             +---------------------------+
 *
 * tw0 has no IP address: the kernel on that side knows nothing of TCP. Of the
 * three on the other side only 10.77.0.1 is the kernel's; the other two answer
 * through AF_PACKET and have Ethernet addresses of their own.
 *
 * Neither namespace has a name. They live as long as the file descriptors
 * here, so the kernel takes everything away when the process ends, however it
 * ends. Nothing of the machine's own network is seen or touched.
 */
#ifndef TW_NETNS_H
#define TW_NETNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NETNS_OURS   "tw0"
#define NETNS_PEER   "tw1"
#define NETNS_NET    0x0a4d0000u /* 10.77.0.0/24: host order, plus the host */

enum {
	NETNS_PREFIX = 24,
	NETNS_KERNEL = 1, NETNS_TW = 2, NETNS_RAW = 3, NETNS_OTHER = 4
};

struct netns {
	int ours, peer;         /* descriptors for setns(); -1: none */
	char why[256];          /* what is missing, in words, after a failure */
};

/* The IPv4 address (host order) and Ethernet address of one of the hosts. */
uint32_t netns_address(unsigned host);
void netns_mac(unsigned host, uint8_t mac[6]);

/*
 * Makes both namespaces, the pair of interfaces between them and the kernel's
 * address; the caller is left in "ours". Without privileges a user namespace
 * is tried. acquainted: the kernel knows our Ethernet address beforehand.
 * Returns 0, or -1 and says in n->why what is missing.
 */
int netns_open(struct netns *n, bool acquainted);

/* Moves the calling thread into the namespace. Returns 0, or -1. */
int netns_enter(int fd);

#endif
