/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The wire: a struct tw on a Linux interface, through AF_PACKET.
 *
 *      interface --recvmmsg--> [virtio_net_hdr | frame] --> tw_input()
 *      interface <--sendmmsg-- [virtio_net_hdr | frame] <-- tw_output()
 *
 * PACKET_VNET_HDR puts a struct virtio_net_hdr before every frame. Inwards it
 * says that a checksum is known to be right or was never made (a peer on the
 * same machine leaves it to a device that does not exist), and frames of up to
 * 64 KiB come in one piece. Outwards it asks the kernel to cut and to sum. A
 * stack that ignored it could not even connect over a veth pair: the SYN
 * carries half a checksum.
 *
 * The interface's own address must not be ours, or the kernel would answer the
 * peer's SYN,ACK with a RST. We have an Ethernet address of our own as well; a
 * socket filter keeps out what is for neither it nor everybody.
 */
#ifndef TW_PACKET_H
#define TW_PACKET_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../tcpwright.h"
#include "impair.h"

enum {
	PACKET_FRAME = 65536 + 64, /* octets of the largest frame, and more */
	PACKET_BATCH = 16          /* frames a system call */
};

enum packet_way { PACKET_IN, PACKET_OUT };

/*
 * Whoever wants to watch the wire, or to damage it. `pass` is asked first and
 * may refuse the frame: it is lost, as the network loses frames. `seen` is told
 * of each frame that went through, after the stack dealt with it; `about` is
 * what tw_output() said, NULL inwards. Both may be NULL.
 */
struct packet_tap {
	bool (*pass)(void *context, enum packet_way way, const uint8_t *frame,
	             size_t length);
	void (*seen)(void *context, enum packet_way way, const uint8_t *frame,
	             size_t length, const struct tw_frame *about);
	void *context;
};

struct packet {
	int fd;                 /* for poll(); -1 when closed */
	struct packet_tap tap;
	struct packet_ring *ring; /* buffers of one batch each way */
	struct impair *impair;    /* a bad wire behind it, or NULL */
};

/* Microseconds of CLOCK_MONOTONIC: the `now` of every tw_ call. */
uint64_t clock_now(void);

/*
 * Opens INTERFACE of the current network namespace for frames to `mac`.
 * Returns 0 or a negative errno: -EPERM without CAP_NET_RAW, -ENODEV when there
 * is no such interface, -ENETDOWN when it is down.
 */
int packet_open(struct packet *packet, const char *interface,
                const uint8_t mac[6]);
void packet_close(struct packet *packet);

/*
 * Makes the wire a bad one (impair.h). What the tap sees going out has been
 * sent, and may still be lost; what it sees coming in has come through. The
 * stack must not leave segments to be cut. Returns 0 or -ENOMEM.
 */
int packet_impair(struct packet *packet, const struct impair_settings *how);

/* Gives every frame that is there to tw_input(), at most 256 a call so that a
 * flood cannot starve the rest. Returns the number, or a negative errno. */
int packet_receive(struct packet *packet, struct tw *tw);

/* Puts everything tw_output() has on the wire. A frame the kernel has no room
 * for is lost. Returns the number sent, or a negative errno. */
int packet_send(struct packet *packet, struct tw *tw);

/*
 * One turn: what is due goes out; then sleeps until a frame comes, tw's next
 * deadline, one of `others` (may be NULL) is ready, or `until` (us). Then runs
 * what came and what fell due. Returns 0, or a negative errno (-EINTR after a
 * signal).
 */
int packet_turn(struct packet *packet, struct tw *tw, struct pollfd *others,
                nfds_t n, uint64_t until);

#endif
