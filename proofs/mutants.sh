#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Plants an error in every row's action and two in every function of the core,
# and proves the function that has it: a goal must fail, and its name has the
# row or the function.
#
#	mutants.sh all      all; writes proofs/MUTANTS
#	mutants.sh sample   those the commit chooses, $SAMPLE of them
#	mutants.sh stale    none: is MUTANTS complete and as new as the C?
#
# A line of MUTANTS, tab between: UNIT NAME KEY ERROR GOAL. NAME and KEY are
# those of keys.sh, GOAL the first that failed. An error that changes nothing
# is in proofs/equivalent with the argument: UNIT NAME ERROR ARGUMENT.
#
# The contracts hold errors in: so one copy of a file has many, each in another
# function. Each is tried with $T seconds a goal, and only if the ledger says
# that the prover needs less than half of that for every goal without the error.
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"
mode=${1:-all}
run=$WORK/mutants-$mode
table=${MUTANTS:-proofs/MUTANTS} equivalent=${EQUIVALENT:-proofs/equivalent}
PARALLEL=${PARALLEL:-3} T=${T:-2}
rm -rf "$run"
mkdir -p "$run"
started=$SECONDS
failed=0

complain() {
	echo "mutants: $*" >&2
	failed=1
}

lines() { if [ -e "$1" ]; then grep -v '^#' "$1"; fi; }

# Of every function that gets errors: UNIT NAME KEY SLOWEST, and how many; a
# row's action gets one.
wanted() {
	awk -F'\t' -v OFS='\t' '
	from == 1 { slowest[$1, $2] = $9; next }
	$2 ~ /^fsm_do_/ { n = 1 }
	$1 ~ /^runtime\/[a-z0-9_]*\.c$/ && $2 !~ /^@/ { n = 2 }
	n { print $0, slowest[$1, $2] + 0, n; n = 0 }' \
		from=1 <(ledger) from=2 "$WORK/keys"
}

# choose: of all that can be planted, what is planted: UNIT NAME KEY N ERROR.
# Which, the function's name decides, over and over until there are enough.
choose() {
	local unit
	wanted >"$run/wanted"
	for unit in $(cut -f1 "$run/wanted" | uniq | sort -u); do
		proofs/mutate.pl "$unit" | sed "s|^|$unit\t|"
	done >"$run/possible"
	awk -F'\t' -v OFS='\t' '
	from == 1 { same[$1, $2, $3]; next }
	from == 2 {
		if (!(($1, $2, $4) in same)) {
			n = count[$1, $2]++
			number[$1, $2, n] = $3
			error[$1, $2, n] = $4
		}
		next
	}
	{
		c = count[$1, $2]
		h = 0
		for (i = 1; i <= length($2); i++)
			h = (h * 31 + index(letters, substr($2, i, 1))) % 65521
		for (i = 0; i < $NF && i < c; i++) {
			n = (h + i * (int(c / $NF) + (c % $NF != 0))) % c
			print $1, $2, $3, number[$1, $2, n], error[$1, $2, n]
		}
	}' letters=_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \
		from=1 <(lines "$equivalent") from=2 "$run/possible" \
		from=3 "$run/wanted" >"$run/chosen"
}

# stale: MUTANTS against the keys and what can be planted.
stale() {
	local line
	while read -r line; do
		complain "not in $table, or with another key: $line"
	done < <(lines "$table" | cut -f1-3,4 | sort | comm -13 - \
		<(cut -f1-3,5 "$run/chosen" | sort) | tr '\t' ' ')
	while read -r line; do
		complain "argued in $equivalent, but cannot be planted: $line"
	done < <(lines "$equivalent" | cut -f1-3 | sort | comm -23 - \
		<(cut -f1,2,4 "$run/possible" | sort) | tr '\t' ' ')
	while read -r line; do
		complain "a row without an error: $line"
	done < <(cut -f2 "$WORK/keys" | grep '^fsm_do_' | sort |
		comm -23 - <(lines "$table" | cut -f2 | sort -u))
	[ "$(lines "$table" | grep -c '^runtime/[^/]*\.c')" -ge 60 ] ||
		complain "fewer than 60 errors in runtime/*.c"
}

# plant LIST: batches of it, each with its copy of the unit.
plant() {
	# The first error of each function, then the second...
	awk -F'\t' -v OFS='\t' '{ print seen[$1, $2]++, $0 }' "$1" |
		sort -s -t"$(printf '\t')" -k1,1n -k2,2 >"$run/rounds"
	awk -F'\t' -v run="$run" '
	$1 FS $2 != last || n == 12 {
		last = $1 FS $2
		n = 0
		batch = sprintf("%s/%04d.b", run, ++b)
		print $2 >batch
	}
	{
		n++
		print $3 >batch
		print $3 ":" $5 >(batch ".planted")
		print b, $0 >(run "/where")
	}' "$run/rounds"
	local batch unit
	for batch in "$run"/*.b; do
		read -r unit <"$batch"
		mapfile -t planted <"$batch.planted"
		proofs/mutate.pl "$unit" "${planted[@]}" >"$batch.c"
	done
}

# judge LIST: lines of MUTANTS; complains of errors that no goal noticed.
judge() {
	local unit name key n error batch goal
	while IFS=$'\t' read -r _ unit name key n error; do
		batch=$(grep -lxF "$name:$n" "$run"/*.b.planted | head -n 1)
		batch=${batch%.planted}
		goal=$(grep -P "^open\t$unit\t$name\t" "$batch.results" \
			2>/dev/null | cut -f4 | sort | head -n 1)
		if [ ! -e "$batch.results" ]; then
			complain "the proof did not end: $unit $name: $error"
		elif [ -z "$goal" ]; then
			complain "not noticed: $unit $name: $error"
		elif [ "${goal#"$name"}" = "$goal" ]; then
			complain "noticed elsewhere: $unit $name: $error: $goal"
		else
			printf '%s\t' "$unit" "$name" "$key" "$error"
			echo "$goal"
		fi
	done <"$run/rounds" >"$run/noticed"
}

proofs/keys.sh || exit 1
choose
case $mode in
all)	cp "$run/chosen" "$run/list" ;;
sample)	turn=$(git rev-parse --short=7 HEAD)
	while IFS= read -r line; do
		echo "$(cksum <<<"$turn$line" | cut -d' ' -f1) $line"
	done <"$run/chosen" | sort -n | cut -d' ' -f2- |
		head -n "${SAMPLE:-12}" >"$run/list" ;;
*)	: >"$run/list" ;;
esac
while read -r unit name _ slowest _; do
	complain "needs $slowest s without an error: $unit $name"
done < <(awk -F'\t' -v t="$T" '$4 > t / 2' "$run/wanted")
if [ -s "$run/list" ]; then
	plant "$run/list"
	printf '%s\n' "$run"/*.b |
		LIMIT=600 xargs -P "$PARALLEL" -I{} proofs/batch.sh {} "$T"
	judge
fi
if [ "$mode" = all ]; then
	{
		echo '# SPDX-License-Identifier: BSD-2-Clause'
		echo '# Errors and the goals they fail. Written by make prove-mutants.'
		echo '# unit, function, its key, error, the first goal that failed'
		sort "$run/noticed"
	} >"$table"
fi
stale
echo "mutants: $(grep -c . "$run/noticed" 2>/dev/null) of" \
	"$(grep -c . "$run/list") noticed, $(lines "$equivalent" | grep -c .)" \
	"argued, $((SECONDS - started)) s"
exit $failed
