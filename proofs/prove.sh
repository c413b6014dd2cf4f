#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The proof, and the ledger of it.
#
#	prove.sh prove      what the ledger does not have; counts everything
#	prove.sh changed    the same; counts and writes down only what it proved
#	prove.sh all        everything, as if there were no ledger
#	prove.sh check      what the ledger does not have, and a fifth of the rest
#	                    that the commit chooses; writes nothing
#
# A line of the ledger, tab between: UNIT NAME KEY GOALS QED Z3 CVC4 SECONDS
# SLOWEST, the seconds a prover took for the hardest goal.
# The key (keys.pl) changes with anything the proof rests on. It is an error
# when a name of the ledger is gone, or proved with fewer goals than before; if
# that is meant, remove its line. What was not proved keeps its old line.
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"
set -u
mode=${1:-prove}
started=$SECONDS
run=$WORK/$mode
mkdir -p "$run"
tab=$'\t'

# complain FORMAT FILE: every line of FILE as an error.
complain() {
	local line
	while read -r line; do
		# shellcheck disable=SC2059  # the format is an argument
		printf "$1\n" "$line"
	done <"$2" >&2
	[ ! -s "$2" ] || failed=1
}

# fifth: of lines UNIT NAME KEY those whose turn it is. Five commits that count
# on from each other would cover all; a commit's hash chooses one of five.
fifth() {
	local turn=${TURN:-$((0x$(git rev-parse --short=7 HEAD) % 5))}
	while IFS= read -r line; do
		echo "$(cksum <<<"${line%"$tab"*}" | cut -d' ' -f1) $line"
	done | awk -v turn="$turn" '$1 % 5 == turn' | cut -d' ' -f2-
}

failed=0
proofs/keys.sh || exit 1
ledger >"$run/ledger"
cut -f1-3 "$run/ledger" | sort >"$run/known"
sort "$WORK/keys" >"$run/keys"
case $mode in
all)           cp "$WORK/keys" "$run/list" ;;
prove|changed) grep -vxFf "$run/known" "$WORK/keys" >"$run/list" ;;
check)
	grep -vxFf "$run/known" "$WORK/keys" >"$run/list"
	grep -xFf "$run/known" "$WORK/keys" | fifth >>"$run/list"
	;;
*)	echo "usage: prove.sh prove|changed|all|check" >&2; exit 2 ;;
esac
proofs/run.sh "$run/list" "$run/work" || failed=1

# What has no open goal, as lines of a ledger.
awk -F'\t' -v OFS='\t' '
from == 1 { key[$1, $2] = $3; next }
$1 == "open" { open[$2, $3] }
$1 == "done" && ($2, $3) in key {
	name[++n] = $2 OFS $3
	rest[n] = $4 OFS $5 OFS $6 OFS $7 OFS $8 OFS $9
}
END {
	for (i = 1; i <= n; i++) {
		split(name[i], part, OFS)
		if (!((part[1], part[2]) in open))
			print name[i], key[part[1], part[2]], rest[i]
	}
}' from=1 "$run/list" from=2 "$run/work/results" >"$run/proved"
sed -n 's/^open\t//p' "$run/work/results" | tr '\t' ' ' >"$run/open"
complain 'not proved: %s' "$run/open"
units | cut -d' ' -f1 | xargs dirname | sort -u |
	xargs -I{} find {} -maxdepth 1 -newer "$run/list" \
		-name "*.[ch]" -o -name "*.acsl" -newer "$run/list" >"$run/moved"
complain 'changed while it was proved: %s' "$run/moved"

# Names that are gone; goals that are gone, or other than a sample's line says.
cut -f1,2 "$run/keys" | sort >"$run/names"
cut -f1,2 "$run/ledger" | sort | comm -23 - "$run/names" >"$run/gone"
complain 'gone, but in the ledger: %s' "$run/gone"
awk -F'\t' '
from == 1 { goals[$1, $2] = $4; key[$1, $2] = $3; next }
!(($1, $2) in goals) { next }
$4 < goals[$1, $2] || ($3 == key[$1, $2] && $4 != goals[$1, $2]) {
	print $1, $2 ": " $4 ", and " goals[$1, $2] " in the ledger"
}' from=1 "$run/ledger" from=2 "$run/proved" >"$run/fewer"
[ "$mode" = all ] || complain 'other goals: %s' "$run/fewer"

# The ledger as it is now: of each name what was proved, or else its old line.
old=$run/ledger
[ "$mode" != all ] || old=/dev/null
awk -F'\t' '
from == 1 { split($0, part, /[ :]/); fewer[part[1], part[2]]; next }
from == 2 { if (!(($1, $2) in fewer)) line[$1, $2] = $0; next }
!(($1, $2) in line) { line[$1, $2] = $0 }
END { for (name in line) print line[name] }
' from=1 "$([ "$mode" = all ] && echo /dev/null || echo "$run/fewer")" \
	from=2 "$run/proved" from=3 "$old" | sort >"$run/now"
if [ "$LEDGER" != none ] && [ "$mode" != check ] && [ ! -s "$run/moved" ]
then
	{
		echo '# SPDX-License-Identifier: BSD-2-Clause'
		echo '# What is proved: see proofs/README.md. Written by make prove.'
		echo '# unit, name, key, goals, by qed, z3, cvc4, seconds, slowest'
		cat "$run/now"
	} >"$LEDGER"
fi

case $mode in
changed|check) cp "$run/proved" "$run/count" ;;
*) awk -F'\t' 'from == 1 { key[$1, $2] = $3; next } key[$1, $2] == $3' \
	from=1 "$run/keys" from=2 "$run/now" >"$run/count" ;;
esac
proofs/hygiene.sh || failed=1
left=$(wc -l <"$run/open")
[ "$LEDGER" = none ] ||
	echo "proved now: $(wc -l <"$run/proved") of" \
		"$(wc -l <"$WORK/keys") functions and lemmas," \
		"the rest stands in the ledger"
awk -F'\t' -v left="$left" -v axioms="$(wc -l <"$WORK/axioms")" \
	-v seconds=$((SECONDS - started)) '
{ goals += $4 }
END {
	printf "proved: %d of %d goals, %d functions, %d axioms, %d s\n",
		goals, goals + left, NR, axioms, seconds
}' "$run/count"
exit $failed
