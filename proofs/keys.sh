#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The key of everything that is to be proved, in $WORK:
#
#	keys     UNIT NAME KEY, in the order of the units; a lemma is @NAME
#	valued   UNIT NAME       of these, what may use a constant's initial value
#	bare     UNIT NAME       functions others may call, without a contract
#	axioms   NAME
#	strays   NAME            contracts that are assumed, but proved nowhere
#
# A function of a header is listed for the first unit that has it.
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"
set -euo pipefail

if [ "$UNITS" = proofs/units ]; then
	mkdir -p build/proof
	proofs/laws/instantiate.sh >build/proof/laws.c
	proofs/laws/instantiate.sh -e >build/proof/events.c
fi
facts=$WORK/facts
rm -rf "$facts"
mkdir -p "$facts"

# unit FILE: what keys.pl says of it, in $facts.
unit() {
	local folder=$facts/${1//\//,}
	mkdir "$folder"
	mapfile -t options < <(parsing)
	frama-c -no-autoload-plugins "${options[@]}" "$1" \
		-print -ocode "$folder/normal.c" >"$folder/log" 2>&1 || :
	[ -s "$folder/normal.c" ] || {
		echo "proofs: frama-c cannot read $1:" >&2
		tail -n 5 "$folder/log" >&2
		return 1
	}
	proofs/keys.pl "$(cat "$facts/versions"; parsing; proving "$1")" \
		"$(units | sed -n "s|^$1 *||p" | cut -d' ' -f1)" \
		"$folder/normal.c" |
		sed "s|^|$1\t|" >"$folder/facts"
}
export -f unit units parsing proving
export facts

versions >"$facts/versions"
units | cut -d' ' -f1 | xargs -P 2 -I{} bash -euo pipefail -c 'unit {}'
units | while read -r file _; do
	cat "$facts/${file//\//,}/facts"
done >"$WORK/facts.all"
awk -F'\t' -v OFS='\t' -v work="$WORK" '
BEGIN {
	printf "" >(work "/bare")
	printf "" >(work "/keys")
	printf "" >(work "/valued")
}
$2 == "axiom" { axioms[$3] }
$2 == "bare" && $5 == "extern" && !($3 in bare) {
	bare[$3]
	print $1, $3 >(work "/bare")
}
$2 == "valued" { valued[$1, $3] }
$2 == "assume" { assumed[$3 OFS $5] }
$2 == "prove" { proved[$3 OFS $5] }
$2 == "prove" || $2 == "lemma" {
	name = ($2 == "lemma" ? "@" : "") $3
	if (!seen[name, $6]++) {
		print $1, name, $4 >(work "/keys")
		if (($1, name) in valued)
			print $1, name >(work "/valued")
	}
}
END {
	printf "" >(work "/strays")
	printf "" >(work "/axioms")
	for (a in assumed) {
		split(a, part, OFS)
		if (!(a in proved))
			print part[1] | ("sort >" work "/strays")
	}
	for (a in axioms)
		print a | ("sort >" work "/axioms")
}' "$WORK/facts.all"
