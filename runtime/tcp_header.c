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

/* The first three words, the data offset, the words the options take. */
/*@ predicate front_at(uint8_t *p, struct tcp h) =
	be16(p) == h.sport && be16(p + 2) == h.dport &&
	be32(p + 4) == h.seq && be32(p + 8) == h.ack; */
/*@ predicate offset_at(uint8_t *p, struct tcp h) =
	tcp_octets(p) == tcp_length(h.options) && p[12] % 16 == 0; */
/*@ lemma kept_front{K, L}: \forall uint8_t *p, struct tcp h, integer n;
	kept{K, L}(p, n) && 12 <= n && front_at{K}(p, h) ==>
	front_at{L}(p, h);
    lemma kept_offset{K, L}: \forall uint8_t *p, struct tcp h, integer n;
	kept{K, L}(p, n) && 13 <= n && offset_at{K}(p, h) ==>
	offset_at{L}(p, h);
    lemma kept_fields{K, L}: \forall uint8_t *p, struct tcp h, integer n;
	kept{K, L}(p, n) && 20 <= n && tcp_fields_at{K}(p, h) ==>
	tcp_fields_at{L}(p, h); */
/*@ logic integer option_words(struct options o) =
	(o.has_mss != 0 ? 1 : 0) + (o.has_scale != 0 ? 1 : 0) +
	(o.permitted != 0 ? 1 : 0) + (o.has_timestamps != 0 ? 3 : 0) +
	(o.sacks != 0 ? 1 + 2 * o.sacks : 0); */

void tcp_build(uint8_t *p, const struct tcp *h)
{
	wr16(p, h->sport);
	/*@ ghost dport: ; */
	wr16(p + 2, h->dport);
	/*@ assert kept: kept{dport, Here}(p, 2); */
	/*@ ghost seq: ; */
	wr32(p + 4, h->seq);
	/*@ assert kept: kept{seq, Here}(p, 4); */
	/*@ ghost ack: ; */
	wr32(p + 8, h->ack);
	/*@ assert kept: kept{ack, Here}(p, 8); */
	/*@ assert front: front_at(p, *h); */
	/*@ assert few: 0 <= option_words(h->options) <= 10; */
	/*@ assert words: tcp_length(h->options) ==
		20 + 4 * option_words(h->options); */
	/*@ assert words: tcp_length(h->options) / 4 ==
		5 + option_words(h->options); */
	/*@ ghost flags: ; */
	p[12] = (uint8_t)(tcp_header_length(&h->options) / 4u * 16u);
	p[13] = h->flags;
	/*@ assert words: p[12] == 80 + 16 * option_words(h->options); */
	/*@ assert words: p[12] / 16 == 5 + option_words(h->options); */
	/*@ assert offset: tcp_octets(p) ==
		20 + 4 * option_words(h->options); */
	/*@ assert offset: offset_at(p, *h); */
	/*@ assert kept: kept{flags, Here}(p, 12); */
	/*@ assert front: front_at(p, *h); */
	/*@ ghost window: ; */
	wr16(p + 14, h->window);
	/*@ assert kept: kept{window, Here}(p, 14); */
	/*@ assert front: front_at(p, *h); */
	/*@ assert offset: offset_at(p, *h); */
	/*@ ghost checksum: ; */
	wr16(p + TCP_CHECKSUM_AT, 0);
	/*@ assert kept: kept{checksum, Here}(p, 16); */
	/*@ assert front: front_at(p, *h); */
	/*@ assert offset: offset_at(p, *h); */
	/*@ ghost urgent: ; */
	wr16(p + 18, h->urgent);
	/*@ assert kept: kept{urgent, Here}(p, 18); */
	/*@ assert front: front_at(p, *h); */
	/*@ assert offset: offset_at(p, *h); */
	/*@ assert flags: p[13] == h->flags; */
	/*@ assert window: be16(p + 14) == h->window; */
	/*@ assert checksum: be16(p + TCP_CHECKSUM_AT) == 0; */
	/*@ assert fields: tcp_fields_at(p, *h); */
	/*@ assert some: 0 <= options_octets(h->options); */
	/*@ ghost options: ; */
	options_write(p + TCP_HEADER_LENGTH, &h->options);
	/*@ assert kept: kept{options, Here}(p, TCP_HEADER_LENGTH); */
	/*@ assert fields: tcp_fields_at(p, *h); */
	/*@ assert offset: offset_at(p, *h); */
}
