#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Writes the C files in which the laws are proved, to standard output.
#
#	proofs/laws/instantiate.sh [FOLDER] >laws.c
#	proofs/laws/instantiate.sh -e [FOLDER] >events.c
#
# FOLDER is where another machine than the runtime's stands.
#
# The laws are written by hand, in *.acsl here. What carries them through the
# machine is not: it is the same for every row and every phase, and reads of
# the generated files nothing but their names. laws.c is what unfolds a law:
#
#	law_RST_1(b, x)     if the laws hold of b and x, and row RST_1 fires on
#	                    x, they hold of b and what the row leaves
#	law_gap_rst(b, x)   if no row of rst fires, x is ready for the phase
#	                    that comes next
#	law_begin_SEND(b)   b is ready for the first phase of the event
#	law_end_SEND(b, x)  behind its last phase the laws hold, for an event
#	                    that is over
#
# events.c puts them together, as the machine does its phases:
#
#	law_via_rst(b, x)   the phase keeps the laws, whatever row fires
#	law_SEND(b)         so does the event
#	law_SEGMENT_2(b, x) so do five phases each, where it has more
#	law_run(b)          so does any event
#	law_machine, law_step, law_first    step.acsl
#
# None sees a body of the machine: calls are proved from contracts.
set -eu

part=laws
if [ "${1:-}" = -e ]; then
	part=events
	shift
fi
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
if [ $part = events ]; then
	echo '#include "laws.c"'
else
	echo "#include \"$machine\""
	for set in invariants rst numbers states calls stages events; do
		echo "#include \"$laws$set.acsl\""
	done
fi
awk -v part=$part '
# The phases of an event, in the order in which it runs them.
/^static void fsm_event_.*[^;]$/ {
	event = $3
	sub(/fsm_event_/, "", event); sub(/\(.*/, "", event)
	events[++m] = event
}
event && match($0, /fsm_via_[a-z_0-9]*/) {
	phase = substr($0, RSTART + 8, RLENGTH - 8)
	if (!(phase in kinds))
		phases[++n] = phase
	kinds[phase] = kinds[phase] (kinds[phase] ? " || " : "") \
		"b.e.kind == FSM_E_" toupper(event)
	if (!(event in last))
		first[event] = phase
	last[event] = phase
	chain[event] = chain[event] " " phase
	next
}
# A timer that raises its event is disarmed.
event && /^\tx->t\.armed_[a-z_0-9]* = 0;$/ { disarmed[event] = substr($1, 4) }
/^}/ { event = "" }
# The rows of a phase.
/^\/\* ---- [a-z_0-9]*:/ { now = $3; sub(/:/, "", now) }
/^static void fsm_do_/ {
	row = $3
	sub(/fsm_do_/, "", row); sub(/\(.*/, "", row)
	rows[now] = rows[now] " " row
}
# A function that is there for its contract, and what it calls.
function prove(head, requires, ensures, calls) {
	printf "\n/*@ "
	if (requires)
		printf "requires %s;\n    ", requires
	print "terminates \\true; exits \\false; assigns \\nothing;"
	printf "    ensures %s; */\nstatic void %s\n{\n%s}\n",
		ensures, head, calls
}
function row_law(row, phase,   post) {
	post = "post_" tolower(row) "(x)"
	prove("law_" row "(struct fsm_ctx b, struct fsm_ctx x)", "",
		"before_" phase "(b, x) && row_" tolower(row) "(x) && " \
		"x.then <= FSM_P_" toupper(phase) " ==>\n\tlaws(b, " post \
		") &&\n\tstage(b, " post ", FSM_P_" toupper(phase) " + 1)",
		"\t(void)b;\n\t(void)x;\n")
}
function phase_laws(phase,   i, k, row, none) {
	printf "\n/*@ predicate before_%s(struct fsm_ctx b, struct fsm_ctx x)" \
		" =\n\t(%s) && at(b, x, FSM_P_%s); */\n", phase,
		kinds[phase], toupper(phase)
	k = split(rows[phase], row, " ")
	for (i = 1; i <= k; i++) {
		row_law(row[i], phase)
		none = none " &&\n\t!row_" tolower(row[i]) "(x)"
	}
	prove("law_gap_" phase "(struct fsm_ctx b, struct fsm_ctx x)",
		"before_" phase "(b, x)",
		"x.then > FSM_P_" toupper(phase) " || (" substr(none, 6) \
		") ==>\n\tstage(b, x, FSM_P_" toupper(phase) " + 1)",
		"\t(void)b;\n\tfsm_phase_" phase "(&x);\n")
}
function event_ends(event,   kind, x) {
	kind = "b.e.kind == FSM_E_" toupper(event)
	x = event in disarmed ? \
		"{ b \\with ." disarmed[event] " = (uint8_t)0 }" : "b"
	prove("law_begin_" toupper(event) "(struct fsm_ctx b)",
		"begun(b) && " kind,
		"at(b, " x ", FSM_P_" toupper(first[event]) ")",
		"\t(void)b;\n")
	prove("law_end_" toupper(event) \
		"(struct fsm_ctx b, struct fsm_ctx x)",
		kind " &&\n\tat(b, x, FSM_P_" toupper(last[event]) " + 1)",
		"kept(b, x)", "\t(void)b;\n\t(void)x;\n")
}
function via_law(phase,   i, k, row, calls, after) {
	k = split(rows[phase], row, " ")
	for (i = 1; i <= k; i++)
		calls = calls "\tlaw_" row[i] "(b, x);\n"
	after = "via_" phase "(x)"
	prove("law_via_" phase "(struct fsm_ctx b, struct fsm_ctx x)",
		"before_" phase "(b, x)",
		"at(b, " after ", FSM_P_" toupper(phase) " + 1)",
		calls "\tlaw_gap_" phase "(b, x);\n\tfsm_via_" phase "(&x);\n")
}
# Five phases of a long event, from number i on, in one function: its name.
function part_law(event, phase, i, n,   name, before, after, calls) {
	name = "law_" toupper(event) "_" (i + 4) / 5
	before = "at(b, x, FSM_P_" toupper(phase[i]) ")"
	after = "x"
	do {
		after = "via_" phase[i] "(" after ")"
		calls = calls "\tlaw_via_" phase[i] "(b, x);\n" \
			"\tfsm_via_" phase[i] "(&x);\n"
	} while (i % 5 && i < n && ++i)
	prove(name "(struct fsm_ctx b, struct fsm_ctx x)",
		"b.e.kind == FSM_E_" toupper(event) " && " before,
		"at(b, " after ",\n\tFSM_P_" toupper(phase[i]) " + 1)", calls)
	return name
}
function event_law(event,   body, i, n, phase) {
	n = split(chain[event], phase, " ")
	for (i = 1; i <= n; i++) {
		if (n <= 5)
			body = body "\tlaw_via_" phase[i] "(b, x);\n"
		else if (i % 5 == 1)
			body = body "\t" part_law(event, phase, i, n) "(b, x);\n"
		body = body "\tfsm_via_" phase[i] "(&x);\n"
	}
	prove("law_" toupper(event) "(struct fsm_ctx b)",
		"begun(b) && b.e.kind == FSM_E_" toupper(event),
		"kept(b, event_" event "(b))", "\tstruct fsm_ctx x = b;\n\n" \
		(event in disarmed ? "\tx." disarmed[event] " = 0;\n" : "") \
		"\tlaw_begin_" toupper(event) "(b);\n" body \
		"\tlaw_end_" toupper(event) "(b, x);\n")
}
function run_law(   i, calls) {
	for (i = 1; i <= m; i++)
		calls = calls "\tif (b.e.kind == FSM_E_" toupper(events[i]) \
			")\n\t\tlaw_" toupper(events[i]) "(b);\n\telse"
	gsub(/else\t/, "else ", calls)
	prove("law_run(struct fsm_ctx b)", "begun(b)",
		"kept(b, machine(b))", calls "\n\t\tlaw_none(b);\n")
}
END {
	for (i = 1; i <= n; i++)
		if (part == "laws")
			phase_laws(phases[i])
		else
			via_law(phases[i])
	for (i = 1; i <= m; i++)
		if (part == "laws")
			event_ends(events[i])
		else
			event_law(events[i])
	if (part == "laws")
		prove("law_none(struct fsm_ctx b)",
			"begun(b) && b.e.kind >= FSM_EVENTS", "kept(b, b)",
			"\t(void)b;\n")
	else
		run_law()
}' "$machine"
[ $part = laws ] || cat <<END

#include "${laws}step.acsl"

static struct fsm_tcb law_first(struct fsm_choices c)
{
	struct fsm_tcb t = { 0 };

	(void)c;
	return t;
}

static void law_machine(struct fsm_choices c, struct fsm_event e,
	struct fsm_tcb t)
{
	law_run(fsm_begin(c, e, t));
}

static void law_step(const struct fsm_choices *c, const struct fsm_event *e,
	struct fsm_tcb *t, struct fsm_out *o)
{
	law_machine(*c, *e, *t);
	fsm_step(c, e, t, o);
}
END
