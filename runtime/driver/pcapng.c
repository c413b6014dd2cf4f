/* SPDX-License-Identifier: BSD-2-Clause */
/* pcapng: the blocks are drawn in pcapng.h. */
#define _GNU_SOURCE
#include "pcapng.h"

#include <errno.h>
#include <string.h>

enum { SECTION = 0x0a0d0d0a, INTERFACE = 1, PACKET = 6 };
enum { OPT_END = 0, OPT_COMMENT = 1, IF_NAME = 2, EPB_FLAGS = 2,
       SHB_USERAPPL = 4, IF_TSRESOL = 9 };
enum { LINKTYPE_ETHERNET = 1, OPTION_MOST = 65535,
       FRAME = 12 };			/* type, length, length again */

static void put16(FILE *file, uint32_t v)
{
	fputc((int)(v % 256), file);
	fputc((int)(v / 256 % 256), file);
}

static void put32(FILE *file, uint32_t v)
{
	put16(file, v % 65536);
	put16(file, v / 65536);
}

static uint32_t padded(uint32_t n)
{
	return (n + 3) / 4 * 4;
}

static void put_octets(FILE *file, const void *p, uint32_t n)
{
	if (n != 0)
		fwrite(p, 1, n, file);
	for (uint32_t i = n; i < padded(n); i++)
		fputc(0, file);
}

/* An option without a value is left out; then it takes no octets either. */
static uint32_t option_octets(uint32_t length)
{
	return length == 0 ? 0 : 4 + padded(length);
}

static void put_option(FILE *file, uint32_t code, const void *p,
		       uint32_t length)
{
	if (length == 0)
		return;
	put16(file, code);
	put16(file, length);
	put_octets(file, p, length);
}

static uint32_t text_length(const char *text)
{
	return text == NULL ? 0 : (uint32_t)strnlen(text, OPTION_MOST);
}

static int outcome(FILE *file)
{
	errno = 0;
	if (fflush(file) == 0 && !ferror(file))
		return 0;
	return errno != 0 ? -errno : -EIO;
}

static void put_section(FILE *file)
{
	static const char program[] = "tcpwright";
	uint32_t n = FRAME + 16 + option_octets(sizeof program - 1) + 4;

	put32(file, SECTION);
	put32(file, n);
	put32(file, 0x1a2b3c4d);
	put16(file, 1);
	put16(file, 0);
	put32(file, 0xffffffff);
	put32(file, 0xffffffff);
	put_option(file, SHB_USERAPPL, program, sizeof program - 1);
	put32(file, OPT_END);
	put32(file, n);
}

static void put_interface(FILE *file, const char *name, uint8_t resolution)
{
	uint32_t length = text_length(name);
	uint32_t n = FRAME + 8 + option_octets(length) + option_octets(1) + 4;

	put32(file, INTERFACE);
	put32(file, n);
	put16(file, LINKTYPE_ETHERNET);
	put16(file, 0);
	put32(file, 0);
	put_option(file, IF_NAME, name, length);
	put_option(file, IF_TSRESOL, &resolution, 1);
	put32(file, OPT_END);
	put32(file, n);
}

int pcapng_begin(FILE *file, const char *interface,
		 enum pcapng_resolution resolution)
{
	put_section(file);
	put_interface(file, interface, (uint8_t)resolution);
	return outcome(file);
}

static void put_flags(FILE *file, uint32_t flags)
{
	if (flags == 0)
		return;
	put16(file, EPB_FLAGS);
	put16(file, 4);
	put32(file, flags);
}

int pcapng_packet(FILE *file, const struct pcapng_packet *packet)
{
	uint32_t comment = text_length(packet->comment);
	uint32_t n = FRAME + 20 + padded(packet->captured) +
		     option_octets(comment) +
		     option_octets(packet->flags == 0 ? 0 : 4) + 4;

	put32(file, PACKET);
	put32(file, n);
	put32(file, 0);
	put32(file, (uint32_t)(packet->time / 4294967296u));
	put32(file, (uint32_t)(packet->time % 4294967296u));
	put32(file, packet->captured);
	put32(file, packet->length);
	put_octets(file, packet->octets, packet->captured);
	put_option(file, OPT_COMMENT, packet->comment, comment);
	put_flags(file, packet->flags);
	put32(file, OPT_END);
	put32(file, n);
	return outcome(file);
}
