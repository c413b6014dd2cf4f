# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2154,SC2086  # run.sh's; options are words
#
# The library as source: two files, a tarball, a part of somebody's project.

# two_files COMPILER OPTION...: they alone, and only tw_* to be seen
two_files() {
	rm -rf "$scratch/two" && mkdir "$scratch/two" &&
	cp build/dist/tcpwright.c build/dist/tcpwright.h "$scratch/two" &&
	(cd "$scratch/two" && "$@" $strict -c tcpwright.c &&
		"$@" $strict -I. -o pair "$here/pair.c" tcpwright.o) &&
	! nm -g --defined-only "$scratch/two/tcpwright.o" |
		awk '$3 !~ /^tw_/' | grep . &&
	pair "$scratch/two/pair"
}

two_files_cxx() {
	g++ -Wall -Wextra -Werror -pedantic-errors -x c++ -Ibuild/dist \
		-o "$scratch/two/cxx" "$here/pair.c" \
		-x none "$scratch/two/tcpwright.o" &&
	pair "$scratch/two/cxx"
}

# The unit tests see what is static there: they are compiled in one with it.
two_files_unit() {
	local name programs=()
	for name in calls_test regress_test; do
		gcc -std=c11 -O0 -w -I. -Iruntime/fsm -Ibuild/dist \
			-include build/dist/tcpwright.c -o "$scratch/$name" \
			"tests/unit/$name.c" -lcmocka || return
		programs+=("$scratch/$name")
	done
	tests/unit/run.sh "${programs[@]}"
}

# What is under version control, under one folder, nobody's.
tarball_holds() {
	tar -tzf "$tarball" | grep -v '/$' | sed "s|^tcpwright-$version/||" |
		diff - <(git ls-files | LC_ALL=C sort) &&
	! tar -tvzf "$tarball" | awk '$2 != "0/0"' | grep .
}

# The same octets from another folder, at another time, by another user; and
# out of itself. Another date is another tarball.
reproducible() {
	local copy=$scratch/copy
	mkdir "$copy" &&
	git ls-files -z | xargs -0 cp --parents -t "$copy" &&
	(cd "$copy" && umask 077 && git init -q && git add -A &&
		find . -name '*.c' -exec touch -d 2001-02-03 {} + &&
		SOURCE_DATE_EPOCH=86400 TZ=Asia/Tokyo LANG=C.UTF-8 \
			packaging/dist.sh "$scratch/second.tar.gz") &&
	SOURCE_DATE_EPOCH=86400 packaging/dist.sh "$scratch/first.tar.gz" &&
	cmp "$scratch/first.tar.gz" "$scratch/second.tar.gz" &&
	! cmp -s "$scratch/first.tar.gz" "$tarball" &&
	(cd "$source" && packaging/dist.sh "$scratch/third.tar.gz") &&
	cmp "$scratch/third.tar.gz" "$tarball"
}

# Without version control, and quickly.
tarball_builds() {
	(cd "$source" && make -s -j2 release_FLAGS='-O0 -fPIC' &&
		build/release/tcpwright check --no-solver spec/tcp.fsm &&
		make -s install DESTDIR="$scratch/second" &&
		[ -e "$scratch/second/usr/local/lib/libtcpwright.a" ])
}

# fetched SHARED OPTION: a program of which the library is a part, by CMake
fetched() {
	rm -rf "$scratch/fetched"
	cmake -S "$here/fetch" -B "$scratch/fetched" -DPAIR="$here/pair.c" \
		-DBUILD_SHARED_LIBS="$1" "$2" &&
	cmake --build "$scratch/fetched" && pair "$scratch/fetched/pair"
}

subproject() {
	mkdir -p "$scratch/meson/subprojects" &&
	cp "$here/subproject/meson.build" "$here/pair.c" "$scratch/meson" &&
	ln -s "$source" "$scratch/meson/subprojects/tcpwright" &&
	meson setup "$scratch/meson/build" "$scratch/meson" &&
	ninja -C "$scratch/meson/build" && pair "$scratch/meson/build/pair"
}

sources() {
	check "two files, gcc"              two_files gcc -O2
	! have g++ "C++" || check "two files, from C++" two_files_cxx
	check "two files, clang, sanitized" two_files clang -O1 \
		-fsanitize=address,undefined -fno-sanitize-recover=all
	check "two files, unit tests"       two_files_unit
	check "the tarball holds what is under version control" tarball_holds
	tar -xzf "$tarball" -C "$scratch"
	check "the tarball is reproducible"    reproducible
	if have cmake "CMake add_subdirectory, FetchContent"; then
		check "CMake add_subdirectory" fetched OFF -DFOLDER="$source"
		check "CMake FetchContent"     fetched ON -DTARBALL="$tarball"
	fi
	! have meson "Meson subproject" || check "Meson subproject" subproject
	check "make builds from the tarball"   tarball_builds
}
