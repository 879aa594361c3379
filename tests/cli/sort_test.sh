#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# --sort: keys, what is missing, pages, several indexes.
. "$MEJU_SOURCE/tests/cli/cli.sh"

cat >docs.jsonl <<'END'
{"id": "1", "text": "gut", "date": "2024-05-01", "category": "news", "author": "Zoe"}
{"id": "2", "text": "gut", "date": "2023-05-01", "category": "Guide", "author": "émile"}
{"id": "3", "text": "gut", "date": "2025-05-01", "category": "news"}
{"id": "4", "text": "gut", "category": "guide", "author": "Ann"}
{"id": "5", "text": "skin", "date": "1960-05-01"}
END
run 0 meju-index add -d i docs.jsonl
export MEJU_INDEX="$work/i"

# sorted_by KEYS 'IDS' [OPTION]...
sorted_by() {
	keys=$1
	wanted=$2
	shift 2
	run 0 meju-query --match all --format ids --sort "$keys" "$@" '*'
	got=$(tr '\n' ' ' <.out)
	[ "$got" = "$wanted " ] || fail "[$got] instead of [$wanted]: $keys"
}
sorted_by date '5 2 1 3 4'
sorted_by -date '3 1 2 5 4'
sorted_by author '4 2 1 3 5'
sorted_by -author '1 2 4 3 5'
sorted_by category '2 4 1 3 5'
sorted_by category,-date '2 4 3 1 5'
sorted_by -category,date '1 3 2 4 5'
sorted_by category,-author,id '2 4 1 3 5'
sorted_by -id '5 4 3 2 1'
sorted_by type '1 2 3 4 5'

sorted_by -date '1 2' -n 2 --offset 1
sorted_by -date '4' -n 2 --offset 4
sorted_by id,-date '1 1 2 2 3 3 4 4 5 5' -d i -d i -n 20

for keys in title '' date, ,date --date id,id,id,id,id; do
	run 2 meju-query "--sort=$keys" gut
	says "^meju-query: --sort takes up to 4 of .* not '"
done
run 0 meju-query --sort -date --facets category -n 1 gut
prints '^category: Guide 2, news 2$'
finish
