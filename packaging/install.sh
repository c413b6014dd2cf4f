#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Copies what make made and what is to be read into DESTDIR.
#
#	install.sh TCPWRIGHT [TW]
#
# PREFIX, BINDIR, LIBDIR, INCLUDEDIR, DATADIR say where; what is installed finds
# the rest by relative paths, so the tree can be moved. Everything that was put
# there stands in DATADIR/tcpwright/manifest, for uninstall.sh.
set -eu
cd "$(dirname "$0")/.."
umask 022
share=$DATADIR/tcpwright
manifest=$DESTDIR$share/manifest
version=$(packaging/version.sh)
soversion=${version%%.*}
# What proves a machine of somebody else's.
scripts='spec.sh prove.sh keys.sh keys.pl run.sh batch.sh results.pl hygiene.sh'
mkdir -p "$DESTDIR$share"
: >"$manifest"

# from FOLDER: where PREFIX is, seen from there.
from() {
	realpath -m --relative-to="$1" "$PREFIX"
}

# within FOLDER: where it is, seen from PREFIX.
within() {
	realpath -m --relative-to="$PREFIX" "$1"
}

# put MODE FOLDER FILE...: a pattern that no file has is passed over.
put() {
	mode=$1 folder=$2
	shift 2
	for file; do
		case $file in *'*'*) continue ;; esac
		install -D -m "$mode" "$file" \
			"$DESTDIR$folder/$(basename "$file")"
		echo "$folder/$(basename "$file")" >>"$manifest"
	done
}

# link TEXT FOLDER NAME: the symbolic link FOLDER/NAME
link() {
	mkdir -p "$DESTDIR$2"
	ln -sfn "$1" "$DESTDIR$2/$3"
	echo "$2/$3" >>"$manifest"
}

# fill FOLDER TEMPLATE: TEMPLATE, which ends in .in, with this tree's places.
fill() {
	name=$(basename "$2" .in)
	mkdir -p "$DESTDIR$1"
	sed -e "s|@up@|$(from "$1")|" -e "s|@bin@|$(within "$BINDIR")|" \
		-e "s|@lib@|$(within "$LIBDIR")|" \
		-e "s|@include@|$(within "$INCLUDEDIR")|" \
		-e "s|@share@|$(within "$DATADIR")|" \
		-e "s|@version@|$version|" -e "s|@soversion@|$soversion|" \
		"$2" >"$DESTDIR$1/$name"
	chmod 644 "$DESTDIR$1/$name"
	echo "$1/$name" >>"$manifest"
}

put 755 "$BINDIR" "$@"

put 644 "$LIBDIR" build/package/libtcpwright.a build/package/libtcpwright-link.a
put 755 "$LIBDIR" "build/package/libtcpwright.so.$version"
link "libtcpwright.so.$version" "$LIBDIR" "libtcpwright.so.$soversion"
link "libtcpwright.so.$version" "$LIBDIR" libtcpwright.so
put 644 "$INCLUDEDIR" build/package/include/tcpwright.h
put 644 "$INCLUDEDIR/tcpwright" runtime/driver/*.h
fill "$LIBDIR/pkgconfig" packaging/tcpwright.pc.in
fill "$LIBDIR/pkgconfig" packaging/tcpwright-link.pc.in
fill "$LIBDIR/cmake/tcpwright" packaging/tcpwright-config.cmake.in
fill "$LIBDIR/cmake/tcpwright" packaging/tcpwright-config-version.cmake.in

for section in 1 3 5; do
	put 644 "$DATADIR/man/man$section" man/*."$section"
done
put 644 "$DATADIR/zsh/site-functions" share/completion/_tw
put 644 "$DATADIR/bash-completion/completions" share/completion/tw.bash
link tw.bash "$DATADIR/bash-completion/completions" tw
link tw.bash "$DATADIR/bash-completion/completions" tcpwright

fill "$share" packaging/tcpwright.mk.in
fill "$share" packaging/tcp.mk.in
for file in $scripts; do
	put 755 "$share/proofs" "proofs/$file"
done
put 644 "$share/proofs" proofs/common.sh proofs/TRUST.md
put 644 "$share/proofs/drivers" proofs/drivers/*
put 755 "$share/proofs/laws" proofs/laws/*.sh
put 644 "$share/proofs/laws" proofs/laws/*.acsl proofs/laws/*.awk
put 755 "$share/proofs/spin" proofs/spin/try.sh
put 644 "$share/proofs/spin" proofs/spin/model.sh proofs/spin/*.pml \
	proofs/spin/*.awk proofs/spin/bounds proofs/spin/variants
put 644 "$share/proofs/spin/properties" proofs/spin/properties/*.pml
put 644 "$share/table" tests/table/*.[ch] tests/table/summary.awk
put 644 "$share/spec" spec/tcp.fsm spec/SPEC.lock
put 644 "$share/spec/variants" spec/variants/*.fsm
put 644 "$DATADIR/doc/tcpwright" ./*.md LICENSE \
	spec/LANGUAGE.md docs/*.md
put 644 "$DATADIR/doc/tcpwright/examples" examples/*.[ch] \
	examples/*.fsm examples/*.txt
echo "$share/manifest" >>"$manifest"
