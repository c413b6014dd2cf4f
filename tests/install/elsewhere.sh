# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2154,SC2016  # run.sh's; make's
#
# A machine of somebody else's, in an empty folder, with what is installed.

begin() {
	mkdir "$scratch/door" && cp "$here/door/door.fsm" "$scratch/door" &&
	printf '%s\n' 'SPEC := door.fsm' \
		'include $(shell pkg-config --variable=rules tcpwright)' \
		>"$scratch/door/Makefile" &&
	make -C "$scratch/door" gen check &&
	[ -e "$scratch/door/fsm/fsm.gen.acsl" ] &&
	gcc -std=c11 -Wall -Wextra -Werror -c -o "$scratch/door.o" \
		"$scratch/door/fsm/fsm.gen.c"
}

proves() {
	make -C "$scratch/door" prove &&
	grep -qE '^proved: ([0-9]+) of \1 goals' "$scratch/output"
}

# C whose door stays shut where the specification says that it opens.
refutes() {
	local fsm=$scratch/door/fsm
	sed -i '/^static void fsm_do_PUSH_1(/,/^}/s/FSM_OPEN/FSM_SHUT/' \
		"$fsm/fsm.gen.c"
	! make -C "$scratch/door" current &&
	! SHORT=1 LONG=0 "$tree/share/tcpwright/proofs/spec.sh" "$fsm" \
		"$scratch/door/refuted" &&
	grep -q '^not proved: .* fsm_do_PUSH_1' "$scratch/output"
}

# A hole is named, with its line.
finds_hole() {
	sed -i '/PUSH_2/d' "$scratch/door/door.fsm"
	! make -C "$scratch/door" check &&
	grep -q '^door.fsm:[0-9]*:' "$scratch/output"
}

elsewhere() {
	check "a machine of one's own: generated, checked" begin
	check "a machine of one's own: proved"             proves
	check "wrong C is not proved"                      refutes
	check "a hole in it is found"                      finds_hole
}
