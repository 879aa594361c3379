#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# All C looks as .clang-format says.  Other versions of clang-format disagree
# in details, so only the one of Debian 12 is asked.
# shellcheck disable=SC2038 # our names hold no spaces
set -eu

clang-format --version 2>/dev/null | grep -q 'version 14\.' || {
	echo "skipped: clang-format 14 is not here"
	exit 77
}
bad=$(find common indexer query tests bench -name '*.[ch]' ! -name '*_table.h' |
	xargs clang-format --dry-run 2>&1 | sed -n 's/: warning: .*//p')
[ -z "$bad" ] || {
	echo "$bad" | sed 's/:.*//' | sort | uniq -c
	echo "$bad" | head -n 20
	exit 1
}
