#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The index follows its folders.
. "$MEJU_SOURCE/tests/cli/cli.sh"

article docs/a.md Apple "An apple a day."
article docs/b.md Bread "Bread of rye and a day of rest."
article docs/deep/c.md Cheese "Cheese keeps for a day."
article docs/d.md Dates "Dates are sweet."

run 0 meju-index -d i docs
says '^4 documents indexed; '
run 0 meju-index -d i docs
says '^4 files unchanged; '
ids 'a.md b.md deep/c.md' -d i day

touch docs/a.md
run 0 meju-index -d i docs
says '^4 files unchanged; '

article docs/a.md Apricot "An apricot a night."
rm docs/d.md
run 0 meju-index -d i docs
says '^1 document indexed, 2 old ones removed, 2 files unchanged; '
ids 'b.md deep/c.md' -d i day
ids 'a.md' -d i apricot
ids '' -d i apple
ids '' -d i sweet

# A sync that would lose most of a folder asks first.
mkdir kept
mv docs/b.md docs/deep/c.md kept
run 2 meju-index -d i docs
says '2 of 3 files below docs have vanished; give --force'
ids 'b.md deep/c.md' -d i day
mv docs/a.md kept
run 2 meju-index -d i docs
says 'nothing to index below docs any more; give --force'
ids 'a.md' -d i apricot
run 0 meju-index -d i --force docs
says '^3 documents removed; '
run 1 meju-query -d i day
mv kept/a.md docs

# A second root; names that are taken already are not taken again.
article other/x.md Xylophone "It sounds at day."
article other/a.md Another "Another one of that name."
run 0 meju-index -d i docs
run 1 meju-index -d i other
mentions 'other/a\.md: .*/docs already has a file of that name; skipped'
ids 'a.md' -d i apricot
ids 'x.md' -d i xylophone
ids '' -d i another
rm other/a.md
run 0 meju-index -d i docs other
says '^2 files unchanged; '
run 0 meju-index -d i other/
says '^1 file unchanged; '

# Documents that are not to be seen, or not yet, or no longer.
mkdir -p rules
printf -- '---\ntitle: D\ndraft: true\n---\nzebra\n' >rules/draft.md
printf -- '---\ntitle: F\ndate: 2999-01-01\n---\nzebra\n' >rules/future.md
printf -- '---\ntitle: E\nexpiryDate: 2001-01-01\n---\nzebra\n' \
	>rules/expired.md
printf -- '---\ntitle: P\ndate: 2020-01-01\n---\nzebra\n' >rules/past.md
run 0 meju-index -d r rules
ids 'past.md' -d r zebra
run 0 meju-index -d r --drafts rules
ids 'past.md draft.md future.md expired.md' -d r zebra
run 0 meju-index -d r rules
ids 'past.md' -d r zebra

# Add, replace, delete.
printf '{"id":"n1","text":"first walrus"}\n{"id":2,"body":"second walrus"}\n' |
	run 0 meju-index add -d i -
says '^2 documents indexed; '
ids 'n1 2' -d i walrus
echo '{"id":"n1","contents":"first seal"}' | run 0 meju-index add -d i -
says '^1 document indexed, 1 old one removed; '
ids '2' -d i walrus
ids 'n1' -d i seal
run 0 meju-index delete -d i n1 2
says '^2 documents removed; '
ids '' -d i walrus OR seal
run 0 meju-index delete -d i n1
says '^1 id unknown; '
run 0 meju-index -d i docs
ids 'a.md' -d i apricot

# A dry run changes nothing.
article docs/new.md New "A narwhal."
run 0 meju-index -d i --dry-run docs
says '^1 document indexed, 1 file unchanged; '
run 1 meju-query -d i --match all narwhal

# Addresses.
article site/posts/2024-05-03-tea.md Tea "Green tea."
article site/posts/index.md Posts "All tea."
run 0 meju-index -d u --site https://example.org/ site
run 0 meju-query -d u --format tsv tea
prints 'https://example\.org/posts/2024-05-03-tea/'
prints 'https://example\.org/posts/	'
run 0 meju-index -d v --site https://example.org --permalink /p/:slug.html site
run 0 meju-query -d v --format tsv green
prints 'https://example\.org/p/tea\.html'
run 2 meju-index -d u --site https://example.com/ site
says 'the index u was made with --site .https://example\.org/.; to change'
run 2 meju-index -d u --permalink /:path site
says 'the index u was made '
run 0 meju-index -d u --site https://example.org/ site
ids 'posts/2024-05-03-tea.md' -d u green
run 2 meju-index -d w --language klingon site
says "there is no language 'klingon'"

# One segment or several: the same documents with the same scores.
run 0 meju-index -q -d whole "$MEJU_SOURCE/corpus"
mkdir parts
for part in skin gut diet news; do
	cp -R "$MEJU_SOURCE/corpus/$part" parts
	run 0 meju-index -q -d parts.meju parts
done
for file in parts/*/*; do
	echo '' >>"$file"
done
run 0 meju-index -q -d parts.meju --memory 1M parts
run 0 meju-index -q -d fresh.meju parts
for query in microbiome 'rosacea triggers' '"skin barrier"' prob\* 'gut -diet'; do
	for index in parts fresh; do
		meju-query -d $index.meju -n 1000 --match any --format tsv \
			"$query" | awk -F '\t' '{ printf "%.9g %s\n", $1, $2 }' |
			sort >$index.found
	done
	[ -s parts.found ] || fail "nothing is found: $query"
	cmp -s parts.found fresh.found || fail "parts differ: $query"
done

# The same input makes the same bytes.
run 0 meju-index -q -d one --threads 1 "$MEJU_SOURCE/corpus"
run 0 meju-index -q -d four --threads 4 "$MEJU_SOURCE/corpus"
(cd one && ls -- *.seg) >one.names
(cd four && ls -- *.seg) >four.names
cmp one.names four.names || fail "segments are named otherwise"
for index in one four; do
	for segment in $index/*.seg; do
		cmp "$segment" "whole/${segment#*/}" || fail "$segment differs"
	done
done

# Of an id that two files have the first stays, also where a commit is so large
# that it has several segments.
mkdir twins
for file in a b; do
	seq 60 | awk -v file=$file '{
		printf "{\"id\": \"%d\", \"title\": \"%s\", \"text\": \"", $1, file
		for (i = 0; i < 15000; i++)
			printf "%s%d ", file, i
		print "\"}" }' >twins/$file.jsonl
done
run 1 meju-index -d twins.meju --memory 200K twins
mentions 'b.jsonl:60: an earlier document has the id 60; skipped'
mentions '^60 documents indexed, 60 inputs skipped'
run 0 meju-index check -d twins.meju
ids '' -d twins.meju b7
finish
