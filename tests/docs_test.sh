#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The documents tell the truth: what they show of a terminal is what one sees
# there, the numbers beside examples of queries are those of the sample corpus,
# and every key of metadata that the parser knows has its place.
set -eu
. "$(dirname "$0")/cli/cli.sh"

command -v python3 >/dev/null || {
	echo "skipped: python3 is not here"
	exit 77
}
ln -s "$MEJU_SOURCE/corpus" corpus
article=$MEJU_SOURCE/indexer/parse/meju-articles.5.scd
language=$MEJU_SOURCE/query/lang/meju-query-language.7.scd
session() {
	rm -rf .meju
	python3 "$MEJU_SOURCE/tests/docs/session.py" "$@" ||
		fail "not so: $*"
}
if command -v xapian-tcpsrv >/dev/null; then
	session "$MEJU_SOURCE/README.md"
else
	echo "README.md is not run: there is no xapian-tcpsrv"
fi
session "$MEJU_SOURCE/common/index/meju-format.5.scd" "$article"
session "$language"

# That of the indexer has an example of a template that went wrong.
rm -rf corpus .meju
cp -R "$MEJU_SOURCE/corpus" corpus
run 0 meju-index -q -d yesterday.meju corpus
for page in corpus/*/*.md; do
	sed -i -e '/^tags/d' -e '$a\' -e '$a Accept cookies.' "$page"
done
rm corpus/gut/sibo.md
article corpus/a/new.md New 'Something else.'
meju-index -q -d .meju corpus 2>.err || mentions 'front matter'
rm -rf corpus
cp -R "$MEJU_SOURCE/corpus" corpus
python3 "$MEJU_SOURCE/tests/docs/session.py" \
	"$MEJU_SOURCE/indexer/meju-index.1.scd" || fail "not so: meju-index(1)"
rm -rf .meju
run 0 meju-index -q corpus

# A row "|[ *query*", then ":] number" of articles: without a number the day
# decides.  Neither warns.
awk '
/^\|.? *\*.*\*$/ {
	sub(/^\|.? *\*/, "")
	sub(/\*$/, "")
	gsub(/\\/, "")
	query = $0
	getline
	sub(/^:.? */, "")
	print ($0 == "" ? "-" : $0) "\t" query
}' "$language" >examples
tab=$(printf '\t')
while IFS=$tab read -r number query; do
	got=$(meju-query --match all -n 100 --format ids -- "$query" 2>.err |
		grep -c .) || :
	[ "$number" = - ] || [ "$got" -eq "$number" ] ||
		fail "$query has $got articles, not $number"
	silent
done <examples
[ "$(wc -l <examples)" -ge 40 ] || fail "where are the examples?"

# "one, two" below a term, and {"one", take_...} in the table.
sed -n '/^# METADATA/,/^Whatever/s/^	//p' "$article" | tr -s ', ' '\n' |
	sort -u >keys
sed -n 's/^	{"\([a-z]*\)", take_.*/\1/p' \
	"$MEJU_SOURCE/indexer/parse/metadata.c" | sort >rules
cmp -s keys rules || {
	diff keys rules || :
	fail "keys of meju-articles(5) (<) and of metadata.c (>) differ"
}

# What README.md claims, bench/README.md has measured.
run 0 python3 "$MEJU_SOURCE/tests/docs/figures.py" "$MEJU_SOURCE/README.md" \
	"$MEJU_SOURCE/bench/README.md"

# Parameters over HTTP: of the manual, and of the page of the sources.
serve=$MEJU_SOURCE/query/serve
sed -n '/^# PARAMETERS/,/^\*\/suggest/s/^|[[ ] //p' "$serve/meju-serve.1.scd" |
	tr -d '*,' | tr ' ' '\n' | sort >manual
sed -n '/^### Parameters/,/^Names/s/^| \(`[^|]*\) |.*/\1/p' "$serve/README.md" |
	grep -o '`[A-Za-z_]*`' | tr -d '`' | sort >page
cmp -s manual page || {
	diff manual page || :
	fail "parameters of meju-serve(1) (<) and of query/serve (>) differ"
}
while read -r name; do
	grep -q "\"$name\"" "$serve"/*.c "$MEJU_SOURCE"/query/lang/tree.c ||
		fail "nothing knows the parameter $name"
done <manual
[ "$(wc -l <manual)" -ge 25 ] || fail "where are the parameters?"
finish
