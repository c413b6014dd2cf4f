# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2154  # run.sh's
# shellcheck disable=SC2046,SC2086  # options are words
#
# The installed tree: what is in it, and programs against it.

install_tree() {
	make -s install DESTDIR="$root" PREFIX=/opt/wright &&
	diff <(sed "s|^|$root|" "$tree/share/tcpwright/manifest" | sort) \
		<(find "$root" -type f -o -type l | sort) &&
	! find "$root" -type f ! -perm -444 | grep . &&
	! grep -rlF "$PWD" "$tree/share" "$tree/lib/pkgconfig" \
		"$tree/lib/cmake" "$tree/include"
}

uninstalls() {
	touch "$tree/lib/other"
	make -s uninstall DESTDIR="$root" PREFIX=/opt/wright &&
	[ "$(find "$root" -type f -o -type l)" = "$tree/lib/other" ] &&
	! find "$root" -name '*tcpwright*' | grep .
}

# The functions that the header declares.
declared() {
	sed -nE 's/^[a-z].*[ *](tw_[a-z_]+)\(.*/\1/p' \
		"$tree/include/tcpwright.h" | sort
}

exports_static() {
	[ "$(declared | wc -l)" -gt 20 ] &&
	diff <(declared) <(nm -g --defined-only "$tree/lib/libtcpwright.a" |
		awk 'NF == 3 { print $2 == "T" ? $3 : $0 }' | sort)
}

exports_shared() {
	diff <(echo TCPWRIGHT_0; declared) \
		<(nm -D --defined-only "$tree/lib/libtcpwright.so" |
		awk '{ sub(/@@TCPWRIGHT_0/, ""); print $3 }' | sort)
}

# No allocation, no clock, no thread, no input or output: nothing but memory
# is moved. And nothing that is written outlives a call.
needs_nothing() {
	local library=$tree/lib/libtcpwright.a
	nm -u "$library" | grep -q memcpy &&
	! nm -u "$library" | awk 'NF == 2 { print $2 }' |
		grep -vxE 'mem(cpy|move|set|cmp)|_GLOBAL_OFFSET_TABLE_' &&
	size -A "$library" | grep -q '^\.text' &&
	! size -A "$library" | awk '
		$1 ~ /^(\.data|\.bss|\.tdata|\.tbss|COMMON)/ &&
		$1 !~ /^\.data\.rel\.ro/ && $2 > 0' | grep .
}

soname() {
	readelf -d "$tree/lib/libtcpwright.so" |
		grep -q "SONAME.*\[libtcpwright.so.${version%%.*}\]" &&
	[ "$(pkg-config --modversion tcpwright)" = "$version" ] &&
	[ -e "$tree/lib/libtcpwright.so.${version%%.*}" ]
}

shared_program() {
	gcc $strict $(pkg-config --cflags tcpwright) -o "$scratch/shared" \
		"$here/pair.c" $(pkg-config --libs tcpwright) &&
	readelf -d "$scratch/shared" | grep -q 'NEEDED.*libtcpwright' &&
	LD_LIBRARY_PATH=$tree/lib pair "$scratch/shared"
}

static_program() {
	gcc $strict -static $(pkg-config --static --cflags tcpwright) \
		-o "$scratch/static" "$here/pair.c" \
		$(pkg-config --static --libs tcpwright) &&
	pair "$scratch/static"
}

cxx_program() {
	g++ -Wall -Wextra -Werror -pedantic-errors -x c++ \
		$(pkg-config --cflags tcpwright) -o "$scratch/cxx" \
		"$here/pair.c" -x none "$tree/lib/libtcpwright.a" &&
	pair "$scratch/cxx"
}

# The tree can stand anywhere.
moved_program() {
	mv "$tree" "$scratch/moved" &&
	PKG_CONFIG_PATH=$scratch/moved/lib/pkgconfig shared_moved
	local status=$?
	mv "$scratch/moved" "$tree"
	return $status
}

shared_moved() {
	gcc $strict $(pkg-config --cflags tcpwright) -o "$scratch/shared" \
		"$here/pair.c" $(pkg-config --libs tcpwright) &&
	LD_LIBRARY_PATH=$scratch/moved/lib pair "$scratch/shared"
}

link_program() {
	printf '%s\n' '#include <tcpwright/packet.h>' \
		'#include <tcpwright/pcapng.h>' 'int main(void) {' \
		'const uint8_t mac[6] = {2, 0, 0, 0, 0, 1};' \
		'struct packet packet;' \
		'return packet_open(&packet, "no-such-dev", mac) >= 0 ||' \
		'	clock_now() == 0 ||' \
		' pcapng_begin(stdout, NULL, PCAPNG_MICROSECONDS); }' \
		>"$scratch/link.c"
	gcc $strict $(pkg-config --cflags tcpwright-link) -o "$scratch/link" \
		"$scratch/link.c" $(pkg-config --libs tcpwright-link) &&
	LD_LIBRARY_PATH=$tree/lib "$scratch/link" | od -An -tx1 -N4 |
		grep -q '0a 0d 0d 0a'
}

# found STATIC VERSION: a program by CMake's find_package
found() {
	rm -rf "$scratch/found"
	cmake -S "$here/find_package" -B "$scratch/found" \
		-DCMAKE_PREFIX_PATH="$tree" -DTCPWRIGHT_STATIC="$1" \
		-DWANTED="$2" -DPAIR="$here/pair.c" &&
	cmake --build "$scratch/found" && pair "$scratch/found/pair"
}

# The version before this one's minor, and the one after: refused.
not_found() {
	local minor=${version#*.}
	minor=${minor%%.*}
	! found OFF "${version%%.*}.$((minor + 1))" &&
	grep -q 'version: '"$version" "$scratch/output"
}

tools_run() {
	mkdir "$scratch/tcp" &&
	"$tree/bin/tcpwright" gen -o "$scratch/tcp" \
		"$tree/share/tcpwright/spec/tcp.fsm" &&
	cmp "$scratch/tcp/fsm.gen.c" runtime/fsm/fsm.gen.c &&
	"$tree/bin/tw" --help | grep -q 'tw connect'
}

installed() {
	check "the static library shows tw_* only"           exports_static
	check "the shared library shows tw_* only"           exports_shared
	check "the library needs nothing and keeps nothing"  needs_nothing
	check "soname and version"                           soname
	check "pkg-config, shared"                           shared_program
	check "pkg-config, static"                           static_program
	! have g++ "C++" ||
		check "a program in C++"                     cxx_program
	check "the tree moved elsewhere"                     moved_program
	check "pkg-config tcpwright-link"                    link_program
	check "the installed tools run"                      tools_run
	have cmake "CMake find_package" || return
	check "CMake finds it"                              found OFF "$version"
	check "CMake finds the static one"                   found ON ""
	check "CMake refuses another version"                not_found
}
