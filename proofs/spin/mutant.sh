#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What notices a mutant (gen/mutant.h): mutants.sh asks.
#
#	proofs/spin/mutant.sh LINE
#
# LINE is one of `tcpwright mutants`: number, seen, ID, rows, function, tab
# between, and sixth the search that is known to kill it, or -. Says ID, how it
# dies and by what: `model` and a search, `table` and a test, or `alive` and -.
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck disable=SC1091
. proofs/spin/model.sh

# shows ROWS FIRST: the searches in which one of the rows fires, by their
# numbers; FIRST comes first, and then those that are not too large.
shows() {
	awk -v rows="$1" -v first="$2" -v most="$STATES" '
		FILENAME ~ /numbers/ { number[$1] = $2; next }
		!n { n = split(rows, row, " ") }
		{
			for (i = 1; i <= n; i++)
				for (k = 4; k <= NF; k++)
					if ($k == number[row[i]]) {
						if ($3 == first)
							print $2, $3
						else if ($1 <= most)
							rest = rest $2 " " $3 "\n"
						next
					}
		}
		END { printf "%s", rest }' "$WORK/numbers" "$WORK/searches"
}

# by_model NUMBER ROWS KNOWN: the search that kills it. In a sample nothing else
# is tried than the one that is known to.
by_model() {
	local kind name
	shows "$2" "$3" | while read -r kind name; do
		[ -n "${SAMPLED:-}" ] && [ "$name" != "$3" ] && continue
		if pan "$WORK/$name" "$kind" "$1" |
			grep -E 'errors: [1-9]|block in d_step' >/dev/null; then
			echo "$name"
			break
		fi
	done
}

# by_table NUMBER: the test of the table that kills it.
by_table() {
	local in=$WORK/c/$1
	mkdir -p "$in"
	cp runtime/fsm/fsm.gen.acsl runtime/fsm/fsm.gen.h "$in"
	"$TCPWRIGHT" c --mutant "$1" spec/tcp.fsm >"$in/fsm.gen.c"
	gcc -w -std=c11 -O0 -o "$in/rows" "$in/fsm.gen.c" "$WORK/rows.o" \
		"$WORK/table.o" -lcmocka &&
		timeout 10 "$in/rows" 2>&1 |
		sed -n 's/^\[  FAILED  \] \([A-Z][A-Z0-9_]*\)$/\1/p' | head -n 1
	rm -r "$in"
}

IFS=$'\t' read -r number seen id rows _ known <<<"$1"
how=model by=
[ "$seen" = model ] && by=$(by_model "$number" "$rows" "$known")
[ -n "$by" ] || { how=table by=$(by_table "$number"); }
[ -n "$by" ] || { how=alive by=-; }
printf '%s\t%s\t%s\n' "$id" "$how" "$by"
