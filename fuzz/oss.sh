#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Does what ClusterFuzzLite and OSS-Fuzz do with .clusterfuzzlite/, without
# their container: copies the tree, builds it with their variables, and looks
# at each harness as their check does: it runs alone, with its corpus, words
# and options. Ends with "N passed, N failed".
set -u
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"
passed=0 failed=0
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export SRC=$place/src OUT=$place/out WORK=$place/work
export CC=clang CXX=clang++ SANITIZER=address FUZZING_ENGINE=libfuzzer
export CFLAGS="-O1 -fno-omit-frame-pointer -gline-tables-only
	-DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION -fsanitize=address
	-fsanitize-address-use-after-scope -fsanitize=fuzzer-no-link"
CFLAGS=$(tr -s ' \t\n' ' ' <<<"$CFLAGS")
export CFLAGS CXXFLAGS=$CFLAGS LIB_FUZZING_ENGINE=-fsanitize=fuzzer
mkdir -p "$SRC" "$OUT" "$WORK"

check() { # NAME COMMAND...
	local name=$1
	shift
	if "$@" >"$place/said" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "failed: oss: $name"
		tail -n 8 "$place/said" | sed 's/^/    /'
	fi
}

# The Dockerfile's COPY lines, as they stand.
copies() {
	local from to
	while read -r _ from to; do
		to=$(eval echo "$to")
		if [ "$from" = . ]; then
			mkdir -p "$to"
			git ls-files -z | xargs -0 cp --parents -t "$to"
		else
			cp "$from" "$to"
		fi || return
	done < <(grep '^COPY ' .clusterfuzzlite/Dockerfile)
}

workdir() {
	eval echo "$(sed -n 's/^WORKDIR //p' .clusterfuzzlite/Dockerfile)"
}

# ready NAME: alone in $OUT, with what belongs to it.
ready() {
	cd "$OUT" || return
	mkdir "seeds-$1"
	unzip -q -d "seeds-$1" "$1_seed_corpus.zip" &&
	[ -n "$(ls "seeds-$1")" ] &&
	grep -q "^dict = $1.dict$" "$1.options" &&
	"./$1" -runs=0 -dict="$1.dict" "seeds-$1"
}

check "the tree is copied" copies
check "build.sh builds it" bash -c "cd '$(workdir)' && bash '$SRC/build.sh'"
for name in $HARNESSES; do
	check "$name is ready" ready "$name"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
