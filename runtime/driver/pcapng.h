/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Captures as Wireshark reads them: pcapng, with a comment to each packet.
 * (draft-ietf-opsawg-pcapng: a file is a row of blocks of 32-bit words.)
 *
 *     section header        interface description    enhanced packet, repeated
 *     +------------------+  +-------------------+  +-----------------------+
 *     | 0x0A0D0D0A       |  | 1                 |  | 6                     |
 *     | block length     |  | block length      |  | block length          |
 *     | 0x1A2B3C4D       |  | 1 (Ethernet) | 0  |  | interface 0           |
 *     | version 1 | 0    |  | snapshot length   |  | time, high word       |
 *     | section length   |  | options: if_name, |  | time, low word        |
 *     |   -1, -1         |  |   if_tsresol      |  | octets captured       |
 *     | options:         |  | block length      |  | octets on the wire    |
 *     |   shb_userappl   |  +-------------------+  | octets, padded to 4   |
 *     | block length     |                         | options: opt_comment, |
 *     +------------------+                         |   epb_flags           |
 *                                                  | block length          |
 *     option: code | length | octets, padded to 4  +-----------------------+
 *
 * Written in little endian, so that equal captures are equal files.
 */
#ifndef PCAPNG_H
#define PCAPNG_H

#include <stdint.h>
#include <stdio.h>

enum pcapng_resolution { PCAPNG_MICROSECONDS = 6, PCAPNG_NANOSECONDS = 9 };

/* What epb_flags says of a packet, or'ed. 0: nothing. */
enum {
	PCAPNG_INBOUND = 1, PCAPNG_OUTBOUND = 2,
	PCAPNG_CHECKSUM_NOT_READY = 1 << 9,	/* left to the device */
	PCAPNG_CHECKSUM_VALID = 1 << 10,	/* the device vouches */
	PCAPNG_SEGMENTED_LATER = 1 << 11	/* by the device: GSO */
};

struct pcapng_packet {
	uint64_t time;			/* since 1970, in the resolution */
	const uint8_t *octets;		/* the frame from its first octet */
	uint32_t captured;		/* octets of it that are there */
	uint32_t length;		/* octets it had on the wire */
	uint32_t flags;			/* PCAPNG_..., or'ed */
	const char *comment;		/* NULL: none; its first 65535 octets */
};

/*
 * Begins a file: section header, and the only interface (Ethernet), with its
 * name (NULL: none). 0, or a negative errno.
 */
int pcapng_begin(FILE *file, const char *interface,
		 enum pcapng_resolution resolution);

/* Appends a packet and flushes, so that a reader can follow. Likewise. */
int pcapng_packet(FILE *file, const struct pcapng_packet *packet);

#endif
