#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# A campaign: AFL++ on every harness for so many seconds.
#
#     fuzz/run.sh SECONDS         make fuzz T=SECONDS [H="parser stack"]
#
# Each harness has four instances, which share what they find:
#
#     main      the plain build
#     cmplog    the same, and the operands of its comparisons
#     asan      AddressSanitizer and UBSan: aborts where C is undefined
#     msan      MemorySanitizer: aborts where what was never written decides
#
# All run at once, and the kernel divides the cores that there are among them;
# nothing here depends on the wall clock but the end. They stand in
#
#     SYNC/HARNESS/[HOST-]INSTANCE      SYNC=build/fuzz/out, HOST: no prefix
#
# and are resumed there, whatever ended them. Who interrupts or terminates a
# campaign has its verdict sooner. HOST names a machine, for several that share
# SYNC or copy it to and fro: fuzz/README.md.
#
# The verdict counts what still happens: an input that the harness as it is
# now takes well is from before a change, and moves to SYNC/HARNESS/mended.
# The exit status is 1 on a finding, 2 where nothing could be run.
set -u
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"

SECONDS_WANTED=${1:?seconds}
SYNC=${SYNC:-$BUILD/out}
RESULTS=$BUILD
[ "$SYNC" = "$BUILD/out" ] || RESULTS=$SYNC
PREFIX=${HOST:+$HOST-}
INSTANCES=${INSTANCES:-main cmplog asan msan}
declare -A pid cpu

export AFL_NO_UI=1 AFL_NO_AFFINITY=1 AFL_SKIP_CPUFREQ=1 AFL_AUTORESUME=1 \
	AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_FAST_CAL=1 \
	AFL_HANG_TMOUT=20000 AFL_IGNORE_PROBLEMS=1 AFL_SYNC_TIME=1 \
	AFL_FORKSRV_INIT_TMOUT=60000 \
	MSAN_OPTIONS=abort_on_error=1:exit_code=86:symbolize=0

at() { echo "$SYNC/$1/$PREFIX$2"; }	# HARNESS INSTANCE

# figure FILE NAME: of a fuzzer_stats; 0 if there is none.
figure() {
	awk -v name="$2" '$1 == name { n = $3 } END { print n + 0 }' "$1" \
		2>/dev/null || echo 0
}

# --------------------------------------------------------------- the fuzzers

seeds() {
	local from=fuzz/corpus/$1
	[ -n "$(ls "$from" 2>/dev/null)" ] && { echo "$from"; return; }
	mkdir -p "$BUILD/empty"
	[ -f "$BUILD/empty/seed" ] || echo . >"$BUILD/empty/seed"
	echo "$BUILD/empty"
}

# mend FOLDER: AFL++ refuses what was killed while it wrote its fuzzer_stats, and
# without that file forgets all the rest. It counts from nothing then.
mend() {
	[ -d "$1/queue" ] || return 0
	[ "$(grep -cE '^(start_time|last_update) *: [0-9]+$' \
		"$1/fuzzer_stats" 2>/dev/null)" != 2 ] || return 0
	printf '%-17s : %d\n' start_time "$(date +%s)" \
		last_update "$(date +%s)" >"$1/fuzzer_stats"
	rm -f "$1/plot_data"
}

start() { # HARNESS INSTANCE
	local name=$1 as=$2 how=(-S "$PREFIX$2") program=$BUILD/afl/$1
	local words=fuzz/$1.dict mutator=
	case $as in
	main)   [ -n "$PREFIX" ] || how=(-M main) ;;
	cmplog) how+=(-c "$BUILD/cmplog/$name") ;;
	*)      program=$BUILD/$as/$name ;;
	esac
	[ -f "$words" ] && how+=(-x "$words")
	mutated "$name" && mutator=$PWD/$BUILD/mutator.so
	mkdir -p "$SYNC/$name"
	# Whatever becomes of this script, they end with it.
	AFL_CUSTOM_MUTATOR_LIBRARY=$mutator FUZZ_HARNESS=$name \
		setsid setpriv --pdeathsig INT \
		afl-fuzz "${how[@]}" -i "$(seeds "$name")" -o "$SYNC/$name" \
		-G "$(longest "$name")" -t 10000+ -m none -- "$program" \
		>"$SYNC/$name/$PREFIX$as.log" 2>&1 </dev/null &
	pid[$name/$as]=$!
}

# Every process that began with $1, itself first. A fork server leads a session
# of its own, so that only the parents tell.
family() {
	cat /proc/[0-9]*/stat 2>/dev/null | awk -v root="$1" '
		{ parent[$1] = $4 }
		END {
			print root
			for (p in parent) {
				for (q = parent[p]; q > 1 && q != root;)
					q = parent[q]
				if (q == root)
					print p
			}
		}'
}

# Seconds of processor they have used, and those of them that have ended.
processor() {
	local p
	for p in $(family "$1"); do cat "/proc/$p/stat" 2>/dev/null; done |
		awk -v hz="$(getconf CLK_TCK)" '{ n += $14 + $15 + $16 + $17 }
			END { printf "%.1f\n", n / hz }'
}

alive() { kill -0 "$1" 2>/dev/null; }

any_alive() {
	local p
	for p in "${pid[@]}"; do alive "$p" && return; done
	return 1
}

# They write down what they have when they are interrupted. What they leave
# behind stands still: a harness waits, stopped, for its next input.
stop() {
	local p n families
	families=$(for p in "${pid[@]}"; do family "$p"; done)
	for p in "${pid[@]}"; do kill -INT "$p" 2>/dev/null; done
	for ((n = 0; n < 150; n++)); do
		any_alive || break
		sleep 0.1
	done
	for p in $families; do kill -9 "$p" 2>/dev/null; done
	wait 2>/dev/null
}

# What a campaign that was killed has left behind: harnesses of this tree that
# have no fuzzer any more.
sweep() {
	local exe p
	for exe in /proc/[0-9]*/exe; do
		p=${exe#/proc/} p=${p%/exe}
		[[ $(readlink "$exe" 2>/dev/null) = \
			$PWD/$BUILD/@(afl|cmplog|asan|msan)/* ]] || continue
		[ "$(awk '{ print $4 }' "/proc/$p/stat" 2>/dev/null)" = 1 ] &&
			kill -9 "$p"
	done
}

# ---------------------------------------------------------------- the report

executions() { # of a harness, all instances of this host, ever
	local as n=0
	for as in $INSTANCES; do
		n=$((n + $(executed "$(at "$1" "$as")")))
	done
	echo $n
}

# Of an instance: fuzzer_stats is written once a minute and at the end, the
# plot every five seconds.
executed() {
	{
		sed -n 's/^execs_done *: //p' "$1/fuzzer_stats"
		tail -n 1 "$1/plot_data" | cut -d, -f12
	} 2>/dev/null | awk '$1 + 0 > n { n = $1 + 0 } END { print n + 0 }'
}

crashes() { # files
	find "$SYNC/$1" -path '*/crashes*/id:*' -o -path '*/hangs*/id:*' \
		2>/dev/null
}

progress() {
	local name n
	printf '%5d s' $((SECONDS - began))
	for name in $HARNESSES; do
		n=$(executions "$name")
		printf '  %s %d k' "$name" $(((n - before[$name]) / 1000))
	done
	printf '  %d crashes or hangs\n' "$(for name in $HARNESSES; do
		crashes "$name"; done | wc -l)"
}

# A line for each instance: what the report's table is made of.
summary() {
	local name as s n
	printf '%s\t' harness instance executions cpu_s per_cpu_s edges \
		of_edges corpus
	echo seconds
	for name in $HARNESSES; do
		for as in $INSTANCES; do
			s=$(at "$name" "$as")/fuzzer_stats
			[ -f "$s" ] || continue
			n=$(($(executed "${s%/*}") - before[$name/$as]))
			printf '%s\t' "$name" "$as" $n "${cpu[$name/$as]:-0}" \
				"$(awk -v n=$n -v s="${cpu[$name/$as]:-0}" \
				'BEGIN { print (s > 0 ? int(n / s) : 0) }')" \
				"$(figure "$s" edges_found)" \
				"$(figure "$s" total_edges)" \
				"$(figure "$s" corpus_count)"
			echo "$took"
		done
	done
}

# judge HARNESS FILE: its symptom, for the replayer or else for the build of the
# instance that found it; what happens to neither alone needs the runs before.
judge() {
	local from=${2#"$SYNC/$1/"} what
	from=${from%%/*} from=${from#"$PREFIX"}
	what=$(symptom "$1" "$2" replay)
	if [ -z "$what" ] && [ "$2" -nt "$BUILD/afl/$1" ]; then
		what=$(symptom "$1" "$2" "${from/main/afl}")
		if [ -z "$what" ] && [[ $2 != */hangs* ]]; then
			what="only after other runs, in $from"
		fi
	fi
	echo "$what"
}

# What is found and still happens, a line for each kind; the rest is mended.
findings() {
	local name file what
	for name in $HARNESSES; do
		while read -r file; do
			what=$(judge "$name" "$file")
			if [ -n "$what" ]; then
				printf '%s\t%s\t%s\t%s\n' "$name" \
					"$(kind_of "$what")" "$what" "$file"
			else
				mkdir -p "$SYNC/$name/mended"
				mv "$file" "$SYNC/$name/mended"
			fi
		done < <(crashes "$name" | head -n 200)
	done | sort -t"$(printf '\t')" -k1,2 -u | cut -f 1,3-
}

# Rows fired by what is known now: "247 of 247".
rows() {
	local corpora=() name=transitions
	[ -x "$BUILD/rows/$name" ] || { echo "0 of 0"; return; }
	mapfile -t corpora < <(find "fuzz/corpus/$name" "$SYNC/$name"/*/queue \
		-maxdepth 0 2>/dev/null)
	"$BUILD/rows/$name" "${corpora[@]}" 2>&1 | tee "$RESULTS/rows.txt" |
		sed -nE 's/^([0-9]+ of [0-9]+) rows fired$/\1/p' | grep . ||
		echo "0 of 0"
}

# ------------------------------------------------------------------ the work

command -v afl-fuzz >/dev/null || { echo "fuzz: no afl-fuzz" >&2; exit 2; }
declare -A before
sweep
for name in $HARNESSES; do
	for as in $INSTANCES; do
		mend "$(at "$name" "$as")"
		before[$name/$as]=$(executed "$(at "$name" "$as")")
	done
	before[$name]=$(executions "$name")
done
mkdir -p "$SYNC"
began=$SECONDS
until=$((began + SECONDS_WANTED))
trap 'until=0' INT TERM
trap 'stop; exit 129' HUP
trap 'stop' EXIT
for as in $INSTANCES; do
	for name in $HARNESSES; do start "$name" "$as"; done
done

step=$((SECONDS_WANTED / 12))
[ $step -lt 5 ] && step=5
[ $step -gt 60 ] && step=60
while left=$((until - SECONDS)); [ $left -gt 0 ]; do
	sleep $((left < step ? left : step)) &
	wait $!
	progress
	any_alive || break
done
ended=	# before they were told to, or without having run anything
for name in $HARNESSES; do
	for as in $INSTANCES; do
		cpu[$name/$as]=$(processor "${pid[$name/$as]}")
		alive "${pid[$name/$as]}" || ended+=" $name/$as"
	done
done
took=$((SECONDS - began))
stop
trap - EXIT

summary >"$RESULTS/summary.tsv"
expand -t 14 "$RESULTS/summary.tsv"
total=0
for name in $HARNESSES; do
	n=$(($(executions "$name") - before[$name]))
	total=$((total + n))
	[ $n -gt 0 ] || ended+=" $name/${INSTANCES%% *}"
done
findings >"$RESULTS/findings.tsv"
found=$(wc -l <"$RESULTS/findings.tsv")
sed 's/^/found: /' "$RESULTS/findings.tsv"
if [ -n "$ended" ]; then
	echo "fuzz: did not run to the end:$ended" >&2
	for as in $ended; do
		tail -n 5 "$SYNC/${as%/*}/$PREFIX${as#*/}.log" >&2
	done
fi
echo "fuzz: $found findings, $total executions, $(rows) rows fired, $took s" |
	tee "$RESULTS/summary.txt"
[ -z "$ended" ] || exit 2
[ "$found" = 0 ]
