/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A peer without a machine: it sends the segments it is told to send, good or
 * bad, and remembers what comes back. All it does by itself is to answer ARP
 * and to keep count of the numbers a person would, so that a script can say
 * SND.NXT and RCV.NXT.
 */
#ifndef TW_RAW_PEER_H
#define TW_RAW_PEER_H

#include <stdbool.h>
#include <stdint.h>

#include "../driver/packet.h"
#include "../fsm/fsm.gen.h"

enum { RAW_REMEMBERED = 256 };

struct raw_peer {
	struct packet packet;
	uint32_t address, remote;         /* host order */
	uint64_t mac, remote_mac;         /* as in ether.h */
	uint16_t port, remote_port;
	uint16_t window;                  /* offered, octets */
	uint32_t iss, irs;                /* of the last SYN each way */
	uint32_t snd_nxt, rcv_nxt;
	struct fsm_segment got[RAW_REMEMBERED];
	unsigned count;                   /* of got: those that came */
	unsigned taken;                   /* of got: those asked for */
};

/*
 * Opens `interface` of the current namespace. The peer must stay where it is.
 * Returns 0 or -errno.
 */
int raw_open(struct raw_peer *raw, const char *interface, unsigned host,
             unsigned remote);
void raw_close(struct raw_peer *raw);

/*
 * From now on it sends as if it were `host`: an old duplicate in the network.
 * What that provokes goes to the true host.
 */
void raw_pose(struct raw_peer *raw, unsigned host);

/* Takes what has come, answers ARP. Returns 0 or -errno. */
int raw_receive(struct raw_peer *raw);

/* Sends one segment, with `text` (segment->data octets). 0 or -errno. */
int raw_send(struct raw_peer *raw, const struct fsm_segment *segment,
             const uint8_t *text);

#endif
