#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The model's runs on the compiled machine, step by step: the counterexamples
# of proofs/spin/why, on the C of the variant they belong to; and one random run of every search of
# proofs/spin/bounds. Each three times, with numbers that begin at 0, and before
# 2^31 and 2^32. Then what must not agree; and an old SYN on the wire, which
# opens the variant with two messages and no other.
#     run.sh TW TWO_WAY_TW
set -u
cd "$(dirname "$0")/../.." || exit 2
tw=$1
two_way=$2
passed=0 failed=0
said=$(mktemp)
scratch=$(mktemp -d)
trap 'rm -rf "$said" "$scratch"' EXIT
# shellcheck disable=SC1091
. proofs/spin/model.sh
set +f                                  # model.sh wants no file names

verdict() { # STATUS WHAT
	if [ "$1" = 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "failed: $2"
		tail -n 12 "$said"
	fi
}

# replay MACHINE NAME TRAIL: it agrees wherever the numbers begin.
replay() {
	local base
	for base in 0 0x7ffffff0 0xfffffff0; do
		timeout 60 "build/replay/$1/replay" "$2" $base <"$3" >"$said" 2>&1
		verdict $? "$2 from $base"
	done
}

machine_of() { # TRAIL
	local file
	file=$(sed -n 's/^@ MACHINE *//p' "$1" | head -n 1)
	file=${file##*/}
	echo "${file%.fsm}"
}

counterexamples() {
	local trail
	for trail in proofs/spin/why/*.trail; do
		replay "$(machine_of "$trail")" "$trail" "$trail"
	done
}

# One run of a line of bounds. Where spin gave up, the last event is cut off.
simulate() { # NAME SEED
	local to=$scratch/$1 line width=3
	read -ra line <<<"$(bounds_of "$1")"
	for definition in "${line[@]:4}"; do
		case $definition in W=*) width=${definition#W=} ;; esac
	done
	model "$to" "${line[0]}" runtime/fsm/fsm.gen.pml "${line[@]:4}" &&
	(cd "$to" && timeout 60 spin -T -n"$2" -u20000 model.pml) >"$to/out"
	{
		echo "@ MODEL width=$width"
		awk -f proofs/spin/trail.awk runtime/fsm/fsm.gen.pml "$to/out" |
			awk -v cut="$(grep -c "^depth-limit" "$to/out")" \
				'/^@ EVENT/ { printf "%s", kept; kept = "" }
				{ kept = kept $0 "\n" }
				END { if (!cut) printf "%s", kept }'
	} >"$to/trail"
}

simulations() {
	local name seed=0
	for name in $(names ci); do
		seed=$((seed + 1))
		simulate "$name" $seed
		replay tcp "$name, run $seed" "$scratch/$name/trail"
	done
}

# plant WHAT SED: changed so, the trail must not agree any more.
plant() {
	sed "$2" "$scratch/open/trail" >"$scratch/planted"
	timeout 60 build/replay/tcp/replay planted <"$scratch/planted" >"$said"
	[ $? = 1 ] && ! cmp -s "$scratch/planted" "$scratch/open/trail"
	verdict $? "planted, and not found: $1"
}

planted() {
	plant "another row"    '/ROWS/s/LISTEN_6/LISTEN_7/'
	plant "a row more"     '/ROWS/s/LISTEN_6/LISTEN_6 LISTEN_8/'
	plant "a row less"     '/ROWS/s/ LISTEN_6//'
	plant "another state"  's/ SYN_RECEIVED / ESTABLISHED /'
	plant "another number" '/SYN_SENT/s/snd_nxt=0/snd_nxt=1/'
	plant "no timer"       '/SYN_SENT/s/armed_user=1/armed_user=0/'
	plant "no segment"     '/^@ SEND 1/d'
	plant "a segment more" '/ LISTEN /a @ SEND 1 seq=0 ack=0 ctl=4 data=0'
	plant "other flags"    '/^@ SEND 1/s/ctl=18/ctl=16/'
	plant "another SEQ"    '/^@ SEND 0/s/seq=7/seq=6/'
	timeout 60 build/replay/two-way-handshake/replay planted \
		<"$scratch/open/trail" >"$said"
	[ $? = 1 ]
	verdict $? "planted, and not found: another machine"
}

# The same old SYN, on the wire: each machine shows its story, and no other.
on_the_wire() {
	local demo=tests/replay
	timeout 60 "$two_way" demo $demo/two-way.demo >"$said" 2>&1
	verdict $? "two messages on the wire"
	timeout 60 "$tw" demo $demo/three-way.demo >"$said" 2>&1
	verdict $? "three messages on the wire"
	timeout 60 "$tw" demo $demo/two-way.demo >"$said" 2>&1
	[ $? = 1 ] && grep -q 'from LISTEN to SYN-RECEIVED' "$said"
	verdict $? "the real machine is not opened by an old SYN"
	timeout 60 "$two_way" demo $demo/three-way.demo >"$said" 2>&1
	[ $? = 1 ] && grep -q 'from LISTEN to ESTABLISHED' "$said"
	verdict $? "the two-way machine is opened by an old SYN"
}

# The pages that tw shows are those of the trails.
proofs/spin/why.sh check >"$said" 2>&1
verdict $? "the pages of proofs/spin/why"
counterexamples
simulations
planted
on_the_wire
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
