#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Both libraries show the functions of meju.h and no other name, and ask for
# nothing that prints, ends the process or catches signals; the header is clean
# in either language and with either compiler.
set -eu

header=$MEJU_SOURCE/common/meju.h
[ -e "$MEJU_BUILD/libmeju.so" ] || exit 77
if grep -q '^MEJU_SANITIZE:[A-Z]*=.' "$MEJU_BUILD/CMakeCache.txt"; then
	echo "skipped: sanitizers have names of their own"
	exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0

# same WHAT: standard input is the list of functions.
same() {
	sort -u >"$work/shown"
	diff "$work/declared" "$work/shown" >"$work/diff" || {
		echo "FAILED: $1 shows, beside what meju.h declares:"
		cat "$work/diff"
		bad=1
	}
}

sed '/^ \*/d' "$header" | grep -oE 'meju_[a-z_]+\(' | tr -d '(' |
	sort -u >"$work/declared"
nm -D --defined-only "$MEJU_BUILD/libmeju.so" | awk '$2 != "A" {
	sub(/@.*/, "", $3); print $3 }' | same libmeju.so
nm -g --defined-only "$MEJU_BUILD/libmeju.a" | awk 'NF == 3 { print $3 }' |
	same libmeju.a

loud='v?f?printf|puts|fputs|putchar|perror|fwrite|stdout|stderr|exit|_exit|abort'
signals='signal|sigaction|raise|kill'
nm -D --undefined-only "$MEJU_BUILD/libmeju.so" | awk '{ print $2 }' |
	sed 's/@.*//' | grep -xE "$loud|$signals" && bad=1

soname=$(readelf -d "$MEJU_BUILD/libmeju.so" |
	sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
[ "$soname" = libmeju.so.0 ] || {
	echo "FAILED: the soname is $soname"
	bad=1
}
! readelf -d "$MEJU_BUILD/libmeju.so" | grep -E 'curses|tinfo|h2o' || bad=1

# clean COMPILER STANDARD LANGUAGE
clean() {
	command -v "$1" >/dev/null || return 0
	echo '#include "meju.h"' | "$1" -std="$2" -x "$3" -Wall -Wextra \
		-Wpedantic -Wconversion -Werror -fsyntax-only \
		-I "$(dirname "$header")" - || bad=1
}
clean gcc c11 c
clean g++ c++17 c++
clean clang c11 c
clean clang++ c++17 c++
exit $bad
