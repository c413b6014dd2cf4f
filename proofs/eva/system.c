/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Linux, as far as the driver knows it: every call may fail with any errno,
 * and gives any numbers its manual page allows. What a call would read is
 * read, what it would write is written, so that a bad pointer is an alarm.
 */
#include "system.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>

#include "model.h"

/* An errno there is. */
static int any_error(void)
{
	return (int)any_upto(132) + 1;
}

/* -1 with some errno, or a number of 0 .. most. */
static int any_result(unsigned most)
{
	if (any_upto(1) == 0) {
		errno = any_error();
		return -1;
	}
	return (int)any_upto(most);
}

unsigned if_nametoindex(const char *name)
{
	reads(name, 1);
	return (unsigned)any_upto(INT32_MAX);
}

int socket(int domain, int type, int protocol)
{
	(void)domain;
	(void)type;
	(void)protocol;
	return any_result(1023);
}

int close(int fd)
{
	(void)fd;
	return any_result(0);
}

int setsockopt(int fd, int level, int name, const void *value,
               socklen_t length)
{
	(void)fd;
	(void)level;
	(void)name;
	reads(value, length);
	return any_result(0);
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *length)
{
	(void)fd;
	(void)level;
	(void)name;
	if (*length == sizeof(int))
		*(int *)value = any_upto(1) == 1 ? any_error() : 0;
	return any_result(0);
}

int bind(int fd, const struct sockaddr *address, socklen_t length)
{
	(void)fd;
	reads(address, length);
	return any_result(0);
}

uint16_t htons(uint16_t n)
{
	return (uint16_t)(n % 256 * 256 + n / 256);
}

int clock_gettime(clockid_t clock, struct timespec *t)
{
	(void)clock;
	t->tv_sec = (time_t)any_upto(INT64_MAX / 1000000);
	t->tv_nsec = (long)any_upto(999999999);
	return 0;
}

int poll(struct pollfd *fds, nfds_t n, int timeout)
{
	(void)timeout;
	for (nfds_t i = 0; i < n; i++)
		fds[i].revents = (short)any();
	return any_result((unsigned)n);
}

/* Fills one message; it has as many octets as its parts, or fewer. */
static void arrive(struct mmsghdr *message)
{
	size_t room = 0;

	for (size_t i = 0; i < message->msg_hdr.msg_iovlen; i++) {
		struct iovec *part = &message->msg_hdr.msg_iov[i];

		any_octets(part->iov_base, part->iov_len);
		room += part->iov_len;
	}
	message->msg_len = (unsigned)any_upto(room);
}

int recvmmsg(int fd, struct mmsghdr *message, unsigned n, int flags,
             struct timespec *timeout)
{
	(void)fd;
	(void)flags;
	(void)timeout;
	for (unsigned i = 0; i < n; i++)
		arrive(&message[i]);
	return any_result(n);
}

int sendmmsg(int fd, struct mmsghdr *message, unsigned n, int flags)
{
	(void)fd;
	(void)flags;
	for (unsigned i = 0; i < n; i++)
		for (size_t k = 0; k < message[i].msg_hdr.msg_iovlen; k++)
			reads(message[i].msg_hdr.msg_iov[k].iov_base,
			      message[i].msg_hdr.msg_iov[k].iov_len);
	return any_result(n);
}

int fputc(int octet, FILE *file)
{
	(void)octet;
	(void)file;
	return any_result(255);
}

size_t fwrite(const void *p, size_t size, size_t n, FILE *file)
{
	(void)file;
	reads(p, size * n);
	return any_upto(n);
}

int fflush(FILE *file)
{
	(void)file;
	return any_result(0);
}

int ferror(FILE *file)
{
	(void)file;
	return (int)any_upto(1);
}
