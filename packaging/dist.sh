#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# The source tarball: what is under version control, the same octets wherever
# and whenever it is made.
#
#	dist.sh FILE.tar.gz
#
# Its time is SOURCE_DATE_EPOCH, or the last commit's. In an unpacked tarball
# that is no repository everything is taken but build/.
set -eu
out=$(realpath -m "$1")
cd "$(dirname "$0")/.."
export LC_ALL=C
epoch=${SOURCE_DATE_EPOCH:-}
if [ -e .git ]; then
	[ -n "$epoch" ] || epoch=$(git log -1 --format=%ct)
	git ls-files
else
	[ -n "$epoch" ] || epoch=$(stat -c %Y Makefile)
	find . -path ./build -prune -o -type f -printf '%P\n'
fi >"$out.list"
sort "$out.list" |
	tar --create --no-recursion --verbatim-files-from --files-from=- \
		--format=ustar --mtime="@$epoch" \
		--owner=0 --group=0 --numeric-owner \
		--mode=u=rwX,go=rX \
		--transform="s|^|tcpwright-$(packaging/version.sh)/|" |
	gzip -n -9 >"$out"
rm "$out.list"
