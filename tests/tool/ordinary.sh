# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2154,SC2016  # sourced by run.sh
#
# tw as an ordinary user has it, where the kernel allows, and where it does
# not; and outputs that are full.

# Whoever runs this as an ordinary user is one already.
nobody=(setpriv --reuid nobody --regid nogroup --clear-groups)
[ "$(awk '{ print $3 }' /proc/self/uid_map)" = 1 ] && nobody=()

rootless() {
	local home=$scratch/home
	mkdir "$home"
	cp "$tw" "$home/tw"
	cp -r tests/wire "$home/wire"
	chmod -R a+rX "$scratch" && chmod 755 "$scratch" "$home"
	says 0 'demo 01-open-and-close: passed' "${nobody[@]}" "$home/tw" demo
	says 0 '2 passed, 0 failed' "${nobody[@]}" \
		"$home/wire/run.sh" "$home/tw" stale-syn half-close
	says 2 'or give this program' "${nobody[@]}" "$home/tw" connect -i v0 \
		-a 192.0.2.2/24 192.0.2.1 7
}

# forbidden SYSCTL TEXT: where it is 0, and there is no privilege.
forbidden() {
	says 2 "$2" unshare -r sh -c 'echo 0 >"/proc/sys/$1" && shift &&
		exec setpriv --bounding-set -all --inh-caps -all "$@"' sh \
		"$1" "$tw" demo 1
}

refused() {
	forbidden user/max_user_namespaces \
		'run as root, or let root allow it: sysctl -w user.max_user_n'
	forbidden user/max_net_namespaces \
		'run as root, or let root allow it: sysctl -w user.max_net_n'
	says 2 'user.max_net_namespaces has to be larger' unshare -r sh -c \
		'echo 1 >/proc/sys/user/max_net_namespaces && exec "$@"' sh \
		"$tw" demo 1
}

# into_full WHAT COMMAND...: standard output takes nothing.
into_full() {
	local what=$1 got
	shift
	timeout 20 "$@" >/dev/full 2>"$scratch/said" </dev/null
	got=$?
	[ $got = 2 ] && grep -q 'standard output: No space left' "$scratch/said"
	verdict $? "$what into a full output: exit status $got"
}

full() {
	local disk=$scratch/disk
	into_full 'demo'       "$tw" demo 3
	into_full 'demo -q'    "$tw" demo -q 3
	into_full 'demo -l'    "$tw" demo --list
	into_full 'why'        "$tw" why
	into_full 'replay'     "$tw" replay tests/data/replay/linux-close.pcap
	into_full 'help'       "$tw" help
	into_full 'help verb'  "$tw" help get
	into_full '--version'  "$tw" --version
	serve 'HTTP/1.0 200 OK\n\nx'
	into_full 'get' "$tw" get -i v0 -a 192.0.2.2/24 http://192.0.2.3/
	wait "$server"
	head -c 61000 /dev/zero >"$disk/rest" 2>/dev/null
	says 2 'capture is not whole: No space left' \
		"$tw" demo -q 59 --pcap "$disk/pcap"
	rm -f "$disk/rest" "$disk/pcap"
}
