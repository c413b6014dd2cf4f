#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Prints C source with the text of the given files: struct demo_text, demo.h.
#     embed.sh demo_texts tests/wire/*.demo > build/demos.c
set -eu
array=$1
shift

cat << END
/* SPDX-License-Identifier: BSD-2-Clause */
/* Made by runtime/tw/embed.sh. Do not edit. */
#include <stddef.h>

#include "runtime/tw/demo.h"

END
n=0
for file in "$@"; do
	echo "static const char *const text_${n}[] = {"
	sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/	/\\t/g' \
		-e 's/^/	"/' -e 's/$/",/' "$file"
	echo "	NULL"
	echo "};"
	echo
	n=$((n + 1))
done
echo "const struct demo_text ${array}[] = {"
n=0
for file in "$@"; do
	name=${file##*/}
	echo "	{ \"${name%.*}\", text_$n },"
	n=$((n + 1))
done
echo "	{ NULL, NULL }"
echo "};"
