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

/* Do the n octets at p begin with a whole TCP header? */
enum tcp_verdict tcp_check(const uint8_t *p, uint32_t n);

/* Parses what tcp_check found to be TCP_OK. */
struct tcp tcp_parse(const uint8_t *p);

/* Octets of header for these options: 20..60. */
uint32_t tcp_header_length(const struct options *o);

/*
 * Writes p[0..tcp_header_length(&h->options)), with a checksum of zero;
 * h->header is not looked at.
 */
void tcp_build(uint8_t *p, const struct tcp *h);

#endif
