#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# meju-query --check: the corpus' relevance tests, and what can be wrong.
. "$MEJU_SOURCE/tests/cli/cli.sh"

run 0 meju-index -d corpus "$MEJU_SOURCE/corpus"
run 0 meju-query -d corpus --check "$MEJU_SOURCE/corpus/cases.toml"
silent
prints '^pass  leaky gut$'
prints '^17 of 17 cases pass, MRR 0\.9[0-9]*$'
export MEJU_INDEX="$work/corpus"

cat >cases.toml <<'END'
top = 2
[[case]]
query = "leaky gut"
expect = ["gut/leaky-gut.md", "gut/nowhere.md", "diet/zinc.md"]
never = ["skin/eczema-and-the-skin-barrier.md"]
[[case]]
query = "kefir"
none = true
[[case]]
query = "kefir"
expect = [{ id = "kitchen/kefir-at-home.md", top = 1 }]
[[case]]
query = "rosacea"
expect = ["skin/rosacea.md"]
END
run 1 meju-query --rank plain --check cases.toml
prints '^FAIL  leaky gut$'
prints '^      gut/nowhere.md is not in the index$'
prints '^      diet/zinc.md is not among the first 100$'
prints '^      skin/eczema-and-the-skin-barrier.md is number [2-9], and should not'
prints '^      nothing should be found, but [0-9]+ are$'
prints '^pass  kefir$'
prints '^      skin/rosacea.md is number 4, not in the first 2$'
prints '^1 of 4 cases pass, MRR 0\.7500$'

printf '[[case]]\nquery = "rosacea"\nexpect = ["skin/rosacea.md"]\ntop = 1\n' \
	>first.toml
run 1 meju-query --rank plain --check first.toml
prints '^      skin/rosacea.md is number 4, not the first$'

# Against another index: here one without most articles about rosacea.
cp -R "$MEJU_SOURCE/corpus" less
rm less/skin/2024* less/gut/leaky-gut.md
run 0 meju-index -d less.meju less
run 1 meju-query -d less.meju --rank plain --check cases.toml --against corpus
prints '^      gut/leaky-gut.md is not in the index$'
prints '^      gut/leaky-gut.md: not among the first 100; in corpus number 1$'
prints '^      skin/rosacea.md: number [23]; in corpus number 4$'
prints '^in corpus MRR 0\.7500; against that 1 article is higher, 1 lower$'
if command -v python3 >/dev/null; then
	run 1 meju-query -d less.meju --rank plain --check cases.toml --against corpus \
		--format json
	python3 -c 'import json, sys
r = json.load(open(sys.argv[1]))
assert r["better"] == r["worse"] == 1 and len(r["cases"]) == 4
a = r["cases"][0]["articles"][0]
assert a["rank"] == 0 and a["other_rank"] == 1 and not a["known"]' .out ||
		fail "not the JSON that it should be"
fi

# Against other settings, each side with its own where a case says nothing.
cat >sides.toml <<'END'
[[case]]
query = "sunscreen sunblock"
expect = ["skin/2024-10-14-sunscreen-questions.md"]
[[case]]
query = "sunblock"
match = "all"
none = true
END
echo 'sunblock => sunscreen' >rules
run 0 meju-query --check sides.toml
run 1 meju-query --check sides.toml --synonyms rules --match all \
	--against match=any --against synonyms=
prints '^with match=any, synonyms= MRR [01]\.[0-9]*; against that [0-9] art'
prints '^FAIL  sunblock$'
run 0 meju-query --check sides.toml --against match=any
prints '^with match=any MRR 1\.0000; against that 0 articles are higher, 0 l'
run 0 meju-query --check sides.toml --against synonyms=rules --format json
prints '"against":"with synonyms=rules","other_mrr":1,"better":'
run 1 meju-query --check cases.toml --against rank=plain
prints '^      skin/rosacea.md: number 1; with rank=plain number 4$'
run 1 meju-query -d less.meju --check cases.toml --against index=corpus \
	--against match=all
prints '^with index=corpus, match=all MRR'
run 2 meju-query --check sides.toml --against match=most
says '^meju-query: --match takes auto, all or any'
run 2 meju-query --check sides.toml --against nowhere=1
says "nowhere=1"

# What is wrong in a file is a sentence with its line.
wrong() {
	printf '%b' "$1" >wrong.toml
	run 2 meju-query --check wrong.toml
	says "^meju-query: wrong.toml:$2"
}
wrong '[[case]]\nquery = "x"\n' '1: a case has a query, and expect, never'
wrong '[[case]]\nexpect = ["x"]\n' '1: a case has a query'
wrong '[[case]]\nquery = "x"\nexspect = ["y"]\n' '3: exspect is nothing that'
wrong '[[case]]\nquery = 3\nnone = true\n' '2: query must be a text'
wrong '[[case]]\nquery = "x"\nnone = 1\n' '3: none must be true or false'
wrong '[[case]]\nquery = "x"\nexpect = "y"\n' '3: expect must be a list of ids'
wrong '[[case]]\nquery = "x"\nnever = [{top = 1}]\n' '3: top is nothing known'
wrong '[[case]]\nquery = "x"\nexpect = [{id = "y", to = 1}]\n' '3: to is noth'
wrong 'top = 101\n' '1: top must be a number from 1 to 100'
wrong 'top = -1\n' '1: top must be'
wrong 'match = "most"\n' '1: match must be "auto"'
wrong 'language = "klingon"\n' '1: language must be'
wrong 'case = 3\n' '1: case is nothing known'
wrong 'case = [3]\n' '1: a case begins with'
wrong 'query = "x"\n' '1: query is nothing known; cases begin with'
wrong 'a = = 2\n' '1: '
run 2 meju-query --check nowhere.toml
says 'nowhere.toml'
run 2 meju-query --against corpus rosacea
says '^meju-query: --against needs --check FILE$'
for options in '--audit x' '--check cases.toml x' '--audit --check cases.toml' \
	'--audit --format tsv' '--why-not a --format ids x' \
	'--why-not a --queries b'; do
	# shellcheck disable=SC2086 # several words
	run 2 meju-query $options
	says '^meju-query: --[a-z]+'
done

finish
