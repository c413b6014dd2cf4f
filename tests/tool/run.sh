#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The two tools as people use and misuse them: what they say, the status they
# end with, and what they leave behind. In network and mount namespaces that
# have no name and end with this script:
#
#     here: v0, for tw 192.0.2.2     there: v1, 192.0.2.1 the kernel's,
#                                               192.0.2.3 for another tw
#     run.sh TCPWRIGHT TW
set -u
if [ "${1:-}" != --inside ]; then
	as_root=
	[ "$(id -u)" = 0 ] || as_root=-r
	exec unshare $as_root -n -m "$0" --inside "$(realpath "$1")" \
		"$(realpath "$2")"
fi
tcpwright=$2
tw=$3
cd "$(dirname "$0")/../.." || exit 2
scratch=$(mktemp -d)
export XDG_RUNTIME_DIR=$scratch/run
passed=0 failed=0
version=$(packaging/version.sh)

there() {
	nsenter -t "$peer" -n "$@"
}

prepare() {
	unshare -n sleep 600 &
	peer=$!
	trap 'kill $peer; umount -q "$scratch/disk"; rm -rf "$scratch"' EXIT
	while [ "$(readlink /proc/$peer/ns/net)" = \
	        "$(readlink /proc/self/ns/net)" ]; do sleep 0.02; done
	ip link add v0 type veth peer name v1 netns "$peer" &&
	ip link set v0 up &&
	there ip link set v1 up &&
	there ip address add 192.0.2.1/24 dev v1 &&
	there ip link set lo up &&
	mkdir -m 700 "$scratch/run" &&
	mkdir "$scratch/disk" &&
	mount -t tmpfs -o size=64k tmpfs "$scratch/disk"
}

verdict() { # STATUS WHAT
	if [ "$1" = 0 ]; then passed=$((passed + 1)); return; fi
	failed=$((failed + 1))
	echo "FAILED: $2"
	sed 's/^/    /' "$scratch/said" | head -n 20
}

# says STATUS TEXT COMMAND...: it ends so, and its messages hold the text.
says() {
	local status=$1 text=$2 got
	shift 2
	timeout 20 "$@" >"$scratch/said" 2>&1 </dev/null
	got=$?
	[ "$got" = "$status" ] && grep -qF -e "$text" "$scratch/said"
	verdict $? "${*##*/}: exit status $got, wanted $status and \"$text\""
}

# ---------------------------------------------------------------- tw, misused

# shellcheck disable=SC2086  # $c is words
misuse() {
	local c="$tw connect -i v0 -a 192.0.2.2/24"
	says 0 'Exit codes: 0'        "$tw" --help
	says 0 'tw connect [OPTION'   "$tw" connect --help
	says 2 'Usage'                "$tw"
	says 2 "no verb 'frob'"       "$tw" frob
	says 2 "no verb 'frob'"      "$tw" help frob
	says 0 'tw connect [OPTION'   "$tw" help connect
	says 0 "tw $version"          "$tw" --version
	says 0 "tw $version"          "$tw" get --version
	says 2 'are needed'           "$tw" get http://192.0.2.1/
	says 2 'there is no story'    "$tw" demo nosuchstory
	says 2 'there is no story'    "$tw" why nosuchstory
	says 0 '*** B is ESTABLISHED' "$tw" why two-way-handshake
	says 2 'ADDR PORT is needed'  "$tw" connect
	says 2 'PORT is needed'       "$tw" listen -i v0 -a 192.0.2.2/24
	says 2 'are needed'           "$tw" connect 192.0.2.1 7
	says 2 'there are: lo v0'     "$tw" listen -i v9 -a 192.0.2.2/24 7
	says 2 'like 192.0.2.7/24'    "$tw" listen -i v0 -a 192.0.2.2 7
	says 2 'no prefix length'     "$tw" listen -i v0 -a 192.0.2.2/33 7
	says 2 'one host can have'    "$tw" listen -i v0 -a 192.0.2.255/24 7
	says 2 'one host can have'    "$tw" listen -i v0 -a 224.0.0.1/24 7
	says 2 'no port'              "$tw" listen -i v0 -a 192.0.2.2/24 65536
	says 2 'no port'              $c 192.0.2.1 +7
	says 2 'no IPv4 address'      $c 192.0.2.300 7
	says 2 'our own address'      $c 192.0.2.2 7
	says 2 'no address of one'    $c 192.0.2.255 7
	says 2 'not in the net'       $c 198.51.100.1 7
	says 2 'gateway is not in'    $c --gateway 198.51.100.1 203.0.113.1 7
	says 2 'no MSL'               $c --msl 0 192.0.2.1 7
	says 2 'no timeout'           $c --user-timeout 1s 192.0.2.1 7
	says 2 'no Ethernet address'  $c --mac 01:02:03:04:05:06 192.0.2.1 7
	says 2 'No such file'         $c --pcap "$scratch/no/file" 192.0.2.1 7
	says 2 'No space left'        $c --pcap /dev/full 192.0.2.1 7
}

# shellcheck disable=SC2086  # $c is words
trouble() {
	local c="$tw connect -i v0 -a 192.0.2.2/24"
	says 1 'connection refused'   $c 192.0.2.1 7
	says 1 'nobody answers ARP'   $c --user-timeout 4 192.0.2.9 7
	says 2 'no permission'        setpriv --bounding-set -all $c 192.0.2.1 7
	ip address add 192.0.2.2/24 dev v0
	says 2 'kernel has that'      $c 192.0.2.1 7
	ip address del 192.0.2.2/24 dev v0
	ip link set v0 down
	says 2 'ip link set v0 up'    $c 192.0.2.1 7
	ip link set v0 up
}

# ------------------------------------------------------------- tw, two of it

# Both ways at once, each to the end; every octet arrives.
# shellcheck disable=SC2086  # options are words
exchange() { # OCTETS [OPTIONS-THERE OPTIONS-HERE]
	head -c "$1" /dev/urandom >"$scratch/ours"
	head -c "$1" /dev/urandom >"$scratch/theirs"
	there timeout 60 "$tw" listen -i v1 -a 192.0.2.3/24 \
		--pcap "$scratch/pcap" ${2-} 7 <"$scratch/theirs" \
		>"$scratch/got_there" 2>"$scratch/said" &
	ready
	timeout 60 "$tw" connect -i v0 -a 192.0.2.2/24 -t ${3-} 192.0.2.3 7 \
		<"$scratch/ours" >"$scratch/got_here" 2>"$scratch/trace"
	verdict $? "$1 octets: tw connect ends with 0"
	wait $!
	verdict $? "$1 octets: tw listen ends with 0"
	cmp "$scratch/ours" "$scratch/got_there" 2>"$scratch/said"
	verdict $? "$1 octets arrive from connect"
	cmp "$scratch/theirs" "$scratch/got_here" 2>"$scratch/said"
	verdict $? "$1 octets arrive from listen"
}

# The trace and the packet comments name the same rows and states.
watched() {
	exchange 100000
	cp "$scratch/trace" "$scratch/said"
	grep -q 'CLOSED -> SYN-SENT  *OPEN_' "$scratch/trace"
	verdict $? "the trace shows the opening"
	tshark -r "$scratch/pcap" -Y tcp -T fields -e frame.comment \
		>"$scratch/said" 2>/dev/null
	grep -q '^LISTEN -> SYN-RECEIVED: LISTEN_' "$scratch/said"
	verdict $? "tshark shows the SYN's rows and states"
	grep -q '^SYN-RECEIVED -> ESTABLISHED: SEQ_' "$scratch/said"
	verdict $? "tshark shows the handshake's last"
	! grep -vqE '^[A-Z0-9-]+( -> [A-Z0-9-]+)?:( [A-Z]+_[0-9]+)+' \
		"$scratch/said"
	verdict $? "tshark shows a comment at every segment"
}

# Ended by SIGTERM in the middle of a connection, tw resets it.
ended() {
	there timeout 20 "$tw" listen -i v1 -a 192.0.2.3/24 7 </dev/null \
		>/dev/null 2>"$scratch/said" &
	local listener=$!
	sleep 0.5
	"$tw" connect -i v0 -a 192.0.2.2/24 192.0.2.3 7 >/dev/null \
		< <(sleep 5) &
	local client=$!
	sleep 0.5
	kill "$client"
	wait "$client"
	[ $? = 1 ]
	verdict $? "SIGTERM: exit status 1"
	wait "$listener"
	[ $? = 1 ] && grep -q 'connection reset' "$scratch/said"
	verdict $? "SIGTERM: the peer is told"
}

unread() {
	head -c 3000000 /dev/zero >"$scratch/ours"
	there timeout 20 "$tw" listen -i v1 -a 192.0.2.3/24 7 <"$scratch/ours" \
		>/dev/null 2>"$scratch/theirs" &
	local listener=$!
	sleep 0.5
	timeout 20 "$tw" connect -i v0 -a 192.0.2.2/24 192.0.2.3 7 </dev/null \
		2>"$scratch/said" | head -c 10 >/dev/null
	grep -q 'standard output: Broken pipe' "$scratch/said"
	verdict $? "output that nobody reads: tw says so"
	wait "$listener"
	grep -q 'connection reset' "$scratch/theirs"
	verdict $? "output that nobody reads: the peer is told"
}

# A demo that is killed takes everything it made with it.
killed() {
	local story after
	for story in open-and-close fin-behind-full-buffer nobody-answers; do
		for after in 0.01 0.3; do
			setsid "$tw" demo $story >"$scratch/said" 2>&1 &
			sleep $after
			kill -9 $!
			wait $! 2>/dev/null
			sleep 0.3
			cat /proc/[0-9]*/stat 2>/dev/null |
				awk -v s=$! '$6 == s && $3 != "Z" { exit 1 }'
			verdict $? "killed $story after $after s: no process"
		done
	done
	ip -o link >"$scratch/said"
	[ "$(wc -l <"$scratch/said")" = 2 ]
	verdict $? "killed demos leave no interface"
}

# ---------------------------------------------------------- tcpwright, misused

# The goldens hold what it says of wrong specifications.
lacking() {
	says 2 'No such file' "$tcpwright" check --no-solver \
		--rfc "$scratch/no" spec/tcp.fsm
	says 2 'cannot run z3' env PATH=/nowhere "$tcpwright" spec/tcp.fsm
}


# What was there stays; nothing half-written, nothing left beside it.
full_disk() {
	local disk=$scratch/disk
	echo old >"$disk/fsm.gen.c"
	says 2 'No space left' "$tcpwright" gen -o "$disk" spec/tcp.fsm
	[ "$(ls "$disk")" = fsm.gen.c ] && [ "$(cat "$disk/fsm.gen.c")" = old ]
	verdict $? "gen on a full disk leaves all as it was"
	cp tests/golden/format/rows.fsm "$disk"
	head -c 100000 /dev/zero >"$disk/rest" 2>/dev/null
	says 2 'No space left' "$tcpwright" fmt -i "$disk/rows.fsm"
	cmp tests/golden/format/rows.fsm "$disk/rows.fsm" &&
		[ ! -e "$disk/rows.fsm.new" ]
	verdict $? "fmt -i on a full disk leaves all as it was"
	mount -o remount,bind,ro "$disk"
	says 2 'Read-only' "$tcpwright" gen -o "$disk" spec/tcp.fsm
	says 2 'No such file' "$tcpwright" gen -o "$disk/no" spec/tcp.fsm
}

for part in wire replay pages ordinary; do
	# shellcheck source=/dev/null
	. "tests/tool/$part.sh"
done

if ! prepare; then
	echo "no namespaces with interfaces can be made here"
	echo "0 passed, 1 failed"
	exit 1
fi
misuse
trouble
watched
from_ourselves
bad_wire
exchange 50000000
pages
asked_for_status
in_json
one_by_one
ended
unread
killed
from_the_kernel
other_forms
one_wrong
no_capture
manual
completion
rootless
refused
full
lacking
full_disk
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
