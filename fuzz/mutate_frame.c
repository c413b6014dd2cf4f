/* SPDX-License-Identifier: BSD-2-Clause */
#include "mutate_frame.h"

#include <string.h>

#include "../tests/unit/prng.h"
#include "runtime/fsm/fsm.gen.h"

/* Where things stand: RFC 894, RFC 791 section 3.1, RFC 9293 section 3.1. */
enum {
	IP = 14, IP_LENGTH = 2, IP_PROTOCOL = 9, IP_SHORTEST = 20, TCP = 6,
	TCP_SHORTEST = 20, TCP_PORTS = 0, TCP_SEQ = 4, TCP_ACK = 8,
	TCP_OFFSET = 12, TCP_CONTROL = 13, TCP_WINDOW = 14, TCP_URGENT = 18
};

static const uint8_t controls[] = {
	FSM_CTL_SYN, FSM_CTL_SYN | FSM_CTL_ACK, FSM_CTL_ACK,
	FSM_CTL_PSH | FSM_CTL_ACK, FSM_CTL_FIN | FSM_CTL_ACK,
	FSM_CTL_FIN | FSM_CTL_PSH | FSM_CTL_ACK, FSM_CTL_RST,
	FSM_CTL_RST | FSM_CTL_ACK, FSM_CTL_URG | FSM_CTL_ACK,
	FSM_CTL_SYN | FSM_CTL_FIN, FSM_CTL_SYN | FSM_CTL_RST, 0, 0xff
};

/* Kinds and lengths: end, NOP, MSS, window scale, SACK permitted, SACK,
 * timestamps; and a length that is none (RFC 9293 section 3.2, RFC 7323,
 * RFC 2018). */
static const uint8_t option_heads[][2] = {
	{0, 0}, {1, 1}, {2, 4}, {3, 3}, {4, 2}, {5, 10}, {8, 10}, {2, 0},
	{8, 255}
};

#define ANY_OF(table, seed) \
	((table)[prng_below(seed, sizeof(table) / sizeof *(table))])

static uint32_t get16(const uint8_t *at)
{
	return (uint32_t)at[0] << 8 | at[1];
}

static uint32_t get32(const uint8_t *at)
{
	return get16(at) << 16 | get16(at + 2);
}

static void put16(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static void put32(uint8_t *at, uint32_t value)
{
	put16(at, value >> 16);
	put16(at + 2, value & 0xffff);
}

size_t frame_tcp(struct frame f)
{
	size_t header;

	if (f.n < IP + IP_SHORTEST || f.at[12] != 8 || f.at[13] != 0 ||
	    f.at[IP + IP_PROTOCOL] != TCP)
		return 0;
	header = IP + (f.at[IP] & 15u) * 4;
	return header >= IP + IP_SHORTEST && header + TCP_SHORTEST <= f.n ?
		header : 0;
}

/* Where the text begins and ends, by what the headers say. */
static size_t text_at(struct frame f, size_t tcp)
{
	size_t at = tcp + (f.at[tcp + TCP_OFFSET] >> 4) * 4u;

	return at < f.n ? at : f.n;
}

static size_t text_end(struct frame f)
{
	size_t end = IP + get16(f.at + IP + IP_LENGTH);

	return end < f.n ? end : f.n;
}

static uint32_t text_of(struct frame f, size_t tcp)
{
	size_t at = text_at(f, tcp), end = text_end(f);

	return end > at ? (uint32_t)(end - at) : 0;
}

/* A number of a segment, or its end, or its window's; or one beside. */
static uint32_t edge(struct frame f, uint64_t *seed)
{
	static const uint32_t beside[] = {0, 0, 0, 1, ~0u, 0x80000000, ~0u << 31};
	size_t tcp = frame_tcp(f);
	const uint8_t *header = f.at + tcp;
	uint32_t by = ANY_OF(beside, seed);

	if (tcp == 0)
		return prng32(seed);
	switch (prng_below(seed, 6)) {
	case 0:
		return get32(header + TCP_SEQ) + by;
	case 1:
		return get32(header + TCP_SEQ) + text_of(f, tcp) + by;
	case 2:
		return get32(header + TCP_ACK) + by;
	case 3:
		return get32(header + TCP_ACK) + get16(header + TCP_WINDOW) + by;
	case 4:
		return by - prng_below(seed, 2);	/* the wrap */
	default:
		return prng32(seed);
	}
}

static void change_option(struct frame f, size_t tcp, uint64_t *seed)
{
	size_t at = tcp + TCP_SHORTEST, end = text_at(f, tcp);
	const uint8_t *option = ANY_OF(option_heads, seed);

	if (end < at + 2)
		return;
	at += prng_below(seed, (uint32_t)(end - at - 1));
	memcpy(f.at + at, option, 2);
}

static void change_number(struct frame f, struct frame other, size_t tcp,
			  uint64_t *seed)
{
	struct frame from = prng_below(seed, 2) ? other : f;
	uint8_t *to = f.at + tcp +
		      (prng_below(seed, 2) ? TCP_SEQ : TCP_ACK);

	put32(to, edge(from, seed));
}

void frame_change(struct frame f, struct frame other, uint64_t *seed)
{
	static const uint32_t windows[] = {0, 1, 2, 255, 536, 1460, 32768,
					   65535};
	size_t tcp = frame_tcp(f);

	if (tcp == 0) {
		if (f.n > 0)
			f.at[prng_below(seed, (uint32_t)f.n)] ^=
				(uint8_t)(1 << prng_below(seed, 8));
		return;
	}
	switch (prng_below(seed, 12)) {
	case 0:
		put16(f.at + tcp + TCP_WINDOW, ANY_OF(windows, seed));
		break;
	case 1:
		put16(f.at + tcp + TCP_URGENT, ANY_OF(windows, seed));
		break;
	case 2:
		change_option(f, tcp, seed);
		break;
	case 3:
		f.at[tcp + TCP_OFFSET] = (uint8_t)(prng_below(seed, 16) << 4);
		break;
	case 4:
		f.at[prng_below(seed, (uint32_t)f.n)] =
			(uint8_t)prng32(seed);
		break;
	case 5:
	case 6:
	case 7:
		f.at[tcp + TCP_CONTROL] = ANY_OF(controls, seed);
		break;
	default:
		change_number(f, other, tcp, seed);
	}
}

size_t frame_splice(struct frame f, struct frame other)
{
	size_t tcp = frame_tcp(f), from = frame_tcp(other), at, n;

	if (tcp == 0 || from == 0)
		return f.n;
	at = text_at(f, tcp);
	n = text_of(other, from);
	n = n < f.n - at ? n : f.n - at;
	memmove(f.at + at, other.at + text_at(other, from), n);
	put16(f.at + IP + IP_LENGTH, (uint32_t)(at + n - IP) & 0xffff);
	return at + n;
}
