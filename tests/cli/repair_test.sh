#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# An index that is damaged is mended with all that can be read; what cannot is
# named, and read again by the next sync.
. "$MEJU_SOURCE/tests/cli/cli.sh"

for n in 1 2 3; do
	article docs/$n.md Okapi "Okapi number$n in the forest."
done
printf '{"id":"j1","text":"one quokka"}\n{"id":"j2","text":"two quokkas"}\n' \
	>docs/lines.jsonl
run 0 meju-index -q -d i docs
article docs/4.md Quoll "A quoll on a rock."
rm docs/3.md
run 0 meju-index -q -d i docs

# begin: `d` is the index once more.
begin() {
	rm -rf d
	cp -R i d
}

# flip FILE OFFSET
flip() {
	printf '\377\376\375' | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

# The segment of the first commit and that of the second.
old=$(cd i && ls -S -- *.seg | head -n 1)
new=$(cd i && ls -S -- *.seg | tail -n 1)

# whole [IDS]: it holds together, and these are there.
whole() {
	run 0 meju-index check -d d
	ids "${1-1.md 2.md 4.md j1 j2}" -d d okapi OR quoll OR quokka
	[ ! -e d/manifest.new ] || fail "something is left"
}

begin
run 0 meju-index check --repair -d d
prints 'd: no damage found'
silent
(cd i && cksum -- *) >before
(cd d && cksum -- *) | grep -v ' lock$' >after
grep -v ' lock$' before | cmp - after || fail "a sound index was changed"

# The manifest: queries do not go on, its copy is taken.
for harm in 'flip d/manifest 20' 'rm d/manifest' 'truncate -s 9 d/manifest'; do
	begin
	$harm
	run 2 meju-query -d d okapi
	says 'manifest.*mend .*check --repair'
	run 2 meju-index -d d docs
	says 'manifest.*mend .*check --repair'
	run 2 meju-index check -d d
	run 0 meju-index check --repair -d d
	mentions 'the copy of the manifest is taken, which is of commit 2$'
	mentions '^0 documents lost; '
	whole
	cmp -s d/manifest d/manifest.copy || fail "there is no new copy"
done
begin
flip d/manifest.copy 20
ids 1.md -d d number1
run 2 meju-index check -d d
prints 'd/manifest.copy is damaged'
run 0 meju-index check --repair -d d
whole
begin
rm d/manifest d/manifest.copy
run 2 meju-query -d d okapi
says 'd is no meju index'
run 1 meju-index check --repair -d d
mentions 'd has segments and no manifest'
mentions "d/$old, which no manifest names, is taken in\$"
mentions '^0 documents lost, 2 segments taken in, the next sync reads every file; '
whole
begin
rm d/manifest
flip d/manifest.copy 30
run 1 meju-index check --repair -d d
mentions 'what options the index was made with is forgotten'
whole

# Lists, dictionary, footer: nothing is lost.  The first 64 bytes of blocks
# follow the header.
size=$(stat -c %s "i/$old")
for at in 3 $((size - 20)) $((size - 300)) $((size / 2)); do
	begin
	flip "d/$old" $at
	run 2 meju-index check -d d
	says 'cannot vouch for d: damaged data; mend it with .meju-index check --repair'
	run 0 meju-index check --repair -d d
	mentions '^1 damaged segment: [0-9] documents saved, 0 documents lost; '
	[ ! -s .out ] || fail "something is lost"
	whole
done

# A dry run changes nothing.
begin
flip "d/$old" $((size / 2))
(cd d && cksum -- *.* manifest) >before
run 0 meju-index check --repair --dry-run -d d
mentions '^1 damaged segment: 4 documents saved, 0 documents lost; '
(cd d && cksum -- *.* manifest) | cmp - before || fail "a dry run changed it"

# Nor does one that finds no room.
ls d >names
(
	trap '' XFSZ
	ulimit -f 1
	meju-index check --repair -d d 2>.err
	[ $? -eq 2 ]
) || fail "no room: another status"
mentions 'File too large'
ls d | cmp names - || fail "no room: something is left"
(cd d && cksum -- *.* manifest) | cmp - before || fail "no room: it is changed"

# The texts themselves: what is lost is said, and synced again.
begin
flip "d/$old" 100
run 1 meju-index check --repair -d d
mentions '^1 damaged segment: 0 documents saved, 4 documents lost, the next sync reads 3 files again; '
[ "$(cat .out)" = "4 documents of d/$old" ] || fail "another loss"
whole 4.md
run 0 meju-index -d d docs
says '^4 documents indexed, 1 file unchanged; '
whole

# A segment that is gone.
begin
rm "d/$new"
run 1 meju-index check --repair -d d
[ "$(cat .out)" = "1 document of d/$new, which is gone" ] || fail "another loss"
whole '1.md 2.md j1 j2'
run 0 meju-index -q -d d docs
whole

# A live map: what was deleted may be back.
begin
rm d/*.live
run 1 meju-index check --repair -d d
mentions '^0 documents lost, deleted ones of 1 segment may be back; '
whole '1.md 2.md 3.md 4.md j1 j2'

# The list of sources.
for harm in 'rm d/2.sources' 'flip d/2.sources 14' 'truncate -s 3 d/2.sources'; do
	begin
	$harm
	run 2 meju-index check -d d
	run 0 meju-index check --repair -d d
	mentions '^0 documents lost, the next sync reads every file; '
	whole
	run 0 meju-index -d d docs
	says '^5 documents indexed, 5 old ones removed; '
	whole
done

# Where ids are known, only files of lost documents are read again: what was
# deleted by hand stays away.
mkdir many
awk 'BEGIN { srand(7); for (i = 100; i < 500; i++) {
	file = "many/" i ".md"
	printf "Article %d.\n", i >file
	for (n = 0; n < 150; n++)
		printf " %x", rand() * 2 ^ 31 >file
	print "" >file
	close(file)
} }'
run 0 meju-index -q -d d2 many
run 0 meju-index -q delete -d d2 300.md
cp -R d2 d3
flip "$(ls d2/*.seg)" 20000
run 1 meju-index check --repair -d d2
cp .out lost
n=$(wc -l <lost)
mentions "^1 damaged segment: $((399 - n)) documents saved, $n documents lost, the next sync reads $n files again; "
[ "$n" -gt 0 ] && [ "$n" -lt 100 ] || fail "$n documents are lost"
! grep -vE '^[1-4][0-9][0-9]\.md$' lost || fail "these are no ids"
run 0 meju-index check -d d2
run 0 meju-index -d d2 many
says "^$n documents indexed, $((400 - n)) files unchanged; "
ids '' -d d2 title:300
run 0 meju-query -d d2 -n 1 --format json article
prints '"total":399,'

# Where no ids are known, their neighbours are.
flip "$(ls d3/*.seg)" 20000
truncate -s -100 d3/*.seg
run 1 meju-index check --repair -d d3
prints '^[0-9]+ documents between [0-9]+\.md and [0-9]+\.md$'

# All at once; and not while another writes.
begin
rm d/manifest d/2.sources d/*.live
flip "d/$old" $((size / 2))
run 1 meju-index check -q --repair -d d
whole '1.md 2.md 3.md 4.md j1 j2'
run 2 meju-index check --repair -d nowhere
says 'nowhere is no meju index'
mkfifo pipe
meju-index -q add -d d - <pipe &
exec 3>pipe
until grep -q "process $! " d/lock; do sleep 0.05; done
run 75 meju-index check --repair -d d
says 'another writer'
exec 3>&-
wait $! || fail "the writer ends with $?"
finish
