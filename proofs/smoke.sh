#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# WP's smoke tests: that no requires contradicts itself, no loop invariant does,
# and no code is out of reach. Each tries to prove `false` and passes when it
# cannot within a second.
#
#	smoke.sh all        every function
#	smoke.sh LIST       those of a file of UNIT and NAME; keys.sh has run
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"
started=$SECONDS
run=$WORK/smoke
mkdir -p "$run"
list=$1
if [ "$1" = all ]; then
	proofs/keys.sh || exit 1
	list=$WORK/keys
fi
grep -v "$(printf '\t')@" "$list" >"$run/list"
others=-@ensures,-@assigns,-@terminates,-@exits,-@requires,-@assert,-@rte
others+=,-@complete_behaviors,-@disjoint_behaviors,-@check,-@invariant,-@variant
# More functions a batch, and one would not end within its limit; more batches
# at once, and a second would be no time.
PROVERS=z3 LONG=0 PART=10 PARALLEL=5 proofs/run.sh "$run/list" "$run/work" \
	-wp-smoke-tests -wp-smoke-timeout 1 "-wp-prop=$others"
failed=0
while IFS=$'\t' read -r _ unit name goal; do
	echo "smoke: $unit $name $goal" >&2
	failed=1
done < <(grep -E '^open.*(wp_smoke|did not end)' "$run/work/results")
awk -F'\t' -v seconds=$((SECONDS - started)) '
$1 == "done" { tests += $4; n++ }
END {
	printf "smoke: %d tests of %d functions, %d s\n", tests, n, seconds
	exit !tests
}' "$run/work/results" || failed=1
exit $failed
