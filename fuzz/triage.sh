#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# From a heap of inputs that a campaign found to what is wrong:
#
#     fuzz/triage.sh [HARNESS FILE...]
#
# Without arguments, all that build/fuzz/findings.tsv names. Inputs with the
# same symptom are one finding; of each the shortest is made as short as it
# can be, its trace is shown as a ladder, and it is kept for good:
#
#     fuzz/corpus/HARNESS/found-SYMPTOM     `make test-fuzz` replays it
#
# with a skeleton of a unit test printed, for what deserves a name there.
set -u
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"
WORK=$BUILD/triage
mkdir -p "$WORK"

# A name for a symptom: its file, line and first words.
name_of() {
	sed -E 's/^fuzz\///; s/[^A-Za-z0-9]+/-/g' <<<"$1" | cut -c1-48 |
		sed 's/-$//'
}

# shorter HARNESS FILE SYMPTOM: cuts pieces off while the symptom stays; halves
# first, then smaller ones. Slow and sure: it needs nothing but the replayer.
shorter() {
	local size piece at wanted tried
	wanted=$(kind_of "$3")
	size=$(stat -c %s "$2")
	for ((piece = size / 2; piece > 0; piece /= 2)); do
		for ((at = 0; at < size; )); do
			{ head -c $at "$2"; tail -c +$((at + piece + 1)) "$2"; } \
				>"$WORK/try"
			tried=$(kind_of "$(symptom "$1" "$WORK/try")")
			if [ "$tried" = "$wanted" ]; then
				cp "$WORK/try" "$2"
				size=$((size > at + piece ? size - piece : at))
			else
				at=$((at + piece))
			fi
			[ $((++tries)) -lt 2000 ] || return
		done
	done
}

skeleton() { # HARNESS FILE SYMPTOM
	printf '\n/* %s */\nstatic void %s(void **state)\n{\n' "$3" \
		"$(name_of "$3" | tr 'A-Z-' 'a-z_' | sed 's/^[0-9_]*//')"
	printf '\tstatic const uint8_t input[] = {\n'
	od -An -v -tx1 "$2" | sed -E 's/ ([0-9a-f]{2})/ 0x\1,/g; s/^ /\t\t/'
	printf '\t};\n\n\t(void)state;\n}\n'
}

# explain HARNESS FILE: one finding, made short, told and kept.
explain() {
	local what short=$WORK/short tries=0 kept
	what=$(symptom "$1" "$2")
	if [ -z "$what" ]; then
		echo "$1: $2: no complaint any more"
		return
	fi
	cp "$2" "$short"
	shorter "$1" "$short" "$what"
	what=$(symptom "$1" "$short")
	kept=fuzz/corpus/$1/found-$(name_of "$what")
	mkdir -p "fuzz/corpus/$1"
	cp "$short" "$kept"
	echo "$1: $what"
	echo "    $(stat -c %s "$2") octets, now $(stat -c %s "$short"): $kept"
	FUZZ_TRACE=1 "$BUILD/replay/$1" "$short" 2>&1 |
		sed -n '/^--- what led there/,/^---$/p' | grep -v '^---' |
		sed 's/^/    /'
	skeleton "$1" "$short" "$what"
}

# Of HARNESS and FILE, a line each: the shortest of every kind.
distinct() {
	local harness file what
	while IFS=$'\t' read -r harness file; do
		what=$(symptom "$harness" "$file")
		[ -z "$what" ] && continue
		printf '%s\t%s\t%s\t%s\n' "$harness" "$(kind_of "$what")" \
			"$(stat -c %s "$file")" "$file"
	done | sort -t$'\t' -k1,2 -k3,3n | awk -F'\t' '!seen[$1, $2]++ {
		print $1 "\t" $4 }'
}

if [ $# -gt 1 ]; then
	harness=$1
	shift
	for file; do printf '%s\t%s\n' "$harness" "$file"; done
else
	cut -f1,3 "$BUILD/findings.tsv"
fi | distinct >"$WORK/findings"
while IFS=$'\t' read -r harness file; do
	explain "$harness" "$file"
done <"$WORK/findings"
echo "$(wc -l <"$WORK/findings") findings"
