#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The searches of level deep, one after the other, each as far as the limits
# SECONDS_A_SEARCH and MEMORY (in MB) allow. Where a limit comes first the search
# is cut off, having found no error in what it saw. When none has failed, deep.md
# says what each of them saw.
set -u
cd "$(dirname "$0")/../.." || exit 2
export MODELS=build/model/deep
export SECONDS_A_SEARCH=${SECONDS_A_SEARCH:-600} MEMORY=${MEMORY:-6000}
# shellcheck disable=SC1091
. proofs/spin/model.sh

# outcome NAME: how much of what there was the search saw.
outcome() {
	local factor
	if [ "$(cat "$MODELS/$1/status")" = ok ]; then
		printf all
	else
		printf cut
	fi
	factor=$(found "$MODELS/$1" factor)
	[ -z "$factor" ] || printf ', bitstate, hash factor %s' "$factor"
}

head_of_page() {
	cat <<END
<!-- SPDX-License-Identifier: BSD-2-Clause -->
# The deep searches

Made by \`make model-deep\` on $(date -u +%F) from commit $(git rev-parse --short HEAD),
on $(nproc) cores ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1);
load $(cut -d" " -f1 /proc/loadavg) at the end), with at most
$SECONDS_A_SEARCH s and $MEMORY MB a search.
No search found an error. Seen: **all** there is within the bounds, or **cut**,
what came before the limit. A bitstate search leaves states out by chance, the
more the nearer its hash factor is to 1; over 100 hardly any.

| search | property | kind | bounds | states | MB | s | seen |
|---|---|---|---|---|---|---|---|
END
}

rows() {
	local name line
	for name in $(names deep); do
		read -ra line <<<"$(bounds_of "$name")"
		printf '| %s | %s | %s | %s | %s | %s | %s | %s |\n' "$name" \
			"${line[0]}" "${line[1]}" "${line[*]:4}" \
			"$(found "$MODELS/$name" states)" \
			"$(found "$MODELS/$name" memory)" \
			"$(found "$MODELS/$name" time)" "$(outcome "$name")"
	done
}

status=0
for name in $(names deep); do
	proofs/spin/run.sh one "$name" || status=1
done
[ "$status" = 0 ] && { head_of_page; rows; } >"$SPIN/deep.md"
exit "$status"
