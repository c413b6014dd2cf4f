# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
#
# What the scripts of this folder share. They run in the repository's root:
#
#	BUILD      what is built and found    build/fuzz
#	HARNESSES  those that are here, or H
#	MUTATED    those the mutator knows    (fuzz.mk)

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
export LC_ALL=C
export BUILD=build/fuzz
HARNESSES=${H:-$(for h in parser spec transitions stack pair; do
	[ -f fuzz/$h.c ] && echo $h; done)}
export HARNESSES
# The sanitizers abort, so that everything takes it for a crash.
export ASAN_OPTIONS=abort_on_error=1:detect_leaks=0:symbolize=0
export UBSAN_OPTIONS=abort_on_error=1:print_stacktrace=0:symbolize=0

# Octets of the longest input worth trying: a long one is a slow one.
longest() { sed -n 's/^max_len = //p' "fuzz/$1.options"; }

# mutated NAME: does the mutator know its inputs?
mutated() {
	[ -f $BUILD/mutator.so ] && [[ " $MUTATED " = *" $1 "* ]]
}
: "${MUTATED:=parser stack pair}"

# Symptoms are of a kind if but their numbers differ, behind file and line.
kind_of() { sed -E 's/0x[0-9a-f]+|[0-9]+/N/2g' <<<"$1"; }

# symptom NAME FILE [VARIANT]: in a line, what a harness objects to; nothing if
# it is content. A hang is what uses 20 s of a processor.
symptom() {
	local said status
	said=$(ulimit -t 20
		ASAN_OPTIONS=${ASAN_OPTIONS/symbolize=0/symbolize=1} \
		UBSAN_OPTIONS=${UBSAN_OPTIONS/symbolize=0/symbolize=1} \
		"$BUILD/${3:-replay}/$1" "$2" 2>&1)
	status=$?
	[ "$status" = 0 ] && return
	sed -nE -e '/^fuzz\/.*:[0-9]+: /{p;q}' -e '/: runtime error: /{p;q}' \
		-e 's/^SUMMARY: //p;ts;b;:s;q' <<<"$said" | grep . ||
		if [ "$status" = 137 ] || [ "$status" = 152 ]; then
			echo "hang: more than 20 s"
		else
			echo "crash: status $status"
		fi
}
