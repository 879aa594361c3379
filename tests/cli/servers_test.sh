#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# meju-query over databases of Xapian, in a folder and on servers.
set -eu
. "$(dirname "$0")/cli.sh"

command -v xapian-tcpsrv >/dev/null || {
	echo "there is no xapian-tcpsrv"
	exit 77
}
servers=
trap 'kill $servers 2>/dev/null || :; rm -rf "${work:?}"' EXIT

for i in 1 2 3 4 5 6 7 8; do
	article "docs/gut$i.md" "Gut $i" "The gut and its flora, part $i."
	article "docs/skin$i.md" "Skin $i" "The skin has a flora, too: part $i."
done
run 0 meju-index -q -d native docs
run 0 meju-index -q -d glass --engine xapian --shards 2 docs

# The same by both engines.
for query in 'flora' 'gut flora' 'title:gut' '"the gut"' 'flor*' 'gut OR skin -part'; do
	for engine in native glass; do
		meju-query -d $engine -n 100 --format trec "$query" >$engine.trec ||
			:
	done
	cmp -s native.trec glass.trec || fail "not the same: $query"
done
run 0 meju-query -d glass --sort -id -n 1 --format ids flora
prints '^skin8.md$'
run 0 meju-query -d glass --similar gut1.md -n 1
run 0 meju-query -d glass --format json --facets lang flora
prints '"total":16'

run 1 meju-query -d glass flroa
says '^did you mean: flora$'

# What only our own index can.
run 2 meju-query -d glass --explain gut
only=' is not there for indexes of Xapian; `meju-index convert` makes one of meju.s own$'
says "^meju-query: an explanation of scores$only"
run 2 meju-query -d glass --why-not gut1.md skin
says "^meju-query: --why-not$only"
run 2 meju-query -d glass --suggest gu
says "^meju-query: the completion of what is typed$only"
run 0 meju-query -d glass --rank recency=0.2 gut
mentions '^meju-query: how recent an article is does not count on Xapian; leave recency out, or use an index of meju.s own$'
run 2 meju-query -d glass -d native gut
says '^meju-query: native is no index of Xapian.s as the others are; search those of one engine at a time$'

# Shards that do not belong together.
a=glass/shard-0-of-2
run 2 meju-query -d glass -d glass gut
says "^meju-query: $a is named twice; name it once$"
cp -r glass double
run 2 meju-query -d $a -d double/shard-0-of-2 gut
says "^meju-query: $a and double/shard-0-of-2 are the same shard; name one of them$"
run 0 meju-index -q -d other --engine xapian --shards 2 docs
run 2 meju-query -d $a -d other/shard-1-of-2 gut
says "^meju-query: $a and other/shard-1-of-2 are of different indexes; search them one at a time$"
run 0 meju-query -d glass --sort lang,-id -n 1 gut
mentions 'sorts by one key'
rm -rf lost
cp -r glass lost
rm -r lost/shard-1-of-2
run 2 meju-query -d lost gut
says '^meju-query: lost/shard-1-of-2 is missing, a part of the index lost; name where it is instead of the folder, or put it back$'

# Servers: a port for each, and a process group, all of which one takes with it
# when it is told to end.
port=$((20000 + $$ % 20000))
for i in 0 1; do
	setsid xapian-tcpsrv --quiet --interface 127.0.0.1 --port $((port + i)) \
		"glass/shard-$i-of-2" 2>/dev/null &
	servers="$servers $!"
done
a=127.0.0.1:$port
b=127.0.0.1:$((port + 1))
for _ in 1 2 3 4 5 6 7 8 9 10; do
	meju-query -d $a -d $b -n 1 flora >/dev/null 2>.err &&
		! grep -q answer .err && break
	sleep 0.3
done
meju-query -d native -n 100 --format trec gut flora >native.trec
meju-query -d $a -d $b -n 100 --format trec gut flora >servers.trec
cmp -s native.trec servers.trec || fail "servers do not find the same"
run 1 meju-query -d $a -d $b gutt~
mentions 'not looked for on servers'
for typed in flroa lfora fora florra flota '+gut +flroa' 'flo ra' gutflora; do
	run 1 meju-query -d native "$typed"
	cp .err native.err
	run 1 meju-query -d $a -d $b "$typed"
	cmp -s .err native.err || fail "servers do not mean the same: $typed"
done

# One is down: what is found is without its documents, and it is named.
kill "${servers##* }"
wait "${servers##* }" 2>/dev/null || :
run 0 meju-query -d $a -d $b --format json flora
mentions "^meju-query: $b does not answer; what is found is without its documents$"
prints "\"missing\":\\[\"$b\"\\]"
prints '"partial":true'
prints '"total_relation":"gte"'
if python3 -c 'import jsonschema' 2>/dev/null; then
	cp .out partial.search
	python3 "$MEJU_SOURCE/tests/cli/valid.py" \
		"$MEJU_SOURCE/query/meju-query.schema.json" \
		partial.search >valid.txt 2>&1 || {
		cat valid.txt
		fail "the JSON is not of the schema"
	}
fi
run 2 meju-query -d $b flora
says "$b|refused|connect"
finish
