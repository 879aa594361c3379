#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A backup is an index as one commit left it, whatever a writer does meanwhile.
. "$MEJU_SOURCE/tests/cli/cli.sh"

run 0 meju-index -q -d i "$MEJU_SOURCE/corpus"
run 0 meju-index -q delete -d i skin/rosacea.md
same() {
	(cd i && cksum -- *.seg *.live *.sources manifest manifest.copy) >i.sums
	(cd "$1" && cksum -- *.seg *.live *.sources manifest manifest.copy) |
		cmp - i.sums || fail "$1 is another index"
}
run 0 meju-index backup -d i new/copy
says '^commit 2 with 77 documents backed up; 0\.3 MB'
same new/copy
run 0 meju-index check -d new/copy
mkdir linked
run 0 meju-index backup -q --link -d i linked/
silent
same linked
[ "$(stat -c %h linked/*.seg)" -eq 2 ] || fail "it is no link"
run 0 meju-index -q add -d linked "$MEJU_SOURCE/corpus/gut"
run 0 meju-index check -d i

# It overwrites nothing, and leaves nothing when it fails.
run 2 meju-index backup -d i new/copy
says 'new/copy is there already; give the backup a new folder'
same new/copy
run 2 meju-index backup -d i new
says 'new is there already'
run 2 meju-index backup -d nowhere other
says 'nowhere is no meju index'
run 2 meju-index backup -d i
says 'say which new folder'
cp -R i damaged
for file in damaged/*.seg; do
	printf 'x' | dd of="$file" bs=1 seek=5000 conv=notrunc 2>/dev/null
done
run 2 meju-index backup -d damaged other
says 'damaged/.*\.seg is damaged: its content is not what it is named by; mend'
[ ! -e other ] || fail "something is left"
(
	trap '' XFSZ
	ulimit -f 100
	meju-index backup -d i other 2>.err
	[ $? -eq 2 ]
) || fail "no room: another status"
says 'cannot write other/'
[ ! -e other ] || fail "no room: something is left"

# While a writer commits: every backup is one commit.  Commit n replaces both
# documents and leaves older segments behind.
commit() {
	printf '{"id":"a","text":"number%d"}\n{"id":"b","text":"number%d"}\n' \
		"$1" "$1"
	printf '{"id":"c%d","text":"all"}\n' "$1"
}
commit 0 | meju-index -q add -d busy -
(
	n=1
	while [ ! -e enough ]; do
		commit $n | meju-index -q add -d busy - || exit 1
		n=$((n + 1))
		[ $((n % 10)) -ne 0 ] || meju-index -q merge -d busy || exit 1
	done
) &
writer=$!
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	run 0 meju-index -q backup -d busy $([ $((n % 2)) -eq 0 ] || echo --link) b$n
	run 0 meju-index -q check -d b$n
	state=$(meju-index -q dump -d b$n | sed -n \
		's/.*"id":"a".*"number\([0-9]*\)".*/\1/p')
	ids 'a b' -d b$n "number${state:-none}"
	run 0 meju-query -d b$n --format json -n 1 all
	prints "\"total\":$((state + 1)),"
done
: >enough
wait $writer || fail "the writer ends with $?"
[ "$state" -gt 0 ] || fail "the writer did nothing"
finish
