#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# meju-query --rank: what counts besides how often words occur.
. "$MEJU_SOURCE/tests/cli/cli.sh"

article() {
	mkdir -p docs
	{
		printf -- '---\ntitle: %s\n' "$2"
		printf '%b' "$3"
		printf -- '---\n%s\n' "$4"
	} >"docs/$1.md"
}

# first ID QUERY...: it is the first result.
first() {
	id=$1
	shift
	run 0 meju-query -d i --format ids -n 1 "$@"
	[ "$(cat .out)" = "$id.md" ] || fail "$id is not first: $*"
}

# A name: as title, link title, alias, file name; found although it lacks words.
article oven 'The oven' '' 'Ovens bake, and bake, and bake bread with heat.'
article bake 'Bake' 'linkTitle: Hot bread\naliases: [/old/loaf-guide/]\n' \
	'How one does it.'
article more 'All about how to bake' '' 'To bake. Bake bread. Bake hot bread.'
# Dates and boosts.
article new 'Yeast now' 'date: 2026-06-01\n' 'yeast and sugar'
article old 'Yeast then' 'date: 2001-06-01\n' 'yeast and water and sugar'
article loud 'Salt two' 'boost: 4\n' 'salt, some more words, and more'
article soft 'Salt one' '' 'salt, salt'
article hush 'Salt nil' 'boost: 0.1\n' 'salt, salt, salt, salt'
# Words close together.
article near 'Near' '' 'x x x x red wine x x x x x x x x x x x'
article far 'Far' '' 'x x red x x x x x x wine x x x x x x x x x wine'
run 0 meju-index -q -d i docs

first bake bake
first bake --rank name=1 hot bread
first bake --rank name=1 loaf guide
run 0 meju-query -d i --rank name=1 --format ids loaf guide
run 1 meju-query -d i --rank plain loaf guide
run 1 meju-query -d i loaf guide path:elsewhere/
run 0 meju-query -d i --explain -n 1 Bake
prints '^  name +[0-9.]+  setting: the query is its whole name$'
prints '^  title +[0-9.]+  setting: words in the title$'
first new --rank recency=0.5/1y/0.1 yeast
run 0 meju-query -d i --explain -n 2 --rank recency=0.5/1y yeast
prints '^  recency +[0-9.]+  setting: how recent it is$'
first loud salt
first hush --rank boost=0 salt
run 0 meju-query -d i --format ids salt
[ "$(tail -n 1 .out)" = hush.md ] || fail "a boost below 1 does not lower"
run 0 meju-query -d i --explain salt
prints '^  boost +-[0-9.]+  setting: its author.s boost$'
first near --rank proximity=1 red wine
first far --rank proximity=0 red wine
run 0 meju-query -d i --explain -n 1 --rank proximity=1 \
	--format json red wine
prints '"word":"proximity","how":"proximity","part":[0-9.]+'
run 0 meju-query -d i --explain -n 1 --rank proximity=1 red wine
prints '^  proximity +[0-9.]+  setting: words close together$'
first far --rank plain red wine

# Who skips no document finds the same.
run 0 meju-query -d i --format jsonl --explain red wine salt
cp .out pruned
run 0 meju-query -d i --format jsonl --explain --exhaustive red wine salt
cmp -s .out pruned || fail 'an exhaustive search finds something else'

# Weights of fields are the index's.
run 0 meju-index -q -d w --weights 100,1,1 docs
run 0 meju-query -d w --explain -n 1 --rank plain yeast now
prints '^  now .* 10[01] +1  now$'
run 0 meju-index -q -d w --weights 100,1,1 docs
run 2 meju-index -q -d w --weights 3,2,1 docs
says '^meju-index: the index w was made with --weights 100,1,1; to change that'
for weights in 3,2 3,2,1,1 0,1,1 101,1,1 a,b,c 3,2,1x -1,1,1; do
	run 2 meju-index -q -d x "--weights=$weights" docs
	says '^meju-index: --weights takes three numbers from 1 to 100'
done

run 2 meju-query -d i --rank fame=1 salt
says "^meju-query: 'fame=1' is no setting of --rank, which takes plain, or name"
run 2 meju-query -d i --rank recency=1/soon salt
says "'recency=1/soon' is no setting"
finish
