# SPDX-License-Identifier: BSD-2-Clause
#
# Draws the lines of chart.awk as SVG: two lifelines, a segment an arrow, the
# states outside of them where they change, what was called, what fired.
#
#        ESTABLISHED  |------- <SEQ=101>... ------>|  CLOSE-WAIT
#           TRANSMIT_4|                            |FIN_1
#                    170                          630         width 800

function escape(text) {
	gsub(/&/, "\\&amp;", text)
	gsub(/</, "\\&lt;", text)
	gsub(/>/, "\\&gt;", text)
	return text
}

function put(x, y, class, text) {
	if (text != "")
		body = body sprintf("<text x=\"%d\" y=\"%d\" class=\"%s\">%s" \
			"</text>\n", x, y, class, escape(text))
}

function line(x1, y1, x2, y2, class) {
	body = body sprintf("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" " \
		"class=\"%s\"/>\n", x1, y1, x2, y2, class)
}

# The head of an arrow that points to the right, or to the left.
function head(x, y, right,   d) {
	d = right ? -8 : 8
	body = body sprintf("<path d=\"M%d %d l%d -4 v8 z\" class=\"head\"/>" \
		"\n", x, y, d)
}

function cross(x, y) {
	line(x - 5, y - 5, x + 5, y + 5, "lost")
	line(x - 5, y + 5, x + 5, y - 5, "lost")
}

function comment(i) {
	if (remark[i] == "")
		return came[i] ? "" : "still under way"
	if (remark[i] == "duplicate")
		return "old duplicate"
	return remark[i] == "delayed" ? "arrives late" : remark[i] == "again" ? \
		"arrives again" : remark[i]
}

# Between the lifelines: whole, only its beginning, or only its end.
function arrow(i, y,   a, b, start, stop, right, class) {
	a = X[from[i]]
	b = X[1 - from[i]]
	right = b > a
	start = sent[i] ? a : a + (b - a) * 0.2
	stop = came[i] ? b : a + (b - a) * 0.8
	class = sent[i] && came[i] ? "flies" : "part"
	line(start, y, stop, y, class)
	if (came[i])
		head(stop, y, right)
	else if (remark[i] == "lost")
		cross(stop, y)
	put(400, y - 6, "segment", segment[i])
	put(400, y + 14, remark[i] ~ /^(lost|duplicate|forged)$/ ? "warn" : \
		"remark", comment(i))
}

# What long lists of rows do not fit beside the lifeline goes below it.
function rows_of(i, p, x, y, class,   n, part, k, text, lines_used) {
	n = split(row[i, p], part, " ")
	for (k = 1; k <= n; k++) {
		if (text != "" && length(text part[k]) > 19) {
			put(x, y + 12 * lines_used++, class, text)
			text = ""
		}
		text = text (text == "" ? "" : " ") part[k]
	}
	put(x, y + 12 * lines_used, class, text)
	return n ? lines_used + 1 : 0
}

function most(a, b) {
	return a > b ? a : b
}

function end_of(i, p, y,   x, anchor, used) {
	x = p ? X[1] + 12 : X[0] - 12
	anchor = p ? " right" : " left"
	if (call[i, p] != "")
		put(x, y - 14, "call" anchor, call[i, p])
	if (state[i, p] != before[p])
		put(x, y + 4, "state" anchor, state[i, p])
	used = rows_of(i, p, x, y + 18, "row" anchor)
	before[p] = state[i, p]
	return used
}

function draw_line(i, y,   used) {
	if (i == cycle) {
		y += 16
		line(20, y - 28, 780, y - 28, "part")
		put(400, y - 32, "remark", "from here on, again and again")
	}
	if (segment[i] != "")
		arrow(i, y)
	used = most(end_of(i, 0, y), end_of(i, 1, y))
	return y + 34 + 12 * used + (segment[i] != "" && comment(i) != "" ? 8 : 0)
}

# Every selector begins with the picture, which may stand in a page of others.
function rule(selector, what) {
	printf "%s", ".msc " selector "{" what "}"
}

function style() {
	printf "<style>"
	rule("text", "font:12px system-ui,sans-serif;fill:#222")
	rule(".life", "stroke:#bbb;stroke-width:2")
	rule(".flies", "stroke:#1d4e89;stroke-width:1.6")
	rule(".part", "stroke:#1d4e89;stroke-width:1.6;stroke-dasharray:5 4")
	rule(".head", "fill:#1d4e89")
	rule(".lost", "stroke:#b3261e;stroke-width:2.4")
	rule(".who", "font-weight:600;font-size:14px;text-anchor:middle")
	rule(".segment", "font-family:ui-monospace,monospace;" \
		"text-anchor:middle")
	rule(".state", "font-weight:600")
	rule(".call", "font-style:italic;fill:#7a4b00")
	rule(".row", "font-size:10px;fill:#777")
	rule(".remark", "font-size:11px;fill:#777;text-anchor:middle")
	rule(".warn", "font-size:11px;fill:#b3261e;text-anchor:middle")
	rule(".left", "text-anchor:end")
	rule(".right", "text-anchor:start")
	print "</style>"
}

function draw(   i, y) {
	X[0] = 170
	X[1] = 630
	y = 64
	for (i = 1; i <= lines; i++)
		y = draw_line(i, y)
	printf "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"800\" " \
		"height=\"%d\" viewBox=\"0 0 800 %d\" " \
		"class=\"msc\" role=\"img\">\n", y, y
	style()
	printf "<text x=\"170\" y=\"22\" class=\"who\">TCP A</text>\n"
	printf "<text x=\"630\" y=\"22\" class=\"who\">TCP B</text>\n"
	printf "<path d=\"M170 30 V%d M630 30 V%d\" class=\"life\"/>\n", \
		y - 10, y - 10
	printf "%s</svg>\n", body
}
