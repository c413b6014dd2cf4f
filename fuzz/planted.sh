#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Does the fuzzing find bugs? Builds a harness with each bug of planted/bugs
# in it, and lets libFuzzer begin at the committed corpus. A bug that no
# harness objects to within its executions is a failure.
#
#	fuzz/planted.sh                 all
#	fuzz/planted.sh sample [N]      N of them, that the commit chooses
#	fuzz/planted.sh NAME...         these
#
# build/fuzz/planted/table has a line for each: name, harness, executions until
# it was found (- if it was not), seconds, and what was objected. `make
# fuzz-planted` builds what this needs.
set -u
cd "$(dirname "$0")/.." || exit 2
BUILT=build/fuzz/libfuzzer
WORK=build/fuzz/planted
JOBS=${JOBS:-2}

bugs() { grep -v '^#' fuzz/planted/bugs | grep .; }

# changed NAME: makes the sources with the bug in $WORK/NAME; names what differs.
changed() {
	local in=$WORK/$1
	rm -rf "$in"
	mkdir -p "$in/new"
	cp -r runtime "$in"
	if [ -f "fuzz/planted/$1.fsm" ]; then
		build/release/tcpwright c "fuzz/planted/$1.fsm" \
			>"$in/runtime/fsm/fsm.gen.c" || return
		echo runtime/fsm/fsm.gen.c
	else
		patch -s -p1 -d "$in" <"fuzz/planted/$1.patch" >&2 || return
		sed -n 's|^+++ b/||p' "fuzz/planted/$1.patch"
	fi
}

# build NAME HARNESS: the harness with the bug in it.
build() {
	local in=$WORK/$1 file objects=()
	local flags=(-std=c11 -O1 -g "-fsanitize=address,undefined"
		-fno-sanitize-recover=all -fno-omit-frame-pointer)
	changed "$1" >"$in.files" || return
	while read -r file; do
		objects+=("$in/$(basename "$file" .c).o")
		clang -w "${flags[@]}" -fsanitize=fuzzer-no-link -I"$in" \
			-I"$in/runtime" -I"$in/runtime/fsm" -c \
			-o "${objects[-1]}" "$in/$file" || return
	done <"$in.files"
	[[ " ${MUTATED:-} " = *" $2 "* && -f $BUILT/fuzz/mutator.o ]] &&
		objects+=("$BUILT/fuzz/mutator.o")
	clang "${flags[@]}" -fsanitize=fuzzer -o "$in/$2" "$BUILT/fuzz/$2.o" \
		"${objects[@]}" "$BUILT/libshared.a" "$BUILT/libcore.a" \
		"$BUILT/libgen.a"
}

# objection FILE: what a run said.
objection() {
	grep -m 1 -oE '^fuzz/[a-z_]+\.[ch]:[0-9]+: .*' "$1" ||
		sed -n 's/^SUMMARY: //p' "$1" | sed 's|/.*/runtime|runtime|' |
		head -n 1
}

# try NAME HARNESS EXECUTIONS: its line of the table.
try() {
	local in=$WORK/$1 started=$SECONDS executions=-
	build "$1" "$2" || exit
	"$in/$2" -runs="$3" -seed=1 -timeout=10 -print_final_stats=1 \
		-artifact_prefix="$in/" "$in/new" "fuzz/corpus/$2" \
		>"$in/log" 2>&1 ||
		executions=$(awk '/number_of_executed_units/ { print $2 }' \
			"$in/log")
	printf '%s\t%s\t%s\t%d\t%s\n' "$1" "$2" "${executions:--}" \
		$((SECONDS - started)) "$(objection "$in/log")"
}

# of NAME...: their lines of planted/bugs.
of() {
	local name
	for name; do
		bugs | awk -F '\t' -v name="$name" '$1 == name { found = 1; print }
			END { exit !found }' && continue
		echo "planted.sh: there is no bug $name in fuzz/planted/bugs" >&2
		return 1
	done
}

if [ "${1:-}" = try ]; then
	try "$2" "$3" "$4"
	exit
fi
case ${1:-all} in
all) wanted=$(bugs) ;;
sample) wanted=$(bugs | shuf -n "${2:-6}" \
	--random-source=<(git rev-parse HEAD 2>/dev/null | sed p | sed p | sed p)) ;;
*) wanted=$(of "$@") || exit ;;
esac
mkdir -p "$WORK"
cut -f 1-3 <<<"$wanted" | tr '\t' ' ' |
	xargs -P "$JOBS" -L 1 "$0" try | tee "$WORK/table"
awk -F '\t' -v wanted="$(grep -c . <<<"$wanted")" '
	$3 != "-" && $5 != "" { found++ }
	END { printf "%d of %d planted bugs found\n", found, wanted
		exit !wanted || found != wanted }' "$WORK/table"
