#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# meju-query beyond searching: what is like an article, how a query goes on,
# what is nearly the same.
. "$MEJU_SOURCE/tests/cli/cli.sh"

run 0 meju-index -q -d i "$MEJU_SOURCE/corpus"
export MEJU_INDEX="$work/i"

# Articles like one; the query narrows; all forms.
run 0 meju-query --format ids -n 5 --similar gut/leaky-gut.md
prints '^gut/gut-skin-axis.md$'
! grep -q '^gut/leaky-gut.md$' .out || fail "an article is like itself"
run 0 meju-query --format ids -n 50 --similar gut/leaky-gut.md path:skin/
! grep -qv '^skin/' .out || fail "the filter is not obeyed"
run 0 meju-query --explain -n 1 --similar gut/leaky-gut.md
prints '^  barrier +[0-9.]+ .* barrier$'
run 0 meju-query --format json -n 1 --similar gut/leaky-gut.md
prints '"similar":"gut/leaky-gut.md"'
run 1 meju-query --similar gut/leaky-gut.md zyzzyva
run 2 meju-query --similar gut/none.md
says "^meju-query: the index has no document 'gut/none.md'"

# How a query goes on.
run 0 meju-query --suggest Ros
prints '^rosacea$'
prints '^Rosacea: the basics$'
[ "$(wc -l <.out)" -le 8 ] || fail "more than eight suggestions"
run 0 meju-query --suggest 'leaky g' -n 2
printf 'leaky gut\n%s\n' \
	'“Leaky gut”: the myth, and the facts about the intestinal barrier' |
	cmp -s - .out || fail "leaky what?"
run 0 meju-query --suggest ro lang:de
prints '^rosazea$'
run 0 meju-query --suggest ros --format json
prints '"suggestions":\[\{"kind":"word","text":"rosacea","docs":[0-9]+\}'
prints '"kind":"title","text":"[^"]*","id":"skin/rosacea.md"'
run 0 meju-query --suggest ros --format jsonl
prints '^\{"kind":"title"'
run 0 meju-query --suggest ros --format ids
prints '^skin/rosacea.md$'
run 1 meju-query --suggest zyzzy
silent
run 1 meju-query --suggest ''
run 2 meju-query --suggest ros --format trec
says "^meju-query: --suggest has no format 'trec', but text, json"

# Nearly the same.
text=$(meju-query -n 1 --format ids --similar gut/leaky-gut.md)
text=$(sed '1,/^---$/d' "$MEJU_SOURCE/corpus/$text" | tr -d '\r')
article docs/a.md Walls "$text"
article docs/b.md Walls "$text And once more."
article docs/c.md Walls "$text Zymosis."
article docs/d.md Rosacea "The gut is not this."
run 0 meju-index -q -d n docs
unset MEJU_INDEX
run 0 meju-query -d n --format ids gut
[ "$(wc -l <.out)" -eq 4 ] || fail "something is left out unasked"
run 0 meju-query -d n --collapse --format ids gut
[ "$(wc -l <.out)" -eq 2 ] || fail "not two are left"
run 0 meju-query -d n --collapse gut
prints '^  and 2 nearly the same$'
[ "$(grep -c 'nearly the same' .out)" -eq 1 ] || fail "said twice"
run 0 meju-query -d n --collapse --format json gut
prints '"alike":2\}'
prints '"total":4,'
run 0 meju-query -d n --collapse -n 2 --format json zymosis
! grep -q alike .out || fail "one is like itself"
finish
