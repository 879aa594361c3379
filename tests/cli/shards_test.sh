#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# An index of shards follows its folders as any other, and becomes one.
. "$MEJU_SOURCE/tests/cli/cli.sh"

# dumped INDEX FILE: its documents, in any order.
dumped() {
	meju-index dump -q -d "$1" | sort >"$2"
}

# same INDEX INDEX: the same documents.
same() {
	dumped "$1" .one
	dumped "$2" .two
	[ -s .one ] || fail "$1 is empty"
	cmp .one .two || fail "$1 has other documents than $2"
}

# has INDEX NUMBER of documents
has() {
	run 0 meju-index stats -d "$1" --format json
	prints "\"documents\": $2,"
}

cp -R "$MEJU_SOURCE/corpus" docs
run 0 meju-index -q -d native docs
for n in 1 4; do
	run 0 meju-index -d s$n --engine xapian --shards $n docs
	says '^78 documents indexed, 3 pages left out .*; '
	[ "$(echo s$n/shard-* | wc -w)" -eq $n ] || fail "not $n shards"
	has s$n 78
	same native s$n
	run 0 meju-index check -d s$n
	run 0 meju-index -d s$n docs
	says '^72 files unchanged, '
done
run 0 meju-index stats -d s4
prints '^commit      2$'
prints '^documents   78$'
prints '^shards      4 \(of [0-9]+ to [0-9]+ documents\)$'
prints '^words       [0-9.]+ a document$'

# A file that changes, one that vanishes, one that is new.
echo 'Now with zebras.' >>docs/gut/bile-acids.md
rm docs/skin/acne.md 2>/dev/null || rm "$(ls docs/skin/*.md | head -n 1)"
article docs/new.md New "A narwhal."
cp -R s4 before
run 0 meju-index -d native docs
for n in 1 4; do
	run 0 meju-index -d s$n --dry-run docs
	says '^2 documents indexed, 2 old ones removed, '
	has s$n 78
	run 0 meju-index -d s$n docs
	says '^2 documents indexed, 2 old ones removed, 70 files unchanged, '
	same native s$n
	run 0 meju-index check -d s$n
done

# A commit that ended between two shards: the last ones are new, the index is
# not.  What has changed back meanwhile is found, too.
cp -R s4 broken
cp before/manifest before/manifest.copy broken
rm broken/*.sources
cp before/*.sources broken
rm -R broken/shard-0-of-4
cp -R before/shard-0-of-4 broken
run 2 meju-index check -d broken
prints 'shard-1-of-4 is of commit 3, the index of 2: a commit was interr'
cp "$MEJU_SOURCE/corpus/gut/bile-acids.md" docs/gut
rm docs/new.md
run 0 meju-index -d native docs
run 0 meju-index -d broken docs
mentions 'was interrupted between its shards; every file is read again'
same native broken
run 0 meju-index check -d broken
run 0 meju-index -d broken docs
says 'files unchanged, '

# A shard of another index, of an old commit, or none.
cp -R s4 other
rm -R other/shard-2-of-4
run 2 meju-index -d other docs
says 'other/shard-2-of-4: '
cp -R before/shard-2-of-4 other
run 2 meju-index -d other docs
says 'shard-2-of-4 is of commit 2, but the index of commit 3'
run 2 meju-index check -d other
prints 'shard-2-of-4 is of commit 2, the index of 3; bring the right one back, or index again$'
run 0 meju-index -q -d alien --engine xapian --shards 4 docs
run 0 meju-index -q -d alien docs
rm -R other/shard-2-of-4
cp -R alien/shard-2-of-4 other
run 2 meju-index -d other docs
says 'shard-2-of-4 is a shard of another index'
rm -R other/shard-2-of-4
cp -R other/shard-1-of-4 other/shard-2-of-4
run 2 meju-index -d other docs
says 'other/shard-2-of-4 says that it is shard 1 of 4; the index is damaged, make it again$'
rm -R other/shard-2-of-4
cp -R s4/shard-2-of-4 other
dd if=/dev/zero of=other/shard-2-of-4/postlist.glass bs=8192 seek=1 count=1 \
	conv=notrunc 2>.err
run 2 meju-index check -d other
prints 'other/shard-2-of-4: '

# Killed in the middle, it is what it was.
"$MEJU_BUILD/meju-index" dump -q -d native >lines.jsonl
for i in 1 2 3 4 5 6 7 8 9; do
	sed "s/\"id\":\"/&$i/; s/,\"source\":\"[^\"]*\"//" lines.jsonl
done >many.jsonl
for pause in 0.05 0.2 0.5; do
	"$MEJU_BUILD/meju-index" add -q -d alien many.jsonl 2>.err &
	sleep $pause
	kill -9 $! 2>/dev/null
	wait $! 2>/dev/null
done
dumped alien .dump
case $(wc -l <.dump) in
77 | 770) ;;
*) fail "$(wc -l <.dump) documents after a kill" ;;
esac
run 0 meju-index add -q -d alien many.jsonl
has alien 770
run 0 meju-index check -d alien

# Add, replace, delete; of two of one id in a synced file the first stays.
printf '{"id":"n1","text":"first walrus"}\n{"id":2,"body":"second walrus"}\n' |
	run 0 meju-index add -d s4 -
says '^2 documents indexed; '
echo '{"id":"n1","contents":"first seal"}' | run 0 meju-index add -d s4 -
says '^1 document indexed, 1 old one removed; '
run 0 meju-index delete -d s4 n1 2 3
says '^2 documents removed, 1 id unknown; '
mkdir twins
printf '{"id":"t","text":"one"}\n{"id":"t","text":"two"}\n' >twins/t.jsonl
run 1 meju-index -d s4 twins
mentions 't\.jsonl:2: an earlier document has the id t; skipped'
run 0 meju-index dump -d s4
prints '"text":"one"'
run 0 meju-index delete -d s4 t

# Shards become segments, segments shards, and few shards many.
run 0 meju-index dump -q -d native
mv .out native.jsonl
run 0 meju-index convert -d native c3 --engine xapian --shards 3
says '^77 documents converted; '
run 0 meju-index convert -d c3 c2 --shards 2
run 0 meju-index convert -d c2 c0 --engine native
for index in c3 c2 c0; do
	run 0 meju-index dump -q -d $index
	cmp .out native.jsonl || fail "$index has another order"
	run 0 meju-index check -d $index
	run 0 meju-index -d $index docs
	says 'files unchanged, '
done
run 2 meju-index convert -d c0 c2
says 'c2 was made with --engine xapian|c2 is an index already'
run 2 meju-index convert -d c0 c2 --shards 2
says 'c2 is an index already; give convert a new folder'
run 2 meju-index convert -d c0
says 'say which new folder'

# What it cannot do it says; what it is it stays.
run 2 meju-index -d s4 --engine native docs
says 's4 was made with --engine xapian; .meju-index convert. makes'
run 2 meju-index -d s4 --shards 2 docs
says 'the index s4 has 4 shards; .meju-index convert. makes one with another number of them$'
run 2 meju-index -d fresh --shards 2 docs
says 'has no shards; give --engine xapian as well'
run 2 meju-index backup -d s4 b
says 'databases of Xapian, which meju-index cannot back up'
run 2 meju-index diff native s4
says 'databases of Xapian, which meju-index cannot compare'
run 2 meju-index check --repair -d s4
says 'databases of Xapian, which cannot be mended'
run 2 meju-index merge -d native s4
says 'databases of Xapian, whose documents cannot be merged'
run 2 meju-index merge -d s4 native
says 'databases of Xapian, which are merged with no others'
run 0 meju-index merge -d c3
says '^77 documents merged; '
run 0 meju-index check -d c3
same native c3
[ ! -e c3/merging ] || fail "merging is left"
run 0 meju-index -d dry --engine xapian --dry-run docs
[ ! -e dry/shard-0-of-1 ] || fail "a dry run leaves a shard"
run 0 meju-index explain -d c3 docs/gut/bile-acids.md
prints '^index        c3 has it as it is'

# A server that is none.
run 2 meju-query -d 127.0.0.1:1 gut
says '^meju-query: 127.0.0.1:1 does not answer; is it a xapian-tcpsrv, and does it run\? \(.*\)$'
finish
