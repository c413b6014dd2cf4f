#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# The library as two files that need no other:
#
#	amalgamate.sh header    tcpwright.h: the public header and, in it, the
#	                        types of the machine
#	amalgamate.sh source    tcpwright.c: the machine and the runtime
#
# In tcpwright.c everything but the public functions is static.
set -eu
cd "$(dirname "$0")/.."
# The locale must not order the files.
export LC_ALL=C
exec awk -v want="${1:?header or source}" -f packaging/amalgamate.awk \
	LICENSE runtime/*.h runtime/fsm/fsm.gen.h runtime/fsm/fsm.gen.c \
	runtime/*.c
