#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The line protocol of meju-bench-query.
. "$MEJU_SOURCE/tests/cli/cli.sh"

article docs/a.md Alpha "The red fox and the blue fox."
article docs/b.md Beta "The red hen."
article docs/c.md Gamma "The blue fox is not red."
run 0 meju-index -d i docs

# answers 'COMMAND QUERY' 'COUNT ID...': the time is left out, ids are sorted.
answers() {
	printf '%s\t%s\n' "${1%% *}" "${1#* }" >in
	bench/meju-bench-query i <in >out ||
		fail "it ends badly: $1"
	got=$(awk -F '\t' '{ $2 = ""; print }' out | sorted)
	[ "$got" = "$(echo "$2" | sorted)" ] || fail "[$got] for $1"
}

ln -s "$MEJU_BUILD/bench" bench
answers 'COUNT fox' 2
answers 'COUNT fox hen' 3
answers 'COUNT the' 3
answers 'COUNT the hen' 3
answers 'COUNT +the +hen' 1
answers 'COUNT "red fox"' 1
answers 'COUNT +red -hen' 2
answers 'COUNT zyzzyva' 0
answers 'TOP_10 fox' '2 a.md c.md'
answers 'TOP_100 +"red fox" hen' '1 a.md'
answers 'TOP_1000 hen' '1 b.md'
answers 'TOP_10_COUNT +fox hen' '2 a.md c.md'
answers 'TOP_7 fox' UNSUPPORTED

# A line each, also for the last without its end.
printf 'COUNT\tfox\nnonsense\n\nCOUNT\then' | bench/meju-bench-query i >.out
[ "$(cut -f1 .out | sorted)" = "1 2 UNSUPPORTED UNSUPPORTED " ] ||
	fail "not an answer for each line"
prints '^2	[0-9]+$'

run 2 bench/meju-bench-query nowhere
says '^meju-bench-query: nowhere is no meju index'
run 2 bench/meju-bench-query
says '^usage: '
finish
