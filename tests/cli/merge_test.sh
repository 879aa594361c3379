#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Many segments become one, and many indexes.
. "$MEJU_SOURCE/tests/cli/cli.sh"

# add INDEX ID TEXT
add() {
	printf '{"id":"%s","text":"%s"}\n' "$2" "$3" |
		meju-index add -q -d "$1" -
}

segments() {
	found=$(find "$1" -name '*.seg' | wc -l)
	[ "$found" -eq "$2" ] || fail "$found segments, not $2: $1"
}

run 2 meju-index merge -d i
says 'i '
[ ! -e i ] || fail "an index out of nothing"

add i a "run and run"
run 0 meju-index merge -d i
says '^nothing to do; '
add i b "running late"
add i c "a gone goose"
add i a "to run again"
run 0 meju-index delete -q -d i c
segments i 2
run 0 meju-index merge -d i --dry-run
says '^2 documents merged; '
segments i 2
run 0 meju-index merge -d i
says '^2 documents merged; '
segments i 1
run 0 meju-index check -d i
run 0 meju-index stats -d i
prints 'documents   2 \(and 0 deleted\)'
ids 'a b' -d i run
ids 'a' -d i =run
ids 'b' -d i =running
ids '' -d i goose
run 0 meju-index merge -d i
says '^nothing to do; '

# What a merge leaves can be added to and taken from.
add i d "run home"
ids 'a b d' -d i run
run 0 meju-index delete -q -d i a
ids 'd' -d i =run
run 0 meju-index merge -q -d i --reorder
silent
run 0 meju-index check -d i
ids 'b d' -d i run

# A folder in step stays so.
article docs/a.md Apple "An apple a day."
article docs/b.md Bread "Bread of rye."
run 0 meju-index -q -d s docs
article docs/c.md Cheese "Cheese for a day."
run 0 meju-index -q -d s docs
run 0 meju-index merge -d s
run 0 meju-index -d s docs
says '^3 files unchanged; '
rm docs/a.md
run 0 meju-index -d s docs
says '^1 document removed, 2 files unchanged; '
ids 'c.md' -d s day
run 0 meju-index check -d s

# Other indexes.
add j d "another d"
add j e "an eager run"
add j f "fun"
run 1 meju-index merge -d i j
mentions 'j: there is a document with the id d already; skipped'
mentions '^4 documents merged, 1 skipped; '
run 0 meju-index check -d i
ids 'b d e' -d i run
ids 'f' -d i fun
ids '' -d i another
ids 'd' -d j another
run 2 meju-index merge -d i ./i
says 'is the index that others are to be merged into'
run 2 meju-index merge -d i nowhere
says 'nowhere'
echo '{"id":"x","text":"x"}' |
	run 0 meju-index add -q -d k --site https://example.org -
run 2 meju-index merge -d i k
says 'i and k were made with different --site; they cannot be merged'

# The same documents in the same order give the same bytes, however they came
# and however many threads there are.
echo '{"id":"zz","text":"zz"}' >zz.jsonl
meju-index add -q -d many zz.jsonl
for n in 1 2 3 4 5; do
	for m in $(seq 100 180); do
		k=$((m * m % 7))
		printf '{"id":"%s","text":"%s","lang":"en"}\n' "$n$m" \
			"run food$m foods x$k y$k running z$k gut $((n * m))"
	done >part$n.jsonl
	meju-index add -q -d many part$n.jsonl
done
meju-index add -q -d one part?.jsonl zz.jsonl
meju-index delete -q -d one zz
meju-index delete -q -d many zz
for index in one many; do
	for threads in 1 2 3; do
		for order in '' --reorder; do
			copy=$index.$threads$order
			cp -R $index "$copy"
			# shellcheck disable=SC2086 # one word or none
			run 0 meju-index merge -d "$copy" \
				--threads $threads $order
			run 0 meju-index check -d "$copy"
			segments "$copy" 1
		done
	done
done
for order in '' --reorder; do
	[ "$(find . -path "*.[123]$order/*.seg" -exec basename {} \; |
		sort -u | wc -l)" -eq 1 ] || fail "bytes differ: $order"
done
! cmp -s one.1/*.seg one.1--reorder/*.seg || fail "the order is the same"

finish
