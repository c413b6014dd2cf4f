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
# configure: what Why3 is to know, into this folder: the provers it finds, with
# our drivers, which import from Why3's.
configure() {
	why3 config detect >"$WORK/why3.log" 2>&1 || return
	mkdir -p "$WORK/drivers"
	ln -sf "$(why3 --print-datadir)"/drivers/*.gen \
		"$PWD"/proofs/drivers/*.drv "$WORK/drivers"
	awk -v folder="$WORK/drivers" -f proofs/drivers/why3.awk \
		"$WHY3CONFIG" >"$WORK/why3.ours"
	mv "$WORK/why3.ours" "$WHY3CONFIG"
}
export WHY3CONFIG=$WORK/why3.conf
[ -s "$WHY3CONFIG" ] || configure || {
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
	cat proofs/drivers/*
}

# ledger: its lines, without comments.
ledger() {
	if [ -e "$LEDGER" ]; then grep -v '^#' "$LEDGER"; fi
}

# trusted [SECTION]: the names in TRUST.md, or in a section of it.
# shellcheck disable=SC2016  # the backquotes are Markdown's
trusted() {
	awk -v section="${1:-}" '
	/^## / { title = substr($0, 4) }
	section == "" || title == section' proofs/TRUST.md |
		grep -oE '`[A-Za-z_0-9]+`' | tr -d '`' | sort -u
}
