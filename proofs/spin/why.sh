#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The stories of proofs/spin/why: what goes wrong without a rule, and the same
# with it. NAME.trail is SPIN's counterexample, NAME.why has the words, and
# NAME.txt is the page made of both, which tw shows. The other half of a page
# is the compiled machine that lives through the same calls and the same
# network (tests/replay/retell.c).
#
#     why.sh page NAME          the page
#     why.sh svg NAME DIR       DIR/NAME.svg and DIR/NAME-real.svg
#     why.sh check              are the committed pages these? N stories
#     why.sh names
set -eu -o pipefail
cd "$(dirname "$0")/../.."
why=proofs/spin/why
retell=build/replay/tcp/retell

# What a line of NAME.why says, one word before it.
word() { # NAME KEY
	awk -v key="$2" '$1 == key { sub(/^[a-z]+[ \t]+/, ""); print }' \
		"$why/$1.why"
}

paragraph() { # NAME KEY INDENT
	word "$1" "$2" | fmt -w $((79 - ${#3})) | sed "s/^/$3/"
}

machine_of() { # NAME
	sed -n 's/^@ MACHINE *//p' "$why/$1.trail"
}

chart() { # FORM TRAIL MACHINE
	awk -f proofs/spin/chart.awk -f "proofs/spin/chart_$1.awk" \
		spec/tcp.fsm "$3" pass=1 "$2" pass=2 "$2"
}

# The states in which a trail leaves the two ends.
ends() {
	awk '$2 == "STATE" { s[$3] = $4 } $2 == "APP" && $4 == "crash" {
		s[$3] = "CLOSED" } END { print s[0] ? s[0] : "CLOSED",
		s[1] ? s[1] : "CLOSED" }'
}

real() { # NAME
	local trail ends
	trail=$("$retell" <"$why/$1.trail")
	ends=$(ends <<<"$trail")
	if [ "$ends" != "$(word "$1" ends)" ]; then
		echo "why.sh: $1: with the rule it ends $ends" >&2
		return 1
	fi
	echo "$trail"
}

page() { # NAME
	local trail
	trail=$(mktemp)
	real "$1" >"$trail"
	word "$1" title
	echo
	paragraph "$1" tells ""
	printf '\n-- so it fails: %s\n\n' "$(word "$1" without)"
	chart text "$why/$1.trail" "$(machine_of "$1")"
	echo
	paragraph "$1" wrong "*** "
	printf '\n-- so it holds: spec/tcp.fsm, the same calls, the same network\n\n'
	chart text "$trail" spec/tcp.fsm
	echo
	paragraph "$1" right "*** "
	rm -f "$trail"
}

svg() { # NAME DIR
	real "$1" >"$2/$1.trail"
	chart svg "$why/$1.trail" "$(machine_of "$1")" >"$2/$1.svg"
	chart svg "$2/$1.trail" spec/tcp.fsm >"$2/$1-real.svg"
	rm -f "$2/$1.trail"
}

names() {
	local file
	for file in "$why"/*.why; do basename "$file" .why; done
}

check() {
	local name n=0
	for name in $(names); do
		page "$name" | diff "$why/$name.txt" - ||
			{ echo "why.sh: $name.txt is not its page"; return 1; }
		n=$((n + 1))
	done
	echo "$n stories"
}

"$@"
