#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Some of the points at which a sync of shards can fail, the same each time;
# `tests/run fault` tries all.
set -eu

# Neither what sanitizers put before malloc() nor their look for leaks goes
# together with being traced.
if grep -q '^MEJU_SANITIZE:[A-Z]*=.' "$MEJU_BUILD/CMakeCache.txt"; then
	echo "not with sanitizers"
	exit 77
fi
python3 -c '' 2>/dev/null || {
	echo "there is no python3"
	exit 77
}
exec python3 "$MEJU_SOURCE/tests/fault/shards_each.py" "$MEJU_BUILD" 60 2026
