#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Every part of `make test`, each with its time, which may be at most twice its
# share. A part that ends without its closing line counts as one failure.
set -u
cd "$(dirname "$0")/.." || exit 2
passed=0 failed=0

# part SHARE-IN-MINUTES TARGET
part() {
	local started=$SECONDS output status line p f took
	echo "== make $2"
	output=$(mktemp)
	make --no-print-directory "$2" </dev/null 2>&1 | tee "$output"
	status=${PIPESTATUS[0]}
	took=$((SECONDS - started))
	line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$output" | tail -n 1)
	rm -f "$output"
	p=${line%% *} f=${line#*, } f=${f%% *}
	p=${p:-0} f=${f:-1}
	if [ "$status" != 0 ] && [ "$f" = 0 ]; then f=1; fi
	if [ "$took" -gt $(($1 * 120)) ]; then
		echo "make $2 took $took s, more than twice its share of $1 min"
		f=$((f + 1))
	fi
	echo "-- make $2: $p passed, $f failed, $took s"
	passed=$((passed + p)) failed=$((failed + f))
}

part 3 test-unit
part 2 test-gen
part 2 test-table
part 4 test-wire
part 2 test-tool
part 2 test-replay
part 9 test-proof
part 4 test-proof-mutants
part 9 test-model
part 1 test-examples
part 4 test-docs
part 2 test-install
part 1 test-cross
part 4 test-fuzz
part 2 test-repo
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
