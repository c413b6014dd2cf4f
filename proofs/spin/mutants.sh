#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What notices each mutant of each row (gen/mutant.h).
#
#	proofs/spin/mutants.sh             all of them
#	proofs/spin/mutants.sh sample      some, that the commit chooses
#	proofs/spin/mutants.sh ID...       these
#	proofs/spin/mutants.sh record      the verdicts there are are `killers`
#
# A mutant that the model can be is searched in the models of `bounds`, levels
# mutants and ci, until a property fails: first in the one that `killers` names,
# then the smallest first; those of more than $STATES states are left out. Each
# model is compiled once, with all mutants in it; where no row fires that shows
# the mutant, a search is left out. What no model kills, the table test does
# (tests/table), run on the C of the mutant; or the contract of the function
# that it changes is not proved any more; or `survivors` says why nothing can.
#
# QUICK leaves the proofs out.
#
# build/model/mutants.tsv has a line for each: ID, how, killer. A run goes on
# where the last one ended; what is complete can be committed as `killers`
# (mutants.sh record), and a sample has to find each of its mutants dead by the
# killer it names there.
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck disable=SC1091
. proofs/spin/model.sh
JOBS=${JOBS:-2}
SAMPLE=${SAMPLE:-30}
STATES=${STATES:-100000}
CPU_SECONDS=${CPU_SECONDS:-20}         # for a search
DEPTH=100000
WORK=$MODELS/mutants
DONE=$MODELS/mutants.tsv
KILLERS=${KILLERS:-$SPIN/killers}
export CPU_SECONDS

# ------------------------------------------------------------ the searches

# pan DIRECTORY KIND MUTANT: searches one mutant.
pan() (
	read -ra options <<<"$(kind_options "$2")"
	ulimit -t "$CPU_SECONDS"
	MUTANT=$3 "$1/pan" -n -w18 -m"$DEPTH" "${options[@]}" 2>&1
)

# prepare NAME: the model of a line of bounds, with all mutants, compiled; what
# it does when none is chosen stands in base: states, kind, rows.
prepare() {
	local in=$WORK/$1 line
	local -a bounded=() flags=()
	read -ra line <<<"$(bounds_of "$1")"
	[ "${line[1]}" = live ] && bounded=(BOUNDED=1)
	model "$in" "${line[0]}" "$WORK/machine.pml" COVERAGE "${bounded[@]}" \
		"${line[@]:4}"
	cmp -s "$in/model.pml" "$in/compiled.pml" && return
	read -ra flags <<<"$(kind_flags "${line[1]}")"
	compile "$in" "${flags[@]}" || return
	CPU_SECONDS=200 pan "$in" "${line[1]}" 0 >"$in/out"
	if [ "$(found "$in" errors)" != 0 ]; then
		echo "$1 fails without a mutant: $in/out" >&2
		return 1
	fi
	echo "$(found "$in" states) ${line[1]} $1" \
		"$(sed -n 's/^rows fired: //p' "$in/out" | head -n 1)" >"$in/base"
	cp "$in/model.pml" "$in/compiled.pml"
}

# needed: the searches that are tried: NEEDED, or all.
needed() {
	if [ -n "${NEEDED:-}" ]; then
		tr ' ' '\n' <<<"$NEEDED"
	else
		names mutants
		names ci
	fi
}

# searches: the lines base of all, the smallest first.
searches() {
	local name
	while read -r name; do
		cat "$WORK/$name/base"
	done <"$WORK/needed" | sort -g
}

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

# ------------------------------------------------------------- one mutant

# by_model NUMBER ROWS KNOWN: the search that kills it. In a sample nothing else
# is tried than the one that is known to.
by_model() {
	local kind name
	shows "$2" "$3" | while read -r kind name; do
		[ -n "${SAMPLED:-}" ] && [ "$name" != "$3" ] && continue
		if pan "$WORK/$name" "$kind" "$1" |
			grep -qE 'errors: [1-9]|block in d_step'; then
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

# by_proof NUMBER FUNCTION: the goal that cannot be proved any more.
by_proof() {
	local batch=$WORK/c/$1.b
	[ -z "${QUICK:-}" ] && command -v frama-c >/dev/null || return
	mkdir -p "$WORK/c"
	printf '%s\n' runtime/fsm/fsm.gen.c "$2" >"$batch"
	"$TCPWRIGHT" c --mutant "$1" spec/tcp.fsm >"$batch.c"
	WORK=$PWD/build/proof proofs/batch.sh "$(realpath "$batch")" 3 &&
		sed -n "s|^open\t[^\t]*\t$2\t||p" "$batch.results" | cut -f 1 |
		sort | head -n 1
	rm -f "$batch"*
}

# why ID: what `survivors` says of it.
why() {
	local pattern reason
	while IFS=$'\t' read -r pattern reason; do
		[[ $pattern = '#'* || -z $pattern ]] && continue
		[[ $1 =~ ^($pattern)$ ]] && { echo "$reason"; return; }
	done <"$SPIN/survivors"
}

# verdict NUMBER SEEN ID ROWS FUNCTION KNOWN: the line of a mutant.
verdict() {
	local killer=
	[ "$2" = model ] && killer=$(by_model "$1" "$4" "$6")
	[ -n "$killer" ] && { printf '%s\tmodel\t%s\n' "$3" "$killer"; return; }
	killer=$(by_table "$1")
	[ -n "$killer" ] && { printf '%s\ttable\t%s\n' "$3" "$killer"; return; }
	killer=$(by_proof "$1" "$5")
	[ -n "$killer" ] && { printf '%s\tproof\t%s\n' "$3" "$killer"; return; }
	killer=$(why "$3")
	if [ -n "$killer" ]; then
		printf '%s\tsame\t%s\n' "$3" "$killer"
	else
		printf '%s\talive\t-\n' "$3"
	fi
}

if [ "${1:-}" = one ]; then
	IFS=$'\t' read -r number seen id rows place known <<<"$2"
	verdict "$number" "$seen" "$id" "$rows" "$place" "$known"
	exit
fi

# ----------------------------------------------------------------- the run

# wanted: lines of `tcpwright mutants` with, sixth, the search that killed the
# mutant when `killers` was made, or -.
all() {
	touch "$DONE"
	awk -F '\t' -v OFS='\t' 'from == 1 { done[$1] = 1; next }
		from == 2 { known[$1] = $2 == "model" ? $3 : "-"; next }
		!($3 in done) { print $0, ($3 in known ? known[$3] : "-") }' \
		from=1 "$DONE" from=2 "$KILLERS" from=3 "$WORK/list"
}

sample() {
	local seed
	seed=$(git rev-parse HEAD 2>/dev/null || cat VERSION 2>/dev/null || echo 0)
	awk -F '\t' -v n="$SAMPLE" -v seed="$seed" '
		function scatter(text,  i, h) {
			h = 7
			for (i = 1; i <= length(text); i++)
				h = (h * 31 + index(letters, substr(text, i, 1))) % 2147483647
			return h
		}
		BEGIN { letters = "abcdefghijklmnopqrstuvwxyz0123456789" \
			"ABCDEFGHIJKLMNOPQRSTUVWXYZ_:=<>.,+- ()" }
		from == 1 { how[$1] = $2; by[$1] = $3; next }
		how[$3] == "model" || how[$3] == "table" {
			printf "%d\t%s\t%s\n", scatter(seed $3) , $0,
				how[$3] == "model" ? by[$3] : "-"
		}' from=1 "$KILLERS" from=2 "$WORK/list" | sort -n | head -n "$SAMPLE" |
		cut -f 2-
}

these() {
	local id
	for id; do
		awk -F '\t' -v OFS='\t' -v id="$id" '
			from == 1 { known[$1] = $2 == "model" ? $3 : "-"; next }
			$3 == id || $1 == id { print $0, known[$3] }' \
			from=1 "$KILLERS" from=2 "$WORK/list"
	done
}

every() {
	tr '\n' '\0' <"$WORK/wanted" | xargs -0 -r -P "$JOBS" -n 1 "$0" one
}

# by_killer VERDICTS: how many each of them kills.
by_killer() {
	awk -F '\t' '$2 == "model" { n[$3]++ } $2 == "table" { table++ }
		$2 == "proof" { proof++ }
		$2 == "same" { same++ }
		END { for (k in n) printf "%s\t%d\n", k, n[k] | "sort -k2,2nr"
			close("sort -k2,2nr")
			printf "table test\t%d\n", table
			printf "proof\t%d\n", proof
			printf "no mutant at all\t%d\n", same }' "$1"
}

# line VERDICTS: what make model says; the mutants that live.
line() {
	awk -F '\t' '{ n++; killed += $2 ~ /^(model|table|proof)$/
			same += $2 == "same" }
		END { printf "%d of %d mutants killed", killed, n
			if (same) printf ", %d are no mutants", same
			print "" }' "$1" | tee "$MODELS/mutants.line"
	! awk -F '\t' '$2 == "alive" { print "alive: " $1 }' "$1" | grep .
}

# share VERDICTS: how many the model kills, of those it could.
share() {
	awk -F '\t' '
		function of(k, n) {
			return sprintf("%d of %d, %.1f %%", k, n, n ? 100 * k / n : 0)
		}
		from == 1 { number[$1] = $2; next }
		from == 2 { split($0, f, " ")
			for (i in f)
				if (i > 3)
					fires[f[i]] = 1
			next }
		from == 3 { how[$1] = $2; next }
		$2 == "model" {
			n = split($4, row, " ")
			met = 0
			for (i = 1; i <= n; i++)
				met = met || number[row[i]] in fires
			all++; kills += how[$3] == "model"
			reached += met; same += met && how[$3] == "same" }
		END { print "killed by the model, where a search fires the row: " \
				of(kills, reached)
			print "the same without those that are no mutants: " \
				of(kills, reached - same)
			print "of all whose row is in the model: " of(kills, all) }' \
		FS=' ' from=1 "$WORK/numbers" from=2 "$WORK/searches" \
		FS='\t' from=3 "$1" from=4 "$WORK/list" | sed 's/^/# /'
}

# made_from: what the verdicts were made from, a word and a sum each.
made_from() {
	echo "spec/tcp.fsm $(sha256sum <spec/tcp.fsm | cut -c 1-16)"
	echo "harness $(set +f; cat "$SPIN"/*.pml "$SPIN"/properties/*.pml |
		sha256sum | cut -c 1-16)"
	echo "bounds $(awk '$4 == "ci" || $4 == "mutants"' "$SPIN/bounds" |
		sha256sum | cut -c 1-16)"
}

# record: the verdicts become `killers`, if there is one for each mutant.
record() {
	awk -F '\t' 'from == 1 { done[$1] = 1; next }
		!($3 in done) { print "no verdict: " $3; missing = 1 }
		END { exit missing }' from=1 "$DONE" from=2 "$WORK/list" || return
	{
		printf '# %s\n' 'SPDX-License-Identifier: BSD-2-Clause' \
			'' 'Who kills each mutant: mutants.sh record wrote this.' ''
		share "$DONE"
		echo '#'
		made_from | sed 's/^/# made from: /'
		awk -F '\t' 'from == 1 { line[$1] = $0; next } { print line[$3] }' \
			from=1 "$DONE" from=2 "$WORK/list"
	} | sed 's/ $//' >"$WORK/killers" && cp "$WORK/killers" "$KILLERS"
}

# stale: what has changed since `killers` was made, and who is not in it.
stale() {
	made_from | while read -r what sum; do
		grep -qxF "# made from: $what $sum" "$KILLERS" ||
			echo "killers was made from another $what: make model-mutants"
	done
	! awk -F '\t' 'from == 1 { done[$1] = 1; next }
		!($3 in done) { print "not in killers: " $3 }' \
		from=1 "$KILLERS" from=2 "$WORK/list" | grep .
}

# as_recorded VERDICTS: each is that of `killers`.
as_recorded() {
	! awk -F '\t' 'from == 1 { of[$1] = $2 "\t" $3; next }
		of[$1] != $2 "\t" $3 {
			print $1 ": " $2 " " $3 ", not " of[$1] }' \
		from=1 "$KILLERS" from=2 "$1" | grep .
}

mkdir -p "$WORK"
"$TCPWRIGHT" mutants spec/tcp.fsm >"$WORK/list" || exit
"$TCPWRIGHT" promela --mutants spec/tcp.fsm >"$WORK/machine.pml" || exit
sed -n 's/^#define FSM_R_\([A-Z0-9_]* [0-9]*\)$/\1/p' "$WORK/machine.pml" \
	>"$WORK/numbers"
for source in fsm_rows.gen:rows table_test:table; do
	gcc -w -std=c11 -O0 -c -Iruntime/fsm -Itests/table \
		"tests/table/${source%:*}.c" -o "$WORK/${source#*:}.o" || exit
done
case ${1:-all} in
record) record; exit ;;
all) all >"$WORK/wanted" ;;
sample) sample >"$WORK/wanted" ;;
*) these "$@" >"$WORK/wanted" ;;
esac
if [ "${1:-all}" = sample ]; then
	export SAMPLED=1
	cut -f 6 "$WORK/wanted" | grep -v '^-$' | sort -u >"$WORK/needed"
else
	needed >"$WORK/needed"
fi
export -f prepare pan model compile bounds_of kind_flags kind_options found
export SPIN MODELS WORK MEMORY DEPTH
xargs -P "$JOBS" -I NAME bash -c 'set -f; prepare NAME' <"$WORK/needed" || exit
searches >"$WORK/searches"
case ${1:-all} in
all)
	every >>"$DONE"
	line "$DONE"
	status=$?
	by_killer "$DONE" >"$MODELS/killers.tsv"
	share "$DONE"
	exit "$status"
	;;
sample)
	every >"$WORK/verdicts"
	line "$WORK/verdicts"
	status=$?
	stale && as_recorded "$WORK/verdicts" && exit "$status"
	exit 1
	;;
*)
	every
	;;
esac
