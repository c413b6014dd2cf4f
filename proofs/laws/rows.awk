# SPDX-License-Identifier: BSD-2-Clause
#
# Of what instantiate.sh writes: the functions of the rows in `rows`, with every
# law as a clause of its own, so that a goal which fails is named after the law;
# and what the states are for which their phases have no row.
#
#	awk -f rows.awk -v rows="RST_1 RST_2" *.acsl laws.c

# The laws that the predicates law_... are made of, and what they look at.
FILENAME ~ /\.acsl$/ {
	if (/predicate law_[a-z]+\(/)
		inside = 1
	if (inside)
		text = text $0
	if (inside && /; \*\/$/) {
		sub(/^.*predicate law_[a-z]+\([^=]*=/, "", text)
		sub(/; \*\/$/, "", text)
		gsub(/[ \t]/, "", text)
		k = split(text, part, "&&")
		for (i = 1; i <= k; i++)
			law[++n] = part[i]
		inside = 0
		text = ""
	}
	next
}

function clauses(before, post, stage,   i, name, both) {
	for (i = 1; i <= n; i++) {
		name = both = law[i]
		sub(/\(.*/, "", name)
		printf "    ensures %s: %s ==>\n\t%s(%s%s);\n", name, before,
			name, both ~ /\(b,/ ? "b, " : "", post
	}
	printf "    ensures stage: %s ==>\n\t%s;\n", before, stage
}

function flush(   row, before, post, stage) {
	if (block !~ /static void law_/) {
		printf "%s", block
	} else if (block ~ /static void law_gap_/) {
		if (chosen)
			printf "%s", block
		chosen = 0
	} else if (match(block, /law_[A-Z_0-9]+\(/)) {
		row = substr(block, RSTART + 4, RLENGTH - 5)
		before = stage = block
		sub(/.*ensures /, "", before)
		sub(/ ==>.*/, "", before)
		sub(/.*stage/, "stage", stage)
		sub(/; \*\/.*/, "", stage)
		match(block, /post_[a-z_0-9]+\(x\)/)
		post = substr(block, RSTART, RLENGTH)
		if (index(" " rows " ", " " row " ")) {
			print "/*@ terminates \\true; exits \\false; " \
				"assigns \\nothing;"
			clauses(before, post, stage)
			print "*/"
			sub(/.*\*\/\n/, "", block)
			printf "%s", block
			chosen = 1
		}
	}
	block = ""
}

{ block = block $0 "\n" }
/^$/ { flush() }
END { flush() }
