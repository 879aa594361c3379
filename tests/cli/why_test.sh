#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Answers about answers: --explain, --why-not.
. "$MEJU_SOURCE/tests/cli/cli.sh"

run 0 meju-index -d i "$MEJU_SOURCE/corpus"
export MEJU_INDEX="$work/i"

# Every word has its part, and the printed parts add up to the printed score,
# which is that of the hit.
adds_up() {
	run 0 meju-query -n 50 --explain --format jsonl "$@"
	sed 's/.*"score":\([0-9.e+-]*\).*"explain":{\(.*\)/\1,\2/' <.out |
		awk -F '[,{}]' '{
			sum = 0
			for (i = 2; i <= NF; i++) {
				split($i, cell, ":")
				if (cell[1] == "\"part\"")
					sum += cell[2]
				if (cell[1] == "\"score\"")
					score = cell[2]
			}
			if (sprintf("%.6f", sum) != sprintf("%.6f", score) ||
				sprintf("%.6f", $1) != sprintf("%.6f", score)) {
				print "parts " sum ", said " score ", score " $1
				exit 1
			}
		}' >.err || fail "parts do not add up: $*"
	run 0 meju-query -n 50 --explain "$@"
	awk '/^  why .* found as$/ { units = 0; inside = 1; next }
		inside {
			text = substr($0, match($0, /  -?[0-9]+\.[0-9][0-9][0-9][0-9] /))
			split(text, cell, " ")
			value = sprintf("%.0f", cell[1] * 10000)
		}
		inside && /^  score .*share = times/ {
			tables++
			inside = 0
			if (value != units) { print units, value; exit 1 }
		}
		inside { units += value }
		END { exit tables == 0 }' .out >.err ||
		fail "the table does not add up: $*"
}
adds_up rosacea triggers
adds_up rosacea '"red wine"' 'prob*' -diet
adds_up 'title:rosacea^3 OR (heading:gut skin)' tag:rosacea the
adds_up gut NEAR/5 skin date:2020..
adds_up Darmflora Ballaststoffe
adds_up 김치와 OR 발효
adds_up 'red red xyzzy the wine =Wine'

run 0 meju-query -n 1 --explain rosacea triggers
prints '^  triggers +3\.5443 +4\.3781 +0\.8096 +5 +9  trigger$'
run 0 meju-query -n 1 --explain '"red wine" red red xyzzy tag:rosacea'
prints '^  tag:rosacea +0\.0000  it only narrows$'
prints '^  xyzzy +0\.0000  in no article$'
prints '^  red +0\.0000  counted before, or only with others$'

run 0 meju-query -n 1 --explain 'prob* OR diet'
prints '^  prob\*   1\.0000  for any word that begins so$'
tr -s ' ' <.out >narrow
grep -qx ' why part = weight x share times articles found as' narrow ||
	fail 'the table has another head'
prints ' share = times / \(times \+ 2\.[0-9]{4}\): [0-9]+ words, the average is [0-9]+$'
run 0 meju-query -n 5 --explain --match any rosacea zonulin
prints '^  zonulin   0\.0000  not found here$'

# Why an article is not found: its name, words, filters, rank.
run 1 meju-query --why-not gut/leaky-gut.md 'the type:x gut'
prints '^  type:x: it has none$'
run 1 meju-query --why-not gut/leaky-gut.md 'rosacea ///'
prints '^  ///: left out, too common or no word$'
run 1 meju-query --why-not rosaceas.md rosacea
prints "^There is no article 'rosaceas.md' in the index\.$"
run 1 meju-query --why-not rosacea.md rosacea
prints "no article 'rosacea.md' in the index; there is skin/rosacea.md\.$"
run 1 meju-query --why-not skin/rosacae.md rosacea
prints "; there is skin/rosacea.md\.$"
run 0 meju-query --rank plain --why-not skin/rosacea.md rosacea
prints '^skin/rosacea.md: Rosacea: the basics$'
prints '^It is number 4 of 40, with a score of 0\.7287\.$'
prints '^  score  '
run 0 meju-query --why-not skin/rosacea.md rosacea bicycles
prints '^It is number [0-9]+ of 40, with .* for some of the words\.$'
prints '^  bicycles: '
run 1 meju-query --rank plain -n 2 --why-not skin/rosacea.md rosacea
prints ' 0\.7287; number 2 is the last that is shown, with 0\.7458\.$'
run 1 meju-query --sort -date -n 2 --why-not skin/rosacea.md rosacea
prints '^It is number [0-9]+ of 40; number 2 is the last that is shown\.$'
run 1 meju-query --match all --why-not skin/rosacea.md rosacea cheeze \
	fermenting tag:gut date:2024 '"wine red"' title:wine =Wines -skin \
	red NEAR/1 rosacea 'zyx*' path:gut/
prints '^It is not found:$'
prints '^  rosacea: fits$'
prints '^  cheeze: no article has it; looked for as .*; it has .*cheek'
prints '^  fermenting: it does not have it; looked for as ferment.*, in [0-9]+ others'
prints '^  tag:gut: it has rosacea, redness'
prints '^  date:2024-01-01\.\.2024-12-31: it has 2023-12-04$'
prints '^  "wine red": it has the words, but not side by side$'
prints '^  title:wine: it has it, but not there$'
prints '^  =Wines: it has another form of it$'
prints '^  skin: not wanted, but it has it$'
prints '^  \(NEAR/1 red rosacea\): it has the words, but not so near$'
prints '^  path:gut/: it has skin/rosacea.md$'
prints '^  zyx\*: no article has it$'
run 1 meju-query --format json --why-not skin/rosacea.md rosacea tag:gut
prints '"verdict":"excluded".*"word":"tag:gut","state":"filtered","value":"ros'
run 1 meju-query --rank plain --format json -n 1 --why-not skin/rosacea.md rosacea
prints '"verdict":"ranked","matches":40,"rank":4,.*"explain":{"parts":\['
run 1 meju-query --format json --why-not skin/rosacae.md rosacea
prints '"verdict":"unknown","similar":\["skin/rosacea.md"\]'
run 2 meju-query --why-not skin/rosacea.md
says 'say what to search for'

finish
