# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# cli.sh - what the tests of the programs need; they source it and end with
# `finish`.
#
#	run 0 meju-index -d i docs     expect that status
#	says 'one sentence'            standard error is this one line (a regex)
#	prints 'pattern'               standard output has it
#	ids 'b.md a.md' query...       exactly these are found, in any order
#
# They run in an empty folder, with the programs of MEJU_BUILD in PATH.

export LC_ALL=C.UTF-8
# A sanitizer's finding is no "nothing found".
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:exitcode=99"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-}:exitcode=99"
unset MEJU_INDEX NO_COLOR
PATH=${MEJU_BUILD:?}:$PATH
bad=0
work=$(mktemp -d)
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
cd "$work" || exit 2

fail() {
	bad=1
	printf 'FAILED: %s\n' "$*"
	for stream in out err; do
		[ ! -s "$work/.$stream" ] ||
			sed "s/^/  $stream: /" "$work/.$stream" | cut -c1-200 |
			head -n 8
	done
}

run() {
	expected=$1
	shift
	"$@" >"$work/.out" 2>"$work/.err" && got=0 || got=$?
	[ "$got" -eq "$expected" ] || fail "status $got, not $expected: $*"
}

says() {
	grep -qE -- "$1" "$work/.err" || fail "it does not say: $1"
	[ "$(wc -l <"$work/.err")" -eq 1 ] || fail "it is not one line: $1"
}

# One of the lines says it.
mentions() {
	grep -qE -- "$1" "$work/.err" || fail "it does not say: $1"
}

silent() {
	[ ! -s "$work/.err" ] || fail "it says something"
}

prints() {
	grep -qE -- "$1" "$work/.out" || fail "it does not print: $1"
}

# Words apart, sorted, on one line.
sorted() {
	tr ' ' '\n' | grep . | sort | tr '\n' ' '
}

ids() {
	wanted=$(echo "$1" | sorted)
	shift
	found=$(meju-query --match all -n 1000 --format ids "$@" 2>&1 | sorted)
	[ "$found" = "$wanted" ] || fail "[$found] instead of [$wanted]: $*"
}

# article PATH TITLE TEXT
article() {
	mkdir -p "$(dirname "$1")"
	printf -- '---\ntitle: "%s"\n---\n\n%s\n' "$2" "$3" >"$1"
}

finish() {
	exit "$bad"
}
