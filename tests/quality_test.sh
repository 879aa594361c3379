#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Rankings are at least as good as they were, on judged collections.
. "$MEJU_SOURCE/tests/cli/cli.sh"

# at_least FLOOR MEASURE FOLDER: of corpus.jsonl (or, without one, all of the
# folder), queries.tsv and qrels.tsv.
at_least() {
	floor=$1 measure=$2 folder=$3
	name=$(basename "$folder")
	documents=$folder
	[ ! -e "$folder/corpus.jsonl" ] || documents=$folder/corpus.jsonl
	run 0 meju-index -q -d "$name" "$documents"
	run 0 meju-query -d "$name" --queries "$folder/queries.tsv" \
		--judge "$folder/qrels.tsv"
	figure=$(sed -n "s/.*$measure \([0-9.]*\).*/\1/p" .out)
	echo "$name: $(cat .out)"
	awk -v a="${figure:-0}" -v b="$floor" 'BEGIN { exit !(a >= b) }' ||
		fail "$name: $measure ${figure:-unknown} is below $floor"
	rm -rf "$name"
}

at_least .76 nDCG@10 "$MEJU_SOURCE/corpus"

data=${MEJU_SHARED:-}/data
if [ ! -d "$data/ir" ]; then
	echo "skipped the rest: the judged collections are not here"
	finish
fi
if grep -q __asan_init "$MEJU_BUILD/meju-query"; then
	echo "skipped the rest: with sanitizers it would take too long"
	finish
fi
at_least .328 nDCG@10 "$data/ir/nfcorpus"
at_least .697 nDCG@10 "$data/ir/scifact"
at_least .287 MAP "$data/ir/npl_vaswani"
at_least .537 nDCG@10 "$data/ir/cranfield"
at_least .515 nDCG@10 "$data/ir/medquad_liveqa"
while read -r name floor; do
	at_least "$floor" nDCG@10 "$data/ir_i18n/$name" </dev/null
done <<END
xquad-ar .890
xquad-de .915
xquad-el .910
xquad-en .962
xquad-es .949
xquad-hi .943
jaquad-dev-ja .913
xquad-ro .920
xquad-ru .871
xquad-th .944
xquad-tr .896
xquad-vi .961
xquad-zh .963
END
finish
