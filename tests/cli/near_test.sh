#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# meju-query beyond searching: what is like an article.
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
prints ' barrier  tf '
run 0 meju-query --format json -n 1 --similar gut/leaky-gut.md
prints '"similar":"gut/leaky-gut.md"'
run 1 meju-query --similar gut/leaky-gut.md zyzzyva
run 2 meju-query --similar gut/none.md
says "^meju-query: the index has no document 'gut/none.md'"
finish
