#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# An index that is damaged, foreign, locked or half written: what was stored is
# found, or a sentence says what is wrong.
. "$MEJU_SOURCE/tests/cli/cli.sh"

article docs/a.md Okapi "An okapi in the forest."
article docs/b.md Quoll "A quoll on a rock."
run 0 meju-index -q -d i docs
silent

# refuses INDEX SENTENCE: neither program touches it.
refuses() {
	(cd "$1" && cksum ./* 2>/dev/null) >before
	run 2 meju-query -d "$1" okapi
	says "$2"
	run 2 meju-index -d "$1" docs
	says "$2"
	run 2 meju-index stats -d "$1"
	says "$2"
	(cd "$1" && cksum ./* 2>/dev/null) >after
	grep -v '/lock$' before >before.files
	grep -v '/lock$' after | cmp -s before.files - || fail "$1 was changed"
}

# patch FILE OFFSET BYTES (as printf has them)
patch() {
	# shellcheck disable=SC2059 # the bytes are a format
	printf "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

cp -R i future
patch future/manifest 8 '\377\377'
refuses future 'future/manifest'
cp -R i damaged
patch damaged/manifest 30 '\377\377'
refuses damaged 'damaged/manifest'
cp -R i short
head -c 20 i/manifest >short/manifest
refuses short 'short/manifest'
cp -R i lacking
rm lacking/*.seg
refuses lacking 'the index lacking lacks a segment'
cp -R i cut
for segment in cut/*.seg; do
	head -c 100 "$segment" >cut/x && mv cut/x "$segment"
done
refuses cut 'cut/[0-9a-f]*\.seg'

run 2 meju-index check -d cut
run 0 meju-index check -d i
prints 'no damage found'

# A folder or a file that is something else.
mkdir foreign
echo mine >foreign/notes.new
run 2 meju-query -d foreign okapi
says 'foreign is no meju index'
run 2 meju-index -d foreign docs
says 'foreign holds other things and no manifest'
[ -e foreign/notes.new ] || fail "a file of others is gone"
run 2 meju-query -d docs/a.md okapi
says '^meju-query: docs/a\.md is no folder, and so no meju index$'
run 2 meju-index -d docs/a.md docs
says 'docs/a\.md is no folder'
run 2 meju-index -d docs/a.md/i docs
says 'docs/a\.md'
run 2 meju-query -d nowhere okapi
says 'nowhere is no meju index'

# One writer.
mkfifo pipe
meju-index add -d i - <pipe 2>slow.err &
slow=$!
exec 3>pipe
echo '{"id":"slow","text":"slow loris"}' >&3
until grep -q "process $slow " i/lock; do sleep 0.05; done
run 75 meju-index add -d i docs/a.md
says "another writer \\(process $slow on .*\\) holds the lock"
ids a.md -d i okapi
exec 3>&-
wait $slow || fail "the first writer ends with $?"
ids slow -d i loris

# A writer that is killed changes nothing; the next one cleans up.
meju-index add -d i - <pipe 2>slow.err &
slow=$!
exec 3>pipe
awk 'BEGIN { for (i = 0; i < 60000; i++)
	print "{\"id\":\"k" i "\",\"text\":\"killed kakapo number " i "\"}" }' >&3
kill -9 $slow
wait $slow 2>/dev/null
exec 3>&-
: >i/new.123.seg
: >i/new.aBcDeF
: >i/99.sources
ids a.md -d i okapi
ids '' -d i kakapo
run 0 meju-index -d i docs
ls i >names
! grep -qE '^new\.|^99' names || fail "something is left: $(tr '\n' ' ' <names)"
ids 'a.md' -d i okapi
ids 'slow' -d i loris

# No room: files may not grow beyond some size.
awk 'BEGIN { for (i = 0; i < 20000; i++)
	print "{\"id\":\"f" i "\",\"text\":\"full fossa number " i * 7919 "\"}" }' \
	>full.jsonl
ls i >names
(
	trap '' XFSZ
	ulimit -f 100
	meju-index add -d i full.jsonl 2>.err
	[ $? -eq 2 ]
) || fail "no room: another status"
says 'cannot write .*: File too large'
ls i | cmp -s names - || fail "no room: something is left"
ids 'a.md' -d i okapi
ids '' -d i fossa
run 0 meju-index add -d i full.jsonl
says '^20000 documents indexed; '
run 0 meju-query -d i --format json -n 3 fossa
prints '"total":20000,'

run 0 meju-index check -d i

# A folder that may not be written, but read.
if [ "$(id -u)" -ne 0 ]; then
	chmod -R a-w i
	run 2 meju-index -d i docs
	says 'Permission denied'
	ids 'a.md' -d i okapi
	chmod -R u+w i
fi
finish
