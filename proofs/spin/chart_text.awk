# SPDX-License-Identifier: BSD-2-Clause
#
# Draws the lines of chart.awk as text, 80 columns at most, after the figures
# of RFC 9293. The state of an end is the one after the line; --x is lost, ...
# is still under way, or has been for long.
#
#        TCP A                                                     TCP B
#     1. SYN-SENT     --> <SEQ=100><CTL=SYN>                   --> SYN-RECEIVED
#        [OPEN_3]                                                  [LISTEN_6]

function spaces(n) {
	return n > 0 ? sprintf("%" n "s", "") : ""
}

# Under the state of B, or further left if it is long.
function right_start(text) {
	return 65 + length(text) > 80 ? 80 - length(text) : 65
}

# What each end has to say beside a line; two lines if that would meet.
function sides(left, right,   gap) {
	gap = right_start(right) - 4 - length(left)
	if (left != "" && right != "" && gap < 1) {
		sides(left, "")
		sides("", right)
	} else if (right != "") {
		print spaces(4) left spaces(gap) right
	} else if (left != "") {
		print spaces(4) left
	}
}

function within(open_mark, text, close_mark) {
	return text == "" ? "" : open_mark text close_mark
}

function mark(i, p) {
	if (segment[i] == "")
		return ""
	if (from[i] == p && sent[i] || from[i] != p && came[i])
		return from[i] == 0 ? "-->" : "<--"
	return remark[i] == "lost" ? (from[i] == 0 ? "--x" : "x--") : "..."
}

# The end that the segment did not leave from, or does not reach.
function shown_state(i, p) {
	if (segment[i] != "" && from[i] == p && !sent[i])
		return within("(", remark[i], ")")
	if (segment[i] != "" && from[i] != p && !came[i])
		return within("(", remark[i], ")")
	return state[i, p]
}

function draw_line(i,   text) {
	if (i == cycle)
		print spaces(4) "-- from here on, again and again:"
	sides(within("(", call[i, 0], ")"), within("(", call[i, 1], ")"))
	text = sprintf("%2d. %-12s %3s %-39s %3s %s", i, shown_state(i, 0),
		mark(i, 0), segment[i], mark(i, 1), shown_state(i, 1))
	sub(/ +$/, "", text)
	print text
	sides(within("[", row[i, 0], "]"), within("[", row[i, 1], "]"))
}

function draw(   i) {
	print spaces(4) "TCP A" spaces(56) "TCP B"
	for (i = 1; i <= lines; i++)
		draw_line(i)
}
