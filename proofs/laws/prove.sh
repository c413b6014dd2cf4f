#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Proves that every row of the machine keeps every law.
#
#	proofs/laws/prove.sh [ROW...]
#
# The last line says `proved: N of M goals, F functions, T s`; the status is 0
# only if N is M. A goal that fails is named after its row.
set -u

cd "$(dirname "$0")/../.." || exit 2
LOGS=${LOGS:-$(mktemp -d)}
TIMEOUT=${TIMEOUT:-20}
PART=${PART:-32}	# functions a process: WP's time grows with their square

# prove LIST...: WP over the functions in each file.
prove() {
	for list in "$@"; do
		frama-c -c11 -machdep gcc_x86_64 -cpp-extra-args=-I. -wp \
			-wp-rte -wp-model Typed+ref -wp-prover z3,cvc4 \
			-wp-timeout "$TIMEOUT" -wp-par 1 \
			-wp-fct "$(paste -sd, "$list")" "$LOGS/laws.c" \
			>"$list.log" 2>&1
		grep -q 'Proved goals:' "$list.log" ||
			{ tail -n 5 "$list.log" >&2; return 1; }
	done
}

mkdir -p "$LOGS" && rm -f "$LOGS"/[ab].*
WHY3CONFIG=$LOGS/why3.conf
export WHY3CONFIG
why3 config detect >"$LOGS/why3.log" 2>&1 || {
	echo "prove.sh: why3 finds no provers: make deps" >&2
	exit 2
}
start=$(date +%s)
proofs/laws/instantiate.sh >"$LOGS/laws.c" || exit 2
if [ $# -gt 0 ]; then
	printf 'law_%s\n' "$@"
else
	sed -n 's/^static void \(law_[A-Za-z0-9_]*\)(.*/\1/p' "$LOGS/laws.c"
fi >"$LOGS/functions"
sed -n 'p;n' "$LOGS/functions" | split -l "$PART" - "$LOGS/a."
sed -n 'n;p' "$LOGS/functions" | split -l "$PART" - "$LOGS/b."
finished=yes
set -- "$LOGS"/b.*
prove "$LOGS"/a.* &
other=$!
[ ! -e "$1" ] || prove "$@" || finished=no
wait "$other" || finished=no
sed -nE '/^\[wp\] \[(Failed|Timeout|Unknown|Stepout)\] Goal /{
	s/.* Goal ([^ ]*).*/not proved: \1/p; }' "$LOGS"/[ab].*.log
sed -n 's/.*Proved goals: *\([0-9]*\) *\/ *\([0-9]*\).*/\1 \2/p' \
	"$LOGS"/[ab].*.log | awk -v f="$(grep -c . "$LOGS/functions")" \
	-v t="$(($(date +%s) - start))" -v finished=$finished '
	{ n += $1; m += $2 }
	END {
		printf "proved: %d of %d goals, ", n, m
		printf "%d functions, %d s\n", f, t
		exit !(finished == "yes" && m > 0 && n == m)
	}'
