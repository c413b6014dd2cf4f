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

# units: FILE MODEL OPTIONS... of every unit, in the table's order.
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

# parsing: the options every reading of a unit takes, one a line.
parsing() {
	printf '%s\n' -c11 -machdep gcc_x86_64 '-cpp-extra-args=-I. -Iruntime/fsm'
}

# proving FILE: WP's options for a unit, but for its limits, one a line.
proving() {
	local model options
	read -r model options < <(units | sed -n "s|^$1 ||p")
	# shellcheck disable=SC2086  # the options are words
	printf '%s\n' -wp -wp-rte -wp-model "$model" -wp-prover z3,cvc4 $options
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
