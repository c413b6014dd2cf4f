/* SPDX-License-Identifier: BSD-2-Clause */
#include "isn.h"

#include "order.h"
#include "seq.h"

/* Further than any window the older incarnation may have used unscaled. */
#define ISN_GAP 65537u

enum { PURPOSE_ISN, PURPOSE_PORT, SOCKETS_LENGTH = 13 };

/* The sockets as octets; the purpose keeps ports and numbers unrelated. */
/*@ requires \valid(data + (0 .. SOCKETS_LENGTH - 1));
    terminates \true; exits \false; assigns data[0 .. SOCKETS_LENGTH - 1];
    ensures be32(data) == sockets.local_address;
    ensures be16(data + 4) == sockets.local_port;
    ensures be32(data + 6) == sockets.remote_address;
    ensures be16(data + 10) == sockets.remote_port;
    ensures data[12] == purpose; */
static void write_sockets(uint8_t *data, struct isn_sockets sockets,
                          uint8_t purpose)
{
	wr32(data, sockets.local_address);
	wr16(data + 4, sockets.local_port);
	wr32(data + 6, sockets.remote_address);
	wr16(data + 10, sockets.remote_port);
	data[12] = purpose;
}

/* F of the sockets. */
static uint64_t prf_sockets(isn_prf *prf, void *context,
                            struct isn_sockets sockets, uint8_t purpose)
{
	uint8_t data[SOCKETS_LENGTH];

	write_sockets(data, sockets, purpose);
	return prf(context, data, sizeof data);
}

/* M + F. */
/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == (uint32_t)((uint32_t)(now / ISN_TICK) + (uint32_t)f); */
static uint32_t add_clock(uint64_t f, uint64_t now)
{
	return (uint32_t)(now / ISN_TICK) + (uint32_t)f;
}

uint32_t isn_fresh(isn_prf *prf, void *context, struct isn_sockets sockets,
                   uint64_t now)
{
	return add_clock(prf_sockets(prf, context, sockets, PURPOSE_ISN), now);
}

uint32_t isn_again(uint32_t fresh, uint32_t last)
{
	return seq_before(last, fresh) ? fresh : last + ISN_GAP;
}

uint32_t isn_port_offset(isn_prf *prf, void *context,
                         struct isn_sockets sockets)
{
	return (uint32_t)prf_sockets(prf, context, sockets, PURPOSE_PORT);
}
