#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Builds every example as its own first comment says, against an installed tree,
# and runs it against programs that know nothing of tcpwright. In network
# namespaces that have no name and end with this script:
#
#     here: v0, for the example 192.0.2.2     there: v1, 192.0.2.1 the kernel's
#
#     run.sh PREFIX     where `make install` has put everything
set -u
if [ "${1:-}" != --inside ]; then
	as_root=
	[ "$(id -u)" = 0 ] || as_root=-r
	exec unshare $as_root -n -m "$0" --inside "$(realpath "$1")"
fi
prefix=$2
cd "$(dirname "$0")" || exit 2
scratch=$(mktemp -d)
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig LD_LIBRARY_PATH=$prefix/lib
export PATH=$prefix/bin:$PATH
passed=0 failed=0

there() {
	nsenter -t "$peer" -n "$@"
}

prepare() {
	unshare -n sleep 600 &
	peer=$!
	trap 'kill $peer; rm -rf "$scratch"' EXIT
	while [ "$(readlink /proc/$peer/ns/net)" = \
	        "$(readlink /proc/self/ns/net)" ]; do sleep 0.02; done
	ip link add v0 type veth peer name v1 netns "$peer" &&
	ip link set v0 up &&
	there ip link set v1 up &&
	there ip link set lo up &&
	there ip address add 192.0.2.1/24 dev v1
}

verdict() { # STATUS WHAT
	if [ "$1" = 0 ]; then passed=$((passed + 1)); return; fi
	failed=$((failed + 1))
	echo "FAILED: $2"
	sed 's/^/    /' "$scratch/said" | head -n 20
}

# build NAME: by the command in its comment, and without any warning.
build() {
	local command
	command=$(sed -n 's/^ \*      \(cc -o .*\)/\1/p' "$1.c")
	(cp "$1".* common.h "$scratch" && cd "$scratch" &&
		{ [ ! -e "$1.fsm" ] || tcpwright gen -o . "$1.fsm"; } &&
		eval "${command/cc/cc -Wall -Wextra -Wconversion -Werror}"
	) >"$scratch/said" 2>&1 && [ -x "$scratch/$1" ]
	verdict $? "$1.c is built: $command"
	[ "$(wc -l <"$1.c")" -lt 150 ]
	verdict $? "$1.c has less than 150 lines"
}

# start WHAT COMMAND...: in the background, as $program, output in said.
start() {
	"$@" >"$scratch/said" 2>&1 &
	program=$!
}

stopped() {
	kill "$program" 2>/dev/null
	wait "$program" 2>/dev/null
}

# asks WHERE PORT COMMAND: a bash with the connection open as file 3, once the
# port can be connected to.
asks() {
	local try
	for ((try = 1; try <= 100; try++)); do
		$1 timeout 20 bash -c \
			"exec 3<>/dev/tcp/$2/$3 || exit; $4" \
			2>"$scratch/asked" && return
		sleep 0.2
	done
	cat "$scratch/asked" >>"$scratch/said"
	echo "after $try tries" >>"$scratch/said"
	return 1
}

two_stacks() {
	timeout 20 "$scratch/pair" >"$scratch/got" &&
	diff pair.txt "$scratch/got" >"$scratch/said"
	verdict $? "pair: it prints what pair.txt has"
}

own_machine() {
	printf '%s\n' hello 50 20 100 20 walk |
		timeout 20 "$scratch/gate" >"$scratch/got"
	diff gate.txt "$scratch/got" >"$scratch/said"
	verdict $? "gate: it does what gate.txt has"
}

echo_server() {
	head -c 400000 /dev/urandom >"$scratch/sent"
	start "$scratch/echo" v0 192.0.2.2/24 7
	asks there 192.0.2.2 7 "cat '$scratch/sent' >&3 &
		head -c 400000 <&3 >'$scratch/got'" &&
	cmp "$scratch/sent" "$scratch/got"
	verdict $? "echo: what comes back is what was sent"
	stopped
}

http_client() {
	mkdir "$scratch/www"
	head -c 3000000 /dev/urandom >"$scratch/www/file"
	start nsenter -t "$peer" -n \
		python3 -m http.server -d "$scratch/www" 8000
	asks there 192.0.2.1 8000 :
	timeout 20 "$scratch/get" v0 192.0.2.2/24 192.0.2.1 8000 /file \
		>"$scratch/got" 2>>"$scratch/said" &&
	cmp "$scratch/www/file" "$scratch/got"
	verdict $? "get: the file is fetched"
	grep -q '^HTTP/1.0 200 OK' "$scratch/said"
	verdict $? "get: the header is shown"
	stopped
	timeout 20 "$scratch/get" v0 192.0.2.2/24 192.0.2.1 8000 / \
		2>"$scratch/said"
	[ $? = 1 ] && grep -qx 'connection refused' "$scratch/said"
	verdict $? "get: nobody there is an error"
}

epoll_loop() {
	local first second
	start "$scratch/epoll" v0 192.0.2.2/24 13
	first=$(asks there 192.0.2.2 13 'cat <&3')
	sleep 0.3
	second=$(asks there 192.0.2.2 13 'cat <&3')
	[ "${second:-0}" -gt "${first:-0}" ]
	verdict $? "epoll: the count goes on: '$first' '$second'"
	stopped
	grep -q '^counted to [1-9]' "$scratch/said"
	verdict $? "epoll: the program's own end is still its end"
}

tap_link() {
	ip tuntap add tap0 mode tap &&
	ip address add 192.0.2.1/24 dev tap0 &&
	ip link set tap0 up
	start "$scratch/tap" tap0 192.0.2.2/24 80
	asks env 192.0.2.2 80 "printf 'GET / HTTP/1.0\r\n\r\n' >&3
		cat <&3 >'$scratch/got'"
	grep -q '^SEGMENT  SYN_RECEIVED -> ESTABLISHED SEQ_' "$scratch/got"
	verdict $? "tap: the page shows the rows of its own connection"
	stopped
	ip link del tap0
}

if ! prepare >"$scratch/said" 2>&1; then
	echo "no namespaces with interfaces can be made here"
	echo "0 passed, 1 failed"
	exit 1
fi
for name in pair gate echo get epoll tap; do build "$name"; done
two_stacks
own_machine
echo_server
http_client
epoll_loop
tap_link
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
