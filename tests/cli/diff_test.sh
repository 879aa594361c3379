#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# How two indexes differ.
. "$MEJU_SOURCE/tests/cli/cli.sh"

# line N TEXT: that is line N of standard output.
line() {
	[ "$(sed -n "$1p" .out)" = "$2" ] || fail "line $1 is not: $2"
}

cp -R "$MEJU_SOURCE/corpus" docs
run 0 meju-index -q -d old --site https://example.org/ docs

# The same, whatever segments it is in.
run 0 meju-index diff old old
line 1 'documents    0 added, 0 changed, 0 removed, 78 the same'
line 4 'words        6961, now 6961: 0 new, 0 gone'
[ "$(wc -l <.out)" -eq 4 ] || fail "there is more than that"
for part in skin gut deutsch korean; do
	mkdir -p parts
	cp -R docs/$part parts
	run 0 meju-index -q -d parts.meju --site https://example.org/ parts
done
for file in docs/*; do
	cp -R "$file" parts
done
echo 'One more line.' >>parts/gut/sibo.md
run 0 meju-index -q -d parts.meju --site https://example.org/ parts
cp docs/gut/sibo.md parts/gut
run 0 meju-index -q -d parts.meju --site https://example.org/ parts
run 0 meju-index diff old parts.meju
line 1 'documents    0 added, 0 changed, 0 removed, 78 the same'
prints '^new          parts\.meju: 78 documents, '
prints '^words        6961, now 6961: 0 new, 0 gone$'
run 0 meju-index -q merge -d parts.meju
run 0 meju-index diff old parts.meju
run 0 meju-index merge -q -d parts.meju --reorder
run 0 meju-index diff old parts.meju

# A few documents of each sort: no alarm.
cp -R old new
article docs/a/new.md New "A zyzzyva."
rm docs/gut/sibo.md
sed 's/^title: .*/title: Another day/' docs/sleep/naps.md >naps
echo 'A zyzzyva more.' >>naps
mv naps docs/sleep/naps.md
run 0 meju-index -q -d new --site https://example.org/ docs
run 1 meju-index diff old new
line 1 'documents    1 added, 1 changed, 1 removed, 76 the same'
line 4 'changed      title in 1, text in 1'
grep -q '^!' .out && fail "an alarm"
prints '^words        6961, now [0-9]+: 1 new, [1-9][0-9]* gone$'
prints '^\+ a/new\.md$'
prints '^~ sleep/naps\.md  title, text$'
prints '^- gut/sibo\.md$'
run 1 meju-index diff -q old new
grep -q '^[-+~] ' .out && fail "-q tells documents"
run 1 meju-index diff new old
line 1 'documents    1 added, 1 changed, 1 removed, 76 the same'
prints '^\+ gut/sibo\.md$'

# Lines alone are a change.
run 0 meju-index -q -d before docs
{
	sed 2q docs/sleep/naps.md | head -n 1
	echo '# a comment'
	sed 1d docs/sleep/naps.md
} >naps
mv naps docs/sleep/naps.md
run 0 meju-index -q -d after docs
run 1 meju-index diff before after
prints '^~ sleep/naps\.md  (lines|.*, lines)$'

# A template that went wrong is seen at once.
for file in docs/*/*.md; do
	sed '/^tags/d' "$file" >edited
	echo 'Accept cookies' >>edited
	mv edited "$file"
done
run 0 meju-index -q -d broken docs
run 1 meju-index diff after broken
head -n 5 .out >.first
grep -q '^! tags: in 66 of 78 documents, now in [12][0-9]$' .first ||
	fail "no alarm of tags"
grep -q '^! word cookies: in 0 of 78 documents, now in 5[0-9]$' .first ||
	fail "no alarm of cookies"
grep -q '^! changed: tags, text in more than half of the 78 ' .first ||
	fail "no alarm of changes"

# So is one that has lost most documents, or their text.
mkdir less
cp -R docs/gut docs/notes.jsonl less
run 0 meju-index -q -d less.meju less
run 1 meju-index diff broken less.meju
line 2 "$(printf '! documents: 78, now %s' "$(meju-index stats -d less.meju |
	sed -n 's/^documents *\([0-9]*\).*/\1/p')")"
for file in less/gut/*.md; do
	awk '{ print } /^(---|\+\+\+)$/ && n++ { exit }' "$file" >cut
	mv cut "$file"
done
rm less/notes.jsonl
cp -R docs/gut full
run 0 meju-index -q -d cut.meju less/gut
run 0 meju-index -q -d full.meju full
run 1 meju-index diff full.meju cut.meju
prints '^! length: [0-9]+ words a document, now [0-9]+$'
prints '^! text: in '

# Settings.
run 0 meju-index -q -d site --site https://example.net/ full
run 1 meju-index diff full.meju site
prints '^settings     made with different --site$'
prints '^! changed: url in more than half'

# For programs.
run 1 meju-index diff --format json old new
if command -v python3 >/dev/null; then
	cp .out json
	run 0 python3 -c '
import json
d = json.load(open("json"))
assert d["documents"] == {"added": 1, "changed": 1, "removed": 1, "same": 76}
assert d["changed"] == [{"id": "sleep/naps.md", "parts": ["title", "text"]}]
assert d["added"] == [{"id": "a/new.md"}]
assert d["alarms"] == [] and d["settings"] is None
assert d["fields"]["title"] == {"old": 78, "new": 78}
assert d["words"]["new"] == 1'
fi

# Empty ones, and trouble.
mkdir nothing
run 0 meju-index -q -d empty nothing
run 0 meju-index diff empty empty
line 1 'documents    0 added, 0 changed, 0 removed, 0 the same'
run 1 meju-index diff -q old empty
line 2 '! documents: 78, now 0'
run 1 meju-index diff -q empty old
line 1 'documents    78 added, 0 changed, 0 removed, 0 the same'
run 2 meju-index diff old
says 'say which two indexes to compare, the old one first$'
run 2 meju-index diff old missing
says 'missing'
segment=$(echo new/*.seg)
cp -R new damaged
for segment in damaged/*.seg; do
	printf 'xxxxxxxx' | dd of="$segment" bs=1 seek=4096 conv=notrunc 2>/dev/null
done
run 2 meju-index diff old damaged
says 'damaged'
finish
