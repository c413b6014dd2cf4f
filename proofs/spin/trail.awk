# SPDX-License-Identifier: BSD-2-Clause
#
# What SPIN printed of a run, as a trail (tests/replay/trail.h): its lines
# only, with the names of rows instead of their numbers.
#
#     awk -f trail.awk build/model/NAME/machine.pml OUTPUT > NAME.trail

/^#define FSM_R_/ && FILENAME ~ /\.pml$/ {
	name[$3] = substr($2, 7)
}

FILENAME ~ /\.pml$/ {
	next
}

/START OF CYCLE/ {
	print "@ CYCLE"
}

$1 != "@" {
	next
}

{
	line = $1
	for (i = 2; i <= NF; i++)
		line = line " " (($2 == "ROW" || $2 == "ROWS") && i > 3 && \
			$i in name ? name[$i] : $i)
	print line
}
