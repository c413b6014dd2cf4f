#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Proves that the generated machine does what its contracts say.
#
#	proofs/machine.sh [SECTION...]
#
# A section of fsm.gen.acsl is a phase, defines, statements, events or edge.
#
# Frama-C ends with 0 whatever it proved, so its logs are read. Two processes
# share the functions, $PART at a time: WP makes its goals on one core, in time
# that grows with the square of their number. What a short time does not prove
# is tried once more with a long one ($TIMEOUT seconds a goal).
set -u

cd "$(dirname "$0")/.." || exit 2
C=runtime/fsm/fsm.gen.c
ACSL=runtime/fsm/fsm.gen.acsl
LOGS=${LOGS:-$(mktemp -d)}
TIMEOUT=${TIMEOUT:-40}
PART=${PART:-25}

# The functions declared in the sections named, one a line.
functions() {
	awk -v sections=" $* " '
	/^\/\* section / { on = sections == "  " || index(sections, " " $3 " ") }
	on && /^(static|void) / {
		while (!match($0, /fsm_[A-Za-z0-9_]*\(/) && getline) { }
		print substr($0, RSTART, RLENGTH - 1)
	}' "$ACSL"
}

# prove LIST SECONDS: WP over the functions in file LIST. Its log is LIST.log.
prove() {
	frama-c -c11 -wp -wp-rte -wp-model Typed+ref -wp-prover z3,cvc4 \
		-wp-timeout "$2" -wp-par 1 -wp-fct "$(paste -sd, "$1")" "$C" \
		>"$1.log" 2>&1
	grep -q 'Proved goals:' "$1.log" || { tail -n 5 "$1.log" >&2; return 1; }
}

# share NAME: proves the functions on standard input, $PART at a time.
share() {
	status=0
	split -l "$PART" - "$LOGS/$1."
	for list in "$LOGS/$1".*; do
		[ -s "$list" ] && { prove "$list" 6 || status=1; }
	done
	return $status
}

# The goals LOG... leave open, one a line.
open_goals() {
	sed -nE 's/^\[wp\] \[(Failed|Timeout|Unknown|Stepout)\] Goal ([^ ]*).*/\2/p' "$@"
}

mkdir -p "$LOGS" && rm -f "$LOGS"/[ab].* "$LOGS"/again*
# Why3 looks for the provers once; what it finds stays in this run's folder.
WHY3CONFIG=$LOGS/why3.conf
export WHY3CONFIG
why3 config detect >"$LOGS/why3.log" 2>&1 || {
	echo "machine.sh: why3 finds no provers: make deps" >&2
	exit 2
}
start=$(date +%s)
functions "$@" >"$LOGS/functions"
[ -s "$LOGS/functions" ] || { echo "no section $*" >&2; exit 2; }
finished=yes
sed -n 'p;n' "$LOGS/functions" | share a &
other=$!
sed -n 'n;p' "$LOGS/functions" | share b || finished=no
wait "$other" || finished=no
goals=$(sed -n 's/.*Proved goals:.*\/ *//p' "$LOGS"/[ab].*.log |
	awk '{ sum += $1 } END { print sum + 0 }')
open_goals "$LOGS"/[ab].*.log >"$LOGS/open"
if [ -s "$LOGS/open" ]; then
	while read -r f; do
		grep -q "_${f}_[a-z]" "$LOGS/open" && echo "$f"
	done <"$LOGS/functions" >"$LOGS/again"
	prove "$LOGS/again" "$TIMEOUT" || finished=no
	open_goals "$LOGS/again.log" >"$LOGS/open"
fi
sed 's/^/not proved: /' "$LOGS/open"
left=$(grep -c . "$LOGS/open")
echo "proved: $((goals - left)) of $goals goals," \
	"$(grep -c . "$LOGS/functions") functions, $(($(date +%s) - start)) s"
[ $finished = yes ] && [ "$goals" -gt 0 ] && [ "$left" -eq 0 ]
