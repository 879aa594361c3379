#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What meju-query says of what it is asked wrongly: every sentence, whole.
. "$MEJU_SOURCE/tests/cli/cli.sh"

run 0 meju-index -q -d i "$MEJU_SOURCE/corpus"
export MEJU_INDEX="$work/i"

# refuses SENTENCE ARGUMENT...: that line, nothing on standard output, status 2.
refuses() {
	sentence=$1
	shift
	run 2 meju-query "$@" </dev/null
	printf 'meju-query: %s\n' "$sentence" | cmp -s - .err ||
		fail "it does not say: $sentence"
	[ ! -s .out ] || fail "it prints something: $*"
}

# warns SENTENCE QUERY: that line is among those of standard error.
warns() {
	meju-query -n 1 -- "$2" >.out 2>.err </dev/null || [ $? -eq 1 ] ||
		fail "status of $2"
	grep -qxF -- "meju-query: $1" .err || fail "it does not warn: $1"
}

many() {
	awk -v n="$1" -v s="$2" 'BEGIN { while (n-- > 0) printf "%s", s }'
}

# Options.
refuses 'there is no option --nope, or it takes no value (see --help)' --nope
refuses 'the option --why-not needs a value (see --help)' --why-not
sorts='--sort takes up to 4 of date, modified, boost, author, category, lang,'
sorts="$sorts type, tag and id, with commas, a minus before what is to descend,"
for value in colour '' - date,author,tag,id,lang; do
	refuses "$sorts not '$value'" --sort "$value" gut
done
for value in colour date tag, ''; do
	wrong=${value#tag,}
	refuses "--facets takes author, tag, category, lang or type, with commas, \
not '$value'" --facets "$value" gut
done
run 2 meju-query --language klingon gut
says "^meju-query: --language takes one of ([a-z]+ )+[a-z]+, not 'klingon'$"
refuses "--format takes one of text json jsonl tsv vimgrep trec ids, not 'pdf'" \
	--format pdf gut
refuses "--match takes auto, all or any, not 'most'" --match most gut
refuses "--color takes auto, always or never, not 'red'" --color red gut
refuses "--limit takes a number from 0 to 1000000, not '-1'" -n -1 gut
refuses "--offset takes a number from 0 to 1000000, not '1e3'" \
	--offset 1e3 gut
for value in age title=11 recency=1/x plain=1; do
	refuses "'$value' is no setting of --rank, which takes plain, or name, \
title, proximity, boost, recency with a weight from 0 to 10 each, as in \
name=0,recency=0.2/90d/0.1" --rank "$value" gut
done
set --
while [ $# -lt 130 ]; do
	set -- "$@" -d i
done
refuses 'at most 64 indexes can be searched together' "$@" gut
# shellcheck disable=SC2046 # nine options
refuses '--against can be given at most 8 times' \
	--check x $(many 9 ' --against i')

# Options that do not go together.
refuses '--judge needs --queries FILE' --judge x gut
refuses '--against needs --check FILE' --against i gut
refuses '-0 ends ids with zero bytes, so it needs --format ids' -0 gut
for form in tsv vimgrep trec ids; do
	refuses '--explain needs --format text, json or jsonl' \
		--format $form --explain gut
	refuses '--facets needs --format text or json' \
		--format $form --facets tag gut
	for task in --audit '--check x' '--why-not x'; do
		# shellcheck disable=SC2086 # an option and its value
		refuses '--audit, --check and --why-not need --format text, json or jsonl' \
			--format $form $task
	done
done
refuses '--facets needs --format text or json' --format jsonl --facets tag gut
for task in audit check=x why-not=x suggest=x judge=x queries=x; do
	queries=$([ $task = judge=x ] && echo --queries=x)
	for other in audit check=x why-not=x suggest=x queries=x similar=x offset=3 \
		sort=date explain facets=tag collapse; do
		case "$task $other" in
		why-not*offset* | why-not*sort* | why-not*explain | judge*sort*)
			continue ;;
		judge*queries*) continue ;;
		queries*offset* | queries*sort* | queries*explain) continue ;;
		queries*facets* | queries*collapse) continue ;;
		esac
		[ ${task%%=*} != ${other%%=*} ] || continue
		meju-query --$task $queries --$other >.out 2>.err </dev/null &&
			fail "--$task and --$other go together"
		says '^meju-query: --[a-z-]+ is not for --[a-z-]+; leave out one of them$'
	done
done
refuses "--match is not for --suggest; leave out one of them" \
	--match any --suggest gut
for task in audit check=x queries=x; do
	refuses "--${task%=x} takes no words to search for, such as 'gut skin'" \
		--$task gut skin
done
refuses "--suggest has no format 'tsv', but text, json, jsonl and ids" \
	--format tsv --suggest gut

for option in -n --limit --limit=3 -d --format -0; do
	meju-query gut $option >.out 2>.err </dev/null || [ $? -eq 1 ] ||
		fail "status of gut $option"
	grep -qx "meju-query: '$option' is behind a word, so it is searched for; options come first" \
		.err || fail "it does not warn of $option"
done
for words in '-- gut -n' '-- -n gut' 'gut -diet' 'gut --limits' 'gut -nx' 'gut -'; do
	# shellcheck disable=SC2086 # several words
	run 0 meju-query $words
	silent
done

# Nothing to search for, nowhere to ask.
refuses 'say what to search for (see --help)' --why-not x
refuses 'say what to search for (see --help)' --sort date
if command -v script >/dev/null; then
	TERM=nonsense script -qec 'meju-query 2>.err >.out' /dev/null \
		</dev/null >/dev/null 2>&1 || [ $? -eq 2 ] || fail 'status'
	says "^meju-query: on a terminal 'nonsense' there is no prompt; say what to search for \(see --help\)$"
fi
if command -v setsid >/dev/null; then
	run 2 setsid -w meju-query </dev/null
	says '^meju-query: (say what to search for|there is no terminal to ask on; say what to search for) \(see --help\)$'
fi

# Where there is no index.
touch file
mkdir empty
for folder in nowhere empty; do
	refuses "$folder is no meju index (make one with \`meju-index -d $folder PATH\`)" \
		-d $folder gut
done
run 2 meju-query -d file gut
says '^meju-query: .*file'
refuses "the index has no document 'zyzzyva'" --similar zyzzyva
refuses "the index has no document 'gut/leaky-gut'; the nearest is 'gut/leaky-gut.md'" \
	--similar gut/leaky-gut

# Damage.
cp -r i broken
for segment in broken/*.seg; do # its dictionary
	size=$(wc -c <"$segment")
	head -c $((size * 3 / 10)) /dev/zero | tr '\0' '\377' |
		dd of="$segment" bs=$((size / 2)) seek=1 conv=notrunc 2>.err
done
for options in gut '--facets tag *' '--suggest g' '--why-not gut/leaky-gut.md gut'; do
	# shellcheck disable=SC2086 # several words
	refuses "the index broken is damaged; run \`meju-index -d broken check\` to see where" \
		-d broken $options
done
refuses "one of the indexes is damaged; run \`meju-index check\` on each to see which" \
	-d i -d broken gut

# Files.
for option in synonyms queries check; do
	words=$([ $option = synonyms ] && echo gut)
	# shellcheck disable=SC2086 # a word, or none
	refuses 'cannot open none: No such file or directory' \
		--$option none $words
done
refuses 'cannot open none: No such file or directory' \
	--queries file --judge none
printf 'q1 gut\n' >queries
refuses 'queries:1: a query is an id, a tab and words' --queries queries
printf 'q1\tgut\n' >queries
printf 'q1 d1 1\n\nq1 d1\n' >judged
refuses 'judged:3: a judgement is a query, a document and a grade' \
	--queries queries --judge judged

# Relevance tests.
cases() {
	printf "$2" >cases
	refuses "$1" --check cases
}
one='[[case]]\nquery = "gut"\n'
cases 'cases: there is no case; each begins with [[case]]' ''
cases 'cases:1: match must be "auto", "all" or "any"' 'match = "most"\n'
cases 'cases:1: language must be a language such as "en"' 'language = "xx"\n'
cases 'cases:1: top must be a number from 1 to 100' 'top = 101\n'
cases 'cases:3: top must be a number from 1 to 100' "${one}top = \"x\"\n"
cases 'cases:1: tops is nothing known; cases begin with [[case]]' 'tops = 1\n'
cases 'cases:1: a case begins with [[case]]' 'case = [1]\n'
cases 'cases:3: expects is nothing that a case has' "${one}expects = [\"x\"]\n"
cases 'cases:3: expect must be a list of ids' "${one}expect = \"x\"\n"
cases 'cases:3: expect must be a list of ids' "${one}expect = [1]\n"
cases 'cases:3: never must be a list of ids' "${one}never = 1\n"
cases 'cases:3: rank is nothing known here' \
	"${one}expect = [{id = \"x\", rank = 1}]\n"
cases 'cases:2: query must be a text' '[[case]]\nquery = 1\n'
cases 'cases:3: none must be true or false' "${one}none = 1\n"
cases 'cases:1: a case has a query, and expect, never or none' "$one"

# What a query has that cannot stand is repaired, and said.
while IFS='|' read -r query sentence; do
	warns "$sentence" "$query"
done <<'TABLE'
gut OR|"OR" has nothing to join here, so it is an ordinary word
gut OR AND skin|"AND" follows another operator and is left out
gut )|"gut )" ends in a parenthesis that nothing opened; it is left out
(gut skin|"(gut skin" has an open parenthesis, which is closed at the end
gut ""|"""" has nothing between the quotes and is left out
"gut skin|""gut skin" has no closing quote, so it ends with the query
gut title:|"title:" stands alone, so it is an ordinary word
gut NEAR/0 skin|"NEAR/0" has a distance below 1, so 1 is used
gut NEAR/100 skin|"NEAR/100" has a distance above 99, so 99 is used
gut^5000|"5000" is above the highest boost, 1000
w*rd~|"w*rd~" has wildcards, so it does not look for similar words as well
word~7|"word~7" lets neither one nor two letters be wrong, so one is
after:2024-13|"2024-13" is no date such as 2024-05-03, so it is searched as text
date:2024..2020|"2024..2020" has its dates the wrong way round; they are swapped
tag:*|"tag" is given no more than a star, which any document fits
tag:col?r|"col?r" names a whole value there, which is looked up as it is written
path:a*b|"a*b" is looked up as it is written; a path has room for a star at its end, as in path:posts/*
=gut NEAR skin|"gut" is searched in all its forms, as always near other words
gut NEAR "skin care"|"NEAR" joins only words of one field, so AND takes its place
gut NEAR skin ADJ acne|"NEAR" is mixed with ADJ or NEAR, so all are read as NEAR
TABLE
warns "\"$(many 10 '(')gut\" is nested too deeply; further parentheses are ignored" \
	"$(many 30 '(')gut"
words=$(awk 'BEGIN { for (i = 1; i <= 130; i++) printf "w%d ", i }')
warns '"w129" and what follows is left out; a query has room for 128 words' \
	"$words"
run 1 meju-query "$(many 5000 x)"
mentions '^meju-query: "x{48}\.\.\." and what follows is left out; a query has room for 4096 bytes$'
finish
