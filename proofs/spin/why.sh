#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The stories of proofs/spin/why: what goes wrong without a rule or against an
# assumption, and the same with it. NAME.why has the search and the words,
# NAME.trail is the counterexample SPIN finds, NAME.txt is the page made of
# both, which tw shows. The other half of a page is the compiled machine that
# lives through the same calls and the same network (tests/replay/retell.c).
#
#     why.sh search NAME        the trail, found anew
#     why.sh page NAME          the page
#     why.sh svg NAME DIR       DIR/NAME.svg and DIR/NAME-real.svg
#     why.sh check [NAME...]    are the committed pages these?
#     why.sh refute [NAME...]   the same of the trails; needs spin
#     why.sh names
#
# A line of NAME.why is a word and what follows it:
#
#     machine   the specification that is searched
#     search    property, kind, definitions, as in `bounds`. kind: shortest (a
#               safety property, by the shortest way), cycle-N (what never
#               ends, not longer than N steps)
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

# ------------------------------------------------------------- the search

cycle() { # DIRECTORY STEPS
	compile "$1" -DNP
	(cd "$1" && timeout 400 ./pan -l -m"$2") >"$1/out" 2>&1
}

shortest() { # DIRECTORY
	compile "$1" -DSAFETY -DREACH
	(cd "$1" && timeout 400 ./pan -i -m20000) >"$1/out" 2>&1
}

search() { # NAME
	local to=$MODELS/why/$1 machine definition width=3
	local -a line
	machine=$(word "$1" machine)
	read -ra line <<<"$(word "$1" search)"
	for definition in "${line[@]:2}"; do
		case $definition in W=*) width=${definition#W=} ;; esac
	done
	mkdir -p "$to"
	"$TCPWRIGHT" promela "$machine" >"$to.pml"
	model "$to" "${line[0]}" "$to.pml" "${line[@]:2}"
	case ${line[1]} in
	shortest) shortest "$to" || true ;;
	cycle-*) cycle "$to" "${line[1]#cycle-}" || true ;;
	esac
	[ -f "$to/model.pml.trail" ] ||
		{ echo "why.sh: $1: SPIN finds nothing" >&2; return 1; }
	(cd "$to" && spin -T -t model.pml) >"$to/run" 2>&1
	echo "@ MACHINE $machine"
	echo "@ MODEL width=$width"
	awk -f proofs/spin/trail.awk "$to.pml" "$to/run"
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
	chart text "$why/$1.trail" "$(word "$1" machine)"
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
	chart svg "$why/$1.trail" "$(word "$1" machine)" >"$2/$1.svg"
	chart svg "$2/$1.trail" spec/tcp.fsm >"$2/$1-real.svg"
	rm -f "$2/$1.trail"
}

names() {
	local file
	for file in "$why"/*.why; do basename "$file" .why; done
}

# ------------------------------------------------------------- the checks

# same WHAT FORM NAME...: the committed file is what is made now.
same() {
	local what=$1 form=$2 name n=0
	shift 2
	for name in $(if [ $# = 0 ]; then names; else echo "$@"; fi); do
		"$what" "$name" | diff "$why/$name.$form" - ||
			{ echo "why.sh: $name.$form is another"; return 1; }
		n=$((n + 1))
	done
	echo "$n"
}

check() { same page txt "$@"; }
refute() { same search trail "$@"; }

"$@"
