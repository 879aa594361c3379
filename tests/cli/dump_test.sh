#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What is dumped and added again is found as before.
. "$MEJU_SOURCE/tests/cli/cli.sh"

# round OLD NEW: dump, add, dump again.
round() {
	run 0 meju-index -q dump -d "$1"
	cp .out "$1.jsonl"
	run 0 meju-index -q add -d "$2" - <"$1.jsonl"
	run 0 meju-index -q dump -d "$2"
	cp .out "$2.jsonl"
	run 0 meju-index -q check -d "$2"
}

# search OLD NEW QUERY...: the same, but for how long it took.
search() {
	old=$1 new=$2
	shift 2
	for index in "$old" "$new"; do
		meju-query -d "$index" -n 1000 --match any "$@" |
			sed 's/"took_ms":[0-9.]*//' >"$index.found"
	done
	[ -s "$old.found" ] || fail "nothing is found: $*"
	cmp "$old.found" "$new.found" || fail "another result: $*"
}

run 0 meju-index -q -d old --site https://example.org/ "$MEJU_SOURCE/corpus"
round old new
cmp old.jsonl new.jsonl || fail "the second dump is another"
(cd old && cksum -- *.seg) >old.sums
(cd new && cksum -- *.seg) | cmp - old.sums || fail "the segments differ"
search old new --queries "$MEJU_SOURCE/corpus/queries.tsv" --format json
search old new --format json --facets author,tag,category,lang,type microbiome
search old new --format json 'title:rosacea OR path:news/ OR author:kim'
search old new --format tsv '"skin barrier"'

# Whatever a line can say; what was deleted stays away, and segments do not
# matter but for the order of equals.
cat >some.jsonl <<'END'
{"id":"a","title":"A \u003ctitle\u003e","text":"one wombat\ntwo\n\nthree","url":"/a","lang":"de","boost":2.5,"date":"0044-03-15","lastmod":"2024-02-29T23:59:59Z","aliases":["/old"],"linkTitle":"Another","authors":["Ann","Bo"],"tags":["x","y"],"category":"c","place":"Ulm","type":"note","description":"What it is about.","params":{"deep":[1,{"k":null}]},"date-of-birth":"x","n":1.25,"n2":12345678901234567890}
{"id":"b","text":"wombat, deleted"}
{"id":"c","text":""}
{"id":"e","text":"xyzzy 1 2 3"}
END
run 0 meju-index -q add -d mixed some.jsonl
run 0 meju-index -q add -d mixed "$MEJU_SOURCE/corpus/gut"
run 0 meju-index -q delete -d mixed b
round mixed again
cmp -s mixed.jsonl again.jsonl && fail "there is one segment already"
sort mixed.jsonl >mixed.sorted
sort again.jsonl | cmp - mixed.sorted || fail "a line is another"
! grep -q deleted again.jsonl || fail "what was deleted is back"
search mixed again --format json wombat
search mixed again --format text tag:x
grep -q '"date":"0044-03-15T00:00:00Z".*"boost":2.5.*"names":\["Another"\].*"params.deep":\[1,{"k":null}\]' \
	again.jsonl || fail "something is lost"

# What JSON cannot say is said.
article "odd/$(printf 'caf\351').md" Latin "A dingo."
run 0 meju-index -q -d odd.meju odd
run 1 meju-index -q dump -d odd.meju
says 'has bytes that are no UTF-8; U.FFFD stands for them'
cp .out odd.jsonl
run 0 meju-index -q add -d odd.again - <odd.jsonl
ids "$(printf 'caf\357\277\275.md')" -d odd.again dingo

# Numbers keep their values, not their spelling.
printf -- '---\ntitle: T\nrating: 4.50\n---\nA koala.\n' >odd/koala.md
run 0 meju-index -q -d spelled odd/koala.md
round spelled spelled.again
grep -q '"rating":4.50}' spelled.jsonl && grep -q '"rating":4.5}' \
	spelled.again.jsonl || fail "another number"

# The deepest front matter, and many sections.
brackets=$(printf '%31s' '')
{
	printf -- '---\ntitle: Deep\nnest: %s1%s\n---\n' \
		"$(echo "$brackets" | tr ' ' '[')" "$(echo "$brackets" | tr ' ' ']')"
	awk 'BEGIN { for (i = 0; i < 9998; i++) print "## Part " i "\n\nText." }'
} >deep.md
run 0 meju-index -q -d deep deep.md
silent
round deep deep.again
grep -q '"nest":\[\[' deep.again.jsonl || fail "it is not deep"
cmp deep.jsonl deep.again.jsonl || fail "something is lost"

# In a file, lines of a dump are the documents of that file.
mkdir files
head -n 3 old.jsonl >files/dump.jsonl
run 0 meju-index -q -d synced files
head -n 2 old.jsonl >files/dump.jsonl
run 0 meju-index -d synced files
says '^2 documents indexed, 3 old ones removed; '

# Lines that no dump holds.
cat >wrong.jsonl <<'END'
{"meju-dump":2,"id":"a","text":"later"}
{"meju-dump":1,"text":"nameless"}
{"meju-dump":1,"id":"a","text":"t","tags":"x"}
{"meju-dump":1,"id":"a","text":"t","sections":[{"at":2,"level":1}]}
{"meju-dump":1,"id":"a","text":"t","lines":"0:1 0:2"}
{"meju-dump":1,"id":"fine","text":"t"}
END
run 1 meju-index add -d wrong wrong.jsonl
mentions 'wrong\.jsonl:1: a dump of a newer meju'
mentions 'wrong\.jsonl:2: a document of a dump without its id'
mentions 'wrong\.jsonl:3: a member is of another kind than in a dump'
mentions 'wrong\.jsonl:4: a section is where none can be'
mentions 'wrong\.jsonl:5: its lines make no sense'
mentions '^1 document indexed, 5 inputs skipped; '
run 2 meju-index dump -d nowhere
says 'nowhere is no meju index'
if [ -e /dev/full ]; then
	meju-index dump -d old >/dev/full 2>.err
	says 'cannot write to standard output: No space'
fi
finish
