#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The report: one page of HTML that needs nothing else, on standard output. What
# was not run yet is left out, and named.
#     report.sh TCPWRIGHT > build/report/index.html
set -eu -o pipefail
cd "$(dirname "$0")/.."
tcpwright=$1
why=proofs/spin/why
tab=$'\t'

escape() {
	sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g'
}

word() { # NAME KEY
	awk -v key="$2" '$1 == key { sub(/^[a-z]+[ \t]*/, ""); print }' \
		"$why/$1.why" | escape
}

# table: tab-separated lines, the first the heading, as a table.
table() {
	escape | awk -F '\t' '
		function row(cell,   i) {
			printf "<tr>"
			for (i = 1; i <= NF; i++)
				printf "<%s>%s</%s>", cell, $i, cell
			print "</tr>"
		}
		BEGIN { print "<div class=\"wide\"><table>" }
		{ row(NR == 1 ? "th" : "td") }
		END { print "</table></div>" }'
}

# from TARGET FILE: the file as a table; or how to come by it.
from() {
	if [ -f "$2" ]; then
		table <"$2"
	else
		echo "<p class=\"absent\">Not there: run <code>make $1</code>," \
			"which writes $2.</p>"
	fi
}

head_of_page() {
	cat <<'END'
<!DOCTYPE html>
<!-- SPDX-License-Identifier: BSD-2-Clause -->
<!-- Made by proofs/report.sh. Do not edit. -->
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>tcpwright: what is known of this TCP</title>
<style>
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.5rem 5rem;
  color: #1c2733; background: #fff; font: 16px/1.55 system-ui, sans-serif; }
h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 3rem;
  border-bottom: 1px solid #d5dde5; padding-bottom: .3rem; }
p { max-width: 46rem; } nav a { margin-right: 1.2rem; } a { color: #14558f; }
code, pre { font: .85em ui-monospace, monospace; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .82rem; }
th, td { border: 1px solid #d5dde5; padding: .3rem .5rem; text-align: left;
  vertical-align: top; } th { background: #f4f7fa; }
.story { border-left: 3px solid #d5dde5; padding-left: 1.2rem;
  margin: 2.2rem 0; }
.wrong { color: #b3261e; } .right { color: #1d6b3a; }
.absent { color: #7a4b00; } .chart svg, .machine svg { max-width: 100%;
  height: auto; } summary { cursor: pointer; color: #14558f; }
</style></head><body>
<h1>What is known of this TCP, and how</h1>
<p>The standard's event processing is one table, <code>spec/tcp.fsm</code>. C,
contracts and model are made of it: the C is proved to do what the rows say, two
models of it are searched over a network that loses, copies, reorders and
replays, and every error found in a variant is run on the compiled machine.</p>
<nav><a href="#properties">Properties</a><a href="#stories">Stories</a><a
href="#machine">The machine</a><a href="#mutants">Mutants</a><a
href="#requirements">Requirements</a><a href="#proofs">Proofs</a></nav>
END
}

properties() {
	echo '<h2 id="properties">Properties</h2>'
	echo '<p>Two machines, their users and a hostile network in SPIN. Each' \
		'line is a search, to its end within its bounds: how many states' \
		'it visited, with how much memory, in how many seconds. The last' \
		'column names the variants that make it fail.</p>'
	from model build/model/table.tsv
	echo '<h3>Variants</h3><p>With a rule or an assumption missing the' \
		'search has to fail; the real machine has to hold in the same' \
		'bounds, that is, without what stands behind the slash.</p>'
	from model build/model/variants.tsv
	echo '<h3>Farther out</h3>'
	deep
}

# What model-deep has left: the words, then the table.
# shellcheck disable=SC2016  # the backquotes are Markdown's
deep() {
	local deep=proofs/spin/deep.md
	echo '<p>'
	sed -n '3,/^|/{/^|/!p}' "$deep" | escape |
		sed -E 's|`([^`]*)`|<code>\1</code>|g; s|\*\*(\w+)\*\*|<b>\1</b>|g'
	echo '</p>'
	sed -n '/^| /{s/^| //; s/ |$//; s/ | /\t/g; p}' "$deep" | table
}

story() { # NAME
	proofs/spin/why.sh svg "$1" build/report
	cat <<END
<div class="story" id="$1"><h3>$(word "$1" title)</h3>
<p>$(word "$1" tells)</p>
<p><b>So it fails:</b> $(word "$1" without)</p>
<div class="chart">
$(cat "build/report/$1.svg")
</div>
<p class="wrong">$(word "$1" wrong)</p>
<details><summary>So it holds: spec/tcp.fsm, the same calls, the same
network</summary><div class="chart">
$(cat "build/report/$1-real.svg")
</div></details>
<p class="right">$(word "$1" right)</p></div>
END
}

stories() {
	local name
	echo '<h2 id="stories">Why three messages, and why four</h2>'
	echo '<p>Take a rule away, or an assumption, and SPIN finds what goes' \
		'wrong. Below it the compiled machine of the standard lives through' \
		'the same calls and the same network. A counts from 100, B from 300;' \
		'the small names are the rows that fired.</p>'
	for name in $(proofs/spin/why.sh variants); do
		story "$name"
	done
}

machine() {
	echo '<h2 id="machine">The machine</h2><div class="machine wide">'
	sed -n '/<svg/,$p' runtime/fsm/fsm.gen.svg
	echo '</div>'
}

mutants() {
	local killers=proofs/spin/killers
	[ -f "$killers" ] || killers=build/model/mutants.tsv
	echo '<h2 id="mutants">Mutants</h2>'
	echo '<p>Every small change of every row, and what notices it: a search' \
		'of the model, a generated test of the table, a goal that cannot' \
		'be proved any more. Where none does, the change is none (same),' \
		'or the mutant lives (alive).</p>'
	if [ ! -f "$killers" ]; then
		from model-mutants "$killers"
		return
	fi
	grep -v '^#' "$killers" | awk -F '\t' '
		{ by = $2 == "model" ? $2 "\t" $3 : $2 "\t"; n[by]++ }
		END { for (by in n) print by "\t" n[by] }' | sort -t "$tab" -k3,3nr |
		sed '1i noticed by\tsearch\tmutants' | table
	echo '<details><summary>All of them</summary>'
	grep -v '^#' "$killers" | sed '1i mutant\tnoticed by\tname' | table
	echo '</details>'
}

requirements() {
	echo '<h2 id="requirements">Requirements of RFC 9293, Appendix B</h2>'
	{
		printf 'requirement\trows, function or waiver\n'
		"$tcpwright" trace spec/tcp.fsm | sed 's/  */\t/'
	} | table
}

proofs() {
	echo '<h2 id="proofs">Proofs</h2>'
	echo '<p>Goals of Frama-C/WP that were proved, by function or group. What' \
		'that rests on is said in <code>proofs/TRUST.md</code>.</p>'
	echo '<pre>'
	escape <proofs/LEDGER
	echo '</pre>'
}

head_of_page
properties
stories
machine
mutants
requirements
proofs
echo '</body></html>'
