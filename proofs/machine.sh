#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Proves that the generated machine does what its contracts say.
#
#	proofs/machine.sh               all of it
#	proofs/machine.sh rst syn       these sections of fsm.gen.acsl only:
#	                                a phase, defines, statements, events, edge
#
# Frama-C ends with 0 whatever it proved, so its log is read. Two processes
# share the functions, because WP makes its goals on one core. Logs stay in
# $LOGS, the provers get $TIMEOUT seconds for a goal.
set -u

cd "$(dirname "$0")/.." || exit 2
C=runtime/fsm/fsm.gen.c
ACSL=runtime/fsm/fsm.gen.acsl
LOGS=${LOGS:-$(mktemp -d)}
TIMEOUT=${TIMEOUT:-15}

# The functions declared in the sections named, one a line.
functions() {
	awk -v sections=" $* " '
	/^\/\* section / { on = sections == "  " || index(sections, " " $3 " ") }
	on && /^(static|void) / {
		match($0, /fsm_[A-Za-z0-9_]*\(/)
		if (RSTART) { print substr($0, RSTART, RLENGTH - 1); next }
		getline
		match($0, /fsm_[A-Za-z0-9_]*\(/)
		print substr($0, RSTART, RLENGTH - 1)
	}' "$ACSL"
}

# prove NUMBER LIST: WP over the functions of the list, separated by commas.
prove() {
	[ -n "$2" ] || return 0
	frama-c -c11 -wp -wp-rte -wp-model Typed+ref -wp-prover cvc4,z3 \
		-wp-timeout "$TIMEOUT" -wp-par 1 -wp-fct "$2" "$C" \
		>"$LOGS/$1.log" 2>&1
}

# total FIELD: over both logs of "[wp] Proved goals: FIELD1 / FIELD2".
total() {
	cat "$LOGS"/*.log | awk -v f="$1" '/Proved goals:/ {
		sub(/.*goals:/, ""); split($0, n, "/"); sum += n[f] }
		END { print sum + 0 }'
}

mkdir -p "$LOGS" && rm -f "$LOGS"/*.log
list=$(functions "$@")
count=$(printf '%s\n' "$list" | grep -c .)
if [ "$count" -eq 0 ]; then
	echo "machine.sh: no section $*" >&2
	exit 2
fi
start=$(date +%s)
prove 1 "$(printf '%s\n' "$list" | awk 'NR % 2' | paste -sd, -)" &
prove 2 "$(printf '%s\n' "$list" | awk 'NR % 2 == 0' | paste -sd, -)"
wait
seconds=$(($(date +%s) - start))

goals=$(total 2)
proved=$(total 1)
for log in "$LOGS"/*.log; do
	if ! grep -q 'Proved goals:' "$log"; then
		echo "machine.sh: Frama-C did not finish:" >&2
		tail -n 5 "$log" >&2
		goals=$((goals + 1))
	fi
done
grep -hE '^\[wp\] \[(Failed|Timeout|Unknown)\] Goal' "$LOGS"/*.log
echo "proved: $proved of $goals goals, $count functions, $seconds s"
[ "$goals" -gt 0 ] && [ "$proved" -eq "$goals" ]
