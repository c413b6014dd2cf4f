/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A bad wire: between the interface and the stack, frames are lost, doubled,
 * overtaken, damaged and late, each way, by chance from a seed.
 *
 *      frame -- lost? --> doubled? --> damaged? --> [ queue, by time ] -->
 *                                                    now + delay
 *                                                    (+ IMPAIR_LATER: so
 *                                                    that others overtake it)
 *
 * Damage is one bit of an IPv4 datagram, whose checksum is made before if the
 * device was to make it; any other frame would not have survived its CRC and
 * is lost. What the device would cut cannot be damaged like that: a stack
 * behind a bad wire makes one segment a frame (gso_size 0).
 */
#ifndef TW_IMPAIR_H
#define TW_IMPAIR_H

#include <linux/virtio_net.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	IMPAIR_ALL = 1000000,   /* of so many frames ... */
	IMPAIR_LATER = 10000,   /* us that a frame is overtaken in */
	IMPAIR_HELD = 4096      /* frames that wait each way; more are lost */
};

struct impair_settings {
	uint32_t drop, dup, reorder, corrupt; /* ... so many */
	uint64_t delay;         /* us */
	uint64_t seed;
};

/* A frame that has come through. */
struct impair_frame {
	struct virtio_net_hdr header;
	size_t length;
	const uint8_t *octets;  /* until the next call for this way */
};

struct impair;

bool impair_is_any(const struct impair_settings *settings);

/* NULL: no memory. The settings are copied. */
struct impair *impair_new(const struct impair_settings *settings);
void impair_free(struct impair *impair);

/* A frame goes in; way: 0 inwards, 1 outwards (enum packet_way). */
void impair_put(struct impair *impair, int way,
                const struct virtio_net_hdr *header, const uint8_t *octets,
                size_t length, uint64_t now);

/* The next one whose time has come. False: none has. */
bool impair_take(struct impair *impair, int way, uint64_t now,
                 struct impair_frame *frame);

/* When impair_take() will have one; UINT64_MAX: nothing waits. */
uint64_t impair_due(const struct impair *impair);

#endif
