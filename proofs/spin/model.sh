# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2034
#
# What the scripts here share: from a line of `bounds` to a model, from a model
# to a search. All of it stands in build/model/NAME/:
#
#	model.pml       one file, ready for spin
#	pan             the search, compiled
#	out             what it said
#	model.trail     the way to an error, if there is one
set -f -o pipefail

SPIN=${SPIN:-proofs/spin}
MODELS=${MODELS:-build/model}
REAL=${REAL:-runtime/fsm/fsm.gen.pml}
TCPWRIGHT=${TCPWRIGHT:-build/release/tcpwright}
MEMORY=${MEMORY:-4000}          # MB for a search
DEPTH=${DEPTH:-2000000}

# The line of bounds that is called NAME, without the name.
bounds_of() {
	awk -v name="$1" '$1 == name { $1 = ""; print; found = 1 }
		END { exit !found }' "$SPIN/bounds"
}

# names LEVEL: the lines of bounds.
names() {
	awk -v level="$1" '!/^#/ && NF && $4 == level { print $1 }' "$SPIN/bounds"
}

# model DIRECTORY PROPERTY MACHINE DEFINITION...: makes DIRECTORY/model.pml. Of
# two definitions of a name the later one counts.
model() {
	local to=$1 property=$2 machine=$3 definition
	local -A defined=([W]=3)
	local -a flags=()
	shift 3
	for definition; do
		case $definition in
		*=*) defined[${definition%%=*}]=${definition#*=} ;;
		*) defined[$definition]=1 ;;
		esac
	done
	for definition in "${!defined[@]}"; do
		flags+=("-D$definition=${defined[$definition]}")
	done
	mkdir -p "$to"
	cp "$machine" "$to/machine.pml"
	echo "${defined[W]}" >"$to/width"
	gcc -E -P -x c -DFSM_WIDTH=W "${flags[@]}" -I"$to" -I"$SPIN" \
		"$SPIN/properties/$property.pml" >"$to/model.pml"
}

# compile DIRECTORY FLAG...: makes DIRECTORY/pan; with OPTIMIZE=-O0 sooner.
compile() {
	local in=$1
	shift
	(
		cd "$in" || exit
		rm -f pan pan.* model.pml.trail
		spin -a model.pml >spin.log 2>&1 &&
			gcc "${OPTIMIZE:--O1}" -w -DMEMLIM="$MEMORY" -DNOREDUCE "$@" \
				-o pan pan.c >>spin.log 2>&1
	) || { cat "$in/spin.log" >&2; return 1; }
}

# variant_of NAME: the line of variants, without the name.
variant_of() {
	awk -v name="$1" '$1 == name { $1 = ""; print; found = 1 }
		END { exit !found }' "$SPIN/variants"
}

# variants: the names of all.
variants() {
	awk '!/^#/ && NF { print $1 }' "$SPIN/variants"
}

# specification MACHINE: a machine's file, by its name in variants.
specification() {
	[ "$1" = - ] && echo spec/tcp.fsm || echo "spec/variants/$1.fsm"
}

# kind_flags KIND: how pan is compiled for it; kind_options: how it is run.
kind_flags() {
	case $1 in
	safety) echo "-DSAFETY -DCOLLAPSE" ;;
	live) echo "-DNP -DCOLLAPSE" ;;
	bitstate) echo "-DSAFETY -DBITSTATE" ;;
	ltl) echo "-DNFAIR=3 -DCOLLAPSE" ;;
	shortest) echo "-DSAFETY -DREACH" ;;
	cycle-*) echo -DNP ;;
	esac
}

kind_options() {
	case $1 in
	live) echo -l ;;
	bitstate) echo "-w33 -k3" ;;           # 1 GiB
	ltl) echo "-a -f" ;;
	shortest) echo "-i -m20000" ;;
	cycle-*) echo "-l -m${1#cycle-}" ;;
	esac
}

# search DIRECTORY KIND: runs pan. Its output stands in DIRECTORY/out.
search() {
	local options
	read -ra options <<<"$(kind_options "$2")"
	(
		cd "$1" || exit
		timeout -s INT "${SECONDS_A_SEARCH:-400}" ./pan -m"$DEPTH" "${options[@]}" >out 2>&1
	)
}

# pan DIRECTORY KIND MUTANT: searches one mutant, for $CPU_SECONDS at most.
pan() (
	read -ra options <<<"$(kind_options "$2")"
	ulimit -t "$CPU_SECONDS"
	cd "$1" || exit
	MUTANT=$3 ./pan -n -w18 -m"$DEPTH" "${options[@]}" 2>&1
)

# found DIRECTORY WHAT: a number out of what pan said.
found() {
	case $2 in
	errors) sed -n 's/.*errors: \([0-9]*\).*/\1/p' "$1/out" ;;
	states) sed -n 's/^ *\([0-9.e+]*\) states, stored.*/\1/p' "$1/out" | head -n 1 ;;
	factor) sed -n 's/.*hash factor: \([0-9.]*\).*/\1/p' "$1/out" ;;
	transitions) sed -n 's/^ *\([0-9.e+]*\) transitions.*/\1/p' "$1/out" | head -n 1 ;;
	memory) sed -n 's/^ *\([0-9.]*\)\ttotal actual memory usage.*/\1/p' "$1/out" ;;
	time) sed -n 's/^pan: elapsed time \([0-9.e-]*\) seconds.*/\1/p' "$1/out" ;;
	esac
}

# trail DIRECTORY FILE: the way to the error, as charts and replay read it.
trail() {
	echo "@ MACHINE $2"
	echo "@ MODEL width=$(cat "$1/width")"
	(cd "$1" && spin -T -t model.pml) 2>&1 |
		awk -f "$SPIN/trail.awk" "$1/machine.pml" -
}

# statement PROPERTY: its first sentence.
statement() {
	awk '/^\/\* SPDX/ { next } /^\/\*/ { next } /^ \*\/|^ \*$/ { exit }
		{ sub(/^ \* /, ""); text = text " " $0 }
		END { sub(/^ /, "", text); print text }' "$SPIN/properties/$1.pml"
}
