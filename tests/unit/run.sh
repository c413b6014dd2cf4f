#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Runs cmocka programs and adds up their closing lines. A program that ends
# without one, or that ran no test, counts as one failure. One for another
# machine, build/MACHINE/..., is run by qemu.
set -u
passed=0 failed=0

for program in "$@"; do
	machine=${program#build/} machine=${machine%%/*}
	output=$($(command -v "qemu-$machine") "$program" 2>&1)
	status=$?
	p=$(sed -nE 's/^\[ +PASSED +\] ([0-9]+) test.*/\1/p' <<<"$output" |
		awk '{ n += $1 } END { print n + 0 }')
	f=$(sed -nE 's/^\[ +FAILED +\] ([0-9]+) test.*/\1/p' <<<"$output" |
		awk '{ n += $1 } END { print n + 0 }')
	if { [ "$status" != 0 ] && [ "$f" = 0 ]; } || [ $((p + f)) = 0 ]; then
		f=1
	fi
	[ "$f" = 0 ] || printf '%s\n' "$output" | grep -vE '^\[ (RUN|      OK)'
	printf '%-40s %4d passed, %d failed\n' "${program#build/}" "$p" "$f"
	passed=$((passed + p)) failed=$((failed + f))
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
