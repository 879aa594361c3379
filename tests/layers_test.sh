#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Includes point down, never up: the picture in README.md as a table.  A file
# belongs to the longest room that its path begins with, and may include from
# that room and from those on its right.
# shellcheck disable=SC2016,SC2038
set -eu

rooms='
common/base
common/simd      common/base
common/xapian    common/base
common/value     common/base
common/text      common/base common/simd common/xapian
common/index     common/base common/simd common/xapian common/text
common           common
indexer/parse    common indexer/document.h
indexer          common
query/lang       common
query/match      common query/lang
query/rank       common query/lang query/match
query/assist     common query/lang query/match query/rank query/search.h
query            common
tests            common indexer query
bench            common indexer query tests
'

# A library is known in one place, so that it can be guarded there.
libraries='
xapian           common/xapian bench/peer_xapian.cc bench/direct_xapian.cc bench/search_xapian.cc
utf8proc         common/text
libstemmer       common/text
zstd             common/index indexer/source.c tests/fuzz
zdict            common/index
cmark            indexer/parse
gumbo            indexer/parse
yaml             indexer/parse
toml++           common/value
simdjson         indexer/parse
cmocka           tests
curses           query/prompt
h2o              query/serve/server.c
'

find common indexer query tests bench -name '*.[ch]' -o -name '*.cc' |
xargs awk -v rooms="$rooms" -v libraries="$libraries" '
function table(text, to,    rows, i, cells, row) {
	split(text, rows, "\n")
	for (i in rows) {
		row = rows[i]
		if (split(row, cells, " "))
			to[cells[1]] = row
	}
}
function inside(path, room) {
	return path == room || index(path, room "/") == 1
}
function any(path, list,    cells, i) {
	for (i = split(list, cells, " "); i > 0; i--)
		if (inside(path, cells[i]))
			return 1
	return 0
}
function home(path,    r, best) {
	for (r in may)
		if (inside(path, r) && length(r) > length(best))
			best = r
	return best
}
function offence(why) {
	printf "%s:%d: %s: %s\n", FILENAME, FNR, why, $0
	bad = 1
}
BEGIN {
	table(rooms, may)
	table(libraries, known)
}
FNR == 1 {
	room = home(FILENAME)
}
/^#[ \t]*include "/ {
	split($0, part, "\"")
	if (home(part[2]) == "")
		offence("not written from the root")
	else if (!any(part[2], may[room]))
		offence(room " must not see it")
}
/^#[ \t]*include </ {
	split($0, part, /[<>]/)
	name = part[2]
	sub(/[.\/].*/, "", name)
	if (name in known) {
		place = known[name]
		sub(/^[^ ]+/, "", place)
		if (!any(FILENAME, place))
			offence("only for" place)
	}
}
END {
	exit bad
}' || exit 1
