/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The slow parser. Positions are bits from the start of the frame; a layer
 * begins at a multiple of 8, and its fields stand where the RFC's figure
 * shows them. A bit behind the end reads as 0: who needs it asks for the
 * length.
 */
#include "slow_parser.h"

struct bits {
	const uint8_t *frame;
	size_t n;			/* octets */
};

enum { MAC = 48, ETHERNET = 112, ADDRESS = 32 };	/* bits */

static uint64_t field(struct bits b, size_t at, unsigned width)
{
	uint64_t value = 0;

	for (size_t i = at; i < at + width; i++) {
		unsigned bit = 0;

		if (i / 8 < b.n)
			bit = b.frame[i / 8] >> (7 - i % 8) & 1;
		value = value << 1 | bit;
	}
	return value;
}

static uint32_t number(struct bits b, size_t at, unsigned width)
{
	return (uint32_t)field(b, at, width);
}

/* ------------------------------------------------- checksums (RFC 1071) */

static uint16_t plus(uint16_t a, uint16_t b)
{
	uint32_t sum = (uint32_t)a + b;

	return (uint16_t)(sum > 0xffff ? sum - 0xffff : sum);
}

/* Of n octets from octet `at` on; an odd one is followed by a zero. */
static uint16_t sum_of(struct bits b, size_t at, size_t n)
{
	uint16_t sum = 0;

	for (size_t i = at; i < at + n; i += 2) {
		unsigned low = i + 1 < at + n ? b.frame[i + 1] : 0;

		sum = plus(sum, (uint16_t)(b.frame[i] * 256u + low));
	}
	return sum;
}

/* RFC 9293 figure 2: addresses, a zero octet, PTCL, TCP Length. */
uint16_t slow_pseudo(uint32_t from, uint32_t to, size_t length)
{
	uint16_t sum = 0;

	sum = plus(sum, (uint16_t)(from >> 16));
	sum = plus(sum, (uint16_t)(from & 0xffff));
	sum = plus(sum, (uint16_t)(to >> 16));
	sum = plus(sum, (uint16_t)(to & 0xffff));
	sum = plus(sum, 6);
	return plus(sum, (uint16_t)length);
}

/* ------------------------------------------------------- options (TCP) */

struct option {
	unsigned kind, length;
	size_t at;			/* bits: where its value begins */
};
struct list {
	struct option option[40];
	size_t n;
	bool malformed;
};

/* The options in the octets [at, end): RFC 9293 section 3.1, case 1 and 2. */
static struct list list_of(struct bits b, size_t at, size_t end)
{
	struct list list = { .n = 0 };

	for (;;) {
		unsigned kind, length = 1;

		if (at == end)
			return list;
		kind = b.frame[at];
		if (kind == 0)
			return list;
		if (kind != 1) {
			length = at + 1 == end ? 0 : b.frame[at + 1];
			if (length < 2 || length > end - at) {
				list.malformed = true;
				return list;
			}
		}
		list.option[list.n++] = (struct option){ kind, length,
			8 * (at + 2) };
		at += length;
	}
}

/* The last of this kind and length counts; others are as unknown ones. */
static const struct option *last(const struct list *list, unsigned kind,
				 unsigned length)
{
	for (size_t i = list->n; i > 0; i--)
		if (list->option[i - 1].kind == kind &&
		    list->option[i - 1].length == length)
			return &list->option[i - 1];
	return NULL;
}

/* RFC 2018 section 3: of n blocks, the length is 8*n+2. */
static const struct option *last_sack(const struct list *list)
{
	const struct option *found = NULL;

	for (unsigned n = 1; n <= 4; n++) {
		const struct option *one = last(list, 5, 8 * n + 2);

		if (one != NULL && (found == NULL || one > found))
			found = one;
	}
	return found;
}

/* Those that only a SYN may carry. RFC 7323 section 2.3: a shift above 14 is
 * taken for 14. An MSS below 64 is taken for 64 (runtime/options.h). */
static void syn_options(struct bits b, const struct list *list,
			struct slow_frame *f)
{
	const struct option *mss = last(list, 2, 4);
	const struct option *scale = last(list, 3, 3);

	f->permitted = last(list, 4, 2) != NULL;
	f->has_mss = mss != NULL;
	if (mss != NULL)
		f->mss = number(b, mss->at, 16);
	if (mss != NULL && f->mss < 64)
		f->mss = 64;
	f->has_scale = scale != NULL;
	if (scale != NULL)
		f->scale = number(b, scale->at, 8);
	if (f->scale > 14)
		f->scale = 14;
}

static void options(struct bits b, struct slow_frame *f, size_t at, size_t end)
{
	struct list list = list_of(b, at, end);
	const struct option *stamps = last(&list, 8, 10);
	const struct option *sack = last_sack(&list);

	f->malformed = list.malformed;
	if ((f->flags & 2) != 0)
		syn_options(b, &list, f);
	f->has_timestamps = stamps != NULL;
	if (stamps != NULL) {
		f->ts_val = number(b, stamps->at, 32);
		f->ts_ecr = number(b, stamps->at + 32, 32);
	}
	f->sacks = sack == NULL ? 0 : sack->length / 8;
	for (unsigned i = 0; i < f->sacks; i++) {
		f->sack[i].left = number(b, sack->at + 64 * i, 32);
		f->sack[i].right = number(b, sack->at + 64 * i + 32, 32);
	}
}

/* -------------------------------------------- TCP (RFC 9293 figure 1) */

/* The segment in the octets [at, end). */
static void tcp_fields(struct bits b, struct slow_frame *f, size_t at)
{
	f->sport = number(b, 8 * at, 16);
	f->dport = number(b, 8 * at + 16, 16);
	f->seq = number(b, 8 * at + 32, 32);
	f->ack = number(b, 8 * at + 64, 32);
	f->offset = number(b, 8 * at + 96, 4);
	f->flags = number(b, 8 * at + 104, 8);
	f->window = number(b, 8 * at + 112, 16);
	f->urgent = number(b, 8 * at + 144, 16);
}

static void tcp(struct bits b, struct slow_frame *f, size_t at, size_t end,
		bool trusted)
{
	struct slow_frame with = *f;
	uint16_t sum = plus(slow_pseudo(f->from, f->to, end - at),
			    sum_of(b, at, end - at));

	if (end - at < 20) {
		f->faults |= SLOW_SHORT_TCP;
		return;
	}
	tcp_fields(b, &with, at);
	if (with.offset < 5 || 4 * with.offset > end - at)
		with.faults |= SLOW_BAD_DATA_OFFSET;
	if (!trusted && sum != 0xffff)
		with.faults |= SLOW_BAD_TCP_CHECKSUM;
	f->faults = with.faults;
	if (f->faults != 0)
		return;
	*f = with;
	options(b, f, at + 20, at + 4 * f->offset);
	f->text_at = at + 4 * f->offset;
	f->text = end - f->text_at;
}

/* --------------------------------------------- IPv4 (RFC 791 figure 4) */

/* A datagram must be there as a whole, its lengths must contain each other,
 * and its header must sum up; a fragment is refused. */
static unsigned ipv4_faults(struct bits b, const struct slow_frame *f,
			    size_t there)
{
	unsigned faults = 0;
	bool whole = f->ihl >= 5 && 4 * f->ihl <= there;

	if (there < 20)
		return SLOW_SHORT_IPV4;
	if (there < f->total)
		faults |= SLOW_SHORT_IPV4;
	if (number(b, ETHERNET, 4) != 4)
		faults |= SLOW_BAD_VERSION;
	if (f->ihl < 5)
		faults |= SLOW_BAD_IHL;
	if (f->total < 4 * f->ihl)
		faults |= SLOW_BAD_TOTAL_LENGTH;
	if (whole && sum_of(b, ETHERNET / 8, 4 * f->ihl) != 0xffff)
		faults |= SLOW_BAD_IPV4_CHECKSUM;
	if (number(b, ETHERNET + 50, 14) != 0)
		faults |= SLOW_FRAGMENT;	/* MF and Fragment Offset */
	return faults;
}

static void ipv4(struct bits b, struct slow_frame *f, bool trusted)
{
	struct slow_frame with = *f;
	size_t at = ETHERNET / 8;

	with.ihl = number(b, ETHERNET + 4, 4);
	with.tos = number(b, ETHERNET + 8, 8);
	with.total = number(b, ETHERNET + 16, 16);
	with.id = number(b, ETHERNET + 32, 16);
	with.ttl = number(b, ETHERNET + 64, 8);
	with.protocol = number(b, ETHERNET + 72, 8);
	with.from = number(b, ETHERNET + 96, ADDRESS);
	with.to = number(b, ETHERNET + 128, ADDRESS);
	f->faults = ipv4_faults(b, &with, b.n - at);
	if (f->faults != 0)
		return;
	*f = with;
	if (f->protocol != 6)
		f->faults = SLOW_OTHER_PROTOCOL;
	else
		tcp(b, f, at + 4 * f->ihl, at + f->total, trusted);
}

/* ------------------------------------- ARP (RFC 826) and Ethernet itself */

static void arp(struct bits b, struct slow_frame *f)
{
	if (b.n < ETHERNET / 8 + 28) {
		f->faults = SLOW_SHORT_ARP;
		return;
	}
	if (number(b, ETHERNET, 16) != 1 ||
	    number(b, ETHERNET + 16, 16) != 0x0800 ||
	    number(b, ETHERNET + 32, 8) != 6 ||
	    number(b, ETHERNET + 40, 8) != 4) {
		f->faults = SLOW_OTHER_ARP;
		return;
	}
	f->op = number(b, ETHERNET + 48, 16);
	f->sha = field(b, ETHERNET + 64, MAC);
	f->spa = number(b, ETHERNET + 112, ADDRESS);
	f->tha = field(b, ETHERNET + 144, MAC);
	f->tpa = number(b, ETHERNET + 192, ADDRESS);
}

struct slow_frame slow_parse(const uint8_t *frame, size_t n, bool trusted)
{
	struct bits b = { frame, n };
	struct slow_frame f = { .faults = 0 };

	if (n < ETHERNET / 8) {
		f.faults = SLOW_SHORT_ETHERNET;
		return f;
	}
	f.dst = field(b, 0, MAC);
	f.src = field(b, MAC, MAC);
	f.type = number(b, 2 * MAC, 16);
	if (f.type == 0x0800)
		ipv4(b, &f, trusted);
	else if (f.type == 0x0806)
		arp(b, &f);
	else
		f.faults = SLOW_OTHER_TYPE;
	return f;
}

/* ------------------------------------------------------------ whose it is */

/* RFC 1122 section 3.2.1.3: {0, *}, and classes D and E; the net's broadcast,
 * all of whose host bits are 1, where it has room for one (RFC 3021). */
static bool of_many(uint32_t address, uint32_t ours, unsigned prefix)
{
	bool in_net = true, all_ones = true;

	for (unsigned i = 0; i < 32; i++) {
		uint32_t mask = (uint32_t)1 << (31 - i);

		if (i < prefix)
			in_net &= (address & mask) == (ours & mask);
		else
			all_ones &= (address & mask) != 0;
	}
	return address >> 24 == 0 || address >> 24 >= 224 ||
	       (prefix > 0 && prefix < 31 && in_net && all_ones);
}

static enum slow_whose whose_datagram(const struct slow_frame *f, uint64_t mac,
				      uint32_t address, unsigned prefix)
{
	bool many = of_many(f->to, address, prefix) ||
		    of_many(f->from, address, prefix);

	if (many)
		return SLOW_MANY;
	if (f->to != address || f->from == address)
		return SLOW_STRANGERS;
	return f->dst == mac ? SLOW_OURS : SLOW_MANY;
}

enum slow_whose slow_whose(const struct slow_frame *f, uint64_t mac,
			   uint32_t address, unsigned prefix)
{
	bool group = (f->dst >> 40 & 1) != 0;	/* the bit sent first */

	if (f->src == mac)
		return SLOW_STRANGERS;		/* our own, come back */
	if (f->dst != mac && !group)
		return SLOW_STRANGERS;
	if (f->type == 0x0800)
		return whose_datagram(f, mac, address, prefix);
	return f->tpa == address ? SLOW_OURS : SLOW_STRANGERS;
}

/* ---------------------------------------------------------------- mending */

static void put_sum(uint8_t *at, uint16_t sum)
{
	at[0] = (uint8_t)(0xff - sum / 256);
	at[1] = (uint8_t)(0xff - sum % 256);
}

void slow_mend_ipv4(uint8_t *frame, size_t n)
{
	struct bits b = { frame, n };
	size_t at = ETHERNET / 8, header = 4 * number(b, ETHERNET + 4, 4);

	if (n < at + 20 || n < at + header || header < 20)
		return;
	frame[at + 10] = 0;
	frame[at + 11] = 0;
	put_sum(frame + at + 10, sum_of(b, at, header));
}

void slow_mend_tcp(uint8_t *frame, size_t n)
{
	struct bits b = { frame, n };
	struct slow_frame f = { .faults = 0 };
	size_t header = 4 * number(b, ETHERNET + 4, 4);
	size_t total = number(b, ETHERNET + 16, 16), at = ETHERNET / 8;

	if (n < at + total || total < header + 20 || header < 20)
		return;
	f.from = number(b, ETHERNET + 96, ADDRESS);
	f.to = number(b, ETHERNET + 128, ADDRESS);
	at += header;
	frame[at + 16] = 0;
	frame[at + 17] = 0;
	put_sum(frame + at + 16,
		plus(slow_pseudo(f.from, f.to, total - header),
		     sum_of(b, at, total - header)));
}
