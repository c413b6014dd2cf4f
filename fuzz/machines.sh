#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Do two machines learn from each other? Two campaigns on one harness, each
# with a sync directory of its own, are the two; their queues are copied to and
# fro, as rsync between machines would. Passes when each has taken up an input
# that the other found; instances look at each other twice a minute.
#     machines.sh [SECONDS]
set -u
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"
LASTS=${1:-150}
place=$(mktemp -d)
trap 'kill "${campaigns[@]}" 2>/dev/null; wait; rm -rf "$place"' EXIT
campaigns=()

campaign() { # HOST
	H=parser INSTANCES="main asan" SYNC=$place/$1 HOST=$1 \
		fuzz/run.sh "$LASTS" >"$place/$1.log" 2>&1 \
		</dev/null &
	campaigns+=($!)
}

# exchange FROM TO: the queues alone, as README.md says.
exchange() {
	local queue to
	for queue in "$place/$1/parser/$1-"*/queue; do
		[ -d "$queue" ] || continue
		to=$place/$2${queue#"$place/$1"}
		mkdir -p "$to"
		cp -u "$queue"/id:* "$to" 2>/dev/null
	done
}

learnt() { # HOST OTHER: how many inputs
	find "$place/$1/parser" -path "*/$1-*/queue/*sync:$2-*" | wc -l
}

campaign red
campaign blue
for ((n = 0; n < LASTS; n += 2)); do
	sleep 2
	exchange red blue
	exchange blue red
done
wait "${campaigns[@]}"
red=$(learnt red blue) blue=$(learnt blue red)
echo "red took $red of blue's inputs, blue $blue of red's"
[ "$red" -gt 0 ] && [ "$blue" -gt 0 ]
