#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The library as others get it: installed into an empty tree, as two files, as
# a tarball; and a machine of somebody else's, made and proved by what is
# installed. pair.c is the program that each of them has to build and run.
#
# After make all and make dist.
set -u
cd "$(dirname "$0")/../.." || exit 2
here=$PWD/tests/install
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
root=$scratch/root
tree=$root/opt/wright
# shellcheck disable=SC2034  # the parts use them
{
version=$(packaging/version.sh)
tarball=$PWD/build/dist/tcpwright-$version.tar.gz
source=$scratch/tcpwright-$version
strict='-std=c11 -Wall -Wextra -Wconversion -Werror -pedantic-errors'
}
passed=0 failed=0
# Only what is installed may be found, and the machine's own tools.
export PKG_CONFIG_PATH=$tree/lib/pkgconfig CMAKE_GENERATOR=Ninja
export LC_ALL=C
unset MAKEFLAGS MAKELEVEL MFLAGS

# check NAME COMMAND...: passes when the command does
check() {
	local name=$1
	shift
	if "$@" >"$scratch/output" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "failed: $name"
		sed 's/^/    /' "$scratch/output" | tail -n 20
		return 1
	fi
}

# have COMMAND WHAT: whether it can be tried on this machine
have() {
	command -v "$1" >/dev/null ||
		{ echo "skipped: $2: no $1 on this machine"; return 1; }
}

# pair PROGRAM: it runs, and the library is of this version
pair() {
	"$@" | grep -q "^tcpwright $version: 100000 octets there and back"
}

# shellcheck source=/dev/null
. "$here/installed.sh"
# shellcheck source=/dev/null
. "$here/sources.sh"
# shellcheck source=/dev/null
. "$here/elsewhere.sh"

if check "make install writes what its manifest says" install_tree; then
	installed
	elsewhere
	check "make uninstall leaves what is not its own" uninstalls
fi
sources
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
