/* SPDX-License-Identifier: BSD-2-Clause */
#include "isn.h"

#include "order.h"
#include "seq.h"

/* Further than any window the older incarnation may have used unscaled. */
#define ISN_GAP 65537u

enum { PURPOSE_ISN, PURPOSE_PORT, SOCKETS_LENGTH = 13 };

/* F of the sockets; the purpose keeps ports and numbers unrelated. */
static uint64_t prf_sockets(isn_prf *prf, void *context,
                            struct isn_sockets sockets, uint8_t purpose)
{
	uint8_t data[SOCKETS_LENGTH];

	wr32(data, sockets.local_address);
	wr16(data + 4, sockets.local_port);
	wr32(data + 6, sockets.remote_address);
	wr16(data + 10, sockets.remote_port);
	data[12] = purpose;
	return prf(context, data, sizeof data);
}

uint32_t isn_fresh(isn_prf *prf, void *context, struct isn_sockets sockets,
                   uint64_t now)
{
	uint64_t f = prf_sockets(prf, context, sockets, PURPOSE_ISN);

	return (uint32_t)(now / ISN_TICK) + (uint32_t)f;
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
