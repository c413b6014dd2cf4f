/* SPDX-License-Identifier: BSD-2-Clause */
#include "oracle.h"
#include "wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wire_frame f;

	fuzz_begin();
	fuzz_check(wire_parse(data, (uint32_t)size, 0, &f) < WIRE_REASONS,
		"reason");
	return 0;
}
