/* SPDX-License-Identifier: BSD-2-Clause */
#include "repair.h"

enum {
	IP = 14, IP_SHORTEST = 20, IP_CHECKSUM = 10, IP_PROTOCOL = 9,
	IP_ADDRESSES = 12, TCP = 6, TCP_SHORTEST = 20, TCP_CHECKSUM = 16
};

static uint32_t sum_of(const uint8_t *p, size_t n)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (uint32_t)p[i] << (i % 2 ? 0 : 8);
	return sum;
}

static void put_sum(uint8_t *at, uint32_t sum)
{
	while (sum > 0xffff)
		sum = (sum & 0xffff) + (sum >> 16);
	at[0] = (uint8_t)(~sum >> 8);
	at[1] = (uint8_t)~sum;
}

void repair_checksums(uint8_t *frame, size_t n)
{
	uint8_t *ip = frame + IP, *tcp;
	size_t header, total;

	if (n < IP + IP_SHORTEST || frame[12] != 8 || frame[13] != 0)
		return;
	header = (ip[0] & 15u) * 4;
	total = (size_t)ip[2] << 8 | ip[3];
	if (header < IP_SHORTEST || total < header || total > n - IP)
		return;
	ip[IP_CHECKSUM] = ip[IP_CHECKSUM + 1] = 0;
	put_sum(ip + IP_CHECKSUM, sum_of(ip, header));
	if (ip[IP_PROTOCOL] != TCP || total - header < TCP_SHORTEST)
		return;
	tcp = ip + header;
	tcp[TCP_CHECKSUM] = tcp[TCP_CHECKSUM + 1] = 0;
	put_sum(tcp + TCP_CHECKSUM,
		sum_of(tcp, total - header) + sum_of(ip + IP_ADDRESSES, 8) +
		TCP + (uint32_t)(total - header));
}
