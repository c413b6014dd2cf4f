# SPDX-License-Identifier: BSD-2-Clause
#
# Of the provers that `why3 config detect` has found those we use, with our
# drivers, which stand in FOLDER.
#
#	awk -v folder=FOLDER -f why3.awk why3.conf
BEGIN {
	RS = ""
	FS = "\n"
	ORS = "\n\n"
	command["Z3"] = "-smt2 -T:%t sat.random_seed=42" \
		" nlsat.randomize=false smt.random_seed=42" \
		" tactic.default_tactic=smt" \
		" smt.qi.eager_threshold=1 %f"
	command["CVC4"] = "--tlimit=%t000 --lang=smt2 %f"
}
$1 != "[partial_prover]" { print; next }
{
	split($2, name, "\"")
	split($3, path, "\"")
}
name[2] in command {
	print "[prover]\n" $2 "\n" $3 "\n" $4 "\n" \
		"shortcut = \"" tolower(name[2]) "\"\n" \
		"command = \"" path[2] " " command[name[2]] "\"\n" \
		"driver = \"" folder "/" tolower(name[2]) ".drv\"\n" \
		"editor = \"\"\n" \
		"in_place = false\n" \
		"interactive = false"
}
