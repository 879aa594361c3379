#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Similar words and wildcards in a query.
. "$MEJU_SOURCE/tests/cli/cli.sh"

article gut.md 'Gut' 'The gut microbiome ferments fibre. Colour matters.'
article skin.md 'Skin' 'The skin microbiome and rosacea. Color of the face.'
article brain.md 'Brain' 'The brain and the gut. A boat. Receive treatment.'
article beat.md 'Beat' 'The beat of a heart, and its colours.'
run 0 meju-index -q -d i gut.md skin.md brain.md beat.md
export MEJU_INDEX="$work/i"

# Similar words.
ids 'gut.md skin.md' 'microbime~'
run 1 meju-query --format ids microbime
ids 'gut.md skin.md' 'micorbime~2'
run 1 meju-query --format ids 'micorbime~1'
ids 'beat.md brain.md' 'boat~'
ids 'brain.md' 'title:brian~'
ids 'skin.md' 'microbime~ rosacae~2'
ids 'gut.md skin.md beat.md' 'colour~'
# The word itself first.
run 0 meju-query --format ids 'boat~'
[ "$(head -n 1 .out)" = brain.md ] || fail "a similar word comes first"
run 0 meju-query --format ids 'beat~'
[ "$(head -n 1 .out)" = beat.md ] || fail "a similar word comes first"

# Wildcards.
ids 'gut.md skin.md' 'mic*biome'
ids 'gut.md skin.md' '*biome'
ids 'gut.md skin.md' 'Micro*o?e'
ids 'brain.md beat.md' 'b?at'
ids 'skin.md gut.md beat.md' 'col*r*'
ids 'brain.md' 'title:br*n'
ids '' 'm?icrobiome'
run 0 meju-query -- 'col*r fibre'
silent

# Beyond reason.
many=$(awk 'BEGIN { for (i = 0; i < 128; i++) printf "*e*%d* a%d~2 ", i, i }')
for query in '*?*' '?*?' "$many" "$(printf '\377*\376')" '~2' 'x*~2' '*~'; do
	meju-query -- "$query" >.out 2>.err && got=0 || got=$?
	[ "$got" -le 1 ] || fail "status $got for the query $query"
done
# There is an end to the words that a pattern stands for.
mkdir many
awk 'BEGIN { for (i = 0; i < 30000; i++) printf "w%05d ", i }' >many/w.txt
run 0 meju-index -q -d many/i many
run 0 meju-query -d many/i 'w000*'
silent
run 0 meju-query -d many/i 'w*'
says "^meju-query: 'w\*' fits more words than can be searched; only some of them are$"
finish
