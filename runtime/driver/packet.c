/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "packet.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum {
	RECEIVE_LIMIT = 256,           /* frames a call of packet_receive() */
	SOCKET_BUFFER = 16 * 1024 * 1024 /* octets, each way */
};

/* One batch each way: headers, frames, and the vectors that join them. */
struct packet_ring {
	struct virtio_net_hdr header[PACKET_BATCH];
	uint8_t frame[PACKET_BATCH][PACKET_FRAME];
	struct tw_frame about[PACKET_BATCH];
	struct iovec part[PACKET_BATCH][2];
	struct mmsghdr message[PACKET_BATCH];
};

uint64_t clock_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000u + (uint64_t)t.tv_nsec / 1000u;
}

/* Accept frames to `mac` and to everybody; the kernel drops the rest. */
static int filter(int fd, const uint8_t mac[6])
{
	uint32_t high = (uint32_t)mac[0] * 256u + mac[1];
	uint32_t low = (uint32_t)mac[2] * 16777216u + (uint32_t)mac[3] * 65536u
	               + (uint32_t)mac[4] * 256u + mac[5];
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 2),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xffffffffu, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, low, 0, 3),
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, high, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, 0xffffffffu),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog program = { sizeof code / sizeof *code, code };

	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program,
	                  sizeof program);
}

/* Ask the interface for frames to an address that is not its own. */
static int subscribe(int fd, int index, const uint8_t mac[6])
{
	struct packet_mreq request = {
		.mr_ifindex = index, .mr_type = PACKET_MR_UNICAST, .mr_alen = 6
	};

	memcpy(request.mr_address, mac, 6);
	if (!setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &request,
	                sizeof request))
		return 0;
	request.mr_type = PACKET_MR_PROMISC;
	return setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &request,
	                  sizeof request);
}

static int configure(int fd, int index, const uint8_t mac[6])
{
	struct sockaddr_ll address = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = index
	};
	int on = 1, size = SOCKET_BUFFER, error = 0;
	socklen_t length = sizeof error;

	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
	setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size);
	if (setsockopt(fd, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof on)
	    || setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on,
	                  sizeof on)
	    || filter(fd, mac) || subscribe(fd, index, mac)
	    || bind(fd, (struct sockaddr *)&address, sizeof address))
		return -errno;
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
	return -error;
}

/*
 * The vectors never change but for the length of the frame. Inwards there are
 * never more than PACKET_FRAME octets, so that nothing is cut off unseen.
 */
static struct packet_ring *ring_new(void)
{
	struct packet_ring *r = calloc(1, sizeof *r);

	for (int i = 0; r && i < PACKET_BATCH; i++) {
		r->part[i][0].iov_base = &r->header[i];
		r->part[i][0].iov_len = sizeof r->header[i];
		r->part[i][1].iov_base = r->frame[i];
		r->message[i].msg_hdr.msg_iov = r->part[i];
		r->message[i].msg_hdr.msg_iovlen = 2;
	}
	return r;
}

int packet_open(struct packet *packet, const char *interface,
                const uint8_t mac[6])
{
	unsigned index = if_nametoindex(interface);
	int error;

	*packet = (struct packet){ .fd = -1 };
	if (!index)
		return -ENODEV;
	packet->fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC,
	                    0);
	if (packet->fd < 0)
		return -errno;
	packet->ring = ring_new();
	if (packet->ring == NULL)
		error = -ENOMEM;
	else
		error = configure(packet->fd, (int)index, mac);
	if (error)
		packet_close(packet);
	return error;
}

int packet_impair(struct packet *packet, const struct impair_settings *how)
{
	if (!impair_is_any(how))
		return 0;
	packet->impair = impair_new(how);
	return packet->impair ? 0 : -ENOMEM;
}

void packet_close(struct packet *packet)
{
	if (packet->fd >= 0)
		close(packet->fd);
	free(packet->ring);
	impair_free(packet->impair);
	*packet = (struct packet){ .fd = -1 };
}

static bool passes(const struct packet *packet, enum packet_way way,
                   const uint8_t *frame, size_t length)
{
	const struct packet_tap *tap = &packet->tap;

	return !tap->pass || tap->pass(tap->context, way, frame, length);
}

static void seen(const struct packet *packet, enum packet_way way,
                 const uint8_t *frame, size_t length,
                 const struct tw_frame *about)
{
	const struct packet_tap *tap = &packet->tap;

	if (tap->seen)
		tap->seen(tap->context, way, frame, length, about);
}

static void deliver(struct packet *packet, struct tw *tw,
                    const struct virtio_net_hdr *header,
                    const uint8_t *frame, size_t length)
{
	unsigned vouched = header->flags & (VIRTIO_NET_HDR_F_DATA_VALID
	                                    | VIRTIO_NET_HDR_F_NEEDS_CSUM);

	if (!passes(packet, PACKET_IN, frame, length))
		return;
	tw_input(tw, frame, length, vouched ? TW_CHECKSUM_OK : 0, clock_now());
	seen(packet, PACKET_IN, frame, length, NULL);
}

static void take(struct packet *packet, struct tw *tw, int i)
{
	struct packet_ring *r = packet->ring;
	size_t length = r->message[i].msg_len;

	if (length < sizeof r->header[i])
		return;
	length -= sizeof r->header[i];
	if (packet->impair)
		impair_put(packet->impair, PACKET_IN, &r->header[i],
		           r->frame[i], length, clock_now());
	else
		deliver(packet, tw, &r->header[i], r->frame[i], length);
}

/* What has come through a bad wire by now. */
static void deliver_due(struct packet *packet, struct tw *tw)
{
	struct impair_frame f = { .octets = NULL };

	while (packet->impair
	       && impair_take(packet->impair, PACKET_IN, clock_now(), &f))
		deliver(packet, tw, &f.header, f.octets, f.length);
}

/*
 * A link that goes down, and comes back, is the wire's business, not ours: it
 * reads as nothing there.
 */
static int receive_batch(struct packet *packet, struct tw *tw)
{
	struct packet_ring *r = packet->ring;
	int n;

	for (int i = 0; i < PACKET_BATCH; i++)
		r->part[i][1].iov_len = PACKET_FRAME;
	n = recvmmsg(packet->fd, r->message, PACKET_BATCH, MSG_DONTWAIT, NULL);
	if (n < 0)
		return errno == EAGAIN || errno == ENETDOWN ? 0 : -errno;
	for (int i = 0; i < n; i++)
		take(packet, tw, i);
	return n;
}

/* The number of frames of a call, as far as an int can say it. */
static int total_of(int total, int n)
{
	int64_t sum = (int64_t)total + n;

	return sum < INT_MAX ? (int)sum : INT_MAX;
}

int packet_receive(struct packet *packet, struct tw *tw)
{
	int total = 0, n;

	do {
		n = receive_batch(packet, tw);
		if (n < 0)
			return n;
		total = total_of(total, n);
	} while (n == PACKET_BATCH && total < RECEIVE_LIMIT);
	deliver_due(packet, tw);
	return total;
}

/* What the device must still do with frame i, in virtio's words. */
static void describe(struct virtio_net_hdr *h, const struct tw_frame *about)
{
	*h = (struct virtio_net_hdr){ .gso_type = VIRTIO_NET_HDR_GSO_NONE };
	if (about->needs_checksum) {
		h->flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
		h->csum_start = about->checksum_start;
		h->csum_offset = about->checksum_offset;
	}
	if (about->gso_size) {
		h->gso_type = VIRTIO_NET_HDR_GSO_TCPV4;
		h->gso_size = about->gso_size;
		h->hdr_len = about->header_length;
	}
}

/* Frame i goes into a bad wire; we have sent it, whatever becomes of it. */
static void impair_one(struct packet *packet, int i)
{
	struct packet_ring *r = packet->ring;
	size_t length = r->part[i][1].iov_len;

	impair_put(packet->impair, PACKET_OUT, &r->header[i], r->frame[i],
	           length, clock_now());
	seen(packet, PACKET_OUT, r->frame[i], length, &r->about[i]);
}

/* Fills the batch from tw_output(); frames the tap refuses are lost. */
static int collect(struct packet *packet, struct tw *tw)
{
	struct packet_ring *r = packet->ring;
	int n = 0;

	while (n < PACKET_BATCH) {
		size_t length = tw_output(tw, r->frame[n], PACKET_FRAME,
		                          &r->about[n], clock_now());
		if (!length)
			break;
		if (!passes(packet, PACKET_OUT, r->frame[n], length))
			continue;
		describe(&r->header[n], &r->about[n]);
		r->part[n][1].iov_len = length;
		if (packet->impair)
			impair_one(packet, n);
		else
			n++;
	}
	return n;
}

static int send_batch(struct packet *packet, int n)
{
	struct packet_ring *r = packet->ring;
	int next = 0, k;

	for (int i = 0; i < n; i++) {
		if (i < next)
			continue;
		k = sendmmsg(packet->fd, r->message + i, (unsigned)(n - i), 0);
		if (k < 0 && errno != EAGAIN && errno != ENOBUFS
		    && errno != ENETDOWN)
			return -errno;
		next = i + (k > 0 ? k : 1);
	}
	for (int i = 0; i < n; i++)
		seen(packet, PACKET_OUT, r->frame[i], r->part[i][1].iov_len,
		     &r->about[i]);
	return n;
}

/* What has come through a bad wire by now. 0 or a negative errno. */
static int send_due(struct packet *packet)
{
	struct impair_frame f = { .octets = NULL };

	while (packet->impair
	       && impair_take(packet->impair, PACKET_OUT, clock_now(), &f)) {
		struct iovec part[2] = {
			{ .iov_base = &f.header, .iov_len = sizeof f.header },
			{ .iov_base = (void *)(uintptr_t)f.octets,
			  .iov_len = f.length }
		};

		if (writev(packet->fd, part, 2) < 0 && errno != EAGAIN
		    && errno != ENOBUFS && errno != ENETDOWN)
			return -errno;
	}
	return 0;
}

int packet_send(struct packet *packet, struct tw *tw)
{
	int total = 0, n, error;

	while ((n = collect(packet, tw)) > 0) {
		error = send_batch(packet, n);
		if (error < 0)
			return error;
		total = total_of(total, n);
	}
	error = send_due(packet);
	return error < 0 ? error : total;
}

/* Milliseconds, rounded up, so that a deadline has passed when poll ends. */
static int poll_time(uint64_t deadline)
{
	uint64_t now = clock_now();

	if (deadline <= now)
		return 0;
	if (deadline - now > 3600u * 1000000u)
		return 3600 * 1000;
	return (int)((deadline - now + 999u) / 1000u);
}

int packet_turn(struct packet *packet, struct tw *tw, struct pollfd *others,
                nfds_t n, uint64_t until)
{
	struct pollfd all[16];
	uint64_t due;
	int error;

	if (n > sizeof all / sizeof *all - 1)
		return -EINVAL;
	error = packet_send(packet, tw);
	if (error < 0)
		return error;
	due = tw_next_deadline(tw);
	if (packet->impair && impair_due(packet->impair) < due)
		due = impair_due(packet->impair);
	all[0] = (struct pollfd){ .fd = packet->fd, .events = POLLIN };
	if (n)
		memcpy(all + 1, others, n * sizeof *others);
	if (poll(all, n + 1, poll_time(due < until ? due : until)) < 0)
		return -errno;
	if (n)
		memcpy(others, all + 1, n * sizeof *others);
	error = packet_receive(packet, tw);
	tw_expire(tw, clock_now());
	if (error >= 0)
		error = packet_send(packet, tw);
	return error < 0 ? error : 0;
}
