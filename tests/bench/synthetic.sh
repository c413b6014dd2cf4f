#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Prints a specification of about N rows (default 10000), to measure the
# compiler with: events of four phases, each a table of ten states and five
# classes, a row to each cell.
#
#     tests/bench/synthetic.sh 10000 > /tmp/big.fsm
#     time tcpwright gen -o /tmp/big /tmp/big.fsm
set -eu

awk -v rows="${1:-10000}" '
function states(s) { for (s = 0; s < 10; s++) printf " S_%d", s }

function row(p, s, c, last) {
	printf "  R%d_%d%d | S_%d | c%d | A.%d <- A.%d + F.X, ",
		p, s, c, s, c, c, (c + 1) % 5
	printf "%s | %s | %s | \"the words\"\n",
		c % 2 ? "send <SEQ=A.0>" : "touch",
		c == 2 ? "S_" (s + 1) % 10 : "=",
		last || c % 2 ? "stop" : "next"
}

function phase(p, last, s, c) {
	printf "\nphase p%d 1 \"the words\" in any\n", p
	for (c = 0; c < 4; c++)
		printf "  class c%d = F.X = A.%d + %d and F.N = %d\n", c, c, p, c
	print "  class c4 = not c0 and not c1 and not c2 and not c3\n"
	for (s = 0; s < 10; s++)
		for (c = 0; c < 5; c++)
			row(p, s, c, last)
}

BEGIN {
	print "machine big \"A machine of many rows\""
	print "standard book \"Book: of words\" sha256 \"" \
		"0000000000000000000000000000000000000000000000000000000000000000\""
	printf "states"; states(); print ""
	for (i = 0; i < 5; i++)
		printf "var A.%d octets kept \"number %d\"\n", i, i
	print "field F.X octets free \"a number\""
	print "field F.N octets free \"a number\""
	print "operation touch \"nothing\""
	print "message word <SEQ=octets> \"a word\""
	for (p = 0; p * 50 < rows; p++) {
		if (p % 4 == 0)
			printf "\nevent E_%d 1 \"the words\" (F.X, F.N)\n", p / 4
		phase(p, p % 4 == 3 || (p + 1) * 50 >= rows)
	}
}'
