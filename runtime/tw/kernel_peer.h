/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The peer that is not ours: one connection of the Linux kernel's TCP, in the
 * network namespace it is given. Sockets never block; what a call cannot do
 * yet it answers with -EAGAIN. What the kernel thinks of the connection is read
 * from /proc/net/tcp of that namespace, which also knows connections without a
 * socket: half-open ones, orphans, TIME-WAIT.
 */
#ifndef TW_KERNEL_PEER_H
#define TW_KERNEL_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct kernel_peer {
	int netns;              /* descriptors; -1: none */
	int home;               /* the namespace to come back to */
	int table;              /* /proc/net/tcp of netns */
	int listener;
	int fd;                 /* the connection */
	uint32_t address;       /* ours, the peer of the kernel; host order */
	uint16_t port;          /* the kernel's own; 0: no connection yet */
	uint16_t remote;        /* the other end's */
};

enum { KERNEL_GONE = -1 };

/* All return >= 0 or -errno. `netns`, `home`: descriptors for setns(). */
int kernel_open(struct kernel_peer *k, int netns, int home, uint32_t address);
void kernel_finish(struct kernel_peer *k);

int kernel_listen(struct kernel_peer *k, uint16_t port, int backlog);
/* from: own port, 0: any. The end of it is seen in kernel_state(). */
int kernel_connect(struct kernel_peer *k, uint16_t port, uint16_t from);
int kernel_accept(struct kernel_peer *k);

/* urgent: the last octet is (MSG_OOB); it is read in its place. */
long kernel_send(struct kernel_peer *k, const void *data, size_t n,
                 bool urgent);
long kernel_read(struct kernel_peer *k, void *data, size_t n);
int kernel_shutdown(struct kernel_peer *k);
int kernel_close(struct kernel_peer *k);
int kernel_abort(struct kernel_peer *k);    /* SO_LINGER 0: a RST */
int kernel_vanish(struct kernel_peer *k);   /* TCP_REPAIR: not a word */
int kernel_quick(struct kernel_peer *k, bool on); /* TCP_QUICKACK */
int kernel_buffer(struct kernel_peer *k, int octets); /* SO_RCVBUF, before
                                                       * connect or listen */
/* What became of kernel_connect(): 0, or -errno; -EAGAIN: not known yet. */
int kernel_connected(struct kernel_peer *k);

/* The state of the current connection, enum fsm_state; KERNEL_GONE: none. */
int kernel_state(struct kernel_peer *k);

#endif
