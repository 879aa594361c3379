#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What cannot be indexed gets one sentence each; the rest goes on, and what is
# in the index stays.
. "$MEJU_SOURCE/tests/cli/cli.sh"

article good/good.md Good "An okapi in the forest."
run 0 meju-index -d i good

# A fresh folder for each case, with one good document beside the bad input.
n=0
begin() {
	n=$((n + 1))
	root=case$n
	article $root/fine$n.md Fine "Fine and fit, unicorn$n."
}

# skips SENTENCE: one input is left out, with that sentence; the rest is there.
skips() {
	run 1 meju-index -d i $root
	mentions "$1"
	mentions '^1 document indexed, 1 input skipped; '
	[ "$(wc -l <.err)" -eq 2 ] || fail "there is more than one sentence"
	ids "fine$n.md" -d i "unicorn$n"
	ids good.md -d i okapi
}

# takes COUNT IDS QUERY...: all is indexed.
takes() {
	run 0 meju-index -d i $root
	mentions "^$1 documents indexed; "
	shift
	ids "$@"
	ids good.md -d i okapi
}

begin
printf 'a\000b' >$root/nul.md
skips "^meju-index: $root/nul.md: binary: it holds NUL bytes"

begin
head -c 100000 "$MEJU_BUILD/meju-query" >$root/program.md
skips "^meju-index: $root/program.md: binary"

begin
printf 'Okapis' | iconv -t UTF-16LE >$root/utf16.txt
skips "$root/utf16.txt: binary"

begin
printf 'A quagga' | iconv -t UTF-16 >$root/utf16bom.txt
takes 2 "utf16bom.txt" -d i quagga

begin
printf '{"id":"j1","text":"numbat one"}\n{"id":"j2","text":\n{"id":"j3","text":"numbat three"}\n' \
	>$root/lines.jsonl
run 1 meju-index -d i $root
mentions "$root/lines.jsonl:2: "
mentions '^3 documents indexed, 1 input skipped; '
ids 'j1 j3' -d i numbat

# A file of many pieces: lines are counted from its beginning.
begin
awk 'BEGIN {
	for (i = 1; i <= 20000; i++)
		print "{\"text\":\"plain text about wombat" i " and more of the like\"}"
	print "{"
}' >$root/pieces.jsonl
run 1 meju-index -d pieces $root
mentions '^20001 documents indexed, 1 input skipped; '
mentions "$root/pieces.jsonl:20001: "
ids 'pieces.jsonl#19999' -d pieces wombat19999
run 0 meju-query -d pieces wombat19999
prints 'pieces\.jsonl:19999'

begin
printf '{"id":"t1","text":"dugong"}\n{"id":"t2","text":"dug' >$root/cut.jsonl
run 1 meju-index -d i $root
mentions "$root/cut.jsonl:2: "
ids 't1' -d i dugong

begin
{
	printf '{"id":"l1","text":"tapir"}\n{"id":"l2","text":"'
	head -c 105000000 /dev/zero | tr '\0' 'x'
	printf '"}\n{"id":"l3","text":"tapir again"}\n'
} >$root/long.jsonl
run 1 meju-index -d i $root
mentions "$root/long.jsonl:2: .*longer than 100 MB"
ids 'l1 l3' -d i tapir
rm $root/long.jsonl

begin
{
	printf '{"id":"big","text":"'
	head -c 20000000 /dev/zero | tr '\0' 'x'
	printf '"}\n'
} >$root/big.jsonl
skips "$root/big.jsonl:1: its text is longer than 16 MiB"

begin
printf -- '---\ntitle: [broken\n  x: : :\n---\n\nA broken gecko.\n' \
	>$root/front.md
run 0 meju-index -d i $root
mentions "$root/front.md: .*front matter"
ids front.md -d i gecko

begin
: >$root/empty.md
: >$root/empty.html
: >$root/empty.txt
: >$root/empty.jsonl
: >$root/empty.json
run 0 meju-index -d i $root
ids "fine$n.md" -d i "unicorn$n"

begin
article "$root/with space.md" Space "An axolotl."
takes 2 "with space.md" -d i axolotl

begin
article "$root/new
line.md" Line "A binturong."
run 0 meju-index -d i $root
run 0 meju-query -d i --format ids -0 binturong
[ "$(tr '\0\n' '.|' <.out)" = 'new|line.md.' ] || fail "another name"
run 0 meju-query -d i --format json binturong
prints 'new\\u000aline.md|new\\nline.md'
printf 'a\000b' >"$root/bad
name.md"
run 1 meju-index -d i $root
mentions "$root/bad\?name.md: binary"

begin
article "$root/$(printf 'caf\351').md" Latin "A dingo."
run 0 meju-index -d i $root
run 0 meju-query -d i --format json dingo
iconv -f UTF-8 -t UTF-8 .out >/dev/null || fail "JSON is no UTF-8"

begin
printf '{"id":"same","text":"first potto"}\n{"id":"same","text":"second potto"}\n' \
	>$root/twice.jsonl
run 1 meju-index -d i $root
mentions 'twice\.jsonl:2: an earlier document has the id same; skipped'
mentions '^2 documents indexed, 1 input skipped; '
ids same -d i first potto
ids '' -d i second potto
echo '{"id":"same","text":"third potto"}' | run 0 meju-index add -d i -
ids same -d i third potto

begin
ln -s . $root/loop
ln -s nowhere.md $root/dangling.md
article $root/deep/down.md Down "A caracal."
takes 2 deep/down.md -d i caracal

begin
ln -s $root linked
run 0 meju-index -d i linked
mentions '^1 document indexed; '

if [ "$(id -u)" -ne 0 ]; then
	begin
	article $root/closed.md Closed "A closed serval."
	chmod 000 $root/closed.md
	skips "cannot open $root/closed.md: Permission denied; skipped"
	chmod 600 $root/closed.md
	run 0 meju-index -d i $root
	ids closed.md -d i serval
fi

run 2 meju-index -d i nowhere
says '^meju-index: cannot read nowhere: No such file'
run 1 meju-index add -d i nowhere
mentions '^meju-index: cannot read nowhere: No such file'
echo '{"id":1,"text":"x"' | run 1 meju-index add -d i -
mentions 'standard input:1: '
ids good.md -d i okapi
finish
