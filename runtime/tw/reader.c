/* SPDX-License-Identifier: BSD-2-Clause */
#include "reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define PCAP_US 0xa1b2c3d4u
#define PCAP_NS 0xa1b23c4du

enum {
	SECTION = 0x0a0d0d0a, ORDER = 0x1a2b3c4d,
	INTERFACE = 1, OLD_PACKET = 2, SIMPLE_PACKET = 3, PACKET = 6,
	IF_TSRESOL = 9, MICROSECONDS = 6, NANOSECONDS = 9,
	BLOCK_LEAST = 12
};

static int fail(struct reader *r, const char *why)
{
	snprintf(r->why, sizeof r->why, "%s", why);
	return -1;
}

static uint32_t get16(const struct reader *r, const uint8_t *p)
{
	return r->swapped ? p[0] * 256u + p[1] : p[0] + p[1] * 256u;
}

static uint32_t get32(const struct reader *r, const uint8_t *p)
{
	return r->swapped ? get16(r, p) * 65536u + get16(r, p + 2)
	                  : get16(r, p) + get16(r, p + 2) * 65536u;
}

/* n octets to p; false: there are not so many. */
static bool take(struct reader *r, uint8_t *p, size_t n)
{
	size_t got = fread(p, 1, n, r->file);

	r->cut = r->cut || (got > 0 && got < n);
	return got == n;
}

/* ----------------------------------------------------------------- pcap */

static int open_pcap(struct reader *r, uint32_t magic)
{
	uint8_t rest[20];

	if (!take(r, rest, sizeof rest))
		return fail(r, "it ends in its header");
	r->link[0] = (struct reader_link){
		get32(r, rest + 16) & 0xffff,
		magic == PCAP_NS ? NANOSECONDS : MICROSECONDS
	};
	r->links = 1;
	return 0;
}

static int next_pcap(struct reader *r, struct reader_packet *packet)
{
	uint8_t head[16];
	uint32_t n, fraction;

	if (!take(r, head, sizeof head))
		return 0;
	n = get32(r, head + 8);
	if (n > READER_MOST)
		return fail(r, "a packet of more than 16 MiB: it is damaged");
	if (!take(r, r->octets, n)) {
		r->cut = true;
		return 0;
	}
	fraction = get32(r, head + 4);
	if (r->link[0].resolution == NANOSECONDS)
		fraction /= 1000;
	*packet = (struct reader_packet){
		(uint64_t)get32(r, head) * 1000000u + fraction,
		r->link[0].type, n, r->octets
	};
	return 1;
}

/* --------------------------------------------------------------- pcapng */

/* A section decides in which order its octets are. */
static bool set_order(struct reader *r, const uint8_t *magic)
{
	r->swapped = false;
	if (get32(r, magic) == ORDER)
		return true;
	r->swapped = true;
	return get32(r, magic) == ORDER;
}

/* The whole block into r->octets. 1, 0 at the end, or -1. */
static int read_block(struct reader *r, uint32_t *type, uint32_t *n)
{
	uint8_t *p = r->octets;

	if (!take(r, p, BLOCK_LEAST))
		return 0;
	*type = get32(r, p);
	if (*type == SECTION && !set_order(r, p + 8))
		return fail(r, "a section without its byte order");
	if (*type == SECTION)
		r->links = 0;
	*n = get32(r, p + 4);
	if (*n < BLOCK_LEAST || *n % 4 || *n > READER_MOST)
		return fail(r, "a block of impossible length: it is damaged");
	if (take(r, p + BLOCK_LEAST, *n - BLOCK_LEAST))
		return 1;
	r->cut = true;
	return 0;
}

static uint8_t resolution_of(const struct reader *r, uint32_t n)
{
	const uint8_t *p = r->octets + 16, *end = r->octets + n - 4;

	while (end - p >= 4 && get16(r, p)) {
		uint32_t length = get16(r, p + 2);

		if ((uint32_t)(end - p) < 4 + length)
			break;
		if (get16(r, p) == IF_TSRESOL && length == 1)
			return p[4];
		length = 4 + (length + 3) / 4 * 4;
		if ((uint32_t)(end - p) < length)
			break;
		p += length;
	}
	return MICROSECONDS;
}

static void take_interface(struct reader *r, uint32_t n)
{
	if (n < 20 || r->links == READER_LINKS)
		return;
	r->link[r->links++] = (struct reader_link){
		get16(r, r->octets + 8), resolution_of(r, n)
	};
}

/* RESOLUTION is a power of ten, or, from 128, of two. */
static uint64_t microseconds(uint64_t time, uint8_t resolution)
{
	unsigned bits = resolution & 63;

	if (resolution & 128)
		return (time >> bits) * 1000000u
		       + (bits ? ((time << (64 - bits)) >> 32) * 1000000u >> 32
		               : 0);
	for (; resolution > MICROSECONDS; resolution--)
		time /= 10;
	for (; resolution < MICROSECONDS; resolution++)
		time *= 10;
	return time;
}

static bool take_packet(struct reader *r, uint32_t type, uint32_t n,
                        struct reader_packet *packet)
{
	const uint8_t *p = r->octets + 8;
	bool simple = type == SIMPLE_PACKET;
	uint32_t at = simple ? 12 : 28, link = 0, captured;

	if (n < at + 4)
		return false;
	if (!simple)
		link = type == OLD_PACKET ? get16(r, p) : get32(r, p);
	captured = get32(r, p + (simple ? 0 : 12));
	if (link >= r->links)
		return false;
	if (captured > n - at - 4)
		captured = n - at - 4;
	*packet = (struct reader_packet){
		simple ? 0 : microseconds((uint64_t)get32(r, p + 4) << 32
		                          | get32(r, p + 8),
		                          r->link[link].resolution),
		r->link[link].type, captured, r->octets + at
	};
	return true;
}

static int next_block(struct reader *r, struct reader_packet *packet)
{
	uint32_t type = 0, n = 0;
	int result;

	while ((result = read_block(r, &type, &n)) > 0) {
		if (type == INTERFACE)
			take_interface(r, n);
		if ((type == PACKET || type == OLD_PACKET
		     || type == SIMPLE_PACKET)
		    && take_packet(r, type, n, packet))
			return 1;
	}
	return result;
}

/* The first block, whose type has been read. */
static int open_blocks(struct reader *r)
{
	uint8_t head[8];
	uint32_t n;

	if (!take(r, head, sizeof head) || !set_order(r, head + 4))
		return fail(r, "a section without its byte order");
	n = get32(r, head);
	if (n < BLOCK_LEAST || n > READER_MOST
	    || !take(r, r->octets, n - BLOCK_LEAST))
		return fail(r, "it ends in its header");
	r->blocks = true;
	return 0;
}

/* ----------------------------------------------------------------- both */

static int open_either(struct reader *r)
{
	uint8_t magic[4];
	uint32_t little;

	if (!take(r, magic, sizeof magic))
		return fail(r, "it is empty");
	little = get32(r, magic);
	if (little == SECTION)
		return open_blocks(r);
	if (little == PCAP_US || little == PCAP_NS)
		return open_pcap(r, little);
	r->swapped = true;
	if (get32(r, magic) == PCAP_US || get32(r, magic) == PCAP_NS)
		return open_pcap(r, get32(r, magic));
	return fail(r, "it is neither pcap nor pcapng");
}

int reader_open(struct reader *r, const char *path)
{
	*r = (struct reader){ .octets = malloc(READER_MOST) };
	r->file = strcmp(path, "-") ? fopen(path, "rb") : stdin;
	if (!r->file || !r->octets)
		return fail(r, strerror(errno));
	errno = 0;
	if (!open_either(r))
		return 0;
	return ferror(r->file) ? fail(r, strerror(errno)) : -1;
}

int reader_next(struct reader *r, struct reader_packet *packet)
{
	int result = r->blocks ? next_block(r, packet) : next_pcap(r, packet);

	return !result && ferror(r->file) ? fail(r, strerror(errno)) : result;
}

void reader_close(struct reader *r)
{
	if (r->file && r->file != stdin)
		fclose(r->file);
	free(r->octets);
	*r = (struct reader){ .file = NULL };
}
