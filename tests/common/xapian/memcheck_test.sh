#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The tests of this folder, in which nothing leaks and nothing is read before
# it is written, Xapian's part included.
set -eu

one=${MEJU_BUILD:?}/tests/test.common.xapian.xap
command -v valgrind >/dev/null || {
	echo "skipped: valgrind is not here"
	exit 77
}
! grep -q __sanitizer "$one" || {
	echo "skipped: sanitizers see to it"
	exit 77
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for program in "$one" "$one"_*; do
	valgrind -q --error-exitcode=9 --leak-check=full \
		--show-leak-kinds=definite --errors-for-leak-kinds=definite \
		"$program" >"$log" 2>&1 || {
		cat "$log"
		exit 1
	}
done
