#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The stories of proofs/spin/why: what goes wrong without a rule or against an
# assumption, and the same with it. NAME.why has the words, NAME.trail is the
# counterexample SPIN finds, NAME.txt is the page made of both, which tw
# shows. The other half of a page is the compiled machine that lives through
# the same calls and the same network (tests/replay/retell.c). The search is a
# line of `variants`; run.sh holds what it finds against the trail.
#
#     why.sh page NAME          the page
#     why.sh svg NAME DIR       DIR/NAME.svg and DIR/NAME-real.svg
#     why.sh check [NAME...]    are the committed pages these?
#     why.sh variants           their names, in the order of that file
#
# A line of NAME.why is a word and what follows it:
#
#     title tells without wrong right     the words
#     with      sed: what is different for the real machine besides its rows
#     then      lines of a trail: what the users of the real machine do, too
#     ends      the states in which that leaves A and B
set -eu -o pipefail
cd "$(dirname "$0")/../.."
why=proofs/spin/why
retell=build/replay/tcp/retell
# shellcheck disable=SC1091
. proofs/spin/model.sh
set +f

word() { # NAME KEY
	awk -v key="$2" '$1 == key { sub(/^[a-z]+[ \t]*/, ""); print }' \
		"$why/$1.why"
}

paragraph() { # NAME KEY INDENT
	word "$1" "$2" | fmt -w $((79 - ${#3})) | sed "s/^/$3/"
}

# The specification that is searched.
machine() { # NAME
	local line
	read -ra line <<<"$(variant_of "$1")"
	specification "${line[2]}"
}

# --------------------------------------------------------------- the page

chart() { # FORM TRAIL MACHINE
	awk -f proofs/spin/chart.awk -f "proofs/spin/chart_$1.awk" \
		spec/tcp.fsm "$3" pass=1 "$2" pass=2 "$2"
}

# The states in which a trail leaves the two ends.
ends() {
	awk '$2 == "STATE" { state[$3] = $4 }
		$2 == "APP" && $4 == "crash" { state[$3] = "CLOSED" }
		END { for (p = 0; p < 2; p++)
			printf "%s%s", p ? " " : "", \
				state[p] ? state[p] : "CLOSED" }'
}

# The trail of the real machine.
real() { # NAME
	local trail ends
	trail=$({ sed -e "$(word "$1" with)" "$why/$1.trail"
		word "$1" "then" | sed 's/^/@ SETTLE\n/'; } | "$retell")
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
	chart text "$why/$1.trail" "$(machine "$1")"
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
	chart svg "$why/$1.trail" "$(machine "$1")" >"$2/$1.svg"
	chart svg "$2/$1.trail" spec/tcp.fsm >"$2/$1-real.svg"
	rm -f "$2/$1.trail"
}

# -------------------------------------------------------------- the check

check() { # [NAME...]
	local name n=0
	for name in $(if [ $# = 0 ]; then variants; else echo "$@"; fi); do
		page "$name" | diff "$why/$name.txt" - ||
			{ echo "why.sh: $name.txt is another"; return 1; }
		n=$((n + 1))
	done
	echo "$n"
}

"$@"
