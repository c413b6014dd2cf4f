#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# One run of Frama-C: functions of one unit.
#
#	batch.sh BATCH SECONDS [OPTION...]
#
# BATCH holds the unit's file, then the functions, a line each (@ALL-LEMMAS for
# its lemmas). BATCH.log and BATCH.json are what WP says, BATCH.results what it
# comes to; a run without that file did not end. $SOURCE is read in the place of
# the unit's file.
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"
batch=$1 seconds=$2
shift 2
read -r unit <"$batch"
mapfile -t parse < <(parsing)
mapfile -t prove < <(proving "$unit")
if [ "$(sed -n 2p "$batch")" = @ ]; then
	select=(-wp-prop @lemma)
else
	select=(-wp-fct "$(sed 1d "$batch" | paste -sd,)")
fi
started=$(date +%s%N)
timeout --foreground "${LIMIT:-1200}" frama-c "${parse[@]}" "${prove[@]}" -wp-verbose 2 \
	-wp-no-warn-memory-model -wp-timeout "$seconds" -wp-par 1 \
	-wp-report-json "$batch.json" "${select[@]}" "$@" \
	"${SOURCE:-$unit}" >"$batch.log" 2>&1
ended=$(date +%s%N)
if grep -q 'Proved goals:' "$batch.log"; then
	proofs/results.pl "$unit" $(((ended - started) / 1000000)) \
		"$batch.log" "$batch.json" >"$batch.part" &&
	mv "$batch.part" "$batch.results"
else
	sed "s|^|$unit: |" "$batch.log" | tail -n 3 >&2
fi
