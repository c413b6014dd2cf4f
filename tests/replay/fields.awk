# SPDX-License-Identifier: BSD-2-Clause
#
# The names of a specification as C can loop over them: for every variable,
# event field and choice one line, and what sort of number each of them is.
#
#     VARIABLE(snd_wnd, PLAIN, FIXED, 2)    var SND.WND octets(...) fixed 2
#     FIELD(seg_seq, THEIRS)                field SEG.SEQ receive free
#     CHOICE(listen_on_syn)                 choice listen_on_syn off
#
#     awk -f fields.awk spec/tcp.fsm > fields.h

function c_name(name) {
	gsub(/\./, "_", name)
	return tolower(name)
}

function sort_of(type) {
	if (type == "send")
		return "OURS"
	return type == "receive" ? "THEIRS" : "PLAIN"
}

BEGIN {
	print "/* Made by tests/replay/fields.awk. Do not edit. */"
}

$1 == "var" {
	printf "VARIABLE(%s, %s, %s, %d)\n", c_name($2), sort_of($3),
		$4 == "kept" ? "KEPT" : $4 == "fixed" ? "FIXED" : "LOOSE",
		$4 == "fixed" ? $5 : 0
}

$1 == "timer" {
	printf "VARIABLE(armed_%s, PLAIN, KEPT, 0)\n", c_name($2)
}

$1 == "field" {
	printf "FIELD(%s, %s)\n", c_name($2), sort_of($3)
}

$1 == "choice" {
	printf "CHOICE(%s)\n", c_name($2)
}
