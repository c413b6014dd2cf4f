/* SPDX-License-Identifier: BSD-2-Clause */
/* The TCP header: the layout is drawn in tcp_header.h. */
#include "tcp_header.h"

#include "order.h"

/*@ requires \valid_read(p + 12);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == tcp_octets(p); */
static uint32_t data_offset(const uint8_t *p)
{
	return p[12] / 16u * 4u;
}

enum tcp_verdict tcp_check(const uint8_t *p, uint32_t n)
{
	if (n < TCP_HEADER_LENGTH)
		return TCP_SHORT;
	if (data_offset(p) < TCP_HEADER_LENGTH)
		return TCP_BAD_OFFSET;
	if (n < data_offset(p))
		return TCP_BAD_OFFSET;
	return TCP_OK;
}

/*@ requires n <= OPTIONS_MAX && \valid_read(p + (0 .. n - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures options_at_are(\result, p, n, syn); */
static struct options read_options(const uint8_t *p, uint32_t n, uint8_t syn)
{
	struct options_at at = options_find(p, n);
	struct options o = options_read(p, at, syn);

	/*@ assert mss: read_mss(o, p, syn != 0
		? found(p, 0, n, OPTION_MSS, 4, 0) : 0); */
	/*@ assert scale: read_scale(o, p, syn != 0
		? found(p, 0, n, OPTION_SCALE, 3, 0) : 0); */
	/*@ assert permitted: o.permitted == (syn != 0 &&
		found(p, 0, n, OPTION_PERMITTED, 2, 0) != 0 ? 1 : 0); */
	/*@ assert timestamps: read_timestamps(o, p,
		found(p, 0, n, OPTION_TIMESTAMPS, 10, 0)); */
	/*@ assert sack: read_sacks(o, p, found_sack(p, 0, n, 0),
		found_sacks(p, 0, n, 0)); */
	return o;
}

/*@ requires \valid_read(p + (0 .. TCP_HEADER_LENGTH - 1));
    requires TCP_HEADER_LENGTH <= tcp_octets(p);
    requires \valid_read(p + (0 .. tcp_octets(p) - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures options_at_are(\result, p + TCP_HEADER_LENGTH,
	tcp_octets(p) - TCP_HEADER_LENGTH, p[13] & TCP_SYN); */
static struct options parse_options(const uint8_t *p)
{
	return read_options(p + TCP_HEADER_LENGTH,
			    data_offset(p) - TCP_HEADER_LENGTH,
			    p[13] & TCP_SYN);
}

struct tcp tcp_parse(const uint8_t *p)
{
	struct tcp h;

	h.sport = rd16(p);
	h.dport = rd16(p + 2);
	h.seq = rd32(p + 4);
	h.ack = rd32(p + 8);
	h.header = (uint8_t)data_offset(p);
	h.flags = p[13];
	h.window = rd16(p + 14);
	h.urgent = rd16(p + 18);
	h.options = parse_options(p);
	return h;
}

uint32_t tcp_header_length(const struct options *o)
{
	return TCP_HEADER_LENGTH + options_length(o);
}

void tcp_build(uint8_t *p, const struct tcp *h)
{
	wr16(p, h->sport);
	wr16(p + 2, h->dport);
	wr32(p + 4, h->seq);
	wr32(p + 8, h->ack);
	p[12] = (uint8_t)(tcp_header_length(&h->options) / 4u * 16u);
	p[13] = h->flags;
	wr16(p + 14, h->window);
	wr16(p + TCP_CHECKSUM_AT, 0);
	wr16(p + 18, h->urgent);
	options_write(p + TCP_HEADER_LENGTH, &h->options);
}
