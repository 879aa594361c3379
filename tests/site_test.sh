#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The search box in a real browser (tests/site/), and how large it is.
set -eu

size=$(for file in query/serve/site/meju.js query/serve/site/meju.css; do
	gzip -9c "$file"
done | wc -c)
[ "$size" -le 15360 ] || {
	echo "the box has $size bytes when compressed, more than 15 KB"
	exit 1
}
modules=${MEJU_MODULES:-$MEJU_SOURCE/build/site/node_modules}
browser=${MEJU_CHROMIUM:-/usr/bin/chromium}
if ! command -v node >/dev/null || [ ! -x "$browser" ] ||
	[ ! -d "$modules/playwright-core" ]; then
	echo "skipped: no node, no chromium, or not what tests/run installs for it"
	exit 77
fi
if [ ! -x "$MEJU_BUILD/meju-serve" ]; then
	echo "skipped: meju-serve is not built"
	exit 77
fi
NODE_PATH=$modules exec node --test --test-concurrency=2 tests/site/*.test.js
