#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What must hold of the proofs as a whole, after keys.sh: nothing is admitted,
# every axiom is in TRUST.md, and of the core every function that others may
# call is proved or in TRUST.md with a reason.
# shellcheck source=/dev/null
. "$(dirname "$0")/common.sh"
failed=0
unproved="Functions without a contract"

# none TEXT: reads lines; each is a failure.
none() {
	local line
	while read -r line; do
		echo "$1: $line" >&2
		failed=1
	done
}

mapfile -t files < <(units | cut -d' ' -f1)
mapfile -t headers < <({ printf '%s\n' "${files[@]}" | xargs dirname
	[ "$UNITS" != proofs/units ] || echo proofs/laws; } | sort -u |
	xargs -I{} find {} -maxdepth 1 -name '*.h' -o -name '*.acsl')
none "admitted" < <(grep -nE '\b(admit|__FRAMAC__)\b' "${files[@]}" \
	"${headers[@]}")
[ "$UNITS" != proofs/units ] || none "an unsound tactic" < <(
	git ls-files -co --exclude-standard | grep -v '^proofs/hygiene.sh$' |
		xargs grep -lF '"Wp.''overflow"')
none "an axiom that is not in TRUST.md" < <(
	comm -23 <(sort -u "$WORK/axioms") <(trusted))
none "a contract that is assumed and proved nowhere" < <(
	comm -23 <(sort -u "$WORK/strays") <(trusted))
none "neither proved nor in TRUST.md" < <(
	comm -23 <(cut -f2 "$WORK/bare" | sort -u) <(trusted "$unproved"))
[ "$UNITS" != proofs/units ] || none "in TRUST.md, but proved or gone" < <(
	comm -13 <(cut -f2 "$WORK/bare" | sort -u) <(trusted "$unproved"))
exit $failed
