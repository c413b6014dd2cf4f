#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Which laws do these rows of another TCP keep? For whoever changes a row.
#
#	rows.sh FOLDER WORK ROW...
#
# FOLDER has the machine's fsm.gen.c; WORK is for scratch files. Says of every
# row which laws it may break, and whether its phase may be missed by a state
# that needs it; status 0: nothing is wrong. Z3 proves each goal of the real
# rows in less than a second; it has a minute, for a machine that is busy.
set -eu
folder=$(realpath "$1") work=$(realpath -m "$2")
shift 2
[ $# -gt 0 ] || { echo "laws: no row is named" >&2; exit 2; }
mkdir -p "$work"
export WORK=$work
# shellcheck source=/dev/null
. "$(dirname "$0")/../common.sh"
cd proofs/laws
for row; do
	grep -q "^static void fsm_do_$row(" "$folder/fsm.gen.c" || {
		echo "laws: there is no row $row" >&2
		exit 2
	}
done
./instantiate.sh "$folder" >"$work/all.c"
awk -f rows.awk -v rows="$*" ./*.acsl "$work/all.c" >"$work/laws.c"
functions=$(sed -nE 's/^static void (law_[A-Za-z_0-9]+)\(.*/\1/p' \
	"$work/laws.c" | paste -sd,)
frama-c -c11 -machdep gcc_x86_64 "-cpp-extra-args=-I$folder -I$PWD" \
	-wp -wp-rte -wp-model Typed+ref -wp-prover z3 \
	-wp-timeout "${SECONDS_A_GOAL:-60}" -wp-fct "$functions" \
	"$work/laws.c" >"$work/log" 2>&1 || :
grep -q 'Proved goals:' "$work/log" || {
	tail -n 5 "$work/log" >&2
	exit 2
}
awk '
/ Goal .*law_/ {
	row = goal = $0
	sub(/.*law_/, "", row)
	sub(/_(call|ensures|assigns|exits|terminates).*/, "", row)
	goals++
}
/ Goal .*law_/ && !/Valid/ {
	sub(/.*law_/, "", goal)
	sub(/ .*/, "", goal)
	sub(/.*_ensures_/, "", goal)
	if (sub(/^gap_/, "", row))
		print "not proved: states without a row in " row \
			" need none" | "sort"
	else
		print "not proved: " row " keeps the law " goal | "sort"
	open++
}
END {
	close("sort")
	printf "laws: %d of %d goals are proved\n", goals - open, goals
	exit open > 0
}' "$work/log"
