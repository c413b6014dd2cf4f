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

absent() { # FILE TARGET
	echo "<p class=\"absent\">Not there: run <code>make $2</code>, which" \
		"writes $1.</p>"
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
		'line was searched to its end within its bounds; the last column' \
		'names what makes it fail.</p>'
	if [ -f build/model/table.tsv ]; then
		table <build/model/table.tsv
	else
		absent build/model/table.tsv model
	fi
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
	echo '<h2 id="mutants">Mutants</h2>'
	if [ -f build/model/mutants.tsv ]; then
		table <build/model/mutants.tsv
	else
		absent build/model/mutants.tsv model-mutants
	fi
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
	if [ -f proofs/LEDGER ]; then
		echo '<pre>'
		escape <proofs/LEDGER
		echo '</pre>'
	else
		absent proofs/LEDGER prove
	fi
}

head_of_page
properties
stories
machine
mutants
requirements
proofs
echo '</body></html>'
