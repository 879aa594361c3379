#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# common/xapian/README.md does what it says: its commands build its programs,
# without the rest of the project, and they print what is printed there.
set -eu

if ! command -v c++ >/dev/null || ! pkg-config --exists xapian-core; then
	echo "skipped: no compiler, or no pkg-config"
	exit 77
fi
page=${MEJU_SOURCE:?}/common/xapian/README.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
ln -s "$MEJU_SOURCE/common" common

# block KIND: what is in the page's first block of that kind.
block() {
	awk -v fence="\`\`\`$1" '
		/^```$/ { inside = 0 }
		inside
		$0 == fence { inside = 1 }' "$page"
}

for program in articles several; do
	block "c $program" >$program.c
done
block sh >build.sh
sh -e build.sh

for program in articles several; do
	sed -n "/^\$ .\/$program /,/^\`\`\`/p" "$page" |
		sed '/^```/d' >session
	sed -n 's/^\$ //p' session >line
	sed 1d session >expected
	sh line >got
	diff expected got
done
