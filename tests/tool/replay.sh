# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2154,SC2016  # sourced by run.sh
#
# tw replay, over the kernel's captures (tests/data/replay, each with what is
# said of it), over our own, and over captures with one thing wrong.

# edit CODE <PCAP: runs perl over the packets, @p of [header, octets].
edit() {
	perl -e 'use strict; use warnings;
		binmode STDIN; binmode STDOUT; local $/; my $f = <STDIN>;
		my $head = substr($f, 0, 24, ""); my (@p, $n);
		while (length $f) {
			$n = unpack "x8V", $f;
			push @p, [substr($f, 0, 16, ""), substr($f, 0, $n, "")];
		}
		'"$1"';
		print $head, map { @$_ } @p'
}

# replays STATUS TEXT: what stands in $scratch/edited is answered so.
replays() {
	says "$1" "$2" "$tw" replay "$scratch/edited"
}

from_the_kernel() {
	local file
	for file in tests/data/replay/*.pcap*; do
		"$tw" replay "$file" >"$scratch/said" 2>&1
		diff "${file%.*}.out" "$scratch/said" >"$scratch/diff"
		verdict $? "replay $file"
		"$tw" replay --json "$file" | perl tests/tool/json.pl
		verdict $? "replay --json $file"
	done
	"$tw" replay - <tests/data/replay/linux-close.pcap |
		diff - tests/data/replay/linux-close.out >"$scratch/said"
	verdict $? "replay of standard input"
	says 1 'not what is at SND.UNA' "$tw" replay -q \
		tests/data/replay/linux-window.pcapng
	! grep -q 'OPEN_3' "$scratch/said"
	verdict $? "replay -q shows nothing but what no row explains"
}

# The same capture in all the forms there are.
other_forms() {
	local file=tests/data/replay/linux-close.pcap want
	want=${file%.*}.out
	same_as() { # CODE WHAT
		edit "$1" <$file >"$scratch/edited"
		"$tw" replay "$scratch/edited" 2>&1 | diff "$want" - \
			>"$scratch/said"
		verdict $? "replay of $2"
	}
	same_as '' 'the same'
	same_as '$head = pack "NnnNNNN", unpack "VvvVVVV", $head;
		$$_[0] = pack "N4", unpack "V4", $$_[0] for @p' 'big endian'
	same_as 'substr($head, 0, 4) = pack "V", 0xa1b23c4d;
		substr($$_[0], 4, 4) = pack "V",
			1000 * unpack "x4V", $$_[0] for @p' 'nanoseconds'
	same_as 'substr($head, 20, 4) = pack "V", 101;
		for (@p) { substr($$_[1], 0, 14) = "";
			substr($$_[0], 8, 8) = pack "VV", (length $$_[1]) x 2 }' \
		'raw IP'
	same_as 'for (@p) { substr($$_[1], 12, 0) = "\x81\x00\x00\x05";
			substr($$_[0], 8, 8) = pack "VV", (length $$_[1]) x 2 }' \
		'a VLAN'
	tshark -F pcapng -r $file -w "$scratch/edited" 2>"$scratch/said" &&
		"$tw" replay "$scratch/edited" 2>&1 | diff "$want" - \
			>"$scratch/said"
	verdict $? "replay of pcapng"
}

# One thing wrong with a capture that rows explain. Packet 4 is the first text.
one_wrong() {
	wrong() { # STATUS TEXT CODE
		edit "$3" <tests/data/replay/linux-close.pcap >"$scratch/edited"
		replays "$1" "$2"
	}
	local at='substr($p[3][1], 38, 4)' ack='substr($p[3][1], 42, 4)'
	wrong 1 'what comes before it is not in the capture' \
		"$at = pack 'N', 9 + unpack 'N', $at"
	wrong 1 'no row explains 1 of them: packet 4' \
		"$at = pack 'N', 9 + unpack 'N', $at; \$#p = 3"
	wrong 1 'acknowledges what is not in the capture' \
		"$ack = pack 'N', 1 + unpack 'N', $ack"
	wrong 1 'no row of this state sends it' \
		'substr($p[3][1], 47, 1) = "\x02"'
	wrong 1 'an acknowledgment that nothing asked for' \
		'splice @p, 3, 0, $p[2]'
	wrong 0 'ends in SYN-SENT, B 192.0.2.1:7 never said a word' \
		'$#p = 0'
	wrong 0 'its opening is not in the capture' 'splice @p, 0, 3'
	wrong 0 'ends in the middle of a packet' \
		'$p[-1][1] = substr $p[-1][1], 0, 20'
	wrong 0 'damaged: 1' 'substr($p[9][1], 46, 1) = "\x10"; $#p = 9;
		$p[10] = $p[9]; $p[9] = [@{$p[8]}]; @p = @p[0 .. 8, 10]'
	wrong 0 'no TCP over IPv4: 1' 'push @p, [@{$p[0]}];
		substr($p[-1][1], 12, 2) = "\x86\xdd"'
	wrong 2 'holds no TCP' '@p = ()'
	wrong 2 'it is damaged' 'substr($p[2][0], 8, 4) = "\xff\xff\xff\xff"'
}

no_capture() {
	says 2 'FILE is needed' "$tw" replay
	says 2 'No such file' "$tw" replay "$scratch/no"
	says 2 'Is a directory' "$tw" replay "$scratch"
	says 2 'it is empty' "$tw" replay /dev/null
	says 2 'neither pcap nor pcapng' "$tw" replay README.md
	head -c 60 tests/data/replay/linux-window.pcapng >"$scratch/edited"
	says 2 'it ends in its header' "$tw" replay "$scratch/edited"
}

# What a stack of ours did, row by row, is what is inferred from its capture.
from_ourselves() {
	"$tw" demo 1 -q --pcap "$scratch/edited" >"$scratch/said" 2>&1
	replays 0 'rows explain all of them'
	tshark -r "$scratch/edited" -Y 'tcp && ip.dst == 10.77.0.2' \
		-T fields -e frame.number -e frame.comment 2>/dev/null |
		sed 's/[^\t]*: //' >"$scratch/did"
	"$tw" replay --json "$scratch/edited" |
		sed -nE 's/.*"end":"A".*"packet":([0-9]+).*"arrived".*"rows":\[(.*)\].*/\1\t\2/p' |
		tr -d '"' | tr ',' ' ' >"$scratch/inferred"
	diff "$scratch/did" "$scratch/inferred" >"$scratch/said" &&
		[ "$(wc -l <"$scratch/did")" -ge 4 ]
	verdict $? "replay infers the rows that fired"
	cp "$scratch/pcap" "$scratch/edited"
	replays 0 'rows explain all of them'
}
