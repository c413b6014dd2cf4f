# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
#
# What the scripts of this folder share. They run in the repository's root:
#
#	UNITS    the table of units           proofs/units
#	LEDGER   what was proved              proofs/LEDGER; none: no ledger
#	WORK     scratch files of this run    build/proof

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
export LC_ALL=C
export UNITS=${UNITS:-proofs/units} LEDGER=${LEDGER:-proofs/LEDGER}
WORK=$(realpath -m "${WORK:-build/proof}")
export WORK
mkdir -p "$WORK"
# Why3 looks for the provers once; what it finds stays in this folder.
export WHY3CONFIG=$WORK/why3.conf
[ -s "$WHY3CONFIG" ] || why3 config detect >"$WORK/why3.log" 2>&1 || {
	echo "proofs: why3 finds no provers: make deps" >&2
	exit 2
}

# units: FILE MODEL PROVERS OPTIONS... of every unit, in the table's order.
units() {
	local files options file
	declare -A seen
	while read -r files options; do
		for file in $files; do
			if [ -e "$file" ] && [ -z "${seen[$file]:-}" ]; then
				seen[$file]=1
				echo "$file $options"
			fi
		done
	done < <(grep -v '^#' "$UNITS")
}

# parsing [FOLDER]: the options every reading of a unit takes, one a line.
# Headers are looked for in FOLDER first.
parsing() {
	printf '%s\n' -c11 -machdep gcc_x86_64 \
		"-cpp-extra-args=${1:+-I$1 }-I. -Iruntime/fsm"
}

# proving FILE: WP's options for a unit, but for its limits, one a line.
proving() {
	local model provers options
	read -r model provers options < <(units | sed -n "s|^$1 *||p")
	# shellcheck disable=SC2086  # the options are words
	printf '%s\n' -wp -wp-rte -wp-model "$model" \
		-wp-prover "${PROVERS:-$provers}" $options
}

versions() {
	frama-c -version
	why3 --version
	z3 --version
	cvc4 --version | head -n 1
}

# ledger: its lines, without comments.
ledger() {
	if [ -e "$LEDGER" ]; then grep -v '^#' "$LEDGER"; fi
}

# batches LIST PREFIX SIZE: cuts a list of UNIT and NAME into batches of one
# unit, SIZE names each; by file name those that take longest stand first.
batches() {
	awk -F'\t' -v size="$3" -v prefix="$2" '
	from == 1 { took[$1, $2] = $8; next }
	$2 ~ /^@/ {
		if (!lemmas[$1]++) { b++; unit[b] = $1; cost[b] = 1e6 }
		names[b] = "@\n"
		next
	}
	$1 != unit[b] || count[b] == size || names[b] == "@\n" {
		b++
		unit[b] = $1
	}
	{
		names[b] = names[b] $2 "\n"
		count[b]++
		cost[b] += ($1, $2) in took ? took[$1, $2] : 2
	}
	END {
		for (i = 1; i <= b; i++) {
			file = sprintf("%s%07d-%04d.b", prefix,
				cost[i] < 1e6 ? 1e6 - cost[i] : 0, i)
			printf "%s\n%s", unit[i], names[i] >file
			close(file)
		}
	}' from=1 <(ledger) from=2 "$1"
}

# trusted [SECTION]: the names in TRUST.md, or in a section of it.
# shellcheck disable=SC2016  # the backquotes are Markdown's
trusted() {
	awk -v section="${1:-}" '
	/^## / { title = substr($0, 4) }
	section == "" || title == section' proofs/TRUST.md |
		grep -oE '`[A-Za-z_0-9]+`' | tr -d '`' | sort -u
}
