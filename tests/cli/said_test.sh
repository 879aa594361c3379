#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What meju-index says of what it cannot do, a case a line: what, why, and what
# to do about it.
. "$MEJU_SOURCE/tests/cli/cli.sh"

# refuses SENTENCE WORDS...: nothing is done, and why.
refuses() {
	sentence=$1
	shift
	run 2 meju-index "$@"
	says "^meju-index: $sentence\$"
}

article docs/a.md Okapi "An okapi in the forest."
article docs/b.md Quoll "A quoll on a rock."
run 0 meju-index -q -d i --language en docs

# What options take.
refuses "--threads takes a number from 1 to 64, not '0'" -d i --threads 0 docs
refuses "--lock-timeout takes a number from 0 to [0-9]+, not 'soon'" \
	-d i --lock-timeout soon docs
refuses "--shards takes a number from 1 to 1000, not '1001'" \
	-d i --shards 1001 docs
refuses "--memory takes a size such as 512M, not '2X'" -d i --memory 2X docs
refuses "--format takes text or json, not 'xml'" stats -d i --format xml
refuses "there is no language 'xx'" -d i --language xx docs
refuses "the index i was made with --language 'en'; to change that, delete it and index again" \
	-d i --language de docs

# An option that a command does not heed is refused, and so are words where
# none can be.
refuses "--shards is not for delete, but for sync, add and convert" \
	delete -d i --shards 2 a.md
refuses "--force is not for add, but for sync" add -d i --force docs
refuses "--index is not for diff, but for .*" diff -d i i i
refuses "stats takes options only, not 'i' \\(see --help\\)" stats i
options() {
	grep -oE -- '--[a-z][a-z-]*' | sort -u
}
meju-index --help | options >all
for command in sync add delete merge dump backup convert stats explain diff check; do
	meju-index "$command" --help | options | comm -23 all - >others
	[ -s others ] || fail "$command heeds all options"
	while read -r option; do
		case $option in
		--index | --site | --permalink) value=x ;;
		--language) value=en ;;
		--weights) value=1,1,1 ;;
		--threads | --shards | --lock-timeout | --memory) value=1 ;;
		--engine) value=native ;;
		--format) value=json ;;
		*) value= ;;
		esac
		refuses "$option is not for $command, but for .*" \
			"$command" "$option" ${value:+"$value"}
	done <others
done

# What commands take.
refuses 'say which new folder the backup shall be \(see --help\)' backup -d i
refuses 'say which paths or ids \(see --help\)' add -d i
long=$(printf '%05000d' 0)
refuses 'cannot make the folder 0*…0*: File name too long' -d "$long" docs
refuses 'the path 0*…0* is too long' explain -d i "$long"
run 0 meju-index backup -d i copy
says '^commit 1 with 2 documents backed up; [0-9.]* MB in [0-9.]* s$'
mkdir closed
exec 4<closed
run 2 meju-index delete -d i - <&4
says '^meju-index: cannot read standard input: Is a directory$'
exec 4<&-

# Damage, each in a copy of the index.
broken() {
	rm -rf d
	cp -R i d
}
mend='`meju-index check --repair`'
broken
rm d/manifest
refuses "the index d has lost its manifest; mend it with $mend" stats -d d
broken
printf x | dd of=d/manifest bs=1 seek=20 conv=notrunc 2>.err
refuses "d/manifest is damaged: it is no manifest or its checksum is wrong; mend the index with $mend" \
	stats -d d
broken
rm d/*.seg
refuses "the index d lacks a segment that its manifest names; mend it with $mend" \
	stats -d d
run 0 meju-index -q -d big "$MEJU_SOURCE/corpus"
rm -r d
cp -R big d
for segment in d/*.seg; do
	printf xxxx | dd of="$segment" bs=1 seek=1000 conv=notrunc 2>.err
done
run 2 meju-index check -d d
prints '^d/.*\.seg: the checksum of bytes 0 to [0-9]+ is wrong$'
says "^meju-index: cannot vouch for d: damaged data; mend it with $mend\$"
refuses 'd/.*\.seg is damaged: its content is not what it is named by; mend the index with .*' \
	backup -d d copy2
broken
printf xxxx >>d/1.sources
refuses "d/1.sources is damaged: it is no list of sources or its checksum is wrong; mend the index with $mend" \
	-d d docs
run 2 meju-index check -d d
prints '^d/1.sources is no list of sources or its checksum is wrong$'
refuses "d/1.sources is damaged: its checksum is wrong; mend the index with $mend" \
	backup -d d copy2
broken
rm d/1.sources
refuses "the index d lacks a file that its manifest names; mend it with $mend" \
	backup -d d copy2

# Input that is passed over, or cut.
mkdir -p odd/.hidden
ln -s . odd/loop
printf 'A quagga.' >odd/.hidden/q.md
mkfifo odd/pipe.md
run 1 meju-index explain odd/pipe.md
says '^meju-index: odd/pipe.md: no file; it is passed over$'
run 1 meju-index explain odd/.hidden/q.md
says '^meju-index: odd/.hidden/q.md: it is hidden, for a part of its path begins with a dot; it is passed over$'
printf '\357\273\277Text.\n' >bom.md
run 0 meju-index explain bom.md
prints '^form +markdown \(.md\), UTF-8 with a byte order mark$'
refuses 'docs/a.md has no line 0; lines are counted from 1' explain docs/a.md:0
printf '[' >many.json
awk 'BEGIN { for (i = 0; i < 8200; i++) printf "{\"text\":\"a\"}," }' >>many.json
printf '{"text":"b"}]' >>many.json
run 1 meju-index -d m many.json
mentions '^meju-index: many.json: only the first 8192 documents of such a file are indexed; make it JSONL$'
printf '{"id":"%s","text":"a"}\n' "$long" >long.jsonl
run 1 meju-index -d m add long.jsonl
mentions '^meju-index: long.jsonl:1: a document id is longer than 4096 bytes; skipped$'
run 1 meju-index explain -d m long.jsonl:1
says '^meju-index: long.jsonl:1: a document id is longer than 4096 bytes; skipped$'
awk 'BEGIN {
	for (i = 0; i < 1100; i++) b = b "0123456789"
	for (i = 0; i < 10000; i++) printf "%s", b
}' >line.jsonl
printf '\n{"id":"z","text":"zebra"}\n' >>line.jsonl
run 1 meju-index -d m add line.jsonl
mentions '^meju-index: line.jsonl:1: the line is longer than 100 MB; skipped$'
run 1 meju-index explain line.jsonl:1
says '^meju-index: line.jsonl:1: the line is longer than 100 MB; skipped$'
rm line.jsonl
article drafts/_drafts/c.md Crab "A crab."
article drafts/d.md Dodo "A dodo."
run 0 meju-index -d e drafts
says '^1 document indexed, 1 page left out \(draft, expired, unlisted\); [0-9.]* MB in [0-9.]* s$'

# What is said of an index, and of two.
run 0 meju-index delete -q -d m z
run 0 meju-index stats -d i
prints '^documents   2 \(and 0 deleted\)$'
prints '^words       [0-9.]+ a document$'
run 0 meju-index diff i i
prints '^old +i: 2 documents, 1 segment, [0-9.]+ MB, 0\.0 % deleted, [0-9.]+ words a document$'

# Merges say how they went.
run 0 meju-index merge -d i --reorder
says '^2 documents merged, in the order they had: none is better; [0-9.]* s$'
awk 'BEGIN {
	for (i = 0; i < 2000; i++) {
		printf "{\"id\":\"%05d\",\"text\":\"", i * 7919 % 2000
		for (k = 0; k < 20; k++)
			printf "w%d ", i % 20 * 50 + k
		print "\"}"
	}
}' >mixed.jsonl
run 0 meju-index add -q -d r mixed.jsonl
run 0 meju-index merge -d r --reorder
says '^2000 documents merged, in a better order; [0-9.]* s$'
finish
