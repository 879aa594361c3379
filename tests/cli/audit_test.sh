#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# meju-query --audit: articles that their own titles do not find, with reasons.
. "$MEJU_SOURCE/tests/cli/cli.sh"

run 0 meju-index -d corpus "$MEJU_SOURCE/corpus"
run 0 meju-query -d corpus --audit
silent
prints '^78 articles searched by title: 100.0 % .* 100.0 % .* MRR 1.0000$'
[ "$(wc -l <.out)" -eq 1 ] || fail "it says more than a summary"
run 0 meju-query -d corpus --audit --limit 10
prints '^10 articles searched by title: '

for n in 1 2 3 4 5; do
	article "docs/same$n.md" Fermentation "number $n"
	article "docs/the$n.md" "The who of $n" "the who the who of of $n"
	article "docs/force$n.md" "Update $n" "An update, number $n."
done
article docs/who.md 'The who of' "$(yes Many other words | head -n 200)"
article docs/force.md 'Update -Force' 'An update by force.'
article docs/tag.md 'Update tag:zeit' 'An update of time.'
article docs/sign.md '???' 'Nothing but signs.'
run 0 meju-index -d i docs
export MEJU_INDEX="$work/i"
run 1 meju-query --audit
prints '^same[1-5].md: "Fermentation" finds it as number 4; the same title as s'
prints '^force.md: "Update -Force" does not find it among the first 100; it has Force, which is read as n'
prints '^tag.md: "Update tag:zeit" does .*; it has tag:zeit, which is read as a '
prints '^sign.md: "\?\?\?" has no word$'
prints '^who.md: .*; stop words only$'
prints '^19 articles searched by title: .* MRR 0\.[0-9]{4}$'
prints '^Of the others 1 no word, 2 same title, 1 stop words, 2 unfit\.$'
if command -v python3 >/dev/null; then
	run 1 meju-query --audit --format json
	python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
assert len(r["lost"]) == r["articles"] - r["in_first_3"] == 6
assert sum(r["reasons"].values()) == 6' .out ||
		fail "not the JSON that it should be"
	run 1 meju-query --audit --format jsonl
	python3 -c 'import json, sys
assert len([json.loads(line) for line in open(sys.argv[1])]) == 7' .out ||
		fail "not a JSON object a line"
fi

# Words that are not words of it, and no title at all.
mkdir odd
for n in 1 2 3 4 5; do
	article odd/zeta$n.md "Zeta $n" 'Zeta.'
done
article odd/wild.md 'Zeta q*zz' "$(yes 'Other words' | head -n 99)"
echo '{"id":"bare","text":""}' >odd/bare.jsonl
run 0 meju-index -d oddly odd
run 1 meju-query -d oddly --audit
prints '^bare: it has no title$'
prints '^wild\.md: "Zeta q\*zz" .*; it has q\*zz, which is not found in it$'

# An index without articles has none that is not found.
mkdir none
run 0 meju-index -d empty none
run 0 meju-query -d empty --audit
prints '^0 articles '

finish
