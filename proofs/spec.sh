#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Proves a machine: that the fsm.gen.c in FOLDER is what the specification says
# which it was generated from. There is no ledger for it, and nothing written
# by hand. WORK is for scratch files; both names without blanks.
#
#	spec.sh FOLDER [WORK]
set -eu
folder=$(realpath "$1")
work=$(realpath -m "${2:-$1/proof}")
case $folder$work in *[[:space:]]*)
	echo "proofs: a blank in the name of a folder: $folder $work" >&2
	exit 2
esac
mkdir -p "$work"
echo "$folder/fsm.gen.c Typed+ref z3,cvc4" >"$work/units"
cd "$(dirname "$0")/.."
UNITS=$work/units LEDGER=none WORK=$work exec proofs/prove.sh all
