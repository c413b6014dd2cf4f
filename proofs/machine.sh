#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Proves that the generated machine does what its contracts say.
#
#	proofs/machine.sh               all of it
#	proofs/machine.sh rst syn       these sections of fsm.gen.acsl only: phases,
#	                                defines, statements, events, edge
#
# Frama-C ends with 0 whatever it proved, so its logs are read. Two processes
# share the functions, because WP makes its goals on one core. What a short time
# does not prove is tried once more with a long one ($TIMEOUT seconds a goal).
set -u

cd "$(dirname "$0")/.." || exit 2
C=runtime/fsm/fsm.gen.c
ACSL=runtime/fsm/fsm.gen.acsl
LOGS=${LOGS:-$(mktemp -d)}
TIMEOUT=${TIMEOUT:-40}

# The functions declared in the sections named, one a line.
functions() {
	awk -v sections=" $* " '
	/^\/\* section / { on = sections == "  " || index(sections, " " $3 " ") }
	on && /^(static|void) / {
		while (!match($0, /fsm_[A-Za-z0-9_]*\(/) && getline) { }
		print substr($0, RSTART, RLENGTH - 1)
	}' "$ACSL"
}

# prove NAME SECONDS: WP over the functions on standard input.
prove() {
	list=$(paste -sd, -)
	[ -n "$list" ] || return 0
	frama-c -c11 -wp -wp-rte -wp-model Typed+ref -wp-prover z3,cvc4 \
		-wp-timeout "$2" -wp-par 1 -wp-fct "$list" "$C" \
		>"$LOGS/$1.log" 2>&1
	grep -q 'Proved goals:' "$LOGS/$1.log" && return 0
	echo "machine.sh: Frama-C did not finish:" >&2
	tail -n 5 "$LOGS/$1.log" >&2
	return 1
}

# The goals LOG... leave open, one a line.
open_goals() {
	sed -nE 's/^\[wp\] \[(Failed|Timeout|Unknown|Stepout)\] Goal ([^ ]*).*/\2/p' "$@"
}

mkdir -p "$LOGS" && rm -f "$LOGS"/*.log
start=$(date +%s)
functions "$@" >"$LOGS/functions"
if ! [ -s "$LOGS/functions" ]; then
	echo "machine.sh: no section $*" >&2
	exit 2
fi
sed -n 'p;n' "$LOGS/functions" | prove 1 3 &
other=$!
finished=yes
sed -n 'n;p' "$LOGS/functions" | prove 2 3 || finished=no
wait "$other" || finished=no
goals=$(cat "$LOGS"/[12].log | sed -n 's/.*Proved goals:.*\/ *//p' |
	awk '{ sum += $1 } END { print sum + 0 }')
open_goals "$LOGS"/[12].log >"$LOGS/open"
if [ -s "$LOGS/open" ]; then
	while read -r f; do
		grep -q "_${f}_[a-z]" "$LOGS/open" && echo "$f"
	done <"$LOGS/functions" | prove again "$TIMEOUT" || finished=no
	open_goals "$LOGS/again.log" >"$LOGS/open"
fi
sed 's/^/not proved: /' "$LOGS/open"
left=$(grep -c . "$LOGS/open")
echo "proved: $((goals - left)) of $goals goals," \
	"$(grep -c . "$LOGS/functions") functions, $(($(date +%s) - start)) s"
[ $finished = yes ] && [ "$goals" -gt 0 ] && [ "$left" -eq 0 ]
