#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# meju-query as scripts see it: forms, statuses, options, absurd queries.
. "$MEJU_SOURCE/tests/cli/cli.sh"

run 0 meju-index -d i "$MEJU_SOURCE/corpus"
says '^[0-9]+ documents indexed[,;].* 0\.[0-9] MB in '
export MEJU_INDEX="$work/i"

# Statuses.
run 0 meju-query microbiome
silent
run 0 meju-query rosacea
run 1 meju-query zyzzyva
silent
for form in text jsonl tsv vimgrep trec ids; do
	run 1 meju-query --format $form zyzzyva
	[ ! -s .out ] || fail "$form of nothing"
done
run 2 meju-query </dev/null
says '^meju-query: say what to search for'
run 2 meju-query -d nowhere rosacea

# Words as they are written, also those that stems stand for in the index.
run 0 meju-query --format ids =rosacea
run 0 meju-query --format ids =microbiome
run 1 meju-query --format ids =rosaceas
run 0 meju-query --format ids rosaceas

# Options end at the first word.
run 0 meju-query --format ids rosacea -diet
cp .out without
run 0 meju-query --format ids -- rosacea -diet
cmp -s .out without || fail "-- changes the query"
run 0 meju-query --format ids 'rosacea -diet'
cmp -s .out without || fail "words apart are another query"
run 0 meju-query --format ids -n 100 --match all rosacea
[ "$(wc -l <without)" -le "$(wc -l <.out)" ] || fail "-diet finds more"
run 0 meju-query --format ids rosacea -n 3
run 0 meju-query --format ids -- -n OR rosacea

# Wrong options are one sentence.
for options in --nope -x '--limit x' '--limit -1' '--limit' '-n 99999999999' \
	'--color red' '--format pdf' '--match most' '--sort colour' \
	'--language klingon' '--facets date' '--facets tag,' '--judge x' '--queries nowhere' '--null=1' '-d'; do
	# shellcheck disable=SC2086 # several words
	run 2 meju-query $options rosacea
	says '^meju-query: .{10}'
done
for options in --nope '--threads 0' '--threads x' '--memory lots' \
	'--format pdf' '--language klingon' --site '-q=1'; do
	# shellcheck disable=SC2086 # several words
	run 2 meju-index $options -d none
	says '^meju-index: .{10}'
done
[ ! -e none ] || fail "a wrong option makes an index"

# Help fits a screen.
for program in meju-index meju-query; do
	run 0 $program --help
	silent
	[ "$(wc -l <.out)" -le 24 ] || fail "$program --help is long"
	wide=$(grep -E '^.{81}' .out || true)
	[ -z "$wide" ] || fail "$program --help is wide: $wide"
	run 0 $program --version
	prints "^$program [0-9]+\.[0-9]+\.[0-9]+$"
done

for command in sync add delete merge dump backup stats explain diff check; do
	run 0 meju-index $command --help
	prints "^meju-index $command "
	[ "$(wc -l <.out)" -le 24 ] || fail "$command --help is long"
	wide=$(grep -E '^.{81}' .out || true)
	[ -z "$wide" ] || fail "$command --help is wide: $wide"
done
prints '^      --repair '
! grep -q -e --watch .out || fail 'check --help has what check does not heed'

# Forms.
run 0 meju-query -n 5 --format ids rosacea
[ "$(wc -l <.out)" -eq 5 ] || fail "not five ids"
cp .out five
run 0 meju-query -n 2 --offset 3 --format ids rosacea
tail -n 2 five | cmp -s - .out || fail "--offset shows others"
run 0 meju-query -n 5 --format ids -0 rosacea
tr '\0' '\n' <.out | cmp -s - five || fail "-0 shows others"
for form in text json jsonl tsv vimgrep trec; do
	run 2 meju-query -0 --format $form rosacea
	says '^meju-query: -0 ends ids with zero bytes, so it needs --format ids$'
done
run 0 meju-query -n 5 --format tsv rosacea
cut -f2 .out | cmp -s - five || fail "tsv shows others"
awk -F '\t' 'NF != 5 || $1 !~ /^[0-9.]+$/ || $5 !~ /^(20[0-9-]*)?$/ { exit 1 }' \
	.out || fail "tsv: not five columns"
printf '{"id":"a\\tb","title":"c\\td\\ne","text":"tabs"}\n' |
	run 0 meju-index add -q -d tabs -
run 0 meju-query -d tabs --format tsv tabs
awk -F '\t' 'NF != 5 || $2 != "a b" || $3 != "c d e" || NR > 1 { exit 1 }' .out ||
	fail "tsv: cells end lines"
run 0 meju-query -n 5 --format trec rosacea
awk '$1 != "1" || $2 != "Q0" || $4 != NR || NF != 6 { exit 1 }' .out ||
	fail "trec: other cells"
awk '{ print $3 }' .out | cmp -s - five || fail "trec shows others"
if command -v python3 >/dev/null; then
	for query in rosacea '"skin barrier"' 'a <b> & "c' zyzzyva; do
		meju-query --format json "$query" >.out 2>.err
		python3 -m json.tool <.out >/dev/null || fail "json: $query"
		meju-query --explain --format jsonl "$query" >.out 2>.err
		python3 -c 'import json, sys
for line in sys.stdin: json.loads(line)' <.out || fail "jsonl: $query"
	done
	meju-query -n 5 --format json rosacea | python3 -c 'import json, sys
for hit in json.load(sys.stdin)["hits"]: print(hit["id"])' |
		cmp -s - five || fail "json shows others"
fi

# Facets count what filters find.
run 0 meju-query --facets lang,tag -n 1 --match all rosacea
for lang in en de ko; do
	count=$(meju-query -n 1000 --format ids --match all rosacea lang:$lang | wc -l)
	prints "^lang:.* $lang $count(,|\$)"
done
prints '^tag: rosacea [0-9]+, '
run 1 meju-query --facets tag zyzzyva
[ ! -s .out ] || fail "facets of nothing"

printf 'q1\trosacea\nq2\tmicrobiome\n\nq3\tzyzzyva\n' >queries
run 0 meju-query --queries queries --format trec -n 3
[ "$(cut -d ' ' -f1 .out | uniq | tr '\n' ' ')" = 'q1 q2 ' ] ||
	fail "--queries answers others"
echo 'no tab' >>queries
run 2 meju-query --queries queries --format trec -n 3
says '^meju-query: queries:5: a query is an id, a tab and words'

# Colour.
escape=$(printf '\033')
run 0 meju-query --color always rosacea
prints "$escape\[1;31m"
run 0 meju-query rosacea
! grep -q "$escape" .out || fail "colour in a file"
NO_COLOR=1 run 0 meju-query --color always rosacea
prints "$escape"
if command -v script >/dev/null; then
	onto_terminal() {
		env TERM=xterm "$@" script -qec 'meju-query rosacea' /dev/null \
			</dev/null >.out 2>.err
	}
	onto_terminal
	prints "$escape\[1;31m"
	onto_terminal NO_COLOR=1
	! grep -q "$escape" .out || fail "NO_COLOR is not obeyed"
	onto_terminal TERM=dumb
	! grep -q "$escape" .out || fail "colour on a dumb terminal"
fi

# Where output cannot go.
meju-query -n 1000 --match any a b c d e | head -n 1 >/dev/null ||
	fail "a broken pipe is trouble"
if [ -w /dev/full ]; then
	meju-query rosacea >/dev/full 2>.err && got=0 || got=$?
	[ $got -eq 2 ] || fail "a full device: status $got"
	says 'cannot write to standard output: No space left'
	meju-index stats >/dev/full 2>.err && got=0 || got=$?
	[ $got -eq 2 ] || fail "stats to a full device: status $got"
	says 'cannot write to standard output'
fi
meju-query rosacea >&- 2>.err && got=0 || got=$?
[ $got -eq 2 ] || fail "a closed output: status $got"
says 'cannot write to standard output: Bad file'
meju-index -d closed "$MEJU_SOURCE/corpus/skin" >&- 2>&- <&- ||
	fail "closed streams: status $?"
run 0 meju-query -d closed rosacea

# Queries beyond reason, each well under a second.
# quick STATUS FILE: the lines of FILE as queries.
quick() {
	run "$1" timeout "${SLOW:-5}" meju-query --queries "$2" --format ids
}
many() {
	awk -v n="$1" -v s="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", s }'
}
{ printf 'q\t'; many 100000 '('; printf rosacea; many 100000 ')'; } >deep
quick 0 deep
{ printf 'q\t'; many 100000 '('; printf rosacea; } >open
quick 0 open
{ printf 'q\t'; many 100000 'NOT '; printf rosacea; } >nots
timeout 5 meju-query --queries nots --format ids >.out 2>.err || [ $? -eq 1 ] ||
	fail "many NOT"
{ printf 'q\t'; many 150000 'rosacea '; } >same
quick 0 same
{ printf 'q\t'; awk 'BEGIN { for (i = 0; i < 130000; i++) printf "w%d ", i }'; \
	printf rosacea; } >words
quick 1 words # the last one has no room
run 0 meju-query rosacea "$(head -c 20000 words)"
mentions 'and what follows is left out'
{ printf 'q\t'; many 1000000 'x'; } >word
quick 1 word
{ printf 'q\t"'; many 150000 'rosacea '; } >quote
timeout 5 meju-query --queries quote --format ids >.out 2>.err || [ $? -eq 1 ] ||
	fail "a long phrase"
{ printf 'q\t'; many 30000 'a* '; } >stars
timeout 5 meju-query --queries stars --format ids >.out 2>.err || [ $? -eq 1 ] ||
	fail "many prefixes"
{ printf 'q\t'; head -c 200000 "$MEJU_BUILD/meju-query" | tr '\n' ' '; } >noise
timeout 5 meju-query --queries noise --format ids >.out 2>.err || [ $? -eq 1 ] ||
	fail "noise"
for query in '' ' ' - '"' '(' ')' '""' 'title:' '*' '~' '^' 'OR' 'NOT' 'a^b' \
	'NEAR/3' 'after:never' 'tag:' '=' ':' '-rosacea' '(((' '"rosacea'; do
	meju-query -- "$query" >.out 2>.err && got=0 || got=$?
	[ "$got" -le 1 ] || [ -z "$(printf %s "$query" | tr -d ' ')" ] ||
		fail "status $got for the query $query"
done
finish
