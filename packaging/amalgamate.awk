# SPDX-License-Identifier: BSD-2-Clause
#
# See amalgamate.sh. Reads everything, then prints one of the two files.
#
#     fsm.gen.h      its types go into tcpwright.h; what it declares is not for
#                    programs, and goes into tcpwright.c
#     other headers  each once, where it is included first
#     fsm.gen.acsl   is left out: it is comments for the prover only
#
# A static that two files have is named after its file. A macro of a source
# ends with it.

function base(path) { sub(/.*\//, "", path); return path }

# The name that a line at file scope declares, or "".
function declared(text) {
	if (text !~ /^[a-z]/ || text ~ /^(typedef|static inline|extern "C")/)
		return ""
	if (text ~ /\(/)
		sub(/\(.*/, "", text)
	else if (text ~ /^(extern |static )?const .*\[/)
		sub(/\[.*/, "", text)
	else if (text ~ /^(extern |static )?const .*(;| = \{)$/)
		sub(/(;| = \{)$/, "", text)
	else
		return ""
	if (text !~ /[ *]/ || !match(text, /[a-z_0-9]+$/))
		return ""
	return substr(text, RSTART)
}

{
	file = base(FILENAME)
	if (FNR == 1)
		order[++files] = file
	line[file, ++lines[file]] = $0
	name = declared($0)
	if (name == "")
		next
	if ($0 ~ /^static /) {
		if (!((file, name) in static)) {
			static[file, name]
			owners[name]++
		}
	} else if (file ~ /\.h$/ && file != "tcpwright.h") {
		internal[name]
	}
}

# ------------------------------------------------------------- the machine

# Cuts fsm.gen.h into what programs see (types) and what they do not (hidden).
function split_machine(    i, text, part) {
	for (i = 1; i <= lines["fsm.gen.h"]; i++) {
		text = line["fsm.gen.h", i]
		if (text ~ /^extern const /)
			hidden = hidden text "\n"
		else if (text != "")
			part = part text "\n"
		if (text == "" || i == lines["fsm.gen.h"]) {
			if (part ~ /(^|\n)void fsm_step\(/)
				hidden = hidden "\n" part
			else if (part !~ /(^|\n)#/ && part ~ /(^|\n)[^\/ ]/)
				types = types part "\n"
			part = ""
		}
	}
	sub(/\n\n$/, "\n", types)
}

# ------------------------------------------------------------------ printing

function emit_header(    i, text) {
	for (i = 1; i <= lines["tcpwright.h"]; i++) {
		text = line["tcpwright.h", i]
		if (text !~ /^#include "fsm\/fsm\.gen\.h"/) {
			print text
			continue
		}
		print "/* ------------------------------------ the machine: its" \
			" types */\n"
		printf "%s", types
	}
}

function own(text,    name) {
	name = declared(text)
	if (!(name in internal) || text ~ /^static /)
		return text
	sub(/^extern /, "", text)
	return "TW_PRIVATE " text
}

# The statics of a file that others have too, in one line of it.
function renamed(file, text,    name, rest, result, stem) {
	stem = file
	sub(/\..*/, "", stem)
	for (name in owners) {
		if (owners[name] == 1 || !((file, name) in static) ||
		    !index(text, name))
			continue
		result = ""
		rest = text
		while (match(rest, /[A-Za-z_0-9]+/)) {
			result = result substr(rest, 1, RSTART - 1)
			if (substr(rest, RSTART, RLENGTH) == name)
				result = result stem "_"
			result = result substr(rest, RSTART, RLENGTH)
			rest = substr(rest, RSTART + RLENGTH)
		}
		text = result rest
	}
	return text
}

function emit_file(file,    i, text, wanted, macros) {
	if (done[file]++)
		return
	print "/* " file " " substr(rule, 1, 73 - length(file)) " */"
	for (i = 1; i <= lines[file]; i++) {
		text = line[file, i]
		if (text ~ /^#include "/) {
			wanted = text
			sub(/^#include "/, "", wanted)
			sub(/".*/, "", wanted)
			if (base(wanted) ~ /\.h$/)
				emit_file(base(wanted))
			continue
		}
		if (text ~ /^#include </ && done[text]++)
			continue
		if (text ~ /SPDX-License-Identifier/)
			continue
		if (file ~ /\.c$/ && text ~ /^#define /) {
			split(text, wanted_words, /[ \t(]+/)
			macros = macros "#undef " wanted_words[2] "\n"
		}
		print own(renamed(file, text))
	}
	printf "%s\n", macros
}

function emit_source(    i, n, part) {
	print "/* SPDX-License-Identifier: BSD-2-Clause */"
	print "/*\n * tcpwright: TCP as a library, in one file. Made by make" \
		" dist from the sources\n * whose names stand between the" \
		" lines.\n *"
	for (i = 1; i <= lines["LICENSE"]; i++)
		print line["LICENSE", i] == "" ? " *" : " * " line["LICENSE", i]
	print " */\n#include \"tcpwright.h\"\n"
	print "#define TW_PRIVATE static __attribute__((unused))\n"
	n = split(hidden, part, "\n")
	for (i = 1; i < n; i++)
		print own(part[i])
	print ""
	done["tcpwright.h"] = done["fsm.gen.h"] = 1
	for (i = 1; i <= files; i++)
		if (order[i] ~ /\.c$/)
			emit_file(order[i])
}

END {
	rule = sprintf("%73s", "")
	gsub(/ /, "-", rule)
	split_machine()
	if (want == "header")
		emit_header()
	else
		emit_source()
}
