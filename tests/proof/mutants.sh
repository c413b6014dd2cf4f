#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Do the contracts mean anything? A sample, which the commit chooses: errors
# that goals must notice, and smoke tests; also of what the commit changed.
#
#	SAMPLE=N mutants.sh
set -u
cd "$(dirname "$0")/../.." || exit 2
export SAMPLE=${SAMPLE:-20} WORK=${WORK:-build/proof}
passed=0 failed=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

check() {
	if "${@:2}"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "failed: $1"
	fi
}

# sample: of a ledger's lines the UNIT and NAME of some.
sample() {
	local commit
	commit=$(git rev-parse HEAD)
	grep -v -e '^#' -e "$(printf '\t')@" | cut -f1,2 |
		while IFS= read -r line; do
			echo "$(cksum <<<"$commit$line" | cut -d' ' -f1) $line"
		done | sort -n | cut -d' ' -f2- | head -n "$SAMPLE"
}

{
	sample <proofs/LEDGER
	git diff HEAD~1 -- proofs/LEDGER 2>/dev/null | sed -n 's/^+\([^+]\)/\1/p' |
		sample
} | sort -u >"$scratch/list"
check "errors are noticed, and the table of them is as new as the C" \
	proofs/mutants.sh sample
check "smoke tests" proofs/smoke.sh "$scratch/list"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
