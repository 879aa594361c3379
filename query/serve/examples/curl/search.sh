#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# search.sh - search a site from the command line, by curl and jq.
#
#	MEJU_ENDPOINT=https://search.example.org sh search.sh leaky gut
set -eu
endpoint=${MEJU_ENDPOINT:-http://127.0.0.1:8080}
curl -sS --fail-with-body --compressed --max-time 10 --get "$endpoint/search" \
	--data-urlencode "q=$*" --data limit=5 --data snippet=1 \
	--data highlight=none --data format=json |
	jq -r '"\(.total) found",
		(.hits[] | "\(.title // .id)\n  \(.url // .id)\n  \(.snippet // "")")'
