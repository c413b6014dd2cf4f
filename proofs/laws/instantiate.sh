#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Writes the C file in which the laws are proved, to standard output.
#
#	proofs/laws/instantiate.sh [FOLDER] >laws.c
#
# FOLDER is where another machine than the runtime's stands.
#
# The laws are written by hand, in *.acsl here. What carries them through the
# machine is not: it is the same for every row and every phase, and reads of
# the generated files nothing but their names. Of a phase rst come
#
#	law_RST_1(b, x)     if the laws hold of b and x, and row RST_1 fires on
#	                    x, they hold of b and what the row leaves
#
# None sees a body of the machine: calls are proved from contracts.
set -eu

folder=${1:-}
if [ -n "$folder" ]; then
	machine=fsm.gen.c laws=
	cd "$folder"
else
	machine=runtime/fsm/fsm.gen.c laws=proofs/laws/
	cd "$(dirname "$0")/../.."
fi

echo '/* SPDX-License-Identifier: BSD-2-Clause */'
echo '/* Written by proofs/laws/instantiate.sh. */'
echo "#include \"$machine\""
for set in invariants rst numbers states calls stages; do
	echo "#include \"$laws$set.acsl\""
done
awk '
# The phases of an event, in the order in which it runs them.
/^static void fsm_event_.*[^;]$/ {
	event = $3
	sub(/fsm_event_/, "", event); sub(/\(.*/, "", event)
}
event && match($0, /fsm_via_[a-z_0-9]*/) {
	phase = substr($0, RSTART + 8, RLENGTH - 8)
	if (!(phase in kinds))
		phases[++n] = phase
	kinds[phase] = kinds[phase] (kinds[phase] ? " || " : "") \
		"x.e.kind == FSM_E_" toupper(event)
}
/^}/ { event = "" }
# The rows of a phase.
/^\/\* ---- [a-z_0-9]*:/ { now = $3; sub(/:/, "", now) }
/^static void fsm_do_/ {
	row = $3
	sub(/fsm_do_/, "", row); sub(/\(.*/, "", row)
	rows[now] = rows[now] " " row
}
function row_law(row, phase, post) {
	post = "post_" tolower(row) "(x)"
	printf "\n/*@ terminates \\true; exits \\false; assigns \\nothing;\n" \
		"    ensures before_%s(b, x) && row_%s(x) && " \
		"x.then <= FSM_P_%s ==>\n\tlaws(b, %s) &&\n" \
		"\tstage(b, %s, FSM_P_%s + 1); */\n" \
		"static void law_%s(struct fsm_ctx b, struct fsm_ctx x)\n" \
		"{\n\t(void)b;\n\t(void)x;\n}\n", phase, tolower(row),
		toupper(phase), post, post, toupper(phase), row
}
function phase_law(phase, i, k, row) {
	printf "\n/*@ predicate before_%s(struct fsm_ctx b, struct fsm_ctx x)" \
		" =\n\ttyped(x) && (%s) &&\n\tlaws(b, x) && " \
		"stage(b, x, FSM_P_%s); */\n", phase, kinds[phase],
		toupper(phase)
	k = split(rows[phase], row, " ")
	for (i = 1; i <= k; i++)
		row_law(row[i], phase)
}
END {
	print "\n/*@ predicate laws(struct fsm_ctx b, struct fsm_ctx x) ="
	print "\tlaw_invariant(x) && law_numbers(b, x) && law_rst(b, x) &&"
	print "\tlaw_states(b, x) && law_calls(b, x); */"
	for (i = 1; i <= n; i++)
		phase_law(phases[i])
}' "$machine"
