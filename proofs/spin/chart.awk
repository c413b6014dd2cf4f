# SPDX-License-Identifier: BSD-2-Clause
#
# A trail (tests/replay/trail.h) as a message-sequence chart: reads it, and
# leaves the lines of the chart in arrays, a line a segment or a change:
#
#     call[i, p]    what the application or a timer does first: "close"
#     state[i, p]   the state of end p afterwards
#     row[i, p]     the rows that fired there and had something to do
#     segment[i]    <SEQ=100><CTL=SYN>, or nothing
#     from[i]       who sends it, 0 or 1
#     sent[i]       in this line; else it comes from an earlier one
#     came[i]       it arrives in this line
#     remark[i]     of the other end: duplicate, forged, delayed, again, lost
#
# chart_text.awk and chart_svg.awk draw them: function draw(). The numbers are
# shown as in the figures of RFC 9293: A counts from 100, B from 300.
#
#     awk -f chart.awk -f chart_text.awk spec/tcp.fsm NAME.trail
#
# The specification is read first: a row that does nothing, or only cuts the
# segment to the window, is shown only if no other fired.

# Nothing was to be done: no FIN in the segment, say.
function idle_row(classes) {
	return classes ~ /^[ \t]*none[ \t]*$/
}

function quiet_row(actions, next_state, then) {
	gsub(/[ \t]/, "", actions)
	gsub(/[ \t]/, "", next_state)
	gsub(/[ \t]/, "", then)
	return next_state == "=" && (actions == "-" || then == "next" && \
		actions ~ /^(send_window|(SEG\.|SYN<-|FIN<-).*)$/)
}

function value(name,   i) {
	for (i = 3; i <= NF; i++)
		if (index($i, name "=") == 1)
			return substr($i, length(name) + 2)
	return ""
}

function end_of_line(   i) {
	for (i = 2; i <= NF; i++)
		if ($i == "0" || $i == "1")
			return $i
	return 0
}

function plain(word, prefix) {
	sub("^" prefix, "", word)
	gsub(/_/, "-", word)
	return toupper(word)
}

# The number nearest to what direction d counts at, as the figures write it.
function number(small, d,   half, diff) {
	if (!(d in base)) {
		base[d] = small
		at[d] = small
	}
	half = modulus / 2
	diff = (small - at[d] + half) % modulus
	while (diff < 0)
		diff += modulus
	return first[d] + at[d] + diff - half - base[d]
}

function counts_at(small, d) {
	at[d] = number(small, d) - first[d] + base[d]
}

function bits(ctl,   text, n, i, name) {
	if (ctl !~ /^[0-9]+$/)
		return ctl
	n = split("FIN SYN RST PSH ACK URG", name, " ")
	for (i = 1; i <= n; i++) {
		if (ctl % 2 && name[i] != "PSH")
			text = text (text == "" ? "" : ",") name[i]
		ctl = int(ctl / 2)
	}
	return text
}

# <SEQ=100><ACK=301><CTL=SYN,ACK><DATA=1>, sent in direction d.
function notation(d, seq, ack, ctl, data,   text) {
	ctl = bits(ctl)
	if (ctl == "RST,ACK" && seq == 0)
		text = "<SEQ=0>"
	else
		text = "<SEQ=" number(seq, d) ">"
	if (ctl ~ /ACK/)
		text = text "<ACK=" number(ack, 1 - d) ">"
	text = text "<CTL=" ctl ">"
	return data > 0 ? text "<DATA=" data ">" : text
}

function noted(d) {
	return notation(d, value("seq"), value("ack"), value("ctl"),
		value("data"))
}

# The segment of an event, whichever way it is written.
function event_ctl(   ctl) {
	if (value("ctl") != "")
		return value("ctl")
	ctl = value("fin") + 2 * value("syn") + 4 * value("rst")
	return ctl + 16 * value("ack")
}

function field(long, short) {
	return value("ctl") != "" ? value(short) : value(long)
}

function new_line() {
	lines++
	state[lines, 0] = now[0]
	state[lines, 1] = now[1]
	from[lines] = -1
	return lines
}

# The last line that shows this segment on its way to p.
function line_of(p, text,   i) {
	for (i = lines; i > 0; i--)
		if (segment[i] == text && from[i] == 1 - p)
			return i
	return 0
}

function lose(p, text,   i) {
	i = line_of(p, text)
	if (i && sent[i] && !came[i])
		remark[i] = "lost"
}

# It arrives in the line in which it left, if nothing came between.
function arrive(p, text,   i) {
	i = line_of(p, text)
	if (i && i == lines && sent[i] && !came[i]) {
		came[i] = 1
		return i
	}
	new_line()
	segment[lines] = text
	from[lines] = 1 - p
	came[lines] = 1
	remark[lines] = (p, text) in forged ? "forged" : \
		!i || (p, text) in stale ? "duplicate" : \
		came[i] || arrived[p, text] ? "again" : "delayed"
	return lines
}

function leave(p, text) {
	if (!(open_line && open_end == p && lines == open_line &&
	      segment[lines] == ""))
		new_line()
	segment[lines] = text
	from[lines] = p
	sent[lines] = 1
	delete arrived[1 - p, text]
	return lines
}

function words_of(kind) {
	if (kind == "OPEN")
		return value("active") == 1 ? "open" : "listen"
	if (kind ~ /TIMEOUT/ && kind !~ /TIME-WAIT/) {
		sub(/-TIMEOUT/, " timeout", kind)
		return tolower(kind)
	}
	if (kind ~ /TIME-WAIT/)
		return "2 MSL"
	return tolower(kind)
}

# A step begins: in which line it is shown.
function event(p, kind,   text) {
	step_end = p
	step_fired = 0
	if (kind == "SEGMENT") {
		text = notation(1 - p, field("seg_seq", "seq"),
			field("seg_ack", "ack"), event_ctl(),
			field("seg_text", "data"))
		step_line = arrive(p, text)
		arrived[p, text] = 1
		return
	}
	if (kind ~ /^(TRANSMIT|ACK-DUE|HELD)$/) {
		if (!(open_line && open_end == p && open_line == lines))
			step_line = 0
		return
	}
	step_line = open_line = new_line()
	open_end = p
	call[step_line, p] = words_of(kind)
}

function row_name(word) {
	sub(/^FSM_R_/, "", word)
	return word
}

function fire(word) {
	word = row_name(word)
	last_row = word
	if (word in dull)
		return
	step_rows = step_rows (step_rows == "" ? "" : " ") word
}

function put_rows(p,   text) {
	text = step_rows != "" ? step_rows : \
		last_row in idle ? "" : last_row
	if (text != "" && step_line)
		row[step_line, p] = row[step_line, p] \
			(row[step_line, p] == "" ? "" : " ") text
	step_rows = last_row = ""
}

# The step is over: its state, its rows, and the segment it sent.
function finish(   p) {
	if (!step_open)
		return
	p = step_end
	if (!step_line && sending == "" && step_rows != "")
		step_line = new_line()
	if (step_line) {
		put_rows(p)
		state[step_line, p] = now[p]
	}
	if (sending != "") {
		leave(p, sending)
		if (!step_line) {
			step_line = lines
			put_rows(p)
		}
		if (withheld)
			remark[lines] = "withheld"
		state[lines, p] = now[p]
	}
	step_open = withheld = 0
	sending = step_rows = last_row = ""
}

function first_iss(p) {
	if (value("iss") != "" && $0 !~ / (FSM_)?(CLOSED|LISTEN) /)
		if (!(p in base)) {
			base[p] = at[p] = value("iss")
		}
}

BEGIN {
	first[0] = 100
	first[1] = 300
	modulus = 8
	now[0] = now[1] = "CLOSED"
}

# -------------------------------------------- the specification, read first

FILENAME ~ /\.fsm$/ {
	if (split($0, cell, "|") >= 6 && \
	    quiet_row(cell[4], cell[5], cell[6])) {
		dull[$1] = 1
		if (idle_row(cell[3]))
			idle[$1] = 1
	}
	next
}

# ------------------------------------- the trail, twice: numbers, then lines

$1 != "@" {
	next
}

$2 == "MODEL" {
	if (value("width") != "")
		modulus = 2 ^ value("width")
	next
}

pass == 1 {
	if ($2 == "STATE")
		first_iss($3)
	next
}

$2 == "APP" && $4 == "crash" {
	finish()
	new_line()
	call[lines, $3] = "crash"
	now[$3] = state[lines, $3] = "CLOSED"
	next
}

$2 == "CYCLE" {
	finish()
	cycle = lines + 1
}

$2 == "NET" && $3 == "stale" {
	stale[$4, noted(1 - $4)] = 1
}

$2 == "NET" && $3 == "forged" {
	finish()
	forged[$4, noted(1 - $4)] = 1
}

$2 == "NET" && ($3 == "lose" || $3 == "full") {
	finish()
	lose($4, noted(1 - $4))
}

$2 == "EVENT" {
	finish()
	step_open = 1
	event($3, plain($4, "FSM_E_"))
}

$2 == "ROW" || $2 == "ROWS" {
	for (i = 4; i <= NF; i++)
		fire($i)
}

$2 == "SEND" || $2 == "WITHHELD" {
	sending = noted($3)
	withheld = $2 == "WITHHELD"
}

$2 == "STATE" {
	now[$3] = plain($4, "FSM_")
	if (now[$3] !~ /^(CLOSED|LISTEN)$/ && value("snd_nxt") != "")
		counts_at(value("snd_nxt"), $3)
}

END {
	finish()
	draw()
}
