#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Files that move and change while they are read, and few of them at a time.
. "$MEJU_SOURCE/tests/cli/cli.sh"

for n in 1 2 3 4 5 6 7 8 9; do
	article "docs/stays/$n.md" "Number $n" "steady"
	article "docs/moves/$n.md" "Number $n" "restless"
done

# Folders are renamed, removed and made, files written over and cut, until
# there is a file called end.
churn() {
	round=0
	until [ -e end ]; do
		round=$((round + 1))
		mv docs/moves docs/moved
		article docs/changes.md "Round $round" "round w$round"
		mkdir -p docs/brief/er
		article docs/brief/er/b.md Brief "brief"
		echo "cut" >docs/changes.md
		rm -r docs/brief
		mv docs/moved docs/moves
		article docs/changes.md "Round $round" "round w$round"
	done
	echo "$round" >rounds
}
churn &
for pass in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	meju-index -d i --threads 2 docs >.out 2>.err && got=0 || got=$?
	case $got in
	0 | 1) ;;
	*) fail "status $got in pass $pass" ;;
	esac
	for n in 1 2 3 4 5 6 7 8 9; do
		echo "stays/$n.md"
	done >stays
	ids "$(cat stays)" -d i steady
done
: >end
wait
run 0 meju-index -d i docs
ids "$(sed 's/stays/moves/' stays)" -d i restless
ids 'changes.md' -d i "w$(cat rounds)"
ids '' -d i brief
run 0 meju-index check -d i

# A folder that is renamed keeps its documents; another in its place does not
# get them.
for n in 1 2 3; do
	article "here/$n.md" "Number $n" "moving$n"
done
run 0 meju-index -d m here
mv here there
article there/4.md "Number 4" "moving4"
rm there/3.md
run 0 meju-index -d m there
mentions "1 document indexed, 1 old one removed, 2 files unchanged"
ids '1.md 2.md 4.md' -d m --match any moving1 moving2 moving3 moving4
run 0 meju-index check -d m
mv there gone
article other/1.md "Number 1" "an other one"
article other/9.md "Number 9" "an other one"
run 1 meju-index -d m other
mentions "there already has a file of that name"
ids '1.md' -d m moving1

# With hardly any descriptors.
(
	ulimit -n 24
	run 0 meju-index -q -d few --threads 4 "$MEJU_SOURCE/corpus"
	for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 \
		24 25; do
		echo "{\"id\":\"n$n\",\"text\":\"narrow $n\"}" >one.jsonl
		run 0 meju-index add -q -d few one.jsonl
	done
	run 0 meju-query -d few narrow
	run 0 meju-index check -d few
	run 0 meju-index merge -q --threads 4 -d few
	run 0 meju-query -d few -d i narrow
	exit "$bad"
) || bad=1
finish
