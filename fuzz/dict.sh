#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# The dictionary of a harness: what its inputs may be made of, from the
# specification (names, control bits, the most a number can be), from
# runtime/options.h (kinds of options) and from script.h (verbs).
#     dict.sh TCPWRIGHT HARNESS > fuzz/HARNESS.dict
set -eu
export LC_ALL=C
tcpwright=$1
harness=$2

# Reads the three files and prints the words of the format.
words() {
	awk -v format="$1" '
	function word(name, octets) { printf "%s=\"%s\"\n", tolower(name), octets }
	function octet(n) { return sprintf("\\x%02x", n % 256) }
	function number16(n) { return octet(int(n / 256)) octet(n) }
	function number32(n) { return number16(int(n / 65536)) number16(n % 65536) }

	# message segment <SEQ=send> ... <CTL=flags FIN SYN ...>
	/^message / && match($0, /<CTL=flags [A-Z ]*>/) {
		flags = split(substr($0, RSTART + 11, RLENGTH - 12), flag, " ")
		for (i = 1; i <= flags; i++)
			bit[flag[i]] = 2 ^ (i - 1)
	}
	/^(var|field) / && match($0, /octets\([0-9]+\)/) {
		most[substr($0, RSTART + 7, RLENGTH - 8)] = 1
	}
	{
		line = $0
		while (match(line, /OPTION_[A-Z]+ = [0-9]+/)) {
			split(substr(line, RSTART + 7, RLENGTH - 7), pair, " = ")
			option[pair[1]] = pair[2]
			line = substr(line, RSTART + RLENGTH)
		}
	}
	/^enum verb/ { verbs = -1 }
	verbs < 0 {
		line = $0
		while (match(line, /VERB_[A-Z]+( = [0-9x]+)?/)) {
			name = substr(line, RSTART, RLENGTH)
			line = substr(line, RSTART + RLENGTH)
			sub(/ = .*/, "", name)
			if (name == "VERB_RAW")
				count = 128
			if (count && name != "VERB_END")
				verb[name] = count++
		}
		if (/}/)
			verbs = 1
	}

	function controls(before, behind,	i) {
		for (i = 1; i <= flags; i++) {
			word(flag[i], before octet(bit[flag[i]]) behind)
			if (flag[i] != "ACK")
				word(flag[i] "_ack", before \
					octet(bit[flag[i]] + bit["ACK"]) behind)
		}
	}

	function edges(	n) {
		for (n in most) {
			word("most_" n, number32(n))
			if (n + 0 < 65536)
				word("most_16_" n, number16(n))
		}
		word("half", number32(2147483648))
		word("before_half", number32(2147483647))
		word("last", number32(4294967295))
	}

	END {
		print "# Made by fuzz/dict.sh. Do not edit."
		if (format == "frame") {
			controls("\\x50", "")
			word("syn_with_mss", "\\x60" octet(bit["SYN"]))
			word("ipv4", "\\x08\\x00\\x45\\x00")
			word("arp", "\\x08\\x06\\x00\\x01\\x08\\x00\\x06\\x04")
			edges()
			size["MSS"] = 4; size["SCALE"] = 3; size["PERMITTED"] = 2
			size["SACK"] = 10; size["TIMESTAMPS"] = 10
			for (name in option) {
				octets = octet(option[name])
				if (name in size)
					octets = octets octet(size[name])
				for (i = 2; i < size[name]; i++)
					octets = octets octet(0)
				word("option_" name, octets)
			}
		} else if (format == "record") {
			controls("\\x00\\x00", "\\x00\\x00\\x00\\x08\\x00")
			for (name in verb)
				word(name, octet(verb[name]) \
					"\\x00\\x00\\x00\\x00\\x00\\x00\\x00")
		} else {
			for (i = 0; i < 20; i++)
				word("act_" i, "\\x01" octet(i) "\\x00\\x40")
		}
	}' spec/tcp.fsm runtime/options.h fuzz/script.h | sort
}

case $harness in
spec)        "$tcpwright" words spec/tcp.fsm ;;
transitions) "$tcpwright" octets spec/tcp.fsm ;;
parser)      words frame ;;
stack)       words record ;;
pair)        words act ;;
*)           echo "dict.sh: no harness '$harness'" >&2; exit 2 ;;
esac
