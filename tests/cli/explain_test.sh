#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What is understood of a file.  The accounts of some articles of the corpus
# are in explained/, line by line.
. "$MEJU_SOURCE/tests/cli/cli.sh"

cp -R "$MEJU_SOURCE/corpus" corpus
run 0 meju-index -q -d i --site https://example.org/ corpus
for wanted in "$MEJU_SOURCE"/tests/cli/explained/*; do
	name=$(basename "$wanted")
	file=corpus/$(echo "${name%.account}" | sed 's/+/\//g')
	meju-index explain -d i "$file" >got
	diff "$wanted" got >.out || fail "not as in explained/$name: $file"
done

# Every article is one account, in either form; all of the index are as they are.
for file in corpus/*/*.* corpus/notes.jsonl:8; do
	meju-index explain -d i "$file" >.out 2>.err || {
		prints '^LEFT OUT     '
		continue
	}
	prints '^index        i has it as it is$'
	silent
done
run 1 meju-index explain -d i --tokens --format json corpus/*/*.*
[ "$(wc -l <.out)" -eq "$(echo corpus/*/*.* | wc -w)" ] || fail "not a line of JSON for each"
if command -v python3 >/dev/null; then
	cp .out json
	run 0 python3 -c '
import json
for line in open("json"):
    a = json.loads(line)
    out = [x["why"] for x in a["left_out"]]
    assert a["in_index"] == ("absent" if out else "same"), a["file"]
    assert a["fields"]["title"]["rule"], a["file"]
    assert len(a["tokens"]) >= a["text"]["words"] > 0, a["file"]'
fi

# What it says of the language, and of who said what.
printf 'Zwei, drei.\n' >short.txt
run 0 meju-index explain short.txt
prints '^language     none: words are not stemmed$'
printf '한국어 문장\n' >script.txt
run 0 meju-index explain script.txt
prints '^ +by the script$'
printf '{"title":"Json"}\n\nText.\n' >json.md
run 0 meju-index explain json.md
prints "^title        Json \\(JSON front matter 'title'"
printf '# Heading\n\nText.\n' >heading.md
run 0 meju-index explain heading.md
prints '^title        Heading \(the first heading of level 1\)$'
printf -- '---\ndate: 2990-01-01\n---\nText.\n' >later.md
run 1 meju-index explain later.md
prints '^LEFT OUT     it is not to be seen now \(its date is to come\)$'
printf '<p class="author">by <a rel="author" href="/x">Ann Smith</a></p><div class="nav">A</div><div class="post-content"><p>Text of the article, which has a few words.</p></div>' >page.html
run 0 meju-index explain page.html
prints "^authors +Ann Smith \(an author's mark-up\)"
prints '\(class or id'

# What it says of the index.
echo 'One more line.' >>corpus/gut/sibo.md
run 0 meju-index explain -d i corpus/gut/sibo.md
prints '^index        i has another version of it$'
run 0 meju-index explain -d none corpus/gut/sibo.md
prints '^index        none is no index$'
[ ! -e none ] || fail "explain makes a folder"
article corpus/gut/new.md New "Nothing knows me."
run 0 meju-index explain -d i corpus/gut/new.md
prints '^index        i does not have it$'

# Left out, with the sentence that sync says.
printf 'a\000b' >nul.md
printf '{"text":"a"}\n{"text":\n\n{"text":"d"}\n' >lines.jsonl
printf '[{"text":"a"},7,{"text":"c"}]' >list.json
: >empty.jsonl
for input in nul.md lines.jsonl:2 list.json:2; do
	run 1 meju-index -d x --dry-run "${input%:*}"
	head -n 1 .err >sentence
	run 1 meju-index explain "$input"
	cmp -s sentence .err || fail "sync has another sentence: $input"
	[ ! -s .out ] || fail "it has an account: $input"
done
run 1 meju-index explain --drafts corpus/gut/yoghurt-recall-2024.md
prints "^LEFT OUT     it is not to be found \(YAML front matter 'robots'\)"
run 0 meju-index explain --drafts corpus/gut/stool-tests.md
run 1 meju-index explain lines.jsonl:3
says 'lines\.jsonl:3: there is no document$'
run 1 meju-index explain lines.jsonl:9
says 'lines\.jsonl:9: there is no document$'
run 1 meju-index explain empty.jsonl
says 'empty\.jsonl:1: there is no document$'
run 1 meju-index explain "$MEJU_BUILD/meju-query"
says 'does not end like any of the forms .*; it is passed over$'
run 1 meju-index explain corpus
says 'corpus: a folder; say which of its files to explain$'
ln -s corpus/gut/sibo.md link.md
run 1 meju-index explain link.md
says 'link\.md: a symbolic link; '
cp corpus/gut/sibo.md .hidden.md
run 1 meju-index explain .hidden.md
says 'it is hidden, '
run 2 meju-index explain missing.md
says 'cannot read missing\.md: No such file or directory$'
run 2 meju-index explain
says 'say which files to explain'
run 1 meju-index explain nul.md corpus/gut/sibo.md
prints '^corpus/gut/sibo\.md$'

# Lines.
run 0 meju-index explain lines.jsonl
prints '^id           lines\.jsonl#1 \(path and number\)$'
prints '^and          3 more lines; lines\.jsonl:NUMBER explains another$'
run 0 meju-index explain lines.jsonl:4
prints '^id           lines\.jsonl#4 '
run 0 meju-index explain - <lines.jsonl
prints '^standard input:1$'
run 0 meju-index explain list.json:3
prints '^id           list\.json#3 '
run 0 meju-index explain corpus/gut/sibo.md:12
prints '^corpus/gut/sibo\.md$'
cp lines.jsonl odd:4
mv odd:4 odd.jsonl:4
run 1 meju-index explain odd.jsonl:4
says 'odd\.jsonl:4: it does not end like '

# Words as the index has them: a phrase has them in a row.
echo '{"title":"State of the art","text":"Camels aren'"'"'t camelCase."}' |
	run 0 meju-index explain --tokens -
prints '^ +0  title    state$'
prints '^ +3  title    art$'
prints '^ +104  body     camels > camel$'
prints '^ +106  body     camelcase > camelcas$'
prints '^ +106  body     camel$'
prints '^ +107  body     case$'

# Encodings, and what a terminal might obey.
printf 'caf\351\n' >latin.txt
run 0 meju-index explain latin.txt
prints '^form         text \(\.txt\), not all UTF-8$'
prints '^warning      bytes that are not UTF-8 were replaced$'
printf 'A quagga' | iconv -t UTF-16 >wide.txt
run 0 meju-index explain wide.txt
prints ', UTF-16$'
printf '{"title":"\\u001b[31mred\\u009b","lang":"klingon"}' |
	run 0 meju-index explain -
prints '^title        .*\[31mred\?'
prints "'klingon' as stated is no language that meju knows"
LC_ALL=C grep -q "$(printf '\033')" .out && fail "an escape gets through"
finish
