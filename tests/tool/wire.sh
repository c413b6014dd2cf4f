# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2154  # sourced by run.sh
#
# tw over a wire: pages, status, JSON, and a wire that is bad.

# ready: a tw that listens can be asked for its status.
ready() {
	for _ in $(seq 100); do
		"$tw" status 2>/dev/null | grep -q 'tw listen' && return
		sleep 0.05
	done
}

# serve ANSWER [OPTION...]: a tw there sends it to who connects to port 80.
serve() {
	# shellcheck disable=SC2059  # the answer is a format
	printf "$1" >"$scratch/answer"
	shift
	there timeout 20 "$tw" listen -i v1 -a 192.0.2.3/24 "$@" 80 \
		<"$scratch/answer" >"$scratch/asked" 2>"$scratch/server" &
	server=$!
	ready
}

# fetches STATUS TEXT BODY ANSWER: get ends so, says that, and prints the body.
fetches() {
	local got ok
	serve "$4"
	timeout 20 "$tw" get -i v0 -a 192.0.2.2/24 'http://192.0.2.3/a?b=c#d' \
		>"$scratch/body" 2>"$scratch/said"
	got=$?
	wait "$server"
	[ "$got" = "$1" ] && grep -qF -e "$2" "$scratch/said" <(echo .) &&
		[ "$(cat "$scratch/body")" = "$3" ]
	ok=$?
	sed 's/^/there: /' "$scratch/server" >>"$scratch/said"
	verdict $ok "get of \"$4\": exit status $got, wanted $1 and \"$2\""
}

pages() {
	local c="$tw get -i v0 -a 192.0.2.2/24" h='HTTP/1.1'
	fetches 0 .  hello "$h 200 OK\r\nContent-Length: 5\r\n\r\nhello, more"
	head -n 2 "$scratch/asked" | tr -d '\r' >"$scratch/said"
	[ "$(cat "$scratch/said")" = "GET /a?b=c HTTP/1.0
Host: 192.0.2.3" ]
	verdict $? "get asks for the page"
	fetches 0 . whole "HTTP/1.0 200 OK\n\nwhole"
	fetches 0 . fine "$h 100 Continue\r\n\r\n$h 204 No\r\n\r\nfine"
	fetches 3 'the page is at http://x/' '' \
		"$h 301 Gone there\r\nLocation: http://x/\r\n\r\n"
	fetches 4 'the server says 404 No such' sorry \
		"$h 404 No such\r\n\r\nsorry"
	fetches 5 'the server says 500' '' "$h 500 Oh\r\n\r\n"
	fetches 1 'not whole: 3 of 10' abc \
		"$h 200 OK\r\ncontent-length:10\r\n\r\nabc"
	fetches 1 'is no HTTP' '' 'SSH-2.0\r\n\r\n'
	fetches 1 'there was no answer' '' ''
	# shellcheck disable=SC2086  # $c is words
	{
		says 2 'no URL that get knows' $c https://192.0.2.3/
		says 2 'no URL that get knows' $c 'http://192.0.2.3/a b'
		says 2 'names no host'         $c http:///page
		says 2 'no port'               $c http://192.0.2.3:x/
		says 2 'needs no resolver'     $c http://no.such.name.invalid/
	}
}

# ---------------------------------------------------------------- status

asked_for_status() {
	local name
	says 0 'no tw of this user is running' "$tw" status
	says 2 'no argument' "$tw" status 7
	there timeout 20 "$tw" listen -i v1 -a 192.0.2.3/24 7 \
		>/dev/null 2>&1 < <(sleep 3) &
	local listener=$!
	ready
	"$tw" status >"$scratch/said"
	grep -qE '^[0-9]+ tw listen, v1: LISTEN  192.0.2.3:7 - anybody$' \
		"$scratch/said"
	verdict $? "status of who listens"
	timeout 20 "$tw" connect -i v0 -a 192.0.2.2/24 192.0.2.3 7 \
		>/dev/null 2>&1 < <(sleep 2) &
	local client=$!
	sleep 0.6
	"$tw" status >"$scratch/said"
	[ "$(grep -cE 'v[01]: ESTABLISHED  192.0.2.[23]:' \
		"$scratch/said")" = 2 ]
	verdict $? "status of both ends"
	"$tw" status --json >"$scratch/said"
	perl tests/tool/json.pl <"$scratch/said" &&
		[ "$(grep -c '"state":"ESTABLISHED"' "$scratch/said")" = 2 ]
	verdict $? "status --json: an object for each"
	for name in $(sed -nE 's/^var ([A-Z.0-9]+).*/\1/p' spec/tcp.fsm) \
		$(sed -nE 's/^timer ([a-z_]+).*/armed#\1/p' spec/tcp.fsm); do
		grep -qF "\"${name/\#/ }\":" "$scratch/said"
		verdict $? "status --json has $name"
	done
	wait "$client" "$listener"
	[ -z "$(ls "$XDG_RUNTIME_DIR/tw")" ]
	verdict $? "who ends is asked no more"
}

# ------------------------------------------------------------------ JSON

in_json() {
	"$tw" demo 1 --json >"$scratch/said" 2>&1
	verdict $? "demo --json ends with 0"
	perl tests/tool/json.pl <"$scratch/said" &&
		grep -q '"rows":\["OPEN_3"\]' "$scratch/said" &&
		tail -n 1 "$scratch/said" | grep -q '"passed":true'
	verdict $? "demo --json: events, and how it ended"
	serve 'HTTP/1.0 200 OK\n\nx'
	"$tw" get --json -t -i v0 -a 192.0.2.2/24 http://192.0.2.3/ \
		2>"$scratch/said" >/dev/null
	wait "$server"
	perl tests/tool/json.pl <"$scratch/said" &&
		grep -q '"arrived":{"seq":[0-9]*,"ack":[0-9]*,"ctl":"SYN,ACK"' \
			"$scratch/said" &&
		tail -n 1 "$scratch/said" |
		grep -q '^{"exit":0,"segments_in":[1-9]'
	verdict $? "get --json -t: events, and the outcome"
	"$tw" connect --json -a $'q"b\\n\nt\tc\x01u\xc3\xa4x\xff\xed\xa0\x80' \
		1 2 2>"$scratch/said"
	perl tests/tool/json.pl <"$scratch/said" &&
		grep -qF -e 'q\"b\\n\nt\tc\u0001u'$'\xc3\xa4''x\ufffd\ufffd' \
			"$scratch/said"
	verdict $? "what JSON wants escaped is escaped"
}

# -------------------------------------------------------------- bad wires

# Both ways over the worst of wires; all octets arrive, and it was a bad one.
bad_wire() {
	local ends="--linger --msl 1 --delay 1"
	exchange 300000 "$ends" "$ends --json --drop 4 --dup 4 --reorder 4
		--corrupt 4 --seed 5"
	tail -n 1 "$scratch/trace" >"$scratch/said"
	grep -qE '"retransmissions":[1-9].*"dropped_(checksum|malformed)":[1-9]' \
		"$scratch/said"
	verdict $? "a bad wire costs retransmissions and checksums"
	grep -qE '"TEXT_(2|5|8)"' "$scratch/trace"
	verdict $? "a bad wire brings text ahead of a gap"
}

one_by_one() {
	local c="timeout 20 $tw get --json -i v0 -a 192.0.2.2/24" sent took
	# shellcheck disable=SC2086  # $c is words
	{
		says 1 'due to user timeout' $c --drop 100 --user-timeout 1 \
			--seed 1 http://192.0.2.3/
		serve 'HTTP/1.0 200 OK\n\nx' --json
		says 0 '"exit":0' $c --dup 100% --seed 1 http://192.0.2.3/
		wait "$server"
		sent=$(sed -nE 's/.*"segments_out":([0-9]+).*/\1/p' \
			"$scratch/said")
		cp "$scratch/server" "$scratch/said"
		[ "$(sed -nE 's/.*"segments_in":([0-9]+).*/\1/p' \
			"$scratch/said")" -gt "$sent" ]
		verdict $? "--dup: more arrives than the $sent sent"
		serve 'HTTP/1.0 200 OK\n\nx'
		took=$(date +%s%N)
		says 0 '"exit":0' $c --delay 100 http://192.0.2.3/
		took=$((($(date +%s%N) - took) / 1000000))
		wait "$server"
		[ "$took" -gt 500 ]
		verdict $? "--delay 100: two round trips and ARP take $took ms"
		serve 'HTTP/1.0 200 OK\n\nx'
		says 0 'makes it the same again' $c --reorder 1 \
			http://192.0.2.3/
		wait "$server"
		says 2 'is no percentage' $c --drop 101 http://192.0.2.3/
		says 2 'is no percentage' $c --corrupt x http://192.0.2.3/
		says 2 'is no delay'      $c --delay 61s http://192.0.2.3/
		says 2 'is no seed'       $c --seed -1 http://192.0.2.3/
	}
	says 0 'passed' "$tw" demo -q 3 --delay 2ms --seed 3
	says 1 'failed after' "$tw" demo 3 --drop 100 --seed 3
}
