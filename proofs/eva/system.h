/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What Frama-C's C library lacks of Linux's: recvmmsg(2), sendmmsg(2), and
 * numbers for setsockopt(2) and socket(2).
 */
#ifndef SYSTEM_H
#define SYSTEM_H

#include <sys/socket.h>
#include <time.h>

#define SOL_PACKET     263
#define SOCK_NONBLOCK  04000
#define SOCK_CLOEXEC   02000000

struct mmsghdr {
	struct msghdr msg_hdr;
	unsigned int msg_len;
};

int recvmmsg(int fd, struct mmsghdr *message, unsigned n, int flags,
             struct timespec *timeout);
int sendmmsg(int fd, struct mmsghdr *message, unsigned n, int flags);

#endif
