#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Eva over the whole stack, and over the driver: whatever frames come and
# whatever calls are made, nothing goes wrong. The two programs it runs, and
# what they model, stand in proofs/eva/.
#
#	eva.sh [PART...]    stack, contracts, driver; none: all of them
#
# stack, driver: contracts are not read (-no-annot), Eva sees the C alone. What
# it cannot exclude by itself is an alarm; the function the alarm is in must
# then be proved by WP, run-time errors included: proofs/LEDGER says so, or it
# is proved now. An alarm in any other function is unknown, and so is all code
# Eva has not reached: below $LEAST percent of the statements it fails.
#
# WP's proof of a function asks for its `requires`. Where the caller is proved
# too, WP has proved that it keeps them; where it is not, nobody has. contracts
# is the stack again, contracts read, and only these calls are looked at: Eva
# says whether they keep what is required, else TRUST.md has to name the caller.
#
# $WORK/eva/report has it all, in three parts: a line an alarm and who answers
# for it, a line such a call, a line a file and what Eva did not reach of it.
#
# Eva's sets and loops: an index into three slots of 32 spans keeps its exact
# values (ilevel), and small sets are complete before they are widened
# (widening-delay). Loops that set arrays up are unrolled (slevel), and what a
# function returns is kept apart where the caller asks it (split-return).
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"
set -u
LEAST=${LEAST:-97}
unchecked='Calls that nobody has checked'
run=$WORK/eva
started=$SECONDS
failed=0
[ $# -gt 0 ] || set -- stack contracts driver
mkdir -p "$run"
for part; do rm -f "$run/$part".*; done

# eva NAME CPP FILE... -- OPTION...: $run/NAME.log, its calls in NAME.dot, and
# the properties in NAME.csv.
eva() {
	local name=$1 cpp=$2 files=()
	shift 2
	while [ "$1" != -- ]; do
		files+=("$1")
		shift
	done
	shift
	frama-c -c11 -machdep gcc_x86_64 \
		-cpp-extra-args="-I. -Iruntime/fsm $cpp" \
		-eva -eva-no-print -eva-no-show-progress \
		-eva-alloc-builtin fresh -eva-auto-loop-unroll 16 \
		-eva-remove-redundant-alarms "$@" "${files[@]}" \
		-then -metrics -metrics-by-function -metrics-eva-cover \
		-cg "$run/$name.dot" -cg-no-services \
		-then -report -report-csv "$run/$name.csv" \
		>"$run/$name.log" 2>&1
}

# stack_as NAME OPTION...
stack_as() {
	local name=$1 core=() file
	shift
	for file in runtime/*.c; do
		case $file in
		*/arena.c) ;;           # proofs/eva/model.c
		*) core+=("$file") ;;
		esac
	done
	eva "$name" -DOUTGOING_LEAST=0u proofs/eva/stack.c proofs/eva/model.c \
		"${core[@]}" runtime/fsm/fsm.gen.c -- "$@" \
		-eva-no-alloc-returns-null -eva-ilevel 96 -eva-plevel 100 \
		-eva-widening-delay 4 \
		-eva-domains cvalue,symbolic-locations \
		-eva-split-return-function "in_range:0,hint_holds:0,\
find:0xffffffff,sack_length:0" \
		-eva-slevel-function "in_range:40,tw_init:40,make_slots:40,\
make_buffers:40,table_init:40,timers_init:40,neighbors_init:40,\
hint_holds:10,find:10,neighbors_doubt:10,neighbors_lookup:20,\
sack_length:10,note:20"
}

stack() { stack_as stack -no-annot; }

contracts() { stack_as contracts; }

driver() {
	eva driver "-include proofs/eva/system.h -idirafter /usr/include \
-idirafter /usr/include/$(gcc -print-multiarch)" \
		proofs/eva/driver.c proofs/eva/model.c proofs/eva/system.c \
		proofs/eva/wire.c runtime/driver/packet.c \
		runtime/driver/pcapng.c -- \
		-no-annot -eva-precision 1 \
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

# made SUFFIX PART...: awk operands for the files of these parts that there are.
made() {
	local suffix=$1 part
	shift
	for part; do
		[ ! -s "$run/$part.$suffix" ] ||
			echo "program=${part/contracts/stack}" \
				"$run/$part.$suffix"
	done
}

# report: what all the runs say.
report() {
	# shellcheck disable=SC2046  # file names without spaces
	awk -f proofs/eva/report.awk from=ledger <(ledger) \
		from=now "$run/proved" from=named <(trusted) \
		from=trusted <(trusted "$unchecked") \
		from=names $(made log contracts) \
		from=log $(made log stack driver) \
		from=dot $(made dot stack contracts driver) \
		from=csv $(made csv stack driver) \
		from=contracts $(made csv contracts)
}

# prove: what nobody answers for, as far as it has a contract.
prove() {
	awk -F'\t' -v OFS='\t' '
	$1 == "alarm" && $2 ~ /^runtime/ && $5 == "unknown" {
		sub(/:.*/, "", $2)
		sub(/\.h$/, ".c", $2)
		print $2, $3
	}' "$run/report" | sort -u >"$run/list"
	[ -s "$run/list" ] || return
	proofs/run.sh "$run/list" "$run/work" >"$run/work.log" 2>&1 || :
	cp "$run/work/results" "$run/proved"
	report >"$run/report"
}

# show KIND COLUMNS
show() {
	awk -F'\t' -v OFS='\t' -v kind="$1" '$1 == kind { $1 = ""; print }' \
		"$run/report" | cut -c2- | expand -t "$2"
}

# count KIND [WHO]: lines of the report.
count() {
	awk -F'\t' -v kind="$1" -v who="${2:-}" '
	$1 == kind && (who == "" || $5 == who) { n++ }
	END { print n + 0 }' "$run/report"
}

for part; do "$part" & done
wait
for part; do coverage "$part"; done
: >"$run/proved"
report >"$run/report"
prove
show missing 26,32,38
show alarm 28,46,60
show calls 28,46,64
[ -s "$run/contracts.csv" ] ||
	echo "eva: no call is checked: the part contracts has not run"
unknown=$(($(count alarm unknown) + $(count calls unknown)))
[ "$unknown" = 0 ] || failed=1
echo "eva: $(count alarm) alarms, $(count calls "checked by Eva") calls checked," \
	"$unknown unknown, $((SECONDS - started)) s"
[ $failed = 0 ]
