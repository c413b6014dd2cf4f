#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What notices each mutant of each row (gen/mutant.h).
#
#	proofs/spin/mutants.sh             all of them
#	proofs/spin/mutants.sh sample      some, that the commit chooses
#	proofs/spin/mutants.sh ID...       these
#	proofs/spin/mutants.sh record      what is known becomes `killers`
#
# A mutant that the model can be is searched in the models of `bounds`, levels
# mutants and ci, until a property fails: first in the one that `killers` names,
# then the smallest first; those of more than $STATES states are left out. Each
# model is compiled once, with all mutants in it; where no row fires that shows
# the mutant, a search is left out. What no model kills, the table test does
# (tests/table), run on the C of the mutant (mutant.sh). What lives then changes
# a function, whose contract cannot be proved any more; QUICK leaves that out.
# Or `survivors` says why nothing can notice.
#
# build/model/mutants.tsv has a line for each: ID, how, killer. A run goes on
# where the last one ended. A sample has to find each of its mutants dead by the
# killer that is on record.
set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck disable=SC1091
. proofs/spin/model.sh
JOBS=${JOBS:-2}
[ "${1:-}" != sample ] || OPTIMIZE=${OPTIMIZE:--O0}
SAMPLE=${SAMPLE:-30}
DEPTH=100000
WORK=$MODELS/mutants
DONE=$MODELS/mutants.tsv
KILLERS=${KILLERS:-$SPIN/killers}
export STATES=${STATES:-100000}
export CPU_SECONDS=${CPU_SECONDS:-20}         # for a search
export SPIN MODELS WORK MEMORY DEPTH TCPWRIGHT OPTIMIZE

# ------------------------------------------------------------ the searches

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

# prepare_all LIST: and searches has the lines base, the smallest first.
prepare_all() {
	local name
	xargs -P "$JOBS" -I NAME bash -c 'set -f; prepare NAME' <"$1" || exit
	while read -r name; do
		cat "$WORK/$name/base"
	done <"$1" | sort -g >"$WORK/searches"
}

# the lines of `tcpwright mutants`, sixth the search on record, or -.
wanted() {
	awk -F '\t' -v OFS='\t' 'from == 1 { how[$1] = $2; by[$1] = $3; next }
		{ print $0, (how[$3] == "model" ? by[$3] : "-") }' \
		from=1 "$RECORD" from=2 "$WORK/list"
}

# without VERDICTS: of these lines those that have none.
without() {
	awk -F '\t' 'from == 1 { done[$1] = 1; next } !($3 in done)' \
		from=1 "$1" from=2 -
}

# some: $SAMPLE of these lines, by the hash of the commit.
some() {
	local seed
	seed=$(git rev-parse HEAD 2>/dev/null || cat VERSION 2>/dev/null || echo 0)
	awk -F '\t' -v seed="$seed" '
		function scatter(text,  i, h) {
			h = 7
			for (i = 1; i <= length(text); i++)
				h = (h * 31 + index(letters, substr(text, i, 1))) % 2147483647
			return h
		}
		BEGIN { letters = "abcdefghijklmnopqrstuvwxyz0123456789" \
			"ABCDEFGHIJKLMNOPQRSTUVWXYZ_:=<>.,+- ()" }
		from == 1 { how[$1] = $2; next }
		how[$3] == "model" || how[$3] == "table" {
			printf "%d\t%s\n", scatter(seed $3), $0 }' \
		from=1 "$KILLERS" from=2 - | sort -n | head -n "$SAMPLE" | cut -f 2-
}

# every: the verdicts of these lines.
every() {
	tr '\n' '\0' | xargs -0 -r -P "$JOBS" -n 1 "$SPIN/mutant.sh"
}

# -------------------------------------------------------------- the proofs

# batches: of those that live, one of each function, $BATCH at most: lines of
# batch, number, ID, function.
batches() {
	awk -F '\t' -v OFS='\t' -v most="${BATCH:-16}" '
		from == 1 { alive[$1] = $2 == "alive"; next }
		alive[$3] {
			for (b = of[$5] + 1; n[b] >= most; b++)
				;
			n[of[$5] = b]++
			print b, $1, $3, $5
		}' from=1 "$DONE" from=2 "$WORK/list" | sort -n
}

# unproved BATCH: ID and a goal of each function's contract that is not proved.
# Every goal of it is, in the C that is not changed, within a second (LEDGER).
unproved() {
	local in=$WORK/proof/$1
	local -a be=()
	mkdir -p "$WORK/proof"
	awk -F '\t' -v b="$1" '$1 == b' "$WORK/batches" >"$in.mutants"
	read -ra be <<<"$(cut -f 2 "$in.mutants" | sed 's/^/--mutant /' | paste -sd' ')"
	{ echo runtime/fsm/fsm.gen.c; cut -f 4 "$in.mutants"; } >"$in"
	"$TCPWRIGHT" c "${be[@]}" spec/tcp.fsm >"$in.c"
	WORK=$PWD/build/proof proofs/batch.sh "$(realpath "$in")" 3 || return
	awk -F '\t' 'from == 1 && $1 == "open" && $4 ~ /_ensures/ && !goal[$3] {
			goal[$3] = $4 }
		from == 2 && goal[$4] { print $3 "\tproof\t" goal[$4] }' \
		from=1 "$in.results" from=2 "$in.mutants"
}

proofs() {
	local b
	batches >"$WORK/batches"
	cut -f 1 "$WORK/batches" | sort -nu >"$WORK/numbered"
	while read -r b; do
		unproved "$b" </dev/null
	done <"$WORK/numbered" >"$WORK/proved"
	awk -F '\t' 'from == 1 { by[$1] = $0; next }
		{ print $1 in by ? by[$1] : $0 }' \
		from=1 "$WORK/proved" from=2 "$DONE" >"$DONE.new"
	mv "$DONE.new" "$DONE"
}

# ------------------------------------------------------------ what is said

# explained: verdicts, those that live with the reason that `survivors` has.
explained() {
	awk -F '\t' -v OFS='\t' 'from == 1 { if (!/^#/ && NF == 2) {
				pattern[++n] = "^(" $1 ")$"; reason[n] = $2 }
			next }
		$2 == "alive" {
			for (i = 1; i <= n; i++)
				if ($1 ~ pattern[i]) {
					$2 = "same"; $3 = reason[i]
					break
				} }
		{ print }' from=1 "$SPIN/survivors" from=2 "$1"
}

# line VERDICTS: what make model says; the mutants that live.
line() {
	awk -F '\t' '{ n++; killed += $2 ~ /^(model|table|proof)$/ }
		END { printf "%d of %d mutants killed\n", killed, n }' "$1" |
		tee "$MODELS/mutants.line"
	! awk -F '\t' '$2 == "alive" { print "alive: " $1 }' "$1" | grep .
}

# blind VERDICTS: actions that the model does not kill, and has no other text
# for: what they change is fixed there.
blind() {
	"$TCPWRIGHT" promela spec/tcp.fsm >"$WORK/plain.pml"
	awk -F '\t' 'from == 1 { how[$1] = $2; next }
		$2 == "model" && how[$3] != "model" && $3 ~ /:(drop|change):/ {
			print $1 "\t" $3 }' from=1 "$1" from=2 "$WORK/list" |
		while IFS=$'\t' read -r number id; do
			"$TCPWRIGHT" promela --mutant "$number" spec/tcp.fsm \
				2>/dev/null </dev/null |
				cmp -s - "$WORK/plain.pml" && echo "$id"
		done
}

# counts VERDICTS: who kills how many; the model's share, counted three ways.
counts() {
	blind "$1" >"$WORK/blind"
	awk -F '\t' '
		function share(n) {
			return sprintf("%d of %d, %.1f %%", kills, n, n ? 100 * kills / n : 0)
		}
		from == 1 { number[$1] = $2; next }
		from == 2 { split($0, f, " ")
			for (i in f)
				if (i + 0 > 3)
					fires[f[i]] = 1
			next }
		from == 3 { how[$1] = $2; total[$2]++; next }
		from == 4 { blind[$1] = 1; next }
		from == 5 { if (!/^#/ && NF == 2)
				pattern[++patterns] = "^(" $1 ")$"
			next }
		{ mutants++ }
		$2 == "model" {
			all++
			kills += how[$3] == "model"
			n = split($4, row, " ")
			for (i = 1; i <= n; i++)
				if (number[row[i]] in fires)
					break
			if (i > n || $3 in blind)
				next
			shown++
			for (i = 1; i <= patterns && how[$3] != "model"; i++)
				if ($3 ~ pattern[i]) {
					same++
					break
				} }
		END { printf "%d mutants: model %d, table test %d, " \
				"proof %d, no change %d, alive %d\n", mutants,
				total["model"], total["table"],
				total["proof"], total["same"], total["alive"]
			print "killed by the model, of those in rows that a " \
				"search fires: " share(shown)
			print "of these without those that no run can show " \
				"(survivors): " share(shown - same)
			print "of all in rows that the model has: " share(all) }' \
		FS=' ' from=1 "$WORK/numbers" from=2 "$WORK/searches" \
		FS='\t' from=3 "$1" from=4 "$WORK/blind" \
		from=5 "$SPIN/survivors" from=6 "$WORK/list"
}

# ------------------------------------------------------------- the record

# made_from: what the verdicts are made from, a word and a sum each.
made_from() {
	echo "machine $(cat runtime/fsm/fsm.gen.c runtime/fsm/fsm.gen.pml |
		sha256sum | cut -c 1-16)"
	echo "harness $(set +f; cat "$SPIN"/*.pml "$SPIN"/properties/*.pml |
		sha256sum | cut -c 1-16)"
	echo "bounds $(awk '$4 == "ci" || $4 == "mutants"' "$SPIN/bounds" |
		sha256sum | cut -c 1-16)"
}

# record: the verdicts become `killers`, if there is one for each mutant.
record() {
	wanted | without "$DONE" | sed 's/^/no verdict: /' | grep . && return 1
	explained "$DONE" >"$WORK/verdicts"
	{
		printf '# %s\n' 'SPDX-License-Identifier: BSD-2-Clause' '' \
			'Who kills each mutant; mutants.sh record wrote this.' ''
		counts "$WORK/verdicts" | sed 's/^/# /'
		echo '#'
		made_from | sed 's/^/# made from: /'
		awk -F '\t' 'from == 1 { line[$1] = $0; next } { print line[$3] }' \
			from=1 "$WORK/verdicts" from=2 "$WORK/list"
	} | sed 's/ $//' >"$WORK/killers" && cp "$WORK/killers" "$KILLERS"
}

# current: what `killers` was made from is there still. A harness that changed
# is named; a mutant that is not on record is a failure.
current() {
	made_from | while read -r what sum; do
		grep -qxF "# made from: $what $sum" "$KILLERS" ||
			echo "killers is of another $what: make model-mutants"
	done
	! wanted | without "$KILLERS" | sed 's/^/not in killers: /' | grep .
}

# as_recorded VERDICTS: each is that of `killers`.
as_recorded() {
	! awk -F '\t' 'from == 1 { of[$1] = $2 "\t" $3; next }
		of[$1] != $2 "\t" $3 {
			print $1 ": " $2 " " $3 ", not " of[$1] }' \
		from=1 "$KILLERS" from=2 "$1" | grep .
}

# ------------------------------------------------------------------ a run

export -f prepare pan model compile bounds_of kind_flags kind_options found
mkdir -p "$WORK"
touch "$DONE"
RECORD=$KILLERS
[ -f "$RECORD" ] || RECORD=/dev/null
"$TCPWRIGHT" mutants spec/tcp.fsm >"$WORK/list" || exit
"$TCPWRIGHT" promela --mutants spec/tcp.fsm >"$WORK/machine.pml" || exit
sed -n 's/^#define FSM_R_\([A-Z0-9_]* [0-9]*\)$/\1/p' "$WORK/machine.pml" \
	>"$WORK/numbers"
for source in fsm_rows.gen:rows table_test:table; do
	gcc -w -std=c11 -O0 -c -Iruntime/fsm -Itests/table \
		"tests/table/${source%:*}.c" -o "$WORK/${source#*:}.o" || exit
done
if [ "${1:-all}" = sample ]; then
	wanted | some >"$WORK/sample"
	cut -f 6 "$WORK/sample" | grep -v '^-$' | sort -u >"$WORK/needed"
else
	{ names mutants; names ci; } >"$WORK/needed"
fi
[ "${1:-all}" = record ] || prepare_all "$WORK/needed"
case ${1:-all} in
all)
	wanted | without "$DONE" >"$WORK/wanted"
	every <"$WORK/wanted" >>"$DONE"
	[ -n "${QUICK:-}" ] || ! command -v frama-c >/dev/null || proofs
	explained "$DONE" >"$WORK/verdicts"
	line "$WORK/verdicts"
	status=$?
	counts "$WORK/verdicts"
	exit "$status"
	;;
sample)
	SAMPLED=1 every <"$WORK/sample" >"$WORK/verdicts"
	line "$WORK/verdicts" && current && as_recorded "$WORK/verdicts"
	;;
record)
	record
	;;
*)
	for id; do
		wanted | awk -F '\t' -v id="$id" '$3 == id || $1 == id'
	done | every
	;;
esac
