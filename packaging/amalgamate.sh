#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# The library as two files that need no other:
#
#	amalgamate.sh header    tcpwright.h: the public header and, in it, the
#	                        types of the machine
#	amalgamate.sh source    tcpwright.c: the machine and the runtime
#	amalgamate.sh inputs    what they are made of
#
# In tcpwright.c everything but the public functions is static.
set -eu
cd "$(dirname "$0")/.."
# The locale must not order the files.
export LC_ALL=C
set -- "${1:?header, source or inputs}" LICENSE runtime/*.h \
	runtime/fsm/fsm.gen.h runtime/fsm/fsm.gen.c runtime/*.c
if [ "$1" = inputs ]; then
	shift
	printf '%s\n' "$@" packaging/amalgamate.sh packaging/amalgamate.awk
else
	want=$1
	shift
	exec awk -v want="$want" -f packaging/amalgamate.awk "$@"
fi
