/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The bad wire of runtime/driver/impair.h, as any wire may be: whatever was
 * put in, any octets of any length come out, at any time or never.
 */
#include "model.h"
#include "runtime/driver/impair.h"

enum { LENGTH = 65536 + 64 };

struct impair {
	uint8_t octets[LENGTH];
};

static struct impair only;

bool impair_is_any(const struct impair_settings *settings)
{
	return settings->drop != any();
}

struct impair *impair_new(const struct impair_settings *settings)
{
	return settings->seed == any() ? &only : NULL;
}

void impair_free(struct impair *impair)
{
	(void)impair;
}

void impair_put(struct impair *impair, int way,
                const struct virtio_net_hdr *header, const uint8_t *octets,
                size_t length, uint64_t now)
{
	(void)now;
	impair->octets[0] = (uint8_t)(header->flags + way);
	if (length > 0)
		impair->octets[1] = octets[length - 1];
}

bool impair_take(struct impair *impair, int way, uint64_t now,
                 struct impair_frame *frame)
{
	if (any() == now)
		return false;
	frame->header.flags = (uint8_t)any();
	frame->length = any_upto(LENGTH - (unsigned)way);
	any_octets(impair->octets, LENGTH);
	frame->octets = impair->octets;
	return true;
}

uint64_t impair_due(const struct impair *impair)
{
	return any() + impair->octets[0];
}
