# SPDX-License-Identifier: BSD-2-Clause
# Of what the table tests print: those that failed, what was expected there, and
# how many there were. Ends with 1 if any failed.
/^\[ +RUN/ { said = "" }
/expected .*, got / { said = said "    " $0 "\n" }
/^\[ +OK / { passed++ }
/^\[ +FAILED +\] [A-Z]+_[0-9]+/ && !(($4 $5) in failed) {
	sub(/^\[ +FAILED +\] /, "")
	if (said == "")
		next
	failed[$0]
	printf "%s\n%s", $0, said
	n++
	said = ""
}
END {
	printf "rows: %d tests passed, %d failed\n", passed, n
	exit n > 0 || passed == 0
}
