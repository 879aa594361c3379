#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Segments are merged as they come, beside commits and searches.
. "$MEJU_SOURCE/tests/cli/cli.sh"

segments() {
	found=$(find "$1" -maxdepth 1 -name '*.seg' | wc -l)
	[ "$found" -le "$2" ] || fail "$found segments: $1"
}

# No more is there than the index needs.
tidy() {
	left=$(find "$1" -mindepth 1 ! -name '*.seg' ! -name '*.live' \
		! -name '*.sources' ! -name manifest ! -name manifest.copy \
		! -name lock ! -name merge.lock)
	[ -z "$left" ] || fail "something is left: $left"
	run 0 meju-index check -d "$1"
}

# A document a commit: added, and in a folder; some go, some come again.
mkdir docs
for n in $(seq 1 40); do
	text="walrus number $n and seal $((n % 7)) and $(seq $n $((n + 90)))"
	article docs/$n.md "Title $n" "$text"
	run 0 meju-index -d s docs
	says '^1 document indexed'
	printf '{"id":"%s","text":"%s"}\n' $n "$(echo "$text" | tr '\n' ' ')" \
		>$n.jsonl
	run 0 meju-index add -q -d a - <$n.jsonl
	silent
	segments s 8
	segments a 8
	[ $((n % 10)) -ne 0 ] || {
		run 0 meju-index delete -q -d a $((n - 3))
		run 0 meju-index add -q -d a $((n - 5)).jsonl
	}
done
tidy s
tidy a
cat ?.jsonl ??.jsonl >all.jsonl
run 0 meju-index add -q -d once all.jsonl
run 0 meju-index delete -q -d once 7 17 27 37
for query in walrus 'number 12' 'seal 3' '"and seal 4"' '88 -"seal 3"' 'numb*'; do
	for index in a once; do
		meju-query -d $index -n 1000 --match any --format tsv \
			"$query" | awk -F '\t' '{ printf "%.9g %s\n", $1, $2 }' |
			sort >$index.found
	done
	[ -s a.found ] || fail "nothing is found: $query"
	cmp -s a.found once.found || fail "not as made at once: $query"
done
run 0 meju-index -d s docs
says '^40 files unchanged; '

# Nothing is merged by a dry run, and half a segment that is gone is one.
meju-index delete -q -d once 1 2 3 4 5 6 8 9 10 11 12 13 14 15
run 0 meju-index stats -d once
prints 'documents   22 \(and 18 deleted\)'
run 0 meju-index delete -q -d once --dry-run 16 18
run 0 meju-index stats -d once
prints 'documents   22 \(and 18 deleted\)'
run 0 meju-index delete -q -d once 16 18
run 0 meju-index stats -d once
prints 'documents   20 \(and 0 deleted\)'
tidy once

# A merge that is held in the middle.
awk 'BEGIN { srand(1); for (i = 0; i < 20000; i++) {
	printf "{\"id\":\"b%d\",\"text\":\"big", i
	for (k = 0; k < 30; k++) printf " w%d", rand() * 5000
	print "\"}" } }' >big.jsonl
echo '{"id":"more","text":"big more"}' >more.jsonl
run 0 meju-index add -q -d big big.jsonl
run 0 meju-index add -q -d big more.jsonl

# hold INDEX: merge, and stop while that is not done; $merge is the process.
hold() {
	meju-index merge -q -d "$1" --threads 1 2>merge.err &
	merge=$!
	until [ -e "$1/merging" ]; do
		kill -0 $merge 2>/dev/null || break
	done
	kill -STOP $merge
	[ -e "$1/merging" ] && ! grep -q merging "$1/lock" ||
		fail "the merge is not held"
}

hold big
run 0 meju-index add -q -d big <<END -
{"id":"late","text":"big late"}
{"id":"b7","text":"big seven anew"}
END
run 0 meju-index delete -q -d big b100 more
run 75 meju-index merge -d big
says "another writer \\(process $merge on .*, merging\\) holds the lock"
run 0 meju-query -d big --match all --format json -n 3 big
prints '"total":20000,'
ids 'late' -d big late
ids 'b7' -d big anew
kill -CONT $merge
wait $merge || fail "the merge ends with $?: $(cat merge.err)"
run 0 meju-query -d big --match all --format json -n 3 big
prints '"total":20000,'
ids '' -d big more
ids 'b7' -d big anew
segments big 2
tidy big

# One that is killed leaves nothing once another had its turn.
run 0 meju-index add -q -d big more.jsonl
hold big
kill -KILL $merge
wait $merge 2>/dev/null
[ -e big/merging ] || fail "the merge has not begun"
run 0 meju-query -d big --match all --format json -n 3 big
prints '"total":20001,'
run 0 meju-index delete -q -d big b200
tidy big
run 0 meju-index merge -q -d big
segments big 1
tidy big

# A merge that fails does no harm to the commit before it.
for n in 1 2 3 4; do
	echo "{\"id\":\"r$n\",\"text\":\"room\"}" | meju-index add -q -d room -
done
: >room/merging
echo '{"id":"r5","text":"room"}' >r5.jsonl
run 1 meju-index add -q -d room r5.jsonl
says 'the commit stands, but segments could not be merged: .*merging is no folder'
ids 'r1 r2 r3 r4 r5' -d room room
rm room/merging
run 0 meju-index delete -q -d room r1
segments room 4
tidy room

finish
