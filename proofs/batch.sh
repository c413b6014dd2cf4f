#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# One run of Frama-C: functions of one unit.
#
#	batch.sh BATCH SECONDS [OPTION...]
#
# BATCH holds the unit's file and options, then the functions, a line each (@
# for its lemmas). If there is a BATCH.c it is read in the place of that file.
#
# BATCH.log and BATCH.json are what WP says, BATCH.results what it comes to; a
# run without that file did not end.
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"
batch=$1 seconds=$2
shift 2
read -ra head <"$batch"
unit=${head[0]}
mapfile -t prove < <(proving "$unit")
if [ "$(sed -n 2p "$batch")" = @ ]; then
	select=(-wp-prop @lemma)
else
	select=(-wp-fct "$(sed 1d "$batch" | paste -sd,)")
fi
source=$unit folder=
if [ -e "$batch.c" ]; then
	source=$batch.c folder=$(dirname "$unit")
fi
mapfile -t parse < <(parsing "$folder")
smoke=
[[ " $* " != *' -wp-smoke-tests '* ]] || smoke=1
started=$(date +%s%N)
# Less time for page faults, for more memory: half of Z3's time to start.
GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.top_pad=67108864
export GLIBC_TUNABLES
timeout --foreground "${LIMIT:-1200}" frama-c "${parse[@]}" \
	"${prove[@]}" -wp-verbose 2 -wp-no-warn-memory-model \
	-wp-timeout "$seconds" "${head[@]:1}" -wp-par 1 \
	-wp-report-json "$batch.json" "${select[@]}" "$@" "$source" \
	>"$batch.log" 2>&1
ended=$(date +%s%N)
if grep -q 'Proved goals:' "$batch.log"; then
	proofs/results.pl "$unit" $(((ended - started) / 1000000)) \
		"$batch.log" "$batch.json" >"$batch.part" &&
	mv "$batch.part" "$batch.results"
elif [ -n "$smoke" ] && grep -q 'No goal generated' "$batch.log"; then
	: >"$batch.results"
else
	sed "s|^|$unit: |" "$batch.log" | tail -n 3 >&2
fi
# Neither requirement, call nor branch: nothing to smoke.
if [ -n "$smoke" ] && [ -e "$batch.results" ]; then
	mapfile -t tried < <(cut -f3 "$batch.results")
	sed 1d "$batch" | grep -vxF "${tried[@]/#/-e}" -e '' |
		sed "s|.*|done\t$unit\t&\t0\t0\t0\t0\t0\t0|" \
			>>"$batch.results"
fi
