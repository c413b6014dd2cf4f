#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Proves the machine of another specification: generates it into build/spec and
# proves that what was generated is what the specification says. There is no
# ledger for it, and nothing written by hand.
#
#	spec.sh TCPWRIGHT SPECIFICATION
set -eu
tcpwright=$(realpath "$1")
spec=$(realpath "$2")
name=$(basename "$spec" .fsm)
cd "$(dirname "$0")/.."
folder=build/spec/$name
mkdir -p "$folder"
"$tcpwright" gen -o "$folder" --tests "$folder" "$spec"
echo "$folder/fsm.gen.c Typed+ref z3,cvc4" >"$folder/units"
UNITS=$folder/units LEDGER=none WORK=$folder/proof exec proofs/prove.sh all
