/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads somebody's capture, a packet at a time: pcap (either byte order, us or
 * ns) and pcapng (whose blocks are drawn in driver/pcapng.h).
 *
 *     pcap: magic | version | 0 | 0 | snapshot length | link type
 *           then, each: seconds | us or ns | captured | on the wire | octets
 *
 * A file that ends in the middle of a packet, because whoever wrote it was
 * stopped, ends before that packet.
 */
#ifndef TW_READER_H
#define TW_READER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum {
	READER_MOST = 1 << 24,    /* octets of a packet or block */
	READER_LINKS = 64         /* interfaces of a section that are known */
};

enum { LINK_NULL = 0, LINK_ETHERNET = 1, LINK_RAW_BSD = 12, LINK_RAW = 101,
       LINK_COOKED = 113, LINK_IPV4 = 228, LINK_COOKED_2 = 276 };

struct reader_link {
	uint32_t type;            /* LINK_... */
	uint8_t resolution;       /* as if_tsresol has it */
};

struct reader {
	FILE *file;
	bool swapped;             /* big endian */
	bool blocks;              /* pcapng */
	struct reader_link link[READER_LINKS];
	uint32_t links;
	uint8_t *octets;          /* of the packet or block that is looked at */
	bool cut;                 /* the file ended in the middle of one */
	char why[128];            /* it is no capture */
};

struct reader_packet {
	uint64_t time;            /* us since 1970 */
	uint32_t link;            /* type */
	uint32_t captured;        /* octets of it there are */
	const uint8_t *octets;    /* until the next call */
};

/* "-" is standard input. 0, or -1 and reader->why. */
int reader_open(struct reader *reader, const char *path);

/* 1: a packet; 0: the end; -1: reader->why. */
int reader_next(struct reader *reader, struct reader_packet *packet);

void reader_close(struct reader *reader);

#endif
