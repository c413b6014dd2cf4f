/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A request is a header, a body of fixed form, and attributes that nest:
 *
 *     nlmsghdr | ifinfomsg | IFNAME | ADDRESS | LINKINFO ( KIND "veth",
 *                                       DATA ( PEER ( ifinfomsg, ... ) ) )
 *
 * It is answered by NLMSG_ERROR with 0 or -errno in it.
 */
#define _GNU_SOURCE
#include "netlink.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { IF_OPER_UP = 6 }; /* <linux/if.h> and <net/if.h> exclude each other */

struct request {
	union {
		struct nlmsghdr header;
		uint8_t octets[1024];
	};
};

/* Appends n octets, aligned, and returns where they stand. */
static void *append(struct request *r, const void *data, size_t n)
{
	uint8_t *at = r->octets + NLMSG_ALIGN(r->header.nlmsg_len);

	if (n)
		memcpy(at, data, n);
	r->header.nlmsg_len = (uint32_t)(NLMSG_ALIGN(r->header.nlmsg_len) + n);
	return at;
}

static void begin(struct request *r, uint16_t type, uint16_t flags,
                  const void *body, size_t n)
{
	memset(r, 0, sizeof *r);
	r->header.nlmsg_len = NLMSG_HDRLEN;
	r->header.nlmsg_type = type;
	r->header.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | NLM_F_ACK | flags);
	append(r, body, n);
}

static struct rtattr *attribute(struct request *r, uint16_t type,
                                const void *data, size_t n)
{
	struct rtattr head = { .rta_len = (uint16_t)RTA_LENGTH(n),
		               .rta_type = type };
	struct rtattr *at = append(r, &head, sizeof head);

	append(r, data, n);
	return at;
}

/* Everything appended since the attribute began is inside it. */
static void end(struct request *r, struct rtattr *nest)
{
	uint8_t *to = r->octets + NLMSG_ALIGN(r->header.nlmsg_len);

	nest->rta_len = (uint16_t)(to - (uint8_t *)nest);
}

static int ask(int fd, struct request *r)
{
	struct request answer;
	struct nlmsgerr error;
	ssize_t n;

	if (send(fd, r, r->header.nlmsg_len, 0) < 0)
		return -errno;
	n = recv(fd, &answer, sizeof answer, 0);
	if (n < 0)
		return -errno;
	if ((size_t)n < NLMSG_LENGTH(sizeof error)
	    || answer.header.nlmsg_type != NLMSG_ERROR)
		return -EPROTO;
	memcpy(&error, answer.octets + NLMSG_HDRLEN, sizeof error);
	return error.error;
}

int netlink_open(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	return fd < 0 ? -errno : fd;
}

int netlink_veth(int fd, const char *name, const uint8_t mac[6],
                 const char *peer, const uint8_t peer_mac[6], int peer_ns)
{
	struct ifinfomsg body = { .ifi_family = AF_UNSPEC };
	struct rtattr *info, *data, *other;
	struct request r;

	begin(&r, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &body, sizeof body);
	attribute(&r, IFLA_IFNAME, name, strlen(name) + 1);
	attribute(&r, IFLA_ADDRESS, mac, 6);
	info = attribute(&r, IFLA_LINKINFO, NULL, 0);
	attribute(&r, IFLA_INFO_KIND, "veth", 4);
	data = attribute(&r, IFLA_INFO_DATA, NULL, 0);
	other = attribute(&r, VETH_INFO_PEER, &body, sizeof body);
	attribute(&r, IFLA_IFNAME, peer, strlen(peer) + 1);
	attribute(&r, IFLA_ADDRESS, peer_mac, 6);
	attribute(&r, IFLA_NET_NS_FD, &peer_ns, sizeof peer_ns);
	end(&r, other);
	end(&r, data);
	end(&r, info);
	return ask(fd, &r);
}

int netlink_up(int fd, const char *name)
{
	struct ifinfomsg body = {
		.ifi_index = (int)if_nametoindex(name),
		.ifi_flags = IFF_UP, .ifi_change = IFF_UP
	};
	struct request r;

	begin(&r, RTM_NEWLINK, 0, &body, sizeof body);
	return ask(fd, &r);
}

int netlink_address(int fd, const char *name, uint32_t address, int prefix)
{
	struct ifaddrmsg body = {
		.ifa_family = AF_INET, .ifa_prefixlen = (uint8_t)prefix,
		.ifa_index = if_nametoindex(name)
	};
	uint32_t wire = htonl(address);
	struct request r;

	begin(&r, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &body, sizeof body);
	attribute(&r, IFA_LOCAL, &wire, sizeof wire);
	attribute(&r, IFA_ADDRESS, &wire, sizeof wire);
	return ask(fd, &r);
}

int netlink_neighbor(int fd, const char *name, uint32_t address,
                     const uint8_t mac[6])
{
	struct ndmsg body = {
		.ndm_family = AF_INET, .ndm_state = NUD_PERMANENT,
		.ndm_ifindex = (int)if_nametoindex(name)
	};
	uint32_t wire = htonl(address);
	struct request r;

	begin(&r, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, &body,
	      sizeof body);
	attribute(&r, NDA_DST, &wire, sizeof wire);
	attribute(&r, NDA_LLADDR, mac, 6);
	return ask(fd, &r);
}

/* The operational state (RFC 2863) in an answer about a link, or -errno. */
static int state_in(struct nlmsghdr *header)
{
	struct rtattr *a = IFLA_RTA(NLMSG_DATA(header));
	size_t left = IFLA_PAYLOAD(header);

	while (left >= sizeof *a && a->rta_len >= sizeof *a
	       && a->rta_len <= left) {
		size_t step = RTA_ALIGN(a->rta_len);

		if (a->rta_type == IFLA_OPERSTATE)
			return *(uint8_t *)RTA_DATA(a);
		left = step < left ? left - step : 0;
		a = (struct rtattr *)((uint8_t *)a + step);
	}
	return -EPROTO;
}

static int operational(int fd, const char *name)
{
	struct ifinfomsg body = { .ifi_index = (int)if_nametoindex(name) };
	struct request r;
	union {
		struct nlmsghdr header;
		uint8_t octets[16384];
	} answer;
	ssize_t n;

	begin(&r, RTM_GETLINK, 0, &body, sizeof body);
	r.header.nlmsg_flags = NLM_F_REQUEST;
	if (send(fd, &r, r.header.nlmsg_len, 0) < 0)
		return -errno;
	n = recv(fd, &answer, sizeof answer, 0);
	if (n < (ssize_t)NLMSG_LENGTH(sizeof body)
	    || answer.header.nlmsg_type != RTM_NEWLINK)
		return -EPROTO;
	return state_in(&answer.header);
}

/*
 * A carrier is noticed a moment after both ends went up, and before that a
 * queue throws everything away. The kernel wakes the queue right after it has
 * set the state, under its lock on links: a further request waits for that.
 */
int netlink_wait(int fd, const char *name)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	int state = 0;

	for (int i = 0; i < 2000 && state != IF_OPER_UP; i++) {
		if (i)
			nanosleep(&pause, NULL);
		state = operational(fd, name);
		if (state < 0)
			return state;
	}
	return state == IF_OPER_UP ? netlink_up(fd, name) : -ENETDOWN;
}
