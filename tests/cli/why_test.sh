#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Answers about answers: --explain.
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
prints '^  red +0\.0000  counted above$'

finish
