/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The TCP header (RFC 9293 section 3.1, figure 1):
 *
 *      0                   1                   2                   3
 *      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |          Source Port          |       Destination Port        |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |                        Sequence Number                        |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |                    Acknowledgment Number                      |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |  Data |       |C|E|U|A|P|R|S|F|                               |
 *     | Offset| Rsrvd |W|C|R|C|S|S|Y|I|            Window             |
 *     |       |       |R|E|G|K|H|T|N|N|                               |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |           Checksum            |         Urgent Pointer        |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *     |                           [Options]                           |
 *     +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *
 * A segment is refused only for a data offset below 5 or beyond the segment,
 * and for its checksum. Reserved bits are ignored and sent as zero. CWR and
 * ECE are handed on and refuse nothing. The urgent pointer is handed on as
 * it is, and means nothing without URG; no value of it is wrong.
 */
#ifndef TCP_HEADER_H
#define TCP_HEADER_H

#include <stdint.h>

#include "octets.h"
#include "options.h"

enum {
	TCP_HEADER_LENGTH = 20,		/* octets without options */
	TCP_HEADER_MAX = 60,		/* octets with all that fit */
	TCP_CHECKSUM_AT = 16		/* octets from the header's start */
};

/* Control bits, the last octet of the header's fourth word. */
enum {
	TCP_FIN = 1, TCP_SYN = 2, TCP_RST = 4, TCP_PSH = 8, TCP_ACK = 16,
	TCP_URG = 32, TCP_ECE = 64, TCP_CWR = 128
};

enum tcp_verdict { TCP_OK, TCP_SHORT, TCP_BAD_OFFSET };

struct tcp {
	uint16_t sport, dport;		/* source and destination port */
	uint32_t seq, ack;		/* sequence, acknowledgment number */
	uint8_t flags;			/* TCP_FIN .. TCP_CWR */
	uint8_t header;			/* octets of header, options included:
					 * 20..60, a multiple of 4 */
	uint16_t window;		/* as on the wire: not scaled */
	uint16_t urgent;		/* urgent pointer, from seq */
	struct options options;
};

/*@ logic integer tcp_octets(uint8_t *p) = p[12] / 16 * 4; */
/*@ logic integer tcp_verdict_of(uint8_t *p, integer n) =
	n < TCP_HEADER_LENGTH ? TCP_SHORT :
	tcp_octets(p) < TCP_HEADER_LENGTH || n < tcp_octets(p)
	? TCP_BAD_OFFSET : TCP_OK; */
/*@ predicate tcp_fields_at(uint8_t *p, struct tcp h) =
	be16(p) == h.sport && be16(p + 2) == h.dport &&
	be32(p + 4) == h.seq && be32(p + 8) == h.ack && p[13] == h.flags &&
	be16(p + 14) == h.window && be16(p + 18) == h.urgent; */
/*@ predicate tcp_at(uint8_t *p, struct tcp h) =
	tcp_fields_at(p, h) && tcp_octets(p) == h.header; */

/* The options o are those of the n octets at p, of a SYN or not. */
/*@ predicate options_at_are(struct options o, uint8_t *p, integer n,
		integer syn) =
	o.malformed == found_illegal(p, 0, n) &&
	o.permitted == (syn != 0 &&
		found(p, 0, n, OPTION_PERMITTED, 2, 0) != 0 ? 1 : 0) &&
	read_mss(o, p, syn != 0 ? found(p, 0, n, OPTION_MSS, 4, 0) : 0) &&
	read_scale(o, p, syn != 0 ? found(p, 0, n, OPTION_SCALE, 3, 0) : 0) &&
	read_timestamps(o, p, found(p, 0, n, OPTION_TIMESTAMPS, 10, 0)) &&
	read_sacks(o, p, found_sack(p, 0, n, 0), found_sacks(p, 0, n, 0)); */

/* Do the n octets at p begin with a whole TCP header? */
/*@ requires \valid_read(p + (0 .. n - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures \result == tcp_verdict_of(p, n); */
enum tcp_verdict tcp_check(const uint8_t *p, uint32_t n);

/* Parses what tcp_check found to be TCP_OK. */
/*@ requires \valid_read(p + (0 .. TCP_HEADER_LENGTH - 1));
    requires TCP_HEADER_LENGTH <= tcp_octets(p);
    requires \valid_read(p + (0 .. tcp_octets(p) - 1));
    terminates \true; exits \false; assigns \nothing;
    ensures tcp_at(p, \result);
    ensures \result.header == tcp_octets(p);
    ensures TCP_HEADER_LENGTH <= \result.header <= TCP_HEADER_MAX;
    ensures options_at_are(\result.options, p + TCP_HEADER_LENGTH,
	tcp_octets(p) - TCP_HEADER_LENGTH, p[13] & TCP_SYN); */
struct tcp tcp_parse(const uint8_t *p);

/*@ logic integer tcp_length(struct options o) =
	TCP_HEADER_LENGTH + options_octets(o); */
/* As tcp_build writes it, but for the checksum. */
/*@ predicate tcp_built(uint8_t *p, struct tcp h) =
	tcp_fields_at(p, h) && tcp_octets(p) == tcp_length(h.options) &&
	p[12] % 16 == 0 &&
	options_written(p + TCP_HEADER_LENGTH, h.options); */

/* Octets of header for these options: 20..60. */
/*@ requires \valid_read(o);
    terminates \true; exits \false; assigns \nothing;
    ensures \result == tcp_length(*o); */
uint32_t tcp_header_length(const struct options *o);

/*
 * Writes p[0..tcp_header_length(&h->options)), with a checksum of zero;
 * h->header is not looked at.
 */
/*@ requires \valid_read(h) && h->options.sacks <= OPTIONS_SACKS;
    requires tcp_length(h->options) <= TCP_HEADER_MAX;
    requires \valid(p + (0 .. tcp_length(h->options) - 1));
    requires \separated(h, p + (0 .. tcp_length(h->options) - 1));
    terminates \true; exits \false;
    assigns p[0 .. tcp_length(h->options) - 1];
    ensures tcp_built(p, *h);
    ensures be16(p + TCP_CHECKSUM_AT) == 0; */
void tcp_build(uint8_t *p, const struct tcp *h);

#endif
