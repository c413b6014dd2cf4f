#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What of the fuzzing is in `make test`: every corpus on both compilers, the
# rows it fires, a short live run and a campaign, some planted bugs, and the build
# of ClusterFuzzLite. Ends with "N passed, N failed".
#     test.sh [SECONDS]       of the live run of each harness
set -u
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"
LIVE=${1:-8}
passed=0 failed=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# check NAME COMMAND...: passes when the command does
check() {
	local name=$1
	shift
	if "$@" >"$scratch/said" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "failed: $name"
		{ grep -aE '^fuzz/|runtime error|^SUMMARY' "$scratch/said" |
			head -n 4; tail -n 4 "$scratch/said"; } | cut -c 1-160 |
			sed 's/^/    /'
	fi
}

inputs() { find "$1" -type f | wc -l; }

gcc_replays() {
	"$BUILD/replay/$1" "fuzz/corpus/$1" >"$scratch/replayed" || return
	[ "$(cat "$scratch/replayed")" = \
		"replayed $(inputs "fuzz/corpus/$1") inputs" ]
}

clang_replays() {
	"$BUILD/libfuzzer/$1" -runs=0 -artifact_prefix="$scratch/" \
		"fuzz/corpus/$1"
}

# A run that executes nothing finds nothing.
live() {
	mkdir -p "$scratch/$1"
	"$BUILD/libfuzzer/$1" -max_total_time="$LIVE" -timeout=60 \
		-rss_limit_mb=4096 -max_len="$(longest "$1")" \
		-dict="fuzz/$1.dict" -artifact_prefix="$scratch/" \
		-print_final_stats=1 "$scratch/$1" "fuzz/corpus/$1" \
		>"$scratch/live" 2>&1
	local status=$?
	tail -n 30 "$scratch/live"
	[ $status = 0 ] && awk '/^stat::number_of_executed_units:/ { n = $2 }
		END { exit !(n > 100) }' "$scratch/live"
}

# A campaign of AFL++, on the plain build or on what INSTANCES says.
campaign() {
	SYNC=$scratch/sync H=parser MUTATED="" INSTANCES=${1:-main} \
		fuzz/run.sh 5
}

# Whatever ended it: its statistics were cut short, and no input is lost.
campaign_goes_on() {
	local main=$scratch/sync/parser/main n
	n=$(inputs "$main/queue") &&
		: >"$main/fuzzer_stats" && campaign &&
		[ "$(inputs "$main/queue")" -ge "$n" ]
}

campaign_without_one() { ! campaign "main nothing"; }

for harness in $HARNESSES; do
	check "$harness: the corpus is not empty" test -n \
		"$(ls "fuzz/corpus/$harness" 2>/dev/null)"
	check "$harness: every input, gcc's sanitizers" gcc_replays "$harness"
	check "$harness: every input, clang's" clang_replays "$harness"
done
for input in fuzz/corpus/*/found-*; do
	harness=$(basename "$(dirname "$input")")
	check "$harness: ${input##*/}" "$BUILD/replay/$harness" "$input"
done
check "the corpus fires every row that can fire" \
	"$BUILD/rows/transitions" fuzz/corpus/transitions
for harness in $HARNESSES; do
	check "$harness: $LIVE s of fuzzing" live "$harness"
done
check "a campaign" campaign
check "it goes on after it was killed" campaign_goes_on
check "it fails when an instance does not run" campaign_without_one
check "planted bugs are found" fuzz/planted.sh sample 3
check "ClusterFuzzLite's build" fuzz/oss.sh
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
