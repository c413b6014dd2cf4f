/* SPDX-License-Identifier: BSD-2-Clause */
#include "sendbuf.h"

void sendbuf_init(struct sendbuf *buffer, uint8_t *memory, uint32_t size)
{
	buffer->ring.octets = memory;
	buffer->ring.size = size;
	sendbuf_clear(buffer);
}

uint32_t sendbuf_space(const struct sendbuf *buffer)
{
	return buffer->ring.size - buffer->used;
}

void sendbuf_append(struct sendbuf *buffer, const uint8_t *from, uint32_t n,
                    bool push)
{
	ring_put(&buffer->ring, buffer->start + buffer->used, from, n);
	buffer->used += n;
	if (push)
		buffer->pushed = buffer->used;
}

void sendbuf_drop(struct sendbuf *buffer, uint32_t n)
{
	if (n >= buffer->used) {
		sendbuf_clear(buffer);
		return;
	}
	buffer->start = ring_at(buffer->ring.size, buffer->start + n);
	buffer->used -= n;
	buffer->pushed -= n < buffer->pushed ? n : buffer->pushed;
}

void sendbuf_copy(const struct sendbuf *buffer, uint32_t offset, uint8_t *to,
                  uint32_t n)
{
	ring_get(&buffer->ring, buffer->start + offset, to, n);
}

bool sendbuf_ends_push(const struct sendbuf *buffer, uint32_t offset,
                       uint32_t n)
{
	return offset < buffer->pushed && buffer->pushed - offset <= n;
}

void sendbuf_clear(struct sendbuf *buffer)
{
	buffer->start = 0;
	buffer->used = 0;
	buffer->pushed = 0;
}
