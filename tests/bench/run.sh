#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# How long the compiler takes for specifications of growing size, and what one
# event costs the machine. Prints; judges nothing.
#     tests/bench/run.sh TCPWRIGHT STEP
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
TIMEFORMAT=%R

echo "rows    seconds  octets of C"
for rows in 2500 5000 10000 20000; do
	"$(dirname "$0")/synthetic.sh" "$rows" >"$scratch/big.fsm"
	seconds=$({ time "$1" c "$scratch/big.fsm" >"$scratch/big.c"; } 2>&1)
	printf '%-7s %-8s %s\n' "$rows" "$seconds" "$(wc -c <"$scratch/big.c")"
done
"$2"
