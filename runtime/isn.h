/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Initial sequence numbers (RFC 6528, RFC 9293 section 3.4.1):
 *
 *      ISN = M + F(localip, localport, remoteip, remoteport, secretkey)
 *
 * M counts every 4 microseconds. F is a pseudorandom function that the
 * embedding program hands in, its key with it: the core has no crypto.
 */
#ifndef ISN_H
#define ISN_H

#include <stddef.h>
#include <stdint.h>

#include "seq.h"

#define ISN_TICK 4u     /* us */

/* The two sockets, addresses and ports in host byte order. */
struct isn_sockets {
	uint32_t local_address, remote_address;
	uint16_t local_port, remote_port;
};

typedef uint64_t isn_prf(void *context, const void *data, size_t size);

/* The ISN of a new connection between these sockets. MUST-8, MUST-9. */
uint32_t isn_fresh(isn_prf *prf, void *context, struct isn_sockets sockets,
                   uint64_t now);

/*
 * The same for a connection that is opened again out of TIME-WAIT, whose
 * SND.NXT was `last`: always ahead of it (RFC 1122 section 4.2.2.13 (1)).
 */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures ahead: seq_lt(last, \result);
    ensures seq_lt(last, fresh) ==> \result == fresh; */
uint32_t isn_again(uint32_t fresh, uint32_t last);

/* Where the search for an ephemeral port begins (RFC 6056 section 3.3.3). */
uint32_t isn_port_offset(isn_prf *prf, void *context,
                         struct isn_sockets sockets);

#endif
