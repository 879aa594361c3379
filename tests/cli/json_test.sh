#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# All output in JSON is of query/meju-query.schema.json, whose members
# query/JSON.md names; bytes that are no UTF-8 do not break it.
. "$MEJU_SOURCE/tests/cli/cli.sh"

schema=$MEJU_SOURCE/query/meju-query.schema.json
page=$MEJU_SOURCE/query/JSON.md
command -v python3 >/dev/null || {
	echo "skipped: python3 is not here"
	exit 77
}
mkdir given

# keep PART NAME: .out is of that part of the schema, or so it shall be.
keep() {
	number=$((${number:-100} + 1))
	cp .out "given/$number.$1"
	echo "$number: $2" >>names
}

# given PART STATUS COMMAND...: its output is.
given() {
	part=$1
	shift
	run "$@"
	shift
	keep "$part" "$*"
}

# Every member of the schema is named on the page, and the other way round.
python3 - "$schema" "$page" <<'END' || fail "the page and the schema differ"
import json, re, sys
parts = json.load(open(sys.argv[1]))["$defs"]
parts.pop("facets") # named in a sentence
rows = re.findall(r"^\| ((?:`[a-z_0-9]+`(?:, )?)+) \|", open(sys.argv[2]).read(),
                  re.M)
page = {name for row in rows for name in re.findall("`(.*?)`", row)}
schema = {name for part in parts.values() for name in part.get("properties", {})}
sys.exit(", ".join(page ^ schema) or 0)
END
sed -n '/^```json$/,/^```$/p' "$page" | grep -v '^```' >.out
keep search "the example of the page"

cp -R "$MEJU_SOURCE/corpus" docs
run 0 meju-index -q -d i --site https://example.org docs
export MEJU_INDEX="$work/i"

# Searches, with every option that adds to them.
given search 0 meju-query --format json rosacea
given search 0 meju-query --format json -n 20 --match any skin barrier gut
given search 0 meju-query --format json 'a <b> & "c" (gut'
given search 0 meju-query --format json --sort -date --offset 2 rosacea
given search 0 meju-query --format json --explain 'prob* gut -diet the tag:probiotics'
given search 0 meju-query --format json --explain \
	--synonyms docs/synonyms.rules sun cream
grep -q '"synonym":"sunscreen"' .out || fail "no synonym is explained"
given search 0 meju-query --format json --facets author,tag,category,lang,type \
	rosacea tag:rosacea
given search 0 meju-query --format json --similar skin/rosacea.md --explain
given search 0 meju-query --format json --collapse gut
given search 1 meju-query --format json zyzzyva
given search 1 meju-query --format json microbiomme
grep -q '"suggestion":"microbiome"' .out || fail "no suggestion"
given search 0 meju-query --format json --match all small intestine
grep -q '#[a-z-]*:~:text=' .out || fail "no words to go to"
mkdir docs/new
printf 'Of wombats alone.\n\n## First\n\nNothing.\n\n## Fat wombats\n\nText.\n\n## Third, one\n\nThe\nfat wombats.\n' \
	>docs/new/sections.md
run 0 meju-index -q docs
given search 0 meju-query --format json -n 1 fat wombats
prints '"line":1,"lang"'
prints '"sections":\[\{"heading":"Third, one","anchor":"third-one",'
prints '"url":"https://example.org/new/sections/#third-one:~:text=The-,fat%20wombats",'
prints '"snippet":"The .u003cmark.u003efat wombats.u003c/mark.u003e\.","line":14\},'
prints ',\{"heading":"Fat wombats","anchor":"fat-wombats",'
prints '"url":"https://example.org/new/sections/#fat-wombats","snippet":"Text\.","line":7\}\]'
[ "$(grep -o '"heading"' .out | wc -l)" -eq 2 ] || fail "other sections"
printf '\n## Long\n\n%s\n\n## More fat wombats\n\nText.\n' \
	"$(printf 'Of neither, nothing. %.0s' 1 2 3 4 5 6 7 8 9)" \
	>>docs/new/sections.md
run 0 meju-index -q docs
run 0 meju-query -n 1 fat wombats
prints '^    :20  > More fat wombats  Text\.$'
[ "$(grep -c '^    :' .out)" -eq 1 ] || fail "sections that add nothing"
given hit 0 meju-query --format jsonl --explain --match any skin barrier
run 1 meju-query --format jsonl zyzzyva
[ ! -s .out ] || fail "a line of nothing"
printf 'q1\trosacea\nq2\tzyzzyva\n\tgut\n' >queries
given search 0 meju-query --format json --queries queries
given hit 0 meju-query --format jsonl --queries queries
printf 'bacteria => microbes, germs\nskin, dermis\n' >rules
given search 0 meju-query --format json --synonyms rules --explain -n 40 \
	--rank name=0.5,title=0.1,proximity=0.2,boost=0.2,recency=0.2 \
	skin bacteria
prints '"synonyms":\["'
prints '"synonym":"'
for how in recency title proximity; do
	prints "\"how\":\"$how\""
done
given search 0 meju-query --format json --explain -n 1 "rosacea: the basics"
prints '"how":"name"'

# Tasks of their own.
given suggestions 0 meju-query --format json --suggest 'leaky g'
given suggestions 1 meju-query --format json --suggest zyzzy
given suggestion 0 meju-query --format jsonl --suggest ros
given why_not 1 meju-query --format json --why-not nowhere.md gut
given why_not 1 meju-query --format jsonl --why-not skin/rosaca.md gut
given why_not 1 meju-query --format json --why-not skin/rosacea.md \
	'zyzzyva "red gut" =Polish date:2025..' '-rosacea lang:de the'
given why_not 0 meju-query --format json --why-not skin/rosacea.md rosacea
given why_not 1 meju-query --format json --why-not skin/rosacea.md \
	--synonyms docs/synonyms.rules milk
grep -q '"synonyms":"dairy"' .out || fail "no synonym is missed"
given why_not 1 meju-query --format json -n 1 --why-not gut/leaky-gut.md gut skin
given why_not 1 meju-query --format json -n 1 --sort date \
	--why-not gut/leaky-gut.md gut
cat >>docs/same.jsonl <<'END'
{"id":"s1","title":"Rosacea: the basics","text":"x"}
{"id":"s2","title":"The and of","text":"x"}
{"id":"s3","title":"...","text":"x"}
{"id":"s4","title":"x -gut tag:none","text":"x gut"}
END
run 0 meju-index -q docs
given audit 1 meju-query --format json --audit
cp .out audit
run 1 meju-query --format jsonl --audit
cp .out lines
tail -n 1 lines >.out
keep audited "the last line of an audit"
sed '$d' lines >.out
keep lost "the lines of an audit"
[ "$(wc -l <.out)" -eq "$(grep -c '^{"id"' audit)" ] || fail "other lines"
cat >cases.toml <<'END'
[[case]]
query = "leaky gut"
expect = ["gut/leaky-gut.md", "nowhere.md"]
never = ["skin/rosacea.md"]
[[case]]
query = "zyzzyva"
none = true
END
given check 1 meju-query --format json --check cases.toml
given check 1 meju-query --format jsonl --check cases.toml --against i
given check 1 meju-query --format json --check cases.toml \
	--against match=any --against synonyms=rules
prints '"against":'
given why_not 1 meju-query --format json --synonyms rules \
	--why-not kitchen/bone-broth.md bacteria zyzzyva
prints '"synonyms":"'

# Bytes that are no UTF-8: in documents, in their names, in all that is asked.
odd=$(printf 'rosa\377cea \303')
mkdir odd
printf -- '---\ntitle: "T\377 \300\200"\ntags: ["a\355\240\200"]\n---\n\n## H\364\220\200\200 gut\n\nThe \377 gut \342\202.\n' \
	>"$(printf 'odd/b\377d.md')"
printf '{"id":"j\377","title":"gut \\ud800","text":"gut \302"}\n' >odd/j.jsonl
meju-index -q -d o --site "$(printf 'https://x/\377')" odd 2>.err ||
	[ $? -eq 1 ] || fail "indexing odd bytes"
given search 0 meju-query -d o --format json --facets tag --explain gut
[ "$(grep -c '"id"' .out)" -ge 1 ] || fail "no odd document is found"
given search 1 meju-query -d o --format json "$odd"
given search 1 meju-query --format json "tag:$odd" "\"$odd" "$odd~" "$odd*"
given suggestions 1 meju-query --format json --suggest "$odd"
given why_not 1 meju-query --format json --why-not "$odd" "$odd"
run 0 meju-query -d o --format ids -0 gut
tr '\0' '\n' <.out | grep -q . || fail "no id"
if command -v jq >/dev/null; then
	run 0 meju-query -d o --format json gut
	jq -e '.hits | length >= 1' .out >/dev/null || fail "jq reads otherwise"
	run 0 meju-query --format jsonl -n 3 rosacea
	[ "$(jq -r .id .out | wc -l)" -eq 3 ] || fail "jq reads other lines"
fi

if python3 -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null
then
	python3 "$MEJU_SOURCE/tests/cli/valid.py" "$schema" given/* || {
		fail "not what the schema says"
		cat names
	}
else
	echo "not tested: the schema, for there is no jsonschema for python3"
fi
finish
