#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What is offered for words that were mistyped.
. "$MEJU_SOURCE/tests/cli/cli.sh"

article gut.md 'Gut' 'The gut microbiome ferments fibre. Colour matters.'
article skin.md 'Skin' 'The skin microbiome and rosacea. Color of the face.'
article brain.md 'Brain' 'The brain and the gut. A boat. Receive treatment.'
article beat.md 'Beat' 'The beat of a heart, and its colours.'
run 0 meju-index -q -d i gut.md skin.md brain.md beat.md
export MEJU_INDEX="$work/i"

# means STATUS WANTED QUERY...: what is suggested.
means() {
	status=$1
	wanted=$2
	shift 2
	run "$status" meju-query "$@"
	if [ -n "$wanted" ]; then
		says "^did you mean: $wanted\$"
	else
		silent
	fi
}
means 1 microbiome microbime
means 1 microbiome micorbiome
means 1 rosacea osacea
means 1 'gut microbiome' gutmicrobiome
means 1 microbiome micro biome
means 1 'skin microbiome' 'skinn micrbiome'
means 1 '"gut microbiome"' '"gut micrbiome"'
means 1 'title:brain' title:brian
means 1 'lang:en fibre -boat' 'lang:en fibrre -boat'
means 1 '\+rosacea path:skin.md' '+rosacae path:skin.md'
# The neighbours decide: the gut and the brain, the heart and its beat.
means 0 'heart beat' heart baet
means 0 'receive boat' receive baot
# Nothing that the filters leave without a document, no guess at all.
means 1 '' microbime path:brain.md
means 1 '' zyzzyva
means 1 '' 12345
means 0 '' microbiome
means 0 '' microbiome OR zyzzyva
run 1 meju-query --format json microbime
prints '"suggestion":"microbiome"'
run 0 meju-query --format json microbiome
! grep -q suggestion .out || fail "a suggestion for a word that is there"
run 1 meju-query "$(printf 'microbime\033[1m')"
! grep -q "$(printf '\033')" .err || fail "a control character"

# Values that no document has, and fields that are none.
run 0 meju-index -q -d values "$MEJU_SOURCE/corpus"
export MEJU_INDEX="$work/values"
means 1 tag:recipe tag:recipes
means 1 tag:myths tag:myth
means 1 'tag:"leaky gut"' 'tag:"leeky gut"'
means 1 'tag:"leaky gut"' tag:leekygut
means 1 'author:"ines carvalho" gut' 'author:"ines carvalo" gut'
means 1 'category:gut' 'category:gutt'
means 1 'tag:recipe rosacea' 'tag:recipes rosacaea'
means 1 '\(tag:recipe OR tag:zonulin\) gut' '(tag:recipes OR tag:zonulni) gut'
means 1 title:gut titel:gut
means 1 author:carvalho autor:carvalho
means 1 '' notes:gut
means 1 '' '"titel:gut"'
means 1 '' http://gut.example
means 1 '' tag:zyzzyva
means 0 '' 'gut -tag:recipes'
run 1 meju-query lang:xx
says "^meju-query: 'xx' is no language that is known here, as 'en' and 'english' are, so no document is in it$"
run 0 meju-query lang:German
silent
finish
