#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Does what the documents say, and compares what comes of it.
#
#	run.sh PREFIX [DOCUMENT...]     PREFIX: where make install has put all
#
# A document is followed from its first line to its last: those in docs/ in an
# empty folder, with the installed tree and nothing else, the others in the
# repository. In a network namespace without a name. Its fenced blocks:
#
#	console       "$ " begins a command, "> " goes on with it; what stands
#	              below it is what it prints, where "..." is any text.
#	              A command below which nothing stands must end well.
#	LANGUAGE FILE is put at the end of FILE
#	sh            is not run here, for it takes minutes, or would change
#	              the machine. The line before it names a target of make
#	              that runs the same: Tested by `make TARGET`:
#	others        stand, up to white space, in some file of the repository
#
# Also: every `make TARGET` of a document exists, and every file linked to; the
# figures of the README are as counted. Before all, that mistakes are noticed:
# those of wrong.md.
set -u
if [ "${1:-}" != --inside ]; then
	as_root=
	[ "$(id -u)" = 0 ] || as_root=-r
	exec unshare $as_root -n -m "$0" --inside "$@"
fi
cd "$(dirname "$0")/../.." || exit 2
prefix=$(realpath "$2") root=$PWD
shift 2
[ $# -gt 0 ] || set -- docs/*.md ./*.md
scratch=$(mktemp -d)
trap 'jobs -p | xargs -r kill 2>/dev/null; rm -rf "$scratch"' EXIT
export PATH=$prefix/bin:$PATH PKG_CONFIG_PATH=$prefix/lib/pkgconfig
export LD_LIBRARY_PATH=$prefix/lib
unset MAKEFLAGS MAKELEVEL PREFIX BINDIR LIBDIR INCLUDEDIR DATADIR
passed=0 failed=0

verdict() { # STATUS WHERE WHAT [TEXT]
	if [ "$1" = 0 ]; then passed=$((passed + 1)); return; fi
	failed=$((failed + 1))
	echo "FAILED: $2: $3"
	[ -z "${4:-}" ] || tail -n 30 <<<"    ${4//$'\n'/$'\n'    }"
}

# alike EXPECTED GOT: where "..." is any text.
alike() {
	local expected=$1 got=$2 part
	[[ $expected == *...* ]] || { [ "$expected" = "$got" ]; return; }
	part=${expected%%...*}
	[[ $got == "$part"* ]] || return
	got=${got#"$part"} expected=${expected#"$part"...}
	while [[ $expected == *...* ]]; do
		part=${expected%%...*}
		[[ $got == *"$part"* ]] || return
		got=${got#*"$part"} expected=${expected#"$part"...}
	done
	[[ $got == *"$expected" ]]
}

# perform: runs $command, and compares with $shown.
perform() {
	local status got
	[ -n "$command" ] || return
	eval "$command" >"$scratch/said" 2>&1 </dev/null
	status=$?
	got=$(<"$scratch/said")
	if [ -n "$shown" ]; then
		alike "${shown%$'\n'}" "$got"
		verdict $? "$document:$at" "$command" "$got"
	else
		verdict $status "$document:$at" "$command" "$got"
	fi
	command='' shown=''
}

# stands TEXT: its paragraphs, in files of the repository, up to white space.
stands() {
	local paragraph=$1
	while [[ $paragraph == *$'\n\n'* ]]; do
		quoted "${paragraph%%$'\n\n'*}" || return
		paragraph=${paragraph#*$'\n\n'}
	done
	quoted "$paragraph"
}

quoted() {
	local file text
	text=$(tr -s ' \t\n' ' ' <<<"$1")
	for file in $(git ls-files 'examples/*.[ch]' 'examples/*.fsm' \
		runtime/tcpwright.h 'runtime/fsm/*.gen.*' spec/tcp.fsm \
		'proofs/laws/*.acsl' \
		tests/table/fsm_rows.gen.c); do
		[[ $(tr -s ' \t\n' ' ' <"$root/$file") == *"${text% }"* ]] &&
			return
	done
	return 1
}

# block LINE: a line inside a fence.
block() {
	case $kind in
	console)
		case $1 in
		'$ '*) perform; command=${1#??} at=$number ;;
		'> '*) command+=$'\n'${1#??} ;;
		*) shown+=$1$'\n' ;;
		esac
		;;
	*) text+=$1$'\n' ;;
	esac
}

# ended: the fence is closed.
# shellcheck disable=SC2016  # the backquotes are Markdown's
ended() {
	local target
	case $kind in
	console) perform ;;
	sh)
		target=$(sed -nE 's/^Tested by `make ([a-z-]+)`:$/\1/p' \
			<<<"$before")
		[ -n "$target" ] && make -C "$root" -n "$target" >/dev/null 2>&1
		verdict $? "$document:$at" "no target runs the same"
		;;
	*' '*) printf '%s' "$text" >>"${kind#* }" ;;
	?*)
		(cd "$root" && stands "$text")
		verdict $? "$document:$at" "stands nowhere" "$text"
		;;
	esac
	kind=
}

follow() { # DOCUMENT
	local document=$1 number=0 kind='' text='' before='' at=0 fence=
	local command='' shown='' line
	while IFS= read -r line <&9; do
		number=$((number + 1))
		if [[ $line == '```'* ]] && [ -z "$fence" ]; then
			fence=1 kind=${line#'```'} text='' at=$number
			[ -n "$kind" ] || kind=nothing
		elif [ "$line" = '```' ]; then
			ended
			fence='' before=
		elif [ -n "$fence" ]; then
			block "$line"
		elif [ -n "$line" ]; then
			before=$line
		fi
	done 9<"$root/$document"
	jobs -p | xargs -r kill 2>/dev/null
	wait
}

# Whatever a document names is there.
# shellcheck disable=SC2013,SC2016  # no blanks; the backquotes are Markdown's
named() { # DOCUMENT
	local word
	for word in $(grep -oE '`make [a-z-]+' "$1" | cut -c7- | sort -u); do
		grep -qE "^$word:" Makefile ./*/*.mk ./*/*/*.mk \
			packaging/*.mk.in
		verdict $? "$1" "there is no make $word"
	done
	for word in $(grep -oE '\]\([^)#]+' "$1" | cut -c3- | grep -v :); do
		[ -e "$(dirname "$1")/$word" ]
		verdict $? "$1" "there is no $word"
	done
}

mistakes() {
	passed=0 failed=0
	named "$1"
	follow "$1"
	[ "$failed" = 7 ]
}

said=$(mistakes tests/docs/wrong.md)
verdict $? tests/docs/wrong.md "its mistakes are not noticed" "$said"
said=$(tests/docs/figures.sh check)
verdict $? README.md "its figures are not those counted" "$said"
for document; do
	document=${document#./}
	named "$document"
	case $document in
	docs/*) mkdir "$scratch/empty" && cd "$scratch/empty" || exit 2 ;;
	esac
	started=$SECONDS
	follow "$document"
	cd "$root" || exit 2
	rm -rf "$scratch/empty"
	echo "-- $document: $((SECONDS - started)) s"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
