#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Removes what install.sh wrote down, and the folders that are ours alone. What
# others put into them stays.
set -eu
manifest=$DESTDIR$DATADIR/tcpwright/manifest
[ -e "$manifest" ] || {
	echo "uninstall: nothing is installed there: no $manifest" >&2
	exit 1
}
while IFS= read -r file; do
	rm -f "$DESTDIR$file"
	folder=${file%/*}
	while case ${folder#"$PREFIX"} in
	      *tcpwright*) rmdir "$DESTDIR$folder" 2>/dev/null ;;
	      *) false ;;
	      esac do
		folder=${folder%/*}
	done
done <"$manifest"
