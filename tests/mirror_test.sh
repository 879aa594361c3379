#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# tests/PATH/NAME_test.c tests PATH/NAME: a .c, .cc or .h file, or prose that
# is executed, such as GRAMMAR.md.
# shellcheck disable=SC2044 # our names hold no spaces
set -eu

bad=0
for test in $(find tests/common tests/indexer tests/query -name '*_test.c' \
	2>/dev/null); do
	source=${test#tests/}
	source=${source%_test.c}
	prose=$(dirname "$source")/$(basename "$source" | tr '[:lower:]' '[:upper:]').md
	[ -e "$source.c" ] || [ -e "$source.cc" ] || [ -e "$source.h" ] ||
		[ -e "$prose" ] || {
		echo "$test: there is no $source.c"
		bad=1
	}
done
exit $bad
