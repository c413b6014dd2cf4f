#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What the last campaign, the last coverage and the last planting of bugs came
# to, as tables of Markdown. What was not measured is left out.
set -u
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"

[ -s "$BUILD/summary.txt" ] && awk -F'\t' \
	-v closing="$(cat "$BUILD/summary.txt")" '
	NR == 1 { next }
	!($1 in first) { first[$1] = NR; order[++harnesses] = $1 }
	{
		executions[$1] += $3
		processor[$1] += $4
		if ($2 == "main") {
			rate[$1] = $4 > 0 ? $3 / $4 : 0
			edges[$1] = $6
			map[$1] = $7
			inputs[$1] = $8
		}
	}
	END {
		print "`" closing "`\n"
		print "| harness | executions | a second and core, plain build " \
			"| processor s | edges found | of | inputs kept |"
		print "|---|--:|--:|--:|--:|--:|--:|"
		for (i = 1; i <= harnesses; i++) {
			h = order[i]
			printf "| %s | %d | %d | %d | %d | %d | %d |\n", h,
				executions[h], rate[h], processor[h], edges[h],
				map[h], inputs[h]
		}
	}' "$BUILD/summary.tsv"
[ -s "$BUILD/rows.txt" ] && printf '\nOf the table: %s.\n' \
	"$(grep -E 'rows fired$' "$BUILD/rows.txt")"
[ -s "$BUILD/lines.txt" ] && { echo; sed 's/^total /- lines of /' \
	"$BUILD/lines.txt"; }
[ -s "$BUILD/planted/table" ] && {
	printf '\n| planted bug | found by | after executions | s | objection |\n'
	echo '|---|---|--:|--:|---|'
	awk -F'\t' '{ gsub(/\|/, "\\|")
		printf "| %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5 }' \
		"$BUILD/planted/table"
}
exit 0
