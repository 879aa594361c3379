#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Facets: what is counted, and of which documents.
. "$MEJU_SOURCE/tests/cli/cli.sh"

cat >docs.jsonl <<'END'
{"id": "1", "text": "gut", "tags": ["Acne", "Diet"], "author": "Kim Lee", "lang": "en"}
{"id": "2", "text": "gut", "tags": ["Acne"], "author": "Ann Lee", "lang": "en"}
{"id": "3", "text": "gut", "tags": ["Diet"], "lang": "de"}
{"id": "4", "text": "skin", "tags": ["Sleep"], "author": "Kim Lee", "lang": "en"}
END
run 0 meju-index add -d i docs.jsonl
export MEJU_INDEX="$work/i"

# facets QUERY FIELD LINE
facets() {
	run 0 meju-query -n 1 --match all --facets "$2" "$1"
	got=$(tail -n 1 .out)
	[ "$got" = "$3" ] || fail "[$got] instead of [$3]: $1"
}
facets gut tag 'tag: Acne 2, Diet 2'
facets '*' tag 'tag: Acne 2, Diet 2, Sleep 1'
facets '*' author 'author: Kim Lee 2, Ann Lee 1'

# A chosen value leaves its own field open, and no other.
facets tag:acne tag 'tag: [Acne] 2, Diet 2, Sleep 1'
facets 'tag:acne gut' tag 'tag: [Acne] 2, Diet 2'
facets 'tag:acne gut' lang 'lang: en 2'
facets 'tag:acne tag:sleep lang:en' tag 'tag: [Acne] 2, Diet 1, [Sleep] 1'
facets 'tag:acne tag:sleep lang:en' lang 'lang: [en] 3'
facets 'author:lee gut' author 'author: [Ann Lee] 1, [Kim Lee] 1'

# What is excluded, or must be, stays.
facets 'gut -tag:diet' tag 'tag: Acne 1'
facets 'gut AND tag:acne' tag 'tag: [Acne] 2, Diet 1'
facets 'tag:acne AND tag:diet' tag 'tag: [Acne] 1, [Diet] 1'

# All indexes, and no deleted document.
run 0 meju-query -d i -d i -n 1 --match all --facets tag gut
prints '^tag: Acne 4, Diet 4$'
run 0 meju-index delete -q -d i 2
facets gut tag 'tag: Diet 2, Acne 1'

# Spellings that filters do not tell apart are one value, by its usual one; a
# document that has several has it once.
cat >spelled.jsonl <<'END'
{"id": "1", "text": "gut", "tags": ["skin", "Café"]}
{"id": "2", "text": "gut", "tags": ["Skin", "SKIN", "skin"]}
{"id": "3", "text": "gut", "tags": ["Skin", "cafe"]}
END
run 0 meju-index add -d spelled spelled.jsonl
MEJU_INDEX=spelled facets gut tag 'tag: Skin 3, Café 2'
MEJU_INDEX=spelled facets tag:SKIN tag 'tag: [Skin] 3, Café 2'

run 0 meju-query --format json --facets tag tag:acne
prints '"tag":\[\{"value":"Diet","count":2\},\{"value":"Acne","count":1,"selected":true\}'
finish
