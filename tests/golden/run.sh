#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The compiler against what it is expected to say and write.
#
#     errors/NAME.fsm      a wrong specification     NAME.err  its messages
#     broken/NAME.fsm      well typed, but wrong     NAME.err  by `check`, Z3
#     machines/NAME.fsm    a sound one               NAME.h .c .acsl .dot .pml .md
#                                                   .mutants .octets .seeds
#     cited/NAME.fsm       quotes cited/book.txt     NAME.err, SPEC.lock
#     format/NAME.fsm      badly aligned             NAME.out  by `fmt`
#
#     run.sh TCPWRIGHT             compares; ends with "N passed, N failed"
#     run.sh TCPWRIGHT --accept    writes down what it says, for review
set -u
tcpwright=$(realpath "${1:?usage: run.sh TCPWRIGHT [--accept]}")
accept=${2:-}
cd "$(dirname "$0")" || exit 2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0 failed=0

verdict() {	# STATUS WHAT
	if [ "$1" = 0 ]; then passed=$((passed + 1)); return; fi
	failed=$((failed + 1))
	echo "FAILED: $2"
}

same() {	# EXPECTED
	if [ "$accept" = --accept ]; then cp "$scratch/out" "$1"; fi
	diff -u "$1" "$scratch/out"
	verdict $? "tests/golden/$1"
}

status() {	# WANTED GOT WHAT
	[ "$1" = "$2" ]
	verdict $? "$3: exit status $2, not $1"
}

# Twice the same bytes; both compilers take the C without a word; each row
# does what its test says.
generate() {	# FILE
	local cc
	rm -rf "$scratch/a" "$scratch/b"
	mkdir "$scratch/a" "$scratch/b"
	"$tcpwright" gen -o "$scratch/a" --tests "$scratch/a" "$1"
	status 0 $? "$1: gen"
	"$tcpwright" gen -o "$scratch/b" --tests "$scratch/b" "$1"
	diff -r "$scratch/a" "$scratch/b"
	verdict $? "$1: gen writes the same bytes again"
	for cc in gcc clang; do
		"$cc" -std=c11 -Wall -Wextra -Wconversion -Werror \
			-pedantic-errors -I "$scratch/a" -I ../table \
			-o "$scratch/rows" "$scratch/a/fsm.gen.c" \
			"$scratch/a/fsm_rows.gen.c" ../table/table_test.c \
			-lcmocka && "$scratch/rows" >"$scratch/out" 2>&1
		verdict $? "$1: $cc takes its C, and its rows pass"
	done
}

# SPIN searches the model: every invariant is kept.
spin_searches() {	# WHAT
	(cd "$scratch" && spin -a spin.pml && gcc -w -DSAFETY -o pan pan.c &&
		MUTANT=0 ./pan) >"$scratch/out" 2>&1
	grep -q 'errors: 0' "$scratch/out"
	verdict $? "$1: spin searches it"
}

model() {	# FILE
	"$tcpwright" promela --projection "$1" | sed 's/^/ * /; s/ *$//' \
		>"$scratch/projection"
	"$tcpwright" promela "$1" >"$scratch/machine.pml"
	! grep -qvxFf "$scratch/machine.pml" "$scratch/projection"
	verdict $? "$1: its projection stands at the head of its model"
	"$tcpwright" c --mutant 1 "$1" | cmp -s - "${1%.fsm}.c"
	status 1 $? "$1: its first mutant is another machine"
	if ! command -v spin >/dev/null; then return; fi
	cp spin.pml "$scratch"
	spin_searches "$1: the model"
	"$tcpwright" promela --mutants "$1" >"$scratch/machine.pml"
	spin_searches "$1: the model of all mutants, none chosen"
}

for f in errors/*.fsm; do
	"$tcpwright" check --no-solver "$f" >"$scratch/out" 2>&1
	code=$?
	same "${f%.fsm}.err"
	grep -q ': error: ' "$scratch/out"
	status $((! $?)) "$code" "$f"
done

for f in broken/*.fsm; do
	"$tcpwright" check "$f" >"$scratch/out" 2>&1
	status 1 $? "$f"
	same "${f%.fsm}.err"
done

for f in machines/*.fsm; do
	for verb in header:h c:c acsl:acsl dot:dot promela:pml \
		markdown:md mutants:mutants octets:octets; do
		"$tcpwright" ${verb%:*} "$f" >"$scratch/out"
		status 0 $? "$f: ${verb%:*}"
		same "${f%.fsm}.${verb#*:}"
	done
	mkdir -p "$scratch/seeds"
	"$tcpwright" seeds -o "$scratch/seeds" "$f" >"$scratch/out"
	status 0 $? "$f: seeds"
	same "${f%.fsm}.seeds"
	"$tcpwright" fmt --check "$f"
	status 0 $? "$f: is it formatted"
	"$tcpwright" check "$f" >"$scratch/out" 2>&1
	status 0 $? "$f: check"
	model "$f"
	generate "$f"
done

for f in format/*.fsm; do
	"$tcpwright" fmt "$f" >"$scratch/out"
	same "${f%.fsm}.out"
	"$tcpwright" fmt --check "${f%.fsm}.out"
	status 0 $? "$f: formatted once more"
	"$tcpwright" fmt --check "$f"
	status 1 $? "$f: is it formatted"
done

# Quotations, looked up in cited/book.txt, which a lock then stands for.
mkdir "$scratch/cited"
cp cited/right.fsm cited/wrong.fsm cited/book.txt "$scratch/cited"
cited() {	# WANTED WHAT ARGUMENTS
	(cd "$scratch/cited" && "$tcpwright" check --no-solver "${@:3}") \
		>"$scratch/out" 2>&1
	status "$1" $? "$2"
}
cited 1 "quotations never looked up" right.fsm
cited 0 "quotations that stand there" --rfc book.txt right.fsm
cited 0 "quotations in the lock" right.fsm
cited 1 "quotations that do not stand there" --rfc book.txt wrong.fsm
same cited/wrong.err
cp "$scratch/cited/SPEC.lock" "$scratch/out"
same cited/SPEC.lock
echo >>"$scratch/cited/book.txt"
cited 1 "another text of the standard" --rfc book.txt right.fsm
grep -q 'book.txt has SHA-256 .*, not 35d38626' "$scratch/out"
verdict $? "another text of the standard: both hashes are named"

# bad WANTED WHAT FILE: a message that names WHAT, and no crash.
bad() {
	timeout 60 "$tcpwright" check --no-solver "$3" >"$scratch/out" 2>&1
	status "$1" $? "bad input: $2"
	grep -q "$2" "$scratch/out"
	verdict $? "bad input: no message says \"$2\""
}

: >"$scratch/empty"
printf 'machine m "x\0y"\n' >"$scratch/binary"
head -c 17000000 /dev/zero | tr '\0' 'a' >"$scratch/huge"
head -c 10000000 /dev/zero | tr '\0' '(' >"$scratch/parentheses"
{ printf 'define X = '; cat "$scratch/parentheses"; } >"$scratch/deep"
{ printf 'define X = 1'; yes ' + 1' | head -n 100000 | tr -d '\n'; } \
	>"$scratch/long"
bad 2 'empty' "$scratch/empty"
bad 2 'NUL' "$scratch/binary"
bad 2 'larger than 16 MiB' "$scratch/huge"
bad 2 'directory' "$scratch"
bad 2 'No such file' "$scratch/missing"
bad 1 'expected a declaration' "$scratch/parentheses"
bad 1 'at most 200 deep' "$scratch/deep"
bad 1 'at most 1000 operators' "$scratch/long"
"$tcpwright" >"$scratch/out" 2>&1
status 2 $? "no argument"

rm -rf "$scratch/a" && mkdir "$scratch/a"
"$tcpwright" gen -o "$scratch/a" errors/row-hole.fsm 2>"$scratch/out"
status 1 $? "gen of a wrong specification"
rmdir "$scratch/a"
verdict $? "gen of a wrong specification writes nothing"
"$tcpwright" gen -o "$scratch/a" machines/least.fsm 2>"$scratch/out"
status 2 $? "gen into no directory"
"$tcpwright" c - <machines/least.fsm >"$scratch/out"
status 0 $? "a specification on standard input"
"$tcpwright" c machines/least.fsm >/dev/full 2>"$scratch/out"
status 2 $? "a full disk"
cp format/rows.fsm "$scratch/rows.fsm"
"$tcpwright" fmt -i "$scratch/rows.fsm"
status 0 $? "fmt -i"
cmp "$scratch/rows.fsm" format/rows.out
verdict $? "fmt -i rewrites the file"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
