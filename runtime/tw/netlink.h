/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What netns.c asks of rtnetlink(7): one request, one answer.
 */
#ifndef TW_NETLINK_H
#define TW_NETLINK_H

#include <stdint.h>

/* A socket for the current network namespace, or -errno. */
int netlink_open(void);

/* A veth pair: `name` here, `peer` in the namespace of descriptor peer_ns. */
int netlink_veth(int fd, const char *name, const uint8_t mac[6],
                 const char *peer, const uint8_t peer_mac[6], int peer_ns);

/* Interface `name` goes up. */
int netlink_up(int fd, const char *name);

/* Interface `name` gets the IPv4 address (host order). */
int netlink_address(int fd, const char *name, uint32_t address, int prefix);

/* The Ethernet address of a neighbor (host order), for good. */
int netlink_neighbor(int fd, const char *name, uint32_t address,
                     const uint8_t mac[6]);

/* Waits until frames go through `name`, at most two seconds. */
int netlink_wait(int fd, const char *name);

/* All but netlink_open() return 0 or -errno. */

#endif
