#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The man pages build, and name the options and commands that --help names: all
# and no more.  mandoc finds nothing in them but what scdoc always writes.
set -eu

command -v scdoc >/dev/null || {
	echo "skipped: scdoc is not here"
	exit 77
}
command -v mandoc >/dev/null || echo "not linted: mandoc is not here"

options() {
	grep -oE -- '--[a-z][a-z-]*' | sort -u
}

commands() {
	sed -n '/^# COMMANDS/,/^# /s/^\*\([a-z]*\)\*.*/\1/p' | sort
}

scdoc_always='longer than 80 bytes|case character in document title|paragraph macro'
bad=0
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
for page in indexer/meju-index.1.scd query/meju-query.1.scd \
	query/serve/meju-serve.1.scd; do
	program=$(basename "$page" .1.scd)
	[ -e "$MEJU_BUILD/$program" ] || {
		echo "not looked at: $program is not built"
		continue
	}
	"$MEJU_BUILD/$program" --help >"$work/text"
	"$MEJU_BUILD/$program" --generate man >"$work/options"
	sed "/^# OPTIONS/r $work/options" "$page" >"$work/scd"
	scdoc <"$work/scd" >"$work/$program.1" || bad=1
	options <"$work/text" >"$work/help"
	"$MEJU_BUILD/$program" --generate fish |
		sed -n 's/.* -a \([a-z]*\) -d .*/\1/p' | sort >>"$work/help"
	sed 's/\*//g' "$work/scd" | options >"$work/page"
	commands <"$work/scd" >>"$work/page"
	diff "$work/help" "$work/page" >"$work/diff" || {
		echo "$page (>) and $program --help (<) differ:"
		grep '^[<>]' "$work/diff"
		bad=1
	}
	command -v mandoc >/dev/null || continue
	mandoc -T lint "$work/$program.1" | grep -vE "$scdoc_always" && bad=1
done
exit $bad
