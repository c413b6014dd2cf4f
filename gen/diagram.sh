#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# diagram.sh FILE: the graph in FILE as SVG, on standard output. What graphviz
# says of itself is left out, so that only the picture's own changes show.
set -eu

dot -Tsvg "$1" | awk '
	/^<!--/ { comment = 1 }
	!comment { print }
	/-->$/ { comment = 0 }'
