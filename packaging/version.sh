#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The version, as the public header has it.
sed -nE 's/^#define TW_VERSION_(MAJOR|MINOR|PATCH) ([0-9]+)$/\2/p' \
	"$(dirname "$0")/../runtime/tcpwright.h" | paste -sd. -
