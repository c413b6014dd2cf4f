/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "netns.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "netlink.h"

uint32_t netns_address(unsigned host)
{
	return NETNS_NET + host;
}

void netns_mac(unsigned host, uint8_t mac[6])
{
	const uint8_t all[6] = { 0x02, 0x70, 0x62, 0, 0, (uint8_t)host };

	memcpy(mac, all, 6);
}

static int fail(struct netns *n, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static int fail(struct netns *n, const char *fmt, ...)
{
	va_list arguments;

	va_start(arguments, fmt);
	vsnprintf(n->why, sizeof n->why, fmt, arguments);
	va_end(arguments);
	return -1;
}

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : write(fd, text, strlen(text));

	if (fd >= 0)
		close(fd);
	return n < 0 ? -1 : 0;
}

/* Whoever we were, we are root in a user namespace of our own. */
static int become_root(void)
{
	char uid[64], gid[64];

	snprintf(uid, sizeof uid, "0 %u 1", (unsigned)getuid());
	snprintf(gid, sizeof gid, "0 %u 1", (unsigned)getgid());
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET))
		return -1;
	write_file("/proc/self/setgroups", "deny");
	return write_file("/proc/self/uid_map", uid)
	       || write_file("/proc/self/gid_map", gid) ? -1 : 0;
}

/* The number in a file of /proc/sys; -1: there is none. */
static long sysctl_of(const char *path)
{
	char text[32] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);

	if (fd >= 0)
		close(fd);
	return n > 0 ? strtol(text, NULL, 10) : -1;
}

/* What forbids an ordinary user a namespace, and what would allow it. */
static const char *remedy(void)
{
	static const struct { const char *path; long no; const char *yes; }
	sysctl[] = {
		{ "/proc/sys/kernel/unprivileged_userns_clone", 0,
		  "kernel.unprivileged_userns_clone=1" },
		{ "/proc/sys/kernel/apparmor_restrict_unprivileged_userns", 1,
		  "kernel.apparmor_restrict_unprivileged_userns=0" },
		{ "/proc/sys/user/max_user_namespaces", 0,
		  "user.max_user_namespaces=10000" },
		{ "/proc/sys/user/max_net_namespaces", 0,
		  "user.max_net_namespaces=10000" }
	};

	for (size_t i = 0; i < sizeof sysctl / sizeof *sysctl; i++)
		if (sysctl_of(sysctl[i].path) == sysctl[i].no)
			return sysctl[i].yes;
	return NULL;
}

static int isolate(struct netns *n)
{
	const char *yes;
	int error;

	if (!unshare(CLONE_NEWNET) || !become_root())
		return 0;
	error = errno;
	yes = remedy();
	if (yes)
		return fail(n, "this kernel lets an ordinary user make no "
		               "network namespace: run as root, or let root "
		               "allow it: sysctl -w %s", yes);
	if (error == ENOSPC)
		return fail(n, "no further network namespace can be made: the "
		               "sysctl user.max_user_namespaces or "
		               "user.max_net_namespaces has to be larger");
	return fail(n, "no network namespace can be made here (%s): run as "
	               "root; a container has to be started with the "
	               "capability SYS_ADMIN, or let user namespaces be made",
	            strerror(error));
}

static int this_namespace(void)
{
	return open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
}

static int make_namespaces(struct netns *n)
{
	if (isolate(n))
		return -1;
	n->ours = this_namespace();
	if (n->ours < 0)
		return fail(n, "/proc is not mounted: namespaces cannot be "
		               "held (%s)", strerror(errno));
	if (unshare(CLONE_NEWNET))
		return fail(n, "no second network namespace can be made (%s)"
		               "%s", strerror(errno), errno == ENOSPC
		            ? ": the sysctl user.max_net_namespaces has to be "
		              "larger" : "");
	n->peer = this_namespace();
	return 0;
}

/* In the peer's namespace: the pair, the kernel's address, its neighbors. */
static int make_peer(struct netns *n, int fd, bool acquainted)
{
	uint8_t peer[6], ours[6], tw[6];
	int error;

	netns_mac(NETNS_KERNEL, peer);
	netns_mac(0, ours);
	netns_mac(NETNS_TW, tw);
	error = netlink_veth(fd, NETNS_PEER, peer, NETNS_OURS, ours, n->ours);
	if (error == -EOPNOTSUPP)
		return fail(n, "this kernel has no veth interfaces (module "
		               "veth, CONFIG_VETH)");
	if (error)
		return fail(n, "a veth pair cannot be made (%s)",
		            strerror(-error));
	error = netlink_address(fd, NETNS_PEER, netns_address(NETNS_KERNEL),
	                        NETNS_PREFIX);
	if (!error)
		error = netlink_up(fd, NETNS_PEER);
	if (!error && acquainted)
		error = netlink_neighbor(fd, NETNS_PEER,
		                         netns_address(NETNS_TW), tw);
	return error ? fail(n, "interface " NETNS_PEER " cannot be set up "
	                       "(%s)", strerror(-error)) : 0;
}

static int in_peer(struct netns *n, bool acquainted)
{
	int fd = netlink_open(), result;

	if (fd < 0)
		return fail(n, "no rtnetlink socket (%s)", strerror(-fd));
	result = make_peer(n, fd, acquainted);
	close(fd);
	return result;
}

static int wait_up(struct netns *n, int ns, const char *name)
{
	int fd, error;

	if (netns_enter(ns))
		return fail(n, "the namespace cannot be entered (%s)",
		            strerror(errno));
	fd = netlink_open();
	error = fd < 0 ? fd : netlink_up(fd, name);
	if (!error)
		error = netlink_wait(fd, name);
	if (fd >= 0)
		close(fd);
	return error ? fail(n, "interface %s cannot be set up (%s)", name,
	                    strerror(-error)) : 0;
}

static int both_up(struct netns *n)
{
	int fd;

	if (netns_enter(n->ours))
		return fail(n, "the namespace cannot be entered (%s)",
		            strerror(errno));
	fd = netlink_open();
	if (fd >= 0) {
		netlink_up(fd, NETNS_OURS);
		close(fd);
	}
	return wait_up(n, n->peer, NETNS_PEER)
	       || wait_up(n, n->ours, NETNS_OURS) ? -1 : 0;
}

int netns_open(struct netns *n, bool acquainted)
{
	*n = (struct netns){ .ours = -1, .peer = -1 };
	return make_namespaces(n) || in_peer(n, acquainted) || both_up(n)
	       ? -1 : 0;
}

int netns_enter(int fd)
{
	return setns(fd, CLONE_NEWNET);
}
