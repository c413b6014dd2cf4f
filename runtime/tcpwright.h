/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tcpwright: TCP (RFC 9293) as a sans-I/O library.
 *
 * Nothing in here reads a clock, opens a socket or allocates. The caller owns
 * one block of memory, the time and the wire:
 *
 *      frames in                                        frames out
 *      ---------> tw_input()          tw_output() ------------->
 *                        \             /
 *      clock -> tw_expire() +--------+ tw_next_deadline() -> sleep until
 *                           |   tw   |
 *      calls -> tw_send() ..+--------+.. tw_report() -> what has happened
 *
 * The loop of an embedding program:
 *
 *      for (;;) {
 *              hand every frame that is there to tw_input();
 *              tw_expire(tw, now);
 *              while (tw_report(tw, &report))
 *                      tw_accept(), tw_recv(), tw_send(), tw_close() ...
 *              while ((n = tw_output(tw, buffer, size, &frame, now)) > 0)
 *                      put n octets on the wire;
 *              sleep until a frame comes or tw_next_deadline(tw);
 *      }
 *
 * "The input batch is empty" (RFC 9293 section 3.8.6.3) means: tw_output() is
 * called. Acknowledgments that must not wait are formed there, after the text
 * that can carry them.
 *
 * Time is a uint64_t in microseconds from any origin, and never goes back.
 * Addresses are IPv4, ports 16 bits, both in host byte order.
 *
 * Calls answer as section 3.10 says: a count or handle (>= 0) or one of the
 * errors below (< 0). Every call is legal in every state. The library is not
 * reentrant: no two calls on one struct tw at a time, and none from the trace
 * or prf callback.
 */
#ifndef TCPWRIGHT_H
#define TCPWRIGHT_H

/* The version: here and nowhere else. TW_VERSION_NUM: 1.2.3 is 10203. */
#define TW_VERSION_MAJOR 0
#define TW_VERSION_MINOR 1
#define TW_VERSION_PATCH 0

#define TW_VERSION_NUM (TW_VERSION_MAJOR * 10000 + TW_VERSION_MINOR * 100 + \
                        TW_VERSION_PATCH)
#define TW_TEXT_(x)    #x
#define TW_TEXT(x)     TW_TEXT_(x)
#define TW_VERSION     TW_TEXT(TW_VERSION_MAJOR) "." \
                       TW_TEXT(TW_VERSION_MINOR) "." TW_TEXT(TW_VERSION_PATCH)

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fsm/fsm.gen.h"

#ifdef __cplusplus
extern "C" {
#endif

struct tw;

/*
 * A connection or listener: slot and generation. A handle whose connection is
 * gone answers TW_E_NOT_EXIST for ever; it is never mistaken for the next one.
 */
typedef int64_t tw_handle;

/* Answers. Errors of section 3.10 in the RFC's words: tw_strerror(). */
enum tw_error {
	TW_OK            = 0,
	TW_E_PENDING     = -1,  /* queued: nothing to return yet */
	TW_E_ILLEGAL     = -2,  /* connection illegal for this process */
	TW_E_NOT_EXIST   = -3,  /* connection does not exist */
	TW_E_EXISTS      = -4,  /* connection already exists */
	TW_E_UNSPECIFIED = -5,  /* remote socket unspecified */
	TW_E_RESOURCES   = -6,  /* insufficient resources */
	TW_E_DIFFSERV    = -7,  /* Diffserv value not allowed */
	TW_E_COMPARTMENT = -8,  /* security/compartment not allowed */
	TW_E_CLOSING     = -9,  /* connection closing */
	TW_E_REFUSED     = -10, /* connection refused */
	TW_E_RESET       = -11, /* connection reset */
	TW_E_TIMEOUT     = -12, /* connection aborted due to user timeout */
	TW_E_ABORTED     = -13  /* aborted by tw_abort(), or by tw_close() over
	                         * text not read */
};

/* One end of a connection: host byte order. Address 0: unspecified. */
struct tw_endpoint {
	uint32_t address;
	uint16_t port;
};

/*
 * What the trace callback is told: one event that ran, with every row it
 * fired. Pointers are valid during the call only.
 */
struct tw_trace {
	uint64_t                 now;        /* us */
	tw_handle                handle;     /* -1: no connection (CLOSED) */
	struct tw_endpoint       local;
	struct tw_endpoint       remote;
	const struct fsm_event  *event;      /* kind and all fields; a SEGMENT
	                                      * or HELD: as it arrived */
	const struct fsm_out    *out;        /* rows fired, in order; segment
	                                      * sent, answer, signals */
	uint8_t                  psh;        /* SEGMENT: PSH as it arrived */
	uint16_t                 window;     /* SEGMENT: its field, unscaled */
	uint32_t                 sent_window;/* out->sent: window offered with
	                                      * it, octets; 0 in a RST */
	uint8_t                  before;     /* enum fsm_state */
	uint8_t                  after;      /* enum fsm_state */
	const struct fsm_tcb    *tcb;        /* as the event left it */
};

/*
 * Everything fixed at tw_init(). tw_defaults() fills in all but the addresses
 * and the prf; a zero in a field marked [d] means its default.
 */
struct tw_config {
	uint8_t  mac[6];            /* our Ethernet address */
	uint32_t address;           /* our IPv4 address */
	uint8_t  prefix;            /* bits of it that name the net, 0..32 */
	uint32_t gateway;           /* next hop off the net; 0: none */
	uint16_t mtu;               /* octets of an IPv4 datagram, 576..65535;
	                             * 1500 [d] */
	uint32_t connections;       /* connections and listeners at once that
	                             * own buffers, 1..2^20; 16 [d] */
	uint32_t time_waits;        /* further ones that only wait in TIME-WAIT,
	                             * 0..2^20; default 0 */
	uint32_t send_buffer;       /* octets each, 1..2^29; 65536 [d] */
	uint32_t receive_buffer;    /* octets each, 1..2^29; 65536 [d] */
	uint32_t neighbors;         /* link addresses remembered; 16 [d] */
	uint64_t msl;               /* us; 120 s [d] (section 3.4.2) */
	uint64_t user_timeout;      /* us; 300 s [d] (section 3.9.1.1); for one
	                             * connection: tw_user_timeout() */
	uint64_t rto_initial;       /* us; 1 s [d] (RFC 6298 section 2.1) */
	uint64_t rto_minimum;       /* us; 200 ms [d]: below the 1 s that RFC
	                             * 6298 section 2.4 recommends */
	uint64_t rto_maximum;       /* us; 60 s [d] (RFC 6298 section 2.5) */
	uint64_t delayed_ack;       /* us; 40 ms [d], below 500 ms (MUST-40) */
	uint64_t keepalive;         /* us of silence before a keep-alive probe;
	                             * 0: never, the default (MUST-25); for one
	                             * connection: tw_keepalive() */
	uint8_t  ttl;               /* of IPv4, 1..255; 64 [d] (MUST-49) */
	uint32_t challenge_limit;   /* challenge ACKs a second (RFC 5961 section
	                             * 7), of each connection; 10 [d] */
	uint32_t gso_size;          /* tw_output() may make frames with up to so
	                             * many octets of text, 0..65495, to be cut
	                             * by the device; 0: one segment a frame */
	bool     partial_checksum;  /* tw_output() may leave the TCP checksum to
	                             * the device (needs_checksum below) */
	bool     no_nagle;          /* no connection uses Nagle (MUST-17) */
	bool     no_congestion;     /* no congestion window: for measuring */
	bool     no_window_scale;   /* do not offer RFC 7323 window scaling */
	struct fsm_choices choices; /* where the RFC leaves a choice: see
	                             * spec/tcp.fsm part 2 */

	/*
	 * A pseudorandom function of `size` octets under a secret key of the
	 * caller: the F() of RFC 6528 (SipHash, say). Needed: it makes the
	 * initial sequence numbers, the ephemeral ports and the hash seed.
	 */
	uint64_t (*prf)(void *context, const void *data, size_t size);
	void     *prf_context;

	/* Told of every event that ran; may be NULL. */
	void    (*trace)(void *context, const struct tw_trace *trace);
	void     *trace_context;
};

/*
 * About a frame made by tw_output(): what its device must still do, in the
 * terms of struct virtio_net_hdr, and which event made it, for a capture file.
 */
struct tw_frame {
	bool     needs_checksum;  /* put the checksum of the octets from
	                           * checksum_start to the end at
	                           * checksum_start + checksum_offset, which
	                           * already holds the pseudo header's sum */
	uint16_t checksum_start;  /* octets from the start of the frame */
	uint16_t checksum_offset; /* 16 for TCP */
	uint16_t gso_size;        /* 0: one segment; else cut the text into
	                           * segments of so many octets each (TCPV4) */
	uint16_t header_length;   /* octets before the text */
	tw_handle handle;         /* connection that sent it; -1: none or ARP */
	bool     tcp;             /* the rest is about it; else ARP */
	uint8_t  event;           /* enum fsm_kind of the event that sent it */
	uint8_t  before;          /* enum fsm_state before and after */
	uint8_t  after;
	uint8_t  rows;            /* rows the event fired */
	uint16_t row[FSM_FIRED_MAX]; /* enum fsm_row, in order */
};

/* ------------------------------------------------------------ life of a tw */

/* Fills *config with the defaults. No errors. */
void tw_defaults(struct tw_config *config);

/*
 * Octets of memory that tw_init() needs for *config, alignment included.
 * Returns 0 when a field is out of its range or prf is NULL.
 */
size_t tw_size(const struct tw_config *config);

/*
 * Makes a stack in `memory`, any alignment, of at least tw_size() octets,
 * which belongs to it until the caller forgets it; there is nothing to
 * release. *config is copied. Returns NULL when the configuration is out of
 * range or size too small.
 */
struct tw *tw_init(void *memory, size_t size, const struct tw_config *config,
                   uint64_t now);

/* ----------------------------------------------------------------- the wire */

enum { TW_CHECKSUM_OK = 1 };

/*
 * Takes one Ethernet frame off the wire (SEGMENT ARRIVES, section 3.10.7;
 * ARP, RFC 826). Any octets, any length; the frame is not kept. Segments of
 * up to 64 KiB (received with GRO or from a veth peer) are taken as they are.
 * TW_CHECKSUM_OK: the TCP checksum is known to be right or not yet made
 * (VIRTIO_NET_HDR_F_DATA_VALID, _NEEDS_CSUM); it is not looked at.
 * What is not for us, damaged or malformed is counted and dropped.
 */
void tw_input(struct tw *tw, const uint8_t *frame, size_t length,
              unsigned flags, uint64_t now);

/*
 * Makes the next frame that is due into `buffer`. Call until it returns 0:
 * section 3.8.6.3 counts an acknowledgment as delayed only if the input was
 * exhausted. size: at least mtu + 14, with gso_size at least gso_size + 54;
 * a smaller buffer gets smaller segments, and 0 below 14 + 40 + 20.
 * frame may be NULL only if gso_size is 0 and partial_checksum is off.
 * Returns the frame's length, or 0: nothing is due.
 */
size_t tw_output(struct tw *tw, uint8_t *buffer, size_t size,
                 struct tw_frame *frame, uint64_t now);

/*
 * The time at which tw_expire() has something to do; UINT64_MAX: never, as
 * things stand. Valid until the next call of any other function.
 */
uint64_t tw_next_deadline(const struct tw *tw);

/* Runs every timer that is due at `now` (section 3.10.8); early is harmless. */
void tw_expire(struct tw *tw, uint64_t now);

/* --------------------------------------------------------- the user's calls */

/*
 * OPEN passive (section 3.10.1): listens on `port` (1..65535) for connections
 * from `remote`, or from everyone where its address or port is 0 (NULL: all).
 * backlog: connections that may wait for tw_accept(), half-open ones included,
 * at least 1; each needs a free connection. Errors: TW_E_EXISTS: port taken
 * by a listener with the same remote; TW_E_ILLEGAL: port 0; TW_E_RESOURCES.
 */
tw_handle tw_listen(struct tw *tw, uint16_t port,
                    const struct tw_endpoint *remote, uint32_t backlog,
                    uint64_t now);

/*
 * The oldest established connection of a listener. From now on it is the
 * caller's, to be closed. Errors: TW_E_PENDING: none yet; TW_E_NOT_EXIST: no
 * such listener; TW_E_ILLEGAL: the handle is no listener.
 */
tw_handle tw_accept(struct tw *tw, tw_handle listener);

/*
 * OPEN active (section 3.10.1) from `port`, or from one of its choosing in
 * 49152..65535 (RFC 6056) when 0. Returns at once; TW_ESTABLISHED or TW_CLOSED
 * is reported later. Errors: TW_E_UNSPECIFIED: remote address or port 0;
 * TW_E_EXISTS: that pair of sockets is connected, or in TIME-WAIT;
 * TW_E_ILLEGAL: no way there (off the net and no gateway), or a broadcast or
 * multicast address (MUST-46); TW_E_RESOURCES.
 */
tw_handle tw_connect(struct tw *tw, uint16_t port,
                     const struct tw_endpoint *remote, uint64_t now);

/*
 * OPEN active on a handle there is (section 3.10.1, LISTEN STATE): a listener
 * nobody waits in becomes an active connection to `remote` (NULL: the one
 * given to tw_listen()). Errors: as above; TW_E_EXISTS if it is no listener;
 * TW_E_NOT_EXIST if it is CLOSED: a handle is good for one connection.
 */
int tw_open(struct tw *tw, tw_handle handle,
            const struct tw_endpoint *remote, uint64_t now);

enum {
	TW_PUSH   = 1,  /* do not wait for more text (section 3.9.1.2) */
	TW_URGENT = 2   /* the last octet of it is the last urgent one */
};

/*
 * SEND (section 3.10.2): copies up to n octets into the send buffer. A listener
 * with a specified remote opens actively (LISTEN STATE). Returns the octets
 * taken, 1..n (0 for n = 0); with TW_URGENT all or nothing. Errors:
 * TW_E_RESOURCES: the buffer is full, wait for TW_WRITABLE; TW_E_CLOSING: the
 * caller has closed; TW_E_UNSPECIFIED; TW_E_NOT_EXIST, or after the peer's
 * reset, a timeout or an abort, which has been reported: the same.
 */
int64_t tw_send(struct tw *tw, tw_handle handle, const void *data, size_t n,
                unsigned flags, uint64_t now);

/*
 * RECEIVE (section 3.10.3): copies up to n octets of text out of the receive
 * buffer and opens the window. Returns the octets copied, 1..n. Errors:
 * TW_E_PENDING: nothing there yet, wait for TW_READABLE; TW_E_CLOSING: the
 * peer has closed and all its text was read (the end of the file);
 * TW_E_NOT_EXIST: the connection is CLOSED, and what was received before, and
 * stays readable until tw_close(), was read.
 */
int64_t tw_recv(struct tw *tw, tw_handle handle, void *buffer, size_t n,
                uint64_t now);

/*
 * CLOSE (section 3.10.4), "I have no more data to send": the FIN follows what
 * was sent; the other direction stays open. Errors: TW_E_CLOSING: already
 * closed; TW_E_NOT_EXIST. On a listener: as tw_close().
 */
int tw_shutdown(struct tw *tw, tw_handle handle, uint64_t now);

/*
 * CLOSE of both directions (MAY-1) and release of the handle, whatever the
 * state: text sent is still delivered, then a FIN; text received and not read,
 * or arriving later, is answered by a RST (SHLD-3). The connection lives on
 * until CLOSED, which is reported under the handle. A listener's waiting
 * connections are aborted. Errors: TW_E_NOT_EXIST: a stale handle.
 */
int tw_close(struct tw *tw, tw_handle handle, uint64_t now);

/*
 * ABORT (section 3.10.5): a RST where the RFC wants one, CLOSED at once. The
 * handle stays until tw_close(). Errors: TW_E_NOT_EXIST.
 */
int tw_abort(struct tw *tw, tw_handle handle, uint64_t now);

/* STATUS (section 3.10.6). */
struct tw_status {
	struct tw_endpoint local;
	struct tw_endpoint remote;
	uint8_t  state;         /* enum fsm_state */
	int      reason;        /* state CLOSED: TW_OK (closed by both sides) or
	                         * TW_E_REFUSED, _RESET, _TIMEOUT, _ABORTED */
	uint32_t send_window;   /* octets the peer will take from SND.UNA */
	uint32_t receive_window;/* octets promised to the peer */
	uint32_t unacknowledged;/* sequence numbers in flight */
	uint32_t unsent;        /* octets in the send buffer never sent */
	uint32_t on_hand;       /* octets received and not read */
	uint32_t held;          /* octets received ahead of missing ones */
	uint16_t mss;           /* largest text of a segment we send */
	bool     urgent;        /* octets announced as urgent are still to be
	                         * read (MUST-33) */
	uint64_t srtt;          /* smoothed round trip, us; 0: not measured */
	uint64_t rto;           /* us */
	uint32_t retransmissions;
	uint32_t congestion_window; /* octets; UINT32_MAX: none */
	struct fsm_tcb tcb;
};

/*
 * Fills *status. Returns TW_OK, or TW_E_NOT_EXIST when the handle is stale
 * (*status untouched) or the connection CLOSED (*status filled).
 */
int tw_status(struct tw *tw, tw_handle handle, struct tw_status *status,
              uint64_t now);

/*
 * Looks at all connections and listeners, one a call, those too that nobody has
 * a handle of: half-open ones, ones that wait for tw_accept(), ones that were
 * closed and live on. *place: 0 for the first; it is moved on. Returns false,
 * *status untouched, after the last. No event is raised.
 */
bool tw_each(const struct tw *tw, uint32_t *place, struct tw_status *status);

/* Octets tw_send() would take now; 0 for a stale handle. */
size_t tw_send_space(const struct tw *tw, tw_handle handle);

/* Octets tw_recv() would copy now; 0 for a stale handle. */
size_t tw_recv_ready(const struct tw *tw, tw_handle handle);

/* Nagle's algorithm (RFC 1122 4.2.3.4, MUST-17) for one connection. */
int tw_nodelay(struct tw *tw, tw_handle handle, bool on);

/*
 * The user timeout of one connection (section 3.8.3, R2; MUST-21), in us;
 * UINT64_MAX: never give up. What a listener is told holds for the connections
 * it will accept. If it is running, it begins again.
 */
int tw_user_timeout(struct tw *tw, tw_handle handle, uint64_t timeout,
                    uint64_t now);

#define TW_KEEPALIVE_INTERVAL ((uint64_t)7200000000)    /* us (MUST-28) */

/*
 * Keep-alives for one connection (section 3.8.4; MUST-24): a probe after so
 * many us of silence, 0 meaning TW_KEEPALIVE_INTERVAL; eight without an answer
 * end the connection as the user timeout does.
 */
int tw_keepalive(struct tw *tw, tw_handle handle, bool on, uint64_t interval,
                 uint64_t now);

/*
 * The Diffserv code point, 0..63, of what a connection sends from now on
 * (section 3.9.2; MUST-48). Errors: TW_E_DIFFSERV: more than 63.
 */
int tw_diffserv(struct tw *tw, tw_handle handle, uint8_t codepoint);

/* ------------------------------------------------------- what has happened */

enum {
	TW_ESTABLISHED = 1,  /* "connection established": by tw_connect() */
	TW_ACCEPTABLE  = 2,  /* a listener has a connection for tw_accept() */
	TW_READABLE    = 4,  /* text has come since the last report */
	TW_WRITABLE    = 8,  /* space in the send buffer after TW_E_RESOURCES
	                      * or a short tw_send() */
	TW_PEER_CLOSED = 16, /* "connection closing": the peer's FIN */
	TW_URGENT_DATA = 32, /* "urgent data" (MUST-32) */
	TW_UNREACHABLE = 64, /* the next hop does not answer ARP; TCP goes on
	                      * trying until the user timeout */
	TW_CLOSED      = 128, /* the terminal report: once for every connection
	                      * got from tw_connect() or tw_accept() */
	TW_RETRANSMITTING = 256 /* the same segment was sent four times: R1 of
	                      * section 3.8.3 (SHLD-9); TCP goes on trying */
};

struct tw_report {
	tw_handle handle;   /* after tw_close(): stale, good for comparing */
	unsigned  what;     /* TW_ESTABLISHED ... or'ed */
	int       reason;   /* with TW_CLOSED: TW_OK, TW_E_REFUSED, TW_E_RESET,
	                     * TW_E_TIMEOUT or TW_E_ABORTED */
};

/*
 * The next report; false: none left. Call until false after every tw_input(),
 * tw_expire() and batch of calls: a connection that is CLOSED and closed by the
 * caller keeps its place until its terminal report was fetched.
 */
bool tw_report(struct tw *tw, struct tw_report *report);

/* ---------------------------------------------------------------- the rest */

/* The RFC's words for an enum tw_error; a static string, never NULL. */
const char *tw_strerror(int64_t error);

/* What went through and what was dropped, since tw_init(). */
struct tw_counters {
	uint64_t frames_in, frames_out;
	uint64_t segments_in, segments_out;
	uint64_t dropped_malformed;  /* not even a frame, IP or TCP header */
	uint64_t dropped_checksum;
	uint64_t dropped_foreign;    /* not for our addresses, not TCP or ARP */
	uint64_t dropped_full;       /* no room to queue an answer */
	uint64_t resets_sent;        /* for segments of no connection */
	uint64_t retransmissions;
	uint64_t challenges;         /* acknowledgments of RFC 5961 sent ... */
	uint64_t challenges_withheld;/* ... and withheld by challenge_limit */
	uint64_t unresolved;         /* segments lost waiting for ARP */
};

void tw_get_counters(const struct tw *tw, struct tw_counters *counters);

/* TW_VERSION_NUM of the library; the macro is the header's. */
unsigned tw_version(void);

/*
 * Names as the specification has them, "SYN_SENT", "SEGMENT", "RST_1"; of an
 * enum fsm_state, fsm_kind, fsm_row. "?": there is no such. Static strings.
 */
const char *tw_state_name(unsigned state);
const char *tw_event_name(unsigned kind);
const char *tw_row_name(unsigned row);

#ifdef __cplusplus
}
#endif

#endif
