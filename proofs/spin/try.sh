#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# One search, with the machine of another specification of TCP. For whoever
# changes a row.
#
#	try.sh TCPWRIGHT SPECIFICATION WORK SEARCH
#
# SEARCH is a name in `bounds` or `variants`: a property, and how far it is
# looked at. Ends with the number of states, or, with status 1, with the
# shortest way to a state that breaks the property, as a chart. WORK is for
# scratch files.
set -eu
tcpwright=$1 specification=$2 work=$3 search=$4
SPIN=$(realpath "$(dirname "$0")")
standard=$(realpath "${STANDARD:-$SPIN/../../spec/tcp.fsm}")
# shellcheck source=/dev/null
. "$SPIN/model.sh"
set +f

# The kind of search, the property and the definitions behind them. Of a
# variant only what it shares with the real machine.
if line=$(bounds_of "$search"); then
	read -r property kind _ _ definitions <<<"$line"
	[ "$kind" != safety ] || kind=shortest
elif line=$(variant_of "$search"); then
	read -r name kind _ definitions <<<"$line"
	definitions=${definitions%%/*}
	read -r property _ _ _ shared <<<"$(bounds_of "$name")"
	definitions="$shared $definitions"
else
	echo "search: there is no '$search': see $SPIN/bounds and variants" >&2
	exit 2
fi
read -ra definitions <<<"$definitions"
read -ra flags <<<"$(kind_flags "$kind")"
mkdir -p "$work"
"$tcpwright" promela "$specification" >"$work/spec.pml"
model "$work" "$property" "$work/spec.pml" "${definitions[@]}"
compile "$work" "${flags[@]}"
search "$work" "$kind" || :
errors=$(found "$work" errors)
if [ -z "$errors" ]; then
	echo "search: it did not end: $work/out" >&2
	exit 2
fi
statement "$property" | fmt -w 76
if [ "$errors" = 0 ]; then
	echo "search: holds, $(found "$work" states) states"
	exit 0
fi
trail "$work" "$specification" >"$work/trail"
echo
awk -f "$SPIN/chart.awk" -f "$SPIN/chart_text.awk" "$standard" \
	"$specification" pass=1 "$work/trail" pass=2 "$work/trail"
echo
echo "search: does not hold: this is the shortest way there"
exit 1
