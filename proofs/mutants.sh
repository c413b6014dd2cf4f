#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Plants an error in every row's action and in every function of the core, and
# proves the function that has it: a goal must fail, and its name has the row or
# the function.
#
#	mutants.sh all      all, as if there were no MUTANTS; writes it
#	mutants.sh changed  those that MUTANTS has not, or with another key; adds
#	                    them
#	mutants.sh sample   those the commit chooses, $SAMPLE of them
#	mutants.sh stale    none: is MUTANTS complete and as new as the C?
#
# A line of MUTANTS, tab between: UNIT NAME KEY ERROR GOAL. NAME and KEY are
# those of keys.sh, GOAL the first that failed. An error that changes nothing, or
# nothing that a goal could say, is in proofs/equivalent with the argument: UNIT
# NAME ERROR ARGUMENT.
#
# The contracts hold errors in: so one copy of a file has many, each in another
# function. A goal has twice the time that, as the ledger says, the hardest of
# the function needs without the error, and $LEAST seconds at least; and of the
# provers those that are needed.
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"
mode=${1:-all}
run=$WORK/mutants-$mode
table=${MUTANTS:-proofs/MUTANTS} equivalent=${EQUIVALENT:-proofs/equivalent}
PARALLEL=${PARALLEL:-3} LEAST=${LEAST:-2}
rm -rf "$run"
mkdir -p "$run"
started=$SECONDS
failed=0

complain() {
	echo "mutants: $*" >&2
	failed=1
}

lines() { if [ -e "$1" ]; then grep -v '^#' "$1"; fi; }

# Of every function that gets an error: UNIT NAME KEY, the seconds of a goal and
# the provers.
wanted() {
	awk -F'\t' -v OFS='\t' -v least="$LEAST" '
	from == 1 {
		slowest[$1, $2] = $9
		provers[$1, $2] = $7 == 0 ? "z3" : $6 == 0 ? "cvc4" : "z3,cvc4"
		next
	}
	$2 ~ /^fsm_do_/ || ($1 ~ /^runtime\/[a-z0-9_]*\.c$/ && $2 !~ /^@/) {
		t = int(2 * slowest[$1, $2] + 0.99)
		print $0, t < least ? least : t, provers[$1, $2]
	}' from=1 <(ledger) from=2 "$WORK/keys"
}

# choose: of all that can be planted, what is: UNIT NAME KEY SECONDS PROVERS N
# ERROR. Which, the function's name decides.
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
		if (c)
			print $0, number[$1, $2, h % c], error[$1, $2, h % c]
	}' letters=_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \
		from=1 <(lines "$equivalent") from=2 "$run/possible" \
		from=3 "$run/wanted" >"$run/chosen"
}

# missing: UNIT NAME KEY ERROR of what is chosen and not in MUTANTS.
missing() {
	comm -13 <(lines "$table" | cut -f1-4 | sort) \
		<(cut -f1-3,7 "$run/chosen" | sort)
}

# stale: MUTANTS against the keys and what can be planted.
stale() {
	local line
	while read -r line; do
		complain "not in $table, or with another key: $line"
	done < <(missing | tr '\t' ' ')
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

# plant LIST: batches of it, each of one unit, one time and the same provers,
# with its copy of the unit.
plant() {
	sort -t"$(printf '\t')" -k1,1 -k4,4n -k5,5 -k2,2 "$1" |
		awk -F'\t' -v run="$run" '
	$1 FS $4 FS $5 != last || n == 12 {
		last = $1 FS $4 FS $5
		n = 0
		batch = sprintf("%s/%04d.b", run, ++b)
		print $1 >batch
		print $4, $5 >(batch ".limits")
	}
	{
		n++
		print $2 >batch
		print $2 ":" $6 >(batch ".planted")
	}'
	local batch unit
	for batch in "$run"/*.b; do
		read -r unit <"$batch"
		mapfile -t planted <"$batch.planted"
		proofs/mutate.pl "$unit" "${planted[@]}" >"$batch.c"
	done
}

# attack BATCH: proves what is planted in it.
# shellcheck disable=SC2317  # xargs calls it
attack() {
	local seconds provers
	read -r seconds provers <"$1.limits"
	LIMIT=600 PROVERS=$provers proofs/batch.sh "$1" "$seconds"
}
export -f attack

# judge LIST: lines of MUTANTS; complains of errors that no goal noticed.
judge() {
	local unit name key n error batch goal
	while IFS=$'\t' read -r unit name key _ _ n error; do
		batch=$(grep -lxF "$name:$n" "$run"/*.b.planted |
			while read -r b; do
				[ "$(head -n 1 "${b%.planted}")" != "$unit" ] ||
					echo "${b%.planted}"
			done)
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
	done <"$1" >"$run/noticed"
}

proofs/keys.sh || exit 1
choose
case $mode in
all)	cp "$run/chosen" "$run/list" ;;
changed)
	awk -F'\t' '
	from == 1 { missing[$0]; next }
	($1 FS $2 FS $3 FS $7) in missing' \
		from=1 <(missing) from=2 "$run/chosen" >"$run/list" ;;
sample)	turn=$(git rev-parse --short=7 HEAD)
	while IFS= read -r line; do
		echo "$(cksum <<<"$turn$line" | cut -d' ' -f1) $line"
	done <"$run/chosen" | sort -n | cut -d' ' -f2- |
		head -n "${SAMPLE:-12}" >"$run/list" ;;
*)	: >"$run/list" ;;
esac
: >"$run/noticed"
if [ -s "$run/list" ]; then
	plant "$run/list"
	printf '%s\n' "$run"/*.b |
		xargs -P "$PARALLEL" -I{} bash -c 'attack {}'
	judge "$run/list"
fi
# As it is now: what was noticed, and what stands and is still chosen.
case $mode in all|changed)
	[ "$mode" = changed ] || : >"$table"
	{
		echo '# SPDX-License-Identifier: BSD-2-Clause'
		echo '# Errors and the goals they fail. Written by make prove-mutants.'
		echo '# unit, function, its key, error, the first goal that failed'
		{
			cat "$run/noticed"
			awk -F'\t' '
			from == 1 { chosen[$1 FS $2 FS $3 FS $7]; next }
			($1 FS $2 FS $3 FS $4) in chosen' from=1 "$run/chosen" \
				from=2 <(lines "$table")
		} | sort -u
	} >"$run/table"
	cp "$run/table" "$table" ;;
esac
stale
echo "mutants: $(grep -c . "$run/noticed") of" \
	"$(grep -c . "$run/list") noticed, $(lines "$equivalent" | grep -c .)" \
	"argued, $((SECONDS - started)) s"
exit $failed
