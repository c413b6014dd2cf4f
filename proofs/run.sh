#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Proves what a list names, and shows how far it is.
#
#	run.sh LIST FOLDER [OPTION...]
#
# LIST has UNIT and NAME, tab between; FOLDER/results is what results.pl prints,
# each name once. What gives no result is open.
#
# WP makes its goals on one core, in time that grows with the square of their
# number, and looks only every 50 ms whether a prover has answered: so $PARALLEL
# runs at once, of $PART names each, or fewer where that would leave one without
# work. What a short time ($SHORT seconds a goal and prover) does not prove, and
# what took a prover more than half of it before, gets a long one ($LONG; 0: none),
# alone, with few others at its side. OPTIONs go to WP.
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"
list=$1 folder=$2
shift 2
PARALLEL=${PARALLEL:-6} PART=${PART:-40} SHORT=${SHORT:-6} LONG=${LONG:-40}
mkdir -p "$folder"
rm -rf "$folder"/*.b "$folder"/*.b.* "$folder/results"

# total: how many goals to expect: as many as the ledger has, and for a name
# it does not have as many as the others have on average.
total() {
	awk -F'\t' '
	from == 1 { goals[$1, $2] = $4; sum += $4; n++; next }
	{ t += ($1, $2) in goals ? goals[$1, $2] : n ? sum / n : 14 }
	END { printf "%d\n", t }' from=1 <(ledger) from=2 "$list"
}

# finished: the goals tried so far, and the function of the last one.
finished() {
	cat "$folder"/*.b.log 2>/dev/null | awk '
	/^\[wp\] \[.*\] Goal / { n++; if ($0 !~ /\[CFG\]/) last = $0 }
	END {
		sub(/.* Goal (typed_(ref_)?)?/, "", last)
		sub(/ .*/, "", last)
		print n + 0, last
	}'
}

# progress TOTAL: a bar that moves, or on no terminal a line now and then.
progress() {
	local total=$1 n last started=$SECONDS left
	while sleep "$([ -t 1 ] && echo 1 || echo 20)"; do
		read -r n last < <(finished)
		[ "$n" -gt 0 ] || continue
		[ "$n" -lt "$total" ] || total=$n
		left=$(((SECONDS - started) * (total - n) / n))
		if [ -t 1 ]; then
			printf '\r\033[K[%-20.*s] %d/%d goals, %d:%02d left, %.30s' \
				$((20 * n / total)) '####################' \
				"$n" "$total" $((left / 60)) $((left % 60)) \
				"$last"
		else
			printf '%d/%d goals, %d:%02d left, %s\n' "$n" "$total" \
				$((left / 60)) $((left % 60)) "$last"
		fi
	done
}

# batches LIST PREFIX SIZE: cuts a list of UNIT and NAME into batches of one
# unit, SIZE names each; by file name those that take longest stand first. WP
# takes in the initial values of all constant objects for every function anew:
# only those that may use one are given them.
batches() {
	awk -F'\t' -v size="$3" -v prefix="$2" '
	from == 1 { took[$1, $2] = $8; next }
	from == 2 { valued[$1, $2]; next }
	$2 ~ /^@/ {
		if (!lemmas[$1]++) {
			head[++b] = $1
			names[b] = "@\n"
			cost[b] = 1e6
		}
		next
	}
	{ kind = $1 (($1, $2) in valued ? "" : " -wp-no-init-const") }
	!(kind in last) || count[last[kind]] == size {
		last[kind] = ++b
		head[b] = kind
	}
	{
		i = last[kind]
		names[i] = names[i] $2 "\n"
		count[i]++
		cost[i] += ($1, $2) in took ? took[$1, $2] : 2
	}
	END {
		for (i = 1; i <= b; i++) {
			file = sprintf("%s%07d-%04d.b", prefix,
				cost[i] < 1e6 ? 1e6 - cost[i] : 0, i)
			printf "%s\n%s", head[i], names[i] >file
			close(file)
		}
	}' from=1 <(ledger) from=2 "$WORK/valued" from=3 "$1"
}

# pass PREFIX N SECONDS OPTION...: every batch of that prefix, N at once.
pass() {
	local batches=("$folder/$1"*.b)
	[ -e "${batches[0]}" ] || return 0
	printf '%s\n' "${batches[@]}" |
		xargs -P "$2" -I{} proofs/batch.sh {} "${@:3}"
}

progress "$(total)" &
bar=$!
trap 'kill $bar 2>/dev/null; wait $bar 2>/dev/null; [ -t 1 ] && echo' EXIT
awk -F'\t' -v short="$SHORT" -v long="$LONG" '
from == 1 { slowest[$1, $2] = $9; next }
!long || slowest[$1, $2] * 2 <= short
' from=1 <(ledger) from=2 "$list" >"$folder/quick"
share=$(($(wc -l <"$folder/quick") / PARALLEL + 1))
batches "$folder/quick" "$folder/a" "$((share < PART ? share : PART))"
pass a "$PARALLEL" "$SHORT" "$@"
cat "$folder"/a*.b.results 2>/dev/null >"$folder/first"
# The slow, those with an open goal, and those whose run did not end.
awk -F'\t' -v OFS='\t' '
from == 1 { if ($1 == "done") fine[$2, $3]; else delete fine[$2, $3]; next }
!(($1, $2) in fine)' \
	from=1 <(sort -s -k1,1 "$folder/first") from=2 "$list" >"$folder/again"
batches "$folder/again" "$folder/z" 1
[ "$LONG" = 0 ] || pass z "$(($(nproc) + 1))" "$LONG" "$@"
awk -F'\t' '
from == 1 { again[$1, $2]; next }
from == 3 || !(($2, $3) in again)' from=1 "$folder/again" \
	from=2 "$folder/first" from=3 \
	<(cat "$folder"/z*.b.results 2>/dev/null) >"$folder/results"
awk -F'\t' -v OFS='\t' '
from == 1 { have[$2, $3]; next }
!(($1, $2) in have) { print "open", $1, $2, "its proof did not end" }' \
	from=1 "$folder/results" from=2 "$list" >"$folder/lost"
cat "$folder/lost" >>"$folder/results"
