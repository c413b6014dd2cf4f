#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Runs the model.
#
#	proofs/spin/run.sh                 properties, variants, some mutants
#	proofs/spin/run.sh test            the same, and what passed and failed
#	proofs/spin/run.sh NAME...         lines of bounds or of variants
#
# Every search says in a line what it was; build/model/ keeps the models, the
# trails, and table.tsv, variants.tsv, and table.md of both. Nothing is believed:
# a search that ends early, visits too few states or meets no row is a failure.
# Only one of level deep (deep.sh) may be cut off by the limits of time and
# memory, and says so.
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck disable=SC1091
. proofs/spin/model.sh
JOBS=${JOBS:-2}

# report NAME STATUS WORDS...: the line of a search; STATUS: ok, cut or bad.
report() {
	local name=$1 status=$2
	shift 2
	mkdir -p "$MODELS/$name"
	printf '%s\n' "$*" >"$MODELS/$name/line"
	echo "$status" >"$MODELS/$name/status"
	printf '%-4s %-32s %s\n' "$status" "$name" "$*"
}

# complete DIRECTORY: did the search see all there was to see?
complete() {
	! grep -qE 'depth too small|not completed|out of memory|MEMLIM' \
		"$1/out" && grep -q '^State-vector' "$1/out"
}

# try DIRECTORY MACHINE KIND PROPERTY DEFINITION...: makes and runs a search.
try() {
	local in=$1 machine=$2 kind=$3 property=$4
	shift 4
	model "$in" "$property" "$machine" "$@" || return 2
	read -ra flags <<<"$(kind_flags "$kind")"
	compile "$in" "${flags[@]}" || return 2
	search "$in" "$kind" || true
}

# cut_off DIRECTORY: was it the limit of time or memory that ended the search?
cut_off() {
	grep -qE '^Interrupted|MEMLIM' "$1/out" &&
		! grep -q 'depth too small' "$1/out"
}

# holds NAME: the search of this line of bounds finds no error.
holds() {
	local line states errors
	local -a bounded=()
	read -ra line <<<"$(bounds_of "$1")"
	[ "${line[1]}" = live ] && bounded=(BOUNDED=1)
	if ! try "$MODELS/$1" "${REAL:?}" "${line[1]}" "${line[0]}" COVERAGE \
		"${bounded[@]}" "${line[@]:4}"; then
		report "$1" bad "cannot be compiled"
		return 1
	fi
	states=$(found "$MODELS/$1" states)
	errors=$(found "$MODELS/$1" errors)
	if [ "${errors:-0}" != 0 ]; then
		report "$1" bad "does not hold: $MODELS/$1/out"
	elif ! awk -v s="${states:-0}" -v least="${line[3]}" \
		'BEGIN { exit !(s >= least) }'; then
		report "$1" bad "only ${states:-0} states: no search:" \
			"$MODELS/$1/out"
	elif [ "${line[2]}" = deep ] && cut_off "$MODELS/$1"; then
		report "$1" cut "$(figures "$1")"
		return 0
	elif ! complete "$MODELS/$1"; then
		report "$1" bad "search not completed: $MODELS/$1/out"
	else
		report "$1" ok "$(figures "$1")"
		return 0
	fi
	return 1
}

# figures NAME: states, transitions, memory, time of the search; of a
# bitstate search how few of its bits are set: under 100 it left states out.
figures() {
	local factor
	printf '%9s states %10s transitions %6s MB %6s s' \
		"$(found "$MODELS/$1" states)" "$(found "$MODELS/$1" transitions)" \
		"$(found "$MODELS/$1" memory)" "$(found "$MODELS/$1" time)"
	factor=$(found "$MODELS/$1" factor)
	[ -z "$factor" ] || printf ', bitstate, hash factor %s' "$factor"
}

# refuted NAME: the variant fails as its story tells, and the real machine does
# not.
refuted() {
	local line base real=$MODELS/$1/real machine=$REAL file word
	local -a shared=() without=()
	read -ra line <<<"$(variant_of "$1")"
	read -ra base <<<"$(bounds_of "${line[0]}")"
	[ "${base[1]}" = live ] && shared=(BOUNDED=1)
	shared+=("${base[@]:4}")
	for word in "${line[@]:3}"; do
		if [ "$word" = / ] || [ ${#without[@]} -gt 0 ]; then
			without+=("$word")
		else
			shared+=("$word")
		fi
	done
	file=$(specification "${line[2]}")
	if [ "${line[2]}" != - ]; then
		machine=$MODELS/$1.pml
		"$TCPWRIGHT" promela "$file" >"$machine" ||
			{ report "$1" bad "$file"; return 1; }
	fi
	if ! try "$MODELS/$1" "$machine" "${line[1]}" "${base[0]}" \
		"${shared[@]}" "${without[@]:1}" ||
		! try "$real" "$REAL" "${base[1]}" "${base[0]}" "${shared[@]}"
	then
		report "$1" bad "cannot be compiled"
		return 1
	fi
	if [ ! -f "$MODELS/$1/model.pml.trail" ]; then
		report "$1" bad "is not refuted: $MODELS/$1/out"
	elif [ "$(found "$real" errors)" != 0 ] || ! complete "$real"; then
		report "$1" bad "the real machine fails too: $real/out"
	elif ! told "$1" "$file"; then
		report "$1" bad "refuted, but not as its trail tells:" \
			"make why-trails, and read $SPIN/why/$1"
	else
		report "$1" ok "refuted in $(grep -c '^@ EVENT' "$MODELS/$1/trail") events," \
			"${line[0]}; the real machine holds in" \
			"$(found "$real" states) states"
		return 0
	fi
	return 1
}

# told NAME FILE: the trail is the committed one; or becomes it, if ACCEPT.
told() {
	trail "$MODELS/$1" "$2" >"$MODELS/$1/trail"
	[ -z "${ACCEPT:-}" ] || cp "$MODELS/$1/trail" "$SPIN/why/$1.trail"
	cmp -s "$MODELS/$1/trail" "$SPIN/why/$1.trail"
}

# one NAME: whichever file it is in.
one() {
	if bounds_of "$1" >/dev/null; then
		holds "$1"
	elif variant_of "$1" >/dev/null; then
		refuted "$1"
	else
		report "$1" bad "neither in bounds nor in variants"
		return 1
	fi
}

[ "${1:-}" = one ] && { one "$2"; exit; }

# tabbed WORD...: a line of a table.
tabbed() {
	local line
	printf -v line '%s\t' "$@"
	echo "${line%?}"
}

# refuters NAME: the variants, and how many mutants, that make this search fail.
refuters() {
	awk -v name="$1" '!/^#/ && $2 == name { print $1 }' "$SPIN/variants"
	awk -F '\t' -v name="$1" '$2 == "model" && $3 == name {
			if (!n++)
				first = $1 }
		END { if (n == 1) print "mutant " first
			if (n > 1) print n " mutants, " first }' "$SPIN/killers"
}

# worth NAME...: a search that nothing refutes is worth nothing.
worth() {
	local name
	for name; do
		[ -n "$(refuters "$name")" ] || echo "$name"
	done >"$MODELS/worthless"
	if [ -s "$MODELS/worthless" ]; then
		report worth bad "nothing refutes $(paste -sd' ' "$MODELS/worthless")"
		return 1
	fi
	report worth ok "each search fails for a variant or a mutant"
}

# table_of NAME...: the properties, a line for each search.
table_of() {
	local name line in killers outcome
	tabbed search property kind bounds states MB s outcome "refuted by"
	for name; do
		in=$MODELS/$name
		read -ra line <<<"$(bounds_of "$name")"
		killers=$(refuters "$name" | paste -sd';' | sed 's/;/; /g')
		outcome=holds
		[ "$(cat "$in/status")" = ok ] || outcome=$(cat "$in/line")
		tabbed "$name" "$(statement "${line[0]}")" \
			"${line[1]}" "${line[*]:4}" \
			"$(found "$in" states)" "$(found "$in" memory)" \
			"$(found "$in" time)" "$outcome" "$killers"
	done
}

# table_of_variants: the variants, a line for each.
table_of_variants() {
	local name line
	tabbed variant search machine "definitions / what differs" outcome
	variants | while read -r name; do
		read -ra line <<<"$(variant_of "$name")"
		tabbed "$name" "${line[0]}" "$(specification "${line[2]}")" \
			"${line[*]:3}" "$(cat "$MODELS/$name/line")"
	done
}

markdown() {
	awk -F '\t' '{ gsub(/\|/, "\\|"); out = rule = "|"
			for (i = 1; i <= NF; i++) {
				out = out " " $i " |"
				rule = rule "---|"
			}
			print out }
		NR == 1 { print rule }'
}

# rows DIRECTORY...: the rows that these searches do not fire are those of the
# file unreached.
rows() {
	local missed expected all
	awk 'FILENAME ~ /out$/ && /^rows fired:/ {
			for (i = 3; i <= NF; i++) fired[$i] = 1 }
		FILENAME !~ /out$/ && $1 == "#define" && $2 ~ /^FSM_R_/ {
			number[$2] = $3 }
		FILENAME !~ /out$/ && match($0, /FSM_ROW\(FSM_R_[A-Z0-9_]*\)/) {
			row = substr($0, RSTART + 8, RLENGTH - 9)
			print row, (number[row] in fired) ? "fired" : "missed" }
		' "${@/%//out}" "$REAL" |
		sed 's/^FSM_R_//' | sort -u >"$MODELS/rows.txt"
	missed=$(awk '$2 == "missed" { print $1 }' "$MODELS/rows.txt" | sort)
	expected=$(awk '!/^#/ { for (i = 1; i <= NF && $i ~ /^[A-Z]+_[0-9]+$/; i++)
		print $i }' "$SPIN/unreached" | sort)
	all=$(grep -c . "$MODELS/rows.txt")
	if [ "$missed" = "$expected" ]; then
		report rows ok "$((all - $(grep -c missed "$MODELS/rows.txt"))) of $all" \
			"rows of the model fire; the file unreached says why the others do not"
	else
		report rows bad "not as in the file unreached:" \
			"$(diff <(echo "$missed") <(echo "$expected") | grep '^[<>]' | paste -sd' ')"
		return 1
	fi
}

# all LIST: runs the searches of a list, $JOBS at a time.
all() {
	xargs -P "$JOBS" -n 1 "$0" one <"$1"
}

count() {
	local name
	while read -r name; do cat "$MODELS/$name/status"; done <"$1" |
		grep -c '^ok$'
}

start=$(date +%s)
mode=${1:-ci}
status=0
mkdir -p "$MODELS"
variants >"$MODELS/variants"
case $mode in
ci | test) names ci >"$MODELS/searches" ;;
*)
	printf '%s\n' "$@" >"$MODELS/list"
	all "$MODELS/list"
	exit
	;;
esac
set +f
rm -f "$MODELS"/*/status
cat "$MODELS/searches" "$MODELS/variants" >"$MODELS/list"
all "$MODELS/list" || status=1
mapfile -t names <"$MODELS/searches"
rows "${names[@]/#/$MODELS/}" || status=1
worth "${names[@]}" || status=1
"$SPIN/mutants.sh" sample || status=1
mutants=$(head -n 1 "$MODELS/mutants.line")
table_of "${names[@]}" >"$MODELS/table.tsv"
table_of_variants >"$MODELS/variants.tsv"
{ markdown <"$MODELS/table.tsv"; echo; markdown <"$MODELS/variants.tsv"; } \
	>"$MODELS/table.md"
echo "model: $(count "$MODELS/searches") properties hold," \
	"$(count "$MODELS/variants") variants refuted," \
	"$mutants, $(($(date +%s) - start)) s"
if [ "$mode" = test ]; then
	passed=$(cat "$MODELS"/*/status | grep -c '^ok$')
	failed=$(cat "$MODELS"/*/status | grep -vc '^ok$')
	[ "$status" = 0 ] || [ "$failed" != 0 ] || failed=1
	echo "$passed passed, $failed failed"
fi
exit $status
