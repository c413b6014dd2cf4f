#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Which lines of the runtime, the generated machine and the compiler the
# corpora run: a table by file, and build/fuzz/coverage/ with every line in
# HTML. The figures of the runtime go to build/fuzz/lines.txt for the report.
set -u
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"
WORK=$BUILD/coverage
rm -rf "$WORK"
mkdir -p "$WORK"
objects=() corpora=()
for name in $HARNESSES; do
	mapfile -t corpora < <(find "fuzz/corpus/$name" \
		"$BUILD/out/$name"/*/queue -maxdepth 0 2>/dev/null)
	LLVM_PROFILE_FILE=$WORK/$name.profraw "$BUILD/cover/$name" \
		"${corpora[@]}" >/dev/null || exit
	objects+=(-object "$BUILD/cover/$name")
done
llvm-profdata merge -o "$WORK/all.profdata" "$WORK"/*.profraw || exit
llvm-cov show "${objects[@]:1}" -instr-profile="$WORK/all.profdata" \
	-format=html -output-dir="$WORK" runtime gen >/dev/null || exit
llvm-cov report "${objects[@]:1}" -instr-profile="$WORK/all.profdata" \
	runtime gen >"$WORK/report.txt" || exit

# The columns: file, regions, missed, %, functions, missed, %, lines, missed, %
awk '$1 ~ /\.[ch]$/ && $8 > 0 {
		part = "runtime"
		if ($1 ~ /(^|\/)gen\//)
			part = "compiler"
		if ($1 ~ /fsm\.gen/)
			part = "generated machine"
		lines[part] += $8; missed[part] += $9
		printf "%-32s %6d of %6d lines\n", $1, $8 - $9, $8
	}
	END {
		for (part in lines)
			printf "total %s: %d of %d lines, %.1f %%\n", part,
				lines[part] - missed[part], lines[part],
				100 * (lines[part] - missed[part]) / lines[part]
	}' "$WORK/report.txt" | tee "$WORK/files.txt"
grep '^total' "$WORK/files.txt" >"$BUILD/lines.txt"
