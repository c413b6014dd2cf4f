#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Shows every story of the gallery with the given tw, a line each, and looks
# into the ladders: all eleven states must have been entered on the wire. The
# stories in wrong/ are false or no stories at all, and must be found out.
#     tests/wire/run.sh build/tw [STORY...]
set -u
here=$(cd "$(dirname "$0")" && pwd)
tw=${1:-build/tw}
shift
states="CLOSED LISTEN SYN-SENT SYN-RECEIVED ESTABLISHED FIN-WAIT-1 FIN-WAIT-2
CLOSE-WAIT CLOSING LAST-ACK TIME-WAIT"
shown=$(mktemp) all=$(mktemp)
trap 'rm -f "$shown" "$all"' EXIT
passed=0 failed=0

fail() {
	echo "$*"
	failed=$((failed + 1))
}

show() {
	"$tw" demo "$1" > "$shown" 2>&1
	local status=$?
	cat "$shown" >> "$all"
	if [ "$status" = 2 ]; then
		tail -n 1 "$shown"
		echo "$passed passed, $((failed + 1)) failed"
		exit 2
	fi
	if [ "$status" = 0 ] && tail -n 1 "$shown" | grep -q ': passed, [1-9]'
	then
		tail -n 1 "$shown"
		passed=$((passed + 1))
	else
		cat "$shown"
		fail "demo $1: failed, exit code $status"
	fi
}

# A story in wrong/ must fail, in the way that its second line says.
refuse() {
	local exits text story
	story=$(basename "$1" .demo)
	exits=$(sed -n '2s/^# exits \([12]\): .*/\1/p' "$1")
	text=$(sed -n '2s/^# exits [12]: //p' "$1")
	"$tw" demo "$1" > "$shown" 2>&1
	local status=$?
	if [ "$status" = "$exits" ] && grep -qF -e "$text" "$shown"; then
		echo "demo wrong/$story: refused"
		passed=$((passed + 1))
	else
		cat "$shown"
		fail "demo wrong/$story: exit code $status, not $exits: $text"
	fi
}

if [ $# -gt 0 ]; then
	for story; do show "$story"; done
else
	for file in "$here"/*.demo; do
		story=${file##*/}
		show "${story%.demo}"
	done
	for file in "$here"/wrong/*.demo; do
		refuse "$file"
	done
	for state in $states; do
		grep -q -e "[A-Z0-9] -> $state " "$all" ||
			fail "no story entered $state"
	done
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
