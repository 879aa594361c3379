#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The man pages build, and name the options that --help names: all and no more.
set -eu

command -v scdoc >/dev/null || {
	echo "skipped: scdoc is not here"
	exit 77
}

options() {
	grep -oE -- '--[a-z][a-z-]*' | sort -u
}

bad=0
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
for page in indexer/meju-index.1.scd query/meju-query.1.scd; do
	program=$(basename "$page" .1.scd)
	scdoc <"$page" >"$work/$program.1" || bad=1
	[ -x "${MEJU_BUILD:-build}/$program" ] || continue
	"$MEJU_BUILD/$program" --help | options >"$work/help"
	sed 's/\*//g' "$page" | options >"$work/page"
	diff "$work/help" "$work/page" >"$work/diff" || {
		echo "$page (>) and $program --help (<) differ:"
		grep '^[<>]' "$work/diff"
		bad=1
	}
done
exit $bad
