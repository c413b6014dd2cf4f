#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The build of ClusterFuzzLite and OSS-Fuzz, in their base-builder: $CC, $CXX,
# $CFLAGS, $CXXFLAGS and $LIB_FUZZING_ENGINE are theirs, and what they run goes
# to $OUT. fuzz/oss.sh does the same without them.
set -eu
make -s -j"$(nproc)" fuzz-oss
for harness in build/fuzz/oss/*; do
	if [ -d "$harness" ] || [ ! -x "$harness" ]; then continue; fi
	name=${harness##*/}
	cp "$harness" "$OUT"
	cp "fuzz/$name.dict" "fuzz/$name.options" "$OUT"
	find "fuzz/corpus/$name" -type f | sort |
		zip -q -j -@ "$OUT/${name}_seed_corpus.zip"
done
