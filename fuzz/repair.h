/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checksums put right (RFC 791 section 3.1, RFC 9293 section 3.1), in any
 * octets that may be taken for an Ethernet frame with IPv4: fuzzed segments
 * that no checksum betrays.
 */
#ifndef FUZZ_REPAIR_H
#define FUZZ_REPAIR_H

#include <stddef.h>
#include <stdint.h>

void repair_checksums(uint8_t *frame, size_t n);

#endif
