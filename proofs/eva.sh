#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Eva over the whole stack, and over the driver: whatever frames come and
# whatever calls are made, nothing goes wrong. The two programs it runs, and
# what they model, stand in proofs/eva/.
#
# Contracts are not read (-no-annot): Eva sees the C alone. What it cannot
# exclude by itself is an alarm; the function the alarm is in must then be
# proved by WP, run-time errors included: proofs/LEDGER says so, or it is
# proved now. One line an alarm says which. An alarm in any other function is
# unknown, and so is all code Eva has not reached: below $LEAST percent of the
# statements it fails.
#
# Eva's sets and loops: an index into three slots of 32 spans keeps its exact
# values (ilevel), and small sets are complete before they are widened
# (widening-delay). Loops that set arrays up are unrolled (slevel).
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"
set -u
LEAST=${LEAST:-97}
run=$WORK/eva
rm -rf "$run"
mkdir -p "$run"
started=$SECONDS
failed=0

# eva NAME CPP FILE... -- OPTION...: $run/NAME.log and, of alarms, NAME.csv.
eva() {
	local name=$1 cpp=$2 files=()
	shift 2
	while [ "$1" != -- ]; do
		files+=("$1")
		shift
	done
	shift
	frama-c -c11 -machdep gcc_x86_64 -no-annot \
		-cpp-extra-args="-I. -Iruntime/fsm $cpp" \
		-eva -eva-no-print -eva-no-show-progress \
		-eva-alloc-builtin fresh -eva-auto-loop-unroll 16 \
		-eva-remove-redundant-alarms "$@" "${files[@]}" \
		-then -report -report-no-proven -report-csv "$run/$name.csv" \
		>"$run/$name.log" 2>&1
}

stack() {
	local core=() file
	for file in runtime/*.c; do
		case $file in
		*/arena.c|*/octets.c) ;;        # proofs/eva/model.c
		*) core+=("$file") ;;
		esac
	done
	eva stack -DOUTGOING_LEAST=0u proofs/eva/stack.c proofs/eva/model.c \
		"${core[@]}" runtime/fsm/fsm.gen.c -- \
		-eva-no-alloc-returns-null -eva-ilevel 96 -eva-plevel 100 \
		-eva-widening-delay 4 \
		-eva-domains cvalue,symbolic-locations \
		-eva-split-return-function in_range:0 \
		-eva-slevel-function "in_range:40,tw_init:40,make_slots:40,\
make_buffers:40,table_init:40,timers_init:40,neighbors_init:40"
}

driver() {
	eva driver "-include proofs/eva/system.h -idirafter /usr/include \
-idirafter /usr/include/$(gcc -print-multiarch)" \
		proofs/eva/driver.c proofs/eva/model.c proofs/eva/system.c \
		proofs/eva/wire.c runtime/driver/packet.c \
		runtime/driver/pcapng.c -- \
		-eva-precision 1 \
		-eva-split-return-function packet_open:0,impair_take:0 \
		-eva-slevel-function main:10,packet_open:100,send_batch:200
}

statements='s/.* ([0-9]+) statements reached .out of ([0-9]+).*/\1 \2/p'

# coverage NAME: what Eva has reached; too little is a failure.
coverage() {
	local functions reached all
	functions=$(sed -nE 's/^ *([0-9]+) functions analyzed.*/\1/p' \
		"$run/$1.log")
	read -r reached all < <(sed -nE "$statements" "$run/$1.log")
	if [ -z "${all:-}" ] || [ ! -s "$run/$1.csv" ]; then
		echo "eva: $1: Frama-C did not end:" >&2
		tail -n 3 "$run/$1.log" >&2
		failed=1
		return
	fi
	echo "$1: $functions functions, $reached of $all statements reached"
	if [ $((reached * 100)) -lt $((all * LEAST)) ]; then
		echo "eva: $1: less than $LEAST % of it reached" >&2
		failed=1
	fi
}

# alarms: UNIT FUNCTION LINE KIND, tab between; a header's unit is its own .c.
# Frama-C's C library, of which Eva has models of its own, makes none.
alarms() {
	awk -F'\t' -v OFS='\t' '
	FNR > 1 && $1 !~ /^FRAMAC_SHARE/ && $6 !~ /^Valid/ {
		unit = $1 "/" $2
		sub(/\.h$/, ".c", unit)
		print unit, $4, $3, $5
	}' "$run"/*.csv | sort -u
}

stack &
driver
wait
coverage stack
coverage driver
alarms >"$run/alarms"
cut -f1,2 "$run/alarms" | sort -u >"$run/functions"
ledger | cut -f1,2 | sort >"$run/known"
comm -23 "$run/functions" "$run/known" >"$run/list"
if [ -s "$run/list" ]; then
	proofs/run.sh "$run/list" "$run/work" >"$run/work.log" 2>&1 || :
fi
touch "$run/work/results" 2>/dev/null || { mkdir -p "$run/work" &&
	: >"$run/work/results"; }
awk -F'\t' -v OFS='\t' '
from == 1 { how[$1, $2] = "proved by WP, in the ledger"; next }
from == 2 && $1 == "open" { open[$2, $3] = 1; next }
from == 2 { how[$2, $3] = "proved by WP, now"; next }
{
	name = ($1, $2) in how && !(($1, $2) in open) ? how[$1, $2] : "unknown"
	print $1 ":" $3, $2, $4, name
}' from=1 "$run/known" from=2 "$run/work/results" from=3 "$run/alarms" |
	tee "$run/report" | expand -t 30,54,76
unknown=$(awk -F'\t' '$4 == "unknown"' "$run/report" | grep -c .)
[ "$unknown" = 0 ] || failed=1
echo "eva: $(grep -c . "$run/report") alarms," \
	"$unknown unknown, $((SECONDS - started)) s"
[ $failed = 0 ]
