#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What there is of everything, counted, as the table of the README:
#
#	figures.sh             prints it
#	figures.sh write       puts it into README.md
#	figures.sh check       is it there?
set -eu
cd "$(dirname "$0")/../.."
export LC_ALL=C

# lines FILE: those that are neither empty nor a comment.
lines() { grep -cvE '^(#|$)' "$1"; }

# declared KIND: how many lines of the specification begin so.
declared() { grep -cE "^$1 " spec/tcp.fsm; }

rows() { grep -cE '^  [A-Z]+_[0-9]+ +\|' spec/tcp.fsm; }

states() {
	sed -nE 's/^states +//p' spec/tcp.fsm | wc -w
}

# ledger PATTERN: "F functions, G goals" of these units.
ledger() {
	awk -F'\t' -v unit="$1" '!/^#/ && $1 ~ unit { n++; goals += $4 }
		END { printf "%d functions, %d goals", n, goals }' proofs/LEDGER
}

# section TITLE: how many names TRUST.md has there.
# shellcheck disable=SC2016  # the backquotes are Markdown's
section() {
	awk -v title="## $1" '/^## / { in_it = $0 == title }
		in_it' proofs/TRUST.md |
		grep -oE '`[a-z][a-z0-9_]*`' | sort -u | wc -l
}

searches() {
	awk -v level="$1" '!/^#/ && $4 == level' proofs/spin/bounds | wc -l
}

properties() {
	awk '!/^#/ && $4 == "ci" { print $2 }' proofs/spin/bounds |
		sort -u | wc -l
}

harnesses() {
	find fuzz -name '*.c' -exec grep -l LLVMFuzzerTestOneInput {} + |
		grep -vc replay
}

tests() { # FILE...
	cat "$@" | grep -c '^static void .*(void \*\*'
}

# The same waivers as `tcpwright trace` shows.
waived() {
	grep -E '^waive ' spec/tcp.fsm | sed -E 's/ [0-9]{4}-.*//' |
		grep -oE '[A-Z]+-[0-9]+' | wc -l
}

table() {
	cat <<-END
	| | how much | where it stands, what repeats it |
	|---|---|---|
	| the table | $(rows) rows in $(declared phase) phases, $(declared event) events, $(states) states | \`spec/tcp.fsm\` |
	| proved: the machine does what the rows say | $(ledger 'fsm.gen.c') | \`proofs/LEDGER\`, \`make prove\` |
	| proved: every row and every event keep every law | $(ledger 'proof.(laws|events).c') | \`proofs/laws\`, \`make prove\` |
	| proved: the runtime's parts keep their contracts | $(ledger '^runtime/[a-z0-9_]*.c$') | \`make prove\` |
	| not proved, having no contract: the engine around the machine | $(section 'Functions without a contract') functions | \`proofs/TRUST.md\` |
	| model-checked: properties of two machines and a network | $(properties) in $(searches ci) searches, $(searches deep) deeper ones | \`make model\`, \`make model-deep\` |
	| model-checked: what is lost without a rule or assumption | $(lines proofs/spin/variants) counterexamples | \`make model\`, \`tw why\` |
	| tested: rows that an event can reach | $(grep -c '{ .name' tests/table/fsm_rows.gen.c) generated tests | \`make test-table\` |
	| tested: the runtime's modules and two stacks in memory | $(tests tests/unit/*_test.c) tests | \`make test-unit\` |
	| tested: against the kernel's TCP | $(find tests/wire -maxdepth 1 -name '*.demo' | wc -l) stories | \`make test-wire\` |
	| fuzzed: parser, table, stack, two stacks, compiler | $(harnesses) harnesses, $(lines fuzz/planted/bugs) planted bugs | \`make fuzz\`, \`make fuzz-planted\` |
	| requirements of RFC 9293, Appendix B, that are waived | $(waived) | \`make trace\` |
	END
}

# Between two comments of the README.
case ${1:-} in
'') table ;;
write)
	table >README.figures
	sed -i -e '/^<!-- figures -->$/,/^<!-- end of figures -->$/{
		/^<!-- figures -->$/{p;r README.figures
		}
		/^<!-- end of figures -->$/p
		d
	}' README.md
	rm README.figures
	;;
check)
	diff <(sed -n '/^<!-- figures -->$/,/^<!-- end of figures -->$/p' \
		README.md | grep -v '^<!--') <(table) ||
		{ echo "make figures brings the README up to date"; exit 1; }
	;;
esac
