/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "kernel_peer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../fsm/fsm.gen.h"
#include "netns.h"

/* <netinet/tcp.h> has TCP_ESTABLISHED and the like; these three suffice. */
enum { OPTION_NODELAY = 1, OPTION_QUICKACK = 12, OPTION_REPAIR = 19 };

enum { TABLE_SIZE = 65536, KERNEL_STATES = 13 };

/* The kernel's numbers for the states, include/net/tcp_states.h. */
static const uint8_t state_of[KERNEL_STATES] = {
	[1] = FSM_ESTABLISHED, [2] = FSM_SYN_SENT, [3] = FSM_SYN_RECEIVED,
	[4] = FSM_FIN_WAIT_1, [5] = FSM_FIN_WAIT_2, [6] = FSM_TIME_WAIT,
	[7] = FSM_CLOSED, [8] = FSM_CLOSE_WAIT, [9] = FSM_LAST_ACK,
	[10] = FSM_LISTEN, [11] = FSM_CLOSING, [12] = FSM_SYN_RECEIVED
};

static void drop(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

int kernel_open(struct kernel_peer *k, int netns, int home, uint32_t address)
{
	*k = (struct kernel_peer){ .netns = netns, .home = home, .table = -1,
		                   .listener = -1, .fd = -1,
		                   .address = address };
	if (netns_enter(netns))
		return -errno;
	k->table = open("/proc/thread-self/net/tcp", O_RDONLY | O_CLOEXEC);
	if (netns_enter(home) || k->table < 0)
		return -errno;
	return 0;
}

void kernel_finish(struct kernel_peer *k)
{
	drop(&k->table);
	drop(&k->listener);
	drop(&k->fd);
}

/* A socket stays in the namespace it was made in. */
static int new_socket(struct kernel_peer *k)
{
	int fd, on = 1;

	if (netns_enter(k->netns))
		return -errno;
	fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (netns_enter(k->home) || fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	setsockopt(fd, SOL_SOCKET, SO_OOBINLINE, &on, sizeof on);
	setsockopt(fd, IPPROTO_TCP, OPTION_NODELAY, &on, sizeof on);
	return fd;
}

static int bind_port(int fd, uint16_t port)
{
	struct sockaddr_in at = {
		.sin_family = AF_INET, .sin_port = htons(port),
		.sin_addr.s_addr = htonl(netns_address(NETNS_KERNEL))
	};

	return bind(fd, (struct sockaddr *)&at, sizeof at) ? -errno : 0;
}

int kernel_listen(struct kernel_peer *k, uint16_t port, int backlog)
{
	int error;

	drop(&k->listener);
	k->listener = new_socket(k);
	if (k->listener < 0)
		return k->listener;
	error = bind_port(k->listener, port);
	if (!error && listen(k->listener, backlog))
		error = -errno;
	return error;
}

/* Which connection kernel_state() shall look for. */
static int remember(struct kernel_peer *k)
{
	struct sockaddr_in at;
	socklen_t size = sizeof at;

	if (getsockname(k->fd, (struct sockaddr *)&at, &size))
		return -errno;
	k->port = ntohs(at.sin_port);
	return 0;
}

int kernel_connect(struct kernel_peer *k, uint16_t port, uint16_t from)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		                  .sin_port = htons(port),
		                  .sin_addr.s_addr = htonl(k->address) };
	int error;

	drop(&k->fd);
	k->fd = new_socket(k);
	if (k->fd < 0)
		return k->fd;
	error = bind_port(k->fd, from);
	if (error)
		return error;
	if (connect(k->fd, (struct sockaddr *)&to, sizeof to)
	    && errno != EINPROGRESS)
		return -errno;
	k->remote = port;
	return remember(k);
}

int kernel_accept(struct kernel_peer *k)
{
	struct sockaddr_in from;
	socklen_t size = sizeof from;
	int on = 1;
	int fd = accept4(k->listener, (struct sockaddr *)&from, &size,
	                 SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0)
		return -errno;
	drop(&k->fd);
	k->fd = fd;
	setsockopt(fd, SOL_SOCKET, SO_OOBINLINE, &on, sizeof on);
	setsockopt(fd, IPPROTO_TCP, OPTION_NODELAY, &on, sizeof on);
	k->remote = ntohs(from.sin_port);
	return remember(k);
}

int kernel_connected(struct kernel_peer *k)
{
	struct pollfd p = { .fd = k->fd, .events = POLLOUT };
	socklen_t size = sizeof(int);
	int error = 0;

	if (poll(&p, 1, 0) <= 0)
		return -EAGAIN;
	if (getsockopt(k->fd, SOL_SOCKET, SO_ERROR, &error, &size))
		return -errno;
	return -error;
}

long kernel_send(struct kernel_peer *k, const void *data, size_t n, bool urgent)
{
	long sent = send(k->fd, data, n,
	                 MSG_NOSIGNAL | (urgent ? MSG_OOB : 0));

	return sent < 0 ? -errno : sent;
}

long kernel_read(struct kernel_peer *k, void *data, size_t n)
{
	long got = recv(k->fd, data, n, 0);

	return got < 0 ? -errno : got;
}

int kernel_shutdown(struct kernel_peer *k)
{
	return shutdown(k->fd, SHUT_WR) ? -errno : 0;
}

int kernel_close(struct kernel_peer *k)
{
	drop(&k->fd);
	return 0;
}

int kernel_abort(struct kernel_peer *k)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	if (setsockopt(k->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now))
		return -errno;
	return kernel_close(k);
}

int kernel_vanish(struct kernel_peer *k)
{
	int on = 1;

	if (setsockopt(k->fd, IPPROTO_TCP, OPTION_REPAIR, &on, sizeof on))
		return -errno;
	return kernel_close(k);
}

int kernel_quick(struct kernel_peer *k, bool on)
{
	int value = on;

	return setsockopt(k->fd, IPPROTO_TCP, OPTION_QUICKACK, &value,
	                  sizeof value) ? -errno : 0;
}

int kernel_buffer(struct kernel_peer *k, int octets)
{
	int fd = k->fd >= 0 ? k->fd : k->listener;

	return setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &octets, sizeof octets)
	       ? -errno : 0;
}

/* One line: "  0: 01004D0A:0007 02004D0A:C001 01 ...", addresses as stored. */
static int line_state(const struct kernel_peer *k, const char *line)
{
	uint32_t local, remote, from, to, state;

	if (sscanf(line, " %*u: %" SCNx32 ":%" SCNx32 " %" SCNx32 ":%" SCNx32
	           " %" SCNx32, &local, &from, &remote, &to, &state) != 5)
		return KERNEL_GONE;
	if (remote != htonl(k->address) || from != k->port || to != k->remote
	    || state >= KERNEL_STATES)
		return KERNEL_GONE;
	return state_of[state];
}

static int find_state(const struct kernel_peer *k, char *text)
{
	int state = KERNEL_GONE;
	char *next;

	for (char *line = text; state == KERNEL_GONE && line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		state = line_state(k, line);
	}
	return state;
}

int kernel_state(struct kernel_peer *k)
{
	static char text[TABLE_SIZE];
	size_t size = 0;
	ssize_t n;

	if (lseek(k->table, 0, SEEK_SET) < 0)
		return KERNEL_GONE;
	do {
		n = read(k->table, text + size, sizeof text - 1 - size);
		size += n > 0 ? (size_t)n : 0;
	} while (n > 0);
	text[size] = '\0';
	return find_state(k, text);
}
