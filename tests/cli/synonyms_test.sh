#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# meju-query --synonyms: what rules find, what is told of it, and bad lines.
. "$MEJU_SOURCE/tests/cli/cli.sh"

article docs/tv.md "Watching" "The tv is on, and we sit on the sofa."
article docs/telly.md "Watching" "The telly is on, and we sit on the sofa."
article docs/television.md "History" "Televisions were large, and rare."
article docs/attack.md "Emergency" "A heart attack needs help at once."
article docs/infarct.md "Cardiology" "Myocardial infarction has causes."
article docs/apart.md "Chess" "An attack with the whole heart."
article docs/parts.md "Muscles" "The infarction is not myocardial."
run 0 meju-index -d index docs
export MEJU_INDEX="$work/index"
cat >rules <<'END'
# of all kinds
tv => television, telly
heart attack, myocardial infarction
END

ids 'tv.md' tv
ids 'tv.md telly.md television.md' --synonyms rules tv
ids 'telly.md' --synonyms rules telly
ids 'tv.md telly.md' --synonyms rules tv sofa
ids 'tv.md' --synonyms rules =tv
ids 'tv.md television.md' --synonyms rules tv -telly
ids 'telly.md television.md' --synonyms rules -- -tv -heart -infarction
ids 'attack.md apart.md infarct.md' --synonyms rules heart attack
ids 'attack.md infarct.md' --synonyms rules '"heart attacks"'
ids 'attack.md infarct.md parts.md' --synonyms rules myocardial infarction
ids 'infarct.md parts.md' --synonyms rules infarction

# Of articles that are else alike that with the word itself comes first.
run 0 meju-query --format ids --synonyms rules tv sofa
[ "$(head -n 1 .out)" = tv.md ] || fail "the word itself is not the first"
ids 'attack.md apart.md infarct.md' --synonyms rules --match any heart attack

run 0 meju-query --explain --synonyms rules tv
prints '  televis, of the synonym television$'
prints '  tv$'
run 0 meju-query --explain --synonyms rules heart attack causes
prints '  myocardi, of the synonym myocardial infarction$'
run 1 meju-query --why-not parts.md --synonyms rules tv
prints '^  tv: .*; nor has it the synonyms television, telly'
run 1 meju-query --why-not infarct.md --synonyms rules --match all \
	heart attack sofa
prints '^  heart: fits$'
prints '^  sofa: it does not have it'
run 0 meju-query --format json --synonyms rules tv
prints '"synonyms":\["television","telly"\]'
prints 'The .u003cmark.u003etelly'
run 0 meju-query --format json --synonyms rules sofa
prints '"synonyms":\[\]'
run 0 meju-query --format json tv
grep -q synonyms .out && fail "synonyms that nobody asked for"

# A word that a rule knows is not mistyped.
echo 'tely => telly' >mistyped
run 1 meju-query --match all tely
says '^did you mean: telly$'
run 0 meju-query --match all --synonyms mistyped tely
silent

# A bad line is told, the rest is used, and the status says so.
printf 'tv, \n\ntv => telly\n' >bad
run 2 meju-query --format ids --synonyms bad tv
says '^meju-query: bad:1: a rule has a comma or a =>'
[ "$(wc -l <.out)" -eq 2 ] || fail "the good rule is not used"
run 2 meju-query --synonyms nowhere tv
says '^meju-query: .*nowhere'
run 2 meju-query --synonyms docs tv
says '^meju-query: .*docs'
: >empty
ids 'tv.md' --synonyms empty tv

# The rules that come with the sample corpus.
run 0 meju-index -q -d corpus "$MEJU_SOURCE/corpus"
run 0 meju-query -d corpus --synonyms "$MEJU_SOURCE/corpus/synonyms.rules" \
	--match all --format ids sun cream
silent
[ "$(wc -l <.out)" -gt 5 ] || fail "sun cream is not sunscreen"

finish
