#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The proofs, as far as the ledger does not vouch for them, Eva's three runs, and
# whether errors are caught: wrong C, a wrong ledger, and goals that vanish.
set -u
cd "$(dirname "$0")/../.." || exit 2
passed=0 failed=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# check NAME STATUS TEXT COMMAND...: passes when the command ends so, saying so.
check() {
	local name=$1 wanted=$2 text=$3 status
	shift 3
	"$@" >"$scratch/output" 2>&1
	status=$?
	if [ "$((status != 0))" = "$wanted" ] &&
		grep -q -- "$text" <(cat "$scratch/output"; echo)
	then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "failed: $name: status $status, no line with: $text"
		tail -n 20 "$scratch/output" | sed 's/^/    /'
	fi
}

# prove MODE: on the scratch copy of least.c and its own ledger.
prove() {
	UNITS=$scratch/units LEDGER=$scratch/LEDGER WORK=$scratch/work \
		proofs/prove.sh "$@"
}

# edit SCRIPT: least.c, changed by sed.
edit() { sed "$1" tests/proof/least.c >"$scratch/least.c"; }

# turn N MODE: as if the commit chose fifth N.
turn() { TURN=$1 prove "$2"; }

echo "$scratch/least.c Typed z3,cvc4" >"$scratch/units"
edit ''
check "from nothing" 0 '^proved: \([0-9]*\) of \1 goals, 4 functions, 0 axioms' \
	prove all
cp "$scratch/LEDGER" "$scratch/right"
check "the ledger knows it" 0 '^proved now: 0 of 4 ' prove prove
check "nothing differs" 0 '^proved: 0 of 0 goals' prove changed
edit 's/return a < b/return a > b/'
check "wrong C is named" 1 'not proved: .*least least_ensures' prove changed
cmp -s "$scratch/LEDGER" "$scratch/right"
check "and not written down" 0 '' cmp "$scratch/LEDGER" "$scratch/right"

# The same error, and a ledger that claims its key was proved.
key=$(awk -F'\t' '$2 == "least" { print $3 }' "$scratch/work/keys")
awk -F'\t' -v OFS='\t' -v key="$key" '$2 == "least" { $3 = key } { print }' \
	"$scratch/right" >"$scratch/LEDGER"
caught=0
for n in 0 1 2 3 4; do
	turn $n check >"$scratch/output" 2>&1 || {
		caught=$((caught + 1))
		grep -q 'not proved: .*least least_ensures' "$scratch/output"
		check "a planted line is named" 0 '' test $? = 0
	}
done
check "a planted line is caught by one commit of five" 0 '' test $caught = 1

cp "$scratch/right" "$scratch/LEDGER"
edit '/ensures .result >= 0/d; s/-a : a);$/-a : a); *\//'
check "a goal is gone" 1 'other goals: .*magnitude: .* in the ledger' prove prove
edit '/^int magnitude/s/magnitude/size/'
check "a function is gone" 1 'gone, but in the ledger: .*magnitude' prove prove
edit 's/lemma \(.*\): /axiom \1: /; s/^.*@ axiom.*/\/*@ axiomatic A { &/; /axiom /s/$/ }*\//'
sed -i 's/{ \/\*@/{/; s/; \*\/ }/; }/' "$scratch/least.c"
check "an axiom that is not in TRUST.md" 1 'TRUST.md: lesser_symmetric' prove all
edit '/requires a >/,/ensures .result >=/d'
check "a function without a contract" 1 'nor in TRUST.md: magnitude' prove all
edit 's/return least(a, least(b, c));/\/*@ admit a == c; *\/ &/'
check "an admitted assertion" 1 '^admitted: ' prove all

# answers LEDGER TRUSTED STATUS: of three functions, top calls middle calls leaf,
# leaf has an alarm; STATUS is Eva's of what middle requires of top.
answers() {
	printf '%s\n' '  Stats for function <runtime/a.c/top>' \
		'  Stats for function <runtime/a.c/middle>' \
		'  Stats for function <runtime/a.c/leaf>' >"$scratch/log"
	printf '  %s;\n' 'top -> middle' 'middle -> leaf' >"$scratch/dot"
	printf '%b\n' 'directory\tfile\tline\tfunction\tkind\tstatus' \
		'runtime\ta.c\t9\tleaf\tindex_bound\tUnknown' \
		>"$scratch/csv"
	printf '%b\n' 'directory\tfile\tline\tfunction\tkind\tstatus' \
		"runtime\ta.c\t3\ttop\tprecondition of middle\t$3" \
		>"$scratch/contracts"
	# shellcheck disable=SC2086  # names are words
	awk -f proofs/eva/report.awk \
		from=ledger <(printf 'runtime/a.c\t%s\n' $1) \
		from=trusted <(echo "$2") from=log program=a "$scratch/log" \
		from=dot "$scratch/dot" from=csv "$scratch/csv" \
		from=contracts "$scratch/contracts"
}

check "Eva: an alarm nobody answers for" 0 'leaf.*unknown' \
	answers 'middle' '' Unknown
check "Eva: an alarm in a proved function" 0 'leaf.*in the ledger' \
	answers 'leaf middle' '' Unknown
check "Eva: a call nobody has checked" 0 'top.*middle.*unknown' \
	answers 'leaf middle' '' Unknown
check "Eva: the same, named in TRUST.md" 0 'top.*middle.*nobody' \
	answers 'leaf middle' top Unknown
check "Eva: a call that it has checked" 0 'top.*middle.*checked by Eva' \
	answers 'leaf middle' '' Valid
check "Eva: any frames, any calls" 0 ' 0 unknown, ' make -s prove-eva
check "another machine" 0 '^proved: \([0-9]*\) of \1 goals, 56 functions, 2 axioms' \
	make -s --no-print-directory prove SPEC=tests/golden/machines/arq.fsm
check "what differs, and a fifth of the rest" 0 \
	'^proved: \([0-9]*\) of \1 goals' proofs/prove.sh check
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
