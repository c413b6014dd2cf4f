#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What must hold of the repository as a whole: what is generated is what is
# committed, the specification checks, and every file says whose it is. What is
# installed is looked at by tests/install.
#     tests/repo.sh TCPWRIGHT TW
set -u
cd "$(dirname "$0")/.." || exit 2
tcpwright=$1
tw=$2
passed=0 failed=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# check NAME COMMAND...: passes when the command does
check() {
	local name=$1
	shift
	if "$@" >"$scratch/output" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "failed: $name"
		sed 's/^/    /' "$scratch/output" | head -n 20
	fi
}

regenerated() {
	mkdir -p "$scratch/fsm" "$scratch/table"
	"$tcpwright" gen -o "$scratch/fsm" --tests "$scratch/table" \
		spec/tcp.fsm &&
	gen/diagram.sh "$scratch/fsm/fsm.gen.dot" >"$scratch/fsm/fsm.gen.svg" &&
	diff -r "$scratch/fsm" runtime/fsm &&
	diff "$scratch/table/fsm_rows.gen.c" tests/table/fsm_rows.gen.c
}

# The words of the fuzzers follow the specification too.
words_committed() {
	local harness
	for harness in parser spec transitions stack pair; do
		fuzz/dict.sh "$tcpwright" $harness | diff - fuzz/$harness.dict ||
			return 1
	done
}

# A changed row must show in every output, by regeneration alone.
row_travels() {
	mkdir -p "$scratch/spec" "$scratch/changed" "$scratch/changed-table"
	sed 's/^  FIN_1 \(.*\)signal closing\(.*\)CLOSE_WAIT\(.*\)/  FIN_1 \1signal urgent\2CLOSING   \3/' \
		spec/tcp.fsm >"$scratch/spec/tcp.fsm"
	! cmp -s spec/tcp.fsm "$scratch/spec/tcp.fsm" &&
	"$tcpwright" gen -o "$scratch/changed" --tests "$scratch/changed-table" \
		"$scratch/spec/tcp.fsm" || return 1
	for file in fsm.gen.c fsm.gen.acsl fsm.gen.dot fsm.gen.md fsm.gen.html; do
		! cmp -s "$scratch/changed/$file" "runtime/fsm/$file" || return 1
	done
	! cmp -s "$scratch/changed-table/fsm_rows.gen.c" \
		tests/table/fsm_rows.gen.c
}

licensed() {
	! git ls-files | grep -vE '^(LICENSE|tests/(golden|data)/.*|fuzz/corpus/.*|fuzz/.*\.(dict|patch)|proofs/spin/why/.*|examples/.*[.]txt|.*\.(svg|lock))$' |
		xargs grep -L 'SPDX-License-Identifier: BSD-2-Clause' | grep .
}

commands_exist() {
	grep -oE '`make [a-z-]+' README.md | sort -u | cut -d' ' -f2 |
		while read -r target; do
			make -n "$target" >/dev/null || exit 1
		done
}

# quoted LANGUAGE FILE: the README's blocks of that language stand in the file.
quoted() {
	squeeze() { tr -s ' \t\n' ' '; }
	local block
	block=$(sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" README.md | grep -v '^```')
	[ -n "$block" ] && [[ $(squeeze <"$2") == *"$(squeeze <<<"$block" |
		sed 's/^ //; s/ $//')"* ]]
}

# shellcheck disable=SC2016  # the backquotes are Markdown's
# The choices and their defaults as the README lists them, and no others.
choices_listed() {
	diff <(sed -nE 's/^choice (\w+) +(on|off) +"([^"]*)".*/- `\1` (\2): \3./p' \
		spec/tcp.fsm) <(grep -E '^- `\w+` \((on|off)\): ' README.md)
}

refuses() { # STATUS COMMAND...
	local expected=$1
	shift
	"$@"
	[ $? = "$expected" ]
}

check "generated files are the committed ones"      regenerated
check "dictionaries are the committed ones"         words_committed
check "a changed row changes every output"          row_travels
check "the specification checks, solver included"   "$tcpwright" check spec/tcp.fsm
check "the specification is formatted"              "$tcpwright" fmt --check spec/tcp.fsm
check "every file carries its licence"              licensed
check "the README's make targets exist"             commands_exist
mapfile -t scripts < <(git ls-files | xargs grep -lE '^#!.*(sh|bash)$')
check "the README quotes the specification"        quoted fsm spec/tcp.fsm
check "the README quotes the C"                     quoted c runtime/fsm/fsm.gen.c
check "the README quotes the test"                  quoted test tests/table/fsm_rows.gen.c
check "the README lists the choices"                choices_listed
check "shell scripts are clean"                     shellcheck "${scripts[@]}"
check "tw without a verb is refused"                refuses 2 "$tw"
check "tw names an interface that is not there"     refuses 2 "$tw" connect -i no-such-dev -a 192.0.2.2/24 192.0.2.1 7
check "tw refuses a port that is none"              refuses 2 "$tw" listen -i lo -a 192.0.2.2/24 65536
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
